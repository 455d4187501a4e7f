"""Reminders of events: at their time, once, also when the computer slept over it."""

from __future__ import annotations

from desktop.core.api.link_commands import DeleteEvent, SaveEvent
from desktop.core.api.linking import LinkKind
from desktop.core.desk.timer import LOOK_SECONDS, REST_SECONDS
from desktop.core.store import links
from tests.fakes.cache import NOW, mail
from tests.fakes.desk import DeskCache, cache

__all__ = ["cache"]
HOUR = 3600


def told(cache: DeskCache) -> list[str]:
    """Titles, oldest first; forgets them."""
    cache.timer.turn()
    titles = [dict(notice.parameters)["title"] for notice in cache.notices if notice.kind == "reminder"]
    cache.notices.clear()
    return titles


def test_a_reminder_comes_at_its_time_and_once(cache: DeskCache):
    assert cache.timer.turn() == REST_SECONDS
    cache.wish(SaveEvent(None, "Reunión", NOW + HOUR, NOW + 2 * HOUR, remind_minutes=15))
    assert cache.timer.turn() == LOOK_SECONDS
    cache.clock.set(NOW + HOUR - 15 * 60 - 7)
    assert cache.timer.turn() == 7
    assert told(cache) == []
    cache.clock.set(NOW + HOUR - 15 * 60)
    assert told(cache) == ["Reunión"]
    assert told(cache) == []
    cache.reopen()
    assert told(cache) == []


def test_after_a_sleep_it_comes_late_unless_all_is_over(cache: DeskCache):
    cache.wish(SaveEvent(None, "Dura", NOW + HOUR, NOW + 5 * HOUR))
    cache.wish(SaveEvent(None, "Pasó", NOW + HOUR, NOW + 2 * HOUR))
    cache.clock.set(NOW + 3 * HOUR)
    assert told(cache) == ["Dura"]
    assert told(cache) == []


def test_a_moved_event_reminds_anew_and_an_edited_one_does_not(cache: DeskCache):
    key = cache.wish(SaveEvent(None, "Uno", NOW + HOUR, NOW + 2 * HOUR, remind_minutes=60)).key
    assert told(cache) == ["Uno"]
    cache.wish(SaveEvent(key, "Dos", NOW + HOUR, NOW + 2 * HOUR, remind_minutes=60))
    assert told(cache) == []
    cache.wish(SaveEvent(key, "Dos", NOW + 3 * HOUR, NOW + 4 * HOUR, remind_minutes=60))
    cache.clock.set(NOW + 2 * HOUR)
    assert told(cache) == ["Dos"]


def test_no_reminder_for_what_is_deleted_past_or_not_wished(cache: DeskCache):
    gone = cache.wish(SaveEvent(None, "Borrada", NOW + HOUR, NOW + 2 * HOUR)).key
    cache.wish(SaveEvent(None, "Sin aviso", NOW + HOUR, NOW + 2 * HOUR, remind_minutes=None))
    cache.wish(SaveEvent(None, "Ayer", NOW - 2 * HOUR, NOW - HOUR))
    cache.wish(DeleteEvent(gone))
    cache.clock.set(NOW + HOUR)
    assert told(cache) == []
    cache.undo()
    assert told(cache) == ["Borrada"]


def test_a_file_of_an_event_comes_back_as_the_same_event(cache: DeskCache):
    key = cache.wish(SaveEvent(None, "Reunión", NOW + HOUR, NOW + 2 * HOUR, zone="Europe/Madrid", place="Sala")).key
    data = cache.desk.event_ics(key)
    (back,) = cache.desk.read_ics(data)
    row = cache.desk.event(key).row
    assert (back.row.title, back.row.starts_at, back.row.ends_at, back.row.place, back.row.remind_minutes) == (
        row.title, row.starts_at, row.ends_at, row.place, row.remind_minutes,
    )  # fmt: skip
    assert b"UID:" in data
    assert cache.desk.event_ics(key) == data, "the same identity every time"
    assert cache.desk.event_ics(99) is None


def test_an_event_that_is_over_says_so_at_its_mail(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    cache.link(LinkKind.EVENT, place)
    key = cache.message_key(place)

    def state() -> str:
        cache.timer.turn()
        return cache.store.read(lambda connection: links.load_badges(connection, [key]))[key][0].state

    assert state() == "open"
    cache.clock.set(NOW + 3 * HOUR)
    assert state() == "done"
