"""Sending against a real submission server that fails in every way: nothing twice, nothing lost, no place in the month too
many, exactly one copy in Sent, and no mail that keeps the others waiting."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from desktop.core.accounts.credentials import Purpose
from desktop.core.accounts.secret import Secret
from desktop.core.api.commands import DiscardOutbox, DraftContent, EditOutbox, RetryOutbox, SaveDraft, Send, SendRaw
from desktop.core.api.errors import BandejaError, Code, ProfileError
from desktop.core.api.rows import OutboxState
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.demo.mail_server.faults import Ending, When
from desktop.core.operations.sender import Quota
from desktop.core.store import outbox
from tests.fakes.cache import mail
from tests.fakes.world import Killed, World, sending_world

__all__ = ["sending_world"]


@pytest.fixture
def here(sending_world: World) -> World:
    sending_world.sync()
    return sending_world


def write(world: World, text: str = "Hola.", *, draft: int | None = None, to: str = "bob@example.com") -> int:
    """A mail into the outbox, due at once; its key."""
    content = DraftContent(world.account_key, to=to, subject="Own mail", text=text)
    return world.wish(Send(draft, content, undo_seconds=0)).key or 0


def states(world: World) -> list[OutboxState]:
    return [row.state for row in world.engine.outbox()]


def taken(world: World) -> list[bytes]:
    return [one.raw for one in world.submission.accepted]


def sent_copies(world: World) -> int:
    return len(world.held()["Sent"])


def counted(world: World) -> int:
    return world.engine.plan().sent_this_month


def go_on(world: World, times: int = 3) -> None:
    for _ in range(times):
        world.clock.advance(4000)
        world.engine.send_due()
        world.sync()


# after the dot


@pytest.mark.parametrize("ending", [Ending.RESET, Ending.CLOSE])
def test_an_answer_lost_after_the_dot_is_unknown_and_never_sent_again_by_itself(here, ending):
    write(here)
    here.submission.faults.drop(".", when=When.AFTER, ending=ending)
    assert here.engine.send_due() == 0
    assert states(here) == [OutboxState.UNKNOWN]
    assert [notice.kind for notice in here.notices] == ["send_unknown"]
    go_on(here)
    here.restart()
    go_on(here)
    assert len(taken(here)) == 1
    assert states(here) == [OutboxState.UNKNOWN]
    assert counted(here) == 1


def test_421_after_the_dot_is_unknown(here):
    write(here)
    here.submission.faults.refuse(".", "421 4.3.2 shutting down")
    here.engine.send_due()
    go_on(here)
    assert states(here) == [OutboxState.UNKNOWN]
    assert taken(here) == []


def test_an_answer_cut_at_any_byte_of_the_end_sends_nothing_twice(here):
    """From "354" to the last byte of "221": some of these cuts fall into the line that says the mail was taken."""
    faults = here.submission.faults
    faults.cut_after_bytes(100_000)
    write(here, "Carta 0.")
    here.engine.send_due()
    whole = 100_000 - faults._cut.bytes_left
    unknown_and_taken = 0
    for number, count in enumerate(range(whole - 70, whole + 1, 2), start=1):
        faults.reset()
        faults.cut_after_bytes(count, Ending.CLOSE)
        here.clock.advance(20)
        key = write(here, f"Carta {number}.")
        here.engine.send_due()
        mine = sum(f"Carta {number}.".encode() in raw for raw in taken(here))
        rows = [row for row in here.engine.outbox() if row.outbox_key == key]
        if not rows:
            assert mine == 1
            continue
        unknown_and_taken += rows[0].state is OutboxState.UNKNOWN and mine == 1
        assert rows[0].state is OutboxState.UNKNOWN or mine == 0, count
        here.wish(DiscardOutbox(key))
    faults.reset()
    assert unknown_and_taken >= 5


def test_an_unknown_mail_is_sent_again_only_on_the_users_word(here):
    key = write(here)
    here.submission.faults.drop(".", when=When.BEFORE)
    here.engine.send_due()
    with pytest.raises(BandejaError) as refused:
        here.wish(RetryOutbox(key))
    assert refused.value.code is Code.UNKNOWN_OUTCOME
    here.wish(RetryOutbox(key, confirmed_not_sent=True))
    here.engine.send_due()
    go_on(here)
    assert len(taken(here)) == 1
    assert counted(here) == 1
    assert sent_copies(here) == 1


def test_an_unknown_mail_found_in_sent_is_settled(here):
    key = write(here)
    here.submission.faults.drop(".", when=When.AFTER)
    here.engine.send_due()
    here.server.deliver("Sent", taken(here)[0], here.clock.now(), ["\\Seen"])
    go_on(here)
    assert states(here) == []
    assert sent_copies(here) == 1
    assert here.engine.drafts() == []
    assert key
    here.assert_same()


def test_a_sent_mailbox_that_refuses_to_be_searched_does_not_stop_the_account(here):
    write(here)
    here.submission.faults.drop(".", when=When.AFTER)
    here.engine.send_due()
    here.faults.refuse("UID SEARCH", "NO [SERVERBUG] no", containing="MESSAGE-ID", times=None)
    here.deliver(1)
    here.sync()
    assert here.numbers("INBOX") == [1]


# before the dot


@pytest.mark.parametrize("command", ["GREETING", "EHLO", "AUTH", "MAIL", "RCPT", "DATA"])
def test_a_line_lost_before_the_dot_is_tried_again_with_the_same_bytes(here, command):
    write(here)
    for _ in range(2):
        here.submission.faults.drop(command, when=When.BEFORE)
        here.engine.send_due()
        assert states(here) == [OutboxState.WAITING]
        here.clock.advance(4000)
    with here.engine.store.reading() as connection:
        before = outbox.load_queued(connection, here.engine.outbox()[0].outbox_key)
    go_on(here)
    assert taken(here) == [before.raw]
    assert sent_copies(here) == 1
    assert counted(here) == 1


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize(
    ("reply", "state"), [("451 4.7.1 greylisted", OutboxState.WAITING), ("550 5.7.1 no", OutboxState.FAILED)]
)
def test_refusals_are_of_two_kinds(here, command, reply, state):
    key = write(here)
    here.submission.faults.refuse(command, reply)
    here.engine.send_due()
    assert states(here) == [state]
    assert counted(here) == (1 if state is OutboxState.WAITING else 0), "a failed mail gives its place back"
    if state is OutboxState.FAILED:
        here.wish(RetryOutbox(key))
    go_on(here)
    assert len(taken(here)) == 1
    assert counted(here) == 1


def test_a_refused_password_stops_knocking_and_a_new_one_is_tried_at_once(here):
    for number in range(5):
        write(here, f"Número {number}")
    settings = here.engine.logins.settings_of(here.account_key)
    here.submission.passwords["ana"] = "changed"
    for _ in range(30):
        here.clock.advance(20)
        here.engine.send_due()
    assert len(here.submission.faults.commands("AUTH")) <= 3
    assert states(here) == [OutboxState.WAITING] * 5
    assert {notice.kind for notice in here.notices} == {"send_failed"}
    here.submission.passwords["ana"] = here.server.password = "secret2"
    here.engine.set_password(here.account_key, "secret2").result(30)
    assert here.engine.send_due() == 5
    assert settings.address


def test_an_account_without_a_password_keeps_its_mail(here):
    key = write(here)
    secret_id = here.engine.logins._load(here.account_key)[1]
    here.credentials.drop(secret_id)
    here.engine.send_due()
    assert states(here) == [OutboxState.WAITING]
    assert "password" in here.engine.outbox()[0].said
    here.credentials.set(Purpose.IMAP, secret_id, Secret("secret"))
    go_on(here)
    assert len(taken(here)) == 1
    assert key


def test_a_poison_mail_does_not_block_the_others(here):
    for number in range(20):
        write(here, f"Número {number}", to="poison@example.com" if number == 0 else "bob@example.com")
    here.submission.faults.drop("RCPT", containing="poison", when=When.BEFORE, times=None)
    here.engine.send_due()
    assert len(taken(here)) == 19
    assert states(here) == [OutboxState.WAITING]


def test_a_dead_line_is_not_tried_for_each_mail(here):
    for number in range(20):
        write(here, f"Número {number}")
    here.submission.faults.drop("GREETING", when=When.BEFORE, times=None)
    here.engine.send_due()
    assert len(here.submission.faults.commands("GREETING")) <= 3
    here.submission.faults.reset()
    go_on(here)
    assert len(taken(here)) == 20


# by a person


def test_send_pressed_twice_sends_once(here):
    draft = here.wish(SaveDraft(None, DraftContent(here.account_key, to="bob@example.com", subject="S"))).key
    write(here, draft=draft)
    with pytest.raises(BandejaError, match="outbox already"):
        write(here, draft=draft)
    assert here.wish(SaveDraft(draft, DraftContent(here.account_key, text="late"))).count == 0
    here.engine.send_due()
    go_on(here)
    assert len(taken(here)) == 1
    assert here.engine.drafts() == []


def test_a_ready_made_mail_is_sent_once_and_never_taken_for_a_draft(here):
    command = SendRaw(here.account_key, mail(1), ("bob@example.com",))
    key = here.wish(command).key
    with pytest.raises(BandejaError, match="not written here"):
        here.wish(EditOutbox(key))
    here.engine.send_due()
    with pytest.raises(BandejaError, match="Message-ID was sent"):
        here.wish(command)
    assert len(taken(here)) == 1


def test_taken_back_in_time_it_is_a_draft_as_it_was(here):
    content = DraftContent(here.account_key, to="bob@example.com", subject="S", text="Texto entero")
    receipt = here.wish(Send(None, content, undo_seconds=10))
    assert here.engine.send_due() == 0
    here.restart()
    undone = here.engine.undo(receipt.undo_key).result(10)
    assert undone.done == "unsent"
    assert here.engine.draft(undone.key) == content
    go_on(here)
    assert taken(here) == []
    assert counted(here) == 0


def test_a_failed_mail_comes_back_whole(here):
    content = DraftContent(
        here.account_key, to="bob@example.com", cc="eva@example.com", subject="S", text="Texto entero"
    )
    receipt = here.wish(Send(None, content, undo_seconds=0))
    here.submission.faults.refuse("RCPT", "550 5.1.1 no such user", times=None)
    here.engine.send_due()
    key = here.wish(EditOutbox(receipt.key)).key
    assert here.engine.draft(key) == content


# Sent, exactly once


def test_a_copy_goes_to_sent_exactly_once_though_append_is_cut(here):
    write(here)
    here.engine.send_due()
    for when in (When.AFTER, When.BEFORE, When.AFTER):
        here.faults.drop("APPEND", when=when)
        try:
            go_on(here, 1)
        except BandejaError:
            continue
    go_on(here)
    assert sent_copies(here) == 1
    here.assert_same()


def test_where_there_is_no_sent_mailbox_one_is_made(here):
    here.server.delete("Sent")
    here.sync()
    write(here)
    here.engine.send_due()
    go_on(here)
    assert sent_copies(here) == 1


def test_a_provider_that_files_sent_mail_by_itself_gets_no_second_copy(tmp_path):
    world = World(tmp_path / "profile", sends=True, files_sent=True)
    try:
        world.sync()
        world.restart()  # what it does is remembered from the last connection
        write(world)
        assert world.engine.send_due() == 1
        go_on(world)
        assert sent_copies(world) == 1
        assert len(world.shown("Sent")) == 1
        assert not world.faults.commands("APPEND")
    finally:
        world.close()


# the month


def limited(world: World, limit: int) -> None:
    with world.engine.store.reading() as connection:
        quota = world.engine._standing.quota(connection, world.account_key)
    world.engine._sender._quota = lambda connection, account_key: Quota(quota.month, limit, quota.resets_at)


def test_the_last_place_goes_to_one_of_eight_threads(here):
    for number in range(8):
        write(here, f"Número {number}")
    limited(here, 1)
    threads = [threading.Thread(target=here.engine.send_due) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(taken(here)) == 1
    assert sorted(states(here)) == [OutboxState.HELD] * 7


RACE = """
import sys, pathlib
from sqlalchemy import insert
from desktop.core.store import outbox
from desktop.core.store.database import open_writer
from desktop.core.store.writer import UnitOfWork
path, keys = pathlib.Path(sys.argv[1]), range(int(sys.argv[2]), int(sys.argv[3]))
engine = open_writer(path)
print("ready", flush=True)
sys.stdin.readline()
won = 0
with engine.connect() as connection:
    for key in keys:
        with connection.begin():
            won += outbox.reserve(UnitOfWork(connection, 0), key, "2026-11", int(sys.argv[4]))
print(won)
"""


@pytest.mark.parametrize("limit", [1, 7])
def test_two_processes_race_for_the_last_places_and_get_exactly_those(here, limit):
    """Even without the lock of the profile."""
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(here.engine.store.path), str(1000 * n), str(1000 * n + 40), str(limit)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for n in (1, 2)
    ]  # fmt: skip
    for run in runs:
        assert run.stdout.readline() == "ready\n"
    for run in runs:
        run.stdin.write("go\n")
        run.stdin.flush()
    won = [int(run.communicate(timeout=60)[0]) for run in runs]
    assert sum(won) == limit


def test_a_larger_plan_releases_what_waits_for_the_next_month(here):
    here.wish(SetPlan("free"))
    write(here)
    here.engine.send_due()
    assert states(here) == [OutboxState.HELD]
    here.wish(SetPlan("standard"))
    assert here.engine.send_due() == 1


@pytest.mark.parametrize("point", range(12))
def test_a_death_between_any_two_steps_of_sending_counts_once_and_sends_once(tmp_path, point):
    world = World(tmp_path / "profile", sends=True)
    try:
        world.sync()
        key = write(world)
        world.death.watch(point)
        died = ""
        try:
            world.engine.send_due()
        except Killed as killed:
            died = str(killed)
        world.restart()
        state = states(world)
        if died in ("after the dot is announced", "after submission", "before sent", "after handed_over"):
            assert state == [OutboxState.UNKNOWN]
        assert counted(world) <= 1
        if state == [OutboxState.UNKNOWN]:
            if taken(world):
                world.wish(DiscardOutbox(key))
            else:
                world.wish(RetryOutbox(key, confirmed_not_sent=True))
        go_on(world)
        assert len(taken(world)) == 1, died
        assert counted(world) == 1, died
        assert states(world) == []
    finally:
        world.close()


def test_what_the_server_said_is_remembered_while_the_disk_is_full(here):
    """It took the mail, and that could not be written: it is not sent again, and not unknown."""
    write(here)
    real = here.engine.store.writer.run

    def full(name, function, **named):
        if name == "sent":
            raise ProfileError(Code.DISK_FULL, path=here.directory)
        return real(name, function, **named)

    here.engine.store.writer.run = full
    with pytest.raises(ProfileError):
        here.engine.send_due()
    with pytest.raises(ProfileError):
        here.engine.send_due()
    here.engine.store.writer.run = real
    here.engine.send_due()
    go_on(here)
    assert len(taken(here)) == 1
    assert states(here) == []
    assert sent_copies(here) == 1
