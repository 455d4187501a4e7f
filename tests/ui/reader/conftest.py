"""The web engine is made ready before the first application of the test run: conftest files are read before any test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")

from desktop.ui.dispatch import Dispatch
from desktop.ui.reader.opened_copies import OpenedCopies
from desktop.ui.reader.pane import ReaderPane
from desktop.ui.reader.web_engine import prepare_web_engine
from tests.fakes.letters import Letter, LetterSession
from tests.fakes.mails import NOW

HAS_ENGINE = prepare_web_engine()


class Desk:
    """A reader on a session of letters, its dispatch, and what it asked for."""

    def __init__(self, letters: list[Letter], profile: Path) -> None:
        self.session = LetterSession(letters)
        self.dispatch = Dispatch(self.session)
        self.pane = ReaderPane(self.dispatch, lambda: NOW, OpenedCopies(profile))
        self.commands: list[object] = []
        self.composed: list[object] = []
        self.opened: list[str] = []
        self.pane.command.connect(self.commands.append)
        self.pane.compose.connect(self.composed.append)
        self.pane.open_url = self._open
        self.pane.files.open_url = self._open
        self.pane.resize(760, 640)

    def _open(self, url) -> bool:
        self.opened.append(url.toString())
        return True

    def close(self) -> None:
        self.dispatch.close()
        self.session.close()


@pytest.fixture
def make_desk(
    qapp: QApplication, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def make(*letters: Letter) -> Desk:
        desk = Desk(list(letters), tmp_path_factory.mktemp("profile"))
        qtbot.addWidget(desk.pane)
        desk.pane.show()
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Desk, int], None]:
    """Show a letter and wait until the pane has read it."""

    def run(desk: Desk, key: int = 1) -> None:
        desk.pane.show_message(key)
        qtbot.waitUntil(
            lambda: desk.pane.mail is not None and desk.pane.mail.detail.row.location_key == key, timeout=5000
        )

    return run
