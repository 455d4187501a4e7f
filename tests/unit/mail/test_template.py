"""Templates as values: kept tidy, and their places filled with what is known."""

from __future__ import annotations

import pytest
from hypothesis import given

from desktop.core.mail.rich_text import BULLET, Block, Run, Style, to_text
from desktop.core.mail.template import (
    FIRST_NAME,
    LONGEST_NAME,
    ME,
    NAME,
    fill_places,
    first_name,
    from_lines,
    pack_blocks,
    tidy_blocks,
    tidy_name,
    unpack_blocks,
)
from tests.property.test_rich_text import RICH

KNOWN = {NAME: "Nuria Peris", FIRST_NAME: "Nuria", ME: "Ana"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hola, {first name}: soy {me}.", "Hola, Nuria: soy Ana."),
        ("Hola, {Nombre de pila}: soy {yo}, {nombre}.", "Hola, Nuria: soy Ana, Nuria Peris."),
        ("{ name } {other} {{me}} {", "Nuria Peris {other} {Ana} {"),
    ],
)
def test_places_are_filled_in_either_language(text: str, filled: str):
    assert to_text(fill_places(from_lines(text), KNOWN)) == filled


def test_a_place_of_which_nothing_is_known_stays():
    assert to_text(fill_places(from_lines("Hola, {first name}: {me}"), {ME: "Ana"})) == "Hola, {first name}: Ana"


def test_what_is_filled_in_is_text_and_keeps_the_look():
    blocks = (Block((Run("{name}", Style.BOLD),), BULLET, 1),)
    assert fill_places(blocks, {NAME: "{me} <b>"}) == (Block((Run("{me} <b>", Style.BOLD),), BULLET, 1),)


@pytest.mark.parametrize(
    ("name", "given"),
    [("Nuria Peris", "Nuria"), ("Peris Marí, Nuria", "Nuria"), ("Nuria", "Nuria"), ("", ""), (" , ", "")],
)
def test_the_first_name(name: str, given: str):
    assert first_name(name) == given


def test_a_name_is_one_line():
    assert tidy_name("  Oferta\n\tde\x07 junio ") == "Oferta de junio"
    assert len(tidy_name("x" * 500)) == LONGEST_NAME


def test_it_is_kept_without_pictures_quotes_and_blank_lines_around_it():
    rich = (Block(), Block((Run("a"), Run("logo", 0, "", "1@b")), quote=1), Block())
    assert tidy_blocks(rich) == (Block((Run("a"),)),)
    assert from_lines("\n\n") == ()


@given(RICH)
def test_what_is_stored_comes_back(rich):
    kept = tidy_blocks(rich)
    assert tidy_blocks(kept) == kept
    assert unpack_blocks(to_text(kept), pack_blocks(kept)) == kept


@pytest.mark.parametrize("stored", ["", "[", "7", '{"a": 1}', "[[1]]"])
def test_what_cannot_be_read_is_its_text(stored: str):
    assert unpack_blocks("Hola\nAna", stored) == from_lines("Hola\nAna")
