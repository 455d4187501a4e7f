"""What a search means, in plain Python: looks at every mail, one after the other, and knows no index. The judge of the store's
statements, and the search of the fake session."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

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
from desktop.core.mail.flags import Flag


@dataclass(frozen=True)
class Facts:
    """One mail in one folder."""

    texts: dict[Place, str]
    received: int
    size: int = 1_000
    flags: Flag = Flag(0)  # noqa: RUF009 - an immutable number
    has_attachment: bool = False
    links: tuple[tuple[str, str], ...] = ()
    """(kind, state)"""
    folder_names: Collection[str] = field(default_factory=frozenset)
    """All that its folder is called, in lower case"""
    account: str = ""


def fits(facts: Facts, query: Query) -> bool:
    match query:
        case Every(parts):
            return all(fits(facts, part) for part in parts)
        case Either(parts):
            return any(fits(facts, part) for part in parts)
        case Not(part):
            return not fits(facts, part)
        case Words():
            return _has_words(facts, query)
        case Is(State.UNREAD):
            return Flag.SEEN not in facts.flags
        case Is(State.STARRED):
            return Flag.FLAGGED in facts.flags
        case Is(State.ANSWERED):
            return Flag.ANSWERED in facts.flags
        case HasAttachment():
            return facts.has_attachment
        case HasLink(None):
            return bool(facts.links)
        case HasLink(kind):
            return any(one == kind and state != "gone" for one, state in facts.links)
        case Received(since, before):
            return (since is None or facts.received >= since) and (before is None or facts.received < before)
        case Larger(than):
            return facts.size > than
        case Smaller(than):
            return facts.size < than
        case InFolder(name):
            return name.lower() in facts.folder_names
        case InAccount(name):
            return name.lower() in facts.account
    raise TypeError(query)


def words_of(text: str) -> list[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", plain)


def _has_words(facts: Facts, query: Words) -> bool:
    places = [words_of(facts.texts.get(one, "")) for one in Place if query.place in (Place.ANYWHERE, one)]
    wanted = words_of(query.text)
    if query.phrase:
        return any(place[start : start + len(wanted)] == wanted for place in places for start in range(len(place)))
    return all(any(word.startswith(one) for place in places for word in place) for one in wanted)
