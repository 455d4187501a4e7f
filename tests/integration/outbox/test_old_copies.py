"""An older copy of a profile is put back: what waits in its outbox may have gone since, and is looked for in Sent first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.core.api.rows import OutboxState
from desktop.core.store.outbox import LOOK_SECONDS
from tests.fakes.world import World, sending_world
from tests.integration.outbox.test_sending import sent_copies, states, taken, write

__all__ = ["sending_world"]


@pytest.fixture
def here(sending_world: World) -> World:
    sending_world.sync()
    return sending_world


def copied_while_closed(world: World, folder: Path) -> None:
    world.engine.close()
    shutil.copytree(world.directory, folder)
    world.open()


def put_back(world: World, folder: Path) -> None:
    world.engine.close()
    shutil.rmtree(world.directory)
    shutil.copytree(folder, world.directory)
    world.open()


def test_what_has_gone_since_the_copy_is_not_sent_again(here, tmp_path_factory):
    backup = tmp_path_factory.mktemp("backup") / "profile"
    write(here)
    copied_while_closed(here, backup)
    here.sync()
    here.engine.send_due()
    here.settle()
    assert (len(taken(here)), sent_copies(here)) == (1, 1)
    put_back(here, backup)
    assert states(here) == [OutboxState.WAITING]
    assert here.engine.send_due() == 0, "before Sent was asked"
    here.sync()
    here.engine.send_due()
    here.settle()
    assert states(here) == []
    assert (len(taken(here)), sent_copies(here)) == (1, 1)
    here.assert_same()


def test_what_has_not_gone_goes_after_the_look(here, tmp_path_factory):
    backup = tmp_path_factory.mktemp("backup") / "profile"
    write(here)
    copied_while_closed(here, backup)
    put_back(here, backup)
    assert here.engine.send_due() == 0
    here.sync()
    assert here.engine.send_due() == 1
    assert len(taken(here)) == 1


def test_where_nobody_can_be_asked_it_goes_after_a_while(here):
    write(here)
    here.restart()
    here.clock.advance(LOOK_SECONDS - 1)
    assert here.engine.send_due() == 0
    here.clock.advance(1)
    assert here.engine.send_due() == 1


def test_a_clock_that_goes_back_keeps_nothing_for_long(here):
    write(here)
    here.restart()
    here.clock.set(here.clock.now() - 86_400)
    assert here.engine.send_due() == 1


def test_what_is_written_after_the_start_waits_for_nobody(here):
    here.restart()
    write(here)
    assert here.engine.send_due() == 1
