"""The windows beside the main one: composers and the set-up of accounts; opened here, and closed before it closes.

Invariant: a window that is visible is known, and may refuse to close (it holds words that are not kept yet). GUI thread only.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.core.api.commands import DraftContent
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.pane import FolderPane
from desktop.ui.parts import Now, OpenComposer, OpenSetup

MOST = 0.95
"""Of a screen, for a window that the system puts a frame around."""


def fit_screen(window: QWidget) -> None:
    """No larger than the screen it comes on: a laptop's at 150 % has 900 by 600 of our pixels."""
    window.resize(window.size().boundedTo(window.screen().availableSize() * MOST))


def put_over(window: QWidget, owner: QWidget) -> QWidget:
    """In the middle of what it was opened from, wholly on the screen: left to themselves systems put it into some corner."""
    room = owner.screen().availableGeometry()
    window.resize(window.size().boundedTo(room.size() * MOST))
    place = QRect(QPoint(), window.size())
    place.moveCenter(owner.geometry().center())
    left = max(room.left(), min(place.left(), room.right() - place.width()))
    window.move(left, max(room.top(), min(place.top(), room.bottom() - place.height())))
    return window


class OtherWindows:
    def __init__(
        self,
        window: QMainWindow,
        dispatch: Dispatch,
        folders: FolderPane,
        open_composer: OpenComposer,
        open_setup: OpenSetup,
    ) -> None:
        self._window, self._dispatch, self._folders = window, dispatch, folders
        self.open_composer, self.open_setup = open_composer, open_setup
        self._windows: list[QWidget] = []

    def write_new(self) -> None:
        """A new mail from the account in front."""
        accounts = self._dispatch.session.accounts()
        if not accounts:
            return
        node = self._folders.current_node()
        account_key = accounts[0].account_key
        if node is not None and node.mailbox is not None:
            account_key = node.mailbox.account_key
        self.compose(DraftContent(account_key))

    def compose(self, content: DraftContent, draft_key: int | None = None) -> None:
        self.keep(self.open_composer(content, draft_key))

    def open_draft(self, draft_key: int) -> None:
        def opened(content: DraftContent | None) -> None:
            if content is not None:
                self.compose(content, draft_key)

        self._dispatch.read(f"draft {draft_key}", lambda: self._dispatch.session.draft(draft_key), opened)

    def add_account(self) -> None:
        self.keep(self.open_setup(self._window))

    def show_file(self, path: str, now: Now) -> None:
        """A mail that lies in a file."""
        from desktop.ui.desk.copy_window import CopyWindow
        from desktop.ui.window.mail_file import copy_of_file

        copy = copy_of_file(self._dispatch.session.desk, path, now())
        window = put_over(CopyWindow(self._dispatch, copy, now, self._window), self._window)
        self.keep(window)
        window.show()

    def keep(self, window: QWidget) -> None:
        """A window that was opened by somebody else, and closes with the main one."""
        self._windows = [other for other in self._windows if shiboken6.isValid(other) and other.isVisible()]
        self._windows.append(window)

    def close(self) -> bool:
        """Close all; False as soon as one refuses."""
        return all(window.close() for window in self._windows if shiboken6.isValid(window) and window.isVisible())
