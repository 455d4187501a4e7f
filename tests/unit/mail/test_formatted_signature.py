"""Formatted signatures: kept tidy and bounded, whatever stands in the file, and their text says the same."""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.formatted_signature import (
    MAX_PICTURES,
    formatted_or_plain,
    from_lines,
    letters_between,
    letters_of,
    pack_signature,
    tidy_formatted,
    unpack_signature,
)
from desktop.core.mail.outgoing import OutgoingAttachment, picture_id
from desktop.core.mail.rich_text import BULLET, Block, Run, Style, is_plain, tidy, to_text
from desktop.core.mail.signature import find_signature, swap_signature, tidy_signature
from tests.property.test_rich_text import RICH

LOGO = OutgoingAttachment("logo.png", "image/png", b"\x89PNG logo", picture_id(b"\x89PNG logo"))
RICH_ONE = (
    Block((Run("Ana", Style.BOLD), Run(" "), Run("Marín", 0, "https://x.example/"))),
    Block((Run("uno\ndos"),), BULLET, 1),
    Block((Run("logo", 0, "", LOGO.content_id),)),
)


def test_it_comes_back_as_it_was_with_its_pictures():
    stored = pack_signature(RICH_ONE, [LOGO, OutgoingAttachment("x.png", "image/png", b"x", "other@b")])
    assert unpack_signature(stored) == (RICH_ONE, (LOGO,))
    assert formatted_or_plain("old", stored)[0] == "Ana Marín <https://x.example/>\n- uno\n  dos\n[logo]"


def test_what_is_not_formatted_is_text_alone():
    assert pack_signature(from_lines("Ana\n> x"), [LOGO]) == ""
    assert formatted_or_plain("Ana\n> x", "") == ("Ana\n> x", from_lines("Ana\n> x"), ())
    assert to_text(from_lines("Ana\n> x")) == "Ana\n> x", "no quote is made of it"
    assert formatted_or_plain("", "") == ("", (), ())


@pytest.mark.parametrize(
    "stored",
    ["[", "[]", "7", '"x"', '{"blocks": 3}', '{"blocks": [], "pictures": 7}', '{"blocks": [[1]], "pictures": []}',
     '{"blocks": [], "pictures": [["a"]]}', '{"blocks": [], "pictures": [["a", "image/png", "%%"]]}'],
)  # fmt: skip
def test_what_cannot_be_read_leaves_the_text(stored: str):
    assert formatted_or_plain("Ana", stored) == ("Ana", from_lines("Ana"), ())


def test_pictures_are_bounded_and_of_known_kinds():
    large, script = b"x" * (MAX_PICTURES + 1), b"<svg/>"
    listed = [["a", "image/png", b64encode(large).decode()], ["b", "image/svg+xml", b64encode(script).decode()]]
    blocks = [[[["a", 1, "", ""], ["p", 0, "", picture_id(large)], ["q", 0, "", picture_id(script)]], "text", 0, 0]]
    assert unpack_signature(json.dumps({"blocks": blocks, "pictures": listed})) == ((Block((Run("a", 1),)),), ())


def test_it_is_kept_without_blank_lines_marks_and_quotes_around_it():
    rich = tidy(
        [
            Block(),
            Block((Run("-- "),)),
            Block((Run("Ana \x07", Style.BOLD), Run("  "))),
            Block((Run("x"),), quote=2),
            Block(),
        ]
    )
    assert tidy_formatted(rich) == (Block((Run("Ana", Style.BOLD),)), Block((Run("x"),)))


def test_the_letters_of_some_lines():
    assert letters_of(RICH_ONE) == "Ana Marín\nuno\ndos\n\ufffc"
    assert letters_between(RICH_ONE, 1, 3) == "uno\ndos\n\ufffc"
    assert letters_between(RICH_ONE, 0, 0) == "Ana Marín"


@given(RICH)
def test_any_is_kept_tidy_and_found_under_any_mail(rich):
    kept = tidy_formatted(rich)
    assert tidy_formatted(kept) == kept
    text = to_text(kept)
    assert tidy_signature(text) == text or not is_plain(kept)
    if text.strip():
        signed, standing = swap_signature("Hola", "", text)
        assert standing == text
        place = find_signature(signed, text)
        assert place is not None
        assert signed[place[0] : place[1]] == f"-- \n{text}"
        assert swap_signature(signed, text, "")[0].strip() == "Hola"


@given(st.text(max_size=200))
def test_anything_stored_is_read(stored: str):
    assert formatted_or_plain("Ana", stored)[0] == "Ana" or stored.startswith("{")
