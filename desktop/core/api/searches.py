"""Around a search, behind the door: how much of the mail here it looked into, and what was searched for lately.

The language of a search is in `searching`; its answer is a list like any other (`queries.ListView.search`).
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from desktop.values import dataclass

MOST_RECENT = 20


@dataclass(frozen=True, slots=True)
class Coverage:
    """Mails here that the current member sees, and how many of them are here whole. Of the others, which are still being fetched, a
    search knows subject, people, time and size, but neither text nor attachments."""

    whole: int
    total: int
    beyond: int = 0
    """Mails that the servers hold and that are not here at all: older than the plan keeps, or still to come. One that lies in two
    folders there counts twice."""


class Searches(Protocol):
    def coverage(self) -> Coverage:
        """Counts: worker thread."""
        ...

    def recent(self) -> list[str]:
        """What the current member searched for, newest first, at most MOST_RECENT. Stays on this computer. Quick."""
        ...

    def keep(self, typed: str) -> Future[None]:
        """It was searched for: it is the newest now. The beginning of something newer says nothing."""
        ...

    def forget(self, typed: str | None = None) -> Future[None]:
        """That one, or all of them."""
        ...
