"""Around a search: the real ones and the fake ones keep the same promises."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.queries import ListView
from desktop.core.api.searches import MOST_RECENT, Coverage
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import FlagSet
from desktop.core.profile import load_catalogue
from desktop.core.reading.reading import Reading
from desktop.core.reading.searches import SearchesService
from desktop.core.store import accounts, locations, mailboxes, members, messages
from desktop.core.workspace.standing import Standing
from tests.fakes.cache import NOW, Cache, mail
from tests.fakes.session import FakeSession


@pytest.fixture
def cache(tmp_path):
    made = Cache(tmp_path / "profile")
    yield made
    made.store.close()


def own(cache):
    return SearchesService(cache.store, Standing(load_catalogue(), UTC, cache.clock.now))


@pytest.fixture(params=["real", "fake"])
def searches(request, tmp_path):
    if request.param == "fake":
        session = FakeSession()
        yield session.searches
        session.close()
        return
    made = Cache(tmp_path / "profile")
    yield own(made)
    made.store.close()


def keep(searches, *several):
    for typed in several:
        searches.keep(typed).result(5)


def test_the_newest_is_first_and_each_there_once(searches):
    keep(searches, "obra", "from:ana", "OBRA")
    assert searches.recent() == ["OBRA", "from:ana"]


def test_what_was_typed_on_the_way_says_nothing(searches):
    keep(searches, "factura", "from:a", "from:ana", "from:ana obra")
    assert searches.recent() == ["from:ana obra", "factura"]


def test_blanks_are_nothing_and_spaces_one(searches):
    keep(searches, "  ", " a   b ")
    assert searches.recent() == ["a b"]


def test_there_are_never_too_many_or_too_long_ones(searches):
    keep(searches, *(f"{number} x" for number in range(MOST_RECENT + 5)))
    assert len(searches.recent()) == MOST_RECENT
    assert searches.recent()[0] == f"{MOST_RECENT + 4} x"
    keep(searches, "y" * 1000)
    assert len(searches.recent()[0]) == 300


def test_one_and_all_are_forgotten(searches):
    keep(searches, "one", "two", "three")
    searches.forget("two").result(5)
    assert searches.recent() == ["three", "one"]
    searches.forget("unknown").result(5)
    assert searches.recent() == ["three", "one"]
    searches.forget().result(5)
    assert searches.recent() == []


def test_they_outlive_a_restart_and_are_each_members_own(cache):
    keep(own(cache), "obra")
    cache.reopen()
    assert own(cache).recent() == ["obra"]
    other = cache.store.writer.run("member", lambda uow: members.add_member(uow, "Bea"))
    cache.store.writer.run("switch", lambda uow: members.set_current(uow, other))
    assert own(cache).recent() == []
    keep(own(cache), "hers")
    cache.store.writer.run("drop", lambda uow: members.drop_member(uow, other))
    assert own(cache).recent() == ["obra"]
    assert cache.scalar("SELECT count(*) FROM setting WHERE name LIKE 'recent_searches%'") == 1


def test_days_are_those_of_the_zone_that_was_given(cache):
    """23:30 in UTC is tomorrow in Madrid."""
    late = int(datetime(2026, 11, 27, 23, 30, tzinfo=UTC).timestamp())
    key = cache.put("INBOX", mail(1), 1, received=late)
    cache.clock.set(late + 3600)
    for zone, typed in ((UTC, "on:yesterday"), (ZoneInfo("Europe/Madrid"), "el:hoy")):
        standing = Standing(load_catalogue(), zone, cache.clock.now)
        reading = Reading(cache.store, cache.clock, zone, standing)
        assert list(reading.list_keys(ListView(search=typed))) == [key]
        assert reading.first_keys(ListView(search=f"-{typed}"), 5) == []


def test_what_somebody_damaged_is_nothing(cache):
    key = cache.store.read(members.load_current)
    for value in ({"a": 1}, [1, None, "obra"]):
        cache.store.writer.run(
            "break", lambda uow, value=value: accounts.set_setting(uow, f"recent_searches.{key}", value)
        )
        assert own(cache).recent() in ([], ["obra"])


def test_mails_without_their_body_are_told(cache):
    assert own(cache).coverage() == Coverage(0, 0)
    for number in range(3):
        cache.put("INBOX", mail(number), number + 1)

    def header_alone(uow):
        envelope = Envelope(subject="obra", from_=(Address("Ana", "ana@x.org"),), message_id="h@x")
        (key,) = messages.find_or_add(uow, cache.account_key, [messages.NewMessage(b"h" * 16, 9, NOW, envelope, "h")])
        locations.add_locations(uow, cache.keys["INBOX"], [locations.NewLocation(9, key, NOW, FlagSet(), False)])

    cache.store.writer.run("header", header_alone)
    assert own(cache).coverage() == Coverage(3, 4)


def test_mails_that_only_the_server_has_are_told(cache):
    for number in range(3):
        cache.put("INBOX", mail(number), number + 1)

    def look(uow):
        mailboxes.set_state(uow, cache.keys["INBOX"], exists_count=10)
        mailboxes.set_state(uow, cache.keys["Work"], exists_count=5)
        uow.connection.exec_driver_sql("UPDATE location SET hidden = 1 WHERE uid = 1")
        uow.mailboxes.add(cache.keys["INBOX"])

    cache.store.writer.run("look", look)
    assert own(cache).coverage().beyond == 7 + 5, "what waits to be moved away is here all the same"
    cache.store.writer.run("view", lambda uow: uow.connection.exec_driver_sql(
        f"UPDATE mailbox SET special_use = 'all' WHERE mailbox_key = {cache.keys['Work']}"
    ))  # fmt: skip
    assert own(cache).coverage().beyond == 7
