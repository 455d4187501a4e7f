"""A formatted mail from the wish to the wire and back: its parts, its draft over a restart, its copy on the server, undo."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage

import pytest

from desktop.core.api.commands import DraftAttachment, DraftContent, EditOutbox, SaveDraft, Send
from desktop.core.mail.outgoing import picture_id
from desktop.core.mail.rich_text import BULLET, Block, RichText, Run, Style, tidy, to_text
from desktop.core.mime.parse_message import load_cid, parse_message
from desktop.core.mime.read_rich import read_html
from tests.fakes.world import World, sending_world

__all__ = ["sending_world"]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
NAME = picture_id(PNG)
RICH: RichText = tidy(
    [
        Block((Run("Hola "), Run("Bob", Style.BOLD))),
        Block(),
        Block((Run("uno"),), BULLET, 1),
        Block((Run("el plano", link="https://x.example/"), Run("p.png", picture=NAME))),
        Block(),
    ]
)
QUOTE = "Bob wrote:\n> Hola\n"
HTML = '<p>Bob wrote:</p><blockquote type="cite"><table><tbody><tr><td>Hola</td></tr></tbody></table></blockquote>'


@pytest.fixture
def here(sending_world: World) -> World:
    sending_world.sync()
    return sending_world


def content(world: World, **others: object) -> DraftContent:
    values: dict[str, object] = {
        "to": "bob@example.com", "subject": "Own mail", "text": to_text(RICH) + QUOTE, "formatted": RICH, "quoted_html": HTML,
        "attachments": (
            DraftAttachment("p.png", "image/png", PNG, NAME),
            DraftAttachment("gone.png", "image/png", PNG + b"x", picture_id(PNG + b"x")),
            DraftAttachment("a.txt", "text/plain", b"x"),
        ),
    }  # fmt: skip
    return DraftContent(world.account_key, **{**values, **others})  # type: ignore[arg-type]


def sent(world: World, draft: DraftContent) -> bytes:
    world.wish(Send(None, draft, undo_seconds=0))
    world.engine.send_due()
    return world.submission.accepted[-1].raw


def shape(part: EmailMessage) -> object:
    if part.is_multipart():
        return part.get_content_type().partition("/")[2], [shape(one) for one in part.iter_parts()]
    return part.get_content_type()


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_formatted_mail_has_both_forms_and_what_its_html_names(here: World):
    raw = sent(here, content(here))
    related = ("related", ["text/html", "image/png"])
    assert shape(read(raw)) == ("mixed", [("alternative", ["text/plain", related]), "text/plain"])
    parsed = parse_message(raw)
    assert parsed.text == "Hola Bob\n\n- uno\nel plano <https://x.example/>[p.png]\n" + QUOTE.rstrip()
    assert parsed.html is not None
    own, _, quote = parsed.html.partition('<div class="quoted-mail">')
    assert read_html(own) == RICH[:-1]
    assert HTML in quote
    assert load_cid(raw, NAME) == ("image/png", PNG)
    assert [one.filename for one in parsed.attachments if not one.inline] == ["a.txt"]


def test_a_mail_without_formatting_is_the_same_bytes_as_ever(here: World):
    plain = content(here, text="Hola\n\n- uno\n", formatted=(), quoted_html="", attachments=())
    raw = sent(here, plain)
    assert shape(read(raw)) == "text/plain"
    assert b"multipart" not in raw


def test_a_plain_answer_to_formatted_mail_carries_the_original(here: World):
    raw = sent(here, content(here, text=f"Gracias\nhttps://x.example/\n\n{QUOTE}", formatted=(), attachments=()))
    assert shape(read(raw)) == ("alternative", ["text/plain", "text/html"])
    html = parse_message(raw).html or ""
    assert (
        '<p>Gracias<br><a href="https://x.example/">https://x.example/</a></p><div class="quoted-mail"><p>Bob' in html
    )


def test_what_the_writer_took_out_of_the_text_is_not_in_the_html(here: World):
    raw = sent(here, content(here, text="Gracias", formatted=(), attachments=()))
    assert shape(read(raw)) == "text/plain"
    damaged = sent(here, content(here, text="Otra cosa", attachments=()))
    assert shape(read(damaged)) == "text/plain", "formatting that is not of this text"


def test_a_text_quote_of_a_formatted_mail_is_quoted_in_both(here: World):
    raw = sent(here, content(here, quoted_html="", attachments=()))
    html = parse_message(raw).html or ""
    assert [(block.quote, to_text((block._replace(quote=0),))) for block in read_html(html)][-2:] == [
        (0, "Bob wrote:"), (1, "Hola"),
    ]  # fmt: skip


def test_a_draft_is_whole_after_a_restart_and_on_the_server(here: World):
    draft = content(here)
    key = here.wish(SaveDraft(None, draft)).key
    assert key is not None
    here.restart()
    assert here.engine.draft(key) == draft
    here.clock.advance(100)
    here.sync()
    [(_, _, raw)] = here.held()["Drafts"].values()
    assert raw is not None
    parsed = parse_message(raw)
    assert read_html((parsed.html or "").partition('<div class="quoted-mail">')[0]) == RICH[:-1]
    assert parsed.text.startswith("Hola Bob")


def test_taken_back_from_the_outbox_it_is_the_draft_it_was(here: World):
    draft = content(here)
    outbox_key = here.wish(Send(None, draft, undo_seconds=10)).key or 0
    key = here.wish(EditOutbox(outbox_key)).key
    assert key is not None
    assert here.engine.draft(key) == draft


def test_a_draft_of_another_program_is_written_on_and_leaves_one_copy(here: World):
    raw = (
        b"From: me@example.org\r\nTo: bob@example.com\r\nSubject: Foreign\r\nMessage-ID: <f@x>\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<div>Hola <b>Bob</b></div><p style='color:red'>uno</p>\r\n"
    )
    here.server.deliver("Drafts", raw, here.clock.now(), ["\\Draft", "\\Seen"])
    here.sync()
    [location] = here.shown("Drafts")
    draft = here.engine.draft_from(location)
    assert (draft.to, draft.subject, draft.text) == ("bob@example.com", "Foreign", "Hola Bob\n\nuno")
    assert draft.copy_at == location
    assert here.engine.drafts() == [], "looking at it changes nothing"
    key = here.wish(SaveDraft(None, replace(draft, subject="Mine"))).key
    here.clock.advance(100)
    here.sync()
    [(_, _, stored)] = here.held()["Drafts"].values()
    assert stored is not None
    assert b"Subject: Mine" in stored
    [location] = here.shown("Drafts")
    known = here.engine.draft_from(location)
    assert known.formatted == draft.formatted
    assert here.wish(SaveDraft(None, replace(known, subject="Ours"))).key == key, "it is the same draft"
    here.wish(Send(None, replace(here.engine.draft_from(here.shown("Drafts")[0]), subject="Sent"), undo_seconds=0))
    here.engine.send_due()
    here.clock.advance(100)
    here.sync()
    assert here.held()["Drafts"] == {}
    assert here.engine.drafts() == []
    assert b"<b>Bob</b>" in here.submission.accepted[-1].raw


def test_sent_at_once_it_leaves_no_copy(here: World):
    raw = b"From: me@example.org\r\nTo: bob@example.com\r\nSubject: F\r\nMessage-ID: <f@x>\r\n\r\nHola\r\n"
    here.server.deliver("Drafts", raw, here.clock.now(), ["\\Draft"])
    here.sync()
    here.wish(Send(None, here.engine.draft_from(here.shown("Drafts")[0]), undo_seconds=0))
    here.engine.send_due()
    here.clock.advance(100)
    here.sync()
    assert here.held()["Drafts"] == {}
