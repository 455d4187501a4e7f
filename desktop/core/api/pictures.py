"""Pictures of a mail that lie on the network: what would be asked for, who may be asked, and the asking itself.

The screen's web engine has no network: the core fetches such pictures, one bounded answer at a time, and only after the user
has said so for this mail, its sender or the sender's domain. Trackers are never fetched.
"""

from __future__ import annotations

from concurrent.futures import Future
from enum import StrEnum
from typing import Protocol

from desktop.values import dataclass

SCHEME = "mailpic"
"""`mailpic:N` in a page is the picture `addresses[N]` of its plan. No mail can write it: the sanitiser lets it through nowhere."""


class Scope(StrEnum):
    """Whose pictures were allowed."""

    MAIL = "mail"
    SENDER = "sender"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """Pictures that are there to report that the mail was opened; `name` of who runs them where known, else the host."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class PicturePlan:
    """`html` is the sanitised page with `mailpic:N` for `addresses[N]` (https only), trackers and the rest left as holes."""

    html: str
    addresses: tuple[str, ...]
    trackers: tuple[TrackerRow, ...] = ()
    """Most pictures first."""
    refused: int = 0
    """Neither: no address that may be asked, or more than one mail may have."""


@dataclass(frozen=True, slots=True)
class Picture:
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class PictureRule:
    """`value` is an address or a domain in lower case; for a single mail it is nothing to show."""

    scope: Scope
    value: str


class PictureLoad(Protocol):
    """The pictures of one shown page, within one budget."""

    def fetch(self, number: int) -> Future[Picture | None]:
        """None when it cannot be had, is no picture, is too large, or is a single dot after all."""
        ...

    def stop(self) -> None:
        """Another page is shown: what has not begun is not asked any more."""
        ...


class Pictures(Protocol):
    def plan(self, html: str) -> PicturePlan:
        """Of a page that `sanitised_html` gave. Pure; worker thread."""
        ...

    def load(self, plan: PicturePlan) -> PictureLoad:
        """Asks for nothing yet. Quick."""
        ...

    def permission(self, location_key: int) -> Scope | None:
        """The widest that was given for this mail; None in Junk, whoever it seems to come from. Quick."""
        ...

    def offers(self, location_key: int) -> list[PictureRule]:
        """The rules that would cover this mail, narrowest first; no domain whose addresses are strangers of each other. Quick."""
        ...

    def allow(self, location_key: int, scope: Scope) -> Future[PictureRule]:
        """Remember it. Fails with a BandejaError for a mail that is gone, or for what is not offered."""
        ...

    def forbid(self, rule: PictureRule) -> Future[None]: ...

    def rules(self) -> list[PictureRule]:
        """Those for senders and domains, by value. Quick."""
        ...
