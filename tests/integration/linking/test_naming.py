"""Mails that are linked to an object which is there already: it is told of them, once, offline too, and no link waits for that."""

from __future__ import annotations

from desktop.core.api.errors import BandejaError, Code, ServerRefusal
from desktop.core.api.link_commands import BindConnector, LinkExisting, Unlink
from desktop.core.api.linking import OWN_DESK, LinkKind, LinkState
from desktop.core.connectors.protocol import Wish
from tests.fakes.shop import HOST
from tests.integration.linking.conftest import LinkWorld


class Stranger:
    """What a connector would have to be to take something away: none is."""


def more(world: LinkWorld, key: int | None, *numbers: int):
    return world.wish(LinkExisting(key or 0, tuple(world.key(number) for number in numbers)))


def named(world: LinkWorld) -> list[tuple[str, list[str]]]:
    return [(remote_id, [mail.subject for mail in wish.mails]) for remote_id, wish in world.shop.named]


def test_it_is_told_of_the_mails_that_are_new_to_it(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    more(world, first.key, 1, 2, 3)
    assert [row.state for row in world.links(2)] == [LinkState.OPEN]
    world.run()
    assert named(world) == [("1", ["Mail 2", "Mail 3"])]
    assert (world.run(), world.shop.calls.count("add_mails")) == (0, 1)
    assert world.cache.scalar("SELECT count(*) FROM wish_mail") == 0


def test_offline_it_waits_and_a_lost_answer_names_nothing_twice(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    world.shop.online = False
    more(world, first.key, 2)
    world.run()
    world.restart()
    world.shop.online, world.shop.script = True, ["lost"]
    world.run_all(2)
    assert named(world) == [("1", ["Mail 2"])]
    assert world.shop.calls.count("add_mails") == 3


def test_an_object_that_is_still_to_be_made_is_told_when_it_is(world: LinkWorld):
    first = world.link_mail(1)
    more(world, first.key, 2)
    world.run()
    assert named(world) == [("1", ["Mail 2"])]
    assert [row.state for row in world.links(2)] == [LinkState.OPEN]


def test_what_is_taken_back_before_it_was_told_is_not(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    receipt = more(world, first.key, 2)
    assert world.undo(receipt.undo_key).done == "undone"
    world.run()
    assert (named(world), world.links(2)) == ([], ())


def test_an_object_that_is_given_up_takes_what_was_to_be_told_along(world: LinkWorld):
    world.shop.online = False
    first = world.link_mail(1)
    receipt = more(world, first.key, 2)
    world.wish(Unlink(world.links(2)[0].link_key))
    world.wish(Unlink(first.key or 0))
    world.shop.online = True
    world.run_all(2)
    assert (world.shop.objects, named(world), receipt.count) == ({}, [], 1)
    assert world.cache.scalar("SELECT count(*) FROM wish WHERE state <> 'made'") == 0


def test_a_refusal_leaves_the_link_and_is_told(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    world.shop.script = [ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="no comments here")]
    more(world, first.key, 2)
    world.run_all(1)
    assert (named(world), world.links(2)[0].state) == ([], LinkState.OPEN)
    assert [notice.kind for notice in world.notices] == ["link_failed"]
    assert world.backends.row("shop").waiting == 0


def test_a_backend_that_cannot_carry_them_is_not_asked_again(world: LinkWorld, monkeypatch):
    def cannot(self: object, kind: LinkKind, remote_id: str, wish: Wish) -> None:
        raise NotImplementedError

    monkeypatch.setattr("tests.fakes.shop.ShopConnector.add_mails", cannot)
    first = world.link_mail(1)
    world.run()
    more(world, first.key, 2)
    world.run()
    assert world.cache.scalar("SELECT count(*) FROM wish WHERE adds") == 0
    assert world.notices == []


def test_an_object_that_is_gone_is_no_trouble_to_anybody_else(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    world.shop.objects.clear()
    more(world, first.key, 2)
    world.link_mail(3)
    world.run()
    assert world.links(3)[0].state is LinkState.OPEN


def test_the_own_desk_needs_no_telling(world: LinkWorld):
    world.wish(BindConnector(LinkKind.TASK, OWN_DESK))
    first = world.link_mail(1)
    world.run()
    more(world, first.key, 2)
    assert world.cache.scalar("SELECT count(*) FROM wish WHERE adds") == 0


def test_a_mail_that_goes_meanwhile_is_named_all_the_same(world: LinkWorld):
    first = world.link_mail(1, kind=LinkKind.CHAT)
    world.run()
    world.shop.online = False
    more(world, first.key, 2)
    world.run()
    world.store.writer.run("gone", lambda uow: uow.connection.exec_driver_sql("DELETE FROM link WHERE link_key > 1"))
    world.shop.online = True
    world.run_all(1)
    assert named(world) == [("1", ["Mail 2"])]
    assert not any(isinstance(one, BandejaError) for one in world.notices)


def test_an_undo_takes_away_what_was_said(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    receipt = more(world, first.key, 2, 3)
    world.run()
    assert len(named(world)) == 1
    assert world.undo(receipt.undo_key).done == "undone"
    assert world.links(2) == ()
    world.run()
    assert (named(world), world.shop.calls.count("drop_mails")) == ([], 1)
    assert world.run() == 0
    assert world.cache.scalar("SELECT count(*) FROM wish WHERE adds") == 0
    assert [row.state for row in world.links(1)] == [LinkState.OPEN]
    assert world.undo(receipt.undo_key).done == "nothing"


def test_offline_the_taking_away_waits_and_a_lost_answer_does_no_harm(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    receipt = more(world, first.key, 2)
    world.run()
    world.shop.online = False
    world.undo(receipt.undo_key)
    world.run()
    world.restart()
    world.shop.online, world.shop.script = True, ["lost"]
    world.run_all(2)
    assert named(world) == []
    assert world.cache.scalar("SELECT count(*) FROM wish WHERE adds") == 0


def test_what_was_perhaps_said_is_taken_away_too(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    world.shop.script = ["lost"]
    receipt = more(world, first.key, 2)
    world.run()
    world.undo(receipt.undo_key)
    world.run_all(2)
    assert (named(world), world.links(2)) == ([], ())


def test_where_nothing_can_be_taken_away_the_undo_says_so(world: LinkWorld, monkeypatch):
    monkeypatch.setattr("desktop.core.connectors.queue.attempt.DropsMails", Stranger)
    first = world.link_mail(1)
    world.run()
    receipt = more(world, first.key, 2)
    world.run()
    assert world.undo(receipt.undo_key).done == "undone_said"
    world.run()
    assert (named(world), world.links(2)) == ([("1", ["Mail 2"])], ())


def test_a_refusal_to_take_it_away_is_told_in_its_own_words(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    receipt = more(world, first.key, 2)
    world.run()
    world.shop.script = [ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="not yours")]
    world.undo(receipt.undo_key)
    world.run_all(1)
    assert [notice.kind for notice in world.notices] == ["mail_stays_named"]
    assert world.cache.scalar("SELECT count(*) FROM wish WHERE adds") == 0


def test_files_beside_an_object_go_with_it_once_it_has_gone(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    assert len(world.shop.files) == 1
    world.shop.script = [None, "lost"]  # deleted; the answer about its files is lost
    world.undo(first.undo_key)
    world.run_all(2)
    assert (world.shop.objects, world.shop.files) == ({}, set())


def test_files_go_too_where_the_object_is_deleted_by_its_link(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    world.wish(Unlink(first.key or 0, delete_object=True))
    world.run_all(2)
    assert (world.shop.objects, world.shop.files) == ({}, set())


def test_an_object_that_may_not_be_deleted_keeps_its_files(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    world.shop.script = [ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="no")]
    world.undo(first.undo_key)
    world.run_all(2)
    assert (len(world.shop.objects), len(world.shop.files)) == (1, 1)


def test_files_that_may_not_be_deleted_do_not_bring_the_link_back(world: LinkWorld):
    first = world.link_mail(1)
    world.run()
    world.shop.script = [None, ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="no")]
    world.undo(first.undo_key)
    world.run_all(2)
    assert (world.shop.objects, world.links(1)) == ({}, ())
