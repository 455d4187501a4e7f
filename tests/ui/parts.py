"""Stand-ins for the panes that the window is given, which write down what they were told."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desktop.core.api.commands import DraftContent
from desktop.core.api.session import MailSession
from desktop.ui.dispatch import Dispatch
from desktop.ui.parts import Now
from desktop.ui.preferences import Preferences
from desktop.ui.window.main_window import MainWindow


class NotingReader(QLabel):
    command = Signal(object)
    compose = Signal(object)

    def __init__(self) -> None:
        super().__init__("—")
        self.shown: list[int | None] = []
        self.many: list[int] = []
        self.panes: tuple[QWidget, ...] = (self,)

    def show_message(self, location_key: int | None) -> None:
        self.shown.append(location_key)
        self.setText(str(location_key))

    def seek(self, search: str) -> None:
        self.sought = search

    def show_many(self, count: int) -> None:
        self.many.append(count)
        self.setText(f"{count}")


class NotingFirstScreen(QWidget):
    try_demo = Signal()
    add_account = Signal()


class Opened:
    """What composers and dialogs were asked for."""

    def __init__(self) -> None:
        self.drafts: list[tuple[DraftContent, int | None]] = []
        self.setups = 0
        self.windows: list[QWidget] = []

    def composer(self, content: DraftContent, draft_key: int | None) -> QWidget:
        self.drafts.append((content, draft_key))
        self.windows.append(QWidget())
        return self.windows[-1]

    def setup(self, parent: QWidget) -> QWidget:
        self.setups += 1
        self.windows.append(QWidget())
        return self.windows[-1]


def build_window(session: MailSession, settings: QSettings, now: Now) -> tuple[MainWindow, NotingReader, Opened]:
    opened, reader = Opened(), NotingReader()
    window = MainWindow(
        session, Dispatch(session), Preferences(settings), now, reader, NotingFirstScreen, opened.composer, opened.setup
    )  # fmt: skip
    return window, reader, opened
