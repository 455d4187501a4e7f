"""How far a search reaches: whether it asks for what is only known of mails that are here whole, and what it could not read. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop.core.api.searching.names import begins_several, find_operator
from desktop.core.api.searching.parsing import parse
from desktop.core.api.searching.query import HasAttachment, Place, Words, leaves

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_OF_THE_WHOLE = (Place.ANYWHERE, Place.BODY, Place.FILES)


def needs_whole_mails(typed: str) -> bool:
    query = parse(typed, _ANY_DAY).query
    return query is not None and any(
        isinstance(leaf, HasAttachment) or (isinstance(leaf, Words) and leaf.place in _OF_THE_WHOLE)
        for leaf in leaves(query)
    )


def is_half_typed(typed: str) -> bool:
    """It ends in a condition whose value may still become one of several: as words it would be searched for in vain."""
    last = next(reversed(parse(typed, _ANY_DAY).misread), "")
    name, _, value = last.partition(":")
    operator = find_operator(name) if last and typed.endswith(last) else None
    return operator is not None and begins_several(operator, value)


def misread(typed: str) -> str:
    """The first condition whose value was not understood and was taken as words, or ""."""
    return next(iter(parse(typed, _ANY_DAY).misread), "")
