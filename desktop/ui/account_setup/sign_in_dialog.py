"""Signing in with the browser: the person's own client id, the wait for the browser, and what the provider said.

The page opens in the system's browser, never in this program; what was typed stays through a failure; leaving ends the wait, and
nothing has changed then. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.core.api.account_settings import AccountSettings, Auth, BrowserVisit, SignIn
from desktop.core.api.errors import AuthenticationError, BandejaError
from desktop.ui.account_setup.fields import FieldNote, PasswordField
from desktop.ui.account_setup.trying import TryingDialog, add_field, told
from desktop.ui.account_setup.words import failure_sentence
from desktop.ui.dispatch import Dispatch
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

_WIDTH = 480
Begin = Callable[[AccountSettings, str, BrowserVisit], Future[Any]]
"""(settings with the client id, client secret or "", visit): adds the account, or signs a stored one in again."""


class SignInDialog(TryingDialog):
    signed_in = Signal(object)
    """What the Future gave."""

    def __init__(
        self, dispatch: Dispatch, settings: AccountSettings, begin: Begin, parent: QWidget | None = None
    ) -> None:
        super().__init__(dispatch, _WIDTH, parent)
        self._settings, self._begin = settings, begin
        self._visit: BrowserVisit | None = None
        self._page = ""
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.setWindowTitle(self.tr("Sign in with the browser"))
        self.client_id, self.secret = QLineEdit(), PasswordField()
        self.page, self.exchange, self.scope = QLineEdit(), QLineEdit(), QLineEdit()
        self.note, self.page_note = FieldNote(self.client_id), FieldNote(self.page)
        self.sentence = told("", "muted")
        self.again_button = QPushButton(self.tr("Open the page again"))
        self.go_button.setText(self.tr("Open the browser"))
        self.again_button.setProperty("kind", "link")
        self.again_button.setAutoDefault(False)
        for field in (self.client_id, self.page, self.exchange, self.scope):
            field.setMaxLength(2_000)
        known = settings.sign_in
        self.client_id.setText(known.client_id if known is not None else "")
        self._lay_out(known is None)
        self.again_button.clicked.connect(self._open_page)
        self.show_waiting(False)
        (self.go_button if self.client_id.text() else self.client_id).setFocus()

    def go_on(self) -> None:
        sign_in = self._read()
        if sign_in is None:
            return
        wanted = self.begin()

        def show_page(url: str) -> None:
            """On a thread of the core: the address takes the way of an answer to this thread."""
            address: Future[str] = Future()
            address.set_result(url)
            self._dispatch.follow(address, lambda url: self._show_page(url) if wanted() else None)

        visit = BrowserVisit(show_page)
        self._visit = visit
        settings = replace(self._settings, auth=Auth.XOAUTH2, sign_in=sign_in)
        self.follow(wanted, self._begin(settings, self.secret.text(), visit), self._end_well, self._show_failure)

    def turn_away(self) -> None:
        super().turn_away()
        if self._visit is not None:
            self._visit.cancelled.set()
            self._visit = None

    def show_waiting(self, waiting: bool) -> None:
        super().show_waiting(waiting)
        for field in (self.client_id, self.secret, self.page, self.exchange, self.scope):
            field.setEnabled(not waiting)
        self.again_button.hide()
        self._page = ""
        self.sentence.setText(self.tr("Waiting for you in the browser…") if waiting else "")

    def _read(self) -> SignIn | None:
        """None when something is missing; it is marked then."""
        client_id = self.client_id.text().strip()
        if not client_id:
            self.note.mark(self.tr("Type the client id that you registered with the provider."))
            self.client_id.setFocus()
            return None
        known = self._settings.sign_in
        if known is None:
            page, exchange = self.page.text().strip(), self.exchange.text().strip()
            if not page.startswith("https://") or not exchange.startswith("https://"):
                self.page_note.mark(self.tr("Both addresses begin with https://"))
                self.page.setFocus()
                return None
            known = SignIn("", page, exchange, self.scope.text().strip())
        return replace(known, client_id=client_id)

    def _show_page(self, url: str) -> None:
        self._page = url
        self.again_button.show()
        self._open_page()

    def _open_page(self) -> None:
        if self._page.startswith("https://"):
            self.open_url(QUrl(self._page))

    def _end_well(self, answer: object) -> None:
        self._visit = None
        self.secret.clear()
        self.signed_in.emit(answer)
        self.accept()

    def _show_failure(self, error: Exception) -> None:
        self._visit = None
        sentence = failure_sentence(error) if isinstance(error, BandejaError) else error_sentence(error)
        refused = isinstance(error, AuthenticationError)
        title = self.tr("The sign-in was refused") if refused else self.tr("The sign-in did not work")
        self.problem.tell(title, sentence)
        self.go_button.setFocus()

    def _lay_out(self, unknown: bool) -> None:
        waiting = QHBoxLayout()
        waiting.addWidget(self.sentence, 1)
        waiting.addWidget(self.again_button)
        column = self.lines(self)
        column.addWidget(told(self.tr("Sign in as {address}").format(address=self._settings.address), "heading"))
        column.addWidget(told(
            self.tr(
                "The provider asks who you are on its own page; Bandeja never sees that password. Providers let programs in by "
                "a client id: register a desktop program in your provider's console and type its id here."
            ),
            "muted",
        ))  # fmt: skip
        column.addSpacing(Space.S)
        add_field(column, self.tr("Client id"), self.client_id, self.note)
        add_field(column, self.tr("Client secret, if the provider gave one"), self.secret)
        if unknown:
            add_field(column, self.tr("Sign-in page of the provider"), self.page)
            add_field(column, self.tr("Its address for tokens"), self.exchange)
            add_field(column, self.tr("What to ask for (scope)"), self.scope)
        column.addWidget(self.page_note)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self.progress)
        column.addLayout(waiting)
        column.addLayout(self.feet())
        self.resize(_WIDTH, 0)
        self.fit()
