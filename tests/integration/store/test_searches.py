"""The statement of a search finds what a look at every mail finds: random mailboxes, random queries, the same mails in the same order."""

from __future__ import annotations

import random
import threading
from array import array
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.api.queries import Filter, ListView
from desktop.core.api.searching.parsing import parse
from desktop.core.api.searching.query import Place
from desktop.core.api.stopping import Stop, Stopped
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.structure import IndexedBody
from desktop.core.store import accounts, database, links, lists, locations, mailboxes, messages
from desktop.core.store.list_view import Bounds
from desktop.core.store.mailboxes import Listed
from tests.fakes import cache as fake_cache
from tests.fakes.cache import NAMES, Cache
from tests.fakes.plain_search import Facts, fits

NOW = datetime(2026, 11, 28, 18, 0, tzinfo=ZoneInfo("Europe/Madrid"))
DAY = 86_400
MIDNIGHT = int(datetime(2026, 11, 20, tzinfo=NOW.tzinfo).timestamp())
WORDS = ("obra", "obras", "factura", "préstamo", "final", "price", "draft", "ana", "bob", "nave", "42", "x1")
FOLDERS = {
    "INBOX": {"inbox", "entrada"},
    "Sent": {"sent", "enviados"},
    "Trash": {"trash", "papelera"},
    "Work": {"work"},
}
TERMS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: word[:3]),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS)).map(lambda two: f'"{two[0]} {two[1]}"'),
    st.tuples(st.sampled_from(("from", "to", "subject", "asunto", "body", "file")), st.sampled_from(WORDS)).map(":".join),
    st.sampled_from((
        "is:unread", "is:read", "es:destacado", "is:answered", "has:attachment", "has:link", "tiene:tarea", "has:contact",
        "before:2026-11-20", "after:2026-11-10", "on:yesterday", "el:2026-11", "newer_than:7d", "older_than:2w",
        "in:inbox", "en:enviados", "in:work", "in:nowhere", "larger:2M", "smaller:20K", "larger:500", "account:ana",
        "cuenta:bea", "account:nobody",
    )),
)  # fmt: skip
QUERIES = st.lists(
    st.tuples(st.sampled_from(("", "", "", "-")), TERMS, st.sampled_from((" ", " ", " ", " OR "))),
    min_size=1,
    max_size=5,
).map(lambda terms: "".join(f"{minus}{term}{between}" for minus, term, between in terms))


class Filled:
    """A store with random mail in two accounts, and the facts of every row."""

    def __init__(self, cache: Cache, seed: int, mails: int) -> None:
        self.cache, self.facts, self.messages, self.places = cache, {}, {}, {}
        self._draw, self._uids = random.Random(seed), count(1)
        run = cache.store.writer.run
        other = run("a", lambda uow: accounts.add_account(uow, fake_cache.settings("bea@example.net"), "second"))
        listed = [Listed(name, "/", use, True) for name, use in NAMES.items()]
        keys = run("m", lambda uow: mailboxes.merge_listed(uow, other, listed))
        for key in keys.values():
            run("s", lambda uow, k=key: mailboxes.set_state(uow, k, uidvalidity=1))
        self.accounts = {cache.account_key: ("ana@example.org", cache.keys), other: ("bea@example.net", keys)}
        run("fill", lambda uow: [self._add(uow, number) for number in range(mails)])

    def _words(self, most: int) -> str:
        return " ".join(self._draw.choices(WORDS, k=self._draw.randint(0, most)))

    def _add(self, uow, number: int) -> None:
        draw = self._draw
        account_key = draw.choice(list(self.accounts))
        address, boxes = self.accounts[account_key]
        received = int(NOW.timestamp()) - draw.randint(0, 40 * DAY)
        if draw.random() < 0.3:  # exactly when a day begins, or a week ago
            received = draw.choice((MIDNIGHT - 9 * DAY, MIDNIGHT, int(NOW.timestamp()) - 7 * DAY))
        sender, recipient = Address(self._words(2), "bob@example.com"), Address(self._words(2), "ana@example.org")
        subject, body, names = self._words(4), self._words(12), tuple(self._words(1) for _ in range(draw.randint(0, 2)))
        envelope = Envelope(subject=subject, from_=(sender,), to=(recipient,), message_id=f"{number}@x")
        size = draw.choice((300, 900, 30_000, 3_000_000))
        read = IndexedBody(body, body, tuple(name for name in names if name), bool(names))
        whole = draw.random() < 0.8
        new = messages.NewMessage(number.to_bytes(16, "big"), size, received, envelope, str(number), bool(names))
        (key,) = messages.find_or_add(uow, account_key, [new])
        if whole:
            messages.add_bodies(uow, [(key, b"", read)])
        linked = draw.choice(((), (), (("task", "open"),), (("task", "gone"),), (("crm", "done"),)))
        for kind, state in linked:
            links.add_link(uow, key, kind, "desk", "1", "x", state)
        texts = {
            Place.SUBJECT: subject, Place.SENDER: f"{sender.display_name} {sender.addr_spec}",
            Place.RECIPIENTS: f"{recipient.display_name} {recipient.addr_spec}",
            Place.BODY: body if whole else "", Place.FILES: " ".join(names) if whole else "",
        }  # fmt: skip
        for name in draw.sample(list(FOLDERS), draw.choice((1, 1, 1, 2))):
            flags = Flag(0)
            for flag in (Flag.SEEN, Flag.FLAGGED, Flag.ANSWERED):
                flags |= flag if draw.random() < 0.4 else Flag(0)
            place = locations.NewLocation(next(self._uids), key, received, FlagSet(flags), bool(names))
            added = locations.add_locations(uow, boxes[name], [place])
            (location_key,) = added.settled + added.new
            self.facts[location_key] = Facts(
                texts, received, size, flags, bool(names), linked, FOLDERS[name], address + " ana beltrán"
            )
            self.messages[location_key], self.places[location_key] = key, boxes[name]

    def found(self, view: ListView, limit: int | None = None) -> array[int]:
        bounds = Bounds(moment=NOW)
        return self.cache.store.read(lambda connection: lists.load_keys(connection, view, limit, bounds))

    def expected(self, view: ListView) -> list[int]:
        query = parse(view.search, NOW).query
        once: dict[int, int] = {}
        for key, facts in sorted(self.facts.items()):
            here = view.mailbox_key in (None, self.places[key])
            seen = view.filter.unread and Flag.SEEN in facts.flags
            if query is not None and here and not seen and fits(facts, query):
                once.setdefault(self.messages[key] if view.mailbox_key is None else key, key)
        return sorted(once.values(), key=lambda key: (self.facts[key].received, key), reverse=True)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    cache = Cache(tmp_path_factory.mktemp("searches") / "profile")
    yield Filled(cache, 7, 250)
    cache.store.close()


@given(QUERIES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_search_finds_what_a_look_at_every_mail_finds(filled, typed):
    view = ListView(search=typed)
    expected = filled.expected(view)
    assert list(filled.found(view)) == expected
    assert list(filled.found(view, 5)) == expected[:5]
    narrow = ListView(mailbox_key=filled.cache.keys["INBOX"], search=typed, filter=Filter(unread=True))
    assert list(filled.found(narrow)) == filled.expected(narrow)


@pytest.mark.slow
@given(st.integers(0, 2**32), QUERIES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_mailbox(tmp_path_factory, seed, typed):
    cache = Cache(tmp_path_factory.mktemp("searches") / "profile")
    try:
        filled = Filled(cache, seed, 60)
        for view in (ListView(search=typed), ListView(search=typed, mailbox_key=cache.keys["Work"])):
            assert list(filled.found(view)) == filled.expected(view)
    finally:
        cache.store.close()


ODD = st.one_of(
    st.sampled_from((
        "from:", "-", "OR", "O", "(", ")", "'", '"', "*", "^", "NEAR(", "{a}:", "AND NOT", "\x00", "東京", "é", "in:", "x" * 400,
        "larger:999999999G", "on:9998-12-31", "older_than:99999y", "-is:read", "subject:*", "_", "\u0301", "²",
        "-a " * 160, "is:unread " * 50, "a OR is:unread OR " * 28,
    )),
    st.text(max_size=5),
)  # fmt: skip


@given(st.lists(ODD, max_size=12).map(" ".join))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered(filled, typed):
    filled.found(ListView(search=typed))
    filled.found(ListView(search=typed, mailbox_key=filled.cache.keys["INBOX"]), 3)


def test_the_judged_queries_find_something(filled):
    """A judge that always says "nothing" would agree with anything."""
    for typed in (
        "obra", "from:ana", "to:ana -from:ana", "is:unread has:attachment", "has:task larger:2M", "obra OR is:starred",
        "after:2026-11-10 -is:read", "in:enviados factura", "account:bea newer_than:7d", '"final price"', "-obra",
    ):  # fmt: skip
        assert 0 < len(filled.found(ListView(search=typed))) < len(filled.facts), typed


def test_days_are_those_of_the_user(filled):
    """Midnight in Madrid is 23:00 in UTC."""
    for typed, wanted in (
        ("before:2026-11-20", lambda moment: moment < MIDNIGHT),
        ("after:2026-11-20", lambda moment: moment >= MIDNIGHT),
    ):
        found = {filled.messages[key] for key in filled.found(ListView(search=typed))}
        assert found == {filled.messages[key] for key, facts in filled.facts.items() if wanted(facts.received)}


def test_members_see_no_others_mail(filled):
    mine = frozenset({filled.cache.account_key})
    for typed in ("obra", "is:unread", "account:bea", "-obra OR account:bea"):
        keys = filled.cache.store.read(
            lambda connection, typed=typed: lists.load_keys(
                connection, ListView(search=typed), None, Bounds(accounts=mine, moment=NOW)
            )
        )
        assert all("ana@example.org" in filled.facts[key].account for key in keys)


_ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_a_search_that_nobody_wants_any_more_is_given_up(filled, monkeypatch):
    """Within whatever SQLite does by itself, where it asks nobody: it is told."""
    monkeypatch.setattr(database, "_STEPS_BETWEEN", 2**31 - 1)
    stop, begun = Stop(), threading.Event()

    def read(connection):
        begun.set()
        return connection.exec_driver_sql(_ENDLESS).scalar()

    def give_up():
        begun.wait(10)
        while not ended.wait(0.002):  # what is told before the statement has begun is not heard
            stop.set()

    ended = threading.Event()
    giving_up = threading.Thread(target=give_up)
    giving_up.start()
    with pytest.raises(Stopped):
        filled.cache.store.read(read, stop)
    ended.set()
    giving_up.join()
    assert len(filled.found(ListView(search="is:unread"))) > 0  # the connection goes on


def test_a_search_that_was_given_up_before_it_began_ends_too(filled):
    stop = Stop()
    stop.set()
    with pytest.raises(Stopped):
        filled.cache.store.read(lambda connection: connection.exec_driver_sql(_ENDLESS).scalar(), stop)


def test_the_first_of_a_search_are_as_many_mails_however_many_folders_each_lies_in(tmp_path):
    cache = Cache(tmp_path / "profile", now=int(NOW.timestamp()))
    for number in range(30):
        for uid, folder in enumerate(("INBOX", "Work", "Archive")):
            cache.put(folder, fake_cache.mail(number, body="obra"), 10 * number + uid, received=MIDNIGHT - 600 * number)
    view = ListView(search="obra")
    whole = cache.store.read(lambda connection: lists.load_keys(connection, view))
    first = cache.store.read(lambda connection: lists.load_keys(connection, view, 20))
    cache.store.close()
    assert len(whole) == 30
    assert first == whole[:20]
