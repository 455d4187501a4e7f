"""The window in which a mail is written.

Invariant: what is written is stored at most two seconds after the last key and before the window closes; a window that
cannot store it stays open and says why. Sending is checked in bars, never in dialogs. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.commands import DiscardDraft, DraftContent, Receipt, SaveDraft, Send
from desktop.core.mail.rich_text import RichText
from desktop.core.mail.visible_text import visible_text
from desktop.ui import icons, words
from desktop.ui.bar import Bar
from desktop.ui.composer import templates
from desktop.ui.composer.attachment_list import AttachmentList
from desktop.ui.composer.body_editor import BodyEditor
from desktop.ui.composer.checks import Problem, find_problems
from desktop.ui.composer.draft_saver import DraftSaver
from desktop.ui.composer.fields import Fields
from desktop.ui.composer.format_controls import FormatControls
from desktop.ui.composer.format_row import FormatRow
from desktop.ui.composer.inline_pictures import Pictures
from desktop.ui.composer.long_text import offer_as_file
from desktop.ui.composer.reminder_button import ReminderButton
from desktop.ui.composer.signing import is_same_mail, pictures_of_signatures, signature_for
from desktop.ui.composer.text_editor import local_files
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.later.choice import choose_moment, sending
from desktop.ui.parts import Now
from desktop.ui.preferences import Preferences
from desktop.ui.sentences import error_sentence
from desktop.ui.tab_order import put_in_order
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

SAVE_MS = 1_500
UNDO_SECONDS = 10


class ComposerWindow(QWidget):
    sent = Signal(object)
    """Receipt"""

    def __init__(
        self,
        dispatch: Dispatch,
        content: DraftContent,
        now: Now,
        draft_key: int | None = None,
        undo_seconds: int = UNDO_SECONDS,
        preferences: Preferences | None = None,
    ) -> None:
        """`preferences` remember whether mail is always written as plain text."""
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "surface")
        self.setAcceptDrops(True)
        self.resize(760, 620)
        self._dispatch, self._now, self._undo_seconds = dispatch, now, undo_seconds
        self._done, self._at = False, 0
        self._passed: set[Problem] = set()
        self.choose_files: Callable[[], list[str]] = self._ask_files
        session = dispatch.session
        accounts = session.accounts()
        self.fields = Fields(accounts, self._suggest)
        self.body = BodyEditor(self._clean)
        self.attachments = AttachmentList(dispatch, session.plan().attachments_bytes)
        self.bar = Bar()
        self.formats = FormatRow()
        self.state = PlainLabel()
        self.state.setProperty("kind", "small")
        self._timer = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._timer.timeout.connect(self.save)
        self._lay_out()
        self.fields.show_content(content)
        self.remind_button.show_wait(content.remind_after)
        self.attachments.set_attachments(content.attachments)
        signing = pictures_of_signatures(accounts)
        self._pictures = Pictures(dispatch, self.body, self.attachments, content, signing)
        self.body.set_text(content.text, content.signature, content.formatted, content.quoted_html)
        self._controls = FormatControls(self, self.body, self.formats, preferences)
        self.templates = templates.Templates(dispatch, self.body, self.fields, self.bar)
        self._start, self._standing = content, content.signature
        if draft_key is None:  # a draft has what it had
            self._sign()
            self.body.settle()
        self._start = self.content
        self._saver = DraftSaver(dispatch, draft_key, self._start, self)
        self._connect()
        self.bar.told.connect(lambda: put_in_order(self, self.bar.buttons))
        self._name()
        self._focus_first()

    @property
    def content(self) -> DraftContent:
        """What the window holds now."""
        return replace(
            self._start,
            account_key=self.fields.account_key,
            to=self.fields.to.text(),
            cc=self.fields.cc.text(),
            bcc=self.fields.bcc.text(),
            subject=self.fields.subject.text(),
            text=self.body.text,
            attachments=self._pictures.attachments(),
            signature=self._standing,
            remind_after=self.remind_button.wait,
            formatted=self.body.formatted,
            quoted_html=self.body.quoted_html,
        )

    @property
    def draft_key(self) -> int | None:
        return self._saver.draft_key

    def _sign(self) -> None:
        """Another account has another signature."""
        signature = signature_for(self.content, self._dispatch.session.accounts())
        self._pictures.add(() if self.body.plain else signature.pictures)
        self._standing = self.body.change_signature(signature.text, signature.blocks)

    # keeping

    def save(self) -> None:
        """Store the draft now, unless nothing has changed."""
        self._timer.stop()
        if not self._done and not self._is_untouched:
            self._saver.save(self.content)

    @property
    def _is_untouched(self) -> bool:
        """Nothing was written, whichever account it would have been written from, and nothing is stored of it."""
        unsaved = self.draft_key is None and self._saver.is_kept(self._start)
        return unsaved and is_same_mail(self.content, self._start)

    def _on_edited(self) -> None:
        if self._done:
            return
        self._passed.clear()
        if self.bar.isVisible() and self.bar.property("kind") != "notice-danger":
            self.bar.hide()
        self.state.setText("")
        self._timer.start()
        self._name()

    def _on_saved(self) -> None:
        self.state.setText(self.tr("Draft saved {time}").format(time=words.clock_time(self._now())))

    def _on_save_failed(self, error: Exception) -> None:
        self.state.setText(self.tr("Draft not saved"))
        self.bar.tell("danger", error_sentence(error), (self.tr("Try again"), self.save))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store what is not stored yet; what cannot be stored keeps the window open."""
        if not self._done and self._pictures.delay(self.close):
            event.ignore()
            return
        self._timer.stop()
        is_kept = self._done or self._is_untouched or self._saver.is_kept(self.content)
        error = None if is_kept else self._saver.flush(self.content)
        if error is None:
            self._done = True
            super().closeEvent(event)
            return
        event.ignore()
        self.bar.tell("danger", error_sentence(error), (self.tr("Close without saving"), self._close_without_saving))

    def _close_without_saving(self) -> None:
        self._done = True
        self.close()

    def discard(self) -> None:
        """Throw the mail away; it is stored first, so that it can be taken back."""
        content = self.content
        empty = self._is_untouched and content.copy_at is None  # what lies in Drafts goes with it
        self._done = True
        self._timer.stop()
        if empty:
            self.close()
        else:
            self._saver.when_quiet(lambda: self._discard(content))

    def _discard(self, content: DraftContent) -> None:
        def failed(error: Exception) -> None:
            self._done = False
            self._on_save_failed(error)

        def kept(receipt: Receipt) -> None:
            key = receipt.key if receipt.key is not None else self.draft_key
            assert key is not None
            self._dispatch.submit(DiscardDraft(key), then=lambda _receipt: self.close(), failed=failed)

        self._dispatch.submit(SaveDraft(self.draft_key, content), then=kept, failed=failed, quietly=True)

    # sending

    def send(self, at: int = 0) -> None:
        """Check, then put into the outbox, to go at once or at that moment (epoch seconds); the window closes once it is stored
        there."""
        if self._done or self._pictures.delay(lambda: self.send(at)):
            return
        self._at = at
        problem = next((one for one in find_problems(self.content) if one not in self._passed), None)
        if problem is not None:
            self._tell(problem)
            return
        self._done = True
        self._timer.stop()
        self._enable(False)
        self.state.setText(self.tr("Sending…"))
        content = self.content
        self._saver.when_quiet(lambda: self._send(content))

    def send_later(self) -> None:
        if not self._done:
            choose_moment(self, sending(), self._now(), self.send)

    def _send(self, content: DraftContent) -> None:
        command = Send(self.draft_key, content, self._undo_seconds, self._at)
        self._dispatch.submit(command, then=self._on_sent, failed=self._on_send_failed)

    def _on_sent(self, receipt: Receipt) -> None:
        self.sent.emit(receipt)
        self.close()

    def _on_send_failed(self, error: Exception) -> None:
        self._done = False
        self._enable(True)
        self.state.setText("")
        self.bar.tell("danger", error_sentence(error))
        self.save()

    def _tell(self, problem: Problem) -> None:
        """Say in place what is missing, and how to send all the same where that makes sense."""
        anyway = (self.tr("Send anyway"), lambda: self._pass(problem))
        if problem is Problem.NO_RECIPIENT:
            self.bar.tell("warning", self.tr("There is nobody to send this mail to yet. Write at least one address."))
            self.fields.to.setFocus()
        elif problem is Problem.INVALID_ADDRESS:
            wrong = self.fields.mark_invalid()
            sentence = self.tr("“{text}” is not a complete address. Correct or remove it.")
            self.bar.tell("warning", sentence.format(text=visible_text(wrong)[:80]))
        elif problem is Problem.NO_SUBJECT:
            self.bar.tell("warning", self.tr("This mail has no subject."), anyway)
            self.fields.subject.setFocus()
        else:
            attach = (self.tr("Attach a file…"), self.attach)
            self.bar.tell(
                "warning", self.tr("The text speaks of an attachment, but nothing is attached."), attach, anyway
            )

    def _pass(self, problem: Problem) -> None:
        self._passed.add(problem)
        self.bar.hide()
        self.send(self._at)

    # attachments

    def attach(self) -> None:
        self.attachments.add_paths([Path(one) for one in self.choose_files()])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.attachments.add_paths(local_files(event.mimeData()))
        event.acceptProposedAction()

    def _suggest(self, prefix: str, limit: int) -> list[str]:
        return self._dispatch.session.known_addresses(prefix, limit) if self._dispatch.is_ready else []

    def _ask_files(self) -> list[str]:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return QFileDialog.getOpenFileNames(self, self.tr("Attach files"), folder)[0]

    # putting together

    def _lay_out(self) -> None:
        self.send_button = QPushButton(self.tr("Send"))
        self.send_button.setProperty("kind", "primary")
        self.send_button.setToolTip(self.tr("Send (Ctrl+Enter)"))
        icons.set_icon(self.send_button, "send", Role.ON_ACCENT)
        self.later_button = _tool("later", self.tr("Send later…"), "Ctrl+Shift+Enter")
        self.remind_button = ReminderButton(self._now)
        self.attach_button = _tool("attachment", self.tr("Attach a file…"), "Ctrl+Shift+A")
        self.template_button = _tool("template", self.tr("Templates…"), templates.KEY)
        self.discard_button = _tool("trash", self.tr("Discard this mail"), "")
        feet = QHBoxLayout()
        feet.setContentsMargins(Space.L, Space.S, Space.M, Space.M)
        feet.setSpacing(Space.S)
        feet.addWidget(self.send_button)
        feet.addWidget(self.later_button)
        feet.addWidget(self.remind_button)
        feet.addWidget(self.attach_button)
        feet.addWidget(self.template_button)
        feet.addStretch(1)
        feet.addWidget(self.state)
        feet.addWidget(self.discard_button)
        bars = QVBoxLayout()
        bars.setContentsMargins(Space.L, 0, Space.L, Space.XS)
        bars.addWidget(self.bar)
        line = QFrame()
        line.setProperty("kind", "line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.S, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.fields)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.attachments)
        layout.addLayout(bars)
        layout.addWidget(line)
        layout.addWidget(self.formats)
        layout.addLayout(feet)

    def _clean(self, html: str, then: Callable[[RichText], None]) -> None:
        self._dispatch.read("", lambda: self._dispatch.session.rich_text(html), then)

    def _connect(self) -> None:
        for part in (self.fields, self.body, self.attachments):
            part.changed.connect(self._on_edited)
        self.fields.account_chosen.connect(self._sign)
        self.body.files_given.connect(self.attachments.add_paths)
        self.body.image_given.connect(self._pictures.take)
        self.body.text_refused.connect(lambda text: offer_as_file(text, self.bar, self.attachments))
        self.attachments.refused.connect(lambda sentence: self.bar.tell("warning", sentence, closable=True))
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._on_save_failed)
        self.send_button.clicked.connect(lambda: self.send())
        self.later_button.clicked.connect(self.send_later)
        self.remind_button.changed.connect(self._on_edited)
        self.attach_button.clicked.connect(self.attach)
        self.template_button.clicked.connect(self.templates.choose)
        self.discard_button.clicked.connect(self.discard)
        for keys, action in (
            ("Ctrl+Return", self.send),
            ("Ctrl+Enter", self.send),
            ("Ctrl+Shift+Return", self.send_later),
            ("Ctrl+Shift+Enter", self.send_later),
            ("Ctrl+Shift+R", self.remind_button.choose),
            ("Ctrl+S", self.save),
            ("Ctrl+Shift+A", self.attach),
            (templates.KEY, self.templates.choose),
            ("Esc", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _enable(self, on: bool) -> None:
        for part in (
            self.fields,
            self.body,
            self.attachments,
            self.send_button,
            self.later_button,
            self.remind_button,
            self.discard_button,
            self.formats,
        ):
            part.setEnabled(on)

    def _name(self) -> None:
        subject = visible_text(self.fields.subject.text())[:120]
        self.setWindowTitle(subject or self.tr("New mail"))

    def _focus_first(self) -> None:
        """Where writing goes on: the recipient, then the subject of a forward, else the text."""
        if not self.fields.to.text().strip():
            self.fields.to.setFocus()
        elif not self.fields.subject.text().strip():
            self.fields.subject.setFocus()
        else:
            self.body.editor.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow() and self._timer.isActive():
            self.save()  # whoever turns to another window expects what was written to be safe
        super().changeEvent(event)


def _tool(icon: str, name: str, key: str) -> QToolButton:
    button = QToolButton()
    icons.set_icon(button, icon)
    button.setToolTip(plain_tip(f"{name} ({key})" if key else name))
    button.setAccessibleName(name)
    return button
