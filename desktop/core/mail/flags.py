"""Message flags (RFC 3501, section 2.3.2; keywords of RFC 5788) as a set of bits and a set of keywords.

System flags and the three keywords every client knows live in `Flag` bits so that the store can filter on them with an
index; all other keywords stay text, in the case the server gave.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag

from desktop.values import dataclass


class Flag(IntFlag):
    SEEN = 1
    ANSWERED = 2
    FLAGGED = 4
    DELETED = 8
    DRAFT = 16
    FORWARDED = 32
    JUNK = 64


_WIRE = {
    Flag.SEEN: "\\Seen",
    Flag.ANSWERED: "\\Answered",
    Flag.FLAGGED: "\\Flagged",
    Flag.DELETED: "\\Deleted",
    Flag.DRAFT: "\\Draft",
    Flag.FORWARDED: "$Forwarded",
    Flag.JUNK: "$Junk",
}
_BITS = {wire.lower(): flag for flag, wire in _WIRE.items()} | {"junk": Flag.JUNK}


@dataclass(frozen=True, slots=True)
class FlagSet:
    """Flags of one message: known ones as bits, the rest as keywords. \\Recent is never kept (it is per session)."""

    flags: Flag = Flag(0)
    keywords: frozenset[str] = frozenset()

    def to_wire(self) -> tuple[str, ...]:
        """Flag names for STORE and APPEND, in a stable order."""
        return tuple(wire for flag, wire in _WIRE.items() if flag in self.flags) + tuple(sorted(self.keywords))


def parse_flags(names: Iterable[str]) -> FlagSet:
    """A FlagSet from the names of a FETCH answer; unknown names become keywords, \\Recent is dropped."""
    bits = Flag(0)
    keywords: set[str] = set()
    for name in names:
        known = _BITS.get(name.lower())
        if known is not None:
            bits |= known
        elif not name.startswith("\\"):
            keywords.add(name)
    return FlagSet(bits, frozenset(keywords))
