"""A draft on the server is what its writer left, whoever wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.api.commands import DraftAttachment, DraftContent
from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import picture_id
from desktop.core.mail.rich_text import Block, Run, Style, tidy, to_text
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.parse_message import parse_message
from desktop.core.mime.reply import reply_to
from desktop.core.operations.writing import compose_draft, draft_from_answer, draft_from_mail
from tests.unit.mime.build import multipart, part, whole

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
NAME = picture_id(PNG)
PICTURE = DraftAttachment("p.png", "image/png", PNG, NAME)
RICH = tidy(
    [Block((Run("Hola "), Run("Bob", Style.BOLD))), Block(), Block((Run("p.png", picture=NAME),)), Block(), Block()]
)
ORIGINAL = whole(part("text/html", "<table><tr><td>uno</td></tr></table>"), "Message-ID: <1@x>", "To: b@x.org")


def again(content: DraftContent) -> DraftContent:
    raw = compose_draft(content, Address("Ana", "ana@x.example"), 0).raw
    return draft_from_mail(parse_message(raw), raw, content.account_key)


def test_a_formatted_answer_comes_back_whole():
    answer = draft_from_answer(reply_to(parse_message(ORIGINAL), ORIGINAL), 1)
    quote = answer.text.lstrip("\n")
    draft = replace(
        answer, text=to_text(RICH) + quote, formatted=RICH, attachments=(PICTURE, DraftAttachment("a.txt", "text/plain", b"x")),
        bcc="c@x.example", signature=None,
    )  # fmt: skip
    found = again(draft)
    assert replace(found, text=found.text + "\n") == draft
    assert again(replace(found, text=found.text + "\n")) == found


def test_a_plain_answer_to_html_keeps_the_original():
    answer = draft_from_answer(reply_to(parse_message(ORIGINAL), ORIGINAL), 1)
    found = again(replace(answer, text="Gracias" + answer.text))
    assert found.formatted == ()
    assert found.text.startswith("Gracias\n\nAna wrote:\n> uno")
    assert found.quoted_html == answer.quoted_html


def test_a_plain_draft_is_plain():
    draft = DraftContent(1, to="b@x.example", subject="x", text="Hola\n- uno\n> dos", signature=None)
    assert again(draft) == draft


@pytest.mark.parametrize(
    ("html", "text", "formatted"),
    [
        ("<div>Hola <b>Bob</b></div><script>alert(1)</script>", "Hola Bob", True),
        ("<div>Hola</div><div>Bob</div>", "Hola\nBob", False),
        ('<p>Hola</p><blockquote>citado</blockquote>', "Hola\n> citado", True),
        ("", "plain form", False),
    ],
)  # fmt: skip
def test_of_another_program_it_is_what_can_be_written_here(html: str, text: str, formatted: bool):
    raw = whole(multipart("alternative", part("text/plain", "plain form"), part("text/html", html)))
    found = draft_from_mail(parse_message(raw), raw, 1)
    assert (found.text, bool(found.formatted), found.quoted_html) == (text, formatted, "")


def test_a_quote_that_somebody_else_marked_is_cleaned():
    hostile = (
        '<p>Hola</p><div class="quoted-mail"><p onclick="x()">citado</p><p style="display:none">COVERT</p>'
        '<script>alert(1)</script><img src="https://x.example/p.gif" width="1" height="1"></div>'
    )
    raw = whole(multipart("alternative", part("text/plain", "Hola\n\n> citado"), part("text/html", hostile)))
    found = draft_from_mail(parse_message(raw), raw, 1)
    assert found.text == "Hola\n\n> citado"
    assert "citado" in found.quoted_html
    assert sanitise(found.quoted_html, allow_remote=True).html == found.quoted_html
    assert not any(word in found.quoted_html for word in ("COVERT", "alert", "onclick", " src="))
