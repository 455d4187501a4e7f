"""An account with thousands of folders: all are there, and a second look at them costs no mail."""

from __future__ import annotations

import pytest

from desktop.core.store import mailboxes
from tests.fakes.cache import mail
from tests.fakes.world import world

__all__ = ["world"]


def look(world, count: int) -> None:
    for number in range(count):
        world.server.create(f"F{number}")
    world.server.deliver(f"F{count - 1}", mail(1), world.clock.now() - 60)
    world.sync()
    assert sum(row.name.startswith("F") for row in world.engine.mailboxes()) == count
    assert world.numbers(f"F{count - 1}") == [1]
    world.sync()
    assert not {"fetch_headers", "fetch_bodies"} & set(world.calls)
    world.server.delete("F3")
    world.sync()
    assert sum(row.name.startswith("F") for row in world.engine.mailboxes()) == count - 1


def test_sixty_folders(world):
    look(world, 60)


def test_a_step_on_one_folder_reads_the_state_of_that_one(world, monkeypatch):
    """Or thousands of folders cost their square."""
    read = []
    load_states = mailboxes.load_states
    monkeypatch.setattr(mailboxes, "load_states", lambda *asked: read.append(asked) or load_states(*asked))
    look(world, 30)
    assert len(read) <= 6  # at the beginning and at each of three polls


@pytest.mark.slow
@pytest.mark.parametrize("count", [1_000, 5_000])
def test_thousands_of_folders(world, count):
    look(world, count)
