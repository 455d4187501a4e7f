"""Newsletters: by which ways one leaves the list that a mail came by, and what has been done already.

Nothing is asked of anybody by itself: `load` reads the mail that is here; leaving is a wish (`Unsubscribe`) or, for the one way
that asks the network at once, `unsubscribe`, each after a person has said yes to what it says it will do.
"""

from __future__ import annotations

from concurrent.futures import Future
from enum import StrEnum
from typing import Protocol

from desktop.values import dataclass


class Way(StrEnum):
    """From the gentlest to the one that leaves the program."""

    ONE_CLICK = "one_click"
    """A fixed word posted to the list's server (RFC 8058), only for mail whose sender is proven."""
    MAIL = "mail"
    """A mail to the list's address, through the outbox."""
    PAGE = "page"
    """A page that the person opens in the browser."""


@dataclass(frozen=True, slots=True)
class Step:
    """`target` is who will be told, to be shown: a host, or for `MAIL` an address. `url` is for `PAGE` only."""

    way: Way
    target: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Newsletter:
    location_key: int
    name: str
    """Of the list or its sender, as the mail says: foreign text."""
    steps: tuple[Step, ...]
    """What this mail offers, the first being the best; never empty."""
    left_at: int | None = None
    """When this list was left from this account, seconds since 1970 …"""
    left_by: Way | None = None


@dataclass(frozen=True, slots=True)
class LeftList:
    """A list that an account has left."""

    account_key: int
    sender: str
    """The list's id, or the address of who sends it: foreign text."""
    at: int
    way: Way


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Leave the list that this mail came by. `MAIL`: a mail into the outbox, to be undone while it waits. `PAGE`: remember that
    its page was opened. `ONE_CLICK` is refused: see `Newsletters.unsubscribe`."""

    location: int
    way: Way
    undo_seconds: int = 10


NewsletterCommand = Unsubscribe


class Newsletters(Protocol):
    def load(self, location_key: int) -> Newsletter | None:
        """None for a mail that says nowhere how to leave, and in Junk, where an answer would only prove that the address
        lives. Worker thread."""
        ...

    def left(self) -> list[LeftList]:
        """The lists that were left, the last one first. Worker thread."""
        ...

    def unsubscribe(self, location_key: int) -> Future[None]:
        """Post the one click, and remember it once the server has taken it. Fails with a BandejaError; nothing waits."""
        ...
