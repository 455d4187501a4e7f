"""What is pasted may be anything: huge words, logs, sheets and pictures never hold the window, and nothing of them is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QColor, QGuiApplication, QImage, QTextOption

from desktop.core.api.commands import DraftContent
from desktop.ui.composer.body_editor import MOST_BLOCKS
from desktop.ui.composer.pictures import encode, prepare
from desktop.ui.composer.text_editor import MOST_HELD, MOST_LETTERS, MOST_LINES
from desktop.ui.composer.window import ComposerWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[..., ComposerWindow]
ANYWHERE = QTextOption.WrapMode.WrapAnywhere


@pytest.fixture
def open_window(show_composer: Callable[..., ComposerWindow]) -> Open:
    return lambda text="": show_composer(DraftContent(1, to="a@b.example", subject="x", text=text))


def paste(window: ComposerWindow, text: str = "", html: str = "", picture: object = None) -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    if isinstance(picture, QImage):
        data.setImageData(picture)
    elif isinstance(picture, bytes):
        data.setImageData(
            QImage(1, 1, QImage.Format.Format_RGB32)
        )  # there is a picture; what of it is taken is the file
        data.setData("image/png", picture)
    window.body.editor.insertFromMimeData(data)


def a_picture(width: int = 40, height: int = 20) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#c0392b"))
    return image


# words


def test_an_endless_word_breaks_anywhere(open_window: Open):
    window = open_window()
    paste(window, "words " * 5_000)
    assert window.body.editor.wordWrapMode() != ANYWHERE
    paste(window, "x" * 50_000)
    assert window.body.editor.wordWrapMode() == ANYWHERE
    assert window.content.text.endswith("x" * 50_000), "and not a letter of it is changed"


def test_of_a_mail_that_is_opened_too(open_window: Open):
    assert open_window("a\n" + "x" * 50_000 + "\nb").body.editor.wordWrapMode() == ANYWHERE


def test_pieces_of_a_word_that_grow_together(open_window: Open):
    window = open_window()
    for _ in range(4):
        paste(window, "x" * 3_000)
    assert window.body.editor.wordWrapMode() == ANYWHERE


# texts


@pytest.mark.parametrize("text", ["x" * 200_000, "word " * 25_000, "a\n" * (MOST_LINES + 1)])
def test_a_text_that_is_too_long_is_offered_as_a_file(open_window: Open, text: str):
    window = open_window()
    window.body.editor.insertPlainText("before")
    paste(window, text)
    assert window.content.text == "before"
    assert window.bar.isVisible()
    assert window.content.attachments == ()
    window.bar.buttons[0].click()
    [attachment] = window.content.attachments
    assert attachment.content.decode("utf-8-sig") == text
    assert attachment.content_type == "text/plain"
    assert not window.bar.isVisible()


def test_pasting_without_formatting_knows_the_same_bound(open_window: Open):
    window = open_window()
    QGuiApplication.clipboard().setText("x " * MOST_LETTERS)
    window.body.editor.paste_plain()
    assert (window.content.text, window.bar.isVisible()) == ("", True)


def test_who_goes_on_pasting_comes_to_an_end(open_window: Open):
    window = open_window()
    for _ in range(MOST_HELD + 1):
        paste(window, "ab " * (MOST_LETTERS // 3))
    assert window.bar.isVisible()
    assert len(window.content.text) <= MOST_HELD * MOST_LETTERS


def test_a_sheet_of_a_hundred_thousand_cells_goes_as_its_text(open_window: Open):
    rows = [[f"{row},{cell}" for cell in range(20)] for row in range(5_000)]
    html = (
        "<table>" + "".join("<tr>" + "".join(f"<td>{one}</td>" for one in row) + "</tr>" for row in rows) + "</table>"
    )
    window = open_window()
    paste(window, "\n".join("\t".join(row) for row in rows), html)
    assert window.content.text == ""
    window.bar.buttons[0].click()
    assert window.content.attachments[0].content.decode("utf-8-sig").startswith("0,0\t0,1\t")


# HTML


def test_html_of_too_many_lines_stays_the_text_that_came_with_it(open_window: Open, qtbot):
    count = MOST_BLOCKS + 100
    window = open_window()
    cleaned: list[object] = []
    clean = window.body._clean
    window.body._clean = lambda html, then: clean(html, lambda rich: (cleaned.append(rich), then(rich)))
    paste(
        window,
        "\n".join(f"line {n}" for n in range(count)),
        "".join(f"<div><b>line</b> {n}</div>" for n in range(count)),
    )
    qtbot.waitUntil(lambda: bool(cleaned))
    assert window.content.formatted == ()
    assert window.content.text.count("\n") == count - 1


def test_html_that_comes_alone_is_not_lost(open_window: Open, qtbot):
    window = open_window()
    paste(window, html="<p>only words</p>")
    qtbot.waitUntil(lambda: window.content.text == "only words")
    paste(window, html="".join(f"<div><b>line</b> {n}</div>" for n in range(MOST_LINES + 100)))
    qtbot.waitUntil(window.bar.isVisible)
    assert window.content.text == "only words"


# pictures


def test_a_picture_is_read_on_a_worker(open_window: Open, qtbot):
    window = open_window()
    paste(window, picture=encode(a_picture()))
    assert window.content.attachments == (), "nothing is read here"
    qtbot.waitUntil(lambda: len(window.content.attachments) == 1)
    assert QImage.fromData(window.content.attachments[0].content).size() == a_picture().size()
    assert window.content.formatted


def test_in_a_plain_mail_it_is_a_file_made_by_a_worker_too(open_window: Open, qtbot):
    window = open_window()
    window.body.set_plain(True)
    paste(window, picture=a_picture())
    assert window.content.attachments == ()
    qtbot.waitUntil(lambda: len(window.content.attachments) == 1)
    assert (window.content.attachments[0].content_id, window.content.text) == ("", "")


def test_rubbish_that_says_it_is_a_picture_is_refused_in_words(open_window: Open, qtbot):
    window = open_window()
    paste(window, picture=b"\x89PNG rubbish")
    qtbot.waitUntil(window.bar.isVisible)
    assert (window.content.attachments, window.content.text) == ((), "")
    assert not window._pictures.delay(lambda: None), "and nothing waits for it"


def test_a_large_picture_is_shown_small_and_sent_whole():
    content, shown = prepare(a_picture(5_000, 3_000))
    assert (shown.width(), shown.height()) == (1_600, 960)
    assert QImage.fromData(content).width() == 5_000


def test_what_another_program_keeps_in_a_picture_is_not_sent():
    image = a_picture()
    image.setText("Author", "Marta, at home")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    assert b"at home" in buffer.data().data()
    assert b"at home" not in prepare(buffer.data().data())[0]
