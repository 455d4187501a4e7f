"""Writing a mail as its writer meets it: nothing written is lost, nothing is sent by accident."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit

from desktop.core.api.commands import DiscardDraft, DraftAttachment, DraftContent, Receipt, SaveDraft, Send
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.ui import words
from desktop.ui.command_palette import CommandPalette
from desktop.ui.composer import window as window_module
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.later.moments import offered
from desktop.ui.waiting.sentences import outbox_reason
from tests.fakes.mails import NOW
from tests.fakes.session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
REPLY = DraftContent(
    1, to="Lucía Ferrer <lucia.ferrer@obrasferrer.example>", subject="Re: Mesa", answers_location=1000,
    in_reply_to=("x@y",), text="\n\nLucía escribió:\n\n" + "".join(f"> línea {n}\n" for n in range(20)),
)  # fmt: skip
READY = DraftContent(1, to="tom@whitfield-partners.example", subject="Hola", text="Hola Tom")


@pytest.fixture
def open_window(show_composer: Callable[..., ComposerWindow]) -> Callable[..., ComposerWindow]:
    def run(content: DraftContent = READY, draft_key: int | None = None) -> ComposerWindow:
        return show_composer(content, draft_key)

    return run


def press(window: ComposerWindow, label: str) -> None:
    next(button for button in window.bar.buttons if button.text().startswith(label)).click()


def saves(session: FakeSession) -> list[SaveDraft]:
    return [command for command in session.submitted if isinstance(command, SaveDraft)]


def sends(session: FakeSession) -> list[Send]:
    return [command for command in session.submitted if isinstance(command, Send)]


# where writing begins


def test_a_new_mail_begins_at_the_recipient(open_window):
    window = open_window(DraftContent(1))
    assert window.focusWidget() is window.fields.to
    assert window.windowTitle() == "New mail"
    assert not window.fields.cc.isVisible()


def test_an_answer_begins_above_its_folded_quote(open_window):
    window = open_window(REPLY)
    assert window.focusWidget() is window.body.editor
    assert window.body.editor.textCursor().position() == 0
    assert "línea 3" not in window.body.editor.toPlainText()
    assert window.body.unfold.isVisible()
    window.body.editor.insertPlainText("Gracias.")
    assert window.content.text == "Gracias." + REPLY.text
    window.body.unfold.click()
    assert window.content.text == "Gracias." + REPLY.text
    assert "línea 3" in window.body.editor.toPlainText()
    assert not window.body.unfold.isVisible()
    assert window.body.editor.textCursor().position() == len("Gracias.")


def test_a_forward_begins_at_the_recipient(open_window):
    window = open_window(DraftContent(1, subject="Fwd: Mesa", text="\n\n---\nFrom: x\n", forwards_location=3))
    assert window.focusWidget() is window.fields.to


def test_what_the_window_does_not_show_is_kept(open_window):
    content = open_window(REPLY).content
    assert (content.answers_location, content.in_reply_to) == (1000, ("x@y",))
    assert content == REPLY


def test_the_account_can_be_chosen(open_window, session):
    window = open_window()
    combo = window.findChild(QComboBox)
    assert [combo.itemText(row) for row in range(2)][1] == "Soporte <soporte@talleresmarin.example>"
    combo.setCurrentIndex(1)
    assert window.content.account_key == 2


def test_one_account_needs_no_choice(open_window, session):
    del session.account_rows[1]
    assert not open_window().findChild(QComboBox).isVisible()


# recipients


def test_addresses_are_completed_where_the_cursor_stands(open_window, qtbot):
    window = open_window(DraftContent(1, to="tom@whitfield-partners.example, "))
    field = window.fields.to
    field.setFocus()
    field.end(False)
    qtbot.keyClicks(field, "luc")
    assert field.suggestions == ["Lucía Ferrer <lucia.ferrer@obrasferrer.example>"]
    field.accept(field.suggestions[0])
    assert field.text() == "tom@whitfield-partners.example, Lucía Ferrer <lucia.ferrer@obrasferrer.example>, "
    qtbot.keyClicks(field, "tom")
    assert field.suggestions == [], "who is there already is not offered again"


def test_a_wrong_address_is_marked_when_the_field_is_left(open_window, qtbot):
    window = open_window(DraftContent(1))
    qtbot.keyClicks(window.fields.to, "tom@")
    assert not window.fields.to.property("invalid")
    window.fields.to.check()
    assert window.fields.to.property("invalid")
    hint = window.fields._hints[window.fields.to]
    assert hint.text() == "“tom@” is not a complete address."
    qtbot.keyClicks(window.fields.to, "whitfield-partners.example")
    assert not window.fields.to.property("invalid")
    assert not hint.isVisible()


def test_tab_goes_from_the_recipient_to_the_subject_and_to_the_text(open_window):
    window = open_window()
    window.fields.to.setFocus()
    for following in (window.fields.subject, window.body.editor):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is following
    window.fields.to.setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert window.focusWidget() is window.fields.bcc_button, "reached all the same"


def test_how_many_are_written_to_is_said_where_one_does_not_see_them_all(open_window):
    def counts(window: ComposerWindow) -> list[str]:
        return [
            label.text()
            for label in window.fields.findChildren(QLabel)
            if label.isVisible() and "recipients" in label.text()
        ]

    many = ", ".join(f"vecino{number}@finca.example" for number in range(62))
    window = open_window(DraftContent(1, to="ana@example.org", cc=many, subject="Acta"))
    assert counts(window) == ["62 recipients"]
    window.fields.cc.setText("vecino1@finca.example, ")
    assert counts(window) == []
    window.fields.to.setText(many)
    assert counts(window) == ["62 recipients"]


def test_cc_and_bcc_open_when_wanted(open_window):
    window = open_window()
    window.fields.bcc_button.click()
    assert window.fields.bcc.isVisible()
    assert not window.fields.cc.isVisible()
    assert open_window(DraftContent(1, bcc="x@y.example")).fields.bcc.isVisible(), "nobody is written to unseen"


# keeping


def test_the_draft_is_saved_soon_after_typing(open_window, session, qtbot):
    assert window_module.SAVE_MS <= 2_000
    window = open_window()
    qtbot.keyClicks(window.body.editor, "x")
    assert saves(session) == []
    qtbot.waitUntil(lambda: window.state.text().startswith("Draft saved"), timeout=4_000)
    assert [command.content for command in saves(session)] == [window.content]
    assert window.draft_key in session.draft_contents


def test_later_saves_use_the_same_draft(open_window, session, qtbot):
    window = open_window()
    for text in ("uno", "dos", "tres"):
        window.body.editor.setPlainText(text)
        window.save()
    qtbot.waitUntil(lambda: session.draft_contents and next(iter(session.draft_contents.values())).text == "tres")
    assert len(session.draft_contents) == 1


def test_saving_nothing_new_asks_for_nothing(open_window, session):
    window = open_window()
    window.save()
    window.save()
    assert saves(session) == []


def test_closing_saves(open_window, session):
    window = open_window()
    window.body.editor.setPlainText("Casi listo")
    assert window.close()
    (content,) = session.draft_contents.values()
    assert content.text == "Casi listo"


def test_closing_while_a_save_is_under_way_keeps_the_newest(open_window, session):
    window = open_window()
    window.body.editor.setPlainText("uno")
    window.save()
    window.body.editor.setPlainText("dos")
    assert window.close()
    (content,) = session.draft_contents.values()
    assert content.text == "dos"


def test_an_untouched_window_leaves_no_draft(open_window, session):
    assert open_window(DraftContent(1)).close()
    assert session.submitted == []


def test_what_cannot_be_saved_keeps_the_window_open(open_window, session, monkeypatch):
    def refuse(command: object) -> Future[Receipt]:
        future: Future[Receipt] = Future()
        future.set_exception(BandejaError(Code.DISK_FULL, path="/data"))
        return future

    window = open_window()
    window.body.editor.setPlainText("Precioso")
    monkeypatch.setattr(session, "submit", refuse)
    assert not window.close()
    assert window.isVisible()
    assert "no space left" in window.bar.text
    assert window.content.text == "Precioso"
    press(window, "Close without saving")
    assert not shiboken6.isValid(window) or not window.isVisible()


def test_a_failed_save_is_told_and_tried_again(open_window, session, qtbot, monkeypatch):
    window = open_window()
    submit = session.submit

    def refuse(command: object) -> Future[Receipt]:
        future: Future[Receipt] = Future()
        future.set_exception(BandejaError(Code.DISK_FULL, path="/data"))
        return future

    monkeypatch.setattr(session, "submit", refuse)
    window.body.editor.setPlainText("x")
    window.save()
    qtbot.waitUntil(lambda: "no space left" in window.bar.text)
    monkeypatch.setattr(session, "submit", submit)
    press(window, "Try again")
    qtbot.waitUntil(lambda: len(session.draft_contents) == 1)


def test_discarding_can_be_taken_back(open_window, session, dispatch, qtbot):
    receipts = []
    dispatch.stored.connect(lambda receipt, command: receipts.append((receipt, command)))
    window = open_window()
    window.body.editor.setPlainText("Mejor no")
    window.discard_button.click()
    qtbot.waitUntil(lambda: not shiboken6.isValid(window) or not window.isVisible())
    (receipt, command) = receipts[-1]
    assert isinstance(command, DiscardDraft)
    assert receipt.undo_key is not None
    assert session.draft_contents == {}
    dispatch.undo(receipt.undo_key)
    qtbot.waitUntil(lambda: len(session.draft_contents) == 1)
    assert next(iter(session.draft_contents.values())).text == "Mejor no"


def test_discarding_nothing_asks_for_nothing(open_window, session):
    window = open_window(DraftContent(1))
    window.discard_button.click()
    assert session.submitted == []
    assert not window.isVisible()


# sending


def test_ctrl_enter_sends_what_is_written(open_window, session, qtbot):
    window = open_window()
    content = window.content
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.body.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(session.outbox_rows) == 1)
    assert sends(session) == [Send(None, content, 10)]
    qtbot.waitUntil(lambda: not shiboken6.isValid(window) or not window.isVisible())


def test_a_saved_draft_is_sent_under_its_key(open_window, session, qtbot):
    window = open_window()
    window.body.editor.setPlainText("Hola Tom, sí")
    window.save()
    window.send()
    qtbot.waitUntil(lambda: bool(sends(session)))
    (key,) = (command.draft_key for command in sends(session))
    assert key is not None
    qtbot.waitUntil(lambda: session.draft_contents == {})


def test_a_mail_is_sent_later(open_window, session, qtbot):
    window = open_window(replace(READY, subject=""))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.body.editor, Qt.Key.Key_Return, both)
    palette = next(one for one in QApplication.topLevelWidgets() if isinstance(one, CommandPalette) and one.isVisible())
    at = offered(NOW)[0].at
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    assert not sends(session), "it has no subject yet"
    press(window, "Send anyway")
    qtbot.waitUntil(lambda: bool(sends(session)))
    assert [one.at for one in sends(session)] == [at]
    qtbot.waitUntil(lambda: not shiboken6.isValid(window))
    (row,) = (one for one in session.outbox_rows.values() if one.send_at)
    assert outbox_reason(row, NOW).startswith(f"Goes {words.coming(at, NOW)}, as you chose")


def test_a_mail_is_sent_at_once_after_a_moment_was_chosen_and_refused(open_window, session, qtbot):
    window = open_window(replace(READY, to=""))
    window.send(NOW + 7200)
    window.fields.to.setText("tom@whitfield-partners.example")
    window.send_button.click()
    qtbot.waitUntil(lambda: bool(sends(session)))
    assert [one.at for one in sends(session)] == [0]


def test_sending_twice_sends_once(open_window, session, qtbot):
    window = open_window()
    window.send()
    window.send()
    qtbot.waitUntil(lambda: len(session.outbox_rows) == 1)
    assert len(sends(session)) == 1


def test_a_refused_send_keeps_everything(open_window, session, qtbot, monkeypatch):
    submit = session.submit

    def refuse(command: object) -> Future[Receipt]:
        if not isinstance(command, Send):
            return submit(command)
        future: Future[Receipt] = Future()
        future.set_exception(
            PlanError(Code.PLAN_REFUSED, plan="Basic", limit="5 000", rule="monthly_send", remedy="Wait.")
        )
        return future

    monkeypatch.setattr(session, "submit", refuse)
    window = open_window()
    window.body.editor.setPlainText("Importante")
    window.send()
    qtbot.waitUntil(lambda: "Basic plan" in window.bar.text)
    assert window.isVisible()
    assert window.send_button.isEnabled()
    assert window.content.text == "Importante"
    qtbot.waitUntil(lambda: len(session.draft_contents) == 1)


def test_nobody_to_send_to(open_window, session):
    window = open_window(DraftContent(1, subject="x", text="x"))
    window.send()
    assert "nobody" in window.bar.text
    assert window.focusWidget() is window.fields.to
    assert sends(session) == []


def test_a_wrong_address_cannot_be_sent_to(open_window, session):
    window = open_window(DraftContent(1, to="tom@", subject="x", text="x"))
    window.send()
    assert "“tom@”" in window.bar.text
    assert window.bar.buttons == []
    assert window.fields.to.property("invalid")
    assert sends(session) == []


def test_an_empty_subject_is_asked_about_once(open_window, session, qtbot):
    window = open_window(DraftContent(1, to="a@b.example", text="x"))
    window.send()
    assert window.bar.text == "This mail has no subject."
    press(window, "Send anyway")
    qtbot.waitUntil(lambda: len(sends(session)) == 1)


def test_a_forgotten_attachment_is_asked_about(open_window, session, qtbot, tmp_path: Path):
    window = open_window(DraftContent(1, to="a@b.example", subject="Plano", text="Te adjunto el plano."))
    window.send()
    assert "speaks of an attachment" in window.bar.text
    (tmp_path / "plano.pdf").write_bytes(b"%PDF")
    window.choose_files = lambda: [str(tmp_path / "plano.pdf")]
    press(window, "Attach a file")
    qtbot.waitUntil(lambda: len(window.content.attachments) == 1)
    assert not window.bar.isVisible()
    window.send()
    qtbot.waitUntil(lambda: len(sends(session)) == 1)


def test_what_was_passed_over_is_asked_again_after_a_change(open_window, session):
    window = open_window(DraftContent(1, to="a@b.example", text="x"))
    window._passed.update(window_module.Problem)
    window.body.editor.setPlainText("y")
    window.send()
    assert sends(session) == []


# attachments


def test_the_limit_is_told_in_words_before_it_bites(open_window, session, qtbot, tmp_path: Path):
    assert session.plan().attachments_bytes == 14_994_636
    (tmp_path / "plano.pdf").write_bytes(b"x" * 10_000_000)
    (tmp_path / "video.mp4").write_bytes(b"x" * 5_000_000)
    window = open_window()
    window.attachments.add_paths([tmp_path / "plano.pdf"])
    qtbot.waitUntil(lambda: window.attachments.isVisible())
    assert window.attachments.total_text.endswith("9.5\u00a0MB of 14.3\u00a0MB")
    window.attachments.add_paths([tmp_path / "video.mp4"])
    qtbot.waitUntil(lambda: window.bar.isVisible())
    assert "video.mp4 (4.8\u00a0MB) does not fit" in window.bar.text
    assert "14.3\u00a0MB together, and 4.8\u00a0MB are left" in window.bar.text
    assert [one.filename for one in window.content.attachments] == ["plano.pdf"]


def test_one_file_above_the_limit_is_not_compared_with_others(open_window, qtbot, tmp_path: Path):
    (tmp_path / "video.mp4").write_bytes(b"x" * 15_000_000)
    window = open_window()
    window.attachments.add_paths([tmp_path / "video.mp4"])
    qtbot.waitUntil(lambda: window.bar.isVisible())
    assert window.bar.text.startswith(
        "video.mp4 (14.3\u00a0MB) does not fit: the attachments of one mail may have 14.3\u00a0MB."
    )


def test_the_limit_is_exact(open_window, session, qtbot, tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * 14_994_636)
    (tmp_path / "b").write_bytes(b"x")
    window = open_window()
    window.attachments.add_paths([tmp_path / "a"])
    qtbot.waitUntil(lambda: len(window.content.attachments) == 1)
    assert window.attachments.room == 0
    window.attachments.add_paths([tmp_path / "b"])
    qtbot.waitUntil(lambda: window.bar.isVisible())
    assert len(window.content.attachments) == 1


def test_two_reads_at_once_cannot_pass_the_limit(open_window, qtbot, tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"x" * 10_000_000)
    window = open_window()
    window.attachments.add_paths([tmp_path / "a"])
    window.attachments.add_paths([tmp_path / "b"])
    qtbot.waitUntil(lambda: window.bar.isVisible())
    assert len(window.content.attachments) == 1


def test_an_attachment_is_taken_away(open_window):
    file = DraftAttachment("a.txt", "text/plain", b"abc")
    window = open_window(DraftContent(1, attachments=(file,)))
    remove = next(b for b in window.attachments.findChildren(QAbstractButton) if b.accessibleName() == "Remove a.txt")
    remove.click()
    assert window.content.attachments == ()
    assert not window.attachments.isVisible()


def test_pasted_files_become_attachments_and_a_picture_in_a_plain_mail_too(open_window, qtbot, tmp_path: Path):
    window = open_window()
    window.body.set_plain(True)
    picture = QMimeData()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    picture.setImageData(image)
    window.body.editor.insertFromMimeData(picture)
    qtbot.waitUntil(lambda: len(window.content.attachments) == 1)
    (tmp_path / "x.txt").write_text("x")
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "x.txt")), QUrl("https://a.example/y.txt")])
    window.body.editor.insertFromMimeData(files)
    qtbot.waitUntil(lambda: len(window.content.attachments) == 2)
    assert [one.filename for one in window.content.attachments] == ["picture-1.png", "x.txt"]
    assert window.content.attachments[0].content.startswith(b"\x89PNG")
    assert window.body.text == READY.text


def test_pasted_html_becomes_text(open_window):
    window = open_window(DraftContent(1))
    data = QMimeData()
    data.setHtml("<b>Hola</b>")
    data.setText("Hola")
    window.body.editor.insertFromMimeData(data)
    assert window.body.text == "Hola"


def test_everything_that_can_be_pressed_has_a_name(open_window):
    window = open_window(REPLY)
    nameless = [
        widget
        for kind in (QAbstractButton, QLineEdit)
        for widget in window.findChildren(kind)
        if widget.isVisible() and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []
