"""The first moments of a start, when the window is there and its engine is not: whatever key is pressed then, the event loop waits for
nothing, what was opened comes when the engine is there, and what was wished is stored once, in order, even if the window is closed
before. The engine is made when a test says so.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop import app
from desktop.core import profile as profiles
from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.commands import DraftContent, SaveDraft
from desktop.core.clock import ManualClock
from desktop.core.engine import Engine
from desktop.core.opening.session import OpeningSession
from desktop.ui.actions import SPECS
from tests.fakes.cache import NOW, Cache, mail

PATIENCE_MS = 20_000
OPENED_LATER = {"ConnectorsDialog", "RulesDialog", "CommandPalette"}
"""What asks the engine before it can be shown."""


class Opened(QObject):
    """Notes which of them are shown: one may close, and go, before anybody looks."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.names: list[str] = []
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and type(watched).__name__ in OPENED_LATER and not event.spontaneous():
            self.names.append(type(watched).__name__)
        return False


pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def open_without_network(profile: Path) -> Engine:
    return profiles.open_profile(profile, clock=ManualClock(NOW), credentials=MemoryCredentials(), threads=False)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """With a draft: what waits is not in the first look."""
    cache = Cache(tmp_path / "profile")
    for number in range(5):
        cache.put("INBOX", mail(number), number + 1, received=NOW - number)
    cache.store.close()
    engine = open_without_network(tmp_path / "profile")
    account_key = engine.accounts()[0].account_key
    engine.submit(SaveDraft(None, DraftContent(account_key, subject="Unfinished"))).result()
    engine.close()
    return tmp_path / "profile"


class Start:
    def __init__(self, qapp: Any, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._qapp = qapp
        self.may = threading.Event()
        self.waits: list[str] = []
        """Where the event loop asked for the engine before there was one."""
        make, ask = profiles.open_profile, OpeningSession.engine

        def open_when_told(*about: Any, **named: Any) -> Engine:
            assert self.may.wait(PATIENCE_MS / 1000)
            return make(*about, **(named | {"threads": False}))

        def engine(session: OpeningSession) -> Engine:
            if threading.current_thread() is threading.main_thread() and not session._engine.done():
                self.waits.append("".join(traceback.format_stack(limit=8)))
                raise LookupError("the event loop would wait")
            return ask(session)

        monkeypatch.setattr(profiles, "open_profile", open_when_told)
        monkeypatch.setattr(OpeningSession, "engine", engine)
        monkeypatch.setattr(app, "start_logging", lambda *_, **__: None)
        self.running = app.Running(qapp, False)
        assert self.running._open(profile, ManualClock(NOW), MemoryCredentials())
        assert self.running._window is not None
        self.window = self.running._window
        self.window.mails.view.step(1)
        self.turn()

    @property
    def session(self) -> OpeningSession:
        assert isinstance(self.running._engine, OpeningSession)
        return self.running._engine

    def turn(self) -> None:
        for _ in range(5):
            self._qapp.processEvents()

    def press(self, name: str) -> None:
        self.window.actions_[name].trigger()

    def others(self) -> list[QWidget]:
        return [one for one in self._qapp.topLevelWidgets() if one is not self.window and one.isVisible()]

    def close(self) -> None:
        if self.running._window is not None:
            self.window.closed.disconnect()
            self.window.close()
        self.running._close_engine()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def start(qapp, profile: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    begun = Start(qapp, profile, monkeypatch)
    yield begun
    begun.may.set()
    begun.close()


def test_no_key_makes_the_event_loop_wait_and_what_it_opens_comes_when_it_can(start, qtbot):
    asked = {spec.name for spec in SPECS if start.window.actions_[spec.name].isEnabled()}
    assert len(asked) > 50
    for name in sorted(asked - {"connectors", "crm_rules", "palette", "go_waiting"}):
        start.window.frame.show_page(None)
        start.window.mails.view.select_rows([0], 0)
        start.press(name)
        start.turn()
        for other in start.others():
            other.close()
    start.window.frame.show_page(None)
    for name in ("connectors", "crm_rules", "palette", "go_waiting"):
        start.press(name)
    start.turn()
    assert start.waits == []
    assert not start.session.ready().done()
    assert not start.window.frame.on_page

    opened = Opened(start.window)
    start.may.set()
    qtbot.waitUntil(lambda: start.window.frame.on_page, timeout=PATIENCE_MS)  # the last that was asked for
    assert sorted(opened.names) == sorted(OPENED_LATER), "each once"
    assert start.waits == []


def test_filters_and_folders_with_less_at_hand_are_read_by_a_worker(start, qtbot):
    start.press("only_unread")
    start.turn()
    assert start.waits == []
    start.may.set()
    qtbot.waitUntil(lambda: start.window.mails.model.rowCount() == 5, timeout=PATIENCE_MS)


def wished(engine: Any) -> list[tuple[str, int]]:
    """Beside the draft's copy on the server."""
    return [(row.kind, row.count) for row in engine.operations() if row.kind != "append"]


def test_what_is_pressed_is_wished_once_and_in_order(start, qtbot):
    rows = start.window.mails.model
    start.window.mails.view.select_rows([0], 0)
    first = rows.mail_at(0).location_key
    start.press("archive")
    start.window.mails.view.select_rows([1], 1)
    second = rows.mail_at(1).location_key
    start.press("star")
    assert start.waits == []
    start.may.set()
    qtbot.waitUntil(start.session.ready().done, timeout=PATIENCE_MS)
    door = start.session.door
    qtbot.waitUntil(lambda: len(wished(door)) == 2, timeout=PATIENCE_MS)
    assert first not in door.list_keys(start.window.mails.query)
    assert door.rows([second])[second].flagged
    assert [kind for kind, _ in wished(door)] == ["move", "store"]


@pytest.mark.parametrize("painted", [True, False])
def test_a_window_that_closes_before_its_engine_is_there_loses_no_wish(qapp, profile, monkeypatch, painted):
    if not painted:
        monkeypatch.setattr(OpeningSession, "begin", lambda session: None)
    start = Start(qapp, profile, monkeypatch)
    start.window.mails.view.select_rows([0], 0)
    start.press("archive")
    wait = start.session._opened.wait

    def let_it_come(timeout: float | None = None) -> bool:
        start.may.set()  # the window is closed, and its engine was not there yet
        return wait(timeout)

    monkeypatch.setattr(start.session._opened, "wait", let_it_come)
    assert not start.may.is_set()
    start.close()
    assert start.waits == []
    monkeypatch.undo()
    again = open_without_network(profile)
    assert wished(again) == [("move", 1)]
    again.close()
