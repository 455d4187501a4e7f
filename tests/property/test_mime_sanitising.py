"""Sanitised HTML is safe and stays as it is when sanitised again, whatever went in."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mime.css import filter_declarations, filter_stylesheet
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.text_html import text_to_html
from desktop.core.mime.visible_html import remove_unseen

PIECES = st.sampled_from(
    [
        "<", ">", "/", '"', "'", "=", " ", "\n", "&", "&lt;", "&#", "&#27;", "&#13;", "&#xD800;", "&nbsp;", "&#60;", ";", "<!--", "-->", "<![CDATA[", "]]>", "<?", "\0", "\ud800",
        "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<a href=", "</a>", "<img src=", "<img alt=", "<table>", "</table>",
        "<tr>", "<td>", "</td>", "<pre>", "</pre>", "<pre>\n\n", "<ul><li>", "<font color=red>", "</font>", "<style>", "</style>", "<body style=",
        "<body>", "</body>", "<script>", "</script>", "<svg>", "</svg>", "<math>", "<mi>", "<title>", "</title>", "<textarea>", "<select>", "<option>",
        "<form>", "</form>", "<noscript>", "<template>", "<iframe>", "<br>", "<hr>", "<h1>", "<caption>", "<colgroup>", "<nobr>", "<button>",
        " style=", " class=", " title=", " onclick=", " data-remote-src=", " width=", "'color:red'", '"background:url(https://leak.test/)"', "javascript:x",
        "https://leak.test/x", "http://leak.test", "cid:a", "data:image/png;base64,AAAA", "data:text/html,x", "mailto:a@b", "//leak.test", "x", "text ",
        "p{color:red}", ".a{display:none}", "@import url(https://leak.test);", "url(", "expression(", "position:fixed", "\\", "/*", "*/", "{", "}", "`",
    ]
)  # fmt: skip
HTML = st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join)
TAG = re.compile(r'</?[a-z]+[0-9]?(?: [a-z-]+="[^"]*")*>')
IMAGE = re.compile(r' (?:src|data-remote-src|href)="[^"]*"')


@given(HTML, st.booleans())
def test_sanitised_html_is_safe_and_stays(html: str, allow_remote: bool):
    once = sanitise(html, allow_remote=allow_remote)
    assert sanitise(once.html, allow_remote=allow_remote).html == once.html
    once.html.encode("utf-8")
    body = re.sub(r"^<style>[^<]*</style>", "", once.html)
    assert "<" not in TAG.sub("", body)
    for tag in TAG.findall(body):
        assert not re.match(
            r"</?(?:script|style|svg|math|iframe|form|input|textarea|select|template|title|body|link|meta|base)[ >]",
            tag,
        )
        assert " on" not in re.sub(r'"[^"]*"', '""', tag)
        assert "url(" not in "".join(re.findall(r' style="([^"]*)"', tag))
        if not allow_remote:
            assert not re.search(r' src="(?!cid:|data:image/)', tag)
        for link in re.findall(r' href="([^"]*)"', tag):
            assert re.match(r"(?i)https?://|mailto:", link)


@given(HTML)
def test_blocking_and_showing_are_inverse(html: str):
    blocked = sanitise(html)
    shown = sanitise(blocked.html, allow_remote=True)
    assert shown.html == sanitise(html, allow_remote=True).html
    assert sanitise(shown.html).html == blocked.html
    assert blocked.blocked_remote == len(re.findall(r'<img [^<>]*data-remote-src="', blocked.html))
    assert bool(blocked.blocked_remote) == bool(blocked.remote_hosts)


@given(HTML)
def test_what_can_be_seen_of_it_can_be_told(html: str):
    remove_unseen(sanitise(html).html).encode("utf-8")


CSS = st.lists(
    st.sampled_from(
        ["p", ".a", "#i", " ", ">", ",", "{", "}", ":", ";", "@media x", "@import", "url(x)", "color", "red", "background", "#fff", "'", '"', "\\", "/*", "*/",
         "margin", "-1px", "1px", "rgb(1,2,3)", "calc(", ")", "!important", "font-family", "position", "fixed", "<", "</style>", "expression(x)", "content", "\n"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(CSS)
def test_css_is_filtered_to_itself(css: str):
    for filtering in (filter_declarations, filter_stylesheet):
        kept = filtering(css)
        assert filtering(kept) == kept
        assert not re.search(r"url|expression|@|\\|<|\"|fixed|calc", kept)


@given(st.text(max_size=200))
def test_text_shown_as_html_is_only_text(text: str):
    html = text_to_html(text)
    assert "<" not in re.sub(r'</?(?:div|blockquote|a)(?: (?:style|href|rel)="[^"]*")*>', "", html)
