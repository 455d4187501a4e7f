"""Whether the CRM that is bound has a card for an address: asked seldom, remembered for a while.

At most MOST addresses are remembered and WAITING questions are under way; whoever asks for more hears that nobody can tell now.
Any thread.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from desktop.core.clock import Clock

MOST = 500
WAITING = 4
YES_SECONDS, NO_SECONDS = 600.0, 60.0
"""A card that is there stays there; one that is not may be made at any moment."""


class KnownCards:
    """`ask(address)` puts the question to the backend and never blocks; its answer is True, False, or None when nobody can
    tell now."""

    def __init__(self, clock: Clock, ask: Callable[[str], Future[bool | None]]) -> None:
        self._clock, self._ask = clock, ask
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], tuple[bool, float]] = OrderedDict()
        self._under_way: dict[tuple[str, str], Future[bool | None]] = {}

    def has_card(self, site: str, address: str) -> Future[bool | None]:
        """At the backend that is at that `site`. Never blocks, never fails."""
        key = (site, address.strip().lower())
        answer: Future[bool | None] = Future()
        with self._lock:
            found = self._known.get(key)
            if found is not None and self._clock.monotonic() < found[1]:
                self._known.move_to_end(key)
                answer.set_result(found[0])
                return answer
            if key in self._under_way:
                return self._under_way[key]
            if len(self._under_way) >= WAITING or not key[1]:
                answer.set_result(None)
                return answer
            self._under_way[key] = answer

        def settle(asked: Future[bool | None]) -> None:
            known = None if asked.cancelled() or asked.exception() is not None else asked.result()
            with self._lock:
                del self._under_way[key]
                if known is not None:
                    until = self._clock.monotonic() + (YES_SECONDS if known else NO_SECONDS)
                    self._known[key] = (known, until)
                    self._known.move_to_end(key)
                    while len(self._known) > MOST:
                        self._known.popitem(last=False)
            answer.set_result(known)

        self._ask(key[1]).add_done_callback(settle)
        return answer
