"""The event that was chosen, beside the calendar: when, where, what, its mails, and what can be done with it. GUI thread."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.desk import EventDetail, EventRow, Guest
from desktop.ui import icons
from desktop.ui.desk import meeting_words as wording
from desktop.ui.desk.calendar_days import span_words
from desktop.ui.desk.event_form import reminder_words
from desktop.ui.desk.file_cards import FileCards
from desktop.ui.desk.mail_cards import MailCards
from desktop.ui.desk.room import quiet_button
from desktop.ui.desk.series_words import series_words
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.theme import Role, Space

WIDTH = 280
MOST_GUESTS = 12


class EventCard(QScrollArea):
    edit_wanted = Signal()
    edit_time_wanted = Signal()
    """Only the time that is shown, of an event that repeats."""
    delete_wanted = Signal()
    leave_out_wanted = Signal()
    """Only the time that is shown, of an event that repeats."""
    export_wanted = Signal()
    invite_wanted = Signal()
    closed = Signal()

    def __init__(self, dispatch: Dispatch, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.event_shown: EventDetail | None = None
        self.title = _label("heading")
        self.time_shown: EventRow | None = None
        self._when, self._where, self._repeats = _label("muted"), _label("muted"), _label("small")
        self._remind, self._text, self._guests = _label("small"), _label(""), _label("small")
        self.told = _label("small")
        self.invite = quiet_button("", "send")
        self.invite.clicked.connect(self.invite_wanted)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.mails, self.files = MailCards(), FileCards(dispatch)
        close = QToolButton()
        icons.set_icon(close, "close", Role.ICON_MUTED)
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close the event"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.edit = edit = quiet_button(self.tr("Edit"), "edit")
        self.edit_time = quiet_button(self.tr("Edit only this time"), "edit")
        self.export = export = quiet_button(self.tr("Save as .ics…"), "download")
        self.delete = delete = quiet_button(self.tr("Delete"), "trash")
        self.leave_out = quiet_button(self.tr("Delete only this time"), "trash")
        edit.clicked.connect(self.edit_wanted)
        self.edit_time.clicked.connect(self.edit_time_wanted)
        export.clicked.connect(self.export_wanted)
        delete.clicked.connect(self.delete_wanted)
        self.leave_out.clicked.connect(self.leave_out_wanted)
        body = QWidget()
        body.setProperty("kind", "window")
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.L, Space.M, Space.S, Space.L)
        column.setSpacing(Space.S)
        column.addLayout(head)
        for part in (
            self._when,
            self._where,
            self._repeats,
            self._remind,
            self._guests,
            self.told,
            self.invite,
            self._text,
            self.mails,
            self.files,
        ):
            column.addWidget(part)
        column.addSpacing(Space.S)
        for button in (self.edit_time, edit, export, self.leave_out, delete):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def make_menu(self, parent: QWidget) -> QMenu:
        """What its buttons do with the event that is shown."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.edit_time, self.edit, self.invite, self.export, self.leave_out, self.delete):
            if not button.isHidden():
                icons.set_icon(menu.addAction(button.text().strip(), button.click), button.property("iconName"))
        return menu

    def show_event(self, event: EventDetail, time: EventRow | None = None, own: Collection[str] = ()) -> None:
        """`time` is the one that was chosen, of an event that repeats; `own` are the user's addresses, lower case."""
        self.event_shown, self.time_shown = event, time
        row = time or event.row
        self._repeats.setText(series_words(event.series) if event.series else "")
        self._repeats.setVisible(bool(event.series))
        for button in (self.edit_time, self.leave_out):
            button.setVisible(bool(event.series) and time is not None)
        self.edit.setText(" " + (self.tr("Edit all times") if event.series else self.tr("Edit")))
        self.delete.setText(" " + (self.tr("Delete all times") if event.series else self.tr("Delete")))
        self.title.setText(clean(row.title)[:200] or self.tr("No subject"))
        self._when.setText(span_words(row))
        self._where.setText(clean(row.place))
        self._where.setVisible(bool(row.place))
        self._remind.setText(self.tr("Reminder: {when}").format(when=reminder_words(row.remind_minutes).lower()))
        self._remind.setVisible(row.remind_minutes is not None)
        self._guests.setText(guest_words(event.guests))
        self._guests.setVisible(bool(event.guests))
        ours = bool(wording.invitable(event, own)) or (event.meeting is not None and not wording.is_foreign(event, own))
        self.told.setText(wording.told_words(event, self._now()) if ours else "")
        self.told.setVisible(ours)
        words = wording.button_words(event) if wording.invitable(event, own) else ""
        self.invite.setText(f" {words}")
        self.invite.setAccessibleName(words)
        self.invite.setVisible(bool(words))
        self._text.setText(event.text.strip()[:4000])
        self._text.setVisible(bool(event.text.strip()))
        self.mails.show_mails(event.mails, self._now())
        self.files.show_files(event.files)


def guest_words(guests: tuple[Guest, ...]) -> str:
    """One line for each, the organiser marked, with the answer where one is known."""
    translate = QCoreApplication.translate
    states = {
        "accepted": translate("Calendar", "accepted"),
        "tentative": translate("Calendar", "maybe"),
        "declined": translate("Calendar", "declined"),
    }
    lines = []
    for one in guests[:MOST_GUESTS]:
        name = clean(one.name or one.address)[:80]
        state = translate("Calendar", "organiser") if one.organiser else states.get(one.state, "")
        lines.append(f"{name} · {state}" if state else name)
    return "\n".join([*lines, "…"] if len(guests) > MOST_GUESTS else lines)


def _label(kind: str) -> QLabel:
    label = PlainLabel(kind=kind, wordWrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
