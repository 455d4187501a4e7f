"""A dialog that tries something with a server before anything is kept: the account's password, its settings, its sign-in.

Invariant: what was typed stays through a refusal, and an answer that nobody waits for any more changes nothing. Enter goes on,
or presses the button that has the keyboard. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.account_setup.fields import caption
from desktop.ui.account_setup.problem import ProblemCard
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import layout_of
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.theme import Space

T = TypeVar("T")


class TryingDialog(QDialog):
    def __init__(self, dispatch: Dispatch, width: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._dispatch, self._width = dispatch, width
        self._round = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.problem, self.progress = ProblemCard(), ProgressLine()
        self.leave_button, self.go_button = QPushButton(self.tr("Cancel")), QPushButton()
        self.go_button.setProperty("kind", "primary")
        for button in (self.leave_button, self.go_button):
            button.setAutoDefault(False)
        self.leave_button.clicked.connect(self.reject)
        self.go_button.clicked.connect(self.go_on)
        self.setMinimumWidth(width)

    def go_on(self) -> None:
        """Try what was typed, or mark what is missing."""
        raise NotImplementedError

    def show_waiting(self, waiting: bool) -> None:
        """It is being tried, or no longer: subclasses lock their fields too."""
        self.go_button.setEnabled(not waiting)
        if waiting:
            self.progress.start()
        else:
            self.progress.stop()

    def begin(self) -> Callable[[], bool]:
        """Another try. What is given back says whether its answer is still waited for; GUI thread."""
        self._round += 1
        number = self._round
        self.problem.hide()
        self.show_waiting(True)
        return lambda: shiboken6.isValid(self) and number == self._round

    def follow(
        self,
        wanted: Callable[[], bool],
        future: Future[T],
        then: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Hear the answer of a try, while it is `wanted`."""

        def refuse(error: Exception) -> None:
            self.show_waiting(False)
            failed(error)

        self._dispatch.follow(
            future,
            lambda answer: then(answer) if wanted() else None,
            lambda error: refuse(error) if wanted() else None,
        )

    def turn_away(self) -> None:
        """Nobody waits for the answer any more."""
        self._round += 1

    def fit(self) -> None:
        """As high as its words need at this width."""
        self.resize(self.width(), layout_of(self).totalHeightForWidth(max(self.width(), self._width)))

    # putting together

    def lines(self, whole: QWidget) -> QVBoxLayout:
        """Where captions and fields stand one under another."""
        column = QVBoxLayout(whole)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.S)
        return column

    def feet(self, *before: QWidget) -> QHBoxLayout:
        """The two buttons at the right, with something before them."""
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for widget in before:
            row.addWidget(widget, 1)
        if not before:
            row.addStretch(1)
        row.addWidget(self.leave_button)
        row.addWidget(self.go_button)
        return row

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focus := self.focusWidget(), QPushButton):
            focus.click()
        elif self.go_button.isEnabled():
            self.go_on()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            QTimer.singleShot(0, self, self.fit)
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.turn_away()
        super().closeEvent(event)

    def reject(self) -> None:
        self.turn_away()
        super().reject()


def told(text: str, kind: str) -> QLabel:
    """Plain words on as many lines as they need."""
    label = PlainLabel(text)
    label.setProperty("kind", kind)
    label.setWordWrap(True)
    return label


def add_field(column: QVBoxLayout, words: str, field: QWidget, *below: QWidget) -> None:
    """A caption, its field, and what is said about it."""
    column.addWidget(caption(words, field))
    for widget in (field, *below):
        column.addWidget(widget)
