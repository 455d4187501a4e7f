"""What was searched for is found in a text again as the index found it."""

from __future__ import annotations

import pytest

from desktop.core.api.searching.marking import sought_in
from desktop.core.api.searching.query import Place


def marked(typed: str, text: str, *places: Place) -> list[str]:
    return [text[start:end] for start, end in sought_in(typed, *places).spans(text)]


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("fact", "La factura, las FACTURAS y un artefacto", ["fact", "FACT"]),
        ("reunion", "Reunión y reunio\u0301n", ["Reunión", "reunio\u0301n"]),
        ("reunión", "reunion", ["reunion"]),
        ("niño", "El NINO", ["NINO"]),
        ('"final price"', "The final  price, final prices", ["final  price"]),
        ("e-mail", "Mail and e", ["Mail", "e"]),
        ("invoice -draft", "draft invoice", ["invoice"]),
        ("ana OR eva", "Eva and Ana", ["Eva", "Ana"]),
        ("price priceless", "priceless", ["priceless"]),
        ("東京都", "これは東京都です", ["東京都"]),
        ("straße", "Die Straße 😀 straße", ["Straße", "straße"]),
        ("is:unread has:attachment from:ana", "unread attachment ana", []),
        ("", "anything", []),
        ("-draft", "draft", []),
    ],
)
def test_words_are_marked_as_they_were_found(typed: str, text: str, found: list[str]):
    assert marked(typed, text) == found


def test_words_for_one_place_are_marked_there_alone():
    assert marked("subject:rent body:garden", "rent garden") == []
    assert marked("subject:rent body:garden", "rent garden", Place.SUBJECT) == ["rent"]
    assert marked("subject:rent body:garden", "rent garden", Place.BODY) == ["garden"]
