"""From a query to the SEARCH keys of RFC 3501 (section 6.4.4) that ask a server for it. Pure.

Invariant: what is asked for holds every mail that the query means, as far as a server can be asked: days are widened, for a
server compares dates in whatever zone it likes, and `contradicts` takes out afterwards what is too much. Words are the server's:
pieces of words on most. Every text that goes out is letters, digits and spaces in a quoted string or a literal, so that nothing
that was typed can be anything but text. AND inside OR and NOT is written with NOT and OR alone: no parenthesis is ever needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

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
    leaves,
)
from desktop.core.api.server_search import Unasked
from desktop.core.clock import utc
from desktop.core.imap.names import Literal, quote
from desktop.values import dataclass

Asked: TypeAlias = "tuple[tuple[bytes, ...], ...] | bool"
"""Search keys that must all be true, each as the pieces of a command; or what is known without asking."""
IsIn = Callable[[InFolder | InAccount], bool]

_DAY = 86_400
_LAST_DAY = 2_932_896
"""31 December 9999, in days since 1970."""
_MOST = 0xFFFF_FFFF
_MOST_WORDS = 60
_NO_WORD = re.compile(r"[\W_]+")
_ASCII_RUN = re.compile(r"[A-Za-z0-9 ]{2,}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLACES: dict[Place, tuple[bytes, ...]] = {
    Place.ANYWHERE: (b"TEXT",), Place.SENDER: (b"FROM",), Place.RECIPIENTS: (b"TO", b"CC"), Place.SUBJECT: (b"SUBJECT",),
    Place.BODY: (b"BODY",),
}  # fmt: skip
_GMAIL_PLACES = {
    Place.ANYWHERE: "", Place.SENDER: "from:", Place.RECIPIENTS: "to:", Place.SUBJECT: "subject:", Place.BODY: "",
    Place.FILES: "filename:",
}  # fmt: skip
_STATES = {
    State.UNREAD: (b"UNSEEN", b"SEEN"), State.STARRED: (b"FLAGGED", b"UNFLAGGED"),
    State.ANSWERED: (b"ANSWERED", b"UNANSWERED"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Terms:
    is_in: IsIn
    gmail: bool
    ascii_only: bool


def build_search(
    query: Query, *, is_in: IsIn, gmail: bool = False, ascii_only: bool = False
) -> tuple[bytes, ...] | bool:
    """The pieces of a SEARCH command; True: every mail fits; False: none does. `is_in` says whether the folder that is searched
    is one that was named; `gmail`: the server knows X-GM-RAW; `ascii_only`: it takes no other characters, so that of each word
    only a piece is asked for."""
    asked = _ask(query, _Terms(is_in, gmail, ascii_only), wanted=True)
    return asked if isinstance(asked, bool) else tuple(piece for key in asked for piece in key)


def is_plain(keys: Iterable[bytes]) -> bool:
    """They need no character set."""
    return not any(isinstance(piece, Literal) for piece in keys)


def unasked(query: Query, *, gmail: bool = False) -> frozenset[Unasked]:
    """What of the query a server cannot be asked, or only roughly."""
    found = set()
    for leaf in leaves(query):
        if isinstance(leaf, HasLink):
            found.add(Unasked.LINKS)
        elif isinstance(leaf, Words) and leaf.place is Place.FILES and not gmail:
            found.add(Unasked.FILES)
        elif isinstance(leaf, HasAttachment) and not gmail:
            found.add(Unasked.ATTACHMENTS)
    return frozenset(found)


def contradicts(query: Query, internaldate: int) -> bool:
    """A mail that was received then is none that the query means, whatever else is true of it."""
    return _judge(query, internaldate) is False


def _judge(query: Query, internaldate: int) -> bool | None:
    match query:
        case Received():
            return not (
                (query.since is not None and internaldate < query.since)
                or (query.before is not None and internaldate >= query.before)
            )
        case Not():
            inner = _judge(query.part, internaldate)
            return None if inner is None else not inner
        case Every() | Either():
            decides = isinstance(query, Either)
            known = {_judge(part, internaldate) for part in query.parts}
            if decides in known:
                return decides
            return None if None in known else not decides
    return None


def _ask(query: Query, terms: _Terms, *, wanted: bool) -> Asked:
    """`wanted` False: for the opposite of it."""
    match query:
        case Not():
            return _ask(query.part, terms, wanted=not wanted)
        case Every() | Either():
            parts = [_ask(part, terms, wanted=wanted) for part in query.parts]
            return _all(parts) if isinstance(query, Every) is wanted else _any(parts)
        case Words():
            return _words(query, terms, wanted=wanted)
        case Is():
            return ((_STATES[query.state][not wanted],),)
        case Received():
            return _received(query, wanted=wanted)
        case Larger() | Smaller():
            return _sized(query, wanted=wanted)
        case HasAttachment():
            key = _gmail("has:attachment") if terms.gmail else (b"HEADER", b"Content-Type", b'"multipart/mixed"')
            return _opposite((key,), wanted=wanted)
        case HasLink():
            return not wanted  # what is linked to a task is here; no other link knows a mail of the server
        case InFolder() | InAccount():
            return terms.is_in(query) is wanted
    raise TypeError(query)


def _all(parts: Sequence[Asked]) -> Asked:
    if any(part is False for part in parts):
        return False
    keys = tuple(key for part in parts if not isinstance(part, bool) for key in part)
    return keys or True


def _any(parts: Sequence[Asked]) -> Asked:
    if any(part is True for part in parts):
        return True
    keys = [_one(part) for part in parts if not isinstance(part, bool)]
    return (_either(keys),) if keys else False


def _one(keys: tuple[tuple[bytes, ...], ...]) -> tuple[bytes, ...]:
    """Several keys as one: "a and b" is "not (not a or not b)"."""
    if len(keys) == 1:
        return keys[0]
    return (b"NOT", *_either([_not(key) for key in keys]))


def _either(keys: Sequence[tuple[bytes, ...]]) -> tuple[bytes, ...]:
    """Halved again and again, so that a server's limit of nesting is far away."""
    if len(keys) == 1:
        return keys[0]
    half = len(keys) // 2
    return (b"OR", *_either(keys[:half]), *_either(keys[half:]))


def _not(key: tuple[bytes, ...]) -> tuple[bytes, ...]:
    return key[1:] if key[0] == b"NOT" else (b"NOT", *key)


def _opposite(keys: tuple[tuple[bytes, ...], ...], *, wanted: bool) -> Asked:
    return keys if wanted else (_not(_one(keys)),)


def _words(words: Words, terms: _Terms, *, wanted: bool) -> Asked:
    text = _NO_WORD.sub(" ", words.text).strip()
    pieces = [text] if words.phrase else text.split()[:_MOST_WORDS]
    if not text or (words.place is Place.FILES and not terms.gmail):
        return not wanted
    if terms.gmail and (text.isascii() or not terms.ascii_only):
        return _opposite((_gmail(_gmail_words(text, words)),), wanted=wanted)
    if terms.ascii_only and not text.isascii():
        if not wanted:
            return True  # a mail with a piece of the word may be without the word
        pieces = [max(runs, key=len).strip() for piece in pieces if (runs := _ASCII_RUN.findall(piece))]
        pieces = [piece for piece in pieces if piece]
    names = _PLACES[words.place]
    asked = tuple(_either([(name, quote(piece)) for name in names]) for piece in pieces)
    return _opposite(asked, wanted=wanted) if asked else False


def _gmail_words(text: str, words: Words) -> str:
    """In small letters, for OR and AROUND are Gmail's own in capitals."""
    small = text.lower()
    if words.phrase:
        return f'{_GMAIL_PLACES[words.place]}"{small}"'
    return f"{_GMAIL_PLACES[words.place]}({small})" if words.place is not Place.ANYWHERE else small


def _gmail(text: str) -> tuple[bytes, ...]:
    return (b"X-GM-RAW", quote(text))


def _received(received: Received, *, wanted: bool) -> Asked:
    """A zone is at most 14 hours ahead and 12 behind."""
    since, before = received.since, received.before
    if wanted:
        return _all([
            True if since is None else _since(since // _DAY - 1),
            True if before is None else _before(before // _DAY + 2),
        ])  # fmt: skip
    return _any([
        False if since is None else _before(since // _DAY + 2),
        False if before is None else _since(before // _DAY - 1),
    ])  # fmt: skip


def _since(day: int) -> Asked:
    return True if day <= 0 else day <= _LAST_DAY and ((b"SINCE", _date(day)),)


def _before(day: int) -> Asked:
    return True if day > _LAST_DAY else day > 0 and ((b"BEFORE", _date(day)),)


def _date(day: int) -> bytes:
    when = utc(day * _DAY)
    return f"{when.day}-{_MONTHS[when.month - 1]}-{when.year:04d}".encode("ascii")


def _sized(query: Larger | Smaller, *, wanted: bool) -> Asked:
    """Not larger than n is smaller than n + 1."""
    larger = isinstance(query, Larger) is wanted
    limit = query.than if wanted else query.than + (1 if isinstance(query, Larger) else -1)
    if larger:
        return True if limit < 0 else limit <= _MOST and ((b"LARGER", b"%d" % limit),)
    return True if limit > _MOST else limit > 0 and ((b"SMALLER", b"%d" % limit),)
