"""Nasty days: bundles undone when half of them is there, clocks that jump, work given to others in the middle, mails that move."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.api.errors import Code, ConnectionFailure, ProfileError
from desktop.core.api.link_commands import BindConnector, LinkExisting, Unlink
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.clock import ManualClock
from desktop.core.store import links, orphans
from desktop.core.store.store import Store
from tests.fakes.cache import NOW
from tests.fakes.shelf import Shelf
from tests.fakes.shop import HOST
from tests.integration.linking.conftest import LinkWorld
from tests.integration.linking.shelf_world import ELSEWHERE, ShelfWorld

YEAR = 365 * 86_400
TWENTY = tuple(range(1, 21))


@pytest.fixture
def many(tmp_path: Path):
    made = LinkWorld(tmp_path / "profile", mails=20)
    yield made
    made.close()


@pytest.mark.parametrize("gives_up", ["undo", "unlink"])
def test_twenty_mails_half_of_which_are_there_are_taken_away_again(many: LinkWorld, gives_up: str):
    many.shop.script = ["half"]
    receipt = many.link_mail(*TWENTY, kind=LinkKind.CRM)
    many.run()
    assert (len(many.shop.halves), len(many.linking.waiting())) == (1, 20)
    many.shop.online = False
    if gives_up == "undo":
        assert many.undo(receipt.undo_key).count == 20
    else:
        for row in many.linking.waiting():
            many.wish(Unlink(row.link_key))
    many.run()
    many.shop.online = True
    many.run_all(2)
    assert (many.shop.halves, many.shop.objects, many.linking.all_links()) == (set(), {}, [])
    assert many.cache.scalar("SELECT count(*) FROM wish_mail") == 0


def test_twenty_wishes_some_made_some_lost_some_refused_are_each_there_once_or_not_at_all(many: LinkWorld):
    many.shop.script = ["lost", None, ConnectionFailure(Code.SERVER_BUSY, host=HOST, seconds=30), None, "half"]
    receipts = [many.link_mail(number) for number in TWENTY]
    many.run()
    for receipt in receipts[::2]:
        many.undo(receipt.undo_key)
    many.run_all(3)
    assert sorted(wish.mails[0].subject for wish in many.shop.objects.values()) == sorted(
        f"Mail {number}" for number in TWENTY[1::2]
    )
    assert (many.shop.halves, many.linking.waiting()) == (set(), [])


@pytest.mark.parametrize("jump", [-YEAR, 10 * YEAR, -NOW + 1])
def test_a_clock_that_jumps_makes_nothing_twice_and_keeps_nothing_waiting(world: LinkWorld, jump: int):
    world.shop.script = ["lost"]
    first, second = world.link_mail(1), world.link_mail(2)
    world.run()
    world.clock.set(world.clock.now() + jump)
    world.run()
    world.clock.advance(60)
    world.run()
    assert [world.links(number)[0].state for number in (1, 2)] == [LinkState.OPEN, LinkState.OPEN]
    assert len(world.shop.objects) == 2
    world.wish(Unlink(second.key or 0, delete_object=True))
    world.clock.set(world.clock.now() - jump)
    world.run_all(3)
    world.undo(first.undo_key)
    world.run_all(2)
    assert (world.shop.objects, world.linking.waiting()) == ({}, [])


def test_a_clock_that_went_back_while_a_deletion_could_be_undone_does_not_hold_it_for_ever(world: LinkWorld):
    receipt = world.link_mail(1)
    world.run()
    world.wish(Unlink(receipt.key or 0, delete_object=True))
    world.clock.set(world.clock.now() - YEAR)
    world.run()
    assert world.shop.objects == {}


def test_a_full_queue_stays_with_its_backend_when_the_work_is_given_to_another(many: LinkWorld, tmp_path: Path):
    many.shop.online = False
    receipts = [many.link_mail(number) for number in TWENTY]
    many.run()
    many.wish(BindConnector(LinkKind.TASK, "desk"))
    many.restart()
    many.link_mail(1)
    many.wish(LinkExisting(receipts[1].key or 0, (many.key(1),)))
    many.undo(receipts[-1].undo_key)
    many.shop.online = True
    many.run_all(2)
    assert len(many.shop.objects) == 19
    assert [row.backend for row in many.links(1)] == ["shop", "desk", "shop"]
    assert {row.state for row in many.linking.all_links()} == {LinkState.OPEN}
    assert [wish.mails[0].subject for _, wish in many.shop.named] == ["Mail 1"]


def test_a_full_queue_at_another_server_is_made_there_or_shown_to_a_person(tmp_path: Path):
    world = ShelfWorld(tmp_path / "profile")
    try:
        world.set_up()
        world.wish(BindConnector(LinkKind.TASK, "shelf"))
        for number in range(1, 6):
            world.link_mail(number)
        world.shelf.fail_at, world.shelf.serve_first = 4, True
        world.run()
        first, world.shelf = world.shelf, Shelf()
        world.set_up(url=ELSEWHERE)
        world.run_all(3)
        states = [world.links(number)[0].state for number in range(1, 6)]
        unsure = states.count(LinkState.UNSURE)
        assert states.count(LinkState.OPEN) == 5 - unsure
        there = [item.wish.key for shelf in (first, world.shelf) for item in shelf.items.values()]
        assert (len(there), len(set(there)), unsure) == (5, 5, 1)
    finally:
        world.close()


def test_a_mail_that_moves_to_another_account_while_it_waits_keeps_its_wish(world: LinkWorld):
    """Its row goes; the copy there gets its links, in the transaction that takes the row."""
    world.shop.online = False
    receipt = world.link_mail(1, 2)
    world.run()
    old = world.cache.scalar("SELECT message_key FROM link ORDER BY link_key LIMIT 1")
    new = world.cache.scalar("SELECT message_key FROM location ORDER BY location_key DESC LIMIT 1")

    def move(uow) -> None:
        links.hand_over(uow, old, new)
        orphans.purge_orphans(uow)

    world.store.writer.run("move", move)
    world.shop.script = [None, "lost"]
    world.shop.online = True
    world.run_all(1)
    world.restart()
    world.run_all(2)
    assert [len(wish.mails) for wish in world.shop.objects.values()] == [2]
    assert [row.state for row in world.links(5)] == [LinkState.OPEN]
    assert world.undo(receipt.undo_key).count == 2
    world.run_all(1)
    assert (world.shop.objects, world.links(5)) == ({}, ())


def test_a_second_program_on_the_same_profile_makes_nothing(world: LinkWorld):
    world.link_mail(1)
    with pytest.raises(ProfileError):
        Store(world.cache.directory, ManualClock(NOW))
    world.run()
    assert len(world.shop.objects) == 1
