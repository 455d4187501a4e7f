"""A query's words as FTS5 syntax, each as the beginning of one, and as a condition in a larger statement. Pure; any thread."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    column,
    literal_column,
    select,
    table,
    text,
)  # fmt: skip

from desktop.core.api.searching.query import Either, Every, Not, Place, Query, Words
from desktop.core.store.schema import location
from desktop.core.store.search import CJK, split_cjk

_NO_WORD = re.compile(r"[\W_]+")
_COLUMNS = {
    Place.SENDER: "sender", Place.RECIPIENTS: "recipients", Place.SUBJECT: "subject", Place.BODY: "body",
    Place.FILES: "attachments",
}  # fmt: skip


def match_expression(query: Query) -> str | None:
    """None where it has other conditions than words, or words without others that are wanted: FTS5 only knows "this and not
    that".

    `from:ana "final price" -draft invo` -> sender: ana* AND "final price" AND invo* NOT draft*
    """
    match query:
        case Words():
            return _match_words(query)
        case Either():
            several = _match_all(query.parts)
            return None if several is None else f"({' OR '.join(several)})"
        case Every():
            wanted = _match_all(part for part in query.parts if not isinstance(part, Not))
            unwanted = _match_all(part.part for part in query.parts if isinstance(part, Not))
            if not wanted or unwanted is None:
                return None
            expression = f"({' AND '.join(wanted)})"
            return f"({expression} NOT ({' OR '.join(unwanted)}))" if unwanted else expression
    return None


_INDEX = table("message_index", column("rowid"))


def is_match(expression: str) -> ColumnElement[bool]:
    """Is the mail of a location among those, as a condition."""
    words: BindParameter[str] = bindparam("words", expression, unique=True)
    among = select(_INDEX.c.rowid).where(text("message_index MATCH :words").bindparams(words))
    return location.c.message_key.in_(among)


def matching(statement: Select[Any], expression: str) -> Select[Any]:
    """Of a statement on locations those whose mail is among them, newest received first: message keys grow with the time of receipt
    (see `message_keys.new_keys`). As the index comes to them, so that who has enough reads no more of it."""
    # The plus keeps SQLite from asking the index about one location after the other.
    joined = statement.join_from(_INDEX, location, location.c.message_key == literal_column("+message_index.rowid"))
    words = text("message_index MATCH :words").bindparams(words=expression)
    return joined.where(words).order_by(_INDEX.c.rowid.desc())


def _match_all(parts: Iterable[Query]) -> list[str] | None:
    several: list[str] = []
    for part in parts:
        expression = match_expression(part)
        if expression is None:
            return None
        several.append(expression)
    return several


def _match_words(words: Words) -> str:
    plain = _NO_WORD.sub(" ", split_cjk(words.text)).strip()
    if words.phrase or CJK.search(words.text):
        phrase = f'"{plain}"'
    else:
        phrase = " ".join(f'"{word}"*' for word in plain.split()) or '""'
    return f"{{{_COLUMNS[words.place]}}} : ({phrase})" if words.place in _COLUMNS else f"({phrase})"
