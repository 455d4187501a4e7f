"""Images of rows that a wish changed: what is brought back, what stays because of what came since, and whose
screen is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.core.store import undo_rows
from desktop.core.store.schema import link, reminder, task
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


def test_links_lose_what_was_made_at_a_backend_that_is_gone(cache: Cache):
    cache.put("INBOX", mail(1), 1)
    group(cache, 5)
    message_key = cache.scalar("SELECT message_key FROM message")
    for backend, remote in (("caldav", "a"), ("matrix", "b"), ("caldav", "")):
        values = {
            "kind": "task",
            "backend": backend,
            "remote_id": remote,
            "title": "T",
            "state": "open",
            "created_at": NOW,
        }
        do(cache, lambda uow, v=values: Recorder(uow, None).insert(link, message_key=message_key, **v))
    cache.changes.clear()
    do(cache, lambda uow: Recorder(uow, 5).delete(link))
    (change,) = cache.changes
    assert (change.links, change.messages) == (True, frozenset({message_key}))
    do(cache, lambda uow: undo_rows.part_from_objects(uow, "caldav"))
    assert do(cache, lambda uow: undo_rows.restore(uow, 5)) == 3
    sql = "SELECT backend, remote_id FROM link ORDER BY link_key"
    assert [tuple(row) for row in cache.store.read(lambda c: c.exec_driver_sql(sql).all())] == [
        ("caldav", ""), ("matrix", "b"), ("caldav", ""),
    ]  # fmt: skip


def test_the_desk_is_told_of_its_rows(cache: Cache):
    cache.changes.clear()
    do(cache, lambda uow: Recorder(uow, None).insert(task, title="T", created_at=NOW))
    assert [one.desk for one in cache.changes] == [True]
