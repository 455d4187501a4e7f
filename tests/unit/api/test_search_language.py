"""The language of the search: what is typed, as a query. Whatever is typed, it never raises."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.api.linking import LinkKind
from desktop.core.api.rows import AccountRow, MailboxRow
from desktop.core.api.searching.folders import find_accounts, find_folders
from desktop.core.api.searching.names import DayName, Operator, StateName, ThingName, find_operator
from desktop.core.api.searching.parsing import parse
from desktop.core.api.searching.periods import find_moment_ago, find_period
from desktop.core.api.searching.query import (
    Either,
    Every,
    HasAttachment,
    HasLink,
    InAccount,
    InFolder,
    Is,
    Larger,
    Not,
    Place,
    Received,
    Smaller,
    State,
    Words,
    leaves,
)
from desktop.core.mail.mailbox import SpecialUse

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 28, 18, 0, tzinfo=MADRID)
UNREAD = Is(State.UNREAD)


def moment(*parts):
    return int(datetime(*parts, tzinfo=MADRID).timestamp())


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("obra", Words("obra")),
        ("ana@example.org", Words("ana example org")),
        ('"final price"', Words("final price", phrase=True)),
        ("-draft", Not(Words("draft"))),
        ("from:ana", Words("ana", Place.SENDER)),
        ("DE:Ana", Words("Ana", Place.SENDER)),
        ("from: ana", Words("ana", Place.SENDER)),
        ('to:"Ana B"', Words("Ana B", Place.RECIPIENTS, phrase=True)),
        ("-para:ana", Not(Words("ana", Place.RECIPIENTS))),
        ("asunto:obra", Words("obra", Place.SUBJECT)),
        ("is:unread", UNREAD), ("es:no-leído", UNREAD), ("es:no_leido", UNREAD), ("es:noleido", UNREAD),
        ('es:"sin leer"', UNREAD), ("is:read", Not(UNREAD)), ("-is:read", UNREAD), ("is:starred", Is(State.STARRED)),
        ("has:attachment", HasAttachment()), ("tiene:adjunto", HasAttachment()), ("has:link", HasLink()),
        ("tiene:vinculo", HasLink()), ("has:task", HasLink(LinkKind.TASK)), ("tiene:contacto", HasLink(LinkKind.CRM)),
        ("in:inbox", InFolder("inbox")), ('en:"Work/Old mails"', InFolder("Work/Old mails")),
        ("account:ana@x.org", InAccount("ana@x.org")),
        ("larger:5M", Larger(5 << 20)), ("menor:1,5k", Smaller(1536)), ("smaller:300", Smaller(300)),
        ("on:2026-11-05", Received(moment(2026, 11, 5), moment(2026, 11, 6))),
        ("el:2026/11", Received(moment(2026, 11, 1), moment(2026, 12, 1))),
        ("before:2026", Received(before=moment(2026, 1, 1))), ("después:2026-12", Received(moment(2026, 12, 1))),
        ("after:yesterday", Received(moment(2026, 11, 27))), ("antes:hoy", Received(before=moment(2026, 11, 28))),
        ("newer_than:7d", Received(moment(2026, 11, 21, 18))), ("menos_de:1s", Received(moment(2026, 11, 21, 18))),
        ("older_than:2m", Received(before=moment(2026, 9, 28, 18))),
        ("más_de:1a", Received(before=moment(2025, 11, 28, 18))),
        ("a b", Every((Words("a"), Words("b")))),
        ("a OR b", Either((Words("a"), Words("b")))), ("a O b", Either((Words("a"), Words("b")))),
        ("a OR b c", Every((Either((Words("a"), Words("b"))), Words("c")))),
        ("a or b", Every((Words("a"), Words("or"), Words("b")))),
        ('a "OR" b', Every((Words("a"), Words("OR", phrase=True), Words("b")))),
        ("a OR -is:read", Either((Words("a"), UNREAD))),
        ("OR a OR", Words("a")),
        ("subject: -x", Not(Words("x"))),
    ],
)  # fmt: skip
def test_what_is_typed(typed, query):
    assert parse(typed, NOW).query == query
    assert parse(typed, NOW).misread == ()


@pytest.mark.parametrize("typed", ["", "  ", "-", '"', '""', "from:", "is:", 'in:""', "()", "OR", "_", ":", "-:"])
def test_what_says_nothing_yet(typed):
    assert parse(typed, NOW).query is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [("foo:bar", "foo bar"), ("http://x.y", "http x y"), ("Re: obra", "Re"), ("12:30", "12 30"), ("a-b", "a b")],
)
def test_what_is_no_operator_is_words(typed, words):
    parsed = parse(typed, NOW)
    first = parsed.query.parts[0] if isinstance(parsed.query, Every) else parsed.query
    assert first == Words(words)
    assert parsed.misread == ()


@pytest.mark.parametrize("typed", ["is:foo", "before:2026-13", "on:1969", "larger:big", "newer_than:7x", "has:nothing"])
def test_a_value_that_is_not_understood_is_said_and_taken_as_words(typed):
    parsed = parse(typed, NOW)
    assert isinstance(parsed.query, Words)
    assert parsed.misread == (typed,)


@given(st.text(max_size=120))
def test_no_text_raises(typed):
    parsed = parse(typed, NOW)
    if parsed.query is not None:
        assert all(leaf.text.strip() for leaf in leaves(parsed.query) if isinstance(leaf, Words))


_PIECES = st.sampled_from((
    "from:", "is:", "on:", "before:", "larger:", "in:", "newer_than:", '"', "-", ":", " ", "OR", "O", "a", "9999", "2026-02-30",
    "99999y", "1e9", "５M", "²", "\u0301", "\x00", "東京",
))  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_no_heap_of_operators_raises(typed):
    parse(typed, NOW)


@given(st.text(max_size=12))
def test_no_date_raises(text):
    find_period(text, NOW)
    find_moment_ago(text, NOW)


@given(st.integers(0, 99_999), st.sampled_from("dwmysa"))
def test_a_span_ends_in_the_past(count, unit):
    ago = find_moment_ago(f"{count}{unit}", NOW)
    assert ago is not None
    assert 0 <= ago <= NOW.timestamp()


def test_a_month_ago_of_a_long_month_is_the_last_day_of_a_short_one():
    assert find_moment_ago("1m", datetime(2026, 3, 31, 9, tzinfo=MADRID)) == moment(2026, 2, 28, 9)


def test_a_day_of_summer_time_has_its_own_length():
    begin, end = find_period("2026-03-29", NOW)
    assert end - begin == 23 * 3600


def test_every_name_is_understood_and_means_one_thing():
    names = [name for one in Operator for several in one.value for name in several]
    assert len(names) == len(set(names))
    for operator in Operator:
        for language in ("en", "es"):
            assert find_operator(operator.shown(language)) is operator
    for values, operator in ((StateName, "is"), (ThingName, "has"), (DayName, "on")):
        for value in values:
            for language in ("en", "es"):
                assert parse(f'{operator}:"{value.shown(language)}"', NOW).misread == ()


def folder(key, name, use=SpecialUse.NONE, account=1):
    label = name.rpartition(".")[2]
    return MailboxRow(key, account, name, label, 0, use, True, 0, 0, delimiter=".")


FOLDERS = [
    folder(1, "INBOX", SpecialUse.INBOX), folder(2, "Elementos enviados", SpecialUse.SENT), folder(3, "Work.Offers"),
    folder(4, "Work.Old"), folder(5, "INBOX", SpecialUse.INBOX, 2), folder(6, "Órdenes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("inbox", {1, 5}), ("Entrada", {1, 5}), ("sent", {2}), ("enviados", {2}), ("elementos enviados", {2}),
        ("offers", {3}), ("work/offers", {3}), ("Work.Offers", {3}), ("work/", {3, 4}), ("o", {3, 4, 6}), ("ordenes", {6}),
        ("nowhere", set()), ("", set()), ("/", set()),
    ],
)  # fmt: skip
def test_folders_by_what_people_call_them(name, keys):
    assert find_folders(FOLDERS, name) == keys


def test_accounts_by_a_piece_of_their_address():
    rows = [AccountRow(1, "ana@one.example", "Ana", 0, ""), AccountRow(2, "help@two.example", "Soporte", 1, "")]
    assert find_accounts(rows, "ana") == {1}
    assert find_accounts(rows, "TWO") == {2}
    assert find_accounts(rows, "soporte") == {2}
    assert find_accounts(rows, "") == set()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("es:no-le", "es:no-leído"), ("is:unr", "is:unread"), ("-is:star", "-is:starred"), ("tiene:adj", "has:attachment"),
        ("has:li", "has:link"), ("está:respond", "is:answered"), ("is:read", "is:read"),
    ],
)  # fmt: skip
def test_a_state_or_thing_is_known_by_its_beginning(typed: str, meant: str):
    assert parse(typed, NOW) == parse(meant, NOW)
    assert parse(typed, NOW).misread == ()


@pytest.mark.parametrize("typed", ["is:re", "is:s", "has:c"])
def test_a_beginning_of_several_is_not_guessed(typed: str):
    assert parse(typed, NOW).misread == (typed,)
