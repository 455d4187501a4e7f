"""What the set-up screen asks for besides the session: the search for an address's servers, and what a failed login means.

A screen knows this Protocol only; the composition root puts `core.accounts` behind it. Nothing here ever sees a password.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Protocol

from desktop.core.api.account_settings import AccountSettings, SignIn
from desktop.core.api.errors import BandejaError

if TYPE_CHECKING:
    from desktop.core.api.discovery import Checked, Discovery, PasswordAdvice, TraceStep


class SetupService(Protocol):
    def advise(self, address: str) -> PasswordAdvice | None:
        """Which password a provider that Bandeja knows by itself takes; None for all others and for half an address.

        Quick, without the network.
        """
        ...

    def sign_in_of(self, settings: AccountSettings) -> SignIn | None:
        """Where the provider of this account lets people sign in with the browser, as far as Bandeja knows by itself. Quick."""
        ...

    def discover(self, address: str, on_trace: Callable[[TraceStep], None]) -> Future[Discovery]:
        """Ask everybody who may know the servers of the address, at most a few seconds long. Returns at once.

        `on_trace` is called on core threads, once per answer. Fails with a SetupError for an address that is none.
        """
        ...

    def explain(self, error: BandejaError, settings: AccountSettings) -> Checked:
        """Which of the two servers a failed `add_account` was about, and the likeliest way out. Quick."""
        ...
