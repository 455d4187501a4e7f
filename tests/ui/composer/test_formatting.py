"""Formatted mail as its writer meets it: keys, buttons, lists while typing, what is pasted, the quote of an HTML mail, plain mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QSettings, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QTextCursor, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.core.api.commands import DraftAttachment, DraftContent, SaveDraft, Send
from desktop.core.mail.outgoing import picture_id
from desktop.core.mail.rich_text import BULLET, HEADING, NUMBER, TEXT, Block, Run, Style
from desktop.core.mime.read_rich import read_html
from desktop.core.mime.write_rich import write_html
from desktop.ui.composer.link_popup import LinkPopup, address_of
from desktop.ui.composer.pictures import decode, encode
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.preferences import Preferences
from tests.fakes.session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[..., ComposerWindow]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
QUOTE = "Tom escribió:\n> Hola\n> Adiós\n"
HTML = "<p>Tom escribió:</p><blockquote><p>Hola <b>Ana</b></p><table><tr><td>1</td><td>2</td></tr></table></blockquote>"
REPLY = DraftContent(
    1, to="a@b.example", subject="Re: x", text=f"\n\n{QUOTE}", in_reply_to=("1@b",), answers_location=1000, quoted_html=HTML
)  # fmt: skip


@pytest.fixture
def preferences(settings: QSettings) -> Preferences:
    return Preferences(settings)


@pytest.fixture
def open_window(qtbot, show_composer: Open, preferences: Preferences) -> Open:
    def run(content: DraftContent | None = None, draft_key: int | None = None) -> ComposerWindow:
        content = content or DraftContent(1, to="a@b.example", subject="x")
        window = show_composer(content, draft_key, preferences)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.body.editor.setFocus()
        return window

    return run


def html_of(window: ComposerWindow) -> str:
    return write_html(window.content.formatted)


def key(window: ComposerWindow, name: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.body.editor, name, held)


def write(window: ComposerWindow, text: str) -> None:
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(window.body.editor, letter)
        else:  # QTest has no key for it
            window.body.editor.insertPlainText(letter)


def select_all(window: ComposerWindow) -> None:
    window.body.editor.selectAll()


def a_picture(colour: str = "#c0392b") -> QImage:
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


# keys and buttons


@pytest.mark.parametrize(
    ("name", "held", "tag"),
    [
        (Qt.Key.Key_B, CTRL, "b"),
        (Qt.Key.Key_I, CTRL, "i"),
        (Qt.Key.Key_U, CTRL, "u"),
        (Qt.Key.Key_X, CTRL | SHIFT, "s"),
    ],
)
def test_a_key_sets_off_and_again_leaves(open_window: Open, name, held, tag):
    window = open_window()
    write(window, "a")
    key(window, name, held)
    write(window, "b")
    key(window, name, held)
    write(window, "c")
    assert html_of(window) == f"<p>a<{tag}>b</{tag}>c</p>"
    assert window.content.text == "abc"


@pytest.mark.parametrize(
    ("name", "held", "html", "text"),
    [
        (Qt.Key.Key_8, CTRL | SHIFT, "<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        (Qt.Key.Key_7, CTRL | SHIFT, "<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        (Qt.Key.Key_H, CTRL | SHIFT, "<h2>a</h2><h2>b</h2>", "a\nb"),
    ],
)
def test_a_key_makes_blocks_of_what_is_selected(open_window: Open, name, held, html, text):
    window = open_window()
    window.body.editor.insertPlainText("a\nb")
    select_all(window)
    key(window, name, held)
    assert (html_of(window), window.content.text) == (html, text)
    key(window, name, held)
    assert (html_of(window), window.content.text) == ("", "a\nb")


def test_a_quote_by_its_key(open_window: Open):
    window = open_window()
    window.body.editor.insertPlainText("a\nb")
    key(window, Qt.Key.Key_9, CTRL | SHIFT)
    assert window.content.text == "a\n> b"
    assert [block.quote for block in window.content.formatted] == [0, 1]
    key(window, Qt.Key.Key_9, CTRL | SHIFT)
    assert window.content.formatted == ()


def test_every_button_does_what_its_key_does(open_window: Open):
    window = open_window()
    window.body.editor.insertPlainText("a")
    select_all(window)
    buttons = window.formats.buttons
    for name in ("bold", "italic", "underline", "strike", "bullets", "quote"):
        buttons[name].click()
        assert buttons[name].isChecked()
    assert window.content.formatted == (Block((Run("a", 15),), BULLET, 1, 1),)
    buttons["indent"].click()
    assert window.content.formatted[0].level == 1, "no item lies deeper than one below the one above it"
    buttons["clear"].click()
    assert window.content.formatted == ()
    assert not any(button.isChecked() for button in buttons.values())
    assert window.focusWidget() is window.body.editor


def test_the_row_shows_what_is_in_force_at_the_cursor(open_window: Open):
    window = open_window(DraftContent(1, text="a\n- b", formatted=read_html("<p><b>a</b></p><ul><li>b</li></ul>")))
    assert window.content.formatted
    editor, buttons = window.body.editor, window.formats.buttons
    editor.moveCursor(QTextCursor.MoveOperation.Start)
    editor.moveCursor(QTextCursor.MoveOperation.Right)
    assert buttons["bold"].isChecked()
    assert not buttons["indent"].isEnabled()
    editor.moveCursor(QTextCursor.MoveOperation.End)
    assert not buttons["bold"].isChecked()
    assert buttons["bullets"].isChecked()
    assert buttons["outdent"].isEnabled()


def test_tab_stops_at_the_row_once_and_arrows_go_along_it(open_window: Open):
    window = open_window()
    buttons = list(window.formats.buttons.values())
    stops = [one for one in buttons if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [buttons[0]]
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Right)
    assert window.focusWidget() is window.formats.buttons["italic"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Left)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Left)
    assert window.focusWidget() is window.formats.buttons["more"]
    assert all(one.accessibleName() and one.toolTip() for one in buttons)


# lists while typing


def test_a_hyphen_and_a_blank_begin_a_list_and_an_empty_item_ends_it(open_window: Open):
    window = open_window()
    write(window, "- uno")
    key(window, Qt.Key.Key_Return)
    write(window, "dos")
    key(window, Qt.Key.Key_Return)
    key(window, Qt.Key.Key_Return)
    write(window, "fin")
    assert html_of(window) == "<ul><li>uno</li><li>dos</li></ul><p>fin</p>"
    assert window.content.text == "- uno\n- dos\nfin"


def test_a_number_begins_one_and_undo_gives_the_letters_back(open_window: Open):
    window = open_window()
    write(window, "1. ")
    assert window.content.formatted == (Block((), NUMBER, 1),)
    key(window, Qt.Key.Key_Z, CTRL)
    assert window.content.formatted == ()
    assert window.content.text == "1. "


def test_a_signature_mark_begins_none(open_window: Open):
    window = open_window()
    write(window, "-- Ana")
    assert window.content.formatted == ()


def test_items_go_in_and_out_and_backspace_leaves(open_window: Open):
    window = open_window()
    write(window, "- a")
    key(window, Qt.Key.Key_Return)
    write(window, "b")
    key(window, Qt.Key.Key_M, CTRL)
    assert html_of(window) == "<ul><li>a<ul><li>b</li></ul></li></ul>"
    assert window.content.text == "- a\n  - b"
    window.body.editor.moveCursor(QTextCursor.MoveOperation.StartOfLine)
    key(window, Qt.Key.Key_Backspace)
    assert window.content.text == "- a\n- b"
    key(window, Qt.Key.Key_Backspace)
    assert window.content.text == "- a\nb"


def test_numbers_begin_anew_behind_a_line_that_leaves_its_list(open_window: Open):
    window = open_window()
    window.body.editor.insertPlainText("a\nb\nc")
    select_all(window)
    key(window, Qt.Key.Key_7, CTRL | SHIFT)
    cursor = window.body.editor.textCursor()
    cursor.setPosition(2)
    window.body.editor.setTextCursor(cursor)
    key(window, Qt.Key.Key_7, CTRL | SHIFT)
    assert window.content.text == "1. a\nb\n1. c"
    last = window.body.editor.document().lastBlock()
    assert last.textList().itemText(last) == "1.", "as it is shown"


def test_numbers_begin_anew_behind_several_lines_that_leave(open_window: Open):
    window = open_window()
    window.body.editor.insertPlainText("a\nb\nc\nd")
    select_all(window)
    key(window, Qt.Key.Key_7, CTRL | SHIFT)
    cursor = window.body.editor.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)
    window.body.editor.setTextCursor(cursor)
    key(window, Qt.Key.Key_7, CTRL | SHIFT)
    last = window.body.editor.document().lastBlock()
    assert last.textList().itemText(last) == "1."
    key(window, Qt.Key.Key_Z, CTRL)
    assert window.content.text == "1. a\n2. b\n3. c\n4. d"


def test_a_line_behind_a_heading_is_text(open_window: Open):
    window = open_window()
    key(window, Qt.Key.Key_H, CTRL | SHIFT)
    write(window, "T")
    key(window, Qt.Key.Key_Return)
    write(window, "x")
    assert window.content.formatted == (Block((Run("T"),), HEADING), Block((Run("x"),), TEXT))


def test_tab_still_leaves_the_text(open_window: Open):
    window = open_window()
    write(window, "- a")
    QTest.keyClick(window.body.editor, Qt.Key.Key_Tab)
    assert window.focusWidget() is not window.body.editor
    assert window.content.text == "- a"


# links


def shown_popup(window: ComposerWindow) -> LinkPopup:
    [popup] = [one for one in window.findChildren(LinkPopup) if one.isVisible()]
    return popup


def give_link(window: ComposerWindow, address: str, words: str | None = None) -> None:
    popup = shown_popup(window)
    popup.address.setText(address)
    if words is not None:
        popup.words.setText(words)
    QTest.keyClick(popup.address, Qt.Key.Key_Return)


def test_a_link_on_what_is_selected_changed_and_taken_away(open_window: Open):
    window = open_window()
    write(window, "aquí")
    select_all(window)
    key(window, Qt.Key.Key_K, CTRL)
    give_link(window, "x.example/plano")
    write(window, " sí")
    assert html_of(window) == '<p><a href="https://x.example/plano">aquí</a> sí</p>'
    assert window.content.text == "aquí <https://x.example/plano> sí"
    cursor = window.body.editor.textCursor()
    cursor.setPosition(2)
    window.body.editor.setTextCursor(cursor)
    key(window, Qt.Key.Key_K, CTRL)
    give_link(window, "ana@x.example")
    assert 'href="mailto:ana@x.example">aquí</a> sí' in html_of(window)
    window.body.editor.setTextCursor(cursor)
    key(window, Qt.Key.Key_K, CTRL)
    shown_popup(window).remove.click()
    assert window.content.formatted == ()


def test_a_link_where_nothing_is_selected_brings_its_words(open_window: Open):
    window = open_window()
    key(window, Qt.Key.Key_K, CTRL)
    give_link(window, "https://x.example/", "el plano")
    assert html_of(window) == '<p><a href="https://x.example/">el plano</a></p>'


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("x.example", "https://x.example"), (" http://x/ ", "http://x/"), ("a@b.example", "mailto:a@b.example"),
        ("x.example:8080/a", "https://x.example:8080/a"), ("javascript:alert(1)", ""), ("file:///etc/passwd", ""),
        ("hola", ""), ("data:text/html,x.y", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_is_an_address(typed: str, address: str):
    assert address_of(typed) == address


# what is pasted


def paste_html(window: ComposerWindow, html: str, text: str = "texto") -> None:
    data = QMimeData()
    data.setHtml(html)
    data.setText(text)
    window.body.editor.insertFromMimeData(data)


def test_pasted_structure_stays_and_what_is_not_ours_goes(open_window: Open, qtbot):
    window = open_window()
    junk = (
        '<style>p{color:red}</style><p style="font-family:Papyrus;color:#f00">Hola <b>Tom</b><script>alert(1)</script></p>'
        '<ul><li onclick="x()">uno</li></ul><img src="https://x.example/p.png"><a href="javascript:x()">no</a>'
    )
    paste_html(window, junk, "Hola Tom")
    assert window.content.text == "Hola Tom", "the text is there at once"
    qtbot.waitUntil(lambda: bool(window.content.formatted))
    assert html_of(window) == "<p>Hola <b>Tom</b></p><ul><li>uno</li></ul><p>no</p>"
    key(window, Qt.Key.Key_Z, CTRL)
    assert window.content.text == "", "a paste is one step"


def test_what_is_typed_behind_a_paste_stays_behind_it(open_window: Open, qtbot):
    window = open_window()
    paste_html(window, "<b>Hola</b>", "Hola")
    write(window, " Tom")
    qtbot.waitUntil(lambda: bool(window.content.formatted))
    assert html_of(window) == "<p><b>Hola</b> Tom</p>"


def test_pasted_as_text_it_is_text(open_window: Open, qtbot):
    window = open_window()
    data = QMimeData()
    data.setHtml("<b>Hola</b>")
    data.setText("Hola")
    QGuiApplication.clipboard().setMimeData(data)
    key(window, Qt.Key.Key_V, CTRL | SHIFT)
    assert window.content.text == "Hola"
    assert window.content.formatted == ()


def test_copied_here_and_pasted_here_it_is_the_same(open_window: Open):
    rich = read_html('<p>a <b>b</b></p><ol><li>c</li></ol><p><a href="https://x.example/">d</a></p>')
    window = open_window(DraftContent(1, text="a b\n1. c\nd <https://x.example/>", formatted=rich))
    assert window.content.formatted == rich
    select_all(window)
    key(window, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "a b\n1. c\nd <https://x.example/>"
    other = open_window()
    key(other, Qt.Key.Key_V, CTRL)
    assert other.content.formatted == rich


def test_a_pasted_picture_stands_in_the_text(open_window: Open, qtbot):
    window = open_window()
    write(window, "antes ")
    data = QMimeData()
    data.setImageData(a_picture())
    window.body.editor.insertFromMimeData(data)
    write(window, "después")
    window.send()
    qtbot.waitUntil(lambda: any(isinstance(one, Send) for one in window._dispatch.session.submitted))
    [sent] = [one.content for one in window._dispatch.session.submitted if isinstance(one, Send)]
    [picture] = sent.attachments
    assert picture.content_id == picture_id(picture.content)
    assert write_html(sent.formatted) == (
        f'<p>antes <img src="cid:{picture.content_id}" alt="picture-1.png">después</p>'
    )
    assert sent.text == "antes [picture-1.png]después"


def test_a_picture_has_no_card_and_goes_with_its_letter(open_window: Open, qtbot):
    window = open_window()
    data = QMimeData()
    data.setImageData(a_picture())
    window.body.editor.insertFromMimeData(data)
    qtbot.waitUntil(lambda: len(window.content.attachments) == 1)
    assert not window.attachments.isVisible()
    window.body.set_plain(True)
    assert window.attachments.isVisible()
    assert [one.content_id for one in window.content.attachments] == [""]
    window.body.set_plain(False)
    window.body.editor.selectAll()
    key(window, Qt.Key.Key_Delete)
    assert window.content.attachments == ()


def test_a_picture_that_does_not_fit_is_refused_in_words(open_window: Open, qtbot, session: FakeSession):
    session.plan_row = replace(session.plan_row, attachments_bytes=10)
    window = open_window()
    data = QMimeData()
    data.setImageData(a_picture())
    window.body.editor.insertFromMimeData(data)
    qtbot.waitUntil(window.bar.isVisible)
    assert window.content.attachments == ()
    assert window.content.text == ""


def test_a_picture_is_looked_at_only_when_it_is_sane():
    assert decode(encode(a_picture())).size() == a_picture().size()
    assert decode(b"<svg xmlns='http://www.w3.org/2000/svg' width='99999' height='99999'/>") is None
    assert decode(b"rubbish") is None
    wide = QImage(4_000, 10, QImage.Format.Format_RGB32)
    assert decode(encode(wide)).width() == 1_600


# answers


def test_a_folded_quote_goes_as_the_original(open_window: Open, session: FakeSession, qtbot):
    window = open_window(REPLY)
    assert window.close(), "nothing was written"
    assert session.submitted == []
    window = open_window(REPLY)
    write(window, "Gracias")
    window.send()
    qtbot.waitUntil(lambda: any(isinstance(one, Send) for one in session.submitted))
    [sent] = [one.content for one in session.submitted if isinstance(one, Send)]
    assert (sent.quoted_html, sent.formatted) == (HTML, ())
    assert sent.text == f"Gracias\n\n{QUOTE}"


def test_unfolded_it_can_be_edited(open_window: Open, qtbot):
    window = open_window(REPLY)
    window.body.unfold.click()
    qtbot.waitUntil(lambda: not window.body.unfold.isVisible())
    content = window.content
    assert content.quoted_html == ""
    assert content.text == "\n\nTom escribió:\n> Hola Ana\n>\n> 1\t2"
    assert (Run("Ana", Style.BOLD)) in [run for block in content.formatted for run in block.runs]
    assert window.body.editor.textCursor().position() == 0
    window.body.editor.undo()
    assert window.content.text == content.text, "the quote does not leave the mail unseen"


def test_the_signature_is_found_above_an_unfolded_quote(open_window: Open, session: FakeSession, qtbot):
    for place, text in enumerate(("Ana\nDénia", "Soporte")):
        session.account_rows[place] = replace(session.account_rows[place], signature=text)
    window = open_window(REPLY)
    window.body.unfold.click()
    qtbot.waitUntil(lambda: not window.body.unfold.isVisible())
    write(window, "- uno")
    box = window.fields.sender_box
    for account_key, signature in ((2, "Soporte"), (1, "Ana\nDénia"), (2, "Soporte")):
        box.setCurrentIndex(box.findData(account_key))
        assert window.content.text == f"- uno\n\n-- \n{signature}\n\nTom escribió:\n> Hola Ana\n>\n> 1\t2"
        shown = "".join(one.cursor.selectedText() for one in window.body.editor.extraSelections())
        assert shown.replace("\u2029", "\n") == f"-- \n{signature}"


def test_a_long_quote_is_unfolded_as_text(open_window: Open, qtbot):
    text = "".join(f"> {number}\n" for number in range(4_000))
    html = "<p>Tom:</p><blockquote>" + "".join(f"<p>{number}</p>" for number in range(4_000)) + "</blockquote>"
    window = open_window(replace(REPLY, text="\n\nTom:\n" + text, quoted_html=html))
    window.body.unfold.click()
    qtbot.waitUntil(lambda: not window.body.unfold.isVisible())
    assert window.content.text == "\n\nTom:\n" + text
    assert (window.content.quoted_html, window.content.formatted) == ("", ())


def test_a_word_without_end_does_not_hold_up_the_window(open_window: Open, qtbot):
    word = "x" * 150_000
    window = open_window(replace(REPLY, text=f"\n\nTom:\n> {word}\n", quoted_html=f"<p>Tom:</p><p>{word}</p>"))
    window.body.unfold.click()
    qtbot.waitUntil(lambda: not window.body.unfold.isVisible())
    assert window.body.editor.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere
    assert word in window.content.text.split("\n"), "and it stays one word"


# drafts


def test_a_draft_comes_back_as_it_was(open_window: Open, session: FakeSession, qtbot):
    window = open_window(REPLY)
    write(window, "- uno")
    key(window, Qt.Key.Key_B, CTRL)
    write(window, "dos")
    window.save()
    qtbot.waitUntil(lambda: len(session.draft_contents) == 1)
    [(draft_key, stored)] = session.draft_contents.items()
    window.close()
    assert stored.formatted
    assert stored.quoted_html == HTML
    again = open_window(stored, draft_key)
    assert again.content == stored
    assert again.body.unfold.isVisible()
    again.close()
    assert [one for one in session.submitted if isinstance(one, SaveDraft)][1:] == []


def test_a_picture_of_a_draft_is_shown_again(open_window: Open, qtbot):
    content = encode(a_picture())
    name = picture_id(content)
    draft = DraftContent(
        1, text="[p.png]", formatted=(Block((Run("p.png", picture=name),)),),
        attachments=(DraftAttachment("p.png", "image/png", content, name),),
    )  # fmt: skip
    window = open_window(draft, 7)
    assert window.content == draft
    document = window.body.editor.document()
    qtbot.waitUntil(lambda: document.resource(2, f"cid:{name}") is not None)


# plain mail


def test_a_mail_without_formatting_is_as_it_always_was(open_window: Open):
    window = open_window()
    window.body.editor.insertPlainText("Hola\tTom\n\n  - no es lista\n> ni cita\nhttps://x.example/\u00a0.")
    content = window.content
    assert content.text == "Hola\tTom\n\n  - no es lista\n> ni cita\nhttps://x.example/ ."
    assert (content.formatted, content.quoted_html, content.attachments) == ((), "", ())


def test_made_plain_and_taken_back(open_window: Open):
    window = open_window(REPLY)
    write(window, "- uno")
    before = window.content
    key(window, Qt.Key.Key_T, CTRL | SHIFT)
    assert window.content.text == before.text
    assert (window.content.formatted, window.content.quoted_html) == ((), "")
    assert not window.formats.buttons["bold"].isEnabled()
    key(window, Qt.Key.Key_B, CTRL)
    assert window.content.formatted == ()
    key(window, Qt.Key.Key_Z, CTRL)
    assert window.content == before
    assert window.formats.buttons["bold"].isEnabled()
    assert not window.formats.plain_action.isChecked()


def test_always_plain_is_remembered_and_asks_nothing(open_window: Open, qtbot):
    window = open_window(REPLY)
    window.formats.always_action.trigger()
    window = open_window(REPLY)
    write(window, "- uno")
    paste_html(window, "<b>dos</b>", "dos")
    assert window.content.text == f"- unodos\n\n{QUOTE}"
    assert (window.content.formatted, window.content.quoted_html) == ((), "")
    window.formats.plain_action.trigger()
    assert window.content.quoted_html == HTML
    assert not open_window(REPLY).content.quoted_html


def test_in_a_plain_answer_the_pictures_of_the_original_stay_behind(open_window: Open):
    content = encode(a_picture())
    picture = DraftAttachment("p.png", "image/png", content, picture_id(content))
    html = HTML + f'<img src="cid:{picture.content_id}">'
    window = open_window(replace(REPLY, quoted_html=html, attachments=(picture,)))
    assert window.content.attachments == (picture,)
    assert not window.attachments.isVisible()
    window.body.set_plain(True)
    assert window.content.attachments == ()
    assert not window.attachments.isVisible()
    passed_on = replace(
        REPLY, text="\n\n---------- Forwarded message ----------\nFrom: x\n", in_reply_to=(), answers_location=None,
        forwards_location=1000, quoted_html=html, attachments=(picture,),
    )  # fmt: skip
    window = open_window(passed_on)
    window.body.set_plain(True)
    assert window.content.attachments == (replace(picture, content_id=""),)
    assert window.attachments.isVisible()


def test_the_keys_of_the_row_do_nothing_in_other_fields(open_window: Open):
    window = open_window()
    write(window, "a")
    select_all(window)
    field = window.findChildren(QLineEdit)[0]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_B, CTRL)
    assert window.content.formatted == ()
    assert QApplication.activePopupWidget() is None
