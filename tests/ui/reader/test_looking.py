"""Looking at files over the reader: which are shown and how, the keys, the way back, and where the keyboard is meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from desktop.ui.reader import looking as looking_module
from desktop.ui.reader import web_engine
from desktop.ui.tab_order import next_in
from tests.fakes.files import letter_with, make_png, red_pdf
from tests.fakes.letters import Letter, make_envelope

pytestmark = pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True)
ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@a.example\r\nDTSTART:20261201T090000Z\r\n"
    b"SUMMARY:Visita de obra\r\nLOCATION:Nave 3\r\nORGANIZER;CN=Ana:mailto:ana@a.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
VCF = b"BEGIN:VCARD\r\nFN:Luc\xc3\xada Ferrer\r\nTEL:+34 960 000 014\r\nEMAIL:lucia@a.example\r\nEND:VCARD\r\n"
INNER = (
    b"From: Ana <ana@a.example>\r\nSubject: Dentro\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=k\r\n\r\n"
    b"--k\r\n\r\nTexto de dentro\r\n--k\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n"
    b"uno;dos\r\n--k--\r\n"
)
TEXT = ("notas.txt", "text/plain", "caña y ñu".encode("cp1252"))


@pytest.fixture
def look(make_desk, show, qtbot, monkeypatch):
    """A desk with these files, the one with that number looked at as by a click on its card."""
    monkeypatch.setattr(looking_module, "LOW", 0)

    def run(*files, at: int = 0):
        desk = make_desk(letter_with(*files), Letter(make_envelope("Otra"), "Nada más.\n"))
        desk.pane.activateWindow()
        qtbot.waitUntil(desk.pane.isActiveWindow)
        show(desk)
        card = desk.pane.attachments.cards[at]
        card.setFocus()
        card.click()
        wait_for_it(qtbot, desk)
        return desk

    return run


def wait_for_it(qtbot, desk) -> None:
    """Until what was found is told in the line over the file."""
    page = desk.pane.looking.page
    qtbot.waitUntil(lambda: " · " in page.head.facts.text() and not page.head.facts.text()[0].isdigit(), timeout=5_000)


def page_of(desk):
    return desk.pane.looking.page


# kinds


def test_a_text_is_shown_in_its_charset(look):
    desk = look(TEXT)
    page = page_of(desk)
    assert page.shown is page.text
    assert page.text.toPlainText() == "caña y ñu"
    assert page.head.name.text() == "notas.txt"
    assert not desk.pane._page.isVisible()
    assert desk.opened == []
    assert desk.pane.body.html is None, "a text must not start the web engine"


def test_an_event_is_told(look):
    page = page_of(look(("cita.ics", "text/calendar", ICS)))
    [(title, rows)] = page.sheet.sheets
    assert page.shown is page.sheet
    assert title == "Visita de obra"
    assert ("Where", "Nave 3") in rows
    assert ("Invites", "Ana <ana@a.example>") in rows


def test_a_contact_is_told(look):
    page = page_of(look(("lucia.vcf", "text/vcard", VCF)))
    assert page.sheet.sheets == (
        ("Lucía Ferrer", (("Telephone", "+34 960 000 014"), ("Mail", "lucia@a.example"))),
    )  # fmt: skip


def test_a_mail_in_the_mail_is_shown_and_its_file_too(look, qtbot):
    desk = look(("dentro.eml", "message/rfc822", INNER))
    page = page_of(desk)
    assert page.shown is page.mail
    assert page.mail.head.subject.text() == "Dentro"
    assert "Texto de dentro" in page.mail.body.text.toPlainText()
    [card] = page.mail.strip.cards
    card.click()
    qtbot.waitUntil(lambda: page.shown is page.text)
    assert page.text.toPlainText().strip() == "uno;dos"
    assert desk.pane.looking.step_back()
    qtbot.waitUntil(lambda: page.shown is page.mail)
    assert desk.pane.looking.step_back()
    assert not desk.pane.looking.is_open
    assert not desk.pane.looking.step_back()


def test_a_file_of_an_enclosed_mail_can_be_saved(look, qtbot, tmp_path):
    desk = look(("dentro.eml", "message/rfc822", INNER))
    page, files = page_of(desk), desk.pane.looking.files
    files.choose_file = lambda name: str(tmp_path / name)
    page.mail.strip.save_wanted.emit(page.mail.strip.attachments[0])
    qtbot.waitUntil(lambda: "Saved as a.csv" in page.bars.notice.text)
    assert (tmp_path / "a.csv").read_bytes().strip() == b"uno;dos"


# what is not shown


@pytest.mark.parametrize(
    ("name", "kind", "content", "words"),
    [
        ("presupuesto.docx", "application/zip", b"PK\3\4", "office documents"),
        ("juego.exe", "image/png", b"MZ\x90\0", "cannot show this kind"),
        ("logo.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot show this kind"),
        ("vacio.png", "image/png", b"", "is empty"),
        ("pagina.png", "image/png", b"<html><script>alert(1)</script>", "not what its name says"),
        ("bomba.png", "image/png", make_png(3, 3)[:16] + b"\0\1\0\0\0\1\0\0" + make_png(3, 3)[24:], "65,536 × 65,536"),
        ("cita.ics", "text/calendar", b"BEGIN:", "damaged"),
    ],
)  # fmt: skip
def test_a_sentence_says_why(look, name: str, kind: str, content: bytes, words: str):
    desk = look((name, kind, content))
    page = page_of(desk)
    assert page.shown is page.sentence
    assert words in page.sentence.sentence
    assert page.picture is None
    assert page.pdf is None


def test_without_the_engine_texts_are_shown_and_of_the_rest_it_is_said(look, qtbot, monkeypatch):
    monkeypatch.setattr(web_engine, "_ready", False)
    desk = look(TEXT, ("foto.png", "image/png", make_png(4, 4)), ("plano.pdf", "application/pdf", red_pdf()))
    page = page_of(desk)
    assert page.shown is page.text
    for _ in range(2):
        desk.pane.looking.step(1)
        qtbot.waitUntil(lambda: "missing here" in page.sentence.sentence and page.shown is page.sentence)
    assert (page.picture, page.pdf) == (None, None)


def test_a_name_that_hides_its_ending_shows_it(look):
    """The core's names have no direction marks; what reads backwards is read as it is."""
    page = page_of(look(("fotognp.exe", "image/png", b"MZ")))
    assert page.head.name.text().endswith(".exe")
    long = page_of(look((f"{'x' * 300}.png.exe", "image/png", b"MZ")))
    assert long.head.name.text().endswith(".exe")


def test_what_is_gone_is_said(make_desk, show, qtbot):
    letter = letter_with(TEXT)
    letter.contents.clear()
    desk = make_desk(letter)
    show(desk)
    desk.pane.attachments.cards[0].click()
    page = page_of(desk)
    qtbot.waitUntil(lambda: "not here any more" in page.sentence.sentence)


# keys and the way back


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_space_and_return_look(make_desk, show, qtbot, key):
    desk = make_desk(letter_with(TEXT))
    show(desk)
    card = desk.pane.attachments.cards[0]
    card.setFocus()
    QTest.keyClick(card, key)
    qtbot.waitUntil(lambda: desk.pane.looking.is_open)


def test_left_and_right_go_through_the_files(look, qtbot):
    desk = look(TEXT, ("b.txt", "text/plain", b"dos"), ("c.exe", "", b"MZ"))
    page = page_of(desk)
    assert "1 of 3" in page.head.facts.text()
    assert not page.head.before.isEnabled()
    QTest.keyClick(page.text, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.text.toPlainText() == "dos")
    assert "2 of 3" in page.head.facts.text()
    page.head.after.setFocus()
    QTest.keyClick(page.head.after, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.shown is page.sentence)
    QTest.keyClick(page.head.after, Qt.Key.Key_Right)
    assert "3 of 3" in page.head.facts.text()
    QTest.keyClick(page.head.after, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: page.shown is page.text)


def test_zoom(look):
    desk = look(TEXT)
    page = page_of(desk)
    before = page.text.font().pixelSize()
    QTest.keyClick(page.text, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.text.font().pixelSize() > before
    QTest.keyClick(page.text, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert page.text.font().pixelSize() == before


def test_the_keyboard_goes_in_and_comes_back_to_the_card(look, qtbot):
    desk = look(TEXT, ("b.txt", "text/plain", b"dos"))
    qtbot.waitUntil(lambda: desk.pane.window().focusWidget() is page_of(desk).text)
    desk.pane.looking.step(1)
    qtbot.waitUntil(lambda: page_of(desk).text.toPlainText() == "dos")
    desk.pane.looking.step_back()
    assert not desk.pane.looking.is_open
    assert desk.pane.window().focusWidget() is desk.pane.attachments.cards[1]
    assert desk.pane._page.isVisible()


def test_the_next_mail_ends_it(look, show):
    desk = look(TEXT)
    show(desk, 2)
    assert not desk.pane.looking.is_open
    assert desk.pane._page.isVisible()
    assert "Nada más" in desk.pane.body.text.toPlainText()


def test_a_mail_that_goes_ends_it(look):
    desk = look(TEXT)
    desk.pane.show_message(None)
    assert not desk.pane.looking.is_open
    assert not desk.pane._page.isVisible()
    assert desk.pane.empty.isVisible()


def test_an_answer_that_comes_late_opens_nothing(make_desk, show, qtbot):
    desk = make_desk(letter_with(TEXT))
    show(desk)
    desk.pane.attachments.cards[0].click()
    desk.pane.looking.close()
    qtbot.wait(100)
    assert not desk.pane.looking.is_open


def test_a_small_reader_asks_for_room(make_desk, show):
    desk = make_desk(letter_with(TEXT))
    show(desk)
    asked: list[bool] = []
    desk.pane.looking.room_wanted.connect(asked.append)
    desk.pane.attachments.cards[0].click()
    desk.pane.looking.close()
    assert asked == [False]
    desk.pane.resize(450, 300)
    desk.pane.attachments.cards[0].click()
    desk.pane.looking.close()
    assert asked == [False, True, False]


# what can be done with it


def test_its_program_is_one_step_away_and_a_dangerous_one_is_asked_about(look, qtbot):
    desk = look(TEXT, ("juego.exe", "", b"MZ"))
    page = page_of(desk)
    page.head.open.click()
    qtbot.waitUntil(lambda: len(desk.opened) == 1)
    desk.pane.looking.step(1)
    qtbot.waitUntil(lambda: page.shown is page.sentence)
    page.head.open.click()
    qtbot.waitUntil(lambda: "EXE" in page.bars.notice.text)
    assert len(desk.opened) == 1


def test_the_buttons_in_their_order_with_their_names(look):
    desk = look(TEXT, ("b.txt", "text/plain", b"dos"))
    page = page_of(desk)
    reached, widget = [], page.text
    for _ in range(5):
        widget = next_in([desk.pane], widget, forward=True)
        reached.append(widget)
    assert [one.accessibleName() for one in reached[:4]] == [
        "Next file", "Open notas.txt with its program", "Save notas.txt", "Close",
    ]  # fmt: skip
    assert reached[4] is page.text
    assert all(one.toolTip() for one in page.findChildren(QAbstractButton) if one.isVisible() and one.icon())
