"""From what a person typed to a query: words, "phrases", operators, -not, OR. Never raises, whatever is typed.

What follows an operator's colon is its value, with quotes where it has spaces; a space after the colon is forgiven. An operator
without a value is one that is still being typed and says nothing yet; a state or a thing may be named by its beginning
(is:unr). What is not known, or has a value that it does not understand, is words, for a search that silently leaves out a
condition shows mail that was not asked for. OR (O in Spanish, both in capitals) joins the terms beside it and binds closer than
the space between others, as in Gmail.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

from desktop.core.api.linking import LinkKind
from desktop.core.api.searching.names import Operator, StateName, ThingName, find_operator, find_state, find_thing
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
    Query,
    Received,
    Smaller,
    State,
    Words,
)
from desktop.values import dataclass

MOST_TYPED = 500
_TERM = re.compile(r'(-?)(?:([^\W\d]\w*):)?("[^"]*"|[^\s"]\S*|(?<=:))')
_OR = frozenset({"OR", "O"})
_NO_WORD = re.compile(r"[\W_]+")
_SIZE = re.compile(r"(\d{1,9})(?:[.,](\d{1,3}))?\s*([kmg])?(?:i?b)?", re.ASCII | re.IGNORECASE)
_SIZES = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_PLACES = {
    Operator.FROM: Place.SENDER, Operator.TO: Place.RECIPIENTS, Operator.SUBJECT: Place.SUBJECT, Operator.BODY: Place.BODY,
    Operator.FILE: Place.FILES,
}  # fmt: skip
_STATES: dict[StateName, Query] = {
    StateName.UNREAD: Is(State.UNREAD), StateName.READ: Not(Is(State.UNREAD)), StateName.STARRED: Is(State.STARRED),
    StateName.ANSWERED: Is(State.ANSWERED),
}  # fmt: skip
_THINGS: dict[ThingName, Query] = {
    ThingName.ATTACHMENT: HasAttachment(), ThingName.LINK: HasLink(), ThingName.TASK: HasLink(LinkKind.TASK),
    ThingName.CONTACT: HasLink(LinkKind.CRM), ThingName.CHAT: HasLink(LinkKind.CHAT),
    ThingName.EVENT: HasLink(LinkKind.EVENT),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parsed:
    """`query` is None when nothing that was typed can be searched for; `misread` are the terms that look like an operator's but
    have a value which it does not know: they were taken as words."""

    query: Query | None
    misread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    unwanted: bool
    name: str
    value: str
    quoted: bool

    @property
    def joins(self) -> bool:
        return not (self.unwanted or self.name or self.quoted) and self.value in _OR


def parse(text: str, now: datetime) -> Parsed:
    """`now` is aware, in the zone whose days are meant."""
    groups: list[list[Query]] = []
    misread: list[str] = []
    joined = False
    for term in _split(unicodedata.normalize("NFC", text[:MOST_TYPED])):
        if term.joins:
            joined = bool(groups)
            continue
        query = _read(term, now, misread)
        if query is None:
            continue
        if term.unwanted:
            query = query.part if isinstance(query, Not) else Not(query)
        if joined:
            groups[-1].append(query)
        else:
            groups.append([query])
        joined = False
    parts = tuple(group[0] if len(group) == 1 else Either(tuple(group)) for group in groups)
    if not parts:
        return Parsed(None, tuple(misread))
    return Parsed(parts[0] if len(parts) == 1 else Every(parts), tuple(misread))


def plain_words(text: str) -> str:
    """Its words with single spaces between them; empty when it has none."""
    return _NO_WORD.sub(" ", text).strip()


def _split(text: str) -> list[_Term]:
    terms: list[_Term] = []
    waiting: _Term | None = None  # an operator whose value has not come yet
    for minus, name, value in _TERM.findall(text):
        quoted = value.startswith('"')
        term = _Term(bool(minus), name, value.strip('"') if quoted else value, quoted)
        if waiting is not None and not minus and not name and not term.joins:
            term = _Term(waiting.unwanted, waiting.name, term.value, quoted)
        waiting = None
        if term.name and not term.value and not quoted:
            if find_operator(term.name) is not None:
                waiting = term
            else:
                terms.append(_Term(term.unwanted, "", term.name, False))
            continue
        terms.append(term)
    return terms


def _read(term: _Term, now: datetime, misread: list[str]) -> Query | None:
    """One term without its minus; None when it says nothing."""
    operator = find_operator(term.name) if term.name else None
    if operator in _PLACES:
        return _words(term.value, term.quoted, _PLACES[operator])
    if operator is not None:
        query = _READERS[operator](term.value.strip(), now)
        if query is not None or not term.value.strip():
            return query
        misread.append(f"{term.name}:{term.value}")
    typed = f"{term.name} {term.value}" if term.name else term.value
    return _words(typed, term.quoted and not term.name, Place.ANYWHERE)


def _words(text: str, phrase: bool, place: Place) -> Query | None:
    words = plain_words(text)
    return Words(words, place, phrase) if words else None


def _read_is(value: str, _now: datetime) -> Query | None:
    state = find_state(value)
    return None if state is None else _STATES[state]


def _read_has(value: str, _now: datetime) -> Query | None:
    thing = find_thing(value)
    return None if thing is None else _THINGS[thing]


def _read_before(value: str, now: datetime) -> Query | None:
    period = find_period(value, now)
    return None if period is None else Received(before=period[0])


def _read_after(value: str, now: datetime) -> Query | None:
    period = find_period(value, now)
    return None if period is None else Received(since=period[0])


def _read_on(value: str, now: datetime) -> Query | None:
    period = find_period(value, now)
    return None if period is None else Received(*period)


def _read_newer(value: str, now: datetime) -> Query | None:
    moment = find_moment_ago(value, now)
    return None if moment is None else Received(since=moment)


def _read_older(value: str, now: datetime) -> Query | None:
    moment = find_moment_ago(value, now)
    return None if moment is None else Received(before=moment)


def _read_larger(value: str, _now: datetime) -> Query | None:
    size = _read_size(value)
    return None if size is None else Larger(size)


def _read_smaller(value: str, _now: datetime) -> Query | None:
    size = _read_size(value)
    return None if size is None else Smaller(size)


def _read_size(value: str) -> int | None:
    """5M, 500K, 1.5GB, 20000; in steps of 1024, as sizes are shown."""
    match = _SIZE.fullmatch(value)
    if match is None:
        return None
    number = float(f"{match[1]}.{match[2] or 0}")
    return int(number * _SIZES[(match[3] or "").lower()])


_READERS: dict[Operator, Callable[[str, datetime], Query | None]] = {
    Operator.IS: _read_is, Operator.HAS: _read_has, Operator.BEFORE: _read_before, Operator.AFTER: _read_after,
    Operator.ON: _read_on, Operator.NEWER: _read_newer, Operator.OLDER: _read_older, Operator.LARGER: _read_larger,
    Operator.SMALLER: _read_smaller,
    Operator.IN: lambda value, _now: InFolder(value) if value else None,
    Operator.ACCOUNT: lambda value, _now: InAccount(value) if value else None,
}  # fmt: skip
