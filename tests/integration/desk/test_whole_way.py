"""From mail that comes to a copy at a contact, through the real engine, and with the program dying at every point of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.commands import Delete, DraftContent, Send
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.api.link_commands import DeleteTask, LinkMail, SetCrmRules
from desktop.core.api.linking import LinkKind, LinkState
from tests.fakes.cache import mail
from tests.fakes.world import Killed, World

DAY = 86_400
DYING = pytest.mark.parametrize("apart", [9, pytest.param(1, marks=pytest.mark.slow)])


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "profile")
    yield made
    made.close()


def work(world: World) -> None:
    """Mail comes, is judged, and the queue does what is wished."""
    world.sync()
    world.engine.save_by_rules()
    world.engine.linking.run_due()


def copies(world: World) -> list[bytes | None]:
    desk = world.engine.desk
    return [
        desk.activity_mail(one.activity_key)
        for row in desk.contacts()
        for one in desk.contact(row.contact_key).timeline
    ]


def rule(world: World, mode: str, never: tuple[str, ...] = (), unknown: str = "contact") -> None:
    world.wish(SetCrmRules(((world.account_key, mode),), never, unknown))


def arrive(world: World, number: int) -> None:
    world.clock.advance(120)
    world.deliver(number, age=0)


def test_mail_that_comes_is_at_its_contact_and_says_why(world: World):
    rule(world, "incoming", never=("bob3@example.com",))
    for number in (2, 3):
        arrive(world, number)
    work(world)
    assert copies(world) == [mail(2)]
    assert world.engine.linking.why_saved(world.key("INBOX", 2)) == ("contact:bob2@example.com",)
    assert world.engine.linking.why_saved(world.key("INBOX", 3)) == ("never:bob3@example.com",)
    work(world)
    assert len(copies(world)) == 1


def test_what_goes_out_is_saved_to_whom_it_goes(tmp_path: Path):
    world = World(tmp_path / "sending", sends=True)
    try:
        world.sync()
        rule(world, "outgoing")
        content = DraftContent(world.account_key, to="Zoe <zoe@example.net>", subject="Oferta", text="Va adjunta.")
        world.wish(Send(None, content, undo_seconds=0))
        assert world.engine.send_due() == 1
        for _ in range(3):
            world.clock.advance(120)
            work(world)
        (row,) = world.engine.desk.contacts()
        assert row.addresses == ("zoe@example.net",)
        (activity,) = world.engine.desk.contact(row.contact_key).timeline
        assert (activity.incoming, activity.subject) == (False, "Oferta")
    finally:
        world.close()


def test_ctrl_z_does_not_meet_what_the_rules_saved(world: World):
    rule(world, "all")
    arrive(world, 2)
    world.sync()
    world.engine.save_by_rules()
    assert world.engine.undo().result(30).done == "nothing"
    world.engine.linking.run_due()
    assert copies(world) == [mail(2)]


@DYING
def test_dying_anywhere_on_the_way_saves_each_mail_once(world: World, apart: int):
    rule(world, "all")
    number = 10
    for at in range(3, 300, apart):
        number += 1
        arrive(world, number)
        world.death.watch(at)
        try:
            work(world)
        except Killed:
            world.restart()
            work(world)
            assert copies(world).count(mail(number)) == 1, world.death.last
            assert world.engine.linking.waiting() == []
            continue
        assert at > 10
        break
    else:
        pytest.fail("there is no end to it")
    assert sorted(copies(world), key=str) == sorted((mail(one) for one in range(11, number + 1)), key=str)


def test_the_copy_survives_the_mails_expiry_and_its_deletion(world: World):
    for number in (1, 2):
        arrive(world, number)
        world.sync()
        world.wish(LinkMail(LinkKind.CRM, (world.key("INBOX", number),)))
    world.engine.linking.run_due()
    world.wish(Delete((world.key("INBOX", 1),), permanent=True))
    world.pass_time()
    world.engine.sweep(at=world.clock.now() + 400 * DAY)
    assert world.shown("INBOX") == []
    assert sorted(copies(world), key=str) == [mail(1), mail(2)]


def test_a_task_holds_its_mail_until_it_is_deleted_and_again_after_undo(world: World):
    arrive(world, 1)
    world.sync()
    place = world.key("INBOX", 1)
    world.wish(LinkMail(LinkKind.TASK, (place,), title="Contestar"))
    world.engine.linking.run_due()
    (task,) = world.engine.desk.tasks()
    assert (task.title, task.mails) == ("Contestar", 1)
    with pytest.raises(PlanError):
        world.wish(Delete((place,)))
    receipt = world.wish(DeleteTask(task.task_key))
    (row,) = world.engine.linking.links((world.engine.rows([place])[place].message_key,)).values()
    assert [one.state for one in row] == [LinkState.GONE]
    world.engine.undo(receipt.undo_key).result(30)
    with pytest.raises(PlanError):
        world.wish(Delete((place,)))
    world.engine.sweep(at=world.clock.now() + 400 * DAY)
    assert world.numbers("INBOX") == [1]
    world.wish(DeleteTask(task.task_key))
    world.engine.sweep(at=world.clock.now() + 400 * DAY)
    assert world.numbers("INBOX") == []


def test_a_person_is_told_why_a_mail_is_never_saved(world: World):
    rule(world, "off", never=("@example.com",))
    arrive(world, 1)
    world.sync()
    with pytest.raises(BandejaError) as refused:
        world.wish(LinkMail(LinkKind.CRM, (world.key("INBOX", 1),)))
    assert refused.value.code == Code.NEVER_SAVED
    assert "@example.com" in refused.value.sentence()
    rule(world, "off")
    world.wish(LinkMail(LinkKind.CRM, (world.key("INBOX", 1),)))
    world.engine.linking.run_due()
    assert copies(world) == [mail(1)]
    assert world.engine.linking.why_saved(world.key("INBOX", 1)) == ("by_hand:",)


def test_undo_of_a_link_takes_the_object_of_the_desk_away(world: World):
    arrive(world, 1)
    world.sync()
    place = world.key("INBOX", 1)
    for kind in LinkKind:
        receipt = world.wish(LinkMail(kind, (place,)))
        world.engine.linking.run_due()
        world.engine.undo(receipt.undo_key).result(30)
        world.clock.advance(60)
        world.engine.linking.run_due()
    desk = world.engine.desk
    assert (desk.tasks(), desk.chats(), copies(world)) == ([], [], [])
    assert desk.events(0, 1 << 33) == []


def test_a_stranger_who_was_asked_about_becomes_a_contact_by_the_answer(world: World):
    """The notice names the mail in a way that the wish can be made of."""
    rule(world, "incoming", unknown="ask")
    arrive(world, 2)
    work(world)
    assert copies(world) == []
    (asked,) = [notice for notice in world.notices if notice.kind == "crm_ask"]
    key, _, address = dict(asked.parameters)["mail"].partition(" ")
    assert address == "bob2@example.com"
    world.wish(LinkMail(LinkKind.CRM, (int(key),)))
    world.engine.linking.run_due()
    assert copies(world) == [mail(2)]
    assert world.engine.desk.contact_of(address) is not None
