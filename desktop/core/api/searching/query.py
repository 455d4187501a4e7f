"""What a search wants, as a tree of values: made by `parsing.parse`, turned into a statement by the store. Values only.

A leaf is true or false of one mail in one folder; `Every`, `Either` and `Not` join them. Times are seconds since 1970 UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from desktop.core.api.linking import LinkKind
from desktop.values import dataclass


class Place(StrEnum):
    """Where words are to stand."""

    ANYWHERE = "anywhere"
    SENDER = "sender"
    RECIPIENTS = "recipients"
    """To and Cc."""
    SUBJECT = "subject"
    BODY = "body"
    FILES = "files"
    """Names of attachments."""


class State(StrEnum):
    UNREAD = "unread"
    STARRED = "starred"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Words:
    """`text` is one or more words without punctuation. Each is the beginning of a word; in a `phrase` they are whole and
    stand one after the other."""

    text: str
    place: Place = Place.ANYWHERE
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    state: State


@dataclass(frozen=True, slots=True)
class HasAttachment:
    pass


@dataclass(frozen=True, slots=True)
class HasLink:
    """Of that kind and not gone there; None: of any kind, in whatever state."""

    kind: LinkKind | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """From `since` on, and before `before`; None: however long ago, or however late."""

    since: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Larger:
    than: int


@dataclass(frozen=True, slots=True)
class Smaller:
    than: int


@dataclass(frozen=True, slots=True)
class InFolder:
    """By a name as typed: see `folders.find_folders`."""

    name: str


@dataclass(frozen=True, slots=True)
class InAccount:
    """By a piece of its address."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    part: Query


@dataclass(frozen=True, slots=True)
class Every:
    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Query, ...]


Leaf: TypeAlias = Words | Is | HasAttachment | HasLink | Received | Larger | Smaller | InFolder | InAccount
Query: TypeAlias = Leaf | Not | Every | Either


def leaves(query: Query) -> Iterator[Leaf]:
    """Every condition in it, wanted or not."""
    if isinstance(query, Not):
        yield from leaves(query.part)
    elif isinstance(query, Every | Either):
        for part in query.parts:
            yield from leaves(part)
    else:
        yield query
