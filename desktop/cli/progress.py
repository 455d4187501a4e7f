"""The bar of a sync on standard error, drawn only for a person at a terminal, at most ten times a second."""

from __future__ import annotations

import shutil
import sys

from desktop.cli.output import fit
from desktop.core.api.status import AccountStatus
from desktop.core.clock import Clock

_EVERY = 0.1
_BAR = 20


class Progress:
    """`show` takes the worker's statuses; `clear` wipes the line, so that sentences stand alone."""

    def __init__(self, address: str, clock: Clock) -> None:
        self._address, self._clock = address, clock
        self._last: float | None = None
        self._drawn = 0
        self._is_seen = sys.stderr.isatty()

    def show(self, status: AccountStatus) -> None:
        if not self._is_seen or not status.total:
            return
        now = self._clock.monotonic()
        if self._last is not None and now - self._last < _EVERY and status.done != status.total:
            return
        self._last = now
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write("\r" + fit(progress_line(self._address, status), width))
        self._drawn = width
        sys.stderr.flush()

    def clear(self) -> None:
        if self._last is not None:
            # Blanks, since the older consoles of Windows show the order to wipe a line as text.
            sys.stderr.write("\r" + " " * self._drawn + "\r")
            sys.stderr.flush()


def progress_line(address: str, status: AccountStatus) -> str:
    """Headers have no known total, so they count down; bodies fill the bar."""
    if not status.done:
        return f"{address}  {status.mailbox}: {status.total:,} headers to come"
    filled = min(_BAR, status.done * _BAR // status.total)
    return f"{address}  [{'#' * filled}{'.' * (_BAR - filled)}] {status.done:,} of {status.total:,} mails, {status.mailbox}"
