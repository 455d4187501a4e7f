"""A search that goes on where the copy here ends, behind the door: on the servers, when a person asks for it, and never by itself.

What is found is looked at in passing: it has a key below 0, lives in memory until the program ends, and becomes part of the copy
here only by a wish about it, in the moment of the wish: then it is a mail like any other, which a task holds and which the next sweep
takes when it is past the plan's time and nothing does. The door gives its row, text and attachments like those of any mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from enum import StrEnum
from typing import Protocol

from desktop.core.api.errors import BandejaError
from desktop.core.api.queries import ListView
from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass

MOST_OF_A_FOLDER = 200
"""Mails that are taken from one folder: those that came last."""
MOST_OF_ALL = 500
"""Mails that one search shows: the newest."""


class Unasked(StrEnum):
    """What a server cannot be asked, or only roughly."""

    LINKS = "links"
    """No mail that is on the server alone is linked to anything."""
    FILES = "files"
    """Names of attachments: no mail is found by them."""
    ATTACHMENTS = "attachments"
    """Whether there are any is told from the outer form of a mail alone."""


@dataclass(frozen=True, slots=True)
class AccountProgress:
    """`mailbox` is the folder that is being searched, "" before the first; `done` of `total` folders are."""

    account_key: int
    address: str
    mailbox: str = ""
    special_use: SpecialUse = SpecialUse.NONE
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class SearchProgress:
    running: tuple[AccountProgress, ...]
    """Of the accounts that are not done yet."""
    keys: tuple[int, ...]
    """What has been found so far, as in `SearchResult`."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an account, or one folder of it, could not be searched."""

    account_key: int
    address: str
    error: BandejaError
    mailbox: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`keys`: newest first. Above 0 are mails that are here after all, but not whole, so that the search here could not tell."""

    keys: tuple[int, ...]
    failures: tuple[Failure, ...] = ()
    unasked: frozenset[Unasked] = frozenset()
    impossible: bool = False
    """Nothing could be asked of any server, because of `unasked`."""
    more: bool = False
    """There were more than are shown."""
    stopped: bool = False
    """It was cancelled: there may be more."""


class RunningSearch(Protocol):
    @property
    def done(self) -> Future[SearchResult]:
        """Never fails."""
        ...

    def progress(self) -> SearchProgress:
        """Quick, in memory."""
        ...

    def cancel(self) -> None:
        """`done` has its result at once: what has been found."""
        ...


class ServerSearch(Protocol):
    def begin(self, view: ListView) -> RunningSearch:
        """Search for what the view searches for, in its scope, on the servers of the accounts that the current member sees. Only
        reads there: no flag changes. Never blocks."""
        ...

    def failure(self, location_key: int) -> BandejaError | None:
        """Why the text of that mail could not be fetched when it was last opened (`open_message`). Quick, in memory."""
        ...

    def here(self, location_keys: Iterable[int]) -> dict[int, int | None]:
        """Of these mails those that a wish has made part of the copy here: the key by which they are shown here; None for one that
        has left the folder in which it was found, by such a wish. What a sweep has taken since is not among them. Quick."""
        ...
