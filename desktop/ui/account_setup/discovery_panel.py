"""What the search for the servers is doing and has found: one sentence, its trace line by line, what password is wanted.

Shows values only; it is told by the dialog. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.discovery import Outcome, PasswordAdvice, PasswordKind, Proposal, Source, TraceStep
from desktop.ui import icons
from desktop.ui.account_setup.trace_words import source_name, step_sentence
from desktop.ui.bar import Bar
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.theme import Role, Space


class DiscoveryPanel(QWidget):
    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self._picture = QLabel()
        self._picture.setFixedSize(icons.SIZE, icons.SIZE)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.progress = ProgressLine()
        self.trace_button = QPushButton(self.tr("How they were found"))
        self.edit_button = QPushButton(self.tr("Change servers"))
        for button in (self.trace_button, self.edit_button):
            button.setProperty("kind", "link")
        self.trace_button.setCheckable(True)
        self.trace = QPlainTextEdit()
        self.trace.setReadOnly(True)
        self.trace.setAccessibleName(self.tr("Who was asked for the servers"))
        self.trace.setFixedHeight(132)
        self.trace.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.trace.setTabChangesFocus(True)
        self.trace.hide()
        self.advice = Bar()
        self.trace_button.toggled.connect(self.trace.setVisible)
        self.edit_button.clicked.connect(self.edit_wanted)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.sentence, 1)
        links = QHBoxLayout()
        links.setContentsMargins(Space.XL, 0, 0, 0)
        links.addWidget(self.trace_button)
        links.addWidget(self.edit_button)
        links.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(row)
        layout.addWidget(self.progress)
        layout.addLayout(links)
        layout.addWidget(self.trace)
        layout.addWidget(self.advice)
        self.clear()

    def clear(self) -> None:
        self.progress.stop()
        self.trace.clear()
        self.advice.hide()
        self._say("", "")
        for widget in (self.trace_button, self.edit_button):
            widget.hide()

    def show_looking(self, domain: str) -> None:
        self.clear()
        self._say("search", self.tr("Looking for the servers of {domain}…").format(domain=domain))
        self.progress.start()
        self.trace_button.show()

    def add_step(self, step: TraceStep) -> None:
        mark = "✓" if step.outcome is Outcome.FOUND else "–"
        self.trace.appendPlainText(f"{mark} {step_sentence(step)}")

    def show_proposal(self, proposal: Proposal) -> None:
        """What was found, from whom, and which password it takes."""
        self.progress.stop()
        settings = proposal.settings
        for button in (self.trace_button, self.edit_button):
            button.show()
        if proposal.source is Source.MANUAL:
            self._say("info", self.tr("Nobody knows the servers of this address. Please type them; these are guesses."))
        else:
            told = self.tr("Found {imap} and {smtp} for {provider}.\nSource: {source}.")
            provider = proposal.provider or settings.address.rpartition("@")[2]
            self._say(
                "check",
                told.format(
                    imap=settings.imap.host,
                    smtp=settings.smtp.host,
                    provider=provider,
                    source=source_name(proposal.source),
                ),
                Role.SUCCESS,
            )
        self._show_advice(proposal.advice, proposal.provider)

    def show_failure(self, sentence: str) -> None:
        self.progress.stop()
        self._say("warning", sentence, Role.WARNING)
        self.edit_button.show()

    def _show_advice(self, advice: PasswordAdvice, provider: str) -> None:
        where = advice.where_es if QLocale().language() == QLocale.Language.Spanish else advice.where_en
        if advice.kind is PasswordKind.ORDINARY and not where:
            self.advice.hide()
            return
        leads = {
            PasswordKind.APP: self.tr("An app password is needed, not the ordinary one."),
            PasswordKind.BROWSER: self.tr("A password will be refused here."),
            PasswordKind.ORDINARY: "",
        }
        sentence = f"{leads[advice.kind]} {where}".strip()
        buttons = []
        if advice.url.startswith("https://"):
            label = self.tr("Open the page of {provider}").format(provider=provider or self.tr("the provider"))
            buttons.append((label, lambda: self.open_url(QUrl(advice.url))))
        kind = "warning" if advice.kind is PasswordKind.BROWSER else "info"
        self.advice.tell(kind, sentence, *buttons, icon="key")

    def _say(self, icon: str, sentence: str, role: Role = Role.ICON_MUTED) -> None:
        self.sentence.setText(sentence)
        self.sentence.setAccessibleName(sentence)
        if icon:
            self._picture.setPixmap(icons.pixmap(icon, icons.SIZE, role))
        else:
            self._picture.clear()
