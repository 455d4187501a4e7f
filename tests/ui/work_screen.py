"""The whole window with its real panes on a session in memory, for the tests of links and of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.api.rows import MessageDetail
from desktop.ui.desk.room import Room
from desktop.ui.links.beside import ReaderBeside
from desktop.ui.window.factory import build_main_window
from desktop.ui.window.main_window import MainWindow
from desktop.ui.window.work import Work
from tests.fakes.session import FakeSession
from tests.fakes.setup import FakeSetup

_Window = TypeVar("_Window", bound=QWidget)


class WorkScreen:
    def __init__(self, window: MainWindow, session: FakeSession, qtbot: QtBot) -> None:
        self.window, self.session, self._qtbot = window, session, qtbot
        assert isinstance(window.work, Work)
        self.work = window.work
        self.list = window.mails.view
        beside = window._reader
        assert isinstance(beside, ReaderBeside)
        self.beside = beside

    def wait(self, holds: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(holds()), timeout=4000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """On whatever has the keyboard."""
        self._qtbot.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def choose(self, location_key: int) -> None:
        """Select a mail of the list and wait until it and its links are shown."""
        place = self.window.mails.model.row_of(location_key)
        assert place is not None
        self.list.setFocus()
        self.list.select_rows([place], place)
        self.wait(lambda: self.beside.shown is not None and self.beside.shown.row.location_key == location_key)

    def find(self, kind: type[_Window]) -> _Window | None:
        return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)

    def opened(self, kind: type[_Window]) -> _Window:
        self.wait(lambda: self.find(kind))
        found = self.find(kind)
        assert found is not None
        return found

    def room(self, name: str) -> Room:
        self.window.actions_[name].trigger()
        return self.work.rooms.room(name)

    def notices(self) -> list[str]:
        return [card.sentence for card in self.window.notices.cards]


@pytest.fixture
def work_screen(
    session: FakeSession, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WorkScreen]:
    read = session.message

    def plain(location_key: int) -> MessageDetail | None:
        """Mail without HTML: these tests need no web engine."""
        detail = read(location_key)
        return replace(detail, parsed=replace(detail.parsed, html=None)) if detail and detail.parsed else detail

    monkeypatch.setattr(session, "message", plain)
    setup = FakeSetup()
    settings = QSettings(str(tmp_path / "work.ini"), QSettings.Format.IniFormat)
    window = build_main_window(session, settings, lambda: session.now, setup)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.mails.model.rowCount() == 170, timeout=4000)
    yield WorkScreen(window, session, qtbot)
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible():
            other.close()
    window.close()
    window.deleteLater()
    setup.close()
