"""What month and week have in common: the events of some days, one of them marked, a day in front, and how these are told.

Invariant: a view shows only what it was given; events and days can be reached with the arrows alone. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from desktop.core.api.desk import EventRow
from desktop.ui import words
from desktop.ui.desk.calendar_days import span_words, touches
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Role, Type, font, theme
from desktop.ui.tips import plain_tip


class CalendarView(QWidget):
    event_chosen = Signal(object)
    """EventRow"""
    day_chosen = Signal(QDate)
    """Another day is in front."""
    new_wanted = Signal(QDate, int)
    """A double click or Enter on an empty place: (day, minute or -1)."""

    menu_wanted = Signal(object, QPoint)
    """(EventRow or None, place on the screen)"""
    moved = Signal(object, int, int)
    """(EventRow, days, minutes): it was dragged by so much."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._events: list[EventRow] = []
        self._places: list[tuple[QRect, EventRow]] = []
        self._chosen: EventRow | None = None
        self._pressed: tuple[QDate, int] | None = None
        self._held: EventRow | None = None
        self._held_at = QPoint()
        self._drop: QPoint | None = None
        """Where what is held would be dropped; None until it is dragged."""
        self.day, self.today = QDate(), QDate()
        self.now_minutes = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(320, 220)

    def show_events(self, events: Sequence[EventRow], day: QDate, today: QDate, now_minutes: int) -> None:
        self._events, self.day, self.today, self.now_minutes = list(events), day, today, now_minutes
        self._tell()
        self.update()

    def choose(self, event: EventRow | None) -> None:
        self._chosen = event
        self._tell()
        self.update()

    @property
    def chosen(self) -> int | None:
        """The key of the event."""
        return None if self._chosen is None else self._chosen.event_key

    def is_chosen(self, event: EventRow) -> bool:
        """Of an event that repeats only the one time is."""
        chosen = self._chosen
        if chosen is None or chosen.event_key != event.event_key:
            return False
        return not (chosen.repeats and event.repeats) or chosen.starts_at == event.starts_at

    def events_of(self, day: QDate) -> list[EventRow]:
        found = [event for event in self._events if touches(event, day)]
        return sorted(found, key=lambda one: (not one.all_day, one.starts_at, one.event_key))

    # what the views do in their own way

    def day_step(self, key: Qt.Key) -> int:
        """How many days an arrow goes."""
        raise NotImplementedError

    def day_at(self, place: QPoint) -> tuple[QDate, int] | None:
        """(day, minute or -1) under a point."""
        raise NotImplementedError

    def minutes_between(self, before: QPoint, after: QPoint) -> int:
        """How much later that is on a day; 0 where hours are not shown."""
        return 0

    def stays(self, day: QDate) -> bool:
        """Would the same days be shown with that one in front?"""
        return True

    # hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """An event shows itself when the button is let go: what opens beside would move it away from under a drag."""
        place = event.position().toPoint()
        found, at = self._event_at(place), self.day_at(place)
        self._pressed = at
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self._held, self._held_at = found, place
        if found is None and at is not None and at[0] != self.day:
            self.day_chosen.emit(at[0])
        self.choose(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        far = (place - self._held_at).manhattanLength() >= QApplication.startDragDistance()
        if self._held is not None and (self._drop is not None or far):
            self._drop = place
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, drop = self._held, self.drop_of_held()
        dragged = self._drop is not None
        self._let_go()
        if held is None:
            return
        if not dragged:
            if self._pressed is not None and self._pressed[0] != self.day and self.stays(self._pressed[0]):
                self.day_chosen.emit(self._pressed[0])
            self.event_chosen.emit(held)
        elif drop is not None and any(drop):
            self.moved.emit(held, *drop)

    def drop_of_held(self) -> tuple[int, int] | None:
        """(days, minutes) by which what is dragged would be moved; None where that is no place."""
        at = self.day_at(self._drop) if self._drop is not None else None
        if self._held is None or self._drop is None or self._pressed is None or at is None:
            return None
        minutes = 0 if self._held.all_day else self.minutes_between(self._held_at, self._drop)
        return self._pressed[0].daysTo(at[0]), minutes

    @property
    def is_dragging(self) -> bool:
        return self._drop is not None

    def _let_go(self) -> None:
        self._held, self._drop = None, None
        self.unsetCursor()
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        found = self._chosen if by_key else self._event_at(event.pos())
        self._pressed = (self.day, -1) if by_key else self.day_at(event.pos())
        self.menu_wanted.emit(found, event.globalPos())

    @property
    def pressed(self) -> tuple[QDate, int] | None:
        """(day, minute or -1) where a button went down last."""
        return self._pressed

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """About the day that was pressed: the first click may have brought another one here."""
        if self._pressed is not None and self._event_at(event.position().toPoint()) is None:
            self.new_wanted.emit(*self._pressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = self.day_step(key)
        if key == Qt.Key.Key_Escape and self.is_dragging:
            self._let_go()
        elif step:
            self.choose(None)
            self.day_chosen.emit(self.day.addDays(step))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._chosen is None:
                self.new_wanted.emit(self.day, -1)
            else:
                self.event_chosen.emit(self._chosen)
        elif key == Qt.Key.Key_Space:
            self._choose_next()
        else:
            super().keyPressEvent(event)

    def _choose_next(self) -> None:
        """Space goes round the events of the day in front."""
        found = self.events_of(self.day)
        if found:
            places = [place for place, one in enumerate(found) if self.is_chosen(one)]
            self.choose(found[(places[0] + 1 if places else 0) % len(found)])
            self.event_chosen.emit(self._chosen)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._event_at(event.pos())
            text = f"{clean(found.title)}\n{span_words(found)}\n{clean(found.place)}".strip() if found else ""
            QToolTip.showText(event.globalPos(), plain_tip(text), self)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.is_dragging:
            event.setAccepted(event.key() == Qt.Key.Key_Escape)
            return True
        return super().event(event)

    def _event_at(self, place: QPoint) -> EventRow | None:
        return next((event for rect, event in reversed(self._places) if rect.contains(place)), None)

    def _tell(self) -> None:
        """The day in front and what is on it, for who cannot see it."""
        if not self.day.isValid():
            return
        text = QLocale().toString(self.day, QLocale.FormatType.LongFormat)
        found = self.events_of(self.day)
        chosen = next((one for one in found if self.is_chosen(one)), None)
        said = [chosen] if chosen else found
        pieces = [self._name, text, *(f"{_hours(one)} {clean(one.title)}".strip() for one in said[:8])]
        if not found:
            pieces.append(self.tr("no events"))
        self.setAccessibleName(", ".join(pieces))

    # painting

    def paint_held(self, painter: QPainter, rect: QRect, event: EventRow, *, lines: bool = False) -> None:
        """What is dragged, over the place where it would be dropped."""
        painter.setOpacity(0.8)
        self.paint_event(painter, rect, event, lines=lines)
        painter.setOpacity(1.0)
        self._places.pop()

    def paint_event(self, painter: QPainter, rect: QRect, event: EventRow, *, lines: bool = False) -> None:
        """One event on its ground; where there is room (`lines`) its hours and place under the title."""
        chosen = self.is_chosen(event)
        frame = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour(Role.ACCENT if chosen else Role.ACCENT_SOFT))
        painter.drawRoundedRect(frame, 4, 4)
        if not chosen:
            painter.setBrush(theme().colour(Role.ACCENT))
            painter.drawRoundedRect(QRectF(rect.left(), rect.top() + 1, 3, rect.height() - 2), 1.5, 1.5)
        ink = Role.ON_ACCENT if chosen else Role.TEXT
        inner = rect.adjusted(8, 1, -4, -1)
        title = clean(event.title) or self.tr("No subject")
        if lines and rect.height() >= 34:
            write(
                painter, QRect(inner.left(), inner.top() + 1, inner.width(), 16), title, Type.SMALL + 1, ink, bold=True
            )
            detail = f"{_hours(event)}  {clean(event.place)}".strip()
            role = Role.ON_ACCENT if chosen else Role.TEXT_MUTED
            write(painter, QRect(inner.left(), inner.top() + 17, inner.width(), 15), detail, Type.SMALL, role)
        else:
            hours = "" if event.all_day else f"{_hours(event)}  "
            write(painter, inner, f"{hours}{title}", Type.SMALL + 1 if rect.height() > 15 else Type.SMALL, ink)
        self._places.append((rect, event))


def _hours(event: EventRow) -> str:
    return "" if event.all_day else words.clock_time(event.starts_at)


def write(
    painter: QPainter,
    place: QRect,
    text: str,
    size: int,
    role: Role,
    *,
    bold: bool = False,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    used = font(size, bold=bold, tabular=True)
    painter.setFont(used)
    painter.setPen(QPen(theme().colour(role)))
    shown = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, max(0, place.width()))
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
