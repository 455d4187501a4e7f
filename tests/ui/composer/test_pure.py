"""The composer's decisions without its window: recipients, quotes, forgotten attachments, files that fit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.api.commands import DraftAttachment, DraftContent
from desktop.core.mail.quote import count_lines, split_quote
from desktop.core.mime.parse_message import parse_message
from desktop.core.mime.reply import forward, reply_to
from desktop.ui.composer.attachment_words import speaks_of_attachment
from desktop.ui.composer.checks import Problem, find_problems
from desktop.ui.composer.files import guess_content_type, read_files
from desktop.ui.composer.mailto import compose_from_mailto
from desktop.ui.composer.recipients import piece_at, split_recipients


@pytest.mark.parametrize(
    ("field", "addresses"),
    [
        ("a@a.example", ["a@a.example"]),
        (
            "a@a.example, b@b.example; c@c.example\nd@d.example",
            ["a@a.example", "b@b.example", "c@c.example", "d@d.example"],
        ),
        ('"Pérez, Ana" <ana@a.example>, b@b.example', ["ana@a.example", "b@b.example"]),
        ("Ana Beltrán <ana@a.example>,", ["ana@a.example"]),
        ("  ,; ,", []),
        ("ana@müller.de", ["ana@müller.de"]),
        ('"a \\" , b" <ana@a.example>', ["ana@a.example"]),
    ],
)
def test_recipients(field: str, addresses: list[str]):
    found = split_recipients(field)
    assert [one.address for one in found] == addresses
    assert all(one.valid for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "tom",
        "tom@",
        "@a.example",
        "a@b@c",
        "Ana <>",
        "Ana <ana>",
        "a b@c.example",
        "<a@b.example",
        "a@b..example",
        "a@-b.example",
    ],
)
def test_what_is_no_address(text: str):
    assert [one.valid for one in split_recipients(text)] == [False]


@pytest.mark.parametrize(
    ("cursor", "piece"), [(0, "ana@a.example"), (13, "ana@a.example"), (15, "lu"), (17, "lu"), (18, ""), (19, "")]
)
def test_the_piece_under_the_cursor(cursor: int, piece: str):
    field = "ana@a.example, lu, "
    start, end = piece_at(field, cursor)
    assert field[start:end] == piece


@given(st.text(max_size=100), st.integers(0, 100))
def test_pieces_lie_inside_the_field(field: str, cursor: int):
    start, end = piece_at(field, min(cursor, len(field)))
    assert 0 <= start <= end <= len(field)


REPLY = "\n\nEl lun, 23 nov 2026 a las 18:02, Ana\n<ana@a.example> escribió:\n\n> Hola\n> Adiós\n"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (REPLY, "\n\n"),
        ("Gracias.\n\n" + REPLY.lstrip(), "Gracias.\n\n"),
        ("Hi\n\n> only a quote\n", "Hi\n\n"),
        ("No quote at all", "No quote at all"),
        ("> quoted\nanswered below", "> quoted\nanswered below"),
        ("\n\n---------- Forwarded message ----------\nFrom: x\n\nbody\n", "\n\n"),
        ("\n\n-------- Mensaje original --------\nDe: x\n", "\n\n"),
        ("\n\n---\nFrom: x\n\nbody", "\n\n"),
        ("one\n---\ntwo", "one\n---\ntwo"),
        ("", ""),
    ],
)
def test_where_the_quote_begins(text: str, own: str):
    assert split_quote(text) == (own, text[len(own) :])


@given(st.text(alphabet="> \nab:-", max_size=120))
def test_no_character_is_lost(text: str):
    own, quote = split_quote(text)
    assert own + quote == text
    assert count_lines(quote) <= quote.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        "Te adjunto el presupuesto.", "Adjunto factura", "Le envío adjunto el contrato", "en el archivo adjunto verá", "Van adjuntas las fotos",
        "la factura adjunta", "Adjuntamos los planos", "os mando adjuntos los planos", "I attached the plan", "Please find attached",
        "Attached is the invoice", "See the attachment", "I have attached it", "Enclosed you will find", "I'm attaching the file",
        "ADJUNTO", "The attached file",
    ],
)  # fmt: skip
def test_a_promise_of_an_attachment_is_heard(text: str):
    assert speaks_of_attachment("", f"Hola:\n\n{text}\n")
    assert not speaks_of_attachment("", f"Gracias.\n\nAna escribió:\n\n> {text}\n"), (
        "a quote is not the writer's promise"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hola, ¿quedamos el jueves?", "No he adjuntado nada", "I am very attached to this desk", "no attachment needed", "El director adjunto a la gerencia",
        "conjunto", "without an attachment", "See you", "I find it nice",
    ],
)  # fmt: skip
def test_other_words_are_not(text: str):
    assert not speaks_of_attachment("", text)


def test_answers_of_the_core_fold_below_the_cursor():
    raw = b"From: Ana <ana@a.example>\r\nTo: b@b.example\r\nSubject: Hola\r\n\r\nHola\r\n\r\n> viejo\r\n"
    parsed = parse_message(raw)
    for text in (reply_to(parsed, raw).text, forward(parsed, raw).text):
        own, quote = split_quote(text)
        assert not own.strip()
        assert "viejo" in quote


def test_problems_in_their_order():
    assert find_problems(DraftContent(1)) == [Problem.NO_RECIPIENT, Problem.NO_SUBJECT]
    assert find_problems(DraftContent(1, to="tom@", subject="x", text="adjunto el plano")) == [
        Problem.INVALID_ADDRESS,
        Problem.FORGOTTEN_ATTACHMENT,
    ]
    file = DraftAttachment("a", "text/plain", b"")
    assert find_problems(DraftContent(1, bcc="a@b.example", subject="x", text="adjunto", attachments=(file,))) == []


def test_files_are_read_while_they_fit(tmp_path: Path):
    for name, size in (("a.pdf", 60), ("b.png", 50), ("c.txt", 40)):
        (tmp_path / name).write_bytes(b"x" * size)
    found = read_files([tmp_path / name for name in ("a.pdf", "b.png", "c.txt", "missing", ".")], 100)
    assert [(one.filename, one.content_type) for one in found.attachments] == [
        ("a.pdf", "application/pdf"),
        ("c.txt", "text/plain"),
    ]
    assert found.too_large == (("b.png", 50),)
    assert found.unreadable[0] == "missing"
    assert len(found.unreadable) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert read_files([tmp_path / "pipe"], 100).unreadable == ("pipe",)


def test_exactly_what_fits_is_taken(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert len(read_files([tmp_path / "a"], 100).attachments) == 1
    assert len(read_files([tmp_path / "a"], 99).attachments) == 0


def test_types():
    assert guess_content_type("a.tar.gz") == "application/octet-stream"
    assert guess_content_type("a.unknown-kind") == "application/octet-stream"


def test_a_mailto_url_fills_a_mail():
    content = compose_from_mailto(
        "mailto:a@a.example?cc=c@c.example&subject=Hola&attach=/etc/passwd&from=x@x.example", 2
    )
    assert content == DraftContent(2, to="a@a.example", cc="c@c.example", subject="Hola")
    assert compose_from_mailto("https://a.example", 2) is None
