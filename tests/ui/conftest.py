"""The screen under test: one dressed application, a session in memory, settings of this test's own, one window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, SignalInstance
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui import i18n
from desktop.ui.dispatch import Dispatch
from desktop.ui.theme import Choice, theme
from desktop.ui.window.main_window import MainWindow
from tests.fakes.session import FakeSession
from tests.ui.parts import NotingReader, Opened, build_window

PATIENCE_MS = 30_000


class PatientBot(QtBot):
    """What is waited for comes by an event; how soon depends on the machine. A test that waits in vain still fails, later."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=max(timeout, PATIENCE_MS))

    def waitSignal(self, signal: SignalInstance, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:
        return super().waitSignal(signal, timeout=max(timeout, PATIENCE_MS), **options)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """English and light, whatever the test before has chosen."""
    if i18n.load(qapp, "en") != "en" or theme().choice is not Choice.LIGHT:
        theme().apply(qapp, Choice.LIGHT)


@pytest.fixture
def session() -> Iterator[FakeSession]:
    made = FakeSession()
    yield made
    made.close()


@pytest.fixture
def dispatch(session: FakeSession, qapp: QApplication) -> Iterator[Dispatch]:
    made = Dispatch(session)
    yield made
    made.close()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


class Screen:
    """A window with stand-ins for reader and composer, and what they were told."""

    def __init__(self, window: MainWindow, reader: NotingReader, opened: Opened, session: FakeSession) -> None:
        self.window, self.reader, self.opened, self.session = window, reader, opened, session
        self.list = window.mails.view
        self.model = window.mails.model

    def notices(self) -> list[str]:
        return [card.sentence for card in self.window.notices.cards]


@pytest.fixture
def screen(session: FakeSession, settings: QSettings, qtbot: QtBot) -> Iterator[Screen]:
    """Shown, active, with the first folder filled."""
    window, reader, opened = build_window(session, settings, lambda: session.now)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.mails.model.rowCount() == 170)
    yield Screen(window, reader, opened, session)
    window.close()
    window.deleteLater()


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], object]], None]:
    """Until something holds."""
    return lambda holds: qtbot.waitUntil(lambda: bool(holds()))
