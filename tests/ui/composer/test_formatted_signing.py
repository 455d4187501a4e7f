"""Formatted signatures as their writer meets them: swapped whole with the account, one step of undo, no picture left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QColor, QImage

from desktop.core.api.commands import DraftContent
from desktop.core.mail.formatted_signature import pack_signature
from desktop.core.mail.outgoing import OutgoingAttachment, picture_id
from desktop.core.mail.rich_text import to_text
from desktop.core.mime.read_rich import read_html
from desktop.core.mime.write_rich import write_html
from desktop.ui.composer.format_controls import ALWAYS_PLAIN
from desktop.ui.composer.pictures import encode
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.preferences import Preferences
from tests.fakes.session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[..., ComposerWindow]
QUOTE = "Tom wrote:\n> Hola\n"
REPLY = DraftContent(
    1, to="a@b.example", subject="Re: x", text=f"\n\n{QUOTE}", in_reply_to=("1@b",),
    quoted_html="<p>Tom wrote:</p><blockquote><p>Hola <b>x</b></p></blockquote>",
)  # fmt: skip


def a_logo() -> OutgoingAttachment:
    image = QImage(30, 10, QImage.Format.Format_RGB32)
    image.fill(QColor("#0a6b7c"))
    data = encode(image)
    return OutgoingAttachment("logo.png", "image/png", data, picture_id(data))


@pytest.fixture
def signatures(session: FakeSession, qapp) -> tuple[str, str]:
    """The HTML of those of accounts 1 and 2: a link, an item and a picture; the same letters as the first's, in bold. Account 3 has
    one of text."""
    logo = a_logo()
    first = f'<b>Ana</b> <a href="https://x.example/">Marín</a><ul><li>96</li></ul><img src="cid:{logo.content_id}" alt="logo">'
    second = "Ana Marín<br><b>96</b>"
    for place, html in enumerate((first, second)):
        rich = read_html(html)
        packed = pack_signature(rich, [logo])
        row = session.account_rows[place]
        session.account_rows[place] = replace(row, signature=to_text(rich), signature_formatted=packed)
    third = replace(session.account_rows[1], account_key=3, address="c@b.example", signature="Ana Marín\n96")
    session.account_rows.append(replace(third, signature_formatted=""))
    return write_html(read_html(first)), write_html(read_html(second))


@pytest.fixture
def open_window(signatures: tuple[str, str], show_composer: Open, settings: QSettings) -> Open:
    return partial(show_composer, preferences=Preferences(settings))


def choose(window: ComposerWindow, account_key: int) -> None:
    box = window.fields.sender_box
    box.setCurrentIndex(box.findData(account_key))


def html_of(window: ComposerWindow) -> str:
    return write_html(window.content.formatted)


FIRST_TEXT = "Ana Marín <https://x.example/>\n- 96\n[logo]"


def test_a_new_mail_has_it_formatted(open_window: Open, signatures: tuple[str, str]):
    window = open_window(DraftContent(1))
    content = window.content
    assert content.text == f"\n\n-- \n{FIRST_TEXT}"
    assert content.signature == FIRST_TEXT
    assert "<b>Ana</b>" in html_of(window)
    assert signatures[0].removeprefix("<p>") in html_of(window)
    assert [one.filename for one in content.attachments] == ["logo.png"]
    assert not window.attachments.isVisible(), "its picture is no file"
    assert window.body.editor.textCursor().position() == 0
    window.body.editor.undo()
    assert window.content.text == content.text, "no undo goes behind the beginning"


@pytest.mark.parametrize("unfolded", [False, True])
def test_another_account_brings_its_own_whole(open_window: Open, qtbot, unfolded: bool):
    window = open_window(REPLY)
    if unfolded:
        window.body.unfold.click()
        qtbot.waitUntil(lambda: not window.body.unfold.isVisible())
    window.body.editor.insertPlainText("De acuerdo.")
    before, at = window.content, window.body.editor.textCursor().position()
    said = {1: FIRST_TEXT, 2: "Ana Marín\n96", 3: "Ana Marín\n96"}
    for key in (2, 3, 2, 1, 3, 1):
        choose(window, key)
        content = window.content
        assert content.text.startswith(f"De acuerdo.\n\n-- \n{said[key]}\n\nTom wrote:\n")
        assert content.signature == said[key]
        assert content.text.count("-- \n") == 1
        assert ("<b>96</b>" in html_of(window)) == (key == 2), "the same letters, in another look"
        assert [one.filename for one in content.attachments] == (["logo.png"] if key == 1 else [])
        assert window.body.editor.textCursor().position() == at
    assert window.content == before


def test_one_undo_takes_the_swap_back(open_window: Open):
    window = open_window(DraftContent(1))
    window.body.editor.insertPlainText("Hola")
    before = html_of(window)
    choose(window, 2)
    assert html_of(window) != before
    window.body.editor.undo()
    assert html_of(window) == before


def test_touched_it_is_the_writers(open_window: Open):
    window = open_window(DraftContent(1))
    cursor = window.body.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    cursor.insertText(" y más")
    edited = window.content.text
    choose(window, 2)
    assert (window.content.text, window.content.signature) == (edited, None)
    assert [one.filename for one in window.content.attachments] == ["logo.png"], "and so is its picture"


def test_an_untouched_mail_is_still_none(open_window: Open, session: FakeSession):
    window = open_window(DraftContent(1))
    for key in (2, 3, 1, 2):
        choose(window, key)
    window.save()
    window.close()
    assert session.submitted == []


def test_a_draft_opened_again_knows_it(open_window: Open, session: FakeSession, qtbot):
    window = open_window(DraftContent(1, to="a@b.example"))
    window.body.editor.insertPlainText("Hola")
    window.save()
    qtbot.waitUntil(lambda: len(session.draft_contents) == 1)
    (key,) = session.draft_contents
    window.close()
    session.account_rows[0] = replace(session.account_rows[0], signature="new", signature_formatted="")
    again = open_window(session.draft_contents[key], key)
    assert again.content.text == f"Hola\n\n-- \n{FIRST_TEXT}"
    assert again.body.editor.textCursor().position() == 4
    choose(again, 2)
    assert again.content.text == "Hola\n\n-- \nAna Marín\n96"


def test_in_a_plain_mail_it_is_text_without_pictures(open_window: Open, settings: QSettings):
    window = open_window(DraftContent(1))
    window.body.set_plain(True)
    assert window.content.attachments == ()
    assert window.content.text == f"\n\n-- \n{FIRST_TEXT}"
    choose(window, 2)
    assert window.content.text == "\n\n-- \nAna Marín\n96"
    Preferences(settings).keep_flag(ALWAYS_PLAIN, True)
    window = open_window(DraftContent(1))
    assert (window.content.formatted, window.content.attachments) == ((), ())
    assert window.content.text == f"\n\n-- \n{FIRST_TEXT}"
