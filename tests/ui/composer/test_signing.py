"""The signature as its writer meets it: put in once, swapped with the account, and left alone once it was touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtGui import QTextCursor

from desktop.core.api.commands import DraftContent
from desktop.core.mail.signature import tidy_signature
from desktop.ui.composer.checks import Problem, find_problems
from desktop.ui.composer.mailto import compose_from_mailto
from desktop.ui.composer.window import ComposerWindow
from tests.fakes.session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ANA, SUPPORT = tidy_signature("Ana Beltrán 👩🏽‍🚒\n\nTalleres\u00a0Marín · Dénia\n-----\nTel.: 96"), "Soporte\nsiempre"
REPLY = DraftContent(1, to="a@b.example", subject="Re: x", text="\n\nTom wrote:\n> Hola\n", in_reply_to=("1@b",))
Open = Callable[..., ComposerWindow]


@pytest.fixture
def open_window(session: FakeSession, show_composer: Open) -> Open:
    for place, text in enumerate((ANA, SUPPORT)):
        session.account_rows[place] = replace(session.account_rows[place], signature=text)
    third = replace(session.account_rows[1], account_key=3, address="sin@talleresmarin.example", signature="")
    session.account_rows.append(third)
    return show_composer


def choose(window: ComposerWindow, account_key: int) -> None:
    box = window.fields.sender_box
    box.setCurrentIndex(box.findData(account_key))


def marked(window: ComposerWindow) -> str:
    """What the editor shows in grey."""
    return "".join(one.cursor.selectedText() for one in window.body.editor.extraSelections()).replace("\u2029", "\n")


def type_at(window: ComposerWindow, at: int, text: str) -> None:
    cursor = window.body.editor.textCursor()
    cursor.setPosition(at)
    cursor.insertText(text)


def test_a_new_mail_is_written_above_it(open_window: Open, session: FakeSession):
    window = open_window(DraftContent(1))
    assert window.content.text == f"\n\n-- \n{ANA}"
    assert marked(window) == f"-- \n{ANA}"
    window.body.editor.insertPlainText("Hola")
    assert window.content.text == f"Hola\n\n-- \n{ANA}"
    assert window.content.signature == ANA


def test_an_answer_has_it_above_the_folded_quote(open_window: Open):
    window = open_window(REPLY)
    assert window.content.text == f"\n\n-- \n{ANA}\n\nTom wrote:\n> Hola\n"
    assert window.body.unfold.isVisible()
    assert window.body.editor.textCursor().position() == 0
    assert window.body.editor.toPlainText() == f"\n\n-- \n{ANA}\n\n", "the ruler in it begins no quote"
    window.body.show_quote()
    assert marked(window) == f"-- \n{ANA}"


def test_a_link_keeps_its_own_words_above(open_window: Open):
    content = compose_from_mailto("mailto:a@b.example?body=Alta%20en%20la%20lista", 1)
    assert content is not None
    window = open_window(content)
    assert window.content.text == f"Alta en la lista\n\n-- \n{ANA}"
    assert window.body.editor.textCursor().position() == len("Alta en la lista")


def test_answers_may_go_without(open_window: Open, session: FakeSession):
    session.account_rows[0] = replace(session.account_rows[0], signature_in_replies=False)
    forward = DraftContent(1, text="\n\n---------- Forwarded message ----------\nFrom: x\n\ny", forwards_location=1000)
    for content in (REPLY, forward):
        window = open_window(content)
        assert window.content == content
        choose(window, 2)
        assert f"-- \n{SUPPORT}" in window.content.text
        choose(window, 1)
        assert window.content == content
    assert ANA in open_window(DraftContent(1)).content.text


def test_another_account_brings_its_own_and_never_a_second(open_window: Open):
    window = open_window(REPLY)
    window.body.editor.insertPlainText("De acuerdo 👍🏽.")
    before, at = window.content, window.body.editor.textCursor().position()
    for key, signature in ((2, SUPPORT), (3, ""), (2, SUPPORT), (1, ANA)):
        choose(window, key)
        assert window.content.text.count("-- \n") == (1 if signature else 0)
        assert marked(window) == (f"-- \n{signature}" if signature else "")
        assert window.body.editor.textCursor().position() == at, "the cursor stays with the words"
    assert window.content == before


def test_an_edited_signature_stays_as_edited(open_window: Open):
    window = open_window(DraftContent(1))
    window.body.editor.moveCursor(QTextCursor.MoveOperation.End)
    window.body.editor.insertPlainText(" 000 00 00")
    edited = window.content.text
    for key in (2, 3, 1):
        choose(window, key)
        assert window.content.text == edited
    assert window.content.signature is None
    assert marked(window) == f"-- \n{ANA} 000 00 00"


def test_taken_out_by_hand_it_stays_out(open_window: Open):
    window = open_window(DraftContent(1))
    window.body.editor.setPlainText("Hola")
    for key in (3, 2, 1):
        choose(window, key)
        assert window.content.text == "Hola"
    assert marked(window) == ""


def test_a_draft_opened_again_has_one(open_window: Open, session: FakeSession, qtbot):
    window = open_window(DraftContent(1, to="a@b.example"))
    window.body.editor.insertPlainText("Hola")
    window.save()
    qtbot.waitUntil(lambda: len(session.draft_contents) == 1)
    (key,) = session.draft_contents
    window.close()
    session.account_rows[0] = replace(session.account_rows[0], signature="Ana, desde hoy")
    again = open_window(session.draft_contents[key], key)
    assert again.content.text == f"Hola\n\n-- \n{ANA}"
    assert again.body.editor.textCursor().position() == len("Hola")
    choose(again, 2)
    assert again.content.text == f"Hola\n\n-- \n{SUPPORT}", "it knows what stood there, whatever the settings say now"


def test_a_draft_of_which_nothing_is_known_is_left_alone(open_window: Open):
    window = open_window(DraftContent(1, text="Hola\n\nA.", signature=None), 7)
    choose(window, 2)
    assert window.content.text == "Hola\n\nA."


def test_an_empty_mail_is_still_empty(open_window: Open, session: FakeSession):
    window = open_window(DraftContent(1))
    window.close()
    assert session.submitted == []
    window = open_window(DraftContent(1))
    choose(window, 2)
    window.save()
    window.close()
    assert session.submitted == [], "another account is no word of a mail"
    window = open_window(DraftContent(1))
    choose(window, 2)
    window.discard_button.click()
    assert session.submitted == []
    assert not window.isVisible()


def test_its_words_are_not_the_writers():
    legal = "Please see the attached notice.\nAviso adjunto"
    text = f"Hola Tom\n\n-- \n{legal}\n\nTom wrote:\n> Hola\n"
    content = DraftContent(1, to="a@b.example", subject="x", text=text, signature=legal)
    assert find_problems(content) == []
    assert find_problems(replace(content, signature=None)) == [], "nor those of one that was edited"
    assert find_problems(replace(content, text="Te adjunto el plano. " + text)) == [Problem.FORGOTTEN_ATTACHMENT]
