"""Formatted text in every shape: written as HTML it is read back as it was, as text it says the same, and what is hostile stays out."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.rich_text import (
    BULLET,
    HEADING,
    NUMBER,
    TEXT,
    Block,
    RichText,
    Run,
    from_text,
    is_plain,
    tidy,
    to_text,
    unpack,
)
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.read_rich import read_html
from desktop.core.mime.write_rich import write_html

WORDS = st.text(st.sampled_from("abא <>&\"'-ñ😀.\u00a0:/>1"), max_size=12) | st.sampled_from(
    [
        "",
        " ",
        "Hola",
        "שלום",
        "(مرحبا)",
        "https://x.example/?a=1&b=2.",
        "www.x.example",
        "-- ",
        "> a",
        "a  b",
        "&amp;",
        "<b>x</b>",
    ]
)
LINKS = st.sampled_from(["", "", "", "https://x.example/", "https://x.example/?a=1&b='2'", "mailto:a@b.example"])
RUNS = st.tuples(WORDS, st.integers(0, 15), LINKS).map(lambda made: Run(*made)) | st.tuples(
    st.sampled_from(["", "p.png", '"><script>']), st.just(0), LINKS, st.sampled_from(["a@b", "1.x@bandeja"])
).map(lambda made: Run(*made))
BREAKING = st.tuples(st.sampled_from(["\n", "a\nb", "\n\n"]), st.integers(0, 15)).map(lambda made: Run(*made))
LINES = st.tuples(st.lists(RUNS, max_size=4).map(tuple), st.just(TEXT), st.just(0), st.integers(0, 3)).map(
    lambda made: Block(*made)
)
OTHERS = st.tuples(
    st.lists(RUNS | BREAKING, max_size=4).map(tuple),
    st.sampled_from([HEADING, BULLET, NUMBER]),
    st.integers(1, 4),
    st.integers(0, 3),
).map(lambda made: Block(*made))
RICH = st.lists(LINES | OTHERS, max_size=10).map(tidy)
FRAGMENTS = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<br>", "<ul>", "<ol>", "</ul>", "<li>", "</li>", "<b>", "</b>", "a", " ", "\n", "&nbsp;",
         "<blockquote>", "</blockquote>", "<h1>", "</h1>", "<table><tr><td>", "</td><td>", "</table>", "<pre>", "</pre>", "<!--", "-->",
         '<a href="javascript:alert(1)">', '<a href="https://x.example/">', "</a>", '<img src="https://x.example/a.png">',
         '<img src="cid:a@b" alt="x">', '<img src="data:image/png;base64,AAAA">', "<script>alert(1)</script>", "<style>p{}</style>",
         '<span style="font-weight:bold;background:url(https://x.example/)">', "</span>", '<form action="x">', "<input>",
         '<p onclick="x()" style="margin:0">', '<b style="font-weight:normal">', "<iframe src=x>", "<svg><a>", "-- ", "> "]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(RICH)
def test_html_gives_back_what_was_written(rich: RichText):
    html = write_html(rich)
    again = read_html(html)
    assert write_html(again) == html
    assert read_html(write_html(again)) == again
    assert [(block.kind, block.level, block.quote) for block in again] == [
        (block.kind, block.level, block.quote) for block in rich
    ]
    assert [letters(block) for block in again] == [letters(block) for block in rich]


def letters(block: Block) -> str:
    return "".join(run.text + run.picture for run in block.runs)


@given(RICH)
def test_a_stored_one_is_the_same(rich: RichText):
    assert tidy(rich) == rich
    assert unpack(json.loads(json.dumps(rich))) == rich


@given(RICH)
def test_what_is_written_is_safe(rich: RichText):
    html = write_html(rich).replace("&nbsp;", "\u00a0")
    clean = sanitise(html, allow_remote=True).html.replace("&nbsp;", "\u00a0")
    assert clean.replace(' rel="noopener noreferrer"', "").replace("&quot;", '"') == html.replace(
        "&quot;", '"'
    ).replace("&#x27;", "'")


@given(FRAGMENTS)
def test_whatever_is_pasted_comes_out_clean_and_settles(html: str):
    rich = read_html(html)
    assert tidy(rich) == rich
    written = write_html(rich)
    assert read_html(written) == read_html(write_html(read_html(written)))
    assert set(re.findall(r"<(\w+)", written)) <= {
        "p",
        "br",
        "b",
        "i",
        "u",
        "s",
        "a",
        "ul",
        "ol",
        "li",
        "blockquote",
        "h2",
        "img",
    }
    assert not re.search(r"javascript:|data:|<[^>]*(?:on\w+=|src=\"(?!cid:)|url\()", written)


@given(st.lists(st.text("ab >-1.\t😀", max_size=8), max_size=6).map("\n".join))
def test_a_text_is_said_as_it_was(text: str):
    rich = tuple(Block((Run(line),) if line else ()) for line in text.split("\n"))
    assert is_plain(rich)
    assert to_text(rich) == text
    quoted = from_text(text)
    assert from_text(to_text(quoted)) == quoted
