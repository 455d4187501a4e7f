"""The demo as it is started: real engine, real servers, the bar and the tour; what the screen says is what the cache holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.queries import ListView
from desktop.core.api.rows import AccountState, OutboxState
from desktop.core.clock import ShiftedClock
from desktop.core.demo.world import DemoWorld
from desktop.core.engine import Engine
from desktop.core.profile import open_profile
from desktop.demo_controls import MovingDemo
from desktop.demo_workspace import settle_demo
from desktop.ui.plan.demo import Demo
from desktop.ui.plan.stay_line import StayLine
from desktop.ui.window.factory import build_main_window
from desktop.ui.window.main_window import MainWindow
from tests.fakes.setup import FakeSetup

PATIENCE = 30_000


@dataclass
class Real:
    engine: Engine
    window: MainWindow
    demo: Demo

    def count(self) -> int:
        return sum(row.total for row in self.engine.mailboxes())


@pytest.fixture
def real(tmp_path: Path, settings: QSettings, qtbot) -> Iterator[Real]:
    clock = ShiftedClock()
    world = DemoWorld(clock)
    logins = world.start()
    engine = open_profile(tmp_path / "profile", clock=clock, credentials=MemoryCredentials())
    settle_demo(engine, logins)
    controls, setup = MovingDemo(engine, clock, lambda: None), FakeSetup()
    window = build_main_window(engine, settings, clock.now, setup)
    made = Real(engine, window, Demo(window, controls))
    window.show()
    window.activateWindow()

    def settled() -> bool:
        statuses = engine.statuses().values()
        return len(statuses) == len(logins) and all(one.state is AccountState.UP_TO_DATE for one in statuses)

    qtbot.waitUntil(settled, timeout=PATIENCE)
    yield made
    window.close()
    window.deleteLater()
    controls.close()
    setup.close()
    engine.close()
    world.stop()


def test_the_tour_does_what_it_says(real: Real, qtbot, tmp_path: Path):
    engine, window, tour = real.engine, real.window, real.demo.tour

    def forward() -> None:
        before = tour.at
        tour.forward()
        qtbot.waitUntil(lambda: tour.at == before + 1 and tour.card.next.isEnabled(), timeout=PATIENCE)

    real.demo.bar.tour.click()
    forward()
    query = ListView(leaving_within=7, descending=False)
    qtbot.waitUntil(lambda: list(window.mails.model.keys) == list(engine.list_keys(query)), timeout=PATIENCE)
    forward()
    what_if = window.plan.page.what_if
    qtbot.waitUntil(lambda: what_if.result_ is not None, timeout=PATIENCE)
    assert what_if.result_ is not None
    would_leave = what_if.result_.leaving_mails
    assert would_leave > 100
    keys, exporting = engine.workspace.leaving_keys(what_if.result_), window.plan.exporting
    exporting.start(lambda: keys, tmp_path / "before.mbox", one_file=True)
    qtbot.waitUntil(lambda: not exporting.running, timeout=PATIENCE)
    by_the_clock = engine.workspace.what_if("basic", at=engine.clock.now() + 60)
    before, past = real.count(), by_the_clock.leaving_mails
    forward()
    assert engine.plan().plan_id == "basic"
    # The preview and each sweep go by the newest moment that a server has proven (0024), which moves on towards the clock's:
    # what the preview named has left, and nothing that is not past its time by the clock. One of them is linked on the way.
    removed = sum(sweep.removed for sweep in engine.workspace.sweeps() if sweep.plan_id == "basic")
    assert would_leave - 1 <= removed <= past - 1
    assert before - real.count() <= removed
    key = window.mails.current_key()
    assert key is not None
    row = engine.rows([key])[key]
    assert row.held_by == "task"
    stay = window.findChild(StayLine)
    qtbot.waitUntil(lambda: "linked to the task" in stay.text, timeout=PATIENCE)
    forward()
    qtbot.waitUntil(lambda: [row.state for row in engine.outbox()] == [OutboxState.HELD], timeout=PATIENCE)
    [held] = engine.outbox()
    assert (held.state, held.not_before) == (OutboxState.HELD, engine.plan().month_resets_at)
    forward()
    tour.forward()
    assert not tour.running


def test_days_pass_and_another_member_looks(real: Real, qtbot):
    engine, bar = real.engine, real.demo.bar
    before = real.count()
    bar.leaps[30].click()
    assert bar.busy
    qtbot.waitUntil(lambda: not bar.busy, timeout=PATIENCE)
    assert real.count() < before
    bar.members.setCurrentIndex(1)
    bar._choose_member()
    qtbot.waitUntil(lambda: len(engine.accounts()) == 1 and not bar.busy, timeout=PATIENCE)
    qtbot.waitUntil(lambda: real.window.plan.members.text() == "Marc Quiles", timeout=PATIENCE)
