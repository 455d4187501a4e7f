"""Where a signature stands, what it replaces, and what of a received mail is its author's signature."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import OutgoingMessage
from desktop.core.mail.signature import (
    LONGEST,
    drop_foreign_signature,
    find_signature,
    fits,
    swap_signature,
    tidy_signature,
    written_text,
)
from desktop.core.mime.compose import compose
from desktop.core.mime.parse_message import parse_message
from tests.unit.mime.build import is_quick

ANA, SUPPORT = "Ana Beltrán\nBeltrán Quiles", "Soporte"
REPLY = "\n\nEl 3, Tom escribió:\n> Hola\n"
FORWARD = "\n\n---------- Forwarded message ----------\nFrom: Ana\n\nHola\n\n-- \nAna Beltrán\nBeltrán Quiles\n"


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("", "\n\n-- \nAna Beltrán\nBeltrán Quiles"),
        ("Hola", "Hola\n\n-- \nAna Beltrán\nBeltrán Quiles"),
        ("Hola\n\n\n", "Hola\n\n\n-- \nAna Beltrán\nBeltrán Quiles"),
        (REPLY, "\n\n-- \nAna Beltrán\nBeltrán Quiles\n\nEl 3, Tom escribió:\n> Hola\n"),
        (FORWARD, "\n\n-- \nAna Beltrán\nBeltrán Quiles\n\n" + FORWARD.lstrip("\n")),
    ],
)
def test_it_stands_below_the_words_and_above_the_quote(text: str, signed: str):
    assert swap_signature(text, "", ANA) == (signed, ANA)
    assert swap_signature(signed, ANA, ANA) == (signed, ANA)
    assert swap_signature(swap_signature(signed, ANA, SUPPORT)[0], SUPPORT, ANA) == (signed, ANA)
    assert written_text(signed, ANA).strip("\n").startswith(text.strip("\n")[:4])


def test_the_same_signature_in_a_forwarded_mail_is_that_mails():
    signed = swap_signature(FORWARD, "", ANA)[0]
    assert signed.count("-- \n") == 2
    assert swap_signature(signed, ANA, SUPPORT)[0].endswith(FORWARD.lstrip("\n"))
    assert swap_signature(FORWARD, ANA, SUPPORT) == (FORWARD, None), "taken out by hand: what is left is not ours"
    assert find_signature(FORWARD, None) is None


def test_words_under_a_quote_do_not_keep_it_from_being_swapped():
    text = "\n\n-- \nSoporte\n\nTom escribió:\n> Hola\n\nDe acuerdo."
    assert swap_signature(text, SUPPORT, ANA)[0] == text.replace("Soporte", ANA)


@pytest.mark.parametrize("more", ["\nMóvil 600", "\n\nPD: hasta luego"])
def test_lines_that_were_added_under_it_are_the_writers(more: str):
    signed = swap_signature("Hola", "", ANA)[0] + more
    assert swap_signature(signed, ANA, SUPPORT) == (signed, None)


def test_a_mark_that_is_there_already_gets_no_second():
    text = "Hola\n\n-- \nA mano"
    assert swap_signature(text, "", ANA) == (text, None)
    assert written_text(text, None) == "Hola\n\n"


def test_an_account_without_one_and_back():
    signed = swap_signature(REPLY, "", ANA)[0]
    bare, standing = swap_signature(signed, ANA, "")
    assert (bare, standing) == (REPLY, "")
    assert swap_signature(bare, standing, ANA) == (signed, ANA)


def test_what_is_kept_can_be_found_again_in_an_editor():
    assert tidy_signature("\n-- \n Ana\u00a0B. \t\r\nTel.\t9\u2028Dénia\x07\n\n") == " Ana B.\nTel. 9\nDénia"
    assert tidy_signature("--\n\n") == ""
    assert tidy_signature("👩\u200d🚒") == "👩\u200d🚒"
    assert fits("x" * LONGEST)
    assert not fits(tidy_signature("x" * 100_000))


@pytest.mark.parametrize("text", ["Hola\n\n-- \nAna", "Adiós\n\n-- \nAna Beltrán"])
def test_the_mark_reaches_the_other_side_as_it_is(text: str):
    sent = OutgoingMessage(Address("Ana", "ana@b.example"), "x", text, "1@b.example", datetime(2026, 11, 3, tzinfo=UTC))
    assert "\n-- \nAna" in parse_message(compose(sent)).text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hola\n\n-- \nTom\nTel", "Hola\n"),
        ("Hola\n\n-- \nTom\n\nAna wrote:\n> antes\n> -- \n> Ana\n", "Hola\n\nAna wrote:\n> antes\n> -- \n> Ana\n"),
        ("-- \nTom", "-- \nTom"),
        ("Hola\n--\nno es un signo", "Hola\n--\nno es un signo"),
        ("Hola\n-- \n" + "una línea\n" * 60, "Hola\n-- \n" + "una línea\n" * 60),
        ("Hola\n-- \n" + "una línea\n" * 60 + "-- \nTom", "Hola\n-- \n" + "una línea\n" * 59 + "una línea\n"),
        ("Hola\n-- \nTom\n-- \nlista", "Hola\n"),
    ],
)
def test_the_signature_of_a_received_mail(text: str, kept: str):
    assert drop_foreign_signature(text) == kept


def test_html_has_lost_the_blank_of_its_mark():
    assert drop_foreign_signature("Hola\n--\nTom", from_html=True) == "Hola\n"


def test_a_mail_of_nothing_but_marks_takes_no_time():
    for text in ("-- \n" * 50_000, "a:\n" * 60_000 + "-- \nx", "> x\n-- \n" * 20_000):
        assert is_quick(0.5, drop_foreign_signature, text)
        assert is_quick(0.5, find_signature, text, "x")
