"""The password of an account again, because its server refused the one that was stored or none is.

What was typed stays until the server has accepted it; a refusal is told in place. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.errors import AuthenticationError, BandejaError
from desktop.core.api.rows import AccountRow
from desktop.core.api.setup import SetupService
from desktop.ui.account_setup.fields import FieldNote, PasswordField, caption
from desktop.ui.account_setup.problem import ProblemCard
from desktop.ui.account_setup.words import advice_label, advice_sentence, failure_sentence
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

_WIDTH = 460


class PasswordDialog(QDialog):
    def __init__(
        self, dispatch: Dispatch, service: SetupService, account: AccountRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._account = dispatch, account
        self._round = 0
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Password"))
        self.password, self.advice, self.problem = PasswordField(), Bar(), ProblemCard()
        self.note = FieldNote(self.password)
        self.progress = ProgressLine()
        self.leave_button, self.go_button = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Log in"))
        self.go_button.setProperty("kind", "primary")
        for button in (self.leave_button, self.go_button):
            button.setAutoDefault(False)
        self._lay_out()
        self._show_advice(service)
        self.leave_button.clicked.connect(self.reject)
        self.go_button.clicked.connect(self.log_in)
        self.password.setFocus()

    def log_in(self) -> None:
        """The server is asked before the password is stored."""
        if not self.password.text():
            self.note.mark(self.tr("Type the password of this address."))
            self.password.setFocus()
            return
        self._round += 1
        number = self._round
        self._lock(True)
        self.problem.hide()

        def wanted() -> bool:
            return shiboken6.isValid(self) and number == self._round

        self._dispatch.follow(
            self._dispatch.session.set_password(self._account.account_key, self.password.text()),
            lambda _: self.accept() if wanted() else None,
            lambda error: self._show_failure(error) if wanted() else None,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focus := self.focusWidget(), QPushButton):
            focus.click()
        elif self.go_button.isEnabled():
            self.log_in()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            QTimer.singleShot(0, self, self._fit)
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._round += 1
        super().closeEvent(event)

    def _show_failure(self, error: Exception) -> None:
        self._lock(False)
        sentence = failure_sentence(error) if isinstance(error, BandejaError) else error_sentence(error)
        refused = isinstance(error, AuthenticationError)
        title = self.tr("The login was refused") if refused else self.tr("The password could not be tried")
        self.problem.tell(title, sentence)
        self.password.setFocus()
        self.password.selectAll()

    def _show_advice(self, service: SetupService) -> None:
        advice = service.advise(self._account.address)
        sentence = advice_sentence(advice) if advice is not None else ""
        if advice is not None and sentence:
            link = (advice_label(advice), lambda: self.open_url(QUrl(advice.url)))
            self.advice.tell("info", sentence, *([link] if advice.url.startswith("https://") else []), icon="key")

    def _lock(self, locked: bool) -> None:
        self.password.setEnabled(not locked)
        self.go_button.setEnabled(not locked)
        if locked:
            self.progress.start()
        else:
            self.progress.stop()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Password of {address}").format(address=self._account.address))
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setProperty("kind", "heading")
        title.setWordWrap(True)
        words = QLabel(self.tr("The server wants it again. It is kept only if {host} accepts it."))
        words.setText(words.text().format(host=self._account.imap_host))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addStretch(1)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(Space.S)
        column.addWidget(caption(self.tr("Password"), self.password))
        for widget in (self.password, self.note, self.problem, self.advice):
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.progress)
        column.addLayout(buttons)
        self.setMinimumWidth(_WIDTH)
        self.resize(_WIDTH, 0)
        self._fit()

    def _fit(self) -> None:
        """As high as its words need at this width."""
        self.resize(self.width(), self.layout().totalHeightForWidth(max(self.width(), _WIDTH)))
