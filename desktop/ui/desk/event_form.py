"""Where an event is written down: title, from and to, place, reminder, text. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.core.api.desk import EventDetail, EventRow, Guest
from desktop.core.api.link_commands import SaveEvent, SaveTime
from desktop.core.api.linking import LinkKind, Person
from desktop.ui import words
from desktop.ui.desk.form import DeskForm
from desktop.ui.desk.meeting_words import is_foreign
from desktop.ui.desk.repeat_field import RepeatField
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import tr
from desktop.ui.links.people_field import PeopleField
from desktop.ui.links.time_field import TimeField

LONGEST, HOUR = 500, 3_600
_WIDTH = 500
_GUESTS_HIGH = 76
_REMINDERS = (None, 0, 5, 15, 30, 60, 120, 1_440)


class EventForm(DeskForm):
    def __init__(
        self,
        dispatch: Dispatch,
        event: EventDetail,
        saved: Callable[[int], object],
        parent: QWidget,
        time: EventRow | None = None,
        own: Collection[str] = (),
    ) -> None:
        """`event` with key 0 is a new one. `saved(key)` hears the event's key. With a `time` of an event that repeats only that
        one is edited. `own` are the user's addresses, lower case."""
        row = time or event.row
        super().__init__(dispatch, row.event_key or None, saved, parent, quietly=time is None)
        self._time = time
        editing = self.tr("Edit all times of the event") if event.series else self.tr("Edit the event")
        if time is not None:
            editing = self.tr("Edit only this time")
        self.setWindowTitle(editing if row.event_key else self.tr("New event"))
        self.title, self.place = QLineEdit(row.title), QLineEdit(row.place)
        for field in (self.title, self.place):
            field.setMaxLength(LONGEST)
        self.starts, self.ends = TimeField(self.tr("From")), TimeField(self.tr("To"))
        self.starts.set_moment(row.starts_at, row.zone)
        self.ends.set_moment(row.ends_at - (1 if row.all_day else 0), row.zone)
        self.all_day = QCheckBox(self.tr("All day"))
        self.repeat = RepeatField()
        self.repeat.set_series(event.series, self.starts.day.date())
        self.remind = QComboBox()
        for minutes in _REMINDERS if row.remind_minutes in _REMINDERS else (*_REMINDERS, row.remind_minutes):
            self.remind.addItem(reminder_words(minutes), minutes)
        self.remind.setCurrentIndex(self.remind.findData(row.remind_minutes) if row.remind_minutes is not None else 0)
        self.guests = PeopleField(self.tr("Look for somebody, or type an address"), highest=_GUESTS_HIGH)
        # Who was asked by somebody else is not asked by us, and one time has the guests of all.
        self._asks = time is None and event.of_series is None and not is_foreign(event, own)
        asked = [Person(one.name, one.address, inside=True) for one in event.guests if not one.organiser]
        self.guests.set_people(asked, most=len(asked))
        self.guests.wanted.connect(self._find_people)
        self.guests.grew.connect(self._fit_guests)
        self.text = QPlainTextEdit(event.text)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(90)
        self.lay_out(
            (
                (self.tr("Title"), self.title),
                (self.tr("From"), self.starts),
                (self.tr("To"), self.ends),
                ("", self.all_day),
                *(() if time is not None else ((self.tr("Repeats"), self.repeat),)),
                (self.tr("Place"), self.place),
                *(((self.tr("Guests"), self.guests),) if self._asks else ()),
                (self.tr("Reminder"), self.remind),
                (self.tr("Text"), self.text),
            ),
            _WIDTH,
        )
        self.all_day.toggled.connect(self._toggle_all_day)
        self.all_day.setChecked(row.all_day)
        self.starts.changed.connect(self._follow)
        self.title.setFocus()
        self.title.selectAll()

    def command(self) -> SaveEvent | SaveTime | None:
        title = self.title.text().strip()
        starts, ends = self._span()
        if not title:
            self.ask_for(self.tr("Type a title first."), self.title)
            return None
        if ends < starts:
            self.ask_for(self.tr("It ends before it begins."), self.ends.day)
            return None
        what = (
            title, starts, ends, self.all_day.isChecked(), self.starts.zone(), self.place.text().strip(),
            self.text.toPlainText(), self.remind.currentData(),
        )  # fmt: skip
        if self._time is not None:
            return SaveTime(self._time.event_key, self._time.starts_at, *what)
        asked = [Guest(one.name, one.address) for one in self.guests.chosen()]
        return SaveEvent(self._key, *what, self.repeat.series(), tuple(asked) if self._asks else None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_guests()

    def _find_people(self, text: str) -> None:
        future = self._dispatch.session.linking.find_people(LinkKind.EVENT, text)
        self._dispatch.follow(future, self._show_found, lambda _error: self._show_found([]))

    def _show_found(self, people: Sequence[Person]) -> None:
        """An invitation is a mail, so only who has an address."""
        here = {one.address.lower() for one in self.guests.shown()}
        self.guests.show_found([one for one in people if one.address and one.address.lower() not in here])

    def _fit_guests(self) -> None:
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self.guests.fit_chips(self.guests.width())
        self.resize(self.width(), self.sizeHint().height())

    def _span(self) -> tuple[int, int]:
        if self.all_day.isChecked():
            return self.starts.start_of_day(), self.ends.start_of_day(1)
        return self.starts.seconds(), self.ends.seconds()

    def _follow(self) -> None:
        if not self.all_day.isChecked() and self.ends.seconds() <= self.starts.seconds():
            self.ends.set_moment(self.starts.seconds() + HOUR, self.starts.zone())
        elif self.ends.day.date() < self.starts.day.date():
            self.ends.set_day(self.starts.day.date())

    def _toggle_all_day(self, on: bool) -> None:
        self.starts.set_all_day(on)
        self.ends.set_all_day(on)


def reminder_words(minutes: int | None) -> str:
    if minutes is None:
        return QCoreApplication.translate("Calendar", "None")
    if minutes == 0:
        return QCoreApplication.translate("Calendar", "When it begins")
    if minutes % 1_440 == 0:
        return tr("{count} day(s) before", "", minutes // 1_440).format(count=words.number(minutes // 1_440))
    if minutes % 60 == 0:
        return tr("{count} hour(s) before", "", minutes // 60).format(count=words.number(minutes // 60))
    return tr("{count} minute(s) before", "", minutes).format(count=words.number(minutes))
