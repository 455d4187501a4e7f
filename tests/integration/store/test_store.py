"""The store on a real file: identity, counters, lists, deletion that is one, locks, damage."""

from __future__ import annotations

import gc
import hashlib
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.api.commands import DraftContent
from desktop.core.api.errors import Code, ProfileError
from desktop.core.api.queries import Filter, ListView, SortField
from desktop.core.clock import ManualClock
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.plan.catalogue import Plan
from desktop.core.retention import sweep
from desktop.core.store import drafts, links, lists, locations, mailboxes, operations, orphans, search, undo_groups
from desktop.core.store.database import open_writer
from desktop.core.store.file import NEEDED, load_driver
from desktop.core.store.migrations import STEPS
from desktop.core.store.operations import NewOperation
from desktop.core.store.store import FILE_NAME, Store
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]
DAY = 86_400
BASIC = Plan("basic", "Basic", 1, None, 7, 7, 10_000)


def keys(cache, **view):
    return list(cache.store.read(lambda connection: lists.load_keys(connection, ListView(**view))))


def test_the_library_has_neither_the_wal_bug_nor_readable_leftovers():
    assert load_driver().sqlite_version_info >= NEEDED


def test_files_are_the_users_alone(cache):
    assert stat.S_IMODE(os.stat(cache.directory).st_mode) == 0o700
    for name in cache.directory.iterdir():
        assert stat.S_IMODE(name.stat().st_mode) & 0o077 == 0, name


def test_one_mail_in_two_mailboxes_is_stored_once(cache):
    first = cache.put("INBOX", mail(1), 1)
    second = cache.put("Work", mail(1), 9)
    assert first != second
    assert cache.scalar("SELECT count(*) FROM message") == 1
    assert cache.scalar("SELECT count(*) FROM body") == 1


def test_two_deliveries_with_other_trace_fields_stay_two(cache):
    cache.put("INBOX", b"Received: by a1\r\n" + mail(1), 1)
    cache.put("INBOX", b"Received: by b2\r\n" + mail(1), 2)
    assert cache.scalar("SELECT count(*) FROM message") == 2
    assert cache.scalar("SELECT count(*) FROM body") == 2


def test_the_same_uid_in_two_mailboxes_means_two_mails(cache):
    cache.put("INBOX", mail(1), 7)
    cache.put("Work", mail(2), 7)
    assert cache.scalar("SELECT count(*) FROM location WHERE uid = 7") == 2


def test_counters_are_counted(cache):
    for number in range(5):
        cache.put("INBOX", mail(number), number + 1, flags=FlagSet(Flag.SEEN if number % 2 else Flag(0)))
    assert cache.total("INBOX") == (5, 3)
    place = keys(cache, mailbox_key=cache.keys["INBOX"])[0]
    cache.store.writer.run("drop", lambda uow: locations.drop_locations(uow, [place], keep_linked=False))
    assert cache.total("INBOX") == (4, 2)


def test_lists_are_newest_first_filtered_and_sorted(cache):
    old = cache.put("INBOX", mail(1, subject="b"), 1, received=NOW - 300, flags=FlagSet(Flag.SEEN))
    new = cache.put("INBOX", mail(2, subject="a"), 2, received=NOW - 100)
    mid = cache.put("INBOX", mail(3, subject="c"), 3, received=NOW - 200, flags=FlagSet(Flag.FLAGGED | Flag.SEEN))
    inbox = cache.keys["INBOX"]
    assert keys(cache, mailbox_key=inbox) == [new, mid, old]
    assert keys(cache, mailbox_key=inbox, descending=False) == [old, mid, new]
    assert keys(cache, mailbox_key=inbox, sort=SortField.SUBJECT, descending=False) == [new, old, mid]
    assert keys(cache, mailbox_key=inbox, filter=Filter(unread=True)) == [new]
    assert keys(cache, mailbox_key=inbox, filter=Filter(flagged=True)) == [mid]


def test_search_finds_newest_received_first_whatever_came_first(cache):
    new = cache.put("INBOX", mail(1, body="presupuesto final"), 5, received=NOW - 100)
    old = cache.put("INBOX", mail(2, body="presupuesto viejo"), 4, received=NOW - 90_000)
    assert keys(cache, search="presup") == [new, old]
    assert keys(cache, search="presup", mailbox_key=cache.keys["Work"]) == []
    assert keys(cache, search="from:bob2") == [old]


def test_a_search_of_everything_names_a_mail_once(cache):
    cache.put("INBOX", mail(1, body="zanahoria"), 1)
    cache.put("Work", mail(1, body="zanahoria"), 1)
    assert len(keys(cache, search="zanahoria")) == 1
    assert len(keys(cache, search="zanahoria", mailbox_key=cache.keys["Work"])) == 1


def test_a_new_uidvalidity_costs_no_download(cache):
    place = cache.put("INBOX", mail(1), 5)
    inbox = cache.keys["INBOX"]
    cache.store.writer.run("forget", lambda uow: locations.forget_uids(uow, inbox))
    again = cache.put("INBOX", mail(1), 77)
    assert again == place
    assert cache.scalar("SELECT count(*) FROM body") == 1


def test_linked_mail_stays_when_the_server_loses_it(cache):
    place = cache.put("INBOX", mail(1), 1)
    message_key = cache.scalar("SELECT message_key FROM message")
    cache.store.writer.run(
        "link", lambda uow: links.add_link(uow, message_key, "task", "local", "1", "Call Bob", "open")
    )
    gone = cache.store.writer.run("drop", lambda uow: locations.drop_locations(uow, [place], keep_linked=True))
    rows = cache.store.read(lambda connection: lists.load_message_rows(connection, [place], lambda a, b: None))
    assert gone == 0
    assert not rows[place].on_server
    assert rows[place].held_by == "task"


def test_the_sweep_takes_exactly_what_the_preview_names(cache):
    for number in range(40):
        cache.put("INBOX", mail(number), number + 1, received=NOW - number * DAY)
    linked = cache.scalar("SELECT message_key FROM message WHERE message_id = 'm39@example.org'")
    cache.store.writer.run("link", lambda uow: links.add_link(uow, linked, "task", "local", "1", "Keep", "open"))
    named = {entry.message_id for entry in sweep.preview(cache.store, BASIC, NOW)}
    assert named == {f"m{n}@example.org" for n in range(8, 39)}
    result = sweep.run(cache.store, BASIC, NOW)
    assert result.removed == len(named)
    assert cache.total("INBOX")[0] == 9
    assert cache.scalar("SELECT count(*) FROM body") == 9


@pytest.mark.parametrize("stay", [0, 70])
def test_what_is_deleted_is_gone_from_the_file(cache, stay):
    """Canaries that share no beginning: the index keeps of a word only what differs from the one before. Where a few go and
    many stay, it does not rewrite itself by itself."""
    canaries = [hashlib.sha1(str(number).encode()).hexdigest()[:12] for number in range(5 if stay else 60)]
    for number in range(stay):
        cache.put("INBOX", mail(500 + number, body="stays"), 500 + number)
    for number, canary in enumerate(canaries):
        body = f"{canary} " + "lorem ipsum dolor " * 200
        cache.put("INBOX", mail(number, body=body), number + 1, received=NOW - 50 * DAY)
    assert any(canaries[1].encode() in name.read_bytes() for name in cache.directory.iterdir())
    sweep.run(cache.store, BASIC, NOW)
    left = b"".join(name.read_bytes() for name in sorted(cache.directory.iterdir()))
    assert [canary for canary in canaries if canary[2:].encode() in left] == []
    assert len(keys(cache, search="stays")) == stay


def test_an_orphan_waits_for_a_move_by_another_client(cache):
    place = cache.put("INBOX", mail(1), 1)
    cache.store.writer.run("drop", lambda uow: locations.drop_locations(uow, [place], keep_linked=False))
    cache.put("Work", mail(1), 1)
    cache.clock.advance(10_000)
    removed = cache.store.writer.run("purge", lambda uow: orphans.purge_orphans(uow, orphaned_before=uow.now))
    assert removed == 0
    assert cache.scalar("SELECT count(*) FROM body") == 1


def test_the_index_agrees_with_itself_after_everything(cache):
    for number in range(30):
        cache.put("INBOX", mail(number), number + 1, received=NOW - number * DAY)
    sweep.run(cache.store, BASIC, NOW)
    cache.store.writer.run("check", lambda uow: search.check_index(uow.connection))
    assert cache.scalar("SELECT count(*) FROM message_index") == cache.scalar("SELECT count(*) FROM message")


def test_a_second_program_is_turned_away(cache):
    code = (
        "import sys; from pathlib import Path\n"
        "from desktop.core.store.store import Store\nfrom desktop.core.clock import SystemClock\n"
        "from desktop.core.api.errors import ProfileError\n"
        "try: Store(Path(sys.argv[1]), SystemClock())\n"
        "except ProfileError as e: print(e.code.value)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(cache.directory)], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "profile_in_use", ran.stderr


@pytest.mark.parametrize("left", ["closed", "with its log", "with another kind of log"])
def test_a_newer_profile_is_refused_unchanged(cache, tmp_path, left):
    cache.store.close()
    path, newer = cache.directory / FILE_NAME, tmp_path / "newer"
    driver = load_driver().connect(str(path), isolation_level=None)
    if left == "with another kind of log":
        driver.execute("PRAGMA journal_mode=DELETE")
    driver.execute(f"PRAGMA user_version={len(STEPS) + 1}")
    if left == "closed":
        driver.close()
    shutil.copytree(cache.directory, newer)  # with the log, as a death leaves it
    driver.close()
    before = held(newer)
    assert any(name.endswith("-wal") for name in before) == (left == "with its log")
    for _ in range(2):
        with pytest.raises(ProfileError) as caught:
            Store(newer, ManualClock(NOW))
        assert caught.value.code is Code.PROFILE_TOO_NEW
        gc.collect()  # a connection that was left open would write when it goes
        assert held(newer) == before
    driver = load_driver().connect(str(newer / FILE_NAME), isolation_level=None)
    driver.execute(f"PRAGMA user_version={len(STEPS)}")
    driver.close()
    Store(newer, ManualClock(NOW)).close()


def held(profile: Path) -> dict[str, bytes]:
    """The bytes of the database and of its log, if that holds any."""
    files = {path.name: path.read_bytes() for path in profile.iterdir() if path.name in (FILE_NAME, f"{FILE_NAME}-wal")}
    return {name: content for name, content in files.items() if content}


def test_a_file_that_is_there_is_opened_without_a_commit(cache):
    cache.store.close()
    before = held(cache.directory)
    engine = open_writer(cache.directory / FILE_NAME)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA auto_vacuum").scalar_one() == 2
    engine.dispose()
    assert held(cache.directory) == before


@pytest.mark.skipif(os.name == "nt", reason="what is open cannot be moved there")
@pytest.mark.parametrize("emptied", [False, True], ids=["moved away", "another folder in its place"])
def test_a_profile_that_is_moved_away_says_so_and_nothing_takes_its_place(cache, emptied):
    writer, away = cache.store.writer, cache.directory.with_name("away")
    cache.store.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
    cache.directory.rename(away)
    if emptied:
        cache.directory.mkdir()
    content = DraftContent(cache.account_key, subject="Gone")
    for job in (
        lambda: writer.run("draft", lambda uow: drafts.save_draft(uow, None, content), durable=True),
        writer.fold_log,
        lambda: cache.store.read(lambda _: cache.store.read(lambda inner: inner.exec_driver_sql("SELECT 1").scalar())),
    ):
        with pytest.raises(ProfileError) as caught:
            job()
        assert caught.value.code is Code.READ_ONLY
    assert list(cache.directory.parent.rglob(FILE_NAME)) == [away / FILE_NAME]
    if emptied:
        cache.directory.rmdir()
    away.rename(cache.directory)
    writer.run("draft", lambda uow: drafts.save_draft(uow, None, content), durable=True)
    cache.reopen()
    assert cache.scalar("SELECT count(*) FROM draft") == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told_in_words(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ProfileError) as caught:
        Cache(tmp_path / "profile")
    assert caught.value.code is Code.READ_ONLY


def test_a_damaged_file_keeps_what_exists_nowhere_else(cache):
    content = DraftContent(cache.account_key, to="bob@example.com", subject="Oferta", text="Texto único")
    draft_key = cache.store.writer.run("draft", lambda uow: drafts.save_draft(uow, None, content), durable=True)
    place = cache.put("INBOX", mail(1), 1)

    def wish(uow):
        group = undo_groups.add_group(uow, "deleted", 1)
        new = NewOperation(cache.account_key, "move", place, cache.keys["INBOX"], cache.keys["Trash"])
        operations.add_operations(uow, group, [new], not_before=uow.now)

    cache.store.writer.run("wish", wish, durable=True)
    for number in range(2, 200):
        cache.put("INBOX", mail(number, body="relleno " * 400), number)
    cache.store.close()
    path = cache.directory / FILE_NAME
    data = bytearray(path.read_bytes())
    middle = len(data) * 3 // 4  # where the mails are; what exists nowhere else came before them
    data[middle : middle + 40_000] = b"\xff" * 40_000
    path.write_bytes(data)
    (cache.directory / "check-at-next-start").touch()
    cache.open()
    assert cache.store.salvaged is not None
    assert "1 x draft" in cache.store.salvaged
    assert cache.store.read(lambda connection: drafts.load_draft(connection, draft_key)) == content
    assert cache.scalar("SELECT count(*) FROM operation WHERE state = 'waiting'") == 1
    assert list(cache.directory.glob("*.damaged-*"))


def test_garbage_instead_of_a_file_starts_anew(cache):
    cache.store.close()
    (cache.directory / FILE_NAME).write_bytes(b"this is no database at all" * 1000)
    for suffix in ("-wal", "-shm"):
        (cache.directory / (FILE_NAME + suffix)).unlink(missing_ok=True)
    cache.open()
    assert cache.store.salvaged == "nothing"
    assert cache.scalar("SELECT count(*) FROM account") == 0


def test_what_was_under_way_at_a_kill_waits_again(cache):
    place = cache.put("INBOX", mail(1), 1)

    def claimed(uow):
        group = undo_groups.add_group(uow, "deleted", 1)
        new = NewOperation(cache.account_key, "store", place, cache.keys["INBOX"], payload={"add": ["\\Seen"]})
        operations.add_operations(uow, group, [new], not_before=uow.now)
        operations.set_states(uow, [1], "claimed")

    cache.store.writer.run("claim", claimed)
    cache.reopen()
    assert cache.scalar("SELECT count(*) FROM operation WHERE state = 'waiting' AND attempts = 1") == 1


def test_a_failing_job_changes_nothing_and_the_writer_goes_on(cache):
    def broken(uow):
        mailboxes.set_state(uow, cache.keys["INBOX"], uidvalidity=99)
        raise ValueError("planted")

    with pytest.raises(ValueError, match="planted"):
        cache.store.writer.run("broken", broken)
    assert cache.scalar("SELECT count(*) FROM mailbox WHERE uidvalidity = 99") == 0


def test_changes_name_keys_after_the_commit(cache):
    cache.changes.clear()
    place = cache.put("INBOX", mail(1), 1)
    merged = cache.changes[0]
    assert place in merged.locations
    assert cache.keys["INBOX"] in merged.mailboxes


def test_what_is_durable_is_so_in_the_drive_too_on_macos(cache: Cache):
    """There an fsync alone leaves it in the drive's own memory. Other systems answer to the pragmas and do nothing."""
    with cache.store.writer._engine.connect() as connection:
        said = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("fullfsync", "checkpoint_fullfsync")]
    assert said == [1, 1]
