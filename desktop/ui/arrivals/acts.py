"""What an answer to a notice of new mail does, wherever the notice stood: the same commands as in the list. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.core.api.commands import Archive, SetSeen
from desktop.ui.arrivals.told import KIND_OF, Act
from desktop.ui.dispatch import Dispatch
from desktop.ui.window.work import Work

if TYPE_CHECKING:
    from desktop.ui.window.main_window import MainWindow


class Acts:
    def __init__(self, window: MainWindow, work: Work, dispatch: Dispatch) -> None:
        self._window, self._work, self._dispatch = window, work, dispatch

    def do(self, act: Act, keys: tuple[int, ...]) -> None:
        """`keys` newest first; those that are gone meanwhile are left out."""
        there = self._dispatch.session.rows(keys[:200])
        keys = tuple(key for key in keys if key in there)
        if act in (Act.ARCHIVE, Act.READ):
            if keys:
                self._window.commands.submit(Archive(keys) if act is Act.ARCHIVE else SetSeen(keys, True))
            return
        self.come_forward()
        if not keys:
            self._work.tell_gone()
        elif act is Act.OPEN:
            self._work.show_mail(keys[0])
        elif act is Act.REPLY:
            self._window.commands.reply_to(keys[0])
        else:
            self._work.open_sheet_on(KIND_OF[act], keys[:1])

    def come_forward(self) -> None:
        window = self._window
        if window.isMinimized() or not window.isVisible():
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.show()
        if not window.isActiveWindow():
            window.raise_()
            window.activateWindow()
