"""In which direction a text is read, and the HTML that says it."""

from __future__ import annotations

import pytest

from desktop.core.mail.direction import direction_of
from desktop.core.mail.rich_text import BULLET, HEADING, Block, Run, from_text, is_plain, tidy
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.read_rich import read_html
from desktop.core.mime.write_formatted import write_formatted
from desktop.core.mime.write_rich import write_html


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("", ""),
        ("123 – (4) 😀", ""),
        ("Hola שלום", "ltr"),
        ("שלום Ana", "rtl"),
        ("1. «مرحبا» hello", "rtl"),
        ("\u2067שלום\u2069 Ana", "ltr"),
        ("-" * 2_000 + "ש", ""),
    ],
)
def test_the_first_letter_says_it(text: str, direction: str):
    assert direction_of(text) == direction


def test_a_paragraph_says_so_and_a_line_in_it_that_goes_the_other_way():
    rich = from_text("Hola\n\nשלום Ana\n123\nHello\nעוד\n\nfin")
    html = write_html(rich)
    assert html == (
        '<p>Hola</p><p dir="rtl">שלום Ana<br>123<br><span dir="ltr" style="display:block">Hello<br></span>עוד</p><p>fin</p>'
    )
    assert read_html(html) == rich
    assert sanitise(html).html == html


def test_lists_and_headings_say_so():
    rich = tidy(
        [
            Block((Run("אחת"),), BULLET, 1),
            Block((Run("two"),), BULLET, 2),
            Block((Run("9"),), BULLET, 1),
            Block((Run("שלוש", 2),), HEADING),
        ]
    )
    html = write_html(rich)
    assert html == (
        '<ul dir="rtl"><li>אחת<ul><li dir="ltr">two</li></ul></li><li>9</li></ul><h2 dir="rtl"><i>שלוש</i></h2>'
    )
    assert read_html(html) == rich


def test_a_mail_that_is_text_alone_stays_so():
    assert is_plain(from_text("שלום"))
    assert write_formatted("שלום", (), "", "") is None


def test_the_quote_keeps_the_direction_of_its_page():
    assert sanitise('<html lang="he" dir="rtl"><body><p>שלום</p></body></html>').html == (
        '<div lang="he" dir="rtl"><div><p>שלום</p></div></div>'
    )
    assert sanitise("<html><body><p>Hola</p></body></html>").html == "<div><p>Hola</p></div>"
