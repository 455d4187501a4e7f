"""What the page of an account says about the password a provider wants and about a login that failed, and what its buttons do.

Invariant: a failure has one way out at most, which is taken by pressing it and never by itself; a page of the provider is opened
in the browser, and only over https. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.discovery import Checked, PasswordAdvice, PasswordKind, Suggestion
from desktop.core.api.errors import AuthenticationError, BandejaError
from desktop.core.api.setup import SetupService
from desktop.ui.account_setup.page import SetupPage
from desktop.ui.account_setup.ways_out import other_settings
from desktop.ui.account_setup.words import (
    action_label,
    advice_label,
    advice_sentence,
    cause_sentence,
    failure_sentence,
    failure_title,
)
from desktop.ui.sentences import error_sentence

_TOLD_BY_PROVIDER = (Suggestion.APP_PASSWORD, Suggestion.SWITCH_ON_IMAP)


class Counsel(QObject):
    def __init__(
        self,
        page: SetupPage,
        service: SetupService,
        *,
        log_in: Callable[[], None],
        sign_in: Callable[[], None],
        open_url: Callable[[QUrl], object],
    ) -> None:
        """`log_in` tries again with what stands on the page, `sign_in` by the browser."""
        super().__init__(page)
        self._page, self._service = page, service
        self._log_in, self._sign_in, self._open_url = log_in, sign_in, open_url
        self._advice: PasswordAdvice | None = None

    @property
    def by_browser_alone(self) -> bool:
        """The provider takes no password, and the servers are still those that it named."""
        proposal = self._page.servers.proposal
        return proposal is not None and _is_for_browser(proposal.advice) and not self._page.servers.is_editing

    def advise(self, advice: PasswordAdvice | None) -> None:
        """What is known of the password of this address."""
        self._advice = advice
        self.show_advice()

    def show_advice(self) -> None:
        """Again, when a failure has said the same."""
        advice = self._advice
        sentence = advice_sentence(advice) if advice is not None else ""
        if advice is None or not sentence:
            self._page.advice.hide()
            return
        buttons = []
        if advice.url.startswith("https://"):
            buttons.append((advice_label(advice), lambda: self._open_page(advice)))
        self._page.advice.tell("warning" if _is_for_browser(advice) else "info", sentence, *buttons, icon="key")

    def tell_failure(self, error: Exception, settings: AccountSettings) -> None:
        """Why these settings did not log in, at the field that it is about."""
        page = self._page
        if not isinstance(error, BandejaError):
            page.server_problem.tell(self.tr("The account was not added"), error_sentence(error))
            return
        checked = self._service.explain(error, settings)
        told = checked.error or error
        refused = isinstance(told, AuthenticationError)
        problem = page.password_problem if refused else page.server_problem
        label = action_label(checked, settings)
        problem.tell(
            failure_title(checked, settings), failure_sentence(told), cause_sentence(checked), label,
            lambda: self._take_way_out(checked, settings),
        )  # fmt: skip
        if checked.advice is not None and cause_sentence(checked):
            page.advice.hide()  # the same words stand in the problem now
        page.reveal(problem)
        if refused:
            page.password.setFocus()
            page.password.selectAll()
        elif label:
            problem.button.setFocus()

    def _take_way_out(self, checked: Checked, settings: AccountSettings) -> None:
        """What the one button of a failure does."""
        servers = self._page.servers
        instead = other_settings(checked, settings)
        if instead is not None:
            servers.show_settings(instead)
        elif checked.suggestion is Suggestion.CHECK_NAME:
            servers.edit()
            return
        elif checked.suggestion is Suggestion.BROWSER:
            self._sign_in()
            return
        elif checked.suggestion in _TOLD_BY_PROVIDER:
            self._open_page(checked.advice)
            return
        elif checked.suggestion is Suggestion.ADD_AUTHORITY and not servers.ask_ca_file():
            return
        self._log_in()

    def _open_page(self, advice: PasswordAdvice | None) -> None:
        """The provider's own page, in the browser."""
        if advice is not None and advice.url.startswith("https://"):
            self._open_url(QUrl(advice.url))


def _is_for_browser(advice: PasswordAdvice) -> bool:
    return advice.kind is PasswordKind.BROWSER
