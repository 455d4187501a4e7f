"""Mail that waits for an answer is brought forward once when none has come, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.commands import (
    Archive,
    Delete,
    DiscardOutbox,
    DraftContent,
    EditOutbox,
    Remind,
    RemoveAccount,
    Send,
    SendRaw,
)
from desktop.core.api.errors import BandejaError
from desktop.core.api.queries import ListView
from desktop.core.api.rows import AwaitedRow
from desktop.core.store import reminders
from desktop.core.store.salvage import rebuild
from desktop.core.store.store import FILE_NAME
from tests.fakes.real_world import RealWorld
from tests.fakes.servers import AND_REAL_SERVERS, real_server
from tests.fakes.world import NOW, Killed, World

DAY = 86_400


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "profile", sends=True)
    made.deliver(1)
    made.sync()
    yield made
    made.close()
    assert not made.imap.failures


@pytest.fixture(params=["embedded", *AND_REAL_SERVERS])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """The same world on other mail servers, too."""
    if request.param == "embedded":
        yield request.getfixturevalue("world")
        return
    made = RealWorld(tmp_path / "profile", real_server(request.param), sends=True)
    made.deliver(1)
    made.sync()
    yield made
    made.close()


def send(world: World, *, after: int = 3 * DAY, at: int = 0, to: str = "Bob <bob@example.com>, eva@example.com") -> int:
    """Into the outbox; the undo group."""
    content = DraftContent(world.account_key, to=to, subject="Presupuesto", text="¿Qué le parece?", remind_after=after)
    receipt = world.wish(Send(None, content, undo_seconds=0, at=at))
    assert receipt.undo_key is not None
    return receipt.undo_key


def sent(world: World, **how: int) -> AwaitedRow:
    """It has left, and its copy is in Sent."""
    send(world, **how)
    follow(world)
    return awaited(world)


def follow(world: World) -> None:
    for _ in range(3):
        world.engine.send_due()
        world.pass_time(30)


def awaited(world: World) -> AwaitedRow:
    (row,) = world.engine.awaited()
    return row


def told(world: World, at: int) -> list[dict[str, str]]:
    world.clock.set(at)
    world.engine.bring_forward()
    notices = [dict(one.parameters) for one in world.notices if one.kind == "no_answer"]
    world.notices.clear()
    return notices


def letter(message_id: str, *, who: str = "bob@example.com", extra: str = "", field: str = "In-Reply-To") -> bytes:
    return (
        f"Message-ID: <answer-{len(extra)}-{field}@example.com>\r\nDate: Mon, 16 Nov 2026 10:00:00 +0100\r\n"
        f"From: Bob <{who}>\r\nTo: ana@example.org\r\nSubject: Re: Presupuesto\r\n{field}: <{message_id}>\r\n{extra}"
        f"Content-Type: text/plain\r\n\r\nDe acuerdo.\r\n"
    ).encode()


def answer(world: World, raw: bytes) -> None:
    world.server.deliver("INBOX", raw, world.clock.now(), [])
    world.sync()


def test_it_is_brought_forward_once(anywhere: World):
    world = anywhere
    row = sent(world)
    assert row.sent_at is not None
    assert row.due_at == row.sent_at + 3 * DAY
    assert row.location_key in world.shown("Sent")
    assert world.engine.rows([row.location_key or 0])[row.location_key or 0].remind_at == row.due_at
    assert told(world, row.due_at - 1) == []
    (about,) = told(world, row.due_at)
    assert (about["subject"], about["person"], about["more"], about["late"]) == ("Presupuesto", "Bob", "1", "")
    assert told(world, row.due_at + DAY) == []
    assert awaited(world).told
    assert list(world.engine.list_keys(ListView(awaiting=True))) == [row.location_key]


def test_missed_while_nobody_was_here_it_says_so(world: World):
    row = sent(world)
    world.restart()
    (about,) = told(world, (row.due_at or 0) + DAY)
    assert about["late"] == "1"
    world.restart()
    assert told(world, (row.due_at or 0) + 2 * DAY) == []


def test_many_at_once_are_one_notice(world: World):
    for _ in range(4):
        send(world)
    follow(world)
    world.clock.set(NOW + 4 * DAY)
    assert world.engine.bring_forward() == 4
    (notice,) = (one for one in world.notices if one.kind.startswith("no_answer"))
    assert (notice.kind, dict(notice.parameters)) == ("no_answers", {"count": "4"})


@pytest.mark.parametrize("field", ["In-Reply-To", "References"])
def test_an_answer_ends_it(anywhere: World, field: str):
    world = anywhere
    row = sent(world)
    answer(world, letter(row.message_id, field=field))
    assert world.engine.awaited() == []
    assert told(world, NOW + 9 * DAY) == []
    assert list(world.engine.list_keys(ListView(awaiting=True))) == []


def test_an_answer_after_the_notice_ends_it_too(world: World):
    row = sent(world)
    assert len(told(world, row.due_at or 0)) == 1
    answer(world, letter(row.message_id))
    assert world.engine.awaited() == []


@pytest.mark.parametrize(
    ("who", "extra"),
    [
        ("ana@example.org", ""),
        ("ANA@Example.org", ""),
        ("bob@example.com", "Auto-Submitted: auto-replied\r\n"),
        ("bob@example.com", "X-Autoreply: yes\r\n"),
        ("postmaster@example.com", "Return-Path: <>\r\nAuto-Submitted: no\r\n"),
        ("bob@example.com", 'MIME-Version: 1.0\r\nX-A: 1\r\nContent-Type: multipart/report; boundary="b"\r\n'),
    ],
)
def test_what_is_no_answer(world: World, who: str, extra: str):
    row = sent(world)
    answer(world, letter(row.message_id, who=who, extra=extra))
    assert len(told(world, row.due_at or 0)) == 1


def test_an_answer_that_was_here_before_and_is_moved_is_not_a_new_one(world: World):
    row = sent(world)
    answer(world, letter(row.message_id))
    world.clock.advance(60)
    world.wish(Remind((row.location_key or 0,), NOW + 5 * DAY))
    world.server.deliver("Work", letter(row.message_id), world.clock.now(), [])
    world.sync()
    assert len(told(world, NOW + 5 * DAY)) == 1


def test_undo_of_sending_drops_it_and_the_draft_keeps_the_choice(world: World):
    key = send(world)
    assert awaited(world).due_at is None
    receipt = world.engine.undo(key).result(30)
    assert world.engine.awaited() == []
    draft = world.engine.draft(receipt.key or 0)
    assert draft is not None
    assert draft.remind_after == 3 * DAY


@pytest.mark.parametrize("wish", [EditOutbox, DiscardOutbox])
def test_what_does_not_go_needs_no_answer(world: World, wish: type):
    send(world)
    (row,) = world.engine.outbox()
    world.wish(wish(row.outbox_key))
    assert world.engine.awaited() == []


def test_the_time_runs_from_the_sending_on(world: World):
    send(world, at=NOW + 5 * DAY)
    follow(world)
    assert awaited(world).due_at is None
    assert told(world, NOW + 4 * DAY) == []
    world.clock.set(NOW + 6 * DAY)
    follow(world)
    row = awaited(world)
    assert row.sent_at is not None
    assert row.sent_at >= NOW + 6 * DAY
    assert row.due_at == row.sent_at + 3 * DAY


def test_a_ready_mail_from_a_file(world: World):
    raw = b"From: ana@example.org\r\nTo: Bob <bob@example.com>\r\nSubject: Hola\r\n\r\nHola.\r\n"
    world.wish(SendRaw(world.account_key, raw, ("bob@example.com",), remind_after=DAY))
    follow(world)
    row = awaited(world)
    assert (row.subject, row.due_at) == ("Hola", (row.sent_at or 0) + DAY)


def test_deleting_the_mail_ends_it_and_undo_brings_it_back(world: World):
    row = sent(world)
    key = world.wish(Delete((row.location_key or 0,))).undo_key
    assert world.engine.awaited() == []
    world.engine.undo(key).result(30)
    assert awaited(world).due_at == row.due_at
    assert len(told(world, row.due_at or 0)) == 1


def test_another_program_puts_it_into_the_trash(world: World):
    row = sent(world)
    world.server.move("Sent", list(world.held()["Sent"]), "Trash")
    world.sync()
    assert told(world, row.due_at or 0) == []
    assert world.engine.awaited() == []


def test_it_may_lie_elsewhere_or_be_gone_from_here(world: World):
    row = sent(world)
    world.wish(Archive((row.location_key or 0,)))
    follow(world)
    moved = awaited(world)
    assert moved.location_key in world.shown("Archive")
    world.engine.store.writer.run("gone", lambda uow: uow.connection.exec_driver_sql("DELETE FROM location"))
    (about,) = told(world, row.due_at or 0)
    assert about["to"] == "Bob <bob@example.com>, eva@example.com"
    assert awaited(world).location_key is None


def test_afterwards_moved_on_and_ended_with_undo(world: World):
    send(world, after=0)
    follow(world)
    assert world.engine.awaited() == []
    (key,) = world.shown("Sent")
    first = world.wish(Remind((key,), NOW + 2 * DAY)).undo_key
    row = awaited(world)
    assert (row.due_at, row.subject, [one.addr_spec for one in row.people]) == (
        NOW + 2 * DAY, "Presupuesto", ["bob@example.com", "eva@example.com"],
    )  # fmt: skip
    assert len(told(world, NOW + 2 * DAY)) == 1
    later = world.wish(Remind((), NOW + 4 * DAY, (row.reminder_key,))).undo_key
    assert (awaited(world).due_at, awaited(world).told) == (NOW + 4 * DAY, False)
    world.engine.undo(later).result(30)
    assert (awaited(world).due_at, awaited(world).told) == (NOW + 2 * DAY, True)
    end = world.wish(Remind((key,), 0)).undo_key
    assert world.engine.awaited() == []
    world.engine.undo(end).result(30)
    assert awaited(world).due_at == NOW + 2 * DAY
    world.engine.undo(first).result(30)
    assert world.engine.awaited() == []


def test_of_a_mail_that_others_wrote_no_answer_is_waited_for(world: World):
    with pytest.raises(BandejaError):
        world.wish(Remind((world.key("INBOX", 1),), NOW + DAY))
    with pytest.raises(BandejaError):
        world.wish(Remind((), NOW - 1, (1,)))
    assert world.wish(Remind((world.key("INBOX", 1),), 0)).count == 0


def test_a_damaged_file_keeps_it(world: World):
    row = sent(world)
    world.engine.close()
    rebuild(world.directory / FILE_NAME, world.clock)
    world.open()
    kept = awaited(world)
    assert (kept.message_id, kept.due_at, kept.people) == (row.message_id, row.due_at, row.people)
    assert len(told(world, row.due_at or 0)) == 1


def test_it_goes_with_its_account(world: World):
    sent(world)
    world.wish(RemoveAccount(world.account_key))
    assert world.engine.awaited() == []


def test_dead_at_any_step_it_is_told_once_at_most(world: World):
    row = sent(world)
    at = 0
    while True:
        world.clock.set((row.due_at or 0) + at)
        world.engine.store.writer.run(
            "again", lambda uow: uow.connection.exec_driver_sql("UPDATE reminder SET told_at = NULL")
        )
        world.notices.clear()
        world.death.watch(at)
        try:
            world.engine.bring_forward()
        except Killed:
            was_stored = world.death.last == "after no answer"
            world.restart()
            world.engine.bring_forward()
            assert len(world.notices) == (0 if was_stored else 1), "stored before it is told"
            at += 1
            continue
        break
    assert at == 2
    world.death.rest()
    world.restart()
    world.engine.bring_forward()
    assert sum(one.kind == "no_answer" for one in world.notices) == 1


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_dead_at_any_step_of_sending_it_goes_with_its_mail(tmp_path: Path, step: int):
    at = 0
    while True:
        world = World(tmp_path / str(at), sends=True)
        world.sync()
        send(world)
        world.death.watch(at)
        try:
            world.engine.send_due()
            reached = False
        except Killed:
            reached = True
        world.restart()
        follow(world)
        world.settle()
        unsettled = [row.message_id for row in world.engine.outbox()]
        row = awaited(world)
        assert (row.due_at is None) == (row.message_id in unsettled)
        world.close()
        if not reached:
            break
        at += step
    assert at >= 8


def test_what_waits_is_found_without_a_look_at_every_mail(world: World):
    sent(world)
    with world.engine.store.reading() as connection:
        spelled = reminders.select_shown().compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {spelled}")]
    assert not [step for step in plan if step.startswith("SCAN") and step != "SCAN reminder"], plan
