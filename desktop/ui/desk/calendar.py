"""The calendar of the desk: a month or a week, the event that was chosen beside it, and .ics files in and out.

Invariant: what is shown are the events that touch the days on the screen, read anew when the desk has changed. GUI thread.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QLocale, QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.desk import EventDetail, EventRow
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import SaveEvent
from desktop.ui import icons, words
from desktop.ui.bar import Bar
from desktop.ui.desk.calendar_days import date_of, moment_of, month_grid, start_of, week_days, week_words
from desktop.ui.desk.event_acts import EventActs
from desktop.ui.desk.event_card import EventCard
from desktop.ui.desk.event_form import EventForm
from desktop.ui.desk.file_cards import ask_path, write_bytes
from desktop.ui.desk.month_view import MonthView
from desktop.ui.desk.room import Room, filter_button, head_button, quiet_button
from desktop.ui.desk.week_view import HOUR_HEIGHT, WeekView
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import tr
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space
from desktop.ui.tips import plain_tip

LARGEST_ICS = 5 << 20
MOST_IMPORTED = 500
MORNING = 8
DAY, LOOK_AHEAD = 86_400, 400 * 86_400
NARROW = 900
"""Below this width buttons of the head lose their words."""


class CalendarRoom(Room):
    def __init__(self, dispatch: Dispatch, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(dispatch, now, parent)
        self._day = QDate()
        self._wanted: int | None = None
        self._time: EventRow | None = None
        self._to_morning = False
        self.month, self.week = MonthView(), WeekView()
        self.card = EventCard(dispatch, now)
        self.bar = Bar()
        self._acts = EventActs(dispatch, now, self.card, self.bar, self)
        self._acts.done_with.connect(lambda: self._choose(None))
        self._acts.saved.connect(self.open_thing)
        self._add_head()
        self.set_title(self.tr("Calendar"))
        self._add_views()
        self.card.hide()
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self.refresh)
        for view in (self.month, self.week):
            view.event_chosen.connect(self._choose)
            view.day_chosen.connect(self.show_day)
            view.new_wanted.connect(self.make_new)
            view.moved.connect(self._acts.move)
            view.menu_wanted.connect(self._show_menu)
        self.card.closed.connect(lambda: self._choose(None))
        self.card.export_wanted.connect(self._export)
        self.card.mails.mail_wanted.connect(self.mail_wanted)
        self.card.files.saved.connect(self.told)

    @property
    def view(self) -> MonthView | WeekView:
        return self.month if self._views.currentIndex() == 0 else self.week

    def refresh(self) -> None:
        if not self._day.isValid():
            self._day = date_of(self._now())
        days = month_grid(self._day) if self.view is self.month else week_days(self._day)
        # A day more at each side: all-day events are days of the zone in which they were made.
        first, last = start_of(days[0].addDays(-1)), start_of(days[-1].addDays(2))
        desk = self._session.desk
        self._dispatch.read("desk events", lambda: desk.events(first, last), self._show)
        self._read_chosen(self.view.chosen)

    def open_thing(self, key: int) -> None:
        """Of one that repeats the time that is next."""
        self._wanted = key
        desk, now = self._session.desk, self._now()

        def find() -> tuple[EventDetail | None, EventRow | None]:
            event = desk.event(key)
            if event is None or not event.series:
                return event, None if event is None else event.row
            near = desk.events(now - DAY, now + LOOK_AHEAD)
            return event, next((one for one in near if one.event_key == key), replace(event.row, repeats=True))

        self._dispatch.read("desk event wanted", find, lambda found: self._open(*found))

    def show_day(self, day: QDate) -> None:
        self._day = day
        self.refresh()

    def make_new(self, day: QDate, minute: int = -1) -> None:
        start = moment_of(day, minute if minute >= 0 else 9 * 60)
        now = self._now()
        if minute < 0 and date_of(now) == day:
            start = (now // 3_600 + 1) * 3_600
        row = EventRow(0, "", start, start + 3_600, False, "", "", 15, 0)
        EventForm(self._dispatch, EventDetail(row, "", ()), self.open_thing, self, own=self._acts.own()).show()

    def _open(self, event: EventDetail | None, time: EventRow | None) -> None:
        if event is None or time is None:
            self.told.emit(self.tr("This event is no longer in the calendar."))
            return
        self._day = date_of(time.starts_at)
        self._choose(time)
        self.refresh()

    def _show(self, events: list[EventRow]) -> None:
        now = QDateTime.fromSecsSinceEpoch(self._now())
        minutes = now.time().hour() * 60 + now.time().minute()
        self.view.show_events(events, self._day, now.date(), minutes)
        if self.view is self.week:
            self.week.fit_height()
            if self._to_morning:
                self._to_morning = False
                QTimer.singleShot(0, self, self._show_morning)
        self._period.setText(self._period_words())

    def _period_words(self) -> str:
        locale = QLocale()
        if self.view is self.month:
            name = locale.standaloneMonthName(self._day.month(), QLocale.FormatType.LongFormat)
            return f"{name[:1].upper()}{name[1:]} {self._day.year()}"
        days = week_days(self._day)
        return week_words(days[0], days[-1])

    # one event

    def _choose(self, event: EventRow | None) -> None:
        self._time = event if event is not None and event.repeats else None
        for view in (self.month, self.week):
            view.choose(event)
        self._read_chosen(None if event is None else event.event_key)

    def _read_chosen(self, key: int | None) -> None:
        if key is None:
            self._dispatch.cancel("desk event")
            self.card.hide()
            return
        desk = self._session.desk
        self._dispatch.read("desk event", lambda: desk.event(key), self._show_event)

    def _show_event(self, event: EventDetail | None) -> None:
        self.card.setVisible(event is not None)
        if event is not None:
            time = self._time
            same = time is not None and time.event_key == event.row.event_key and event.series is not None
            self.card.show_event(event, time if same else None, self._acts.own())

    def _show_menu(self, event: EventRow | None, place: QPoint) -> None:
        if event is None:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            where = self.view.pressed or (self._day, -1)
            icons.set_icon(menu.addAction(self.tr("New event"), lambda: self.make_new(*where)), "plus")
            menu.popup(place)
            return
        self._choose(event)
        desk = self._session.desk

        def found(detail: EventDetail | None) -> None:
            self._show_event(detail)
            if detail is not None:
                self.card.make_menu(self).popup(place)

        self._dispatch.read("desk event menu", lambda: desk.event(event.event_key), found)

    # files

    def _export(self) -> None:
        event = self.card.event_shown
        if event is None:
            return
        path = ask_path(self, self.tr("Save as .ics…"), f"{event.row.title or 'event'}.ics")
        if path:
            desk, key = self._session.desk, event.row.event_key
            self._dispatch.read("", lambda: write_bytes(path, desk.event_ics(key)), self._tell_saved)

    def _tell_saved(self, name: str) -> None:
        self.told.emit(self.tr("Saved as {name}").format(name=name))

    def _ask_import(self) -> None:
        path = QFileDialog.getOpenFileName(
            self, self.tr("Import a calendar file"), str(Path.home()), self.tr("Calendar files (*.ics)")
        )[0]
        if path:
            self.read_file(path)

    def read_file(self, path: str) -> None:
        """Look into an .ics file and offer what it holds; nothing is taken before that was said yes to."""
        desk = self._session.desk

        def work() -> tuple[EventDetail, ...]:
            file = Path(path)
            if file.stat().st_size > LARGEST_ICS:
                raise BandejaError(Code.BAD_INPUT, what=file.name, why="it is larger than 5 MB")
            return desk.read_ics(file.read_bytes())

        self._dispatch.read("desk import", work, self._offer_import, self._refuse_import)

    def _offer_import(self, events: tuple[EventDetail, ...]) -> None:
        if not events:
            self.bar.tell("info", self.tr("The file holds no events."), closable=True)
            return
        taken = tuple(one for one in events if "cancelled" not in one.notes)[:MOST_IMPORTED]
        if not taken:
            self.bar.tell("info", self.tr("The file only says that an event was cancelled."), closable=True)
            return
        first = clean(taken[0].row.title)[:60] or self.tr("No subject")
        text = tr("The file holds {count} event(s), the first is “{title}”.", "", len(taken))
        sentence = text.format(count=words.number(len(taken)), title=first)
        notes = {note for one in taken for note in one.notes}
        if "repeats" in notes:
            sentence += " " + self.tr("Of those that come more than once a day only the first time is taken.")
        if "zone_unknown" in notes:
            sentence += " " + self.tr("A time zone is unknown; its times are taken as this computer's.")
        self.bar.tell("info", sentence, (self.tr("Take them over"), lambda: self._import(taken)), closable=True)

    def _import(self, events: tuple[EventDetail, ...]) -> None:
        self.bar.hide()
        for one in events:
            row = one.row
            self._dispatch.submit(
                SaveEvent(
                    None, row.title or self.tr("No subject"), row.starts_at, row.ends_at, row.all_day, row.zone, row.place,
                    one.text, row.remind_minutes, one.series,
                ),
                quietly=True,
            )  # fmt: skip
        text = tr("{count} event(s) taken over", "", len(events))
        self.told.emit(text.format(count=words.number(len(events))))
        self.show_day(date_of(events[0].row.starts_at))

    def _refuse_import(self, error: Exception) -> None:
        sentence = self.tr("The file cannot be read.") if isinstance(error, OSError) else error_sentence(error)
        self.bar.tell("danger", sentence, closable=True)

    # putting together

    def _go(self, by: int) -> None:
        self.show_day(self._day.addMonths(by) if self.view is self.month else self._day.addDays(7 * by))

    def show_week(self, on: bool) -> None:
        self._views.setCurrentIndex(1 if on else 0)
        self._to_morning = on
        for button, checked in zip(self._kinds.buttons(), (not on, on), strict=True):
            button.setChecked(checked)
        self.refresh()
        self.view.setFocus()

    def _show_morning(self) -> None:
        self._scroll.verticalScrollBar().setValue(self.week.first_hour() - 60 + MORNING * HOUR_HEIGHT)

    def _add_head(self) -> None:
        back, forward = QToolButton(), QToolButton()
        for button, icon, name, by in (
            (back, "chevron-left", self.tr("Back"), -1),
            (forward, "chevron-right", self.tr("Forward"), 1),
        ):
            icons.set_icon(button, icon)
            button.setToolTip(plain_tip(name))
            button.setAccessibleName(name)
            button.clicked.connect(lambda _=False, by=by: self._go(by))
        today = quiet_button(self.tr("Today"), "event")
        today.clicked.connect(lambda: self.show_day(date_of(self._now())))
        self._period = PlainLabel(kind="strong")
        self._kinds = QButtonGroup(self)
        month, week = filter_button(self.tr("Month")), filter_button(self.tr("Week"))
        month.setChecked(True)
        month.clicked.connect(lambda: self.show_week(False))
        week.clicked.connect(lambda: self.show_week(True))
        importing = quiet_button(self.tr("Import…"), "download")
        importing.setToolTip(self.tr("Take the events of an .ics file over"))
        importing.clicked.connect(self._ask_import)
        new = head_button(self.tr("New event"), "plus")
        new.clicked.connect(lambda: self.make_new(self._day))
        today.setToolTip(self.tr("Today"))
        self._wordy = (today, importing)
        for widget in (back, forward, today):
            self.head.addWidget(widget)
        self.head.addWidget(self._period)
        self.head.addStretch(1)
        for button in (month, week):
            self._kinds.addButton(button)
            self.head.addWidget(button)
        self.head.addSpacing(Space.S)
        self.head.addWidget(importing)
        self.head.addWidget(new)
        self.end_head()

    def _add_views(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.week)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _value: self.week.update())
        self._views = QStackedWidget()
        self._views.addWidget(self.month)
        self._views.addWidget(self._scroll)
        line = QFrame()
        line.setProperty("kind", "upright")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._views, 1)
        row.addWidget(line)
        row.addWidget(self.card)
        bars = QVBoxLayout()
        bars.setContentsMargins(Space.L, 0, Space.L, 0)
        bars.addWidget(self.bar)
        self.column.addLayout(bars)
        self.column.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        style = (
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if self.width() < NARROW
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        for button in self._wordy:
            button.setToolButtonStyle(style)
        self._heading.setVisible(self.width() >= NARROW)

    def showEvent(self, event: QShowEvent) -> None:
        self._minute.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._minute.stop()
        super().hideEvent(event)
