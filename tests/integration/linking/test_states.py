"""The state of what was made: asked for now and then, never all at once, and kept as it was while nobody answers."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import Delete
from desktop.core.api.errors import Code, PlanError
from desktop.core.api.link_commands import RetryLink
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.connectors.protocol import Wish
from desktop.core.connectors.queue.worker import ASK_APART, ASK_EVERY, ASK_PAUSE
from desktop.core.store.link_presence import GONE_EVERY, GONE_FOR, load_next_ask, set_presence
from desktop.core.store.links import LinkedObject, link_again
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


def gone(world: LinkWorld, *numbers: int) -> dict[str, Wish]:
    """Linked to objects that are gone; what was in the shop."""
    made(world, *numbers)
    binned = dict(world.shop.objects)
    world.shop.objects.clear()
    ask_all(world)
    world.shop.calls.clear()
    return binned


def test_what_is_gone_is_asked_about_once_a_day_and_not_for_ever(world: LinkWorld):
    gone(world, 1)
    world.clock.advance(GONE_EVERY - 3600)
    world.run()
    assert world.shop.calls == []
    for _ in range(3):
        world.clock.advance(GONE_EVERY + 60)
        world.run()
    assert world.shop.calls == ["presence"] * 3
    world.clock.advance(GONE_FOR)
    world.run()
    assert world.shop.calls == ["presence"] * 3


def test_the_thread_wakes_when_what_is_gone_is_to_be_asked_about(world: LinkWorld):
    gone(world, 1)
    now = world.clock.now()
    due = world.store.read(lambda c: load_next_ask(c, "shop", every=ASK_EVERY, since=0, now=now))
    assert due is not None
    assert now + GONE_EVERY - 3600 < due <= now + GONE_EVERY + 1
    world.clock.advance(GONE_FOR + GONE_EVERY)
    now = world.clock.now()
    assert world.store.read(lambda c: load_next_ask(c, "shop", every=ASK_EVERY, since=0, now=now)) is None


def test_what_comes_back_out_of_the_bin_holds_its_mail_again(world: LinkWorld):
    world.link_mail(2, kind=LinkKind.CHAT)
    binned = gone(world, 1)
    assert world.key(1) in world.expired()
    world.shop.objects |= binned
    world.clock.advance(GONE_EVERY + 60)
    world.run()
    assert [world.links(number)[0].state for number in (1, 2)] == [LinkState.GONE, LinkState.OPEN]
    world.clock.advance(ASK_APART)
    world.run()
    assert world.links(1)[0].state is LinkState.OPEN
    assert (world.key(1) in world.expired(), world.key(2) in world.expired()) == (False, True)
    with pytest.raises(PlanError) as refused:
        world.wish(Delete((world.key(1),)))
    assert refused.value.code is Code.LINKED_TO_TASK
    world.shop.objects.clear()
    ask_all(world)
    assert world.key(1) in world.expired()


def test_looking_again_asks_at_once_however_long_it_has_been_gone(world: LinkWorld):
    binned = gone(world, 1)
    world.clock.advance(GONE_FOR + 3600)
    world.run()
    assert world.shop.calls == []
    world.shop.objects |= binned
    world.wish(RetryLink(world.links(1)[0].link_key))
    world.run()
    assert (world.shop.calls, world.links(1)[0].state) == (["presence"], LinkState.OPEN)


def test_looking_at_everything_asks_about_what_is_there_first(world: LinkWorld):
    binned = gone(world, 1)
    made(world, 2)
    world.shop.objects |= binned
    world.clock.advance(1)
    world.linking.check_now()
    world.run()
    assert world.links(1)[0].state is LinkState.GONE
    world.clock.advance(ASK_APART)
    world.run()
    assert (world.links(1)[0].state, world.shop.calls) == (LinkState.OPEN, ["presence"] * 2)


def test_a_mail_that_was_linked_to_it_again_meanwhile_is_linked_once(world: LinkWorld):
    gone(world, 1)
    stored = world.links(1)[0]
    named = LinkedObject("shop", LinkKind.TASK, stored.remote_id)
    again = lambda uow: link_again(uow, stored.message_key, named, "again", "open", "", "")  # noqa: E731
    world.store.writer.run("again", again)
    world.store.writer.run("back", lambda uow: set_presence(uow, named, LinkState.OPEN))
    assert [row.title for row in world.links(1)] == ["again"]


def test_a_clock_that_goes_back_does_not_make_it_ask_without_end(world: LinkWorld):
    made(world, 1)
    world.linking.check_now()
    world.clock.set(world.clock.now() - 86_400)
    for _ in range(10):
        world.run()
        world.clock.advance(ASK_APART)
    assert world.shop.calls == ["presence"]


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
