"""Signing in with the browser: the person's own client id, the wait for the browser, and what the provider said.

The page opens in the system's browser, never in this program; what was typed stays through a failure; leaving ends the wait, and
nothing has changed then. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.account_settings import AccountSettings, Auth, BrowserVisit, SignIn
from desktop.core.api.errors import AuthenticationError, BandejaError
from desktop.ui.account_setup.fields import FieldNote, PasswordField, caption
from desktop.ui.account_setup.problem import ProblemCard
from desktop.ui.account_setup.words import failure_sentence
from desktop.ui.dispatch import Dispatch
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

_WIDTH = 480
Begin = Callable[[AccountSettings, str, BrowserVisit], Future[Any]]
"""(settings with the client id, client secret or "", visit): adds the account, or signs a stored one in again."""


class SignInDialog(QDialog):
    signed_in = Signal(object)
    """What the Future gave."""

    def __init__(
        self, dispatch: Dispatch, settings: AccountSettings, begin: Begin, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._settings, self._begin = dispatch, settings, begin
        self._visit: BrowserVisit | None = None
        self._page = ""
        self._round = 0
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Sign in with the browser"))
        self.client_id, self.secret = QLineEdit(), PasswordField()
        self.page, self.exchange, self.scope = QLineEdit(), QLineEdit(), QLineEdit()
        self.note, self.page_note = FieldNote(self.client_id), FieldNote(self.page)
        self.problem, self.progress, self.sentence = ProblemCard(), ProgressLine(), QLabel()
        self.again_button = QPushButton(self.tr("Open the page again"))
        self.leave_button, self.go_button = QPushButton(self.tr("Cancel")), QPushButton(self.tr("Open the browser"))
        self.go_button.setProperty("kind", "primary")
        self.again_button.setProperty("kind", "link")
        for button in (self.again_button, self.leave_button, self.go_button):
            button.setAutoDefault(False)
        for field in (self.client_id, self.page, self.exchange, self.scope):
            field.setMaxLength(2_000)
        known = settings.sign_in
        self.client_id.setText(known.client_id if known is not None else "")
        self._lay_out(known is None)
        self.again_button.clicked.connect(self._open_page)
        self.leave_button.clicked.connect(self.reject)
        self.go_button.clicked.connect(self.go_on)
        self._wait(False)
        (self.go_button if self.client_id.text() else self.client_id).setFocus()

    def go_on(self) -> None:
        sign_in = self._read()
        if sign_in is None:
            return
        self._round += 1
        number, visit = self._round, BrowserVisit(lambda url: None)

        def show_page(url: str) -> None:
            """On a thread of the core: the address takes the way of an answer to this thread."""
            told: Future[str] = Future()
            told.set_result(url)
            self._dispatch.follow(told, lambda url: self._show_page(url) if wanted() else None)

        def wanted() -> bool:
            return shiboken6.isValid(self) and number == self._round

        visit = BrowserVisit(show_page)
        self._visit = visit
        self.problem.hide()
        self._wait(True)
        settings = replace(self._settings, auth=Auth.XOAUTH2, sign_in=sign_in)
        self._dispatch.follow(
            self._begin(settings, self.secret.text(), visit),
            lambda answer: self._end_well(answer) if wanted() else None,
            lambda error: self._show_failure(error) if wanted() else None,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focus := self.focusWidget(), QPushButton):
            focus.click()
        elif self.go_button.isEnabled():
            self.go_on()

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            QTimer.singleShot(0, self, self._fit)
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._turn_away()
        super().closeEvent(event)

    def reject(self) -> None:
        self._turn_away()
        super().reject()

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
        self._wait(False)
        sentence = failure_sentence(error) if isinstance(error, BandejaError) else error_sentence(error)
        refused = isinstance(error, AuthenticationError)
        title = self.tr("The sign-in was refused") if refused else self.tr("The sign-in did not work")
        self.problem.tell(title, sentence)
        self.go_button.setFocus()

    def _turn_away(self) -> None:
        self._round += 1
        if self._visit is not None:
            self._visit.cancelled.set()
            self._visit = None

    def _wait(self, waiting: bool) -> None:
        for widget in (self.client_id, self.secret, self.page, self.exchange, self.scope, self.go_button):
            widget.setEnabled(not waiting)
        self.again_button.hide()
        self._page = ""
        self.sentence.setText(self.tr("Waiting for you in the browser…") if waiting else "")
        if waiting:
            self.progress.start()
        else:
            self.progress.stop()

    def _lay_out(self, unknown: bool) -> None:
        title = QLabel(self.tr("Sign in as {address}").format(address=self._settings.address))
        title.setProperty("kind", "heading")
        words = QLabel(
            self.tr(
                "The provider asks who you are on its own page; Bandeja never sees that password. Providers let programs in by "
                "a client id: register a desktop program in your provider's console and type its id here."
            )
        )
        words.setProperty("kind", "muted")
        for label in (title, words, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.sentence.setProperty("kind", "muted")
        waiting, feet = QHBoxLayout(), QHBoxLayout()
        waiting.addWidget(self.sentence, 1)
        waiting.addWidget(self.again_button)
        feet.setSpacing(Space.S)
        feet.addStretch(1)
        feet.addWidget(self.leave_button)
        feet.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(title)
        column.addWidget(words)
        column.addSpacing(Space.S)
        column.addWidget(caption(self.tr("Client id"), self.client_id))
        column.addWidget(self.client_id)
        column.addWidget(self.note)
        column.addWidget(caption(self.tr("Client secret, if the provider gave one"), self.secret))
        column.addWidget(self.secret)
        places = (
            (self.tr("Sign-in page of the provider"), self.page),
            (self.tr("Its address for tokens"), self.exchange),
            (self.tr("What to ask for (scope)"), self.scope),
        )
        for name, field in places if unknown else ():
            column.addWidget(caption(name, field))
            column.addWidget(field)
        column.addWidget(self.page_note)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self.progress)
        column.addLayout(waiting)
        column.addLayout(feet)
        self.setMinimumWidth(_WIDTH)
        self.resize(_WIDTH, 0)
        self._fit()

    def _fit(self) -> None:
        """As high as its words need at this width."""
        self.resize(self.width(), self.layout().totalHeightForWidth(max(self.width(), _WIDTH)))
