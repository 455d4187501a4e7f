"""The password of an account again, because its server refused the one that was stored or none is.

What was typed stays until the server has accepted it; a refusal is told in place. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.core.api.errors import AuthenticationError, BandejaError
from desktop.core.api.rows import AccountRow
from desktop.core.api.setup import SetupService
from desktop.ui.account_setup.fields import FieldNote, PasswordField
from desktop.ui.account_setup.trying import TryingDialog, add_field, told
from desktop.ui.account_setup.words import advice_label, advice_sentence, failure_sentence
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

_WIDTH = 460


class PasswordDialog(TryingDialog):
    def __init__(
        self, dispatch: Dispatch, service: SetupService, account: AccountRow, parent: QWidget | None = None
    ) -> None:
        super().__init__(dispatch, _WIDTH, parent)
        self._account = account
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.setWindowTitle(self.tr("Password"))
        self.go_button.setText(self.tr("Log in"))
        self.password, self.advice = PasswordField(), Bar()
        self.note = FieldNote(self.password)
        self._lay_out()
        self._show_advice(service)
        self.password.setFocus()

    def go_on(self) -> None:
        """The server is asked before the password is stored."""
        if not self.password.text():
            self.note.mark(self.tr("Type the password of this address."))
            self.password.setFocus()
            return
        wanted = self.begin()
        answer = self._dispatch.session.set_password(self._account.account_key, self.password.text())
        self.follow(wanted, answer, lambda _: self.accept(), self._show_failure)

    def show_waiting(self, waiting: bool) -> None:
        super().show_waiting(waiting)
        self.password.setEnabled(not waiting)

    def _show_failure(self, error: Exception) -> None:
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

    def _lay_out(self) -> None:
        wish = self.tr("The server wants it again. It is kept only if {host} accepts it.")
        column = self.lines(self)
        column.addWidget(told(self.tr("Password of {address}").format(address=self._account.address), "heading"))
        column.addWidget(told(wish.format(host=self._account.imap_host), "muted"))
        column.addSpacing(Space.S)
        add_field(column, self.tr("Password"), self.password, self.note, self.problem, self.advice)
        column.addStretch(1)
        column.addWidget(self.progress)
        column.addLayout(self.feet())
        self.resize(_WIDTH, 0)
        self.fit()
