"""A disk that fills up, and a profile that is in use: a plain sentence, nothing lost, and work goes on by itself.

The file's own page limit makes SQLite say what it says on a full disk, at any write one likes; where a small file system can
be mounted, a real full disk says it too.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.api.commands import DraftContent, SaveDraft, Send, SetFlagged
from desktop.core.api.errors import Code, ProfileError
from desktop.core.store.store import Store
from tests.fakes.cache import Cache, cache, mail
from tests.fakes.world import World, sending_world, world

__all__ = ["cache", "sending_world", "world"]


def fill(world: World, spare_pages: int = 0) -> None:
    def limit(driver) -> None:
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count={pages + spare_pages}")

    world.engine.store.writer.submit_outside("fill", limit).result()


def empty(world: World) -> None:
    world.engine.store.writer.submit_outside(
        "empty", lambda driver: driver.execute("PRAGMA max_page_count=1073741823").fetchall()
    ).result()


def big(number: int) -> bytes:
    return mail(number, body="x" * 60_000)


@pytest.mark.parametrize("spare", [0, 3, 9, 20, 35, 60])
def test_a_disk_that_fills_up_during_a_sync_loses_nothing(world, spare):
    for number in range(8):
        world.server.deliver("INBOX", big(number), world.clock.now() - 60)
    fill(world, spare)
    for _ in range(2):
        with pytest.raises(ProfileError) as full:
            world.sync()
        assert full.value.code is Code.DISK_FULL
        assert "no space left" in full.value.sentence()
    empty(world)
    world.sync()
    world.assert_same()


def test_a_wish_that_cannot_be_stored_is_refused_in_words_and_those_before_it_are_kept(world):
    world.deliver(1, 2)
    world.sync()
    world.wish(SetFlagged((world.key("INBOX", 1),), True))
    fill(world)
    content = DraftContent(world.account_key, to="bob@example.com", subject="S", text="x" * 200_000)
    with pytest.raises(ProfileError) as full:
        world.wish(SaveDraft(None, content))
    assert full.value.code is Code.DISK_FULL
    empty(world)
    assert world.wish(SaveDraft(None, content)).key
    world.pass_time()
    assert "\\Flagged" in next(flags for token, flags, _ in world.held()["INBOX"].values() if token.startswith("m1@"))


def test_an_operation_done_while_its_outcome_could_not_be_written_is_done_once(world):
    """The server moved the mail; nothing could be written about it until there was space again, in the same run."""
    world.deliver(1, 2)
    world.sync()
    world.wish(SetFlagged((world.key("INBOX", 2),), True))
    real = world.engine.store.writer.run

    def full(name, function, **named):
        if name in ("finish store", "postpone operations"):
            raise ProfileError(Code.DISK_FULL, path=world.directory)
        return real(name, function, **named)

    world.engine.store.writer.run = full
    with pytest.raises(ProfileError):
        world.sync()
    world.engine.store.writer.run = real
    world.pass_time()
    assert not world.engine.operations()
    world.assert_same()


def test_a_mail_is_not_handed_over_when_that_cannot_be_written_first(sending_world):
    """And it goes by itself when there is space again, in the same run."""
    world = sending_world
    world.sync()
    content = DraftContent(world.account_key, to="bob@example.com", subject="S", text="T")
    world.wish(Send(None, content, undo_seconds=0))
    real = world.engine.store.writer.run

    def full(name, function, **named):
        if name != "reserve send":
            raise ProfileError(Code.DISK_FULL, path=world.directory)
        return real(name, function, **named)

    world.engine.store.writer.run = full
    with pytest.raises(ProfileError):
        world.engine.send_due()
    assert world.submission.accepted == []
    world.engine.store.writer.run = real
    world.clock.advance(60)
    assert world.engine.send_due() == 1
    assert len(world.submission.accepted) == 1


def test_damage_is_not_read_into_the_words_of_a_mail(cache):
    """An error's own words count, not the statement with what people wrote."""

    def job(uow):
        uow.connection.exec_driver_sql("SELECT 'disk is full, database malformed' FROM nowhere")

    with pytest.raises(Exception, match="no such table") as failed:
        cache.store.writer.run("bad", job)
    assert not isinstance(failed.value, ProfileError)


def test_an_error_carries_no_mail_into_a_log(cache):
    def job(uow):
        uow.connection.exec_driver_sql("INSERT INTO setting(name, value) VALUES (?, ?)", ("secreto", None))

    with pytest.raises(Exception, match="NOT NULL") as failed:
        cache.store.writer.run("bad", job)
    assert "secreto" not in str(failed.value)


def test_a_listener_that_fails_does_not_end_the_writer(tmp_path, caplog):
    cache = Cache(tmp_path / "profile")
    cache.store.close()

    def fail(changes):
        raise ValueError("a listener")

    store = Store(tmp_path / "profile", cache.clock, fail)
    try:
        for _ in range(3):
            store.writer.run("change", lambda uow: uow.mailboxes.add(1))
    finally:
        store.close()
    assert "a listener failed" in caplog.text


def test_a_job_behind_the_end_is_answered(cache):
    cache.store.close()
    for job in (
        cache.store.writer.submit("late", lambda uow: 1),
        cache.store.writer.submit_outside("late", lambda d: 1),
    ):
        with pytest.raises(RuntimeError, match="closed"):
            job.result(5)


HOLD = """
import pathlib, sys, time
from desktop.core.clock import SystemClock
from desktop.core.store.store import Store
store = Store(pathlib.Path(sys.argv[1]), SystemClock())
print("open", flush=True)
sys.stdin.readline()
"""


def test_a_killed_owner_leaves_the_profile_free_at_once(tmp_path):
    cache = Cache(tmp_path / "profile")
    cache.store.close()
    for _ in range(3):
        owner = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path / "profile")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert owner.stdout.readline() == "open\n"
        with pytest.raises(ProfileError) as used:
            Store(tmp_path / "profile", cache.clock)
        assert used.value.code is Code.PROFILE_IN_USE
        owner.kill()
        owner.wait(10)
        Store(tmp_path / "profile", cache.clock).close()
        owner.stdin.close()
        owner.stdout.close()


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 6 MB, where this may be made."""
    place = tmp_path / "disk"
    place.mkdir()
    if (
        os.geteuid() != 0
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a small file system cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_real_full_disk(small_disk):
    world = World(small_disk / "profile")
    try:
        for number in range(60):
            world.server.deliver("INBOX", mail(number, body="x" * 200_000), world.clock.now() - 60)
        world.wish(SaveDraft(None, DraftContent(world.account_key, subject="Kept", text="Texto")))
        with pytest.raises(ProfileError) as full:
            world.sync()
        assert full.value.code is Code.DISK_FULL
        world.restart()
        assert [row.subject for row in world.engine.drafts()] == ["Kept"]
        subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
        world.sync()
        world.assert_same()
    finally:
        world.close()
