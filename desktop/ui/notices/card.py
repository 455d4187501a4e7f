"""One notice over the frame: a sentence, perhaps a button, a way to close it, and for an undo the time that is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.announcement import announce
from desktop.ui.labels import PlainLabel
from desktop.ui.notices.countdown import Countdown
from desktop.ui.theme import Role

TICK_MS = 100
_CORNER = 8
"""As round as the style sheet has it: the line has a ground of its own and would fill it."""


class NoticeCard(QFrame):
    acted = Signal()
    closed = Signal()
    resized = Signal()
    """It wants another place."""
    aside = False
    """Nobody asked for it: it leaves free what is being read."""
    slim = False
    """It shows as little as it can, and needs little room."""

    def __init__(
        self,
        parent: QWidget,
        sentence: str,
        *,
        icon: str = "",
        button: str = "",
        key: str = "",
        seconds: float = 0,
        ways: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """`seconds` 0: stays until it is closed. The countdown rests while the pointer is over the card. `ways` are several
        buttons on a line of their own."""
        super().__init__(parent)
        self.setProperty("kind", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._before: QWidget | None = None
        self._way_buttons: list[QPushButton] = []
        self.answered = self._had_focus = False
        self._sentence = PlainLabel(sentence, wordWrap=True, kind="toast")
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 6, 8)
        row.setSpacing(10)
        if icon:
            picture = PlainLabel()
            picture.setPixmap(icons.pixmap(icon, 20, Role.ON_TOAST))
            row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        self._button: QPushButton | None = None
        if button:
            self._button = QPushButton(f"{button}  {key}".rstrip())
            self._button.setProperty("kind", "toast")
            self._button.setAccessibleName(button)
            self._button.clicked.connect(self._act)
            row.addWidget(self._button)
        close = QToolButton()
        icons.set_icon(close, "close", Role.ON_TOAST)
        close.setProperty("kind", "toast")
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close this notice"))
        close.clicked.connect(self.dismiss)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        if ways:
            layout.addLayout(self._ways(ways))
        self._line = Countdown(round(seconds * 1000))
        self._line.setAccessibleName(self.tr("Time left to undo"))
        under = QHBoxLayout()
        under.setContentsMargins(_CORNER, 0, _CORNER, 0)
        under.addWidget(self._line)
        layout.addLayout(under)
        self._line.setVisible(seconds > 0)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        if seconds > 0:
            self._timer.start()
        self.setAccessibleName(sentence)
        announce(self, sentence)

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    @property
    def buttons(self) -> list[QPushButton]:
        """Its answers, from the left."""
        return [*([] if self._button is None else [self._button]), *self._way_buttons]

    def say(self, sentence: str) -> None:
        """The same matter as it stands now."""
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)

    def take_focus(self, after: NoticeCard | None = None, beside: NoticeCard | None = None) -> None:
        """The first button gets the keyboard; when the card goes, whoever had it gets it back. `after` is a card that has just
        been answered: the keyboard is taken over only when it was there. `beside` is one that has the keyboard now."""
        if after is not None and not after._had_focus:
            return
        other = after or beside
        self._before = QApplication.focusWidget() if other is None else other._before
        if self.buttons:
            self.buttons[0].setFocus()

    def _ways(self, ways: Sequence[tuple[str, Callable[[], object]]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(36, 0, 6, 6)
        row.setSpacing(4)
        for text, action in ways:
            button = QPushButton(text)
            button.setProperty("kind", "toast")
            button.clicked.connect(lambda _=False, action=action: self._take(action))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard where it is
            self._way_buttons.append(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _take(self, action: Callable[[], object]) -> None:
        self.answered = True
        self.dismiss()
        action()

    def dismiss(self) -> None:
        self._timer.stop()
        focused = QApplication.focusWidget()
        self._had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self.closed.emit()

    def _act(self) -> None:
        self.answered = True
        self.acted.emit()
        self.dismiss()

    def _tick(self) -> None:
        self._line.take(TICK_MS)
        if not self._line.left:
            self.dismiss()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._line.left:
            self._timer.start()
        super().leaveEvent(event)
