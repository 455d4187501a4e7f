"""SEARCH and UID SEARCH with the ordinary keys."""

from __future__ import annotations

import pytest

from tests.integration.imap_server_contract.conftest import Site
from tests.integration.imap_server_contract.dialogue import Dialogue
from tests.integration.imap_server_contract.mails import ALTERNATIVE, GROUPED, PLAIN, RAW_8BIT, crlf

ENCODED = crlf("""From: =?utf-8?B?w5FhbmTDug==?= <nandu@example.org>
To: ana@example.org
Subject: =?iso-8859-1?Q?Ma=F1ana?= =?iso-8859-1?Q?_temprano?=
Date: Sun, 01 Mar 2026 23:30:00 -0500
Message-ID: <encoded.1@example.org>
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

Q2Fmw6kgY29uIGxlY2hl
""")


@pytest.fixture
def archive(site: Site) -> Dialogue:
    """Five mails: 1 plain, 2 alternative, 3 grouped, 4 raw 8-bit, 5 with encoded words; different flags and dates."""
    dialogue = site.log_in()
    for raw, arguments in (
        (PLAIN, '(\\Seen) "10-Jan-2026 12:00:00 +0000"'),
        (ALTERNATIVE, '(\\Flagged) "10-Feb-2026 12:00:00 +0000"'),
        (GROUPED, '(\\Seen \\Answered $Work) "10-Mar-2026 12:00:00 +0000"'),
        (RAW_8BIT, '(\\Draft) "10-Apr-2026 12:00:00 +0000"'),
        (ENCODED, '(\\Deleted) "10-May-2026 12:00:00 +0000"'),
    ):
        assert dialogue.append("Archive", raw, arguments).status == "OK"
    dialogue.ok("SELECT Archive")
    return dialogue


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("ALL", [1, 2, 3, 4, 5]),
        ("SEEN", [1, 3]),
        ("UNSEEN", [2, 4, 5]),
        ("FLAGGED", [2]),
        ("UNFLAGGED", [1, 3, 4, 5]),
        ("ANSWERED", [3]),
        ("UNANSWERED", [1, 2, 4, 5]),
        ("DRAFT", [4]),
        ("UNDRAFT", [1, 2, 3, 5]),
        ("DELETED", [5]),
        ("UNDELETED", [1, 2, 3, 4]),
        ("KEYWORD $Work", [3]),
        ("UNKEYWORD $work", [1, 2, 4, 5]),
        ("RECENT", [1, 2, 3, 4, 5]),
        ("OLD", []),
        ("NEW", [2, 4, 5]),
        ("SINCE 10-Mar-2026", [3, 4, 5]),
        ("BEFORE 10-Mar-2026", [1, 2]),
        ("ON 10-Mar-2026", [3]),
        ("SINCE 1-Feb-2026 BEFORE 1-Apr-2026", [2, 3]),
        ('SINCE "10-mar-2026"', [3, 4, 5]),
        ("SENTON 3-Nov-2026", [1]),
        ("SENTSINCE 4-Nov-2026", [2, 3, 4]),
        ("SENTBEFORE 2-Nov-2026", [5]),
        ("UID 2:4", [2, 3, 4]),
        ("UID 4:*", [4, 5]),
        ("UID 100:*", [5]),
        ("1,3", [1, 3]),
        ("2:3 SEEN", [3]),
        ("NOT SEEN", [2, 4, 5]),
        ("NOT (SEEN SUBJECT lunch)", [2, 3, 4, 5]),
        ("OR FLAGGED DRAFT", [2, 4]),
        ("NOT OR NOT SEEN NOT SUBJECT lunch", [1]),
        ("OR OR FLAGGED DRAFT OR DELETED ANSWERED", [2, 3, 4, 5]),
        ('HEADER Content-Type "multipart/alternative"', [2]),
        ('HEADER Content-Type "multipart/mixed"', []),
        ("OR (SEEN UNANSWERED) OR DELETED DRAFT", [1, 4, 5]),
        ("(UNSEEN) (UNDELETED)", [2, 4]),
        ("SUBJECT lunch", [1]),
        ("SUBJECT LUNCH", [1]),
        ("FROM example.com", [2]),
        ("FROM ana", [1]),
        ("TO bea", [1, 3]),
        ("CC who", [1]),
        ("BCC secret", [3]),
        ("BODY noon", [1]),
        ("BODY example.net", []),
        ("TEXT example.net", [1, 3]),
        ("HEADER Message-ID plain.1", [1]),
        ('HEADER Message-ID "<plain.1@example.org>"', [1]),
        ('HEADER In-Reply-To ""', [1]),
        ("HEADER Nothing x", []),
        ("LARGER 300", None),
        ("LARGER 1 SMALLER 1000000", [1, 2, 3, 4, 5]),
        ("SMALLER 10", []),
        ("CHARSET US-ASCII SUBJECT lunch", [1]),
    ],
)
def test_keys(archive: Dialogue, keys: str, expected: list[int] | None):
    found = archive.ok(f"UID SEARCH {keys}").search()
    if expected is None:
        sizes = {
            uid: int(each["RFC822.SIZE"]) for uid, each in archive.ok("UID FETCH 1:* RFC822.SIZE").by_uid().items()
        }
        expected = [uid for uid, size in sizes.items() if size > 300]
        assert 0 < len(expected) < 5
    assert sorted(found) == expected
    assert sorted(archive.ok(f"SEARCH {keys}").search()) == expected  # here UIDs and numbers are the same


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("SUBJECT", "mañana temprano", [5]),
        ("SUBJECT", "MAÑANA", [5]),
        ("SUBJECT", "ofertas de otoño", [2]),
        ("FROM", "Ñandú", [5]),
        ("BODY", "café con", [5]),
        ("BODY", "otoño", [2]),
        ("TEXT", "otoño", [2]),
    ],
)
def test_text_beyond_ascii(archive: Dialogue, key: str, text: str, expected: list[int]):
    word = text.encode("utf-8")
    answer = archive.ok(b"UID SEARCH CHARSET UTF-8 %s {%d+}\r\n%s" % (key.encode(), len(word), word))
    assert answer.search() == expected


def test_search_after_an_expunge(archive: Dialogue):
    archive.ok("EXPUNGE")
    archive.ok("UID STORE 2 +FLAGS.SILENT (\\Deleted)")
    archive.ok("EXPUNGE")
    assert archive.ok("UID SEARCH ALL").search() == [1, 3, 4]
    assert archive.ok("SEARCH ALL").search() == [1, 2, 3]
    assert archive.ok("SEARCH UID 4").search() == [3]


def test_an_unknown_charset(archive: Dialogue):
    answer = archive.ask("SEARCH CHARSET X-NONSENSE SUBJECT x")
    assert answer.status == "NO"
    assert answer.code("BADCHARSET") is not None


@pytest.mark.parametrize(
    "keys",
    [
        "",
        "NONSENSE",
        "SINCE yesterday",
        "LARGER x",
        "NOT",
        "OR SEEN",
        "(SEEN",
        "HEADER x",
        "KEYWORD",
    ],
)
def test_keys_that_cannot_be_understood(archive: Dialogue, keys: str):
    assert archive.ask(f"SEARCH {keys}".strip()).status in ("BAD", "NO")
    archive.ok("NOOP")
