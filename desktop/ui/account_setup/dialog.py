"""Adding an account on one page: type address and password, look at the servers that were found, log in.

Invariants: no password leaves before its person has seen the server names and pressed the button under them; nothing that
was typed is lost by a failure; nothing is stored until both servers have accepted the login. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from enum import Enum, auto
from typing import Any

import shiboken6
from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.discovery import Discovery, Source, TraceStep
from desktop.core.api.setup import SetupService
from desktop.ui import words
from desktop.ui.account_setup.attempt import LoginAttempt
from desktop.ui.account_setup.counsel import Counsel
from desktop.ui.account_setup.fields import derive_name
from desktop.ui.account_setup.page import WIDTH, SetupPage
from desktop.ui.account_setup.sign_in_dialog import SignInDialog
from desktop.ui.account_setup.words import address_problem
from desktop.ui.dispatch import Dispatch
from desktop.ui.sentences import error_sentence

_COUNTED_AFTER = 10
"""Seconds of a login after which the waiting is counted aloud."""


class Step(Enum):
    ADDRESS = auto()
    SEARCHING = auto()
    READY = auto()
    """Servers are on the screen."""
    LOGGING_IN = auto()


class SetupDialog(QDialog):
    added = Signal(int)
    """The key of the new account."""

    def __init__(self, dispatch: Dispatch, service: SetupService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._service = dispatch, dispatch.session, service
        self._round = 0
        self._searched = ""
        self._attempt: LoginAttempt | None = None
        self._step = Step.ADDRESS
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Add my account"))
        self.page = SetupPage()
        self.counsel = Counsel(
            self.page, service, log_in=self.log_in, sign_in=self.sign_in, open_url=lambda url: self.open_url(url)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        self.setMinimumWidth(WIDTH)
        self._waited = 0
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self._count_second)
        self._connect()
        self._tell_limit()
        self._enter(Step.ADDRESS)
        self._fit(self.page.wanted_size())
        self.page.address.setFocus()

    @property
    def step(self) -> Step:
        return self._step

    # looking for servers

    def search(self) -> None:
        """Ask who knows the servers of the address as it stands there; what is wrong with it is marked in place."""
        page, typed = self.page, self.page.address.text().strip()
        page.clear_problems()
        problem = address_problem(typed, self._session.accounts())
        if problem:
            page.address_note.mark(problem)
            page.address.setFocus()
            return
        self._searched = typed
        self._round += 1
        number = self._round
        page.trace.start()
        self._enter(Step.SEARCHING)
        if not page.password.text():
            page.password.setFocus()

        def on_trace(step: TraceStep) -> None:
            """On a thread of the core: every line takes the way of an answer to this thread."""
            told: Future[TraceStep] = Future()
            told.set_result(step)
            self._follow(number, told, page.trace.add_step, lambda _: None)

        self._follow(number, self._service.discover(typed, on_trace), self._show_found, self._show_unfound)

    def _show_found(self, found: Discovery) -> None:
        page = self.page
        page.trace.end(found=found.best.source is not Source.MANUAL)
        if not page.name.isModified():
            page.name.setText(found.best.settings.display_name or derive_name(found.address))
        page.servers.show_proposal(found.best)
        if found.best.source is not Source.MANUAL:
            self.counsel.advise(found.best.advice)
        in_address = page.address.hasFocus()
        self._enter(Step.READY)
        if not page.password.text():
            page.password.setFocus()
        elif in_address or page.go_button.hasFocus() or page.leave_button.hasFocus():
            page.go_button.setFocus()
        page.reveal(page.servers)

    def _show_unfound(self, error: Exception) -> None:
        self.page.trace.end(found=False)
        self._enter(Step.ADDRESS)
        self.page.server_problem.tell(
            self.tr("The search for the servers failed"), error_sentence(error), "", self.tr("Try again"), self.search
        )

    def _forget_search(self) -> None:
        """Another address: what was found, confirmed or refused is not about it."""
        self.page.clear_problems()
        self.counsel.advise(self._service.advise(self.page.address.text()))
        if self._step is not Step.ADDRESS and self.page.address.text().strip() != self._searched:
            self._round += 1
            self.page.trace.clear()
            self.page.servers.clear()
            self._enter(Step.ADDRESS)

    # logging in

    def log_in(self) -> None:
        """Log in to both servers and store the account; what is missing is told in place."""
        page = self.page
        page.clear_problems()
        self.counsel.show_advice()
        settings = page.servers.read_settings(page.address.text().strip(), page.name.text().strip())
        if settings is None:
            return
        if self.counsel.by_browser_alone:
            self.sign_in()
            return
        if not page.password.text():
            page.password_note.mark(self.tr("Type the password of this address."))
            page.password.setFocus()
            return
        self._round += 1
        attempt = LoginAttempt(self._session, settings, page.password.text())
        self._attempt = attempt
        self._waited = 0
        self._second.start()
        self._enter(Step.LOGGING_IN)
        self._follow(
            self._round, attempt.future, self._end_well, lambda error: self._show_failure(error, attempt.settings)
        )

    def sign_in(self) -> None:
        """Without a password: on the provider's page, with the person's own client id."""
        page, proposal = self.page, self.page.servers.proposal
        settings = page.servers.read_settings(page.address.text().strip(), page.name.text().strip())
        if settings is None or proposal is None:
            return
        settings = replace(settings, sign_in=proposal.sign_in)
        dialog = SignInDialog(self._dispatch, settings, self._session.enrolment.add_by_browser, self)
        dialog.open_url = lambda url: self.open_url(url)
        dialog.signed_in.connect(self._end_well)
        dialog.show()

    def _end_well(self, account_key: int) -> None:
        self._attempt = None
        self.page.password.clear()
        self.added.emit(account_key)
        self.accept()

    def _show_failure(self, error: Exception, settings: AccountSettings) -> None:
        self._attempt = None
        self._enter(Step.READY)
        self.counsel.tell_failure(error, settings)

    # going on, stopping, leaving

    def go_on(self) -> None:
        """What the main button does now."""
        if self._step is Step.ADDRESS:
            self.search()
        elif self._step is Step.READY:
            self.log_in()

    def stop(self) -> None:
        """Turn away from what is under way; with nothing under way, leave."""
        if self._step is Step.SEARCHING:
            self._round += 1
            self.page.trace.end()
            self._enter(Step.ADDRESS)
        elif self._step is Step.LOGGING_IN:
            self._abandon()
            self._enter(Step.READY)
        else:
            self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, but never confirms servers that are to be looked at: that takes the button itself. Esc stops what
        is under way before it leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
            return
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        if isinstance(focus, QPushButton):
            focus.click()
        elif self._step is Step.READY and self.page.servers.needs_confirmation and self.page.password.text():
            self.page.go_button.setFocus()
        else:
            self.go_on()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._abandon()
        super().closeEvent(event)

    def reject(self) -> None:
        self._abandon()
        super().reject()

    def _abandon(self) -> None:
        self._round += 1
        if self._attempt is not None:
            self._attempt.abandon()
            self._attempt = None

    # standing

    def _enter(self, step: Step) -> None:
        page, before = self.page, self._step
        self._step = step
        busy = step in (Step.SEARCHING, Step.LOGGING_IN)
        if step is not Step.LOGGING_IN:
            self._second.stop()
        if step is Step.LOGGING_IN:
            self.setFocus()  # else the keyboard would pass to some button, and a second Enter would press it
        page.lock(step is Step.LOGGING_IN)
        page.show_found(step in (Step.READY, Step.LOGGING_IN))
        page.say(self._under_way(), busy=busy)
        page.leave_button.setText(self.tr("Stop") if busy else self.tr("Cancel"))
        self._name_button()
        if before is Step.LOGGING_IN and step is Step.READY:
            page.password.setFocus()

    def _name_button(self) -> None:
        page = self.page
        proposal = page.servers.proposal
        page.browser_button.setVisible(
            self._step in (Step.READY, Step.LOGGING_IN)
            and proposal is not None and proposal.sign_in is not None and not self.counsel.by_browser_alone
        )  # fmt: skip
        if self._step in (Step.ADDRESS, Step.SEARCHING):
            text = self.tr("Continue")
        elif self.counsel.by_browser_alone:
            text = self.tr("Sign in with the browser…")
        elif page.servers.needs_confirmation:
            text = self.tr("Use these servers and log in")
        else:
            text = self.tr("Log in")
        page.go_button.setText(text)
        page.go_button.setEnabled(not self._is_full and self._step in (Step.ADDRESS, Step.READY))

    def _under_way(self) -> str:
        if self._step is Step.SEARCHING:
            domain = self._searched.rpartition("@")[2]
            return self.tr("Looking for the servers of {domain}…").format(domain=domain)
        if self._step is not Step.LOGGING_IN:
            return ""
        sentence = self.tr("Logging in to both servers…")
        if self._waited >= _COUNTED_AFTER:
            sentence += " " + self.tr("{seconds} s").format(seconds=words.number(self._waited))
        return sentence

    def _count_second(self) -> None:
        self._waited += 1
        self.page.say(self._under_way(), busy=True)

    def _tell_limit(self) -> None:
        """A limit is told before it bites: there is no sense in typing a password first."""
        self._is_full = self.page.tell_limit(self._session.plan())

    def _follow(
        self,
        number: int,
        future: Future[Any],
        then: Callable[[Any], object],
        failed: Callable[[Exception], object],
    ) -> None:
        """Hand the outcome over on this thread, if nothing newer was begun and this dialog still stands."""

        def wanted() -> bool:
            return shiboken6.isValid(self) and number == self._round

        self._dispatch.follow(
            future,
            lambda answer: then(answer) if wanted() else None,
            lambda error: failed(error) if wanted() else None,
        )

    def _fit(self, wanted: QSize) -> None:
        room = self.screen().availableGeometry().height() - 60
        self.resize(max(wanted.width(), self.width()), min(wanted.height(), room))

    def _connect(self) -> None:
        page = self.page
        page.grown.connect(self._fit)
        page.address.textEdited.connect(self._forget_search)
        page.servers.edited.connect(self._name_button)
        page.go_button.clicked.connect(self.go_on)
        page.leave_button.clicked.connect(self.stop)
        page.browser_button.clicked.connect(self.sign_in)
