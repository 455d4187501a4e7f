"""The full-text index (FTS5, contentless): filled with every message, newest first, prefix as typed.

SQLite's own; a team database would bring its own module with these five functions. Words are matched without diacritics
and case; the last word being typed matches as a prefix. CJK text has no spaces, so runs of it are indexed as pairs of
characters ("東京都" as 東京 京都) and searched the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text

_MERGED_PAGES = 64
"""Of one slice: some 20 ms."""
_NOTHING_MERGED = 2
"""Fewer changes than these say that there was nothing to merge (FTS5, "The 'merge' Command")."""
_CREATE = """
CREATE VIRTUAL TABLE message_index USING fts5(
    subject, people, body, attachments,
    content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
)
"""
_INSERT = "INSERT INTO message_index(rowid, subject, people, body, attachments) VALUES (?, ?, ?, ?, ?)"
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}")
_TERM = re.compile(r'(-?)(?:(from|to|subject|body|file|de|para|asunto|texto|archivo):)?("[^"]*"|\S+)', re.IGNORECASE)
_COLUMNS = {
    "from": "people", "to": "people", "de": "people", "para": "people",
    "subject": "subject", "asunto": "subject",
    "body": "body", "texto": "body",
    "file": "attachments", "archivo": "attachments",
}  # fmt: skip


def create_index(connection: Connection) -> None:
    connection.exec_driver_sql(_CREATE)
    connection.exec_driver_sql("INSERT INTO message_index(message_index, rank) VALUES ('secure-delete', 1)")
    # What is deleted is merged away by `forget_words`, a few pages at a time; by itself the index would do it all at once, within
    # whichever transaction comes to a tenth. Every mail is indexed twice besides, by its header and
    # then whole, and merging because of that made a body a quarter dearer.
    connection.exec_driver_sql("INSERT INTO message_index(message_index, rank) VALUES ('deletemerge', 0)")


def split_cjk(words: str) -> str:
    """Runs of CJK characters as overlapping pairs; all other text as it is."""
    if words.isascii():
        return words
    return _CJK.sub(lambda run: " " + " ".join(map("".join, zip(run[0], run[0][1:], strict=False))) + " ", words)


def add_documents(connection: Connection, documents: Iterable[tuple[int, str, str, str, str]]) -> None:
    """(message_key, subject, people, body, attachment names); a message must be dropped before it is added again.

    Ascending keys, because FTS5 starts a new segment at every key smaller than the one before.
    """
    rows = sorted((key, *(split_cjk(part) for part in parts)) for key, *parts in documents)
    if rows:
        connection.exec_driver_sql(_INSERT, rows)


def drop_documents(connection: Connection, message_keys: Iterable[int]) -> None:
    rows = [(key,) for key in message_keys]
    if rows:
        connection.exec_driver_sql("DELETE FROM message_index WHERE rowid = ?", rows)


def forget_words(driver: Any, begin: bool) -> bool:
    """One slice of rewriting the index without the words of dropped documents; False when nothing of them is left. A contentless
    index only marks what is deleted, whatever its "secure-delete" says: words go when the segment that has them is merged.
    Outside of a transaction, on the driver's own connection."""
    before = driver.total_changes
    pages = -_MERGED_PAGES if begin else _MERGED_PAGES  # negative: all segments into one
    driver.execute("INSERT INTO message_index(message_index, rank) VALUES ('merge', ?)", (pages,))
    return bool(driver.total_changes - before >= _NOTHING_MERGED)


def match_expression(query: str) -> str | None:
    """FTS5 syntax for what a person typed; None when nothing searchable is in it. Never raises, whatever is typed.

    `from:ana "final price" -draft invo` -> people:ana* "final price" NOT draft, invo as prefix.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, field, term in _TERM.findall(query[:500]):
        quoted = term.startswith('"')
        plain = re.sub(r"[^\w]+", " ", split_cjk(term)).strip()
        if not plain:
            continue
        phrase = f'"{plain}"' if quoted or _CJK.search(term) else " ".join(f'"{word}"*' for word in plain.split())
        if field:
            phrase = f"{{{_COLUMNS[field.lower()]}}} : ({phrase})"
        (unwanted if minus else wanted).append(f"({phrase})")
    if not wanted:
        return None
    expression = " AND ".join(wanted)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def matching_messages(connection: Connection, expression: str, limit: int) -> list[int]:
    """Message keys, newest received first: message keys grow with the time of receipt (see `messages.new_keys`)."""
    found = connection.execute(
        text("SELECT rowid FROM message_index WHERE message_index MATCH :m ORDER BY rowid DESC LIMIT :n"),
        {"m": expression, "n": limit},
    )
    return [row[0] for row in found]


def check_index(connection: Connection) -> None:
    """Raises when the index disagrees with itself."""
    connection.exec_driver_sql("INSERT INTO message_index(message_index) VALUES ('integrity-check')")
