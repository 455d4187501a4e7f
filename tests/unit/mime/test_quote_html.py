"""The original of an answer as HTML: what was seen, safe, bounded in size and time, with the pictures that it shows."""

from __future__ import annotations

import base64
import re

import pytest

from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.parse_message import parse_message
from desktop.core.mime.quote_html import MAX_HTML, MAX_PICTURES
from desktop.core.mime.reply import forward, reply_to
from tests.unit.mime.build import is_quick, multipart, part, whole
from tests.unit.mime.test_reply import COVERT

HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x0a\0\0\0\x0a"
PNG = HEAD + bytes(100)
HOSTILE = {
    "script link": '<a href="javascript:alert(1)">x</a>',
    "data link": '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "handler": '<p onclick="alert(1)" onmouseover=alert(1)>x</p>',
    "form": '<form action="https://evil.example/"><input name=a><button>x</button></form>',
    "css url": '<p style="background:url(https://evil.example/a)">x</p>',
    "css escape": r'<p style="b\61 ckground:u\72l(https://evil.example/a);width:e\78pression(alert(1))">x</p>',
    "import": "<style>@import url(https://evil.example/a.css);p{background:url(//evil.example)}</style><p>x</p>",
    "svg": "<svg><script>alert(1)</script><image href='https://evil.example/a'/></svg><p>x</p>",
    "meta": '<meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/"><p>x</p>',
    "frame": '<iframe src="https://evil.example/"></iframe><object data="x"></object><p>x</p>',
    "pixel": '<img src="https://evil.example/a.gif" width="1" height="1"><p>x</p>',
    "closing": "</blockquote></div></body></html><p>x</p>",
    "style closing": "<style>p{color:red}</style><p>x</p></style><p>y",
    "picture set": '<picture><source srcset="https://evil.example/a"><img srcset="https://evil.example/b"></picture><p>x</p>',
}


def mail(html: str, *more: str) -> bytes:
    body = part("text/html; charset=utf-8", html)
    return whole(multipart("related", body, *more) if more else body)


def quoted(html: str, *more: str) -> str:
    raw = mail(html, *more)
    return reply_to(parse_message(raw), raw).quoted_html


def picture(content_id: str, data: bytes = PNG, kind: str = "image/png; name=a.png") -> str:
    return part(
        kind, base64.b64encode(data).decode(), "Content-Transfer-Encoding: base64", f"Content-ID: <{content_id}>"
    )


def test_an_answer_keeps_the_layout_under_its_introduction():
    html = quoted("<h1>Oferta</h1><table><tr><td bgcolor='#eeeeee'>uno</td><td>dos</td></tr></table>")
    assert html.startswith("<p>Ana wrote:</p><blockquote type=")
    assert "<h1>Oferta</h1>" in html
    assert 'bgcolor="#eeeeee"' in html
    assert html.endswith("</blockquote>")


def test_a_forward_shows_whose_mail_it_was_above():
    raw = mail("<b>Hola</b>")
    html = forward(parse_message(raw), raw, {"title": "Mensaje reenviado"}).quoted_html
    assert "<p>---------- Mensaje reenviado ----------<br>From: Ana &lt;" in html
    assert "<blockquote" not in html
    assert "<b>Hola</b>" in html


def test_a_plain_mail_has_none():
    raw = whole(part("text/plain", "Hola"))
    assert reply_to(parse_message(raw), raw).quoted_html == ""
    assert forward(parse_message(raw), raw).quoted_html == ""


@pytest.mark.parametrize("covert", COVERT.values(), ids=COVERT.keys())
def test_what_was_not_seen_is_not_sent(covert: str):
    raw = mail(f"<p>seen before</p>{covert}<p>seen after</p>")
    parsed = parse_message(raw)
    for html in (reply_to(parsed, raw).quoted_html, forward(parsed, raw).quoted_html):
        assert "COVERT" not in html
        assert "seen before" in html
        assert "seen after" in html


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_hostile_is_not_sent_on(html: str):
    result = quoted(f"<p>text</p>{html}")
    assert "text" in result
    assert sanitise(result, allow_remote=True).html == result
    assert not re.search(r"evil|javascript|alert|<script|<form|<style|\\", result)
    assert result.count("<blockquote") == result.count("</blockquote>") == 1
    assert result.count("<div") == result.count("</div>")


def test_a_style_sheet_is_written_into_what_it_means():
    html = quoted("<style>.a{color:#00f;padding:4px} p{margin:0}</style><p class=a style='padding:8px'>x</p>")
    assert "<style" not in html
    assert "class" not in html
    [style] = re.findall(r'<p style="([^"]*)">x', html)
    assert [piece.strip() for piece in style.split(";")] == ["margin:0", "color:#00f", "padding:4px", "padding:8px"]


def test_a_line_stays_without_what_is_hidden_in_it():
    html = quoted(
        "<table><tr><td style='height:1px;overflow:hidden;background:#ccc'><b>COVERT</b></td></tr></table><p>x</p>"
    )
    assert "COVERT" not in html
    assert '<td style="height:1px;background-color:#ccc;overflow:hidden">' in html
    for style in (
        "<style>.a{height:1px;overflow:hidden} p.a{height:20px}</style>",
        "<style>p{overflow:hidden}</style>",
    ):
        kept = quoted(f"{style}<p class=a>shown<br><br>COVERT</p><div>x</div>")
        assert ("COVERT" in kept) == ("overflow" not in kept), "what is not cut off is seen"


def test_pictures_on_the_network_stay_addresses():
    html = quoted('<p>x</p><img src="https://shop.example/a.png" width="300">')
    assert '<img width="300" src="https://shop.example/a.png">' in html


def test_pictures_of_the_mail_go_with_it_under_names_of_their_own():
    raw = mail('<p>x</p><img src="cid:a@x"><img src="cid:A@X"><img src="cid:gone@x">', picture("a@x"), picture("b@x"))
    parsed = parse_message(raw)
    answer = reply_to(parsed, raw)
    [taken] = answer.attachments
    assert (taken.data, taken.content_type) == (PNG, "image/png")
    assert answer.quoted_html.count(f'src="cid:{taken.content_id}"') == 2
    assert "a@x" not in answer.quoted_html
    assert "gone" not in answer.quoted_html
    passed_on = forward(parsed, raw)
    assert [bool(one.content_id) for one in passed_on.attachments] == [True, False], "what is not shown is a file"


def test_a_picture_within_the_html_becomes_one_of_the_mail():
    data = base64.b64encode(PNG).decode()
    raw = mail(f'<p>x</p><img src="data:image/png;base64,{data}">')
    answer = reply_to(parse_message(raw), raw)
    assert [one.data for one in answer.attachments] == [PNG]
    assert "data:" not in answer.quoted_html


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.4", b"\x1f\x8b\x08svgz", b"II*\0" + bytes(99), b"\0" * 99],
)
def test_what_only_says_that_it_is_a_picture_stays_behind(content: bytes):
    """A composer would unpack it by its bytes: an SVG names files of this computer."""
    raw = mail('<p>x</p><img src="cid:a@x">', picture("a@x", content))
    parsed = parse_message(raw)
    answer = reply_to(parsed, raw)
    assert (answer.attachments, "cid:" in answer.quoted_html) == ((), False)
    assert [one.content_id for one in forward(parsed, raw).attachments] == [""], "a file of a forward"
    data = base64.b64encode(content).decode()
    assert "cid:" not in quoted(f'<p>x</p><img src="data:image/png;base64,{data}">')


def test_more_pictures_than_fit_stay_behind_or_are_files():
    large = HEAD + bytes(MAX_PICTURES - 1_000)
    raw = mail('<p>x</p><img src="cid:a@x"><img src="cid:b@x">', picture("a@x", large), picture("b@x", large[:-1]))
    parsed = parse_message(raw)
    assert [len(one.data) for one in reply_to(parsed, raw).attachments] == [len(large)]
    assert [bool(one.content_id) for one in forward(parsed, raw).attachments] == [True, False]


BOMBS = {
    "huge": "<p>" + "x" * (MAX_HTML + 1),
    "deep": "<div>" * 5_000 + "x",
    "tables": "<table><tr><td>" * 60 + "x",
    "unclosed": "<b><i><u>" * 20_000 + "x",
    "sheet": "<style>" + "".join(f".a{n}{{color:#{n % 10}00}}" for n in range(20_000)) + "</style><p>x</p>",
    "sheet on all": "<style>" + "p{color:#100;border:1px solid red}" * 3_000 + "</style>" + "<p>x</p>" * 5_000,
    "attributes": "<p " + "a=1 " * 100_000 + ">x",
    "entities": "&amp;" * 200_000,
}


@pytest.mark.parametrize("html", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_quoted_in_bounds_or_not_at_all(html: str):
    raw = mail(html)
    parsed = parse_message(raw)
    assert is_quick(4.0, lambda: forward(parsed, raw))
    result = forward(parsed, raw).quoted_html
    assert len(result) <= 2 * MAX_HTML
    assert not result or sanitise(result, allow_remote=True).html == result


def test_an_ordinary_large_letter_is_quoted_whole():
    html = "".join(f"<div style='color:#333'><p>Line {n} of it</p></div>" for n in range(7_000))
    assert len(html) > 300_000
    raw = mail(html)
    assert is_quick(4.0, lambda: reply_to(parse_message(raw), raw))
    assert "Line 6999 of it" in quoted(html)
