"""Images of rows that a wish changed: what is brought back, what stays because of what came since, and whose
screen is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.core.store import blobs, undo_rows
from desktop.core.store.schema import account, desk_file, link, member, reminder, share, snooze, task
from desktop.core.store.undo_rows import Recorder
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]


def do(cache: Cache, job: Any) -> Any:
    return cache.store.writer.run("do", job)


def group(cache: Cache, number: int, at: int = NOW) -> None:
    sql = f"INSERT INTO undo_group(group_key, created_at, done, count, target) VALUES ({number}, {at}, 'x', 1, '')"
    do(cache, lambda uow: uow.connection.exec_driver_sql(sql) and None)


def waits(number: int, **more: Any) -> dict[str, Any]:
    """The values of a reminder."""
    return {
        "account_key": 1,
        "message_id": f"m{number}@x",
        "subject": "S",
        "people": "[]",
        "wait": 60,
        "created_at": NOW,
    } | more


def add(cache: Cache, group_key: int | None, *numbers: int) -> list[int]:
    return do(cache, lambda uow: [Recorder(uow, group_key).insert(reminder, **waits(number)) for number in numbers])


def kept(cache: Cache) -> dict[str, int]:
    sql = "SELECT message_id, wait FROM reminder ORDER BY reminder_key"
    return {row[0]: row[1] for row in cache.store.read(lambda c: c.exec_driver_sql(sql).all())}


def images(cache: Cache) -> int:
    return cache.scalar("SELECT count(*) FROM undo_row")


def has_older(cache: Cache, at: int) -> bool:
    return cache.store.read(lambda connection: undo_rows.has_older(connection, at))


@pytest.fixture
def two(cache: Cache) -> Cache:
    """Two reminders that nobody can take back, and an undo group 5."""
    group(cache, 5)
    add(cache, None, 1, 2)
    return cache


def test_what_was_inserted_goes(two: Cache):
    (key,) = add(two, 5, 3)
    assert key == 3
    assert images(two) == 1
    assert do(two, lambda uow: undo_rows.restore(uow, 5)) == 1
    assert kept(two) == {"m1@x": 60, "m2@x": 60}
    assert images(two) == 0, "its images are used up"


def test_what_was_changed_is_as_it_was_and_only_that(two: Cache):
    changed = do(two, lambda uow: Recorder(uow, 5).update(reminder, reminder.c.wait == 60, wait=90, subject="S"))
    assert changed == 2
    assert json.loads(two.scalar("SELECT image FROM undo_row LIMIT 1")) == {"wait": 60}, (
        "what was so already is no change"
    )
    do(two, lambda uow: Recorder(uow, None).update(reminder, reminder.c.message_id == "m1@x", subject="Since"))
    assert do(two, lambda uow: undo_rows.restore(uow, 5)) == 2
    assert kept(two) == {"m1@x": 60, "m2@x": 60}
    assert two.scalar("SELECT subject FROM reminder WHERE message_id = 'm1@x'") == "Since"


def test_a_change_that_is_none_is_not_recorded(two: Cache):
    assert do(two, lambda uow: Recorder(uow, 5).update(reminder, wait=60)) == 0
    assert do(two, lambda uow: Recorder(uow, 5).update(reminder, reminder.c.wait == 1, wait=2)) == 0
    assert images(two) == 0


@pytest.mark.parametrize("number", [1, 2])
def test_what_was_deleted_is_back(two: Cache, number: int):
    deleted = do(two, lambda uow: Recorder(uow, 5).delete(reminder, reminder.c.reminder_key <= number))
    assert (deleted, len(kept(two)), images(two)) == (number, 2 - number, number)
    assert do(two, lambda uow: undo_rows.restore(uow, 5)) == number
    assert kept(two) == {"m1@x": 60, "m2@x": 60}
    assert do(two, lambda uow: Recorder(uow, 5).delete(reminder, reminder.c.wait == 1)) == 0


def test_what_took_its_place_stays_and_the_others_come_back(two: Cache):
    do(two, lambda uow: Recorder(uow, 5).delete(reminder))
    do(two, lambda uow: Recorder(uow, None).insert(reminder, **waits(1, wait=7)))
    assert do(two, lambda uow: undo_rows.restore(uow, 5)) == 1
    assert kept(two) == {"m1@x": 7, "m2@x": 60}


def test_the_last_step_is_taken_back_first(two: Cache):
    def wish(uow: Any) -> None:
        rows = Recorder(uow, 5)
        rows.update(reminder, reminder.c.reminder_key == 1, wait=70)
        rows.update(reminder, reminder.c.reminder_key == 1, wait=80)
        rows.delete(reminder, reminder.c.reminder_key == 1)
        rows.insert(reminder, **waits(1, wait=5))

    do(two, wish)
    assert kept(two)["m1@x"] == 5
    assert do(two, lambda uow: undo_rows.restore(uow, 5)) == 4
    assert kept(two) == {"m1@x": 60, "m2@x": 60}


def test_without_a_group_nothing_is_recorded_and_another_groups_images_stay(two: Cache):
    group(two, 6)
    add(two, 6, 3)
    assert images(two) == 1
    assert do(two, lambda uow: undo_rows.restore(uow, 5)) == 0
    assert images(two) == 1
    assert len(kept(two)) == 3


def test_old_wishes_are_forgotten(cache: Cache):
    group(cache, 5, NOW - 100)
    group(cache, 6, NOW)
    add(cache, 5, 1)
    add(cache, 6, 2)
    assert [has_older(cache, at) for at in (NOW - 100, NOW - 99, NOW)] == [False, True, True]
    do(cache, lambda uow: undo_rows.prune(uow, made_before=NOW - 100))
    assert images(cache) == 2
    do(cache, lambda uow: undo_rows.prune(uow, made_before=NOW))
    assert cache.scalar("SELECT group_key FROM undo_row") == 6
    assert not has_older(cache, NOW)


def test_the_mail_of_a_reminder_is_looked_at_again(cache: Cache):
    cache.put("INBOX", mail(1), 1)
    message_key = cache.scalar("SELECT message_key FROM message")
    group(cache, 5)
    cache.changes.clear()
    values = waits(1, message_id="m1@example.org")
    do(cache, lambda uow: Recorder(uow, 5).insert(reminder, **values))
    (change,) = cache.changes
    assert (change.messages, change.desk, change.outbox, change.links) == (frozenset({message_key}), True, False, False)
    cache.changes.clear()
    do(cache, lambda uow: undo_rows.restore(uow, 5))
    assert [one.desk for one in cache.changes] == [True]


def links_of(cache: Cache, *mails: int) -> list[int]:
    """A link of each of these mails, which are put first; their message keys."""
    cache.changes.clear()
    found = []
    for number in mails:
        key = cache.put("INBOX", mail(number), number)
        found.append(cache.scalar(f"SELECT message_key FROM location WHERE location_key = {key}"))
        add_link(cache, found[-1], "caldav", f"r{number}")
    return found


def add_link(cache: Cache, message_key: int, backend: str, remote: str) -> None:
    values = {"kind": "task", "backend": backend, "remote_id": remote, "title": "T", "state": "open", "created_at": NOW}
    do(cache, lambda uow: Recorder(uow, None).insert(link, message_key=message_key, **values))


def test_links_lose_what_was_made_at_a_backend_that_is_gone(cache: Cache):
    group(cache, 5)
    (message_key,) = links_of(cache, 1)
    add_link(cache, message_key, "matrix", "b")
    add_link(cache, message_key, "caldav", "")
    do(cache, lambda uow: Recorder(uow, 5).delete(link))
    do(cache, lambda uow: undo_rows.part_from_objects(uow, "caldav"))
    assert do(cache, lambda uow: undo_rows.restore(uow, 5)) == 3
    sql = "SELECT backend, remote_id FROM link ORDER BY link_key"
    assert [tuple(row) for row in cache.store.read(lambda c: c.exec_driver_sql(sql).all())] == [
        ("caldav", ""), ("matrix", "b"), ("caldav", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_every_mail_whose_links_go_or_come_back_is_looked_at_again(cache: Cache, count: int):
    group(cache, 5)
    mails = links_of(cache, *range(1, count + 1))
    cache.changes.clear()
    do(cache, lambda uow: Recorder(uow, 5).delete(link))
    do(cache, lambda uow: undo_rows.restore(uow, 5))
    gone, back = cache.changes
    assert (gone.links, gone.messages) == (back.links, back.messages) == (True, frozenset(mails))


def test_a_link_that_is_made_is_told_of_at_its_own_mail(cache: Cache):
    first, second = links_of(cache, 1, 2)
    cache.changes.clear()
    add_link(cache, second, "caldav", "x")
    assert [one.messages for one in cache.changes] == [frozenset({second})]
    assert first != second


def test_of_a_key_of_two_columns_only_that_row_goes(cache: Cache):
    group(cache, 5)

    def two_shares(uow: Any) -> None:
        for number in (7, 8):
            Recorder(uow, None).insert(member, member_key=number, name=f"M{number}", position=number)
        Recorder(uow, None).insert(share, account_key=cache.account_key, member_key=7, shared_at=NOW)
        Recorder(uow, 5).insert(share, account_key=cache.account_key, member_key=8, shared_at=NOW)

    do(cache, two_shares)
    cache.changes.clear()
    assert do(cache, lambda uow: undo_rows.restore(uow, 5)) == 1
    assert cache.scalar("SELECT group_concat(member_key) FROM share") == "7"
    assert [(one.plan, one.everything) for one in cache.changes] == [(True, True)]


@pytest.mark.parametrize("count", [1, 2])
def test_the_screen_is_told_of_what_is_back(two: Cache, count: int):
    do(two, lambda uow: Recorder(uow, 5).delete(reminder, reminder.c.reminder_key <= count))
    two.changes.clear()
    do(two, lambda uow: undo_rows.restore(uow, 5))
    assert [one.desk for one in two.changes] == [True]


def test_an_account_that_is_changed_is_read_again(cache: Cache):
    group(cache, 5)
    cache.changes.clear()
    do(cache, lambda uow: Recorder(uow, 5).update(account, paused=True))
    do(cache, lambda uow: undo_rows.restore(uow, 5))
    assert [one.accounts for one in cache.changes] == [frozenset({cache.account_key})] * 2
    assert cache.scalar("SELECT paused FROM account") == 0


def test_a_mail_that_is_put_off_is_looked_at_again(cache: Cache):
    mails = links_of(cache, 1, 2)
    values = {"account_key": cache.account_key, "mailbox_key": cache.keys["Work"], "back_to": cache.keys["INBOX"]}
    cache.changes.clear()
    for message_key in mails:
        do(cache, lambda uow, key=message_key: Recorder(uow, None).insert(
            snooze, message_key=key, until=NOW, **values) and None)  # fmt: skip
    assert [(one.desk, one.messages) for one in cache.changes] == [(True, frozenset({key})) for key in mails]


def test_the_bytes_of_a_deleted_row_are_kept_while_it_can_come_back(cache: Cache):
    group(cache, 5)

    def file_away(uow: Any) -> None:
        values = {"kind": "task", "object_key": 1, "filename": "a", "content_type": "text/plain"}
        Recorder(uow, None).insert(desk_file, blob_key=blobs.add_blob(uow, b"bytes"), **values)
        Recorder(uow, 5).delete(desk_file)
        blobs.drop_unused(uow)

    do(cache, file_away)
    assert cache.scalar("SELECT count(*) FROM blob") == 1
    assert do(cache, lambda uow: undo_rows.restore(uow, 5)) == 1
    assert cache.store.read(lambda c: blobs.load_blob(c, cache.scalar("SELECT blob_key FROM desk_file"))) == b"bytes"


def test_the_desk_is_told_of_its_rows(cache: Cache):
    cache.changes.clear()
    do(cache, lambda uow: Recorder(uow, None).insert(task, title="T", created_at=NOW))
    assert [one.desk for one in cache.changes] == [True]
