"""The demo's desk: everything that is written in `desk.toml` lies there once the mail has come, and Ctrl+Z does not meet it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.workspace import MemberRow
from desktop.core.clock import ManualClock
from desktop.core.demo.authored.desk import load_desk
from desktop.core.demo.world import DemoWorld
from desktop.core.engine import Engine
from desktop.core.profile import load_catalogue, real_connections
from desktop.demo_desk import DemoDesk
from desktop.demo_workspace import settle_demo
from tests.fakes.cache import NOW

DAY = 86_400


class StillClock(ManualClock):
    """Waiting lasts until the event: the demo's arrivals, which a manual clock would hurry, never come."""

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.wait()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    clock = ManualClock(NOW)
    world = DemoWorld(StillClock(NOW))
    logins = world.start()
    made = Engine(
        tmp_path / "profile", connections=real_connections(clock), credentials=MemoryCredentials(),
        catalogue=load_catalogue(), clock=clock, threads=False,
    )  # fmt: skip
    for added in settle_demo(made, logins):
        added.result(30)
    yield made
    made.close()
    world.stop()


def test_both_accounts_sign(engine: Engine):
    assert [row.signature.split("\n")[0] for row in engine.accounts()] == [
        "Ana Beltrán", "Beltrán Quiles Arquitectura · Posventa y consultas",
    ]  # fmt: skip


def test_everything_lies_there_when_the_mail_has_come(engine: Engine):
    laying = DemoDesk(engine)
    assert not laying.lay(), "most of it is made from mail"
    written = load_desk(NOW)
    for row in engine.accounts():
        engine.worker_for(row.account_key).run_until_done()
    assert not laying.lay(), "the chat is made by the queue"
    engine.linking.run_due()
    assert laying.lay()
    desk = engine.desk
    kinds = [item.kind for item in written]
    tasks = desk.tasks()
    assert len(tasks) == kinds.count("task")
    assert {row.title for row in tasks} == {item.fields["title"] for item in written if item.kind == "task"}
    assert all(row.due_at is None or NOW < row.due_at < NOW + 30 * DAY for row in tasks)
    assert [(row.items, row.mails) for row in tasks if "zócalo" in row.title] == [(3, 1)]
    assert len(engine.awaited()) == kinds.count("reminder")
    assert all(row.due_at is not None and NOW < row.due_at < NOW + 2 * DAY for row in engine.awaited())
    assert len({row.event_key for row in desk.events(NOW, NOW + 60 * DAY)}) == kinds.count("event")
    (chat,) = desk.chats()
    lines = desk.chat(chat.chat_key).lines
    assert [line.text for line in lines][-2:] == next(item.fields["lines"] for item in written if item.kind == "chat")
    saved = sum(row.activities for row in desk.contacts())
    assert saved == kinds.count("saved")
    assert desk.contact_of("daniel@nomadaruzafa.example").company == "Nómada Ruzafa SL"
    current = next(row for row in engine.workspace.members() if row.current)
    assert isinstance(current, MemberRow)
    assert {line.author for line in lines} == {current.name}
    assert engine.undo().result(30).done == "nothing"
    assert isinstance(engine.clock, ManualClock)
    engine.clock.advance(2 * DAY)
    assert engine.bring_forward() == kinds.count("reminder")
