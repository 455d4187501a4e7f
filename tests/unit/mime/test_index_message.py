"""The lean reading: words to find, one line to show, names of files, and no disagreement with the reader."""

from __future__ import annotations

import base64

import pytest

from desktop.core.imap.fetch import cut_header
from desktop.core.mime.index_message import MAX_TEXT, index_body, index_headers, index_mail, index_message
from desktop.core.mime.snippet import MAX_SNIPPET, make_snippet
from tests.unit.mime.build import message, multipart, part, whole


def test_a_message_is_indexed():
    indexed = index_message(
        whole(
            multipart(
                "mixed",
                multipart(
                    "alternative",
                    part("text/plain; charset=utf-8", "Hola ñandú"),
                    part("text/html", "<p>other"),
                    boundary="i",
                ),
                part("application/pdf", "x", "Content-Disposition: attachment; filename*=utf-8''a%C3%B1o.pdf"),
            ),
            "Message-ID: <1@x>",
        )
    )
    assert indexed.envelope.subject == "test"
    assert indexed.body_text == "Hola ñandú"
    assert indexed.snippet == "Hola ñandú"
    assert indexed.attachment_names == ("año.pdf",)
    assert indexed.has_attachment
    assert indexed.thread_key == "1@x"


def test_inline_images_are_no_attachments():
    image = part("image/png", "x", "Content-ID: <a@x>", "Content-Disposition: inline; filename=logo.png")
    indexed = index_message(whole(multipart("related", part("text/html", "<p>x<img src=cid:a@x>"), image)))
    assert (indexed.has_attachment, indexed.attachment_names) == (False, ())


def test_html_is_read_when_there_is_nothing_else():
    body = "<style>p{}</style><p>One<b>word</b></p><p>two</p><td>three</td><td>four</td><script>no</script><div hidden>preview</div>"
    indexed = index_message(message("Content-Type: text/html", body=body))
    assert indexed.body_text.split() == ["Oneword", "two", "three", "four", "preview"]


def test_html_that_no_parser_should_see_is_still_found():
    indexed = index_message(message("Content-Type: text/html", body="<div>" * 50_000 + "needle &amp; thread"))
    assert "needle & thread" in indexed.body_text


@pytest.mark.parametrize("character", ["a", "ñ", "日", "😀"])
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_the_text_is_bounded_in_bytes(character: str, encoding: str):
    data = (character * 60 + "\n").encode() * 5_000
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = b"".join(b"=%02X" % byte for byte in data[:400_000])
    indexed = index_message(
        message("Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", body=data)
    )
    size = len(indexed.body_text.encode())
    assert MAX_TEXT - 10 - MAX_TEXT // 60 <= size <= MAX_TEXT or encoding == "quoted-printable"
    assert size <= MAX_TEXT
    assert "\ufffd" not in indexed.body_text[:-1]


def test_headers_alone():
    indexed = index_headers(b"Subject: x\r\nContent-Type: Multipart/Mixed; boundary=y\r\nMessage-ID: <1@x>\r\n\r\n")
    assert (indexed.envelope.subject, indexed.has_attachment, indexed.thread_key) == ("x", True, "1@x")
    assert not index_headers(b"Content-Type: text/plain\r\n").has_attachment
    assert index_headers(b"").thread_key == "subject:"


@pytest.mark.parametrize(
    ("text", "snippet"),
    [
        ("", ""),
        ("one\ntwo", "one two"),
        ("> quoted\nown words", "own words"),
        ("own\n-- \nsignature", "own"),
        ("own\n________________________________\nlist footer", "own"),
        ("own\n-----Original Message-----\nFrom: x", "own"),
        ("own\n----- Mensaje original -----\nDe: x", "own"),
        ("own\n\nOn Tue, 24 Nov 2026, Ana <a@b.org> wrote:\n> x", "own"),
        ("own\n\nEl mar, 24 nov 2026, Ana (<a@b.org>)\nescribió:\n> x", "own"),
        ("Am 24.11.2026 um 10:00 schrieb Ana:\n> x\nown", "own"),
        ("=====\nTitle\n=====\nown", "Title own"),
        ("> only quotes\n> here", "only quotes here"),
        ("-- \nonly a signature", "only a signature"),
        ("see https://very.long.example.org/with/a/path?and=query now", "see now"),
        ("see https://x.org now", "see https://x.org now"),
        ("wait...... what", "wait. what"),
    ],
)
def test_snippets(text: str, snippet: str):
    assert make_snippet(text) == snippet


def test_a_snippet_is_short_and_cut_between_words():
    snippet = make_snippet("word " * 200)
    assert len(snippet) <= MAX_SNIPPET
    assert snippet.endswith("word…")
    assert len(make_snippet("x" * 5_000)) <= MAX_SNIPPET
    assert "\n" not in make_snippet("a\r\nb\tc")


@pytest.mark.parametrize(
    "raw",
    [
        whole(part("text/plain", "Hola"), "Message-ID: <1@x>"),
        b"Subject: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHola\r\n--b--\r\n",
        b"\r\nSubject: below a blank line\r\n\r\nHola\r\n",
        b"\xef\xbb\xbfSubject: behind a mark\r\n\r\nHola\r\n",
        b"Subject: a\r\nthis is text already\r\nmore: of it\r\n\r\nHola\r\n",
        b"Subject: a\r\nthis is text already\r\nTo: b@x\r\n\r\nHola\r\n",
        b"Subject: a\rTo: b@x\r\rHola\r",
        b"Subject: nothing else",
        b"",
    ],
)  # fmt: skip
def test_both_readings_at_once_are_those_of_one_after_the_other(raw: bytes):
    header = cut_header(raw, is_mail=True)
    assert index_mail(header, raw) == (index_headers(header), index_body(raw))
