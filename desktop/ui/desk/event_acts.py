"""What can be done with the event that the calendar shows beside: edit, delete, invite its guests, call it off.

Invariant: no mail leaves without a press that says so. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.api.desk import EventDetail, EventRow
from desktop.core.api.invitations import CancelMeeting
from desktop.core.api.link_commands import DeleteEvent, DeleteTime, SaveEvent, SaveTime
from desktop.core.api.rows import AccountRow
from desktop.ui.bar import Bar
from desktop.ui.desk.calendar_days import moved_by
from desktop.ui.desk.event_card import EventCard
from desktop.ui.desk.event_form import EventForm
from desktop.ui.desk.invite_form import InviteForm
from desktop.ui.desk.meeting_words import farewell_words, invitable, knows_nothing
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now


class EventActs(QObject):
    done_with = Signal()
    """The event that is shown goes."""
    saved = Signal(int)
    """The event of that key is otherwise now."""

    def __init__(self, dispatch: Dispatch, now: Now, card: EventCard, bar: Bar, parent: QWidget) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._now = dispatch, dispatch.session, now
        self._card, self._bar, self._widget = card, bar, parent
        card.edit_wanted.connect(self._edit)
        card.edit_time_wanted.connect(self._edit_time)
        card.delete_wanted.connect(self._delete)
        card.leave_out_wanted.connect(self._leave_out)
        card.invite_wanted.connect(self._invite)

    def own(self) -> frozenset[str]:
        """The user's addresses, lower case."""
        return frozenset(one.address.lower() for one in self._session.accounts())

    def move(self, time: EventRow, days: int, minutes: int) -> None:
        """It was dragged: of one that repeats only that time goes."""
        desk, key = self._session.desk, time.event_key
        starts, ends = moved_by(time, days, minutes)

        def found(event: EventDetail | None) -> None:
            if event is None:
                return
            row = time if event.series else event.row
            what = (row.title, starts, ends, row.all_day, row.zone, row.place, event.text, row.remind_minutes)
            moving = SaveTime(key, time.starts_at, *what) if event.series else SaveEvent(key, *what)
            self._dispatch.submit(moving, then=lambda receipt: self.saved.emit(receipt.key or key))

        self._dispatch.read("desk event moved", lambda: desk.event(key), found)

    def _edit(self) -> None:
        if self._card.event_shown is not None:
            EventForm(self._dispatch, self._card.event_shown, self.saved.emit, self._widget, own=self.own()).show()

    def _edit_time(self) -> None:
        event, time = self._card.event_shown, self._card.time_shown
        if event is not None and time is not None:
            EventForm(self._dispatch, event, self.saved.emit, self._widget, time, self.own()).show()

    def _leave_out(self) -> None:
        event, time = self._card.event_shown, self._card.time_shown
        if event is not None and time is not None:
            self.done_with.emit()
            self._dispatch.submit(DeleteTime(event.row.event_key, time.starts_at))

    def _invite(self) -> None:
        event = self._card.event_shown
        if event is not None:
            guests = invitable(event, self.own())
            InviteForm(self._dispatch, event, guests, self._senders(event), self.saved.emit, self._widget).show()

    def _delete(self) -> None:
        """Whether the guests are told of it is for the user to say, each time."""
        event = self._card.event_shown
        if event is None:
            return
        over = event.row.ends_at < self._now() and not event.series
        if event.meeting is None or knows_nothing(event) or over or not event.meeting.told:
            self._delete_here(event)
            return
        text = self.tr("Guests were invited to “{title}”. Shall they be told that it does not take place?")
        self._bar.tell(
            "warning", text.format(title=clean(event.row.title)[:60]),
            (self.tr("Delete it and tell them"), lambda: self._call_off(event)),
            (self.tr("Delete it only here"), lambda: self._delete_here(event)), closable=True,
        )  # fmt: skip

    def _delete_here(self, event: EventDetail) -> None:
        self._bar.hide()
        self.done_with.emit()
        self._dispatch.submit(DeleteEvent(event.row.event_key))

    def _call_off(self, event: EventDetail) -> None:
        self._bar.hide()
        self.done_with.emit()
        name = next((one.display_name or one.address for one in self._senders(event)), "")
        self._dispatch.submit(CancelMeeting(event.row.event_key, words=farewell_words(event, name)))

    def _senders(self, event: EventDetail) -> list[AccountRow]:
        """Who has invited before stays the organiser."""
        accounts = self._session.accounts()
        if event.meeting is None:
            return accounts
        return [one for one in accounts if one.account_key == event.meeting.account_key]
