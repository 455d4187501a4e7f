"""What the set-up screen asks for besides the session: the search for an address's servers.

A screen knows this Protocol only; the composition root puts `core.accounts` behind it. `discover` returns at once.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from desktop.core.api.discovery import Discovery, TraceStep


class SetupService(Protocol):
    def discover(self, address: str, on_trace: Callable[[TraceStep], None]) -> Future[Discovery]:
        """Ask everybody who may know the servers of the address, at most a few seconds long.

        `on_trace` is called on core threads, once per answer. Fails with a SetupError for an address that is none.
        """
        ...
