"""Plain text shown as HTML, and the addresses found in it."""

from __future__ import annotations

import pytest

from desktop.core.mime.html_text import html_to_text
from desktop.core.mime.text_html import find_urls, quote_depth, text_to_html


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see https://x.org/a.", ["https://x.org/a"]),
        ("(https://x.org/a)", ["https://x.org/a"]),
        ("https://x.org/a_(b)", ["https://x.org/a_(b)"]),
        ("<https://x.org>", ["https://x.org"]),
        ("www.example.org, mailto:a@b.org!", ["www.example.org", "mailto:a@b.org"]),
        ("HTTP://X.ORG/ñ", ["HTTP://X.ORG/ñ"]),
        ("javascript:alert(1) file:///x", []),
        ('"https://x.org/"onclick="', ["https://x.org/"]),
        ("http://", []),
    ],
)
def test_addresses_are_found(text: str, urls: list[str]):
    assert [text[start:end] for start, end in find_urls(text)] == urls


def test_quotes_nest_and_everything_is_escaped():
    assert text_to_html("a <b>\n> c\n>> d") == (
        '<div style="white-space:pre-wrap">a &lt;b&gt;</div>'
        '<blockquote><div style="white-space:pre-wrap">c</div></blockquote>'
        '<blockquote><blockquote><div style="white-space:pre-wrap">d</div></blockquote></blockquote>'
    )
    assert '<a href="http://www.x.org/?a=1&amp;b" rel="noopener noreferrer">www.x.org/?a=1&amp;b</a>' in text_to_html(
        "www.x.org/?a=1&b"
    )
    assert text_to_html(">" * 100 + "x").count("<blockquote>") == 8


@pytest.mark.parametrize(
    ("line", "depth", "rest"),
    [("x", 0, "x"), ("> x", 1, "x"), (">x", 1, "x"), ("> > x", 2, "x"), (">>> x", 3, "x"), (">  x", 1, " x")],
)
def test_quote_depth(line: str, depth: int, rest: str):
    assert quote_depth(line) == (depth, rest)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("a<br>b", "a\nb"),
        ("c<b>d</b>e", "cde"),
        ("a&nbsp;&amp;&#241;", "a &ñ"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3"),
        ("a\n  b", "a b"),
        ("x\u200b\u200c\u00ady", "xy"),
        ("&#xD800;&#0;", "\ufffd\ufffd"),
        ("<title>t</title><style>s</style>x", "x"),
        ("", ""),
        ("<!-- c -->x", "x"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_html_to_text(html: str, text: str):
    assert html_to_text(html) == text
