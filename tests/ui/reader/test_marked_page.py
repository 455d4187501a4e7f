"""Marks of a search in sanitised HTML: in its text alone, and they take nothing away from it."""

from __future__ import annotations

import re

import pytest

from desktop.core.api.searching.marking import sought_in
from desktop.core.api.searching.query import Place
from desktop.core.mime.html_clean import sanitise
from desktop.ui.reader.html_page import SOUGHT, build_page
from desktop.ui.reader.marked_page import MOST_MARKS, mark_page

MARK = re.compile(rf'<span class="{SOUGHT}">(.*?)</span>', re.DOTALL)


@pytest.mark.parametrize(
    ("typed", "html", "found"),
    [
        ("reunion", "<p>La <b>reunión</b> de hoy</p>", ["reunión"]),
        ("rent", '<a href="https://x.example/rent">the rent</a>', ["rent"]),
        ("rent", '<img alt="rent > rent" src="cid:rent"> rent', ["rent"]),
        ("red", "<style>.red{color:red}</style><p class=red>red", ["red"]),
        ("amp lt", "<p>a &amp; b &lt;b&gt; amp", ["amp"]),
        ("span", "<p>one span</p>", ["span"]),
        ("is:unread", "<p>unread", []),
    ],
)
def test_text_is_marked_and_nothing_else(typed: str, html: str, found: list[str]):
    clean = sanitise(html).html
    page = mark_page(clean, sought_in(typed, Place.BODY))
    assert MARK.findall(page) == found
    assert MARK.sub(r"\1", page) == clean
    assert sanitise(page).html == page, "it is still what the sanitiser lets through"


def test_marks_have_an_end():
    page = mark_page("<p>rent " * (MOST_MARKS + 50) + "<p>rent", sought_in("rent", Place.BODY))
    assert len(MARK.findall(page)) == MOST_MARKS
    assert page.count("rent") == MOST_MARKS + 51


def test_the_page_has_a_colour_for_them():
    assert f".{SOUGHT} {{ background: #ffe08a" in build_page("")
