"""The reader as its user meets it: what is shown of a mail, what is told about it, what the buttons ask for."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QDrag, QGuiApplication, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from desktop.core.api.commands import Archive, Delete, DraftContent, MarkJunk, SetFlagged, SetSeen
from desktop.core.api.errors import BandejaError, Code
from desktop.core.mail.address import Address
from desktop.core.mail.flags import Flag
from desktop.ui.reader import web_engine
from desktop.ui.reader.body import Shown
from desktop.ui.reader.loading import load_mail
from desktop.ui.reader.pane import BODY, PADDING, TIGHT
from tests.fakes import letter_samples as samples
from tests.fakes.letters import ANA, Letter, make_envelope

pytestmark = pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True)


def bar_texts(pane) -> list[str]:
    bars = pane.bars
    return [bar.text for bar in (*bars.trust, bars.state, bars.remote, bars.link, bars.notice) if bar.isVisible()]


def press(bar, label: str) -> None:
    next(button for button in bar.buttons if button.text().startswith(label)).click()


# what is shown


def test_nothing_and_many(make_desk):
    pane = make_desk().pane
    assert pane.empty.isVisible()
    pane.show_many(12)
    assert "12" in pane.empty.sentence


def test_a_plain_mail(make_desk, show):
    desk = make_desk(samples.thread())
    show(desk)
    pane = desk.pane
    assert pane.head.subject.text() == "Re: Mesa de corte"
    assert pane.head.name.text() == "Lucía Ferrer"
    assert pane.head.address.text() == "<lucia.ferrer@obrasferrer.example>"
    assert pane.head.recipients.text() == "to me, Julián Soto and 2 more"
    assert "De acuerdo con las medidas" in pane.body.text.toPlainText()
    assert [card.attachment.filename for card in pane.attachments.cards] == ["plano-nave-3.pdf", "medidas.xlsx"]
    assert bar_texts(pane) == []
    assert pane.body.html is None, "plain text must not start the web engine"


def test_a_low_window_takes_from_the_body_and_not_from_the_head(make_desk, show, qtbot):
    desk = make_desk(samples.thread())
    show(desk)
    pane = desk.pane
    pane.setMinimumSize(444, 160)
    pane.resize(760, 330)
    parts = (pane.head.subject, pane.buttons)

    def whole() -> bool:
        return all(
            part.height() >= part.minimumSizeHint().height() and part.visibleRegion().boundingRect() == part.rect()
            for part in parts
        )

    qtbot.waitUntil(lambda: pane.height() == 330 and whole())


def test_a_very_low_window_keeps_subject_and_sender_whole(make_desk, show, qtbot):
    """At 760 x 480, under a list: one line each, no picture, and the rest of the head gives its room to the mail."""
    desk = make_desk(samples.thread())
    show(desk)
    pane, head = desk.pane, desk.pane.head
    pane.setMinimumSize(444, 160)
    for height in (196, 640, 196):
        pane.resize(530, height)
        low = height < TIGHT
        qtbot.waitUntil(lambda height=height: pane.height() == height)
        assert (head.avatar.isVisible(), head.recipients.isVisible(), pane.stay.isVisible()) == (not low,) * 3
    assert pane.attachments.isVisible()
    parts = (head.subject, head.sender_line, pane.buttons, pane.body)

    def whole() -> bool:
        tops = [part.mapTo(pane, part.rect().topLeft()).y() for part in parts]
        apart = all(top + part.height() <= below for part, top, below in zip(parts, tops, tops[1:], strict=False))
        return apart and head.subject.height() >= head.subject.fontMetrics().lineSpacing()

    qtbot.waitUntil(whole)
    assert head.sender_line.height() >= head.sender_line.minimumSizeHint().height()
    assert pane.body.height() >= BODY // 2


def test_words_pictures_and_mail_begin_on_one_line(make_desk, show, qtbot):
    desk = make_desk(samples.thread())
    show(desk)
    pane, head = desk.pane, desk.pane.head

    def left(widget) -> int:
        return widget.mapTo(pane, widget.rect().topLeft()).x()

    first = pane.buttons.button("reply")
    assert left(head.subject) == left(head.avatar) == left(pane.stay.layout().itemAt(0).widget())
    assert left(first) + PADDING == left(head.subject)
    assert left(head.recipients) + PADDING == left(head.name)
    assert left(pane.attachments.cards[0]) == left(head.subject)


def test_the_recipients_unfold_with_true_addresses(make_desk, show):
    desk = make_desk(samples.thread())
    show(desk)
    head = desk.pane.head
    assert not head.details.isVisible()
    head.recipients.click()
    text = " ".join(value.text() for _, value in head._rows if value.isVisible())
    assert "ana@talleresmarin.example" in text
    assert "tom@whitfield-partners.example" in text
    assert "2026" in text


def test_an_html_mail_and_what_was_blocked(make_desk, show):
    desk = make_desk(samples.newsletter())
    show(desk)
    assert desk.pane.body.shown is Shown.HTML
    assert [text[:2] for text in bar_texts(desk.pane)] == ["7 "]
    desk.pane.menu.plain.setChecked(True)
    assert desk.pane.body.shown is Shown.TEXT
    assert bar_texts(desk.pane) == []
    assert "Este mes" in desk.pane.body.text.toPlainText()


def test_the_next_mail_is_formatted_again(make_desk, show):
    desk = make_desk(samples.newsletter(), samples.lure())
    show(desk, 1)
    desk.pane.menu.plain.setChecked(True)
    show(desk, 2)
    assert desk.pane.body.shown is Shown.HTML
    assert not desk.pane.menu.plain.isChecked()


def test_a_mail_without_subject_sender_and_date(make_desk, show):
    desk = make_desk(samples.bare())
    show(desk)
    assert desk.pane.head.subject.text() == "(no subject)"
    assert desk.pane.head.name.text() == "Unknown sender"
    assert bar_texts(desk.pane) == ["This mail does not say who sent it, so it cannot be answered."]
    desk.pane.head.recipients.click()
    assert "has no date" in desk.pane.head._rows[-1][1].text()


def test_a_subject_of_300_characters_keeps_to_three_lines(make_desk, show):
    desk = make_desk(samples.long_subject(), Letter(make_envelope("x" * 5_000), "x"))
    for key in (1, 2):
        show(desk, key)
        label = desk.pane.head.subject
        assert label.text().endswith("…")
        assert label.heightForWidth(label.width()) < 4 * label.fontMetrics().lineSpacing()
        assert desk.pane.width() == 760
    assert desk.pane.head.subject.toolTip() == "x" * 2_000 + "…"


def test_an_empty_mail_says_so(make_desk, show):
    desk = make_desk(Letter(make_envelope("Vacío"), " \n"))
    show(desk)
    assert desk.pane.body._words.text() == "This mail has no text."


# whom to believe


def test_a_lure_is_told_and_the_true_address_shown(make_desk, show):
    desk = make_desk(samples.lure())
    show(desk)
    assert desk.pane.head.address.text() == "<x91@mail-notice.example>"
    assert desk.pane.head.address.isVisible()
    first, second = bar_texts(desk.pane)[:2]
    assert "avisos@banco-lanuza.example" in first
    assert "x91@mail-notice.example" in first
    assert "caja@otra-parte.example" in second


@pytest.mark.parametrize(
    "name",
    [
        "Banco\u202e elpmaxe@onab",
        "x" * 3_000,
        "<b>Banco</b>",
        "Banco\nReply-To: x",
        "‮" * 50,
        "👩\u200d💻" * 80,
        "a" + "\u0301" * 500,
    ],
    ids=["override", "long", "html", "newline", "overrides", "emoji", "marks"],
)
def test_no_name_hides_the_address(make_desk, show, name: str):
    desk = make_desk(Letter(make_envelope("Hola", Address(name, "x@evil.example")), "Hola"))
    show(desk)
    head = desk.pane.head
    assert head.address.text() in ("<x@evil.example>", "x@evil.example")
    assert head.address.isVisible()
    assert head.rect().contains(head.address.geometry().center())
    assert head.address.width() >= head.address.fontMetrics().horizontalAdvance(head.address.text()) - 1
    assert head.name.textFormat() is Qt.TextFormat.PlainText
    assert "\u202e" not in head.name.text()


def test_own_domains_are_known_for_look_alikes(make_desk, show):
    desk = make_desk(Letter(make_envelope("Hola", Address("Ana", "ana@ta11eresmarin.example")), "Hola"))
    show(desk)
    assert "only resembles talleresmarin.example" in bar_texts(desk.pane)[0]


# links


def test_an_honest_link_opens(make_desk, show):
    desk = make_desk(samples.newsletter())
    show(desk)
    desk.pane.body.link_clicked.emit("https://cooperativasol.example/asamblea")
    assert desk.opened == ["https://cooperativasol.example/asamblea"]


def test_a_dressed_up_link_is_asked_about(make_desk, show):
    desk = make_desk(samples.newsletter())
    show(desk)
    desk.pane.body.link_clicked.emit("https://lure.example/login")
    assert desk.opened == []
    assert "says www.banco-lanuza.com, but it leads to lure.example" in desk.pane.bars.link.text
    press(desk.pane.bars.link, "Open lure.example")
    assert desk.opened == ["https://lure.example/login"]
    assert not desk.pane.bars.link.isVisible()


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "mailmsg:1", "smb://x/y"]
)
def test_a_dangerous_link_is_dead(make_desk, show, href: str):
    desk = make_desk(samples.newsletter())
    show(desk)
    desk.pane.body.link_clicked.emit(href)
    assert desk.opened == []
    assert desk.pane.bars.link.buttons == []


def test_a_mail_link_starts_a_mail(make_desk, show):
    desk = make_desk(samples.newsletter())
    show(desk)
    desk.pane.body.link_clicked.emit("mailto:socios@cooperativasol.example?subject=Duda&attach=/etc/passwd")
    assert desk.composed == [DraftContent(1, to="socios@cooperativasol.example", subject="Duda")]
    assert desk.opened == []


def test_the_target_is_shown_under_the_mouse(make_desk, show):
    desk = make_desk(samples.newsletter())
    show(desk)
    desk.pane.body._on_hover("https://lure.example/\u202elogin")
    assert desk.pane.body._hint.text() == "https://lure.example/login"
    assert desk.pane.body._hint.isVisible()
    desk.pane.body._on_hover("")
    assert not desk.pane.body._hint.isVisible()


# states


def test_a_body_that_is_not_here_is_fetched_and_then_shown(make_desk, show, qtbot):
    desk = make_desk(samples.not_here())
    show(desk)
    assert "being fetched" in desk.pane.body._words.text()
    assert desk.session.opened == [1]
    desk.session.arrive(1)
    desk.pane.show_message(1)
    qtbot.waitUntil(lambda: "Aquí van las fotos" in desk.pane.body.text.toPlainText())
    assert not desk.pane.progress.isVisible()


def test_a_mail_that_left_the_server_says_so(make_desk, show):
    desk = make_desk(samples.left_server())
    show(desk)
    assert "no longer on the server" in bar_texts(desk.pane)[0]


def test_a_draft_can_be_gone_on_with(make_desk, show, qtbot):
    desk = make_desk(samples.thread())
    row = desk.session.message_rows[1]
    desk.session.message_rows[1] = replace(row, flags=Flag.DRAFT)
    show(desk)
    assert bar_texts(desk.pane) == ["This is a draft."]
    press(desk.pane.bars.state, "Go on writing")
    qtbot.waitUntil(lambda: len(desk.composed) == 1)
    assert desk.composed[0].copy_at == 1


def test_a_complicated_mail_shows_its_text_and_its_source(make_desk, show, qtbot):
    desk = make_desk(samples.too_complex())
    show(desk)
    assert "complicated" in bar_texts(desk.pane)[0]
    assert "Solo una parte" in desk.pane.body.text.toPlainText()
    press(desk.pane.bars.state, "View source")
    qtbot.waitUntil(lambda: len(desk.pane.menu.windows) == 1)
    qtbot.addWidget(desk.pane.menu.windows[0])


def test_refused_html_is_told(make_desk, show):
    desk = make_desk(Letter(make_envelope("x"), "Solo texto", refused=True))
    show(desk)
    assert "cannot be shown safely" in bar_texts(desk.pane)[0]
    assert desk.pane.body.shown is Shown.TEXT


def test_a_mail_that_vanished(make_desk, qtbot):
    desk = make_desk(samples.thread())
    del desk.session.message_rows[1]
    desk.pane.show_message(1)
    qtbot.waitUntil(lambda: "no longer here" in desk.pane.body._words.text())


def test_a_failing_read_is_a_sentence(make_desk, qtbot, monkeypatch):
    desk = make_desk(samples.thread())

    def fail(key: int) -> None:
        raise BandejaError(Code.DISK_FULL, path="/data")

    monkeypatch.setattr(desk.session, "message", fail)
    desk.pane.show_message(1)
    qtbot.waitUntil(lambda: "no space left on the disk of /data" in desk.pane.body._words.text())


def test_a_change_of_flags_does_not_read_the_mail_again(make_desk, show, monkeypatch):
    desk = make_desk(samples.thread())
    show(desk)
    monkeypatch.setattr(desk.session, "message", lambda key: pytest.fail("read again"))
    desk.session.message_rows[1] = replace(desk.session.message_rows[1], flags=Flag.SEEN | Flag.FLAGGED)
    desk.pane.show_message(1)
    assert desk.pane.buttons.button("star").toolTip() == "Remove star"


def test_only_the_last_mail_asked_for_is_shown(make_desk, qtbot):
    desk = make_desk(*(Letter(make_envelope(f"Mail {n}"), f"text {n}") for n in range(1, 30)))
    for key in range(1, 30):
        desk.pane.show_message(key)
    qtbot.waitUntil(lambda: desk.pane.body.text.toPlainText() == "text 29")
    desk.pane.show_message(1)
    desk.pane.show_message(None)
    qtbot.wait(100)
    assert desk.pane.empty.isVisible()
    assert desk.pane.mail is None


# what the buttons ask for


def test_buttons_emit_commands(make_desk, show):
    desk = make_desk(samples.thread())
    show(desk)
    for name in ("archive", "delete", "junk", "star", "unread"):
        desk.pane.buttons.button(name).click()
    assert desk.commands == [
        Archive((1,)),
        Delete((1,)),
        MarkJunk((1,), True),
        SetFlagged((1,), True),
        SetSeen((1,), False),
    ]


@pytest.mark.parametrize(
    ("name", "subject", "answers", "forwards"),
    [("reply", "Re:", 1, None), ("reply_all", "Re:", 1, None), ("forward", "Fwd:", None, 1)],
)
def test_answers_are_prepared_and_emitted(make_desk, show, qtbot, name, subject, answers, forwards):
    desk = make_desk(samples.thread())
    show(desk)
    desk.pane.buttons.button(name).click()
    qtbot.waitUntil(lambda: bool(desk.composed))
    (content,) = desk.composed
    assert content.subject.startswith(subject)
    assert (content.answers_location, content.forwards_location) == (answers, forwards)
    assert bool(content.cc) is (name == "reply_all")


def test_keys_are_told_in_tooltips(make_desk):
    pane = make_desk().pane
    pane.set_keys({"reply": "R", "archive": "E"})
    assert pane.buttons.button("reply").toolTip() == "Reply (R)"
    assert pane.buttons.button("archive").toolTip() == "Archive (E)"


def test_a_narrow_pane_keeps_all_buttons(make_desk, show):
    desk = make_desk(samples.thread())
    show(desk)
    wide = desk.pane.buttons.button("reply").width()
    desk.pane.resize(370, 600)
    assert desk.pane.buttons.button("reply").width() < wide
    row = desk.pane.buttons
    assert all(row.rect().contains(row.button(name).geometry()) for name in ("reply", "unread"))
    assert desk.pane.width() == 370


# attachments


def test_opening_writes_a_copy_and_opens_it(make_desk, show, qtbot):
    desk = make_desk(samples.thread())
    show(desk)
    desk.pane.attachments.open_wanted.emit(desk.pane.attachments.cards[0].attachment)
    qtbot.waitUntil(lambda: bool(desk.opened))
    path = Path(desk.opened[0].removeprefix("file://"))
    assert path.name == "plano-nave-3.pdf"
    assert path.read_bytes() == b"%PDF-1.4"


def test_a_program_is_asked_about_first(make_desk, show, qtbot):
    desk = make_desk(samples.many_files())
    show(desk)
    card = next(card for card in desk.pane.attachments.cards if card.attachment.filename.endswith(".exe"))
    card.open_wanted.emit(card.attachment)
    qtbot.wait(100)
    assert desk.opened == []
    assert "EXE" in desk.pane.bars.notice.text
    press(desk.pane.bars.notice, "Open anyway")
    qtbot.waitUntil(lambda: bool(desk.opened))


def test_saving_one_and_all(make_desk, show, qtbot, tmp_path: Path):
    desk = make_desk(samples.many_files())
    show(desk)
    desk.pane.files.choose_file = lambda name: str(tmp_path / f"my {name}")
    desk.pane.attachments.cards[0].save_wanted.emit(desk.pane.attachments.cards[0].attachment)
    qtbot.waitUntil(lambda: (tmp_path / "my plano-nave-3.pdf").exists())
    folder = tmp_path / "all"
    folder.mkdir()
    desk.pane.files.choose_folder = lambda: str(folder)
    desk.pane.attachments.save_all_wanted.emit()
    qtbot.waitUntil(lambda: "20" in desk.pane.bars.notice.text)
    assert len(list(folder.iterdir())) == 20


def test_nothing_is_written_when_the_choice_is_cancelled(make_desk, show, qtbot):
    desk = make_desk(samples.thread())
    show(desk)
    desk.pane.files.choose_file = lambda name: ""
    desk.pane.files.choose_folder = lambda: ""
    desk.pane.attachments.save_wanted.emit(desk.pane.attachments.cards[0].attachment)
    desk.pane.attachments.save_all_wanted.emit()
    qtbot.wait(50)
    assert not desk.pane.bars.notice.isVisible()


def test_a_failed_save_is_told(make_desk, show, qtbot, tmp_path: Path):
    desk = make_desk(samples.thread())
    show(desk)
    desk.session.letters[1].contents.clear()
    desk.pane.files.choose_file = lambda name: str(tmp_path / name)
    desk.pane.attachments.save_wanted.emit(desk.pane.attachments.cards[0].attachment)
    qtbot.waitUntil(lambda: "plano-nave-3.pdf" in desk.pane.bars.notice.text)
    assert list(tmp_path.iterdir()) == []


def test_dragging_takes_a_copy_along(make_desk, show, qtbot, monkeypatch):
    desk = make_desk(samples.thread())
    show(desk)
    carried = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: carried.append(drag.mimeData().urls()[0].toLocalFile()))
    card = desk.pane.attachments.cards[0]
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    qtbot.mouseMove(card, QPoint(120, 20))
    card.drag_wanted.emit(card.attachment)
    qtbot.waitUntil(lambda: bool(carried))
    assert Path(carried[0]).name == "plano-nave-3.pdf"
    assert Path(carried[0]).read_bytes() == b"%PDF-1.4"
    assert desk.opened == []


def test_the_first_glance_says_only_what_the_list_knows(make_desk, qtbot):
    desk = make_desk(samples.thread())
    desk.pane.show_message(1)
    assert desk.pane.head.subject.text() == "Re: Mesa de corte"
    assert desk.pane.head.recipients.text() == ""
    qtbot.waitUntil(lambda: desk.pane.head.recipients.text().startswith("to me"))


def test_many_files_are_folded_until_asked_for(make_desk, show):
    desk = make_desk(samples.many_files())
    show(desk)
    strip = desk.pane.attachments
    assert len(strip.cards) == 6
    strip._more.setChecked(True)
    assert len(strip.cards) == 20
    assert strip.height() < desk.pane.height() / 2


# find, zoom, source, PDF


def test_find_opens_with_its_key_and_counts(make_desk, show, qtbot):
    desk = make_desk(samples.thread())
    show(desk)
    pane = desk.pane
    pane.activateWindow()
    pane.body.text.setFocus()
    QTest.keySequence(pane.body.text, QKeySequence(QKeySequence.StandardKey.Find))
    assert pane.find_bar.isVisible()
    pane.find_bar.field.setText("nave")
    qtbot.waitUntil(lambda: pane.find_bar.count.text() == "1 of 1")
    QTest.keyClick(pane.find_bar.field, Qt.Key.Key_Escape)
    assert not pane.find_bar.isVisible()


def test_zoom_keys(make_desk, show):
    desk = make_desk(samples.thread())
    show(desk)
    for keys, zoom in (("Ctrl++", 1.1), ("Ctrl++", 1.25), ("Ctrl+-", 1.1), ("Ctrl+0", 1.0)):
        QTest.keySequence(desk.pane.body.text, QKeySequence(keys))
        assert desk.pane.body.zoom == zoom


def test_the_source_is_searched_copied_and_saved(make_desk, show, qtbot, tmp_path: Path):
    desk = make_desk(samples.thread())
    show(desk)
    desk.pane.menu.show_header()
    qtbot.waitUntil(lambda: len(desk.pane.menu.windows) == 1)
    window = desk.pane.menu.windows[0]
    qtbot.addWidget(window)
    assert [window.fields.item(row, 1).text() for row in range(2)] == [
        "lucia.ferrer@obrasferrer.example",
        "Obra segunda parte",
    ]
    window._open_find()
    window.find_bar.field.setText("hola")
    assert window.find_bar.count.text() == "1 of 1"
    next(b for b in window.findChildren(QAbstractButton) if b.text() == "Copy all").click()
    assert QGuiApplication.clipboard().text() == window.text.toPlainText()
    path = tmp_path / "x.eml"
    window.choose_file = lambda name: str(path)
    window.save()
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: window.bar.isVisible())
    assert path.read_bytes() == desk.session.letters[1].raw


@pytest.mark.parametrize("letter", [samples.thread, samples.newsletter], ids=["text", "html"])
def test_a_mail_is_saved_as_pdf(make_desk, show, qtbot, tmp_path: Path, letter):
    desk = make_desk(letter())
    show(desk)
    path = tmp_path / "mail.pdf"
    desk.pane.menu.choose_file = lambda name: str(path)
    desk.pane.menu.save_pdf()
    qtbot.waitUntil(lambda: "mail.pdf" in desk.pane.bars.notice.text, timeout=20_000)
    assert path.read_bytes().startswith(b"%PDF")


# fallback and accessibility


def test_without_the_engine_html_is_shown_as_rich_text(make_desk, show, monkeypatch):
    monkeypatch.setattr(web_engine, "_ready", False)
    desk = make_desk(samples.newsletter())
    show(desk)
    assert desk.pane.body.html is None
    assert desk.pane.body.shown is Shown.HTML
    assert "Cómo leer la factura nueva" in desk.pane.body.text.toPlainText()
    assert desk.pane.mail.pictures.keys() == {"roof"}


def test_without_the_engine_a_deep_page_becomes_text(make_desk, show, monkeypatch):
    monkeypatch.setattr(web_engine, "_ready", False)
    deep = "<table><tr><td>" * 20 + "x" + "</td></tr></table>" * 20
    desk = make_desk(Letter(make_envelope("x"), "Solo texto", deep))
    show(desk)
    assert desk.pane.body.text.toPlainText().strip() == "Solo texto"
    assert "cannot be shown safely" in bar_texts(desk.pane)[0]


def test_an_engine_that_does_not_load_is_as_none(make_desk, show, monkeypatch):
    """It is installed, and a library of the system is missing: known only when the first page wants it."""
    monkeypatch.setattr(web_engine, "_ready", True)
    monkeypatch.setattr(web_engine, "_loaded", False)
    monkeypatch.setattr(web_engine, "_register_schemes", lambda: importlib.import_module("PySide6.QtNoSuchEngine"))
    desk = make_desk(samples.newsletter())
    show(desk)
    assert desk.pane.body.html is None
    assert desk.pane.body.shown is Shown.HTML
    assert "Cómo leer la factura nueva" in desk.pane.body.text.toPlainText()
    assert not web_engine.is_web_engine_ready()


def test_a_crashed_page_becomes_text(make_desk, show):
    desk = make_desk(samples.newsletter())
    show(desk)
    if desk.pane.body.html is None:
        pytest.skip("QtWebEngine is not installed here")
    desk.pane.body.html.crashed.emit()
    assert desk.pane.body.shown is Shown.TEXT
    assert "cannot be shown safely" in bar_texts(desk.pane)[0]


def test_no_page_paints_outside_its_body(make_desk, show, qtbot):
    """Overlays, negative margins and a copied head stay inside (I6): everything above and below keeps its pixels."""
    overlay = (
        '<div style="position:fixed;top:-400px;left:-400px;width:4000px;height:4000px;background:#c81e1e;z-index:99999">'
        '<p style="font-size:900px;margin:-500px">Verified</p></div>'
    )
    desk = make_desk(Letter(make_envelope("x"), "x", "<p>calm</p>"), Letter(make_envelope("x"), "x", overlay))
    pane = desk.pane

    def around() -> tuple[QImage, QImage]:
        """What stands above and below the body."""
        image = pane.grab().toImage()
        body = QRect(pane.body.mapTo(pane, QPoint()), pane.body.size())
        return image.copy(0, 0, image.width(), body.top()), image.copy(0, body.bottom() + 1, image.width(), 100)

    def is_shown(colour: str) -> bool:
        page = pane.body.html
        return page._cover.isHidden() and QColor(page.grab().toImage().pixel(300, 200)).name() == colour

    show(desk, 1)
    if pane.body.html is None:
        pytest.skip("QtWebEngine is not installed here")
    qtbot.waitUntil(lambda: is_shown("#ffffff") and pane.progress.isHidden(), timeout=15_000)
    grabs = [around()]
    qtbot.waitUntil(lambda: grabs.append(around()) or grabs[-2] == grabs[-1])  # the head has found its place
    calm = grabs[-1]
    show(desk, 2)
    qtbot.waitUntil(lambda: is_shown("#c81e1e") and pane.progress.isHidden(), timeout=15_000)
    qtbot.waitUntil(lambda: around() == calm)


def test_the_keyboard_stays_where_it_is_when_another_mail_is_shown(make_desk, show):
    desk = make_desk(samples.thread(), samples.thread())
    show(desk, 1)
    desk.pane.head.recipients.setFocus()
    desk.pane.show_message(2)
    assert desk.pane.head.recipients.hasFocus(), "while only the glance of the list is there"
    show(desk, 2)
    assert desk.pane.head.recipients.hasFocus()


def test_everything_that_can_be_pressed_has_a_name(make_desk, show):
    desk = make_desk(samples.many_files())
    show(desk)
    desk.pane.open_find()
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit)
        for widget in desk.pane.findChildren(kind)
        if widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and widget.objectName() != "_q_qlineeditclearbutton"
        and not widget.objectName().startswith("qt_")
        and type(widget).__name__ != "QLineEditIconButton"
    ]
    assert nameless == []


def test_me_is_the_account_the_mail_came_to(make_desk, show):
    desk = make_desk(
        Letter(make_envelope("x", to=(ANA,)), "x"), Letter(make_envelope("x", to=(Address("", "b@b.example"),)), "x")
    )
    show(desk, 1)
    assert desk.pane.head.recipients.text() == "to me"
    show(desk, 2)
    assert desk.pane.head.recipients.text() == "to b@b.example"


# what was searched for


def marked_in(pane) -> list[str]:
    return [mark.cursor.selectedText() for mark in pane.body.text.extraSelections()]


def test_what_was_searched_for_is_marked_in_the_text(make_desk, show, qtbot):
    desk = make_desk(samples.thread(), samples.thread())
    desk.pane.seek("NÁV from:nobody -mail")
    show(desk)
    assert marked_in(desk.pane) == ["nav"]
    desk.pane.seek("nave hola")
    qtbot.waitUntil(lambda: "nave" in marked_in(desk.pane))
    assert "nav" not in marked_in(desk.pane)
    desk.pane.seek("")
    assert "nave" in marked_in(desk.pane), "who reads on keeps them"
    show(desk, 2)
    assert marked_in(desk.pane) == []


def test_a_search_by_fields_marks_nothing(make_desk, show):
    desk = make_desk(samples.thread())
    desk.pane.seek("is:unread from:nave")
    show(desk)
    assert marked_in(desk.pane) == []


def test_find_goes_on_with_what_was_searched_for(make_desk, show, qtbot):
    desk = make_desk(samples.thread())
    desk.pane.seek("nav")
    show(desk)
    text = desk.pane.body.text
    QTest.keySequence(text, QKeySequence("Ctrl+G"))
    assert desk.pane.find_bar.field.text() == "nav"
    qtbot.waitUntil(lambda: desk.pane.find_bar.count.text() == "1 of 1")
    QTest.keySequence(text, QKeySequence("Ctrl+Shift+G"))
    assert text.textCursor().selectedText() == "nav"
    desk.pane.find_bar.close_bar()
    assert marked_in(desk.pane) == ["nav"], "the marks of the search are there again"


def test_what_was_searched_for_is_marked_in_formatted_mail_on_the_worker(make_desk):
    desk = make_desk(samples.newsletter())
    plain = load_mail(desk.session, 1, [], with_pictures=False)
    word = re.search(r">[^<>]*?([^\W\d_]{5,})", plain.html)[1]
    marked = load_mail(desk.session, 1, [], with_pictures=False, search=f"{word.upper()} is:unread")
    assert f'<span class="bandeja-sought">{word}</span>' in marked.html
    assert marked.looks != plain.looks
    assert load_mail(desk.session, 1, [], with_pictures=False, search="is:unread from:ana").looks == plain.looks


def test_in_a_low_window_the_bar_is_one_line_and_the_head_is_whole(make_desk, show, qtbot):
    desk = make_desk(samples.newsletter())
    show(desk)
    pane, head = desk.pane, desk.pane.head
    bar = pane.bars.remote
    whole = bar.text
    bar.tell("info", whole, ("Show pictures", bool), ("Always show…", bool), closable=True)
    pane.setMinimumSize(444, 160)
    pane.resize(520, 640)
    qtbot.waitUntil(lambda: bar.height() == bar.heightForWidth(bar.width()) > 60)
    usual = bar.height()
    pane.resize(520, 188)
    qtbot.waitUntil(lambda: pane.height() == 188 and bar.height() < 34)
    assert bar.text == whole
    assert bar._words.toolTip(), "what had to be left out"
    assert all(button.isVisible() and button.y() + button.height() <= bar.height() for button in bar.buttons)
    assert head.subject.geometry().bottom() < head.sender_line.mapTo(head, QPoint()).y()
    assert pane.buttons.height() >= pane.buttons.sizeHint().height()
    pane.resize(500, 630)
    pane.resize(520, 640)
    qtbot.waitUntil(lambda: bar.height() == bar.heightForWidth(bar.width()) == usual)
    assert not bar._words.toolTip()
