"""Tasks, chats and events of the own desk: what is wished stands there, is told, and can be taken back."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import Delete
from desktop.core.api.desk import ChecklistItem
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import (
    AddChatLine,
    CheckItem,
    DeleteChat,
    DeleteEvent,
    DeleteTask,
    SaveEvent,
    SaveTask,
    SetChatMembers,
)
from desktop.core.api.linking import LinkKind, Person
from desktop.core.operations import mail_commands
from desktop.core.store import links, lists
from tests.fakes.cache import NOW, mail
from tests.fakes.desk import DeskCache, cache

__all__ = ["cache"]
HOUR = 3600


def held_by(cache: DeskCache, location_key: int) -> str | None:
    rows = cache.store.read(lambda connection: lists.load_message_rows(connection, [location_key], lambda a, b: None))
    return rows[location_key].held_by


def test_a_task_is_saved_changed_and_listed_by_its_date(cache: DeskCache):
    late = cache.wish(SaveTask(None, "Llamar a Bob", due_at=NOW + 2 * HOUR)).key
    never = cache.wish(SaveTask(None, "Algún día")).key
    soon = cache.wish(SaveTask(None, "Oferta", "texto", "Ana", NOW + HOUR)).key
    assert [row.task_key for row in cache.desk.tasks()] == [soon, late, never]
    cache.wish(SaveTask(late, "Llamar a Bob ya", due_at=NOW, done=True))
    assert [row.task_key for row in cache.desk.tasks(done=False)] == [soon, never]
    assert [(row.title, row.done) for row in cache.desk.tasks(done=True)] == [("Llamar a Bob ya", True)]
    assert cache.changes[-1].desk


def test_a_checklist_is_ticked_and_keeps_its_order(cache: DeskCache):
    items = tuple(ChecklistItem(0, text, False) for text in ("uno", "dos", "tres"))
    key = cache.wish(SaveTask(None, "Lista", items=items)).key
    first, second, third = cache.desk.task(key).checklist
    cache.wish(CheckItem(second.item_key, True))
    row = cache.desk.task(key).row
    assert (row.items, row.items_done) == (3, 1)
    cache.wish(SaveTask(key, "Lista", items=(third, first, ChecklistItem(0, "cuatro", True))))
    assert [(item.text, item.done) for item in cache.desk.task(key).checklist] == [
        ("tres", False), ("uno", False), ("cuatro", True),
    ]  # fmt: skip
    cache.undo()
    assert [(item.text, item.done) for item in cache.desk.task(key).checklist] == [
        ("uno", False), ("dos", True), ("tres", False),
    ]  # fmt: skip


def test_deleting_a_task_ends_the_hold_and_undo_brings_both_back(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    key = cache.link(LinkKind.TASK, place)
    assert held_by(cache, place) == "task"
    with pytest.raises(BandejaError) as refused:
        cache.wish(Delete((place,)))
    assert refused.value.code == Code.LINKED_TO_TASK
    receipt = cache.wish(DeleteTask(key))
    assert (receipt.done, receipt.target) == ("task_deleted", "Mail 1")
    assert held_by(cache, place) is None
    assert cache.desk.task(key) is None
    assert cache.changes[-1].messages == {cache.message_key(place)}
    assert cache.undo(receipt.undo_key).done == "undone"
    assert held_by(cache, place) == "task"
    detail = cache.desk.task(key)
    assert [(one.location_key, one.subject) for one in detail.mails] == [(place, "Mail 1")]
    assert cache.undo(receipt.undo_key).done == "nothing"


def test_a_mail_whose_task_was_deleted_can_be_deleted(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    cache.wish(DeleteTask(cache.link(LinkKind.TASK, place)))
    assert cache.wish(Delete((place,))).count == 1


def test_a_done_task_still_holds_and_its_link_says_done(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    key = cache.link(LinkKind.TASK, place)
    cache.wish(SaveTask(key, "Hecho", done=True))
    badges = cache.store.read(lambda connection: links.load_badges(connection, [cache.message_key(place)]))
    assert [(one.state, one.title) for one in badges[cache.message_key(place)]] == [("done", "Hecho")]
    assert held_by(cache, place) == "task"
    cache.undo()
    badges = cache.store.read(lambda connection: links.load_badges(connection, [cache.message_key(place)]))
    assert [(one.state, one.title) for one in badges[cache.message_key(place)]] == [("open", "Mail 1")]


def test_undo_of_an_older_change_leaves_the_newer_ones(cache: DeskCache):
    key = cache.wish(SaveTask(None, "Uno", assignee="Ana")).key
    first = cache.wish(SaveTask(key, "Dos", assignee="Ana"))
    cache.wish(SaveTask(key, "Dos", assignee="Bob"))
    cache.undo(first.undo_key)
    row = cache.desk.task(key).row
    assert (row.title, row.assignee) == ("Uno", "Bob")


def test_undo_of_a_new_task_takes_it_away(cache: DeskCache):
    receipt = cache.wish(SaveTask(None, "Error", items=(ChecklistItem(0, "x", False),)))
    assert cache.undo().done == "undone"
    assert cache.desk.task(receipt.key) is None
    assert cache.scalar("SELECT count(*) FROM task_item") == 0


def test_undo_survives_a_restart(cache: DeskCache):
    key = cache.wish(SaveTask(None, "Sigue")).key
    receipt = cache.wish(DeleteTask(key))
    cache.reopen()
    cache.undo(receipt.undo_key)
    assert cache.desk.task(key).row.title == "Sigue"


def test_what_cannot_be_is_refused_and_leaves_nothing_to_undo(cache: DeskCache):
    for command in (
        SaveTask(None, "  "),
        SaveTask(99, "x"),
        SaveTask(None, "x", due_at=-1),
        SaveTask(None, "x", due_at=1 << 60),
        DeleteTask(99),
        CheckItem(99, True),
        AddChatLine(99, "hola"),
        SetChatMembers(99, ()),
        DeleteChat(99),
        SaveEvent(None, "x", NOW, NOW - 1),
        SaveEvent(99, "x", NOW, NOW),
        DeleteEvent(99),
    ):
        with pytest.raises(BandejaError):
            cache.wish(command)
    assert cache.scalar("SELECT count(*) FROM undo_row") == 0
    assert cache.scalar("SELECT count(*) FROM undo_group") == 0
    assert cache.undo().done == "nothing"


def test_a_chat_has_members_and_lines_and_the_latest_comes_first(cache: DeskCache):
    first = cache.put("INBOX", mail(1), 1)
    second = cache.put("INBOX", mail(2), 2)
    old = cache.link(LinkKind.CHAT, first, people=(Person("Bob", "bob@example.com"),))
    cache.clock.advance(10)
    new = cache.link(LinkKind.CHAT, second)
    assert [row.chat_key for row in cache.desk.chats()] == [new, old]
    cache.clock.advance(10)
    cache.wish(AddChatLine(old, "  ¿Quién contesta?  "))
    assert next((row.chat_key, row.last_line) for row in cache.desk.chats()) == (old, "¿Quién contesta?")
    detail = cache.desk.chat(old)
    assert [(line.author, line.text) for line in detail.lines] == [
        ("Ana Beltrán", "Buenos días."), ("Ana Beltrán", "¿Quién contesta?"),
    ]  # fmt: skip
    assert detail.row.members == ("Ana Beltrán", "Bob")
    cache.wish(SetChatMembers(old, ("Zoë", "Zoë", " ")))
    assert cache.desk.chat(old).row.members == ("Zoë",)
    cache.undo()
    cache.undo()
    assert cache.desk.chat(old).row.members == ("Ana Beltrán", "Bob")
    assert cache.desk.chats()[0].chat_key == new


def test_a_deleted_chat_comes_back_whole(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    key = cache.link(LinkKind.CHAT, place)
    cache.wish(AddChatLine(key, "hola"))
    before = cache.desk.chat(key)
    cache.wish(DeleteChat(key))
    assert cache.desk.chats() == []
    cache.undo()
    assert cache.desk.chat(key) == before


def test_an_event_is_in_every_span_that_it_touches(cache: DeskCache):
    key = cache.wish(SaveEvent(None, "Reunión", NOW, NOW + HOUR, place="Sala 3", text="Traer planos")).key
    for first, last, there in (
        (NOW - 10, NOW, True), (NOW + HOUR, NOW + 2 * HOUR, True), (NOW + 5, NOW + 6, True), (NOW - 10, NOW - 1, False),
        (NOW + HOUR + 1, NOW + 2 * HOUR, False),
    ):  # fmt: skip
        assert [row.event_key for row in cache.desk.events(first, last)] == ([key] if there else [])
    cache.wish(DeleteEvent(key))
    assert cache.desk.event(key) is None
    cache.undo()
    assert cache.desk.event(key).text == "Traer planos"


def test_a_checklist_comes_out_of_the_text_of_a_mail(cache: DeskCache):
    place = cache.put("INBOX", mail(1, body="Hola:\r\n- [ ] llamar\r\n* [x] medir\r\ngracias"), 1)
    detail = cache.desk.task(cache.link(LinkKind.TASK, place))
    assert [(item.text, item.done) for item in detail.checklist] == [("llamar", False), ("medir", True)]
    assert detail.text == "Hola:\ngracias"


def test_the_plain_delete_of_mail_still_has_its_own_undo(cache: DeskCache):
    """Rows and operations share one undo."""
    place = cache.put("INBOX", mail(1), 1)
    cache.wish(SaveTask(None, "Antes"))
    receipt = cache.wish(Delete((place,)))
    assert cache.undo().done == "undone"
    assert receipt.undo_key is not None
    assert mail_commands.EXPUNGE_DELAY
    assert [row.title for row in cache.desk.tasks()] == ["Antes"]
    cache.undo()
    assert cache.desk.tasks() == []


def test_the_way_back_for_other_programs_is_left_out_where_the_mail_itself_is_linked(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    url = cache.snapshot(place).mid_url
    key = cache.link(LinkKind.CHAT, place, text=f"Hola.\n\nBob · ayer\n\n{url}")
    assert [line.text for line in cache.desk.chat(key).lines] == ["Hola.\n\nBob · ayer"]
    other = cache.link(LinkKind.TASK, place, text="mid:of-somebody-else@x\n")
    assert cache.desk.task(other).text == "mid:of-somebody-else@x\n"
