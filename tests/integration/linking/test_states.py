"""The state of what was made: asked for now and then, never all at once, and kept as it was while nobody answers."""

from __future__ import annotations

from desktop.core.api.linking import LinkState
from desktop.core.connectors.queue.worker import ASK_APART, ASK_EVERY, ASK_PAUSE
from tests.integration.linking.conftest import LinkWorld


def made(world: LinkWorld, *numbers: int) -> None:
    for number in numbers:
        world.link_mail(number)
    world.run()
    world.shop.calls.clear()


def ask_all(world: LinkWorld) -> None:
    world.clock.advance(1)
    world.linking.check_now()
    for _ in range(10):
        world.run()
        world.clock.advance(ASK_APART)


def test_nobody_is_asked_about_what_was_just_made(world: LinkWorld):
    made(world, 1, 2, 3)
    world.run()
    assert world.shop.calls == []


def test_objects_are_asked_about_one_by_one_and_not_again_before_the_time(world: LinkWorld):
    made(world, 1, 2, 3)
    world.clock.advance(ASK_EVERY + 1)
    world.run()
    assert world.shop.calls == ["presence"]
    for _ in range(20):
        world.clock.advance(ASK_APART)
        world.run()
    assert world.shop.calls == ["presence"] * 3


def test_states_follow_the_backend(world: LinkWorld):
    made(world, 1, 2, 3)
    world.shop.done.add("2")
    del world.shop.objects["3"]
    ask_all(world)
    assert [world.links(number)[0].state for number in (1, 2, 3)] == [LinkState.OPEN, LinkState.DONE, LinkState.GONE]
    assert world.links(1)[0].checked_at is not None
    world.shop.done.discard("2")
    ask_all(world)
    assert world.links(2)[0].state is LinkState.OPEN


def test_what_is_gone_is_not_asked_about_any_more(world: LinkWorld):
    made(world, 1)
    world.shop.objects.clear()
    ask_all(world)
    world.shop.calls.clear()
    ask_all(world)
    assert world.shop.calls == []


def test_offline_states_stay_and_the_others_are_not_tried_in_vain(world: LinkWorld):
    made(world, 1, 2, 3)
    checked = world.links(1)[0].checked_at
    world.shop.online = False
    world.clock.advance(ASK_EVERY + 1)
    for _ in range(10):
        world.run()
        world.clock.advance(ASK_APART)
    assert world.shop.calls == ["presence"]
    assert (world.links(1)[0].state, world.links(1)[0].checked_at) == (LinkState.OPEN, checked)
    world.shop.online = True
    world.clock.advance(ASK_PAUSE)
    world.run()
    assert len(world.shop.calls) == 2


def test_two_mails_of_one_object_are_one_question(world: LinkWorld):
    world.link_mail(1, 2)
    world.run()
    world.shop.calls.clear()
    world.shop.objects.clear()
    ask_all(world)
    assert world.shop.calls == ["presence"]
    assert {world.links(number)[0].state for number in (1, 2)} == {LinkState.GONE}


def test_only_what_changed_is_told_to_the_screen(world: LinkWorld):
    made(world, 1, 2)
    ask_all(world)
    del world.cache.changes[:]
    ask_all(world)
    assert [change for change in world.cache.changes if change.locations] == []
