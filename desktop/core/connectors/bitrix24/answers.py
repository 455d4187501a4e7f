"""What a portal answers, read with distrust: wrong types are told, and PHP's `[]` for an empty object is one.

Every reader raises `Garbled` for what it cannot take; the transport turns that into an error with the portal's name. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")
MOST_ROWS = 5000
"""Of one answer. More is refused, not cut: what is looked for could be among the rest."""
_LONGEST_NUMBER = 18


class Garbled(ValueError):
    """The answer is not of the documented shape."""


def read_id(value: object) -> str:
    """A positive number, as digits: Bitrix24 gives it as a number here and as a string there."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Garbled("no id")
    text = str(value) if isinstance(value, int) and abs(value) < 10**_LONGEST_NUMBER else value
    if not isinstance(text, str) or not is_id(text):
        raise Garbled("no id")
    return text


def is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER and int(text) > 0


def read_row(value: object) -> dict[str, object]:
    """One object; `[]`, `null` and `false` are an empty one."""
    if value is None or value is False or value == []:
        return {}
    if not isinstance(value, dict):
        raise Garbled("no object")
    return value


def read_rows(value: object) -> list[dict[str, object]]:
    """A list of objects, or an object of objects as PHP makes of a list with holes; not longer than MOST_ROWS."""
    if value is None or value is False:
        return []
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Garbled("no list of objects")
    return _bounded(value)


def read_ids(value: object) -> list[str]:
    if value is None or value is False:
        return []
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        raise Garbled("no list")
    return [read_id(one) for one in _bounded(value)]


def read_true(value: object) -> bool:
    if not isinstance(value, bool):
        raise Garbled("neither true nor false")
    return value


def _bounded(rows: list[T]) -> list[T]:
    if len(rows) > MOST_ROWS:
        raise Garbled(f"more than {MOST_ROWS} in a list")
    return rows


def read_done(value: object) -> None:
    """Of a change: `true`, the changed object, or its id."""
    if value is not True and not (isinstance(value, dict) and value):
        read_id(value)


def part(row: Mapping[str, object], *names: str) -> object:
    """What lies under `names`, one within the other; None where an object on the way is not one."""
    found: object = row
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def text_of(row: Mapping[str, object], name: str) -> str:
    """A field as text; what is no text or number is none."""
    value = row.get(name)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30 else ""
