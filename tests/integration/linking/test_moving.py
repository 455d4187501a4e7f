"""A backend that is set up anew at another server: no id of the one before is ever shown to the other, whatever was under way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import BindConnector, LinkMail, RetryLink, Unlink
from desktop.core.api.linking import LinkKind, LinkState, Person
from tests.fakes.shelf import Shelf
from tests.integration.linking.shelf_world import ELSEWHERE, ShelfWorld


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ShelfWorld]:
    made = ShelfWorld(tmp_path / "profile")
    made.set_up()
    for kind in LinkKind:
        made.wish(BindConnector(kind, "shelf"))
    yield made
    made.close()


def move(world: ShelfWorld) -> tuple[Shelf, Shelf]:
    """The shelf before and the one from now on."""
    before, world.shelf = world.shelf, Shelf()
    world.set_up(url=ELSEWHERE)
    return before, world.shelf


def ask_all(world: ShelfWorld) -> None:
    world.clock.advance(4_000)
    world.linking.check_now()
    world.run_all(2)


def test_what_is_made_while_the_settings_change_is_not_asked_about_at_the_other_server(world: ShelfWorld):
    world.during = lambda: move(world)
    receipt = world.link_mail(1)
    first = world.shelf
    world.run()
    assert len(first.items) == 1
    ask_all(world)
    row = world.links(1)[0]
    assert (row.state, row.remote_id, world.shelf.items) == (LinkState.OPEN, "", {})
    assert world.undo(receipt.undo_key).done == "nothing"


def test_what_was_taken_back_while_it_was_made_there_is_not_deleted_at_the_other_server(world: ShelfWorld):
    def during() -> None:
        world.undo(receipt.undo_key)
        move(world)

    world.during = during
    receipt = world.link_mail(1)
    first = world.shelf
    world.run()
    world.shelf.items |= first.items  # the same id is somebody else's there
    world.run_all(2)
    assert len(world.shelf.items) == 1
    assert [row.state for row in world.links(1)] == [LinkState.OPEN], "it is there, and nobody can delete it from here"


def test_a_wish_of_which_the_first_server_gave_no_answer_is_a_persons_to_look_at(world: ShelfWorld):
    world.shelf.fail_at, world.shelf.serve_first = 2, True
    world.link_mail(1)
    world.run()
    first, second = move(world)
    world.run_all(2)
    row = world.links(1)[0]
    assert (row.state, len(first.items), second.items) == (LinkState.UNSURE, 1, {})
    world.wish(RetryLink(row.link_key, confirmed_not_made=True))
    world.run()
    assert (world.links(1)[0].state, len(second.items)) == (LinkState.OPEN, 1)


def test_what_was_taken_back_before_the_first_server_answered_is_a_persons_to_look_at(world: ShelfWorld):
    """It may be there, nobody can delete it from here, and the other server is asked for nothing."""
    world.shelf.fail_at, world.shelf.serve_first = 2, True
    receipt = world.link_mail(1)
    world.run()
    assert world.undo(receipt.undo_key).done == "undone"
    assert not world.links(1)
    first, second = move(world)
    world.run_all(2)
    assert ([row.state for row in world.links(1)], len(first.items), second.items) == ([LinkState.UNSURE], 1, {})
    world.wish(RetryLink(world.links(1)[0].link_key, confirmed_not_made=True))
    world.run()
    assert ([row.state for row in world.links(1)], len(second.items)) == ([LinkState.OPEN], 1)


def test_a_wish_that_was_under_way_when_the_program_died_is_a_persons_to_look_at(world: ShelfWorld):
    world.store.writer.run("die", lambda uow: None)
    world.link_mail(1)
    world.death.watch(None)
    world.during = lambda: world.death.watch(0)
    with pytest.raises(BaseException):  # noqa: B017 - the death of the program
        world.run()
    world.restart()
    _, second = move(world)
    world.run_all(1)
    assert (world.links(1)[0].state, second.items) == (LinkState.UNSURE, {})


def test_a_wish_that_was_surely_not_made_goes_to_the_other_server(world: ShelfWorld):
    world.shelf.online = False
    world.link_mail(1)
    world.run()
    first, second = move(world)
    world.run_all(1)
    assert (world.links(1)[0].state, first.items, len(second.items)) == (LinkState.OPEN, {}, 1)


def test_the_people_of_a_waiting_wish_go_there_by_address_alone(world: ShelfWorld):
    world.shelf.online = False
    world.link_mail(1, people=(Person("Ana García", "ana@example.org", "7", inside=True),))
    world.run()
    _, second = move(world)
    world.run_all(1)
    assert [one.wish.people for one in second.items.values()] == [
        (Person("Ana García", "ana@example.org", "", inside=True),)
    ]


def test_a_waiting_mail_for_a_card_of_the_first_server_is_not_saved_to_a_card_of_the_same_number(world: ShelfWorld):
    world.shelf.online = False
    world.link_mail(1, kind=LinkKind.CRM, target_id="c1")
    world.run()
    _, second = move(world)
    world.run_all(1)
    row = world.links(1)[0]
    assert (row.state, second.items, "card" in row.said) == (LinkState.FAILED, {}, True)
    world.wish(RetryLink(row.link_key))
    world.run()
    assert [one.wish.target_id for one in second.items.values()] == [""]


def test_one_of_which_the_first_server_gave_no_answer_is_not_called_a_matter_of_its_card(world: ShelfWorld):
    world.shelf.fail_at, world.shelf.serve_first = 2, True
    world.link_mail(1, kind=LinkKind.CRM, target_id="c1")
    world.run()
    _, second = move(world)
    world.run_all(1)
    assert (world.links(1)[0].state, second.items) == (LinkState.UNSURE, {})


def test_a_sheet_that_was_open_meanwhile_does_not_save_to_a_card_of_the_first_server(world: ShelfWorld):
    form = world.linking.form(LinkKind.CRM, (world.key(1),))
    move(world)
    with pytest.raises(BandejaError) as refused:
        world.wish(LinkMail(LinkKind.CRM, (world.key(1),), target_id="c1", site=form.site))
    assert refused.value.code is Code.CARD_ELSEWHERE
    fresh = world.linking.form(LinkKind.CRM, (world.key(1),))
    world.wish(LinkMail(LinkKind.CRM, (world.key(1),), target_id="c1", site=fresh.site))
    world.run()
    assert [one.wish.target_id for one in world.shelf.items.values()] == ["c1"]


def test_a_sheet_that_was_open_while_the_work_was_given_to_another_knows_its_people_by_address(world: ShelfWorld):
    form = world.linking.form(LinkKind.TASK, (world.key(1),))
    world.wish(BindConnector(LinkKind.TASK, "shop"))
    ana = Person("Ana García", "ana@example.org", "7", inside=True)
    world.wish(LinkMail(LinkKind.TASK, (world.key(1),), people=(ana,), site=form.site))
    world.run()
    assert [wish.people[0].person_id for wish in world.shop.objects.values()] == [""]


def test_undo_brings_no_id_of_the_first_server_back(world: ShelfWorld):
    world.link_mail(1)
    world.run()
    unlinked = world.wish(Unlink(world.links(1)[0].link_key))
    move(world)
    world.undo(unlinked.undo_key)
    ask_all(world)
    assert [(row.state, row.remote_id) for row in world.links(1)] == [(LinkState.OPEN, "")]


def test_another_database_of_the_same_server_is_another_place(world: ShelfWorld):
    world.link_mail(1)
    world.run()
    world.set_up(base="company")
    world.shelf.items.clear()
    ask_all(world)
    assert world.links(1)[0].state is LinkState.OPEN
    assert world.links(1)[0].remote_id == ""


def test_only_the_fields_that_name_the_site_do(world: ShelfWorld):
    """Two portals may share a sign-in server, and one may get another."""
    world.link_mail(1)
    world.run()
    world.set_up(sign_in="https://oauth.example.com")
    assert world.links(1)[0].remote_id
    before, world.shelf = world.shelf, Shelf()
    world.set_up(url=ELSEWHERE, sign_in="https://oauth.example.com")
    ask_all(world)
    assert (world.links(1)[0].state, len(before.items)) == (LinkState.OPEN, 1)
