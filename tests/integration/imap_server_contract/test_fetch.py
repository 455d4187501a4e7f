"""FETCH: every item, every section, and byte equality of what is stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.imap_server_contract import mails
from tests.integration.imap_server_contract.conftest import Site
from tests.integration.imap_server_contract.dialogue import Dialogue, Nested


@pytest.fixture
def only(site: Site) -> Callable[[bytes], Dialogue]:
    """A session with one mail in INBOX."""

    def fill(raw: bytes) -> Dialogue:
        site.fill([raw])
        return site.log_in("INBOX")

    return fill


def one(dialogue: Dialogue, items: str) -> dict[str, Nested]:
    (found,) = dialogue.ok(f"UID FETCH 1 ({items})").fetches()
    return found


@pytest.mark.parametrize("name", list(mails.ALL))
def test_mails_come_back_as_they_went(only: Callable[[bytes], Dialogue], name: str):
    raw = mails.ALL[name]
    found = one(only(raw), "RFC822.SIZE BODY.PEEK[]")
    assert found["BODY[]"] == raw
    assert int(found["RFC822.SIZE"]) == len(raw)


def test_lone_line_feeds_become_crlf(only: Callable[[bytes], Dialogue]):
    assert (
        one(only(b"Subject: x\n\nline\r\nother\n"), "BODY.PEEK[]")["BODY[]"] == b"Subject: x\r\n\r\nline\r\nother\r\n"
    )


def test_envelope(only: Callable[[bytes], Dialogue]):
    ana = [b"Ana P\xc3\xa9rez", None, b"ana", b"example.org"]
    assert one(only(mails.PLAIN), "ENVELOPE")["ENVELOPE"] == [
        b"Tue, 03 Nov 2026 09:30:00 +0100",
        b"Lunch on Friday",
        [ana],
        [ana],
        [ana],
        [[b"Bea", None, b"bea", b"example.net"], [None, None, b"carlos", b"example.com"]],
        [[b"Dr. Who, MD", None, b"who", b"example.org"]],
        None,
        b"<before@example.net>",
        b"<plain.1@example.org>",
    ]


def test_envelope_with_groups_and_quotes(only: Callable[[bytes], Dialogue]):
    envelope = one(only(mails.GROUPED), "ENVELOPE")["ENVELOPE"]
    assert envelope[1] == b'A "quoted" \\ subject'
    assert envelope[2] == [[b"Sales, North", None, b"north", b"example.org"]]
    assert envelope[3] == [[None, None, b"robot", b"example.org"]]
    assert envelope[4] == [[None, None, b"desk", b"example.org"]]
    assert envelope[5] == [
        [None, None, b"Friends", None],
        [None, None, b"bea", b"example.net"],
        [b"Carlos", None, b"carlos", b"example.com"],
        [None, None, None, None],
        [None, None, b"ana", b"example.org"],
    ]
    assert envelope[6] == [[None, None, b"undisclosed-recipients", None], [None, None, None, None]]
    assert envelope[7] == [[None, None, b"secret", b"example.org"]]


def test_envelope_of_a_folded_header(only: Callable[[bytes], Dialogue]):
    envelope = one(only(mails.FOLDED), "ENVELOPE")["ENVELOPE"]
    assert envelope[1] == b"a subject that is folded over three lines"
    assert len(envelope[5]) == 2


def test_envelope_with_8_bit_bytes(only: Callable[[bytes], Dialogue]):
    envelope = one(only(mails.RAW_8BIT), "ENVELOPE")["ENVELOPE"]
    assert envelope[1] == b"caf\xe9 y t\xe9"
    assert envelope[2][0][0] == b"Jos\xe9"


def test_envelope_of_next_to_nothing(only: Callable[[bytes], Dialogue]):
    envelope = one(only(mails.BARE), "ENVELOPE")["ENVELOPE"]
    assert envelope == [None, b"no more than this", None, None, None, None, None, None, None, None]


def lower(value: Nested) -> Nested:
    if isinstance(value, list):
        return [lower(each) for each in value]
    return value.lower() if isinstance(value, bytes) else value


def test_bodystructure_of_plain_text(only: Callable[[bytes], Dialogue]):
    structure = lower(one(only(mails.PLAIN), "BODYSTRUCTURE")["BODYSTRUCTURE"])
    assert structure[:2] == [b"text", b"plain"]
    assert structure[2] in (None, [b"charset", b"us-ascii"])
    assert structure[5:8] == [b"7bit", b"29", b"2"]


def test_bodystructure_of_alternatives(only: Callable[[bytes], Dialogue]):
    structure = lower(one(only(mails.ALTERNATIVE), "BODYSTRUCTURE")["BODYSTRUCTURE"])
    assert [part[:2] for part in structure[:2]] == [[b"text", b"plain"], [b"text", b"html"]]
    assert structure[0][2] == [b"charset", b"utf-8"]
    assert structure[0][5] == b"quoted-printable"
    assert structure[2] == b"alternative"
    assert structure[3] == [b"boundary", b"edge"]


def test_bodystructure_with_attachments(only: Callable[[bytes], Dialogue]):
    structure = lower(one(only(mails.ATTACHED), "BODYSTRUCTURE")["BODYSTRUCTURE"])
    related, pdf = structure[0], structure[1]
    html, logo = related[0], related[1]
    assert html[8:12] == [None, None, [b"es", b"en"], b"https://example.org/report"]
    assert logo[:5] == [b"image", b"png", [b"name", b"logo.png"], b"<logo>", b"our logo"]
    assert logo[8] == [b"inline", [b"filename", b"logo.png"]]
    assert pdf[:2] == [b"application", b"pdf"]
    assert pdf[7] == b"q2hly2sgsw50zwdyaxr5iq=="
    assert pdf[8] == [b"attachment", [b"filename", b"report.pdf", b"size", b"9"]]
    assert structure[2] == b"mixed"


def test_bodystructure_of_a_forwarded_message(only: Callable[[bytes], Dialogue]):
    structure = one(only(mails.FORWARDED), "BODYSTRUCTURE")["BODYSTRUCTURE"]
    message = structure[1]
    assert lower(message[:2]) == [b"message", b"rfc822"]
    assert message[7][1] == b"Inner lunch"
    assert message[7][2] == [[b"Carlos", None, b"carlos", b"example.com"]]
    assert lower(message[8][2]) == b"alternative"


def test_bodystructure_of_a_digest(only: Callable[[bytes], Dialogue]):
    structure = one(only(mails.DIGEST), "BODYSTRUCTURE")["BODYSTRUCTURE"]
    assert [lower(part[:2]) for part in structure[:2]] == [[b"message", b"rfc822"]] * 2
    assert [part[7][1] for part in structure[:2]] == [b"First", b"Second"]


def test_body_is_bodystructure_without_its_extensions(only: Callable[[bytes], Dialogue]):
    found = one(only(mails.ALTERNATIVE), "BODY BODYSTRUCTURE")
    assert lower(found["BODY"]) == [*[lower(part[:8]) for part in found["BODYSTRUCTURE"][:2]], b"alternative"]


def test_a_mail_that_was_cut_off_keeps_its_last_part(only: Callable[[bytes], Dialogue]):
    assert one(only(mails.NO_CLOSING_BOUNDARY), "BODY.PEEK[2]")["BODY[2]"] == b"second, cut"


@pytest.mark.parametrize(
    ("raw", "section", "expected"),
    [
        (mails.PLAIN, "TEXT", b"Shall we meet at noon?\r\nAna\r\n"),
        (mails.PLAIN, "1", b"Shall we meet at noon?\r\nAna\r\n"),
        (mails.PLAIN, "HEADER", mails.PLAIN.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"),
        (mails.ALTERNATIVE, "1", b"Oto=C3=B1o"),
        (mails.ALTERNATIVE, "2", b"<p>Oto&ntilde;o</p>"),
        (mails.ALTERNATIVE, "2.MIME", b"Content-Type: text/html; charset=utf-8\r\n\r\n"),
        (mails.ATTACHED, "1.1", b'<img src="cid:logo">'),
        (mails.ATTACHED, "1.2", b"iVBORw0KGgo="),
        (mails.ATTACHED, "2", b"JVBERi0xLjQK"),
        (
            mails.FORWARDED,
            "2.HEADER",
            mails.FORWARDED.partition(b"attachment\r\n\r\n")[2].partition(b"\r\n\r\n")[0] + b"\r\n\r\n",
        ),
        (mails.FORWARDED, "2.1", b"inner text"),
        (mails.FORWARDED, "2.2", b"<b>inner html</b>"),
        (mails.FORWARDED, "2.1.MIME", b"Content-Type: text/plain\r\n\r\n"),
        (mails.DIGEST, "2.TEXT", b"two"),
        (mails.DIGEST, "1.1", b"one"),
    ],
)
def test_sections(only: Callable[[bytes], Dialogue], raw: bytes, section: str, expected: bytes):
    assert one(only(raw), f"BODY.PEEK[{section}]")[f"BODY[{section}]"] == expected


@pytest.mark.parametrize("section", ["2", "7.2", "1.7"])
def test_a_section_that_is_not_there(only: Callable[[bytes], Dialogue], section: str):
    assert one(only(mails.PLAIN), f"BODY.PEEK[{section}]")[f"BODY[{section}]"] in (None, b"")


def test_header_fields(only: Callable[[bytes], Dialogue]):
    dialogue = only(mails.FOLDED)
    found = one(dialogue, "BODY.PEEK[HEADER.FIELDS (to X-Spam Nothing)]")
    assert found["BODY[HEADER.FIELDS (TO X-SPAM NOTHING)]"] == (
        b"To: bea@example.net,\r\n\tcarlos@example.com\r\nX-Spam: yes\r\nX-SPAM: no\r\n\r\n"
    )
    found = one(dialogue, "BODY.PEEK[HEADER.FIELDS.NOT (To From Subject Date X-Spam)]")
    assert (
        found["BODY[HEADER.FIELDS.NOT (TO FROM SUBJECT DATE X-SPAM)]"] == b"Message-ID: <folded.1@example.org>\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("partial", "label", "start", "end"),
    [
        ("<0.5>", "<0>", 0, 5),
        ("<3.4>", "<3>", 3, 7),
        ("<20.1000>", "<20>", 20, None),
        ("<5000.10>", "<5000>", 5000, 5000),
    ],
)
def test_partial_fetch(only: Callable[[bytes], Dialogue], partial: str, label: str, start: int, end: int | None):
    found = one(only(mails.PLAIN), f"BODY.PEEK[TEXT]{partial}")
    text = mails.PLAIN.partition(b"\r\n\r\n")[2]
    assert found[f"BODY[TEXT]{label}"] in (text[start:end], None if start > len(text) else text[start:end])


def test_old_names(only: Callable[[bytes], Dialogue]):
    header, _, text = mails.PLAIN.partition(b"\r\n\r\n")
    found = one(only(mails.PLAIN), "RFC822.HEADER RFC822.TEXT RFC822")
    assert found["RFC822.HEADER"] == header + b"\r\n\r\n"
    assert found["RFC822.TEXT"] == text
    assert found["RFC822"] == mails.PLAIN


def test_macros(only: Callable[[bytes], Dialogue]):
    dialogue = only(mails.PLAIN)
    fast = {"FLAGS", "INTERNALDATE", "RFC822.SIZE"}
    assert set(dialogue.ok("FETCH 1 FAST").fetches()[0]) == {"SEQ", *fast}
    assert set(dialogue.ok("FETCH 1 ALL").fetches()[0]) == {"SEQ", *fast, "ENVELOPE"}
    assert set(dialogue.ok("FETCH 1 FULL").fetches()[0]) == {"SEQ", *fast, "ENVELOPE", "BODY"}


def test_reading_sets_seen_and_peeking_does_not(only: Callable[[bytes], Dialogue]):
    dialogue = only(mails.PLAIN)
    for items in ("BODY.PEEK[]", "RFC822.HEADER", "ENVELOPE"):
        dialogue.ok(f"FETCH 1 {items}")
    assert b"\\Seen" not in one(dialogue, "FLAGS")["FLAGS"]
    answer = dialogue.ok("FETCH 1 BODY[TEXT]")
    told = [flags for each in answer.fetches() for flags in each.get("FLAGS", [])]
    assert b"\\Seen" in told
    assert b"\\Seen" in one(dialogue, "FLAGS")["FLAGS"]


def test_internaldate(site: Site):
    dialogue = site.log_in()
    assert dialogue.append("INBOX", mails.PLAIN, '"03-Nov-2026 09:30:15 +0130"').status == "OK"
    dialogue.ok("SELECT INBOX")
    date = one(dialogue, "INTERNALDATE")["INTERNALDATE"]
    assert date.lstrip(b" 0") == b"3-Nov-2026 08:00:15 +0000"  # a day below 10 has a space or a zero in front


def test_sets(inbox: Dialogue):
    for numbers, expected in (
        ("1", [1]),
        ("1:3", [1, 2, 3]),
        ("3:1", [1, 2, 3]),
        ("*", [5]),
        ("4:*", [4, 5]),
        ("1,3,5", [1, 3, 5]),
        ("2:3,3:4", [2, 3, 4]),
    ):
        assert [each["SEQ"] for each in inbox.ok(f"FETCH {numbers} FLAGS").fetches()] == expected
        assert sorted(inbox.ok(f"UID FETCH {numbers} FLAGS").by_uid()) == expected


def test_unknown_uids_are_passed_over(inbox: Dialogue):
    assert sorted(inbox.ok("UID FETCH 4,77,100:200 FLAGS").by_uid()) == [4]
    assert inbox.ok("UID FETCH 77 FLAGS").fetches() == []


def test_a_set_up_to_star_has_the_last_mail_at_least(inbox: Dialogue):
    assert sorted(inbox.ok("UID FETCH 900:* FLAGS").by_uid()) == [5]


def test_unknown_numbers_are_bad(inbox: Dialogue):
    assert inbox.ask("FETCH 9 FLAGS").status in ("BAD", "NO")


def test_an_empty_mailbox(site: Site):
    dialogue = site.log_in("INBOX")
    assert dialogue.ok("UID FETCH 1:* FLAGS").fetches() == []


@pytest.mark.parametrize(
    "command",
    [
        "FETCH",
        "FETCH 1",
        "FETCH 0 FLAGS",
        "FETCH 1 NONSENSE",
        "FETCH 1 (FLAGS",
        "FETCH 1 BODY[",
        "FETCH 1 BODY[MIME]",
        "FETCH 1 BODY[HEADER.FIELDS]",
        "FETCH 1 BODY[HEADER.FIELDS ()]",
        "FETCH x FLAGS",
        "UID FETCH 1:x FLAGS",
    ],
)
def test_fetch_that_cannot_be_understood(inbox: Dialogue, command: str):
    assert inbox.ask(command).status == "BAD"
    inbox.ok("NOOP")


def test_many_mails_at_once(site: Site):
    site.fill([mails.numbered(1) + b"x" * 5000 + b"\r\n"] * 200)
    found = site.log_in("INBOX").ok("UID FETCH 1:* (BODY.PEEK[])").by_uid()
    assert len(found) == 200
    assert {len(each["BODY[]"]) for each in found.values()} == {len(mails.numbered(1)) + 5002}
