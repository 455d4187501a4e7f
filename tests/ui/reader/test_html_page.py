"""What is learned about a sanitised page before it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.reader.html_page import build_page, build_print_page
from desktop.ui.reader.page_facts import read_page_facts


def test_the_words_of_each_link():
    facts = read_page_facts(
        '<a href="https://a.example/">one</a> <a href="https://a.example/"><b>two</b> &amp; more</a>'
        '<a href="https://b.example/?x=1&amp;y=2"><img alt="a picture" src="cid:p"></a><a name="n">no link</a>'
    )
    assert facts.link_words == {
        "https://a.example/": ("one", "two & more"),
        "https://b.example/?x=1&y=2": ("a picture",),
    }
    assert facts.content_ids == ("p",)


def test_an_unclosed_link_counts_too():
    assert read_page_facts('<a href="https://a.example/">bank.com').link_words == {"https://a.example/": ("bank.com",)}


def test_deep_tables_do_not_suit_the_text_view():
    assert read_page_facts("<table><tr><td>" * 6).suits_text_view
    assert not read_page_facts("<table><tr><td>" * 7).suits_text_view
    assert read_page_facts("<table></table>" * 100).table_depth == 1
    assert not read_page_facts("x" * 300_000).suits_text_view


def test_the_head_of_a_printed_page_is_text():
    page = build_print_page([("From", "<b>x</b>")], "<script>alert(1)</script>", "<p>body</p>")
    assert "<script>" not in page
    assert "<b>x</b>" not in page
    assert "<p>body</p>" in page


def test_the_page_names_its_charset_and_holds_the_body():
    assert '<meta charset="utf-8">' in build_page("<p>ñ</p>")


@pytest.mark.parametrize(
    ("body", "coloured"),
    [
        ("<p>Hola</p><blockquote style='margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex'>x</blockquote>", False),
        ('<p style="font-family: Arial; background-repeat: no-repeat">x</p>', False),
        ('<p style="font-size:12px;COLOR : red">x</p>', True),
        ('<td style="background:#fff">x</td>', True),
        ("<style>p{margin:0}\n.a{background-color:red}</style><p>x</p>", True),
        ("<style>p{margin:0}</style><p>the color: red</p>", False),
        ('<table bgcolor="#fff">', True),
        ('<font color="navy">x</font>', True),
    ],
)  # fmt: skip
def test_whether_a_mail_brings_colours(body: str, coloured: bool):
    assert read_page_facts(body).coloured is coloured


@given(st.text(alphabet="<>/ab=\"'& tdhrefimgsc:", max_size=400))
def test_nothing_raises(body: str):
    read_page_facts(body)
