"""What every pane of the desk is built of: a head with a title and buttons, a list at the left, what was chosen at the right.

Invariant: the right side shows what is chosen at the left, or says that nothing is. It reads when it is shown or told, never while
it is hidden. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.empty import EmptyState
from desktop.ui.parts import Now
from desktop.ui.theme import Role, Space

LEAST = 560
"""A pane gets at least this width, and the folders keep theirs."""


class Room(QWidget):
    """One pane. `refresh` is called when it comes to be seen and when the desk has changed."""

    mail_wanted = Signal(int)
    """Location key: show that mail in its folder."""
    closed = Signal()
    asked = Signal(str, str, object)
    """(sentence, button, command): to be asked once before it is done."""
    told = Signal(str)
    """A sentence for a moment."""

    def __init__(self, dispatch: Dispatch, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._now = dispatch, dispatch.session, now
        self.setMinimumWidth(LEAST)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = PlainLabel(kind="subject")
        close = QToolButton()
        icons.set_icon(close, "close")
        close.setToolTip(self.tr("Back to the mails (Esc)"))
        close.setAccessibleName(self.tr("Back to the mails"))
        close.clicked.connect(self.closed)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(Space.L + 4, Space.M, Space.M, Space.M)
        self.head.setSpacing(Space.S)
        self.head.addWidget(self._heading)
        self.head.addSpacing(Space.M)
        self._close = close
        self._line = QFrame()
        self._line.setProperty("kind", "line")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(self.head)
        self.column.addWidget(self._line)

    def set_title(self, title: str) -> None:
        self._heading.setText(title)
        self.setAccessibleName(title)

    def refresh(self) -> None:
        raise NotImplementedError

    def open_thing(self, key: int) -> None:
        """Show that one."""
        raise NotImplementedError

    def end_head(self) -> None:
        """After the pane's own buttons: the way back."""
        self.head.addWidget(self._close)


class ListRoom(Room):
    """A pane with a list and what was chosen in it; `EmptyState` where there is nothing."""

    def add_panes(self, left: QWidget, right: QWidget) -> None:
        self.empty, self.nothing = EmptyState(), EmptyState()
        self._left = QStackedWidget()
        self._left.addWidget(left)
        self._left.addWidget(self.empty)
        self._right = QStackedWidget()
        self._right.addWidget(self.nothing)
        self._right.addWidget(right)
        left.setMinimumWidth(240)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self._left)
        splitter.addWidget(self._right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([310, 690])
        self.column.addWidget(splitter, 1)

    def show_list(self, filled: bool) -> None:
        self._left.setCurrentIndex(0 if filled else 1)

    def show_detail(self, shown: bool) -> None:
        self._right.setCurrentIndex(1 if shown else 0)

    @property
    def detail_shown(self) -> bool:
        return self._right.currentIndex() == 1


def head_button(text: str, icon: str) -> QPushButton:
    button = QPushButton(f" {text}")
    button.setAccessibleName(text)
    icons.set_icon(button, icon)
    return button


def filter_button(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setProperty("kind", "filter")
    return button


def quiet_button(text: str, icon: str, role: Role = Role.ICON) -> QToolButton:
    """Icon and word, without an edge."""
    button = QToolButton()
    button.setText(f" {text}")
    button.setAccessibleName(text)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    icons.set_icon(button, icon, role)
    return button
