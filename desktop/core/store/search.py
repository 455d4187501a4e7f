"""The full-text index (FTS5, contentless): filled with every message, read newest first.

SQLite's own, as `match_syntax` is; a team database would bring its own modules with these functions. Words are matched without
diacritics and case. CJK text has no spaces, so runs of it are indexed as pairs of characters ("東京都" as 東京 京都) and
searched the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

_MERGED_PAGES = 64
"""Of one slice: some 20 ms."""
_NOTHING_MERGED = 2
"""Fewer changes than these say that there was nothing to merge (FTS5, "The 'merge' Command")."""
INDEX = """
CREATE VIRTUAL TABLE message_index USING fts5(
    subject, sender, recipients, body, attachments,
    content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
)
"""
_INSERT = "INSERT INTO message_index(rowid, subject, sender, recipients, body, attachments) VALUES (?, ?, ?, ?, ?, ?)"
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}")


def create_index(connection: Connection) -> None:
    connection.exec_driver_sql(INDEX)
    connection.exec_driver_sql("INSERT INTO message_index(message_index, rank) VALUES ('secure-delete', 1)")
    # What is deleted is merged away by `forget_words`, a few pages at a time; by itself the index would do it all at once, within
    # whichever transaction comes to a tenth. Every mail is indexed twice besides, by its header and
    # then whole, and merging because of that made a body a quarter dearer.
    connection.exec_driver_sql("INSERT INTO message_index(message_index, rank) VALUES ('deletemerge', 0)")


def has_todays_columns(connection: Connection) -> bool:
    found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'message_index'").scalar()
    return found is not None and str(found).split() == INDEX.split()


def split_cjk(words: str) -> str:
    """Runs of CJK characters as overlapping pairs; all other text as it is."""
    if words.isascii():
        return words
    return CJK.sub(lambda run: " " + " ".join(map("".join, zip(run[0], run[0][1:], strict=False))) + " ", words)


def add_documents(connection: Connection, documents: Iterable[tuple[int, str, str, str, str, str]]) -> None:
    """(message_key, subject, senders, recipients, body, attachment names); a message must be dropped before it is added again.

    Ascending keys, because FTS5 starts a new segment at every key smaller than the one before.
    """
    rows = [
        (key, split_cjk(subject), split_cjk(senders), split_cjk(recipients), split_cjk(body), split_cjk(names))
        for key, subject, senders, recipients, body, names in documents
    ]
    rows.sort()
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


def check_index(connection: Connection) -> None:
    """Raises when the index disagrees with itself."""
    connection.exec_driver_sql("INSERT INTO message_index(message_index) VALUES ('integrity-check')")
