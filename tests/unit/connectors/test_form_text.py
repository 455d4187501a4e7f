"""Title, text and people of a sheet: what the author wrote, whom it is about."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.linking import LinkKind
from desktop.core.api.quote_words import QuoteWords
from desktop.core.connectors.form.letters import Letter
from desktop.core.connectors.form.people import inside_of, people_of
from desktop.core.connectors.form.text import FOLD, LONGEST_TEXT, fold_quotes, mid_url, own_words, text_of, title_of
from desktop.core.mime.parse_message import parse_message
from desktop.core.mime.reply import visible_text

OWN = "ana@acme.example"


def letter(
    text: str = "Hola", *, subject: str = "Oferta", sender: str = "Bob <bob@client.example>", extra: str = ""
) -> Letter:
    raw = (
        f"Message-ID: <a/b+1@client.example>\r\nDate: Mon, 16 Nov 2026 09:00:00 +0100\r\nFrom: {sender}\r\n"
        f"To: {OWN}, Eva <eva@acme.example>\r\nCc: carla@other.example\r\nSubject: {subject}\r\n{extra}"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    ).encode()
    parsed = parse_message(raw)
    return Letter(1, 1, parsed, raw, visible_text(parsed), 1_795_000_000, OWN, "INBOX", frozenset({OWN}))


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Oferta", "Oferta"),
        ("Re: Oferta", "Oferta"),
        ("RE: RV: Fwd: Oferta 2026", "Oferta 2026"),
        ("[lista] Re: Oferta", "[lista] Oferta"),
        ("Re: Re:  Oferta \t nueva", "Oferta nueva"),
    ],
)
def test_the_title_is_the_subject_without_what_answers_put_before_it(subject: str, title: str):
    assert title_of([letter(subject=subject)]) == title


def test_without_a_subject_the_title_is_what_the_mail_begins_with():
    assert title_of([letter("Llámame mañana.", subject="Re:")]) == "Llámame mañana."
    assert title_of([letter("", subject="")]) == "Bob"


def test_a_title_is_one_bounded_line_without_controls():
    title = title_of([letter(subject="a\u202eb" + "x" * 400)])
    assert len(title) == 250
    assert "\u202e" not in title


def test_quotes_are_folded_with_the_line_above_them():
    text = "De acuerdo.\n\nEl lunes, 16 de noviembre, Bob escribió:\n> una\n> dos\n>> tres\n\nSaludos,\nAna"
    assert fold_quotes(text) == f"De acuerdo.\n\n{FOLD}\nSaludos,\nAna"


def test_an_old_mail_that_was_appended_unmarked_is_folded():
    assert fold_quotes("Sí.\n\n-----Original Message-----\nFrom: Bob\nSent: Friday 17:00\n\nvieja") == f"Sí.\n\n{FOLD}"
    outlook = "Sí.\n________________________________\nDe: Bob <bob@client.example>\nEnviado: viernes\n\nvieja"
    assert fold_quotes(outlook) == f"Sí.\n{FOLD}"


def test_a_mail_of_quotes_alone_is_given_whole():
    assert fold_quotes("> una\n> dos") == "> una\n> dos"


def test_a_very_long_text_is_cut_with_a_mark():
    assert fold_quotes("x" * 300_000).endswith(FOLD)
    assert len(fold_quotes("x" * 300_000)) <= LONGEST_TEXT + 10


def test_times_are_not_read_from_the_head_of_a_forwarded_mail():
    forwarded = "---------- Forwarded message ----------\nFrom: Bob\nDate: Friday 20 November 17:00\nSubject: x\n\nHola"
    assert "Friday" not in own_words(forwarded)


def test_the_text_ends_with_who_wrote_and_the_way_back():
    """On the user's clock and as the user writes a date: this is read by people, not by programs."""
    spanish = QuoteWords(date="%d/%m/%Y", time="%H:%M")
    text = text_of([letter()], ZoneInfo("Europe/Madrid"), spanish)
    assert text == "Hola\n\nBob <bob@client.example> · 16/11/2026 09:00\n\nmid:a%2Fb%2B1%40client.example"


def test_several_mails_stand_one_under_another():
    text = text_of([letter("uno"), letter("dos")], UTC, QuoteWords())
    first, second = text.split("\n\n────────\n\n")
    assert (first.splitlines()[2], second.splitlines()[2]) == ("uno", "dos")


def test_no_message_id_no_link():
    assert mid_url("") == ""


def test_people_own_first_then_colleagues_then_others_and_only_the_own_house_is_inside():
    people = people_of(LinkKind.TASK, [letter()], inside_of([OWN]))
    assert [(person.address, person.inside) for person in people] == [
        (OWN, True),
        ("eva@acme.example", True),
        ("bob@client.example", False),
        ("carla@other.example", False),
    ]


def test_a_public_provider_makes_nobody_a_colleague():
    is_inside = inside_of(["ana@gmail.com"])
    assert (is_inside("ana@gmail.com"), is_inside("eva@gmail.com"), is_inside("")) == (True, False, False)


def test_the_crm_is_offered_the_other_side():
    people = people_of(LinkKind.CRM, [letter()], inside_of([OWN]))
    assert OWN not in [person.address for person in people]
