"""What the bar above the demo can do to its world: move the day, book sends, begin again. Nothing of it exists outside a demo."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol


class DemoControls(Protocol):
    """Every Future is answered when the mail that leaves has left."""

    def now(self) -> int:
        """The demo's moment, epoch seconds. Quick."""
        ...

    def move_days(self, days: int) -> Future[int]:
        """So many days ahead; how many local copies left. Days behind are refused: a workspace's time does not run back."""
        ...

    def move_to(self, moment: int) -> Future[int]:
        """To that moment ahead (epoch seconds)."""
        ...

    def book_sends(self, count: int) -> Future[int]:
        """Count so many mails as sent this month, at most what is left; how many were booked."""
        ...

    def start_again(self) -> None:
        """The demo as it was at the beginning: a new world, a new profile, the same window."""
        ...
