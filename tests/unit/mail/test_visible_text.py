"""Foreign text never hides or moves what stands beside it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.visible_text import BIDI_OVERRIDES, LONGEST, hides_something, visible_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana\u202emoc.knab@troppus\u202c", "Anamoc.knab@troppus"),
        ("Ba\u200bnk", "Bank"),
        ("Ba\u200dnk", "Bank"),
        ("Bank\u3164\u3164 Support", "Bank Support"),
        ("a\r\nBcc: b", "a Bcc: b"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("  many   blanks\u00a0\u2003here ", "many blanks here"),
        ("👩\u200d💻 Ana", "👩\u200d💻 Ana"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("שלום\u200f", "שלום"),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 4),
        ("\U000e0041Ana", "Ana"),
    ],
)
def test_what_is_shown(text: str, shown: str):
    assert visible_text(text) == shown


def test_a_flag_of_wales_stays():
    wales = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    assert visible_text(wales) == wales


def test_an_endless_text_is_cut():
    assert len(visible_text("x" * 10_000_000)) == LONGEST + 1


@pytest.mark.parametrize("text", ["\u202eevil", "Ba\u200bnk", "Ba\u2060nk", "\u2066x\u2069", "A\u3164B"])
def test_hiding_is_noticed(text: str):
    assert hides_something(text)


@pytest.mark.parametrize(
    "text", ["Ana", "\ufeffAna", "‏שלום‏", "👩\u200d💻", "می\u200cخواهم", "co\u00adoperate", "山田 花子"]
)
def test_honest_names_hide_nothing(text: str):
    assert not hides_something(text)


@given(st.text(max_size=300))
def test_any_text_becomes_one_visible_line(text: str):
    shown = visible_text(text)
    assert not set(shown) & BIDI_OVERRIDES
    assert not any(unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") for c in shown)
    assert visible_text(shown) == shown or len(text) > LONGEST
