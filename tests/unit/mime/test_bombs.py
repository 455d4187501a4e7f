"""Messages made to exhaust a reader: each is answered within the time of a list row or a window, and none raises."""

from __future__ import annotations

import tracemalloc

import pytest

from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.html_text import html_to_text
from desktop.core.mime.index_message import index_message
from desktop.core.mime.parse_message import parse_message
from desktop.core.mime.reply import reply_to
from tests.unit.mime.build import is_quick


def nested_multiparts(depth: int) -> bytes:
    opening = b"".join(
        b'--b%d\nContent-Type: multipart/mixed; boundary="b%d"\n\n' % (level - 1, level) for level in range(1, depth)
    )
    return b'Content-Type: multipart/mixed; boundary="b0"\n\n' + opening + b"--b%d\n\ndeep\n" % (depth - 1)


def nested_messages(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * depth + b"Subject: deep\n\nx"


MESSAGES = {
    "1,000 nested multiparts": nested_multiparts(1_000),
    "10,000 nested multiparts": nested_multiparts(10_000),
    "10,000 nested messages": nested_messages(10_000),
    "100,000 parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000 + b"--b--\n",
    "100,000 alternatives": b"Content-Type: multipart/alternative; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "100,000 headers": b"X-Header: value\n" * 100_000 + b"\nbody",
    "100,000 subjects": b"Subject: value\n" * 100_000 + b"\nbody",
    "10 MB header": b"Subject: " + b"x" * 10_000_000 + b"\n\nbody",
    "10 MB folded header": b"Subject: x" + b"\n y" * 3_000_000 + b"\n\nbody",
    "20,000 addressees": b"To: " + b", ".join(b"u%d@example.org" % n for n in range(20_000)) + b"\n\nbody",
    "20,000 encoded words": b"Subject: " + b"=?utf-8?q?=41?= " * 20_000 + b"\n\nbody",
    "5,000 nested comments": b"From: " + b"(" * 5_000 + b")" * 5_000 + b" a@b.org\n\nbody",
    "boundaries that begin alike": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--bb\n" * 500_000,
    "10,000 pieces of a parameter": b"Content-Type: text/plain; "
    + b"; ".join(b"name*%d=x" % n for n in range(10_000))
    + b"\n\nbody",
    "a million line ends": b"\n" * 1_000_000,
    "no line end": b"x" * 5_000_000,
    "garbage header lines": b"no field here\n" * 200_000,
    "50,000 guesses": b"Content-Type: multipart/mixed\n\n" + b"--a \n" * 50_000,
    "claims base64": b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n" + b"=" * 5_000_000,
    "quoted-printable": b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n" + b"=" * 3_000_000,
    "uuencode": b"Content-Transfer-Encoding: uuencode\n\nbegin 644 x\n" + b"M" * 3_000_000,
    "utf-7": b"Content-Type: text/plain; charset=utf-7\n\n" + b"+" * 1_000_000,
    "references": b"References: " + b"<a@b> " * 100_000 + b"\n\nbody",
    "long quote marks": b"\n" + b">" * 1_000_000,
    "flowed": b"Content-Type: text/plain; format=flowed\n\n" + b"> x \n" * 200_000,
    "many attachments": b"Content-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\nContent-Type: application/x\nContent-Disposition: attachment; filename=a.txt\n\nx\n" * 5_000,
    "deep html": b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "open fonts": b"Content-Type: text/html\n\n" + b"<font a=b>" * 700 + b"<p>" * 700,
    "urls": b"\n" + b"http://x.org/)))))) " * 50_000,
}

HTML = {
    "20 nested tables": "<table><tr><td>" * 20,
    "1,000 nested tables": "<table><tr><td>" * 1_000,
    "100,000 nested divs": "<div>" * 100_000,
    "100,000 divs": "<div>x</div>" * 100_000,
    "unclosed formatting": "".join(f"<font size={number}>" for number in range(1_000)) + "<p>" * 10_000,
    "formatting in paragraphs": "<p><b><i><u></p>" * 10_000,
    "10 MB of style": "<style>" + "a{color:red}" * 800_000 + "</style>x",
    "10 MB in a style attribute": '<div style="' + "color:red;" * 1_000_000 + '">x</div>',
    "50 MB data image": '<img src="data:image/png;base64,' + "A" * 50_000_000 + '">',
    "selectors": "<style>" + ",".join(["a"] * 100_000) + "{color:red}</style>x",
    "unclosed comments": "<!--" * 200_000,
    "unclosed styles": "<style" * 200_000,
    "attributes": "<a " + "x=1 " * 200_000 + ">x</a>",
    "entities": "&amp;" * 400_000,
    "angle brackets": "<" * 1_000_000,
    "links": "<a href=x>" * 30_000,
    "quotes": "<blockquote>" * 900 + "x",
    "lists": "<ul><li>" * 450 + "x",
}


@pytest.mark.parametrize("raw", MESSAGES.values(), ids=MESSAGES.keys())
def test_a_message_is_indexed_and_read_in_time(raw: bytes):
    assert is_quick(1, index_message, raw)
    assert is_quick(2, parse_message, raw)


@pytest.mark.parametrize("html", HTML.values(), ids=HTML.keys())
def test_html_is_sanitised_read_and_quoted_in_time(html: str):
    assert is_quick(2, sanitise, html)
    assert is_quick(2, html_to_text, html)
    raw = b"Content-Type: text/html\n\n" + html.encode()
    parsed = parse_message(raw)
    assert is_quick(4, reply_to, parsed, b"")
    clean = sanitise(html)
    assert not (clean.too_complex and clean.html)


@pytest.mark.parametrize(
    "name", ["20 nested tables", "1,000 nested tables", "100,000 nested divs", "100,000 divs", "unclosed formatting"]
)
def test_what_would_stop_a_renderer_is_not_given_to_it(name: str):
    assert sanitise(HTML[name]).too_complex


def test_bounds_are_said():
    assert parse_message(MESSAGES["100,000 parts"]).too_complex
    assert parse_message(MESSAGES["1,000 nested multiparts"]).too_complex
    assert len(parse_message(MESSAGES["many attachments"]).attachments) == 500


@pytest.mark.parametrize("name", ["100,000 parts", "10 MB header", "10,000 nested multiparts"])
def test_memory_stays_near_the_size_of_the_message(name: str):
    tracemalloc.start()
    try:
        parse_message(MESSAGES[name])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 100_000_000
