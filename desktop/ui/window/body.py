"""What stands in the window from top to bottom: bars, the panes or the first screen, the line at the foot; and where Tab goes.

It knows no mail and no account, but whether there is one. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.late import Late
from desktop.ui.layouts import widgets_of
from desktop.ui.parts import Reader
from desktop.ui.window.frame import Frame
from desktop.ui.window.status_line import StatusLine
from desktop.ui.window.top_bar import TopBar


class Body(QWidget):
    def __init__(
        self,
        top_bar: TopBar,
        frame: Frame,
        status_line: StatusLine,
        reader: Reader,
        make_first_screen: Callable[[], QWidget],
    ) -> None:
        super().__init__()
        self.top_bar, self.frame, self.status_line, self._reader = top_bar, frame, status_line, reader
        self._first_screen = Late(lambda: self._add(make_first_screen()))
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pages = QStackedWidget()
        self._pages.addWidget(frame)
        self._above, self._below = QVBoxLayout(), QVBoxLayout()
        lines = (_line(), _line())
        self._of_accounts = (top_bar, status_line, *lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._above)
        column.addWidget(top_bar)
        column.addWidget(lines[0])
        column.addWidget(self._pages, 1)
        column.addWidget(lines[1])
        column.addLayout(self._below)
        column.addWidget(status_line)

    @property
    def bars(self) -> list[QWidget]:
        """Above everything."""
        return widgets_of(self._above)

    @property
    def first_screen(self) -> QWidget:
        """Made when it is first wanted: where there is no account."""
        return self._first_screen()

    def add_above(self, bar: QWidget) -> None:
        self._above.addWidget(bar)

    def add_below(self, bar: QWidget) -> None:
        self._below.addWidget(bar)

    def show_panes(self, wanted: bool) -> None:
        """The panes and what belongs to them, or the first screen alone."""
        self._pages.setCurrentWidget(self.frame if wanted else self.first_screen)
        for part in self._of_accounts:
            part.setVisible(wanted)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab goes through, one after the other: the panes as they stand."""
        panes = [self.top_bar, self.frame.folders, *self.frame.panes, self.status_line]
        if self._reader in panes:
            place = panes.index(self._reader)  # type: ignore[arg-type]
            panes[place : place + 1] = self._reader.panes
        return [*self.bars, *panes]

    def _add(self, screen: QWidget) -> QWidget:
        self._pages.addWidget(screen)
        return screen


def _line() -> QWidget:
    line = QFrame()
    line.setProperty("kind", "line")
    return line
