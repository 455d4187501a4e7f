"""Setting backends up: probed first, then stored; secrets in the keyring alone, and never sent to another address."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.api.errors import AuthenticationError, BandejaError, Code
from desktop.core.api.link_commands import BindConnector, Unlink
from desktop.core.api.linking import LinkKind, LinkState
from tests.fakes.shelf import HOST, TOKEN, Shelf
from tests.integration.linking.shelf_world import URL, ShelfWorld


@pytest.fixture
def world(tmp_path: Path):
    made = ShelfWorld(tmp_path / "profile")
    yield made
    made.close()


def test_what_is_not_set_up_says_so_and_cannot_be_bound(world: ShelfWorld):
    row = world.backends.row("shelf")
    assert (row.ready, row.values, row.bound) == (False, (), ())
    assert "Shelf" in row.why_not
    with pytest.raises(BandejaError) as refused:
        world.wish(BindConnector(LinkKind.TASK, "shelf"))
    assert refused.value.code is Code.NOT_SET_UP


def test_set_up_stores_values_in_the_profile_and_secrets_in_the_keyring_alone(world: ShelfWorld):
    row = world.set_up()
    assert (row.ready, row.values) == (True, (("mode", "plain"), ("url", URL)))
    world.wish(BindConnector(LinkKind.TASK, "shelf"))
    world.link_mail(1)
    world.run()
    assert len(world.shelf.items) == 1
    world.store.close()
    assert all(TOKEN.encode() not in path.read_bytes() for path in world.cache.directory.iterdir() if path.is_file())
    world.cache.open()
    world.restart()
    world.link_mail(2)
    world.run()
    assert len(world.shelf.items) == 2


def test_a_refused_probe_stores_nothing(world: ShelfWorld):
    with pytest.raises(AuthenticationError):
        world.set_up(token="wrong-token")
    assert world.backends.row("shelf").values == ()
    world.set_up()
    with pytest.raises(AuthenticationError):
        world.set_up(token="wrong-token", mode="fancy")
    assert dict(world.backends.row("shelf").values)["mode"] == "plain"
    world.wish(BindConnector(LinkKind.TASK, "shelf"))
    world.link_mail(1)
    world.run()
    assert len(world.shelf.items) == 1


def test_a_missing_or_impossible_value_is_refused_before_anybody_is_asked(world: ShelfWorld):
    for changed in ({"url": " "}, {"token": None}, {"mode": "wild"}, {"url": "x" * 20_000}):
        with pytest.raises(BandejaError):
            world.set_up(**changed)
    assert world.opened == []


def test_other_settings_of_the_same_address_keep_the_secret_and_another_address_does_not_get_it(world: ShelfWorld):
    world.set_up()
    world.set_up(token=None, mode="fancy")
    assert world.opened[-1] == ({"url": URL, "mode": "fancy"}, {"token": TOKEN})
    with pytest.raises(BandejaError):
        world.set_up(token=None, url="https://evil.example.net")
    assert len(world.opened) == 2


def test_at_another_server_nothing_is_asked_about_or_deleted_that_was_made_at_the_first(world: ShelfWorld):
    world.set_up()
    world.wish(BindConnector(LinkKind.TASK, "shelf"))
    made, deleted = world.link_mail(1), world.link_mail(2)
    world.run()
    world.wish(Unlink(deleted.key, delete_object=True))
    theirs = dict(world.shelf.items)  # of the same numbers, and not ours
    other = Shelf(items={"task-0": next(iter(theirs.values()))})
    world.shelf, first = other, world.shelf
    world.set_up(url="https://elsewhere.example.net")
    world.clock.advance(4_000)
    world.linking.check_now()
    world.run_all(3)
    assert [world.links(number)[0].state for number in (1, 2)] == [LinkState.OPEN, LinkState.OPEN]
    assert world.undo(made.undo_key).done == "nothing"
    world.wish(Unlink(world.links(1)[0].link_key, delete_object=True))
    other.items |= theirs
    world.run_all(3)
    assert (world.links(1), set(other.items), first.items) == ((), {"task-0", *theirs}, theirs)
    world.link_mail(3)
    world.run()
    assert world.links(3)[0].state is LinkState.OPEN


def test_other_settings_of_the_same_server_keep_what_was_made(world: ShelfWorld):
    world.set_up()
    world.wish(BindConnector(LinkKind.TASK, "shelf"))
    made = world.link_mail(1)
    world.run()
    world.set_up(url=URL + "/office/")
    world.undo(made.undo_key)
    world.run()
    assert world.shelf.items == {}


def test_a_refreshed_secret_is_there_at_the_next_start(world: ShelfWorld):
    world.refreshed = "refresh-1"
    world.set_up()
    world.refreshed = "refresh-2"
    world.linking.probe("shelf").result(30)
    world.refreshed = None
    world.restart()
    world.linking.probe("shelf").result(30)
    assert world.opened[-1][1] == {"token": TOKEN, "refresh": "refresh-2"}


def test_a_refused_key_is_told_at_the_backend_until_it_works_again(world: ShelfWorld):
    world.set_up()
    world.wish(BindConnector(LinkKind.TASK, "shelf"))
    world.shelf.token = "another-token"
    world.link_mail(1)
    world.run()
    row = world.backends.row("shelf")
    assert (row.ready, HOST in row.why_not, row.waiting) == (False, True, 1)
    world.set_up(token="another-token")
    world.run()
    row = world.backends.row("shelf")
    assert (row.ready, row.why_not, row.waiting, len(world.shelf.items)) == (True, "", 0, 1)


def test_links_say_why_they_wait_when_the_key_is_gone(world: ShelfWorld):
    world.set_up()
    world.wish(BindConnector(LinkKind.TASK, "shelf"))
    world.shelf.token = "another-token"
    for number in (1, 2):
        world.link_mail(number)
    world.run()
    assert all(HOST in row.said for row in world.linking.waiting())


def test_people_and_cards_are_the_backends_own(world: ShelfWorld):
    world.set_up()
    for kind in (LinkKind.TASK, LinkKind.CRM):
        world.wish(BindConnector(kind, "shelf"))
    assert [one.person_id for one in world.linking.find_people(LinkKind.TASK, "ana").result(30)] == ["7"]
    assert [one.target_id for one in world.linking.find_targets("ana").result(30)] == ["c1"]
    world.shelf.online = False
    assert world.linking.find_targets("ana").result(30) == []
    assert [one.address for one in world.linking.find_people(LinkKind.TASK, "ana").result(30)] == ["ana@example.org"]


def test_links_stay_where_they_are_when_the_work_is_given_to_another(world: ShelfWorld):
    world.link_mail(1)
    world.set_up()
    world.wish(BindConnector(LinkKind.TASK, "shelf"))
    world.link_mail(2)
    world.run()
    assert (len(world.shop.objects), len(world.shelf.items)) == (1, 1)
