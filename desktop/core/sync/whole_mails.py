"""When a mailbox is fetched mail by mail, whole, instead of all its headers first and then all bodies. Pure; for one connection.

A mail that comes whole is written and indexed once and costs half. But a list is for reading long before the last body is here: so it may
grow by whole mails only while it grows so fast that nobody waits for it, and headers have to show first that the line can do that.
"""

from __future__ import annotations

from collections.abc import Callable

PROVEN_BY = 400
"""Headers that come before anything else: some screens full, by which the line is measured."""
_TRIAL = 100
_STEP = 600
_BYTES_A_SECOND = 1 << 20
"""Of headers; on a slower line even the trial would be noticed."""
_MAILS_A_SECOND = 250
_SLOW_STEPS = 2
"""So many, one after the other, say that the line is not what it was."""
_MOST_KNOWN = 0.1
"""Where more of the mails were here already, another mailbox has the same ones: then headers alone cost less."""


class WholeMails:
    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._headers = self._bytes = 0
        self._seconds = 0.0
        self._step = _TRIAL
        self._slow = 0
        self._repeated: set[int] = set()
        self._began = 0.0

    def step(self, mailbox_key: int) -> int:
        """How many the next step may take; 0: headers alone."""
        if mailbox_key in self._repeated or self._headers < PROVEN_BY:
            return 0
        return self._step if self._bytes >= self._seconds * _BYTES_A_SECOND else 0

    def headers_step(self, most: int) -> int:
        """How many headers are asked for at once: at first no more than prove what the line can do."""
        left = PROVEN_BY - self._headers
        return min(most, left) if left > 0 and self._step else most

    def begin(self) -> None:
        """Something is asked for: how long it takes is measured from here."""
        self._began = self._monotonic()

    def note_headers(self, count: int, size: int) -> None:
        self._headers += count
        self._bytes += size
        self._seconds += self._monotonic() - self._began

    def note_mails(self, count: int) -> None:
        self._slow = 0 if count >= (self._monotonic() - self._began) * _MAILS_A_SECOND else self._slow + 1
        self._step = _STEP if not self._slow else _TRIAL if self._slow < _SLOW_STEPS else 0

    def note_known(self, mailbox_key: int, count: int, known: int) -> None:
        if known > count * _MOST_KNOWN:
            self._repeated.add(mailbox_key)
