"""Adding an account on one page: address and password; the servers are looked for meanwhile and can be changed.

Invariant: nothing that was typed is lost by a failure, and nothing is stored until both servers have accepted the login. The
password goes to the session and nowhere else. GUI thread.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QWidget,
)

from desktop.core.api.account_settings import AccountSettings, parse_account_address
from desktop.core.api.commands import RemoveAccount
from desktop.core.api.discovery import Discovery, Proposal, TraceStep
from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    Code,
    ConnectionFailure,
    SetupError,
)
from desktop.core.api.setup import SetupService
from desktop.ui.account_setup.page import SetupPage
from desktop.ui.dispatch import Dispatch
from desktop.ui.sentences import error_sentence

_NOT_THERE = frozenset({Code.UNKNOWN_HOST, Code.TLS_FAILED, Code.STARTTLS_MISSING})


class SetupDialog(QDialog):
    added = Signal(int)
    """The key of the new account"""
    _stepped = Signal(int, object)

    def __init__(
        self, dispatch: Dispatch, parent: QWidget | None = None, *, service: SetupService | None = None
    ) -> None:
        """`service` finds servers; the session does it itself when none is given."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Add my account"))
        self.setMinimumWidth(560)
        self._dispatch = dispatch
        self._service = service or cast(SetupService, dispatch.session)
        self._search = 0
        self._searched = ""
        self._discovery: Discovery | None = None
        self._proposal: Proposal | None = None
        self._confirmed: Proposal | None = None
        self._waiting = False
        self._adding: Future[int] | None = None
        self.page = SetupPage()
        self.page.place_in(self)
        self._connect()

    # looking for servers

    def look_for_servers(self) -> None:
        """Start the search for the address as it is typed; an address that is none is marked in place."""
        typed = self.page.address.text().strip()
        if not typed or (typed == self._searched and (self._discovery is not None or self._search)):
            return
        try:
            address = parse_account_address(typed)
        except SetupError as error:
            self.page.mark_address(error_sentence(error))
            return
        self.page.mark_address("")
        self._search += 1
        number = self._search
        self._searched, self._discovery, self._proposal, self._confirmed = typed, None, None, None
        self.page.panel.show_looking(address.rpartition("@")[2])
        future = self._service.discover(address, lambda step: self._stepped.emit(number, step))
        self._dispatch.follow(
            future,
            lambda found: self._on_found(number, found),
            lambda error: self._on_not_found(number, error),
        )

    def _on_step(self, number: int, step: TraceStep) -> None:
        if number == self._search:
            self.page.panel.add_step(step)

    def _on_found(self, number: int, found: Discovery) -> None:
        if number != self._search:
            return
        self._discovery = found
        self._offer(found.best)
        if not found.proposals:
            self._waiting = False
            self.edit_servers()
        elif self._waiting:
            self.add()

    def _on_not_found(self, number: int, error: Exception) -> None:
        if number == self._search:
            self._waiting = False
            self.page.enable(True)
            self.page.panel.show_failure(error_sentence(error))
            self.edit_servers()

    def _offer(self, proposal: Proposal) -> None:
        """Put settings into the form, unless the user is changing them."""
        self._proposal = proposal
        self.page.panel.show_proposal(proposal)
        if not self.page.form.isVisible():
            self._fill_form(proposal.settings)

    def _fill_form(self, settings: AccountSettings) -> None:
        self.page.imap.show_server(settings.imap)
        self.page.smtp.show_server(settings.smtp)
        if not self.page.name.isModified():
            self.page.name.setText(settings.display_name)

    def edit_servers(self) -> None:
        self.page.form.show()
        self.page.panel.edit_button.hide()
        self.page.enable(True)
        (self.page.imap.host if not self.page.imap.host.text() else self.page.password).setFocus()

    # adding

    def add(self) -> None:
        """Log in to both servers and store the account; what is missing is told in place."""
        self._waiting = False
        if not self._check_fields():
            return
        if self._discovery is None and not self.page.form.isVisible():
            self._waiting = True
            self.page.enable(False)
            self.look_for_servers()
            return
        try:
            settings = self._read_settings()
        except BandejaError as error:
            self._tell(error)
            return
        proposal = self._proposal
        offered = proposal is not None and not self.page.form.isVisible()
        if offered and proposal is not None and proposal.needs_confirmation and self._confirmed is not proposal:
            self._ask_to_confirm(proposal)
            return
        self._log_in(settings)

    def _read_settings(self) -> AccountSettings:
        """Raises BandejaError for what was typed wrongly."""
        settings = AccountSettings(
            address=self.page.address.text().strip(),
            display_name=self.page.name.text().strip(),
            imap=self.page.imap.read_server(),
            smtp=self.page.smtp.read_server(),
        )
        if self._proposal is None:
            return settings
        return replace(settings, auth=self._proposal.settings.auth, ca_file=self._proposal.settings.ca_file)

    def _check_fields(self) -> bool:
        try:
            parse_account_address(self.page.address.text())
        except SetupError as error:
            self.page.mark_address(error_sentence(error))
            self.page.address.setFocus()
            return False
        if not self.page.password.text():
            self.page.bar.tell("warning", self.tr("Type the password of this address, too."))
            self.page.password.setFocus()
            return False
        return True

    def _ask_to_confirm(self, proposal: Proposal) -> None:
        def confirm() -> None:
            self._confirmed = proposal
            self.page.bar.hide()
            self.add()

        self.page.enable(True)
        sentence = self.tr(
            "Look at the server names first: {imap} and {smtp}. They come from a source that cannot vouch for them, and "
            "your password goes there."
        ).format(imap=proposal.settings.imap.host, smtp=proposal.settings.smtp.host)
        self.page.bar.tell("warning", sentence, (self.tr("They are right"), confirm))

    def _log_in(self, settings: AccountSettings) -> None:
        self.page.bar.hide()
        self.page.enable(False)
        future = self._dispatch.session.add_account(settings, self.page.password.text())
        self._adding = future
        self._dispatch.follow(
            future, lambda key: self._on_added(future, key), lambda error: self._on_refused(future, error)
        )

    def _on_added(self, future: Future[int], key: int) -> None:
        if future is not self._adding:
            # The user has turned away meanwhile: what was not wanted any more is not left behind.
            self._dispatch.submit(RemoveAccount(key), quietly=True)
            return
        self._adding = None
        self.page.password.clear()
        self.added.emit(key)
        self.accept()

    def _on_refused(self, future: Future[int], error: Exception) -> None:
        if future is not self._adding:
            return
        self._adding = None
        self.page.enable(True)
        self._tell(error)
        if isinstance(error, AuthenticationError):
            self.page.password.setFocus()
            self.page.password.selectAll()

    def _tell(self, error: Exception) -> None:
        """The step that failed, the server's words, and one thing to do."""
        self.page.enable(True)
        buttons = []
        other = self._other_proposal()
        if other is not None and (isinstance(error, ConnectionFailure) or getattr(error, "code", None) in _NOT_THERE):
            label = self.tr("Try {host} instead").format(host=other.settings.imap.host)
            buttons.append((label, lambda: self._try_other(other)))
        if not isinstance(error, AuthenticationError) and not self.page.form.isVisible():
            buttons.append((self.tr("Change servers"), self.edit_servers))
        url = self._proposal.advice.url if self._proposal is not None else ""
        if isinstance(error, AuthenticationError) and url.startswith("https://"):
            buttons.append((self.tr("Where to get the password"), lambda: self.page.panel.open_url(QUrl(url))))
        self.page.bar.tell("danger", error_sentence(error), *buttons)
        self.page.reveal_bar()

    def _other_proposal(self) -> Proposal | None:
        """The one after the one that was tried."""
        proposals = self._discovery.proposals if self._discovery is not None else ()
        at = next((index for index, one in enumerate(proposals) if one is self._proposal), len(proposals))
        return proposals[at + 1] if at + 1 < len(proposals) else None

    def _try_other(self, proposal: Proposal) -> None:
        self.page.bar.hide()
        self.page.form.hide()
        self._offer(proposal)
        self.add()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._abandon()
        super().closeEvent(event)

    def reject(self) -> None:
        self._abandon()
        super().reject()

    def _abandon(self) -> None:
        """An account that is accepted after the dialog was left is removed again."""
        future, self._adding = self._adding, None
        if future is not None and not future.cancel():
            dispatch = self._dispatch
            dispatch.follow(
                future,
                lambda key: dispatch.submit(RemoveAccount(key), quietly=True),
                lambda _error: None,
            )

    # putting together

    def _on_address_edited(self) -> None:
        self.page.mark_address("")
        self.page.bar.hide()
        if self.page.address.text().strip() != self._searched:
            self._search += 1  # what is still being asked is about another address
            self._searched, self._discovery, self._proposal = "", None, None
            self.page.panel.clear()

    def _connect(self) -> None:
        self._stepped.connect(self._on_step)
        self.page.address.textEdited.connect(self._on_address_edited)
        self.page.address.editingFinished.connect(self.look_for_servers)
        self.page.password.textEdited.connect(self.page.bar.hide)
        self.page.panel.edit_wanted.connect(self.edit_servers)
        self.page.cancel_button.clicked.connect(self.reject)
        self.page.add_button.clicked.connect(self.add)
        for form in (self.page.imap, self.page.smtp):
            form.changed.connect(self.page.bar.hide)
