"""One wish, one object, one link a mail: whatever breaks between the key and the answer.

The backend forgives nothing: a second `create` is a second object.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    Code,
    ConnectionFailure,
    ProtocolError,
    ServerRefusal,
)
from desktop.core.api.link_commands import LinkExisting, RetryLink, Unlink
from desktop.core.api.linking import OWN_DESK, LinkKind, LinkState
from desktop.core.connectors.queue.policy import GIVE_UP_AFTER
from desktop.core.connectors.queue.worker import LOST_LINES
from tests.fakes.shop import HOST
from tests.fakes.world import Killed
from tests.integration.linking.conftest import LinkWorld

LOST = "lost"
AWAY = ConnectionFailure(Code.CONNECTION_REFUSED, host=HOST, port=443)
BUSY = ConnectionFailure(Code.SERVER_BUSY, host=HOST, seconds=120)
BROKEN = ProtocolError(Code.SERVER_CONFUSED, host=HOST, said="HTML")
REFUSED_NOW = ServerRefusal(Code.SERVER_REFUSED, permanent=False, host=HOST, said="later")
REFUSED = ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="no such project")
NO_KEY = AuthenticationError(Code.ACCESS_REFUSED, host=HOST, said="expired")


def test_a_link_is_shown_before_anybody_was_asked_and_made_after(world: LinkWorld):
    receipt = world.link_mail(1)
    (row,) = world.links(1)
    assert (row.state, row.kind, row.link_key, row.backend_name) == (
        LinkState.PENDING,
        LinkKind.TASK,
        receipt.key,
        "Shop",
    )
    assert world.shop.calls == []
    world.run()
    (row,) = world.links(1)
    assert (row.state, row.remote_id, row.title) == (LinkState.OPEN, "1", "Mail 1")
    assert row.url == f"https://{HOST}/1"
    assert world.shop.calls == ["create"]
    assert world.linking.waiting() == []


def test_unplugged_five_mails_killed_restarted_replugged_make_five(world: LinkWorld):
    world.shop.online = False
    for number in range(1, 6):
        world.link_mail(number)
    world.run()
    world.restart()
    assert [row.state for row in world.linking.waiting()] == [LinkState.PENDING] * 5
    world.shop.online = True
    world.run_all(1)
    assert len(world.shop.objects) == len(set(world.shop.keys())) == 5
    assert {world.links(number)[0].state for number in range(1, 6)} == {LinkState.OPEN}


def test_several_mails_are_one_object_with_a_link_each(world: LinkWorld):
    world.link_mail(1, 2, 3)
    world.run()
    assert len(world.shop.objects) == 1
    assert {world.links(number)[0].remote_id for number in (1, 2, 3)} == {"1"}
    assert [mail.subject for mail in world.shop.wishes[0].mails] == ["Mail 1", "Mail 2", "Mail 3"]


def test_whatever_breaks_it_is_made_once_from_the_same_body(world: LinkWorld):
    for faults in itertools.product((None, LOST, AWAY, BROKEN), repeat=3):
        world.shop.script, world.shop.wishes = list(faults), []
        world.shop.objects.clear()
        key = world.link_mail(1, due_at=1_800_000_000, text="Llamar a Ana").key
        world.run_all(4)
        assert world.shop.keys() == [world.shop.wishes[0].key], faults
        assert {row.link_key: row.state for row in world.links(1)}[key] is LinkState.OPEN, faults
        assert all(wish == world.shop.wishes[0] for wish in world.shop.wishes), faults
        world.wish(Unlink(key))


def test_after_a_lost_answer_the_backend_is_asked_before_anything_is_made(world: LinkWorld):
    world.shop.script = [LOST]
    world.link_mail(1)
    world.run_all(1)
    assert world.shop.calls == ["create", "find"]


def test_a_line_that_was_down_is_not_asked_about_for_ever(world: LinkWorld):
    world.shop.online = False
    world.link_mail(1)
    world.run_all(30)
    (row,) = world.links(1)
    assert row.state is LinkState.PENDING
    assert HOST in row.said
    assert world.shop.made == 0
    world.shop.online = True
    world.run_all(1)
    assert world.shop.made == 1


def test_nobody_can_tell_so_a_person_decides(tmp_path: Path):
    world = LinkWorld(tmp_path / "profile", finds=False)
    try:
        world.shop.script = [LOST]
        key = world.link_mail(1).key
        world.run_all(2)
        (row,) = world.linking.waiting()
        assert (row.state, world.shop.made) == (LinkState.UNSURE, 1)
        with pytest.raises(BandejaError) as refused:
            world.wish(RetryLink(key))
        assert refused.value.code is Code.LINK_UNSURE
        world.wish(RetryLink(key, confirmed_not_made=True))
        world.run()
        assert world.links(1)[0].state is LinkState.OPEN
    finally:
        world.close()


def test_a_refusal_for_now_needs_no_person_where_the_backend_cannot_be_asked(tmp_path: Path):
    world = LinkWorld(tmp_path / "profile", finds=False)
    try:
        world.shop.script = [REFUSED_NOW, AWAY, None]
        world.link_mail(1)
        world.run_all(3)
        assert (world.links(1)[0].state, world.shop.made) == (LinkState.OPEN, 1)
    finally:
        world.close()


def test_a_refusal_for_good_shows_the_words_and_can_be_tried_again_with_the_same_key(world: LinkWorld):
    world.shop.script = [REFUSED]
    key = world.link_mail(1).key
    world.run()
    (row,) = world.links(1)
    assert (row.state, "no such project" in row.said) == (LinkState.FAILED, True)
    assert [notice.kind for notice in world.notices] == ["link_failed"]
    world.wish(RetryLink(key))
    world.run()
    assert world.links(1)[0].state is LinkState.OPEN
    assert len({wish.key for wish in world.shop.wishes}) == 1


def test_refused_again_and_again_it_is_given_up(world: LinkWorld):
    world.shop.script = [None if n % 2 else REFUSED_NOW for n in range(2 * GIVE_UP_AFTER)]
    world.shop.script[0] = REFUSED_NOW
    world.link_mail(1)
    for _ in range(GIVE_UP_AFTER * 2):
        world.run_all(1)
    assert world.links(1)[0].state is LinkState.FAILED


def test_a_refused_key_rests_the_whole_backend_and_new_settings_wake_it(world: LinkWorld):
    world.shop.script = [NO_KEY]
    for number in (1, 2, 3):
        world.link_mail(number)
    world.run()
    assert world.shop.calls == ["create"]
    world.run()
    assert world.shop.calls == ["create"]
    world.linking.set_up("shop", {}, {}).result(30)
    world.run()
    assert len(world.shop.objects) == 3


def test_a_server_that_asks_for_a_pause_gets_it(world: LinkWorld):
    world.shop.script = [BUSY]
    world.link_mail(1)
    world.link_mail(2)
    world.run()
    world.clock.advance(110)
    world.run()
    assert world.shop.calls == ["create"]
    world.clock.advance(20)
    world.run()
    assert len(world.shop.objects) == 2


def test_when_the_line_is_down_not_every_wish_waits_for_its_time_out(world: LinkWorld):
    world.shop.online = False
    for number in range(1, 6):
        world.link_mail(number)
    world.run()
    assert world.shop.calls == ["create"] * LOST_LINES
    world.shop.online = True
    world.linking.hasten()
    world.run()
    assert len(world.shop.objects) == 5


def test_undo_before_anybody_was_asked_leaves_no_trace(world: LinkWorld):
    receipt = world.link_mail(1)
    assert world.undo(receipt.undo_key).done == "undone"
    world.run()
    assert (world.links(1), world.shop.calls) == ((), [])


def test_undo_deletes_what_was_made(world: LinkWorld):
    receipt = world.link_mail(1)
    world.run()
    world.undo(receipt.undo_key)
    assert world.links(1) == ()
    world.run()
    assert (world.shop.objects, world.shop.files, world.shop.calls[-2:]) == ({}, set(), ["delete", "drop_files"])


def test_undo_of_what_nobody_knows_asks_and_deletes(world: LinkWorld):
    world.shop.script = [LOST]
    receipt = world.link_mail(1)
    world.run()
    world.undo(receipt.undo_key)
    world.shop.online = False
    world.run_all(1)
    assert len(world.shop.objects) == 1
    world.shop.online = True
    world.run_all(1)
    assert world.shop.objects == {}
    assert world.linking.backends()[-1].waiting == 0


def test_what_no_mail_is_linked_to_any_more_is_not_made(world: LinkWorld):
    first = world.link_mail(1)
    more = world.wish(LinkExisting(first.key, (world.key(2),)))
    world.wish(Unlink(first.key))
    world.undo(more.undo_key)
    world.run_all(1)
    assert (world.shop.objects, world.linking.backends()[-1].waiting) == ({}, 0)


def test_giving_up_what_may_be_there_is_not_undone_into_an_orphan(world: LinkWorld):
    world.shop.script = [LOST]
    key = world.link_mail(1).key
    world.run()
    world.wish(Unlink(key))
    assert world.undo().done == "nothing"
    world.run_all(1)
    assert world.shop.objects == {}


def test_undo_where_nobody_can_tell_shows_that_a_person_must_look(tmp_path: Path):
    world = LinkWorld(tmp_path / "profile", finds=False)
    try:
        world.shop.script = [LOST]
        receipt = world.link_mail(1)
        world.run()
        world.undo(receipt.undo_key)
        assert world.links(1) == ()
        world.run_all(1)
        assert world.links(1)[0].state is LinkState.UNSURE
        world.wish(Unlink(world.links(1)[0].link_key))
        world.run_all(1)
        assert world.linking.waiting() == []
    finally:
        world.close()


def test_undo_leaves_an_object_that_others_are_linked_to(world: LinkWorld):
    receipt = world.link_mail(1)
    world.run()
    world.wish(LinkExisting(receipt.key, (world.key(2),)))
    world.undo(receipt.undo_key)
    world.run()
    assert (len(world.shop.objects), world.links(1), len(world.links(2))) == (1, (), 1)


def test_undo_of_one_more_mail_takes_back_that_link_alone(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    more = world.wish(LinkExisting(first.key, (world.key(2),)))
    assert world.links(2)[0].remote_id == "1"
    world.undo(more.undo_key)
    assert (world.links(2), len(world.links(1)), len(world.shop.objects)) == ((), 1, 1)


def test_one_more_mail_of_an_object_that_is_still_to_be_made_is_linked_when_it_is(world: LinkWorld):
    first = world.link_mail(1)
    world.wish(LinkExisting(first.key, (world.key(2),)))
    world.run()
    assert (world.links(2)[0].remote_id, len(world.shop.objects)) == ("1", 1)


def test_unlink_keeps_the_object_and_can_be_undone(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    gone = world.wish(Unlink(first.key))
    assert (world.links(1), len(world.shop.objects)) == ((), 1)
    world.undo(gone.undo_key)
    assert world.links(1)[0].state is LinkState.OPEN


def test_unlink_with_the_object_deletes_it_for_all_its_mails_after_the_undo_time(world: LinkWorld):
    first = world.link_mail(1, 2)
    world.run()
    world.wish(Unlink(first.key, delete_object=True))
    world.run()
    assert len(world.shop.objects) == 1
    world.clock.advance(10)
    world.run()
    assert (world.shop.objects, world.links(1), world.links(2)[0].state) == ({}, (), LinkState.GONE)


def test_deleting_the_object_can_be_undone_in_time_and_not_after(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    gone = world.wish(Unlink(first.key, delete_object=True))
    assert world.undo(gone.undo_key).done == "undone"
    world.clock.advance(10)
    world.run()
    assert (len(world.shop.objects), world.links(1)[0].state) == (1, LinkState.OPEN)
    gone = world.wish(Unlink(first.key, delete_object=True))
    world.clock.advance(10)
    world.run()
    assert world.undo(gone.undo_key).done == "too_late"
    assert world.links(1) == ()


def test_an_object_that_may_not_be_deleted_is_linked_again_with_the_reason(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    world.wish(Unlink(first.key, delete_object=True))
    world.clock.advance(10)
    world.shop.script = [REFUSED]
    world.run()
    (row,) = world.links(1)
    assert (row.state, row.remote_id, "no such project" in row.said) == (LinkState.OPEN, "1", True)


def test_a_second_chat_about_a_mail_opens_the_first(world: LinkWorld):
    first = world.link_mail(1, kind=LinkKind.CHAT)
    second = world.link_mail(1, kind=LinkKind.CHAT)
    world.run()
    assert (second.done, second.key, len(world.shop.objects)) == ("linked_before", first.key, 1)


def test_undone_while_it_was_being_refused_it_does_not_come_back(world: LinkWorld):
    receipt = world.link_mail(1)
    world.shop.script = [REFUSED]
    world.shop.point = lambda name: world.undo(receipt.undo_key) if name == "before create" else None
    world.run()
    world.shop.point = world.death.point
    world.run_all(2)
    assert (world.links(1), world.linking.waiting(), world.shop.objects) == ((), [], {})


def test_undone_while_it_was_being_made_and_not_to_be_deleted_it_is_shown(world: LinkWorld):
    receipt = world.link_mail(1)
    world.shop.script = [None, REFUSED]
    world.shop.point = lambda name: world.undo(receipt.undo_key) if name == "before create" else None
    world.run()
    world.shop.point = world.death.point
    world.run_all(2)
    assert [(row.remote_id, row.state) for row in world.links(1)] == [("1", LinkState.OPEN)]


def test_a_pause_beyond_the_longest_wait_is_no_reason_to_hurry(world: LinkWorld):
    world.shop.script = [ServerRefusal(Code.SERVER_BUSY, permanent=False, host=HOST, seconds=80_000)] * 12
    world.link_mail(1)
    world.run()
    world.clock.advance(30)
    world.run()
    assert world.shop.calls == ["create"]
    assert world.links(1)[0].state is LinkState.PENDING


def test_giving_up_a_failed_one_forgets_it(world: LinkWorld):
    world.shop.script = [REFUSED]
    key = world.link_mail(1).key
    world.run()
    world.wish(Unlink(key))
    world.run_all(1)
    assert (world.links(1), world.linking.waiting()) == ((), [])
    assert world.shop.objects == {}


def _history(world: LinkWorld) -> None:
    world.link_mail(1)
    world.link_mail(2, 3, kind=LinkKind.CRM)
    world.run()
    world.undo()
    world.run()


def _points(tmp_path: Path, bound: str = "shop") -> int:
    world = LinkWorld(tmp_path / "counting", bound=bound)
    world.death.watch(None)
    _history(world)
    world.death.rest()
    world.close()
    return len(world.death.points)


def _die_at_shop(directory: Path, at: int) -> None:
    """Two wishes and the undo of the second: after a death and a restart each wish that was stored has one object, and none
    that was undone."""
    world = LinkWorld(directory)
    world.death.watch(at)
    with contextlib.suppress(Killed):
        _history(world)
    died = world.death.last
    world.restart()
    world.run_all(1)
    stored = {row.remote_id for number in range(1, 6) for row in world.links(number)}
    assert len(set(world.shop.keys())) == len(world.shop.objects), died
    assert stored == set(world.shop.objects), died
    assert world.linking.waiting() == [], died
    world.close()


def _die_at_own_desk(directory: Path, at: int) -> None:
    """The same history against the real backend that is the program itself."""
    world = LinkWorld(directory, bound=OWN_DESK)
    world.death.watch(at)
    with contextlib.suppress(Killed):
        _history(world)
    died = world.death.last
    world.restart()
    world.run_all(1)
    rows = world.linking.all_links()
    tasks = {row.remote_id for row in rows if row.kind is LinkKind.TASK}
    saved = {row.remote_id for row in rows if row.kind is LinkKind.CRM}
    assert world.cache.scalar("SELECT count(*) FROM task") == len(tasks), died
    assert world.cache.scalar("SELECT count(DISTINCT saving_key) FROM activity") == len(saved), died
    assert world.cache.scalar("SELECT count(*) FROM activity") == 2 * len(saved), died
    assert world.linking.waiting() == [], died
    world.close()


DEATHS = [pytest.param("shop", _die_at_shop, id="shop"), pytest.param(OWN_DESK, _die_at_own_desk, id="own-desk")]


@pytest.mark.parametrize(("bound", "die"), DEATHS)
def test_death_at_some_steps_makes_each_object_once(tmp_path: Path, bound: str, die: Callable[[Path, int], None]):
    for at in range(1, _points(tmp_path, bound), 8):
        die(tmp_path / str(at), at)


@pytest.mark.slow
@pytest.mark.parametrize(("bound", "die"), DEATHS)
def test_death_at_every_step_makes_each_object_once(tmp_path: Path, bound: str, die: Callable[[Path, int], None]):
    for at in range(_points(tmp_path, bound)):
        die(tmp_path / str(at), at)
