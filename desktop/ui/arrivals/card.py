"""The card of new mail over the window: who, what, and the actions with their keys.

Invariant: a press of a key means the mail of the card only while the card has the keyboard (`take_focus`); else the same keys
mean what is selected in the list, as ever. It is slim until
somebody points at it or goes to it: nobody asked for it, and what lies under it is worked with. Several mails are lines; the picked one is what is acted on, the newest at first.
GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.rows import MessageRow
from desktop.ui import words
from desktop.ui.arrivals.told import ACTION_OF, Act, act_words, count_words, sender_of, snippet_of, subject_of
from desktop.ui.i18n import tr
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import empty, layout_of, widgets_of
from desktop.ui.notices.card import NoticeCard

SHOWN_MS = 15_000
LINES = 4
WORK = (Act.TASK, Act.CRM, Act.CHAT, Act.EVENT)
MAIL = (Act.REPLY, Act.ARCHIVE, Act.READ)
_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter)
Keys = Callable[[str], Sequence[QKeySequence]]
"""The keys of a command of the window, by its name."""


class ArrivalCard(NoticeCard):
    wanted = Signal(str, int)
    """(Act, location key)"""
    aside = True

    def __init__(
        self, parent: QWidget, rows: Sequence[MessageRow], more: int, keys: Keys, go_key: str, *, stays: bool = False
    ) -> None:
        """`rows` newest first; `more` came beside them. `go_key` brings the keyboard here. `stays`: until it is answered."""
        super().__init__(parent, "", icon="mail")
        self._keys, self._more = keys, more
        self._rows = list(rows)
        self._picked = 0
        self.pointed_at = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(36, 0, 14, 4)
        self._lines.setSpacing(0)
        self._hint = PlainLabel()
        self._hint.setProperty("kind", "toast-muted")
        self._go_key = go_key
        self._acts = {act: self._make_button(act) for act in (*WORK, *MAIL)}
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(36, 0, 10, 8)
        foot.setSpacing(0)
        for acts in (WORK, MAIL):
            row = QHBoxLayout()
            row.setSpacing(2)
            for act in acts:
                row.addWidget(self._acts[act])
            row.addStretch(1)
            foot.addLayout(row)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(1, self._lines)
        layout.insertWidget(2, self._foot)
        self._add_hint()
        self._fill()
        self._time = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._time.timeout.connect(self._fade)
        self._stays = stays
        self._rest()
        self._unfold()

    @property
    def keys(self) -> tuple[int, ...]:
        """Location keys of its mails, newest first."""
        return tuple(row.location_key for row in self._rows)

    @property
    def picked(self) -> int:
        return self._rows[self._picked].location_key

    @property
    def buttons(self) -> list[QPushButton]:
        return list(self._acts.values())

    @property
    def more(self) -> int:
        return self._more

    @property
    def has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def show_rows(self, rows: Sequence[MessageRow], more: int = 0) -> None:
        """What is unread of its mails, or has come since; none: it goes. What was picked stays so."""
        if not rows:
            self.dismiss()
            return
        picked = self.picked if self.has_keyboard else None
        if len(rows) > len(self._rows):
            self._rest()
        self._rows, self._more = list(rows), more
        self._picked = next((n for n, row in enumerate(rows) if row.location_key == picked), 0)
        self._fill()

    # putting together

    def _make_button(self, act: Act) -> QPushButton:
        name = act_words(act)
        keys = self._keys(ACTION_OF[act])
        key = keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        button = QPushButton(f"{name}  {key}".rstrip())
        button.setProperty("kind", "toast")
        button.setAccessibleName(f"{name} ({key})" if key else name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is
        button.clicked.connect(lambda: self._want(act))
        return button

    def _add_hint(self) -> None:
        first = layout_of(self).itemAt(0)
        row = None if first is None else first.layout()
        assert isinstance(row, QHBoxLayout)
        row.setContentsMargins(14, 8, 6, 0)
        row.insertWidget(row.count() - 1, self._hint)
        row.setAlignment(widgets_of(row)[0], Qt.AlignmentFlag.AlignVCenter)
        self._sentence.setProperty("kind", "toast-strong")
        self._say_hint()

    def _say_hint(self) -> None:
        """How the keyboard comes here, and how it leaves."""
        if self.has_keyboard:
            self._hint.setText(self.tr("Esc: back"))
        else:
            self._hint.setText(self.tr("{key}, then a key").format(key=self._go_key) if self._go_key else "")

    def _fill(self) -> None:
        empty(self._lines)
        one = len(self._rows) + self._more == 1
        self.say(sender_of(self._rows[0]) if one else count_words(len(self._rows) + self._more))
        if one:
            row = self._rows[0]
            self._lines.addWidget(_Line(subject_of(row), self, 0, strong=True))
            if snippet := snippet_of(row):
                self._lines.addWidget(_Line(snippet, self, 0))
        else:
            for place, row in enumerate(self._rows[:LINES]):
                self._lines.addWidget(_Line(f"{sender_of(row)}  ·  {subject_of(row)}", self, place))
            self._picked = min(self._picked, self._lines.count() - 1)
            rest = len(self._rows) - min(LINES, len(self._rows)) + self._more
            if rest:
                text = tr("and {count} more", "", rest).format(count=words.number(rest))
                self._lines.addWidget(_Line(text, self, None))
        self.setAccessibleName(". ".join((self.sentence, *(line.whole for line in self._shown_lines()))))
        self._mark()
        self._unfold()

    def _unfold(self) -> None:
        """Whole while it is pointed at or has the keyboard, else who and what alone."""
        self.slim = not (self.pointed_at or self.has_keyboard)
        self._foot.setVisible(not self.slim)
        for line in self._shown_lines()[1:]:
            line.setVisible(not self.slim)
        self._lines.invalidate()  # so that its height is asked for anew at once
        self.resized.emit()

    def _shown_lines(self) -> list[_Line]:
        return [widget for widget in widgets_of(self._lines) if isinstance(widget, _Line)]

    def _mark(self) -> None:
        several = len(self._rows) > 1
        for line in self._shown_lines():
            line.mark(several and line.place == self._picked)

    # hands

    def pick(self, place: int) -> None:
        self._picked = max(0, min(place, min(len(self._rows), LINES) - 1))
        self._mark()

    def _want(self, act: Act) -> None:
        self.answered = True
        key = self.picked
        if len(self._rows) == 1 or act is Act.OPEN:
            self.dismiss()
        self.wanted.emit(str(act), key)

    def open(self, place: int) -> None:
        self.pick(place)
        self._want(Act.OPEN)

    def take_focus(self, after: NoticeCard | None = None, beside: NoticeCard | None = None) -> None:
        """The card itself gets the keyboard, so that no button looks as if it were chosen."""
        self._foot.show()  # what is hidden gets no keyboard
        super().take_focus(after, beside)
        if self._acts[Act.TASK].hasFocus():
            self.setFocus()
        self._unfold()

    def event(self, event: QEvent) -> bool:
        """Before the window's own shortcuts: the card's keys are the card's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.key() in _OWN_KEYS or self._act_of(event) is not None)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        act = self._act_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.pick(self._picked + (1 if event.key() == Qt.Key.Key_Down else -1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self._want(Act.OPEN)
        elif act is not None:
            self._want(act)
        else:
            super().keyPressEvent(event)

    def _act_of(self, event: QKeyEvent) -> Act | None:
        pressed = QKeySequence(event.keyCombination())
        return next((act for act in (*WORK, *MAIL) if pressed in self._keys(ACTION_OF[act])), None)

    # how long it stays

    def _rest(self) -> None:
        if not self._stays:
            self._time.start()

    def _fade(self) -> None:
        if self.slim:
            self.dismiss()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._time.stop()
        super().enterEvent(event)
        self.pointed_at = True
        self._unfold()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed_at = False
        self._unfold()
        self._rest()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._say_hint()
        self._unfold()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say_hint()
        self._unfold()
        self._rest()

    def dismiss(self) -> None:
        self._time.stop()
        super().dismiss()


class _Line(QFrame):
    """One line of foreign text, cut where the card ends; a click opens its mail."""

    def __init__(self, text: str, card: ArrivalCard, place: int | None, *, strong: bool = False) -> None:
        super().__init__(card)
        self.whole, self.place, self._card = text, place, card
        self.setProperty("kind", "toast-line")
        self._label = PlainLabel()
        self._label.setProperty("kind", "toast" if strong or place is not None else "toast-muted")
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 1, 6, 1)
        row.addWidget(self._label)
        if place is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mark(self, picked: bool) -> None:
        self.setProperty("picked", picked)
        self.style().unpolish(self)
        self.style().polish(self)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), QFontMetrics(self._label.font()).height() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(self._label.font())
        self._label.setText(metrics.elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width() - 12))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.place is not None:
            self._card.open(self.place)
        event.accept()
