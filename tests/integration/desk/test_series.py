"""Events that repeat on the real desk: their times in any span, one of them left out, reminders, files, and invitations."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.desk import ChangedTime, Series
from desktop.core.api.errors import BandejaError
from desktop.core.api.link_commands import DeleteEvent, DeleteTime, SaveEvent, SaveTime
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import links
from tests.fakes.cache import NOW, mail
from tests.fakes.desk import DeskCache, cache

__all__ = ["cache"]
MADRID = ZoneInfo("Europe/Madrid")
HOUR, DAY, WEEK = 3600, 86_400, 7 * 86_400
START = int(datetime(2026, 11, 23, 9, tzinfo=MADRID).timestamp())
"""A Monday, five days after the clock of the cache."""


def save(cache: DeskCache, series: Series | None = None, **more: object) -> int:
    fields = {"zone": "Europe/Madrid", "remind_minutes": 15, "series": series or Series("FREQ=WEEKLY")} | more
    return cache.wish(SaveEvent(None, "Visita", START, START + HOUR, **fields)).key or 0


def starts(cache: DeskCache, first: int = START - DAY, last: int = START + 4 * WEEK) -> list[int]:
    return [(row.starts_at - START) // DAY for row in cache.desk.events(first, last)]


def reminded(cache: DeskCache) -> list[int]:
    cache.timer.turn()
    found = [int(dict(one.parameters)["at"]) for one in cache.notices if one.kind == "reminder"]
    cache.notices.clear()
    return [(at - START) // DAY for at in found]


def test_every_time_is_there_in_every_span(cache: DeskCache):
    key = save(cache)
    assert starts(cache) == [0, 7, 14, 21, 28]
    far = START + 520 * WEEK
    assert starts(cache, far, far + WEEK) == [3640, 3647]
    assert {(row.event_key, row.repeats) for row in cache.desk.events(START, START + WEEK)} == {(key, True)}
    detail = cache.desk.event(key)
    assert detail is not None
    assert detail.series == Series("FREQ=WEEKLY")
    assert detail.row.starts_at == START


def test_one_time_is_left_out_and_comes_back_by_undo(cache: DeskCache):
    key = save(cache)
    receipt = cache.wish(DeleteTime(key, START + WEEK))
    assert (receipt.done, receipt.target) == ("time_deleted", "Visita")
    assert starts(cache) == [0, 14, 21, 28]
    cache.undo(receipt.undo_key)
    assert starts(cache) == [0, 7, 14, 21, 28]
    with pytest.raises(BandejaError):
        cache.wish(DeleteTime(999, START))


def test_a_changed_time_stands_in_its_place_and_goes_with_it(cache: DeskCache):
    moved = ChangedTime(START + WEEK, "Otra", START + WEEK + DAY, START + WEEK + DAY + HOUR, False, "Europe/Madrid", "")
    key = save(cache, Series("FREQ=WEEKLY;COUNT=3", changed=(moved,)))
    assert starts(cache) == [0, 8, 14]
    (other,) = [row for row in cache.desk.events(START, START + 2 * WEEK) if row.title == "Otra"]
    receipt = cache.wish(DeleteEvent(other.event_key))
    assert starts(cache) == [0, 14]
    cache.undo(receipt.undo_key)
    gone = cache.wish(DeleteEvent(key))
    assert starts(cache) == []
    cache.undo(gone.undo_key)
    assert starts(cache) == [0, 8, 14]


def test_it_comes_back_from_its_file(cache: DeskCache):
    moved = ChangedTime(
        START + WEEK, "Otra", START + WEEK + DAY, START + WEEK + DAY + HOUR, False, "Europe/Madrid", "Aquí"
    )
    key = save(cache, Series("FREQ=WEEKLY;COUNT=5", (START + 2 * WEEK,), (START + DAY,), (moved,)))
    before = starts(cache)
    data = cache.desk.event_ics(key)
    assert data is not None
    (event,) = cache.desk.read_ics(data)
    cache.wish(DeleteEvent(key))
    row = event.row
    cache.wish(SaveEvent(None, row.title, row.starts_at, row.ends_at, row.all_day, row.zone, series=event.series))
    assert starts(cache) == before == [0, 1, 8, 21, 28]


def test_an_edit_keeps_what_was_left_out_and_ends_the_repetition_when_told_to(cache: DeskCache):
    key = save(cache, Series("FREQ=WEEKLY", (START + WEEK,)))
    detail = cache.desk.event(key)
    assert detail is not None
    cache.wish(SaveEvent(key, "Visita", START, START + HOUR, zone="Europe/Madrid", series=detail.series))
    assert starts(cache) == [0, 14, 21, 28]
    cache.wish(SaveEvent(key, "Visita", START, START + HOUR, zone="Europe/Madrid"))
    assert starts(cache) == [0]


def test_each_time_is_reminded_of_once_and_missed_ones_are_not(cache: DeskCache):
    save(cache)
    cache.clock.set(START - 15 * 60)
    assert reminded(cache) == [0]
    assert reminded(cache) == []
    cache.reopen()
    assert reminded(cache) == []
    cache.clock.set(START + WEEK - 15 * 60)
    assert reminded(cache) == [7]
    cache.clock.set(START + 4 * WEEK - 10 * 60)
    assert reminded(cache) == [28], "the computer was off for weeks: only what is still to come"
    assert reminded(cache) == []


def test_a_series_that_began_before_it_was_saved_is_reminded_of_from_its_next_time(cache: DeskCache):
    cache.clock.set(START + 3 * DAY)
    save(cache)
    assert reminded(cache) == []
    cache.clock.set(START + WEEK - 15 * 60)
    assert reminded(cache) == [7]


def test_its_mail_is_not_said_to_be_over_after_the_first_time(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    cache.link(LinkKind.EVENT, place, starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR, series=Series("FREQ=WEEKLY"))
    cache.clock.set(NOW + 3 * HOUR)
    cache.timer.turn()
    message = cache.message_key(place)
    (row,) = cache.store.read(lambda connection: links.load_rows(connection, [message], {}))[message]
    assert row.state is LinkState.OPEN


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=1,2", "x"])
def test_what_comes_too_often_is_refused(cache: DeskCache, rule: str):
    with pytest.raises(BandejaError):
        save(cache, Series(rule))
    assert starts(cache) == []


def change(cache: DeskCache, key: int, week: int, by: int = HOUR, **more: object):
    at = START + week * WEEK
    fields = {"title": "Visita corta", "starts_at": at + by, "ends_at": at + by + HOUR, "zone": "Europe/Madrid"} | more
    return cache.wish(SaveTime(key, at, **fields))


def seen(cache: DeskCache) -> list[tuple[str, int]]:
    rows = cache.desk.events(START - DAY, START + 3 * WEEK)
    return [(row.title, (row.starts_at - START) // HOUR) for row in rows]


def test_one_time_can_be_otherwise_and_back_by_undo(cache: DeskCache):
    key = save(cache)
    receipt = change(cache, key, 1)
    assert (receipt.done, receipt.target) == ("time_saved", "Visita corta")
    assert seen(cache) == [("Visita", 0), ("Visita corta", 169), ("Visita", 336), ("Visita", 504)]
    assert cache.wish(SaveTime(key, START + WEEK, "Otra vez", START + WEEK, START + WEEK + HOUR)).key == receipt.key
    assert seen(cache)[1] == ("Otra vez", 168)
    cache.undo()
    cache.undo()
    assert seen(cache) == [("Visita", 0), ("Visita", 168), ("Visita", 336), ("Visita", 504)]
    with pytest.raises(BandejaError):
        cache.wish(SaveTime(999, START, "x", START, START))


def test_a_changed_time_has_its_own_reminder_and_leaves_the_others_theirs(cache: DeskCache):
    key = save(cache)
    change(cache, key, 1, by=2 * HOUR)
    told = []
    cache.clock.advance(START - NOW - 900)
    while cache.clock.now() < START + 2 * WEEK + HOUR:
        told += reminded(cache)
        cache.clock.advance(HOUR)
    assert told == [0, 7, 14]


def test_a_time_that_was_left_out_can_be_had_otherwise(cache: DeskCache):
    key = save(cache)
    cache.wish(DeleteTime(key, START + WEEK))
    change(cache, key, 1)
    assert seen(cache)[1] == ("Visita corta", 169)


def test_changed_times_stand_in_the_file_and_go_with_their_series(cache: DeskCache):
    key = save(cache)
    changed = change(cache, key, 1).key
    data = cache.desk.event_ics(changed)
    assert data == cache.desk.event_ics(key)
    (read,) = cache.desk.read_ics(data)
    assert [(one.title, one.at, one.starts_at) for one in read.series.changed] == [
        ("Visita corta", START + WEEK, START + WEEK + HOUR)
    ]  # fmt: skip
    cache.wish(DeleteEvent(key))
    assert seen(cache) == []


def test_the_hour_of_all_may_change_before_one_of_them_does(cache: DeskCache):
    """A time is known by its day: what was changed before is not there twice afterwards."""
    key = save(cache)
    change(cache, key, 1)
    later = {"starts_at": START + 3 * HOUR, "ends_at": START + 4 * HOUR, "zone": "Europe/Madrid"}
    cache.wish(SaveEvent(key, "Visita", series=Series("FREQ=WEEKLY"), **later))
    assert seen(cache)[:2] == [("Visita", 3), ("Visita corta", 169)]
    moved = cache.wish(SaveTime(key, START + WEEK + 3 * HOUR, "Nueva", START + WEEK, START + WEEK + HOUR))
    assert seen(cache)[:2] == [("Visita", 3), ("Nueva", 168)]
    assert moved.done == "time_saved"
