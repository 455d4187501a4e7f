"""What a link does to a mail's life here: plan rules, readings 2, 14 and 15, and what becomes of links when mails go."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import Delete, MoveTo, RemoveAccount
from desktop.core.api.errors import Code, PlanError
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import expiry, links, locations, orphans
from tests.fakes.cache import NOW, mail
from tests.integration.linking.conftest import LinkWorld

ALL = NOW + 10_000_000


def sweep(world: LinkWorld) -> None:
    def job(uow) -> None:
        expiry.evict(uow, expiry.load_expired(uow.connection, received_before=ALL))
        orphans.purge_orphans(uow)

    world.store.writer.run("sweep", job)


def test_reading_2_only_tasks_hold_a_mail_and_the_crm_until_its_copy_is_safe(world: LinkWorld):
    for number, kind in enumerate(LinkKind, 1):
        world.link_mail(number, kind=kind)
    assert world.expired() == {
        world.key(number) for number, kind in enumerate(LinkKind, 1) if kind in ("chat", "event")
    } | {world.key(5)}
    world.run()
    assert world.key(1) not in world.expired()
    assert world.key(2) in world.expired()


@pytest.mark.parametrize("state", [LinkState.FAILED, LinkState.UNSURE])
def test_reading_2_a_copy_that_failed_holds_the_mail(world: LinkWorld, state: LinkState):
    key = world.link_mail(1, kind=LinkKind.CRM).key
    world.run()
    world.store.writer.run("state", lambda uow: links.set_link_state(uow, key or 0, state))
    assert world.key(1) not in world.expired()


@pytest.mark.parametrize("state", [LinkState.PENDING, LinkState.OPEN, LinkState.DONE, LinkState.FAILED])
def test_a_mail_of_a_task_is_not_deleted_and_the_task_is_named(world: LinkWorld, state: LinkState):
    key = world.link_mail(1, title="Llamar a Bob").key
    world.store.writer.run("state", lambda uow: links.set_link_state(uow, key or 0, state))
    for command in (
        Delete((world.key(1),)),
        Delete((world.key(1),), permanent=True),
        MoveTo((world.key(1), world.key(2)), world.cache.keys["Trash"]),
    ):
        with pytest.raises(PlanError) as refused:
            world.wish(command)
        assert (refused.value.code, refused.value.parameters["task"]) == (Code.LINKED_TO_TASK, "Llamar a Bob")
    assert world.wish(MoveTo((world.key(1),), world.cache.keys["Work"])).done == "moved"


def test_a_task_deleted_there_releases_the_mail(world: LinkWorld):
    world.link_mail(1)
    world.run()
    world.shop.objects.clear()
    world.clock.advance(1)
    world.linking.check_now()
    world.run()
    assert world.key(1) in world.expired()
    assert world.wish(Delete((world.key(1),))).done == "deleted"


def test_a_token_that_was_revoked_releases_nothing(world: LinkWorld):
    world.link_mail(1)
    world.run()
    world.shop.online = False
    world.clock.advance(1)
    world.linking.check_now()
    world.run()
    assert world.key(1) not in world.expired()


@pytest.mark.parametrize("kind", list(LinkKind))
def test_a_mail_of_anything_else_is_deleted_with_its_bytes_and_what_waits_is_made_all_the_same(
    world: LinkWorld, kind: LinkKind
):
    if kind is LinkKind.TASK:
        return
    world.shop.online = False
    world.link_mail(1, kind=kind)
    world.run()
    message = world.cache.scalar("SELECT message_key FROM link")

    def expunge(uow) -> None:
        locations.drop_locations(uow, [world.key(1)], keep_linked=False)
        orphans.purge_orphans(uow)

    world.store.writer.run("expunge", expunge)
    assert world.cache.scalar(f"SELECT count(*) FROM body WHERE message_key = {message}") == 0
    assert [row.message_key for row in world.linking.waiting()] == [0]
    world.shop.online = True
    world.run_all(1)
    assert [wish.mails[0].subject for wish in world.shop.objects.values()] == ["Mail 1"]
    assert world.cache.scalar("SELECT count(*) FROM link") == 0
    assert world.cache.scalar("SELECT count(*) FROM wish_mail") == 0


def test_saved_to_the_crm_the_mail_expires_and_is_really_gone(world: LinkWorld):
    world.link_mail(1, kind=LinkKind.CRM)
    world.run()
    assert b"m1@example.org" in next(iter(world.shop.objects.values())).mails[0].raw
    sweep(world)
    assert world.cache.scalar("SELECT count(*) FROM message") == 0
    assert world.cache.scalar("SELECT count(*) FROM link") == 0


def test_a_mail_that_its_task_holds_survives_every_sweep(world: LinkWorld):
    world.link_mail(1)
    world.run()
    sweep(world)
    assert world.cache.scalar("SELECT count(*) FROM body") == 1
    assert world.links(1)[0].state is LinkState.OPEN


@pytest.mark.parametrize(("kind", "stays"), [("task", True), ("chat", True), ("event", True), ("crm", False)])
def test_reading_14_what_vanished_from_the_server_stays_where_it_exists_nowhere_else(
    world: LinkWorld, kind: str, stays: bool
):
    world.link_mail(1, kind=LinkKind(kind))
    world.run()
    world.store.writer.run("vanished", lambda uow: locations.drop_locations(uow, [world.key(1)], keep_linked=True))
    left = world.store.read(lambda connection: locations.load_placed(connection, [world.key(1)]))
    assert bool(left) is stays
    assert not stays or left[world.key(1)].on_server is False


def test_reading_14_a_crm_copy_that_is_not_safe_keeps_the_mail(world: LinkWorld):
    world.link_mail(1, kind=LinkKind.CRM)
    world.store.writer.run("vanished", lambda uow: locations.drop_locations(uow, [world.key(1)], keep_linked=True))
    assert world.store.read(lambda connection: locations.load_placed(connection, [world.key(1)]))


def test_removing_the_account_leaves_objects_and_makes_what_waits(world: LinkWorld):
    world.link_mail(1)
    world.run()
    world.shop.online = False
    world.link_mail(2, kind=LinkKind.CRM)
    world.run()
    world.wish(RemoveAccount(world.cache.account_key))
    assert [(row.title, row.message_key) for row in world.linking.all_links()] == [("Mail 2", 0)]
    world.shop.online = True
    world.run_all(1)
    assert sorted(wish.title for wish in world.shop.objects.values()) == ["Mail 1", "Mail 2"]
    assert world.linking.all_links() == []


def test_a_damaged_file_keeps_links_wishes_and_linked_mails(world: LinkWorld):
    world.link_mail(1)
    world.run()
    world.shop.online = False
    world.link_mail(2, 3, kind=LinkKind.CRM)
    world.run()
    for number in range(10, 200):
        world.cache.put("INBOX", mail(number, body="relleno " * 400), number)
    world._close()
    path = world.cache.directory / "bandeja.db"
    data = bytearray(path.read_bytes())
    place = len(data) * 3 // 4  # where the mails are; what exists nowhere else came before them
    data[place : place + 40_000] = b"\xff" * 40_000
    path.write_bytes(bytes(data))
    (world.cache.directory / "check-at-next-start").touch()
    world.cache.open()
    world._open()
    assert world.store.salvaged is not None
    assert len(world.linking.all_links()) == 3
    world.shop.online = True
    world.run_all(1)
    assert sorted(wish.title for wish in world.shop.objects.values()) == ["Mail 1", "Mail 2"]
    assert len(next(wish for wish in world.shop.objects.values() if wish.kind is LinkKind.CRM).mails) == 2
