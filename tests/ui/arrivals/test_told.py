"""What a notice says: foreign text on one line each, bounded, without tricks; and less where the person wants less."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.ui.arrivals.told import SENDER, SNIPPET, SUBJECT, Act, many_words, told_of
from tests.fakes import mails

ROW = replace(
    next(iter(mails.make_rows().values())),
    sender_name="Ana Beltrán",
    sender_address="ana@example.org",
    subject="Presupuesto",
    snippet="Adjunto el borrador.",
)


def named(*names: str):
    return [replace(ROW, sender_name=name, location_key=key) for key, name in enumerate(names, 1)]


def test_one_mail_says_who_and_what(dressed):
    told = told_of([ROW])
    assert (told.summary, told.lines) == ("Ana Beltrán", ("Presupuesto", "Adjunto el borrador."))
    assert [act for act, _ in told.actions][:4] == [Act.OPEN, Act.TASK, Act.ARCHIVE, Act.READ]
    assert len(told.actions) == len(set(told.actions)) == 8


def test_hidden_says_neither_who_nor_what(dressed):
    for rows in ([ROW], [ROW, ROW]):
        told = told_of(rows, hidden=True)
        assert "Ana" not in str(told)
        assert "Presupuesto" not in str(told)
    assert told_of([ROW], hidden=True).summary == "1 new mail"


def test_hostile_words_stay_words_on_one_line(dressed):
    row = replace(
        ROW, sender_name="moc.knab\u202eknaB\n<b>x</b>", subject="a\r\n\u2066b\x07\u200b" + "x" * 999, snippet="<img>" * 999
    )  # fmt: skip
    told = told_of([row])
    assert told.summary == "moc.knabknaB <b>x</b>"
    assert told.lines[0].startswith("a bxxx")
    for text, most in ((told.summary, SENDER), (told.lines[0], SUBJECT), (told.lines[1], SNIPPET)):
        assert len(text) <= most
        assert text.isprintable()


def test_a_mail_without_anything_says_something(dressed):
    row = replace(ROW, sender_name="", sender_address="", subject="", snippet="")
    assert told_of([row]).summary == "Unknown sender"
    assert told_of([row]).lines == ("(no subject)",)


@pytest.mark.parametrize(
    ("names", "more", "said"),
    [
        (("Ana", "Bob"), 0, "2 new mails from Ana and Bob"),
        (("Ana", "Bob", "Carla"), 0, "3 new mails from Ana, Bob and Carla"),
        (("Ana", "Ana", "Bob"), 0, "3 new mails from Ana and Bob"),
        (("Ana", "Ana"), 0, "2 new mails from Ana"),
        (("Ana", "Bob", "Carla", "Dora"), 0, "4 new mails from Ana, Bob, Carla and Dora"),
        (("Ana", "Bob", "Carla", "Dora", "Eva"), 0, "5 new mails from Ana, Bob, Carla and others"),
        (("Ana", "Bob", "Carla"), 300, "303 new mails from Ana, Bob, Carla and others"),
    ],
)
def test_several_are_counted_and_named(dressed, names, more, said):
    assert many_words(named(*names), more) == said


def test_several_are_opened_read_or_archived_only(dressed):
    told = told_of(named("Ana", "Bob", "Carla", "Dora"))
    assert told.lines == ("Ana: Presupuesto", "Bob: Presupuesto", "Carla: Presupuesto")
    assert [act for act, _ in told.actions] == [Act.OPEN, Act.READ, Act.ARCHIVE]
