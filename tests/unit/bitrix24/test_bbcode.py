"""HTML and text as BB code: what a mail says stays, what it must not do is taken from it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.connectors.bitrix24.bbcode import escape_bb, html_to_bb

OURS = re.compile(r"\[/?(?:B|I|U|S|URL)(?:=[^\[\]]*)?\]")


@pytest.mark.parametrize(
    ("html", "bb"),
    [
        ("<p>Hola:</p><p>adjunto la <b>oferta</b>.</p>", "Hola:\n\nadjunto la [B]oferta[/B]."),
        ("<strong>a</strong> <em>b</em> <u>c</u> <del>d</del>", "[B]a[/B] [I]b[/I] [U]c[/U] [S]d[/S]"),
        ('<a href="https://example.org/a?b=1&amp;c=2">aquí</a>', "[URL=https://example.org/a?b=1&c=2]aquí[/URL]"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ('<a href="https://e.org/[b]">x</a>', "[URL=https://e.org/%5Bb%5D]x[/URL]"),
        ("<ul><li>uno</li><li>dos</li></ul>", "• uno\n• dos"),
        ("uno<br>dos<br/>tres", "uno\ndos\ntres"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<style>p{}</style><script>x()</script><title>t</title>hola<!-- no -->", "hola"),
        ('<img src="https://spy.example/1.gif" alt="un plano">', "un plano"),
        ("<b></b><i> </i>", ""),
        ("2 &lt; 3 &amp; 4", "2 < 3 & 4"),
        ("", ""),
    ],
)
def test_html(html: str, bb: str):
    assert html_to_bb(html) == bb


@pytest.mark.parametrize(
    "tag", ["[USER=1]jefe[/USER]", "[SEND=/delete]x[/SEND]", "[CALL=+34900]x[/CALL]", "[*]", "[url=x]"]
)
def test_a_mail_cannot_bring_tags_of_its_own(tag: str):
    for text in (escape_bb(tag), html_to_bb(f"<p>{tag}</p>"), html_to_bb(f"<b>{tag[0]}</b>{tag[1:]}")):
        assert tag not in text
        assert text.replace("\u200b", "").replace("[B]", "").replace("[/B]", "") == tag


def test_brackets_that_are_no_tags_stay():
    assert escape_bb("a [1] [ b ] [é]\r\nc") == "a [1] [ b ] [é]\nc"


@given(st.text(alphabet="[]/*=aBuser<>&\"' \n\x00\u200b", max_size=200))
def test_no_tag_comes_from_text(text: str):
    assert not re.search(r"\[[/*A-Za-z]", escape_bb(text))


@given(st.text(alphabet="[]/*=aBuRLhttps:<>&\"' \n", max_size=300))
def test_only_our_tags_come_from_html(html: str):
    assert not re.search(r"\[[/*A-Za-z]", OURS.sub("", html_to_bb(html)))


@pytest.mark.parametrize(
    "html", ["<b>" * 50_000 + "x", "<div>" * 3000 + "x" + "</div>" * 3000, "<table><tr><td>" * 2000]
)
def test_foreign_nesting_is_bounded(html: str):
    assert len(html_to_bb(html)) < 100
