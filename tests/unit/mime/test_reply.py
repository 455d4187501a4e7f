"""Answers and forwards: to whom, with which ids, and quoting only what the reader showed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from desktop.core.mail.outgoing import Answer
from desktop.core.mail.structure import ParsedMessage
from desktop.core.mime.parse_message import parse_message
from desktop.core.mime.reply import forward, quote, reply_to, visible_text
from tests.unit.mime.build import message, multipart, part, whole

MAIL = parse_message(
    message(
        "From: Ana <ana@example.org>",
        "To: me@x.org, Bea <bea@example.org>",
        "Cc: carl@example.org, ANA@example.org",
        "Subject: Plan",
        "Message-ID: <3@x>",
        "References: <1@x> <2@x>",
        "Date: Tue, 24 Nov 2026 10:00:00 +0000",
        body="first\n> older\n",
    )
)


def html(body: str) -> ParsedMessage:
    return replace(MAIL, html=body, text="UNSEEN plain form")


def answered(parsed: ParsedMessage, **rest: Any) -> Answer:
    """The reply to a mail that has no pictures."""
    return reply_to(parsed, b"", **rest)


def test_a_reply_goes_to_the_sender():
    answer = answered(MAIL, own_addresses=["me@x.org"])
    assert [address.addr_spec for address in answer.to] == ["ana@example.org"]
    assert answer.cc == ()
    assert answer.subject == "Re: Plan"
    assert answer.in_reply_to == ("3@x",)
    assert answer.references == ("1@x", "2@x", "3@x")
    assert answer.text == "\n\nOn 2026-11-24 10:00 UTC, Ana wrote:\n> first\n>> older\n"


def test_reply_all_leaves_out_oneself_and_doubles():
    answer = answered(MAIL, to_all=True, own_addresses=["ME@x.org"])
    assert [address.addr_spec for address in answer.to] == ["ana@example.org", "bea@example.org"]
    assert [address.addr_spec for address in answer.cc] == ["carl@example.org"]


def test_reply_to_is_honoured():
    parsed = parse_message(message("From: a@x.org", "Reply-To: list@x.org", "To: me@x.org"))
    assert [address.addr_spec for address in answered(parsed).to] == ["list@x.org"]


def test_answering_ones_own_mail_goes_on_talking_to_the_others():
    parsed = parse_message(message("From: me@x.org", "To: bea@example.org"))
    assert [address.addr_spec for address in answered(parsed, own_addresses=["me@x.org"]).to] == ["bea@example.org"]


def test_mail_without_anything_can_be_answered():
    answer = answered(parse_message(b""))
    assert (answer.to, answer.subject, answer.text, answer.in_reply_to, answer.references) == (
        (),
        "Re:",
        "\n\n",
        (),
        (),
    )


def test_the_attribution_is_the_callers():
    assert "\n\nAna escribió:\n> first" in answered(MAIL, attribution="Ana escribió:").text


@pytest.mark.parametrize("subject", ["Re: x", "RE: x", "re[2]: x", "AW: x", "RV: x", "Sv: x"])
def test_a_second_prefix_is_not_added(subject: str):
    parsed = replace(MAIL, envelope=MAIL.envelope._replace(subject=subject))
    assert answered(parsed).subject == subject


def test_references_do_not_grow_without_end():
    parsed = replace(MAIL, envelope=MAIL.envelope._replace(references=tuple(f"{number}@y" for number in range(500))))
    references = answered(parsed).references
    assert len(references) == 200
    assert (references[0], references[-1]) == ("0@y", "3@x")


def test_quoting():
    assert quote("a\n\n> b\n") == "> a\n>\n>> b\n"
    assert quote("") == ""


def test_a_heading_is_quoted_without_signs_before_it():
    """They are Markdown's, which a mail is not; who wrote them keeps them."""
    page = "<h1>Invoice</h1><p>Hello</p><h3 class=x>Due <b>soon</b></h3><p># 7 is paid"
    assert visible_text(html(page)) == "Invoice\nHello\nDue soon\n# 7 is paid"


def test_html_is_quoted_as_laid_out_text():
    body = (
        "<p>Hello <b>Ana</b>,</p><ul><li>one<li>two</ul><table><tr><td>1<td>2</table><p>3. x</p><p>- y</p><p>a_b*c</p>"
        '<a href="https://x.test/long">link</a><img src="cid:x" alt="logo"><blockquote>before</blockquote>'
    )
    assert [line for line in visible_text(html(body)).split("\n") if line] == [
        "Hello Ana,",
        "- one",
        "- two",
        "1 2",
        "3. x",
        "- y",
        "a_b*c",
        "link",
        "> before",
    ]


COVERT = {
    "display none": '<div style="display:none">COVERT</div>',
    "display none important": '<div style="display:none !important">COVERT</div>',
    "upper case": '<DIV STYLE="DISPLAY:NONE">COVERT</DIV>',
    "visibility": '<span style="visibility:hidden">COVERT</span>',
    "collapse": '<span style="visibility:collapse">COVERT</span>',
    "opacity": '<span style="opacity:0">COVERT</span>',
    "faint": '<span style="opacity:0.01">COVERT</span>',
    "font size zero": '<span style="font-size:0">COVERT</span>',
    "font size one": '<span style="font-size:1px">COVERT</span>',
    "font shorthand": '<span style="font:1px Arial">COVERT</span>',
    "font size in percent": '<span style="font-size:1%">COVERT</span>',
    "font size in em": '<span style="font-size:0.01em">COVERT</span>',
    "white on white": '<span style="color:#fff">COVERT</span>',
    "nearly white": '<span style="color:#fdfdfd">COVERT</span>',
    "white by name": '<span style="color:white">COVERT</span>',
    "white by rgb": '<span style="color:rgb(255,255,255)">COVERT</span>',
    "white by font": '<font color="#ffffff">COVERT</font>',
    "transparent": '<span style="color:transparent">COVERT</span>',
    "transparent by rgba": '<span style="color:rgba(0,0,0,0)">COVERT</span>',
    "black on black": '<div style="background:#000"><span style="color:#010101">COVERT</span></div>',
    "black on black cell": '<table><tr><td bgcolor="#000000"><font color="black">COVERT</font></td></tr></table>',
    "equal names": '<div style="background:tomato"><span style="color:tomato">COVERT</span></div>',
    "inherited white": '<div style="color:#fff"><p><i>COVERT</i></p></div>',
    "no height": '<div style="height:0;overflow:hidden">COVERT</div>',
    "no maximal height": '<div style="max-height:0px;overflow:hidden">COVERT</div>',
    "no width": '<div style="width:0px;overflow:hidden">COVERT</div>',
    "line height": '<div style="line-height:0">COVERT</div>',
    "class": "<style>.x{display:none}</style><div class=x>COVERT</div>",
    "element rule": "<style>em{display:none}</style><em>COVERT</em>",
    "nested rule": "<style>div.a > b{visibility:hidden}</style><div class=a><b>COVERT</b></div>",
    "white by class": "<style>.x{color:#ffffff}</style><p class=x>COVERT</p>",
    "white by hsl": '<p style="color:hsl(0,0%,100%)">COVERT</p>',
    "white by new hsl": '<p style="color:hsl(120deg 0% 99%)">COVERT</p>',
    "nothing by hsla": '<p style="color:hsla(0,0%,0%,0)">COVERT</p>',
    "a white name": '<p style="color:mintcream">COVERT</p>',
    "eight digits": '<p style="color:#ffffffff">COVERT</p>',
    "transparent by eight digits": '<p style="color:#00000000">COVERT</p>',
    "transparent by four digits": '<p style="color:#0000">COVERT</p>',
    "nearly transparent": '<p style="color:rgb(0 0 0 / 4%)">COVERT</p>',
    "white in percent": '<p style="color:rgb(100%,100%,100%)">COVERT</p>',
    "white in fractions": '<p style="color:rgb(255.0,255.0,255.0)">COVERT</p>',
    "whiter than white": '<p style="color:rgb(9999,9999,9999)">COVERT</p>',
    "name on its digits": '<p style="color:navy;background:#000080">COVERT</p>',
    "white on a veil": '<p style="background:rgba(0,0,0,.02);color:#fff">COVERT</p>',
    "old colour of nine digits": '<font color="fffffffff">COVERT</font>',
    "important white": "<style>p.i{color:#fff !important}</style><p class=i style='color:#000'>COVERT</p>",
    "more specific white": "<style>.i{color:#fff} p{color:#000}</style><p class=i>COVERT</p>",
    "late rule": "<style>"
    + "".join(f".x{n}{{color:red}}" for n in range(600))
    + ".h{display:none}</style><p class=h>COVERT</p>",
    "invalid after": '<p style="display:none;display:x">COVERT</p>',
    "colour of links": '<div style="background:#0a6375"><a href="https://x.example/">COVERT</a></div>',
    "on a mark": '<mark style="color:#ff0">COVERT</mark>',
    "faint in percent": '<p style="opacity:1%">COVERT</p>',
    "faint by zeros": '<p style="opacity:00">COVERT</p>',
    "less than faint": '<p style="opacity:-1">COVERT</p>',
    "faint in faint": '<div style="opacity:.3"><p style="opacity:.3">COVERT</p></div>',
    "flat in half a pixel": '<div style="height:.5px;overflow:hidden">COVERT</div>',
    "flat in letters": '<div style="height:0.1em;overflow:hidden">COVERT</div>',
    "flat in millimetres": '<div style="max-height:1mm;overflow:clip">COVERT</div>',
    "flat and scrolled": '<div style="max-height:3px;overflow-y:scroll">COVERT</div>',
    "size in millimetres": '<p style="font:0.1mm serif">COVERT</p>',
    "size by zeros": '<p style="font-size:00px">COVERT</p>',
    "small in small": "<small>" * 9 + "COVERT" + "</small>" * 9,
    "smaller in smaller": '<span style="font-size:smaller">' * 9 + "COVERT" + "</span>" * 9,
    "30 % of 30 %": '<div style="font-size:50%"><div style="font-size:50%">COVERT</div></div>',
    "lines in one": '<p style="line-height:.01">COVERT</p>',
    "comment": "<!-- COVERT -->",
    "conditional comment": "<!--[if mso]>COVERT<![endif]-->",
    "title": "<title>COVERT</title>",
    "script": "<script>COVERT</script>",
    "noscript": "<noscript>COVERT</noscript>",
    "template": "<template>COVERT</template>",
    "attribute": '<p title="COVERT">x</p>',
    "image text": '<img src="cid:x" alt="COVERT">',
    "textarea": "<textarea>COVERT</textarea>",
    "select": "<select><option>COVERT</select>",
    "svg": "<svg><text>COVERT</text></svg>",
    "hidden frame": "<iframe srcdoc='COVERT'></iframe>",
}


@pytest.mark.parametrize("covert", COVERT.values(), ids=COVERT.keys())
def test_only_what_was_visible_is_quoted(covert: str):
    parsed = html(f"<p>seen before</p>{covert}<p>seen after</p>")
    for text in (answered(parsed).text, forward(parsed, b"").text):
        assert "COVERT" not in text
        assert "UNSEEN" not in text
        assert "seen before" in text
        assert "seen after" in text


def test_a_page_of_white_letters_is_quoted_where_they_are_not():
    parsed = html("<style>body{color:#fff}</style><p>COVERT</p><p style='color:#333'>seen</p>")
    assert "COVERT" not in answered(parsed).text
    assert "seen" in answered(parsed).text


def test_what_is_within_letters_of_no_size_is_quoted_where_it_has_one():
    """As the boxes of most newsletters are built, so that no gap stands between them."""
    parsed = html(
        '<div style="font-size:0;line-height:0">COVERT<table><tr><td style="font:400 13px/20px Arial">one</td></tr></table></div>'
        '<div style="color:#fff">COVERT<b style="color:#111">two</b></div>'
    )
    assert "COVERT" not in answered(parsed).text
    for word in ("one", "two"):
        assert word in answered(parsed).text


def test_what_is_visible_is_not_lost():
    parsed = html(
        '<div style="background:#000;color:#fff">one</div><font color=white style="background-color:navy">two</font>'
        '<p style="font-size:14px;opacity:.9">three</p><div style="color:#fff"><p style="color:#333">four</p></div>'
    )
    for word in ("one", "two", "three", "four"):
        assert word in answered(parsed).text


def test_an_unread_plain_form_is_quoted_only_when_the_reader_falls_back_to_it():
    assert "UNSEEN" in answered(html("<table><tr><td>" * 30)).text


def test_parts_that_were_not_shown_are_not_quoted():
    entity = multipart(
        "mixed",
        part("text/plain", "seen"),
        part("text/plain", "COVERT", "Content-Disposition: attachment; filename=a.txt"),
        part("message/rfc822", "Subject: x\n\nCOVERT"),
        part("application/octet-stream", "COVERT"),
    )
    text = answered(parse_message(whole(entity))).text
    assert "seen" in text
    assert "COVERT" not in text


def test_forward_carries_the_files_and_says_whose_mail_it_is():
    raw = whole(
        multipart("mixed", part("text/plain", "words"), part("application/pdf; name=a.pdf", "%PDF")), "To: b@x.org"
    )
    answer = forward(parse_message(raw), raw, {"title": "Mensaje reenviado", "from": "De"})
    assert answer.subject == "Fwd: test"
    assert answer.to == ()
    assert (
        "---------- Mensaje reenviado ----------\nDe: Ana <ana@example.org>\nSubject: test\nTo: b@x.org\n\nwords"
        in answer.text
    )
    assert [(file.filename, file.data) for file in answer.attachments] == [("a.pdf", b"%PDF")]
