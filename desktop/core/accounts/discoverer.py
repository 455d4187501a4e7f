"""Set-up as its screen asks for it: the search with real DNS and HTTPS on a thread of its own, and what a failure means.

The search itself is imported when somebody sets up an account.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from desktop.core.api.account_settings import AccountSettings, ServerSettings, SignIn, parse_account_address
from desktop.core.api.errors import BandejaError, SetupError
from desktop.core.clock import Clock

if TYPE_CHECKING:
    from desktop.core.api.discovery import Checked, Discovery, PasswordAdvice, TraceStep


class Discoverer:
    """Implements `core.api.setup.SetupService`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="discovery")

    def advise(self, address: str) -> PasswordAdvice | None:
        from desktop.core.accounts.providers import find_by_domain

        try:
            known = find_by_domain(parse_account_address(address).rpartition("@")[2])
        except SetupError:
            return None
        return known.advice if known is not None else None

    def sign_in_of(self, settings: AccountSettings) -> SignIn | None:
        from desktop.core.accounts.providers import find_by_domain, find_by_server

        known = find_by_domain(settings.address.rpartition("@")[2]) or find_by_server(settings.imap)
        return known.sign_in if known is not None else None

    def discover(self, address: str, on_trace: Callable[[TraceStep], None]) -> Future[Discovery]:
        from desktop.core.accounts.autoconfig import discover
        from desktop.core.accounts.network import DnsResolver, GreetingProbe, HttpsClient

        return self._pool.submit(
            discover,
            address,
            fetch=HttpsClient().fetch,
            resolver=DnsResolver(),
            probe=GreetingProbe(),
            clock=self._clock,
            emit=on_trace,
        )

    def explain(self, error: BandejaError, settings: AccountSettings) -> Checked:
        from desktop.core.accounts import probe

        return probe.explain(error, settings, _server_of(error, settings))

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _server_of(error: BandejaError, settings: AccountSettings) -> ServerSettings:
    """The server that fits what the error names, the mail server before the other: it is asked first."""
    names = error.parameters

    def fits(server: ServerSettings) -> bool:
        known = {"host": server.host, "port": str(server.port), "user": server.user}
        return all(names.get(what, value) == value for what, value in known.items())

    return settings.smtp if fits(settings.smtp) and not fits(settings.imap) else settings.imap
