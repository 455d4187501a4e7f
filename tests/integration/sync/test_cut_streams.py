"""Streams that end anywhere, and answers that are left out: nothing is missed afterwards and nothing is removed by it."""

from __future__ import annotations

import contextlib
import random

import pytest

from desktop.core.api.errors import ConnectionFailure, ProtocolError
from desktop.core.demo.mail_server.faults import Ending
from tests.fakes.world import World, world

__all__ = ["world"]
ENDINGS = (Ending.RESET, Ending.CLOSE)
LINES = range(8, 160)


def changed(world: World) -> None:
    """Mail is here, and then something of each kind happens on the server."""
    world.deliver(1, 2, 3, 4)
    world.deliver(5, 6, mailbox="Work")
    world.sync()
    uids = sorted(world.held()["INBOX"])
    world.server.set_flags("INBOX", uids[:1], ["\\Seen"])
    world.server.expunge("INBOX", uids[1:2])
    world.server.move("INBOX", uids[2:3], "Work")
    world.deliver(7, 8)


def cut(world: World, after: int, ending: Ending, *, by_bytes: bool = False) -> None:
    (world.faults.cut_after_bytes if by_bytes else world.faults.cut_after_lines)(after, ending)
    with contextlib.suppress(ConnectionFailure, ProtocolError):
        world.sync()
    world.faults.reset()


def check_cuts(directory, cuts, *, by_bytes: bool = False) -> None:
    """Many cuts in one life: each is followed by new changes, so that the next one has something to cut."""
    world = World(directory)
    try:
        changed(world)
        number = 100
        for after, ending in cuts:
            world.deliver(number)
            world.server.set_flags("INBOX", sorted(world.held()["INBOX"])[:1], ["\\Flagged"] if number % 2 else [])
            number += 1
            if number % 5 == 0:
                world.server.change_uidvalidity("Work", renumber=True)
            if number % 7 == 0:
                world.server.expunge("INBOX", sorted(world.held()["INBOX"])[1:2])
            cut(world, after, ending, by_bytes=by_bytes)
            world.sync()
            world.assert_same()
        assert not world.imap.failures
    finally:
        world.close()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_stream_that_ends_after_some_line_is_made_up_for(tmp_path, ending):
    check_cuts(tmp_path / "profile", [(after, ending) for after in LINES[:: 8 + (ending is Ending.CLOSE)]])


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_stream_that_ends_after_any_line_is_made_up_for(tmp_path, ending):
    check_cuts(tmp_path / "profile", [(after, ending) for after in LINES])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_a_stream_that_ends_after_any_byte_is_made_up_for(tmp_path, seed):
    chosen = random.Random(seed)
    cuts = [(chosen.randrange(200, 9000), chosen.choice(ENDINGS)) for _ in range(100)]
    check_cuts(tmp_path / "profile", cuts, by_bytes=True)


@pytest.mark.parametrize("after", [30, 38, 41, 44, 47, 50, 55, 60, 70])
def test_a_first_sync_that_is_cut_is_made_up_for(tmp_path, after):
    world = World(tmp_path / "profile")
    try:
        world.deliver(*range(6))
        cut(world, after, Ending.RESET)
        world.restart()
        world.sync()
        world.assert_same()
    finally:
        world.close()


def test_answers_left_out_at_the_first_sync_come_with_the_next(world):
    uids = world.deliver(*range(12))
    world.faults.omit_fetch(uids[2:7])
    world.sync()
    assert len(world.cached()["INBOX"]) == 7
    world.faults.reset()
    world.sync()
    world.assert_same()


def test_arrivals_left_out_come_with_the_next_sync_and_others_at_once(world):
    world.deliver(1)
    world.sync()
    uids = world.deliver(2, 3, 4)
    world.faults.omit_fetch(uids[1:2])
    world.sync()
    assert world.numbers("INBOX") == [1, 2, 4]
    world.sync()
    assert world.numbers("INBOX") == [1, 2, 4]
    world.faults.reset()
    world.sync()
    world.assert_same()


def test_an_arrival_left_out_hides_no_removal(world):
    """As many came as went, and the one that came was not answered for."""
    uids = world.deliver(1, 2)
    world.sync()
    world.server.expunge("INBOX", uids[:1])
    new = world.deliver(3)
    world.faults.omit_fetch(new)
    world.sync()
    world.faults.reset()
    world.sync()
    world.assert_same()


def test_what_is_left_out_everywhere_is_never_removed(world):
    uids = world.deliver(*range(10))
    world.sync()
    world.deliver(20)
    world.server.expunge("INBOX", uids[:1])
    world.server.set_flags("INBOX", uids[1:2], ["\\Seen"])
    world.faults.omit_fetch(lambda uid: uid in uids)
    for capability in ("QRESYNC", "CONDSTORE"):
        world.faults.hide(capability)
        world.sync()
        assert len(world.cached()["INBOX"]) >= 10
    world.faults.reset()
    world.sync()
    world.assert_same()


@pytest.mark.parametrize("seed", range(6))
def test_random_omissions_cost_nothing_after_two_syncs(tmp_path, seed):
    world = World(tmp_path / "profile")
    chosen = random.Random(seed)
    try:
        world.deliver(*range(30))
        for turn in range(4):
            world.faults.omit_fetch(lambda uid: chosen.random() < 0.1)
            world.deliver(100 + turn)
            before = set(world.cached().get("INBOX", {}))
            world.sync()
            assert before <= set(world.cached()["INBOX"]), "an answer left out is not a deletion"
        world.faults.reset()
        world.sync()
        world.sync()
        world.assert_same()
    finally:
        world.close()


def test_a_mailbox_that_pretends_to_be_empty_loses_nothing(world):
    uids = world.deliver(*range(5))
    world.sync()
    world.server.set_flags("INBOX", uids[:1], ["\\Seen"])
    for _ in range(3):
        world.faults.empty_select("INBOX", times=1)
        with contextlib.suppress(ProtocolError):
            world.sync()
        assert len(world.cached()["INBOX"]) == 5
    world.faults.reset()
    world.sync()
    world.assert_same()
