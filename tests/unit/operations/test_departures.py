"""Which mails may leave their folder now, asked of a store alone: linked ones stay, and none goes before it is
known elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.operations import departures
from desktop.core.operations.departures import NOT_BACK, NOT_THERE, ON_ITS_WAY, Departures
from desktop.core.store import links, locations, operations, undo_groups
from desktop.core.store.operations import NewOperation
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]


def do(cache: Cache, job: Any) -> Any:
    return cache.store.writer.run("do", job)


def wish(cache: Cache, kind: str, *mails: int, state: str = "waiting", **payload: Any) -> int:
    """Operations of one group on these rows."""

    def add(uow: Any) -> int:
        group = undo_groups.add_group(uow, "x", len(mails))
        news = [NewOperation(cache.account_key, kind, one, cache.keys["INBOX"], payload=payload) for one in mails]
        operations.add_operations(uow, group, news, not_before=NOW)
        keys = [one.operation_key for one in operations.load_group(uow.connection, group)]
        operations.set_states(uow, keys, state)
        return group

    return do(cache, add)


def judge(cache: Cache, group: int) -> Departures:
    with cache.store.reading() as connection:
        batch = operations.load_group(connection, group)
        placed = locations.load_placed(connection, [one.location_key or 0 for one in batch])
        return departures.judge(connection, batch, placed)


def rows(judged: Departures) -> tuple[list[int | None], list[int | None], dict[str, list[int | None]]]:
    """Of (those that may go, those that wait, those that are refused)."""
    refused = {said: [one.location_key for one in some] for said, some in judged.refused.items()}
    return [one.location_key for one in judged.free], [one.location_key for one in judged.waiting], refused


def put(cache: Cache, *numbers: int, mailbox: str = "INBOX") -> list[int]:
    return [cache.put(mailbox, mail(number), number) for number in numbers]


def message(cache: Cache, location_key: int) -> int:
    return cache.scalar(f"SELECT message_key FROM location WHERE location_key = {location_key}")


def link(cache: Cache, location_key: int, title: str) -> None:
    key = message(cache, location_key)
    do(cache, lambda uow: links.add_link(uow, key, "task", "local", str(location_key), title, "open"))


def test_what_nothing_holds_may_go(cache: Cache):
    mails = put(cache, 1, 2)
    assert rows(judge(cache, wish(cache, "expunge", *mails))) == (mails, [], {})


def test_what_a_task_holds_stays_each_with_its_task(cache: Cache):
    mails = put(cache, 1, 2, 3, 4)
    for number, title in ((0, "Obra"), (2, "Obra"), (3, "Otra")):
        link(cache, mails[number], title)
    refused = {
        "it is linked to the task “Obra”": [mails[0], mails[2]],
        "it is linked to the task “Otra”": [mails[3]],
    }
    assert rows(judge(cache, wish(cache, "expunge", *mails))) == ([mails[1]], [], refused)


def test_a_move_takes_a_linked_mail_along(cache: Cache):
    (one,) = put(cache, 1)
    link(cache, one, "Obra")
    assert rows(judge(cache, wish(cache, "move", one))) == ([one], [], {})


def test_a_row_that_is_gone_is_held_by_nothing(cache: Cache):
    first, second = put(cache, 1, 2)
    link(cache, first, "Obra")
    group = wish(cache, "expunge", first, second)
    with cache.store.reading() as connection:
        batch = operations.load_group(connection, group)
        placed = locations.load_placed(connection, [second])
        assert rows(departures.judge(connection, batch, placed)) == ([first, second], [], {})


@pytest.mark.parametrize("state", ["waiting", "claimed", "failed", "done"])
def test_an_original_leaves_when_its_copy_is_known_to_be_there(cache: Cache, state: str):
    first, second = put(cache, 1, 2)
    group = wish(cache, "expunge", first, second, after_import=True)

    def copy(uow: Any) -> None:
        news = [NewOperation(cache.account_key, "import", first, cache.keys["INBOX"])]
        operations.add_operations(uow, group, news, not_before=NOW)
        key = max(one.operation_key for one in operations.load_group(uow.connection, group))
        operations.set_states(uow, [key], state)

    do(cache, copy)
    with cache.store.reading() as connection:
        batch = [one for one in operations.load_group(connection, group) if one.kind == "expunge"]
        placed = locations.load_placed(connection, [first, second])
        free, waiting, refused = rows(departures.judge(connection, batch, placed))
    assert (free, waiting) == ([first] if state == "done" else [], [])
    assert refused == {NOT_THERE: [second] if state == "done" else [first, second]}


def test_a_copy_leaves_when_the_original_is_back(cache: Cache):
    original, copy = put(cache, 1), put(cache, 2)
    free, waiting, refused = rows(judge(cache, wish(cache, "expunge", *copy, after_return=message(cache, original[0]))))
    assert (free, waiting, refused) == (copy, [], {})


def test_it_waits_while_the_original_is_on_its_way(cache: Cache):
    original, copy = put(cache, 1), put(cache, 2)
    key = message(cache, original[0])
    wish(cache, "move", *original)
    assert rows(judge(cache, wish(cache, "expunge", *copy, after_return=key))) == ([], copy, {})


def test_it_stays_where_the_original_is_not_known_to_be_back(cache: Cache):
    original, copy = put(cache, 1), put(cache, 2)
    key = message(cache, original[0])
    do(cache, lambda uow: locations.drop_locations(uow, original, keep_linked=False))
    assert rows(judge(cache, wish(cache, "expunge", *copy, after_return=key))) == ([], [], {NOT_BACK: copy})


def test_what_is_said_differs():
    assert len({ON_ITS_WAY, NOT_THERE, NOT_BACK}) == 3
