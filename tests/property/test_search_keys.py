"""Whatever is searched for becomes SEARCH keys of RFC 3501 that hold no second command, and ask for no less than was meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from desktop.core.api.linking import LinkKind
from desktop.core.api.searching.parsing import parse
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
)
from desktop.core.imap.names import Literal
from desktop.core.imap.search_keys import build_search, contradicts

ALONE = {b"ALL", b"SEEN", b"UNSEEN", b"FLAGGED", b"UNFLAGGED", b"ANSWERED", b"UNANSWERED"}
TEXTS = {b"TEXT", b"FROM", b"TO", b"CC", b"SUBJECT", b"BODY", b"X-GM-RAW"}
DAY = re.compile(rb"\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{4}")
QUOTED = re.compile(rb'"(?:[^"\\\r\n\0\x80-\xff]|\\["\\])+"')
NIGHT = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)
NEAR = st.integers(1_000_000, 1_400_000)
"""A few days, so that bounds and mails lie close to each other."""
EPOCHS = st.integers(-200_000, 4_000_000_000) | NEAR
VOCABULARY = ["obra", "año", "final price", "x", "ñandú", "OR"]
WORDS = st.builds(Words, st.sampled_from(VOCABULARY), st.sampled_from(Place), st.booleans())
ANY_WORDS = st.builds(Words, st.text(max_size=20), st.sampled_from(Place), st.booleans())
OTHERS = st.one_of(
    st.builds(Is, st.sampled_from(State)), st.just(HasAttachment()), st.builds(HasLink, st.none() | st.sampled_from(LinkKind)),
    st.builds(Received, st.none() | EPOCHS, st.none() | EPOCHS), st.builds(Larger, st.integers(0, 10**12)),
    st.builds(Smaller, st.integers(0, 10**12)), st.builds(InFolder, st.text(max_size=5)), st.builds(InAccount, st.text(max_size=5)),
)  # fmt: skip


def trees(leaves):
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.builds(Not, parts),
            st.builds(lambda some: Every(tuple(some)), st.lists(parts, min_size=1, max_size=4)),
            st.builds(lambda some: Either(tuple(some)), st.lists(parts, min_size=1, max_size=4)),
        ),
        max_leaves=8,
    )


def read_key(pieces, at, judge):
    """(truth, next place) of the key that begins there; fails where the grammar does."""
    name = pieces[at]
    if name == b"NOT":
        truth, at = read_key(pieces, at + 1, judge)
        return not truth, at
    if name == b"OR":
        left, at = read_key(pieces, at + 1, judge)
        right, at = read_key(pieces, at, judge)
        return left or right, at
    if name in ALONE:
        return judge(name, b""), at + 1
    if name in TEXTS:
        text = pieces[at + 1]
        is_literal = isinstance(text, Literal)
        assert QUOTED.fullmatch(text) or (is_literal and not re.search(rb"[\r\n\0]", text)), text
        return judge(name, text if is_literal else text[1:-1]), at + 2
    if name == b"HEADER":
        assert pieces[at + 1 : at + 3] == (b"Content-Type", b'"multipart/mixed"')
        return judge(name, b""), at + 3
    if name in (b"SINCE", b"BEFORE"):
        assert DAY.fullmatch(pieces[at + 1])
        return judge(name, pieces[at + 1]), at + 2
    assert name in (b"LARGER", b"SMALLER"), name
    assert pieces[at + 1].isdigit()
    assert int(pieces[at + 1]) <= 0xFFFF_FFFF
    return judge(name, pieces[at + 1]), at + 2


def read_all(pieces, judge):
    truth, at = True, 0
    while at < len(pieces):
        one, at = read_key(pieces, at, judge)
        truth = truth and one
    return truth


@given(trees(ANY_WORDS | OTHERS), st.booleans(), st.booleans(), st.booleans())
@example(Words('a"\r\nA1 LOGOUT\r\n\0\\ñ{5}'), False, False, False)
@example(Words("OR AROUND -x subject:y"), True, False, True)
def test_every_query_is_good_grammar_and_holds_no_second_command(query, gmail, ascii_only, here):
    keys = build_search(query, is_in=lambda _: here, gmail=gmail, ascii_only=ascii_only)
    if isinstance(keys, bool):
        return
    read_all(keys, lambda name, value: True)
    if ascii_only:
        assert all(piece.isascii() for piece in keys)


@given(st.text(max_size=80) | st.lists(st.sampled_from(
    ['from:', '"', "-", "OR", " ", "ana", "\r\n", "\0", "ñ", "has:attachment", "before:2026-01-02", "larger:5m", "file:x", "in:a b"]
), max_size=20).map("".join))  # fmt: skip
def test_whatever_is_typed_is_too(typed):
    query = parse(typed, NIGHT).query
    if query is None:
        return
    for gmail in (False, True):
        keys = build_search(query, is_in=lambda _: True, gmail=gmail)
        if not isinstance(keys, bool):
            read_all(keys, lambda name, value: True)


class Mail:
    """What a server knows of a mail; its day is that of a zone of its own."""

    def __init__(self, texts, flags, received, size, hours, mixed):
        self.texts, self.flags, self.received, self.size, self.mixed = texts, flags, received, size, mixed
        self.day = (received + hours * 3600) // 86_400

    def judge(self, name: bytes, value: bytes) -> bool:
        text = value.decode()
        match name:
            case b"TEXT":
                return any(text in one for one in self.texts.values())
            case b"FROM" | b"SUBJECT" | b"BODY":
                place = {b"FROM": Place.SENDER, b"SUBJECT": Place.SUBJECT, b"BODY": Place.BODY}[name]
                return text in self.texts[place]
            case b"TO":
                return text in self.texts[Place.RECIPIENTS]
            case b"CC":
                return False
            case b"SINCE" | b"BEFORE":
                day = int(datetime.strptime(text, "%d-%b-%Y").replace(tzinfo=UTC).timestamp()) // 86_400
                return self.day >= day if name == b"SINCE" else self.day < day
            case b"LARGER":
                return self.size > int(value)
            case b"SMALLER":
                return self.size < int(value)
            case b"HEADER":
                return self.mixed
            case b"ALL":
                return True
        state = State.UNREAD if b"SEEN" in name else State.STARRED if b"FLAGGED" in name else State.ANSWERED
        held = state in self.flags
        return held if name in (b"UNSEEN", b"FLAGGED", b"ANSWERED") else not held

    def fits(self, query, here) -> bool:
        """What the query means. No mail of a server is linked, and none is found by its files."""
        match query:
            case Not():
                return not self.fits(query.part, here)
            case Every():
                return all(self.fits(part, here) for part in query.parts)
            case Either():
                return any(self.fits(part, here) for part in query.parts)
            case Words():
                if query.place is Place.FILES:
                    return False
                places = (
                    [Place.SENDER, Place.RECIPIENTS, Place.SUBJECT, Place.BODY]
                    if query.place is Place.ANYWHERE
                    else [query.place]
                )
                pieces = [query.text] if query.phrase else query.text.split()
                return all(any(piece in self.texts[place] for place in places) for piece in pieces)
            case Is():
                return query.state in self.flags
            case HasAttachment():
                return self.mixed
            case HasLink():
                return False
            case Received():
                return (query.since is None or self.received >= query.since) and (
                    query.before is None or self.received < query.before
                )
            case Larger():
                return self.size > query.than
            case Smaller():
                return self.size < query.than
        return here


MAILS = st.builds(
    Mail,
    st.fixed_dictionaries({
        place: st.lists(st.sampled_from([*VOCABULARY, "price", "otro"]), max_size=3).map(" ".join)
        for place in (Place.SENDER, Place.RECIPIENTS, Place.SUBJECT, Place.BODY)
    }),
    st.frozensets(st.sampled_from(State)), st.integers(0, 3_000_000_000) | NEAR, st.integers(0, 10**9), st.integers(-12, 14), st.booleans(),
)  # fmt: skip


@given(trees(WORDS | OTHERS | st.builds(Received, st.none() | NEAR, st.none() | NEAR)), MAILS, st.booleans())
def test_what_is_meant_is_asked_for_and_what_time_contradicts_is_not_meant(query, mail, here):
    keys = build_search(query, is_in=lambda _: here)
    asked = keys if isinstance(keys, bool) else read_all(keys, mail.judge)
    if mail.fits(query, here):
        assert asked, keys
        assert not contradicts(query, mail.received)


@given(
    st.integers(-172_800, 172_800),
    st.integers(1_000_000, 1_086_400),
    st.integers(-12, 14),
    st.booleans(),
    st.booleans(),
)
@example(0, 1_036_800, -12, True, True)
@example(0, 1_036_800, -12, False, False)
@example(-1, 1_119_600, 14, False, True)
@example(-1, 1_119_600, 14, True, False)
def test_a_server_in_any_zone_is_asked_for_enough_around_a_moment(away, moment, hours, later, wanted):
    """`away`: seconds between the moment and the receipt."""
    query = Received(since=moment) if later else Received(before=moment)
    whole = query if wanted else Not(query)
    mail = Mail(dict.fromkeys(Place, ""), frozenset(), moment + away, 1, hours, False)
    keys = build_search(whole, is_in=lambda _: True)
    asked = keys if isinstance(keys, bool) else read_all(keys, mail.judge)
    assert asked or not mail.fits(whole, True)
    assert contradicts(whole, mail.received) is not mail.fits(whole, True)
