"""What a screen relies on of a desk: the real one and the one of the fake session are judged alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from desktop.core.api.commands import Command, Receipt
from desktop.core.api.desk import Desk
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import (
    DeleteContact,
    DeleteEvent,
    DeleteTask,
    SaveContact,
    SaveEvent,
    SaveTask,
    SetCrmRules,
)
from tests.fakes.cache import NOW
from tests.fakes.desk import DeskCache, cache
from tests.fakes.session import FakeSession

__all__ = ["cache"]
DAY = 86_400


@dataclass
class World:
    desk: Desk
    wish: Callable[[Command], Receipt]
    undo: Callable[[int | None], Receipt]


@pytest.fixture(params=["real", "fake"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "real":
        real: DeskCache = request.getfixturevalue("cache")
        yield World(real.desk, real.wish, real.undo)
        return
    session = FakeSession()
    desk = session.desk
    desk.task_details, desk.contact_details, desk.event_details, desk.chat_details = {}, {}, {}, {}
    yield World(desk, lambda command: session.submit(command).result(5), lambda key: session.undo(key).result(5))
    session.close()


def test_tasks_stand_by_their_date_and_those_without_one_last(world: World):
    titles = {"later": NOW + DAY, "never": None, "sooner": NOW, "done": NOW - DAY}
    keys = {title: world.wish(SaveTask(None, title, due_at=due)).key for title, due in titles.items()}
    world.wish(SaveTask(keys["done"], "done", due_at=NOW - DAY, done=True))
    assert [row.title for row in world.desk.tasks(done=False)] == ["sooner", "later", "never"]
    assert [row.title for row in world.desk.tasks(done=True)] == ["done"]
    assert len(world.desk.tasks()) == 4


def test_a_receipt_names_the_key_and_a_detail_says_all(world: World):
    receipt = world.wish(SaveTask(None, "Paint", "two coats", "Ana", NOW + DAY))
    task = world.desk.task(receipt.key)
    assert (task.row.title, task.text, task.row.assignee, task.row.due_at) == ("Paint", "two coats", "Ana", NOW + DAY)
    assert (task.row.done, task.mails, task.checklist) == (False, (), ())


def test_what_is_not_there_is_none(world: World):
    desk = world.desk
    assert (desk.task(99), desk.contact(99), desk.chat(99), desk.event(99), desk.event_ics(99)) == (None,) * 5
    assert (desk.activity_mail(99), desk.saved_copy(99), desk.contact_of("nobody@x.example")) == (None,) * 3


def test_contacts_by_name_company_and_address(world: World):
    firm = world.wish(SaveContact(None, "Marmol SL", ("info@marmol.example",), is_company=True)).key
    eva = world.wish(SaveContact(None, "Eva Sanz", ("eva@marmol.example",), company_key=firm, phone="600")).key
    assert world.desk.contact(eva).row.company == "Marmol SL"
    assert [row.contact_key for row in world.desk.contacts("eva")] == [eva]
    assert {row.contact_key for row in world.desk.contacts("marmol")} == {firm, eva}
    assert world.desk.contacts("zzz") == []
    assert world.desk.contact_of("EVA@marmol.example").contact_key == eva
    assert world.desk.latest(eva) == world.desk.contact(eva).timeline[:4]


def test_events_that_touch_a_span_by_their_start(world: World):
    late = world.wish(SaveEvent(None, "late", NOW + 7_200, NOW + 9_000)).key
    early = world.wish(SaveEvent(None, "early", NOW - 3_600, NOW + 600)).key
    world.wish(SaveEvent(None, "before", NOW - 7_200, NOW - 60))
    world.wish(SaveEvent(None, "after", NOW + 3 * DAY, NOW + 3 * DAY + 600))
    assert [row.event_key for row in world.desk.events(NOW, NOW + DAY)] == [early, late]


@pytest.mark.parametrize(
    ("make", "delete", "read"),
    [
        (SaveTask(None, "x"), DeleteTask, "task"),
        (SaveContact(None, "x"), DeleteContact, "contact"),
        (SaveEvent(None, "x", NOW, NOW + 60), DeleteEvent, "event"),
    ],
)
def test_what_was_deleted_is_gone_and_comes_back(world: World, make, delete, read):
    key = world.wish(make).key
    receipt = world.wish(delete(key))
    assert getattr(world.desk, read)(key) is None
    assert receipt.undo_key is not None
    world.undo(receipt.undo_key)
    assert getattr(world.desk, read)(key) is not None


def test_the_rules_are_what_was_set(world: World):
    account = world.desk.crm_rules().auto_save[0][0]
    world.wish(SetCrmRules(((account, "incoming"),), ("@x.example", "#Private"), "nothing"))
    rules = world.desk.crm_rules()
    assert dict(rules.auto_save)[account] == "incoming"
    assert (rules.never, rules.unknown_sender) == (("@x.example", "#Private"), "nothing")


def test_a_file_that_is_no_calendar_is_refused(world: World):
    with pytest.raises(BandejaError) as refused:
        world.desk.read_ics(b"not one")
    assert refused.value.code is Code.BAD_INPUT
