"""The SQLite that comes in the sqlcipher3 wheel does what the store relies on, without a key (decision 0002).

Each promise is checked beside the setting that makes it, so that a wheel that ignores the setting is found out.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

DELETED = [hashlib.sha256(b"deleted %d" % number).hexdigest() for number in range(250)]
KEPT = [hashlib.sha256(b"kept %d" % number).hexdigest() for number in range(250)]


def deleted_words_in_file(folder: Path, *, secure: bool) -> int:
    """How many words of deleted full-text rows can still be read in the database file."""
    file = folder / f"secure-{secure}.db"
    connection = sqlite.connect(str(file))
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA secure_delete = {'ON' if secure else 'OFF'}")
    connection.execute("CREATE VIRTUAL TABLE word USING fts5(body, content='', contentless_delete=1)")
    connection.execute("INSERT INTO word(word, rank) VALUES ('secure-delete', ?)", [int(secure)])
    for key, body in enumerate(DELETED + KEPT):
        connection.execute("INSERT INTO word(rowid, body) VALUES (?, ?)", [key, body])
        connection.commit()
    connection.execute("DELETE FROM word WHERE rowid < ?", [len(DELETED)])
    connection.commit()
    found = connection.execute("SELECT count(*) FROM word WHERE word MATCH ?", [" OR ".join(DELETED)]).fetchone()
    assert found == (0,)
    assert connection.execute("SELECT rowid FROM word WHERE word MATCH ?", [KEPT[0]]).fetchall() == [(len(DELETED),)]
    connection.close()
    content = file.read_bytes()
    assert content.startswith(b"SQLite format 3\0"), "without a key the file is an ordinary SQLite file"
    # The index shares prefixes between neighbours, so a word is looked for without its first letters.
    assert sum(word[8:].encode() in content for word in KEPT) > 200
    return sum(word[8:].encode() in content for word in DELETED)


def test_the_wheel_has_a_sqlite_without_the_wal_reset_bug():
    assert sqlite.sqlite_version_info >= (3, 51, 3)


def test_deleted_text_is_gone_from_the_file(tmp_path: Path):
    assert deleted_words_in_file(tmp_path, secure=True) == 0


def test_without_secure_delete_it_would_still_be_readable(tmp_path: Path):
    assert deleted_words_in_file(tmp_path, secure=False) > 200
