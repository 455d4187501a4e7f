"""The search for an address's servers as the set-up screen asks for it: real DNS and HTTPS, on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from desktop.core.accounts.autoconfig import discover
from desktop.core.accounts.network import DnsResolver, GreetingProbe, HttpsClient
from desktop.core.api.discovery import Discovery, TraceStep
from desktop.core.clock import Clock


class Discoverer:
    """Implements `core.api.setup.SetupService`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="discovery")

    def discover(self, address: str, on_trace: Callable[[TraceStep], None]) -> Future[Discovery]:
        return self._pool.submit(
            discover,
            address,
            fetch=HttpsClient().fetch,
            resolver=DnsResolver(),
            probe=GreetingProbe(),
            clock=self._clock,
            emit=on_trace,
        )

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
