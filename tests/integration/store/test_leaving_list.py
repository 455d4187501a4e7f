"""The list of what leaves soon: what a sweep will take and nothing else, soonest first, whatever the folder."""

from __future__ import annotations

from desktop.core.api.queries import Filter, ListView, SortField
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.retention import leaving_before
from desktop.core.retention import sweep
from desktop.core.store import links, lists
from desktop.core.store.list_view import Bounds
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]
DAY = 86_400
STORAGE = 30


def keeps(days: int | None) -> Plan:
    return Plan("p", "P", 1, None, days, days, 1)


def leaving(cache: Cache, days: int = 7, storage: int | None = STORAGE, **view: object) -> list[int]:
    query = ListView(leaving_within=days, **{"descending": False, **view})
    before = leaving_before(keeps(storage), NOW, days)
    return list(cache.store.read(lambda connection: lists.load_keys(connection, query, None, Bounds(before))))


def fill(cache: Cache) -> dict[int, int]:
    """Location keys by age in days, over three folders."""
    return {
        age: cache.put(("INBOX", "Work", "Trash")[age % 3], mail(age), age + 1, received=NOW - age * DAY - 60)
        for age in range(35)
    }


def test_it_names_what_the_sweeps_of_these_days_take_soonest_first(cache: Cache):
    keys = fill(cache)
    assert leaving(cache) == [keys[age] for age in range(34, 22, -1)]
    taken = sweep.preview(cache.store, keeps(STORAGE), NOW + 7 * DAY)
    assert leaving(cache) == [one.location_key for one in taken]
    assert leaving(cache, descending=True) == leaving(cache)[::-1]


def test_what_is_held_is_not_in_it(cache: Cache):
    keys = fill(cache)
    message = cache.scalar("SELECT message_key FROM message WHERE message_id = 'm30@example.org'")
    cache.store.writer.run("link", lambda uow: links.add_link(uow, message, "task", "local", "1", "Keep", "open"))
    draft = cache.put("Drafts", mail(90), 900, received=NOW - 29 * DAY)
    assert keys[30] not in leaving(cache)
    assert draft not in leaving(cache)


def test_a_plan_without_an_end_has_nothing_in_it(cache: Cache):
    fill(cache)
    assert leaving(cache, storage=None) == []
    assert leaving(cache, storage=None, search="mail") == []


def test_a_date_in_the_future_counts_from_the_first_sight(cache: Cache):
    keys = fill(cache)
    future = cache.put("INBOX", mail(70), 700, received=NOW + 400 * DAY)
    assert leaving(cache, days=31)[-1] == future
    assert leaving(cache, days=29) == [keys[age] for age in range(34, 0, -1)]
    cache.clock.advance(5 * DAY)
    later = cache.put("INBOX", mail(71), 701, received=NOW + 2 * DAY)
    assert leaving(cache, days=33)[-2:] == [future, later]


def test_it_can_be_searched_sifted_and_sorted(cache: Cache):
    keys = fill(cache)
    assert leaving(cache, search="Mail 30") == [keys[30]]
    assert leaving(cache, filter=Filter(flagged=True)) == []
    by_subject = leaving(cache, sort=SortField.SUBJECT)
    assert by_subject == [keys[age] for age in range(23, 35)]
