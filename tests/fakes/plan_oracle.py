"""The plan rules a second time, typed from the specification's tables and readings and from nothing of the program: the judge of
property tests. Words of the program (states, uses of mailboxes) are plain strings here.

Invariant: imports nothing of `desktop`. No I/O.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

DAY = 24 * 60 * 60
ATTACHMENTS = 14_994_636
GRACE_DAYS = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """One row of the specification's table; None for shares is "unlimited", None for days is "-"."""

    mailboxes: int
    shares: int | None
    storage: int | None
    imported: int | None
    sends: int


TABLE: Mapping[str, Limits] = {
    "free": Limits(0, 0, None, None, 0),
    "trial": Limits(10, 3, 30, 30, 10_000),
    "basic": Limits(1, None, 7, 7, 10_000),
    "standard": Limits(5, None, 30, 30, 50_000),
    "professional": Limits(10, None, 90, 90, 100_000),
    "enterprise-250": Limits(10, None, 90, 90, 250_000),
    "enterprise-500": Limits(11, None, 90, 90, 500_000),
    "enterprise-1000": Limits(12, None, 90, 90, 1_000_000),
    "enterprise-2000": Limits(12, None, 90, 90, 2_000_000),
    "enterprise-3000": Limits(12, None, 90, 90, 3_000_000),
    "enterprise-4000": Limits(12, None, 90, 90, 4_000_000),
    "enterprise-5000": Limits(12, None, 90, 90, 5_000_000),
    "enterprise-6000": Limits(12, None, 90, 90, 6_000_000),
    "enterprise-7000": Limits(12, None, 90, 90, 7_000_000),
    "enterprise-8000": Limits(12, None, 90, 90, 8_000_000),
    "enterprise-9000": Limits(12, None, 90, 90, 9_000_000),
    "enterprise-10000": Limits(12, None, 90, 90, 10_000_000),
}
PLANS = tuple(TABLE)


@dataclass(frozen=True, slots=True)
class Fact:
    """Everything about one local copy that a rule may look at, and much that none may."""

    received: int
    """The server's INTERNALDATE."""
    first_seen: int
    in_drafts: bool = False
    links: tuple[tuple[str, str], ...] = ()
    """(kind, state)"""
    queued: bool = False
    """A change of it, or the mail itself, waits for the server."""


def why_it_stays(fact: Fact) -> str | None:
    """What holds a mail whatever its age. A task that was not deleted, in any state: also one that is still to be made."""
    if any(kind == "task" and state != "gone" for kind, state in fact.links):
        return "task"
    if any(kind == "crm" and state in ("pending", "failed", "unsure") for kind, state in fact.links):
        return "crm_copy_pending"
    if fact.queued:
        return "operation"
    return "draft" if fact.in_drafts else None


def leaves(fact: Fact, plan: str, now: int) -> bool:
    if why_it_stays(fact) is not None:
        return False
    days = TABLE[plan].storage
    if days is None:  # only Free has none: what no task holds goes
        return True
    age_from = fact.first_seen if fact.received > fact.first_seen else fact.received
    return now - age_from > days * 24 * 60 * 60


@dataclass
class Month:
    """The send quota of a workspace as the sixth reading tells it."""

    zone: tzinfo
    used: dict[str, int] = field(default_factory=dict)
    reserved: dict[int, str] = field(default_factory=dict)
    """mail -> the month in which it has a place while it waits"""
    settled: set[int] = field(default_factory=set)
    """Accepted, or nobody knows: counts where it counts, for good."""

    def month(self, now: int) -> str:
        """A month in which something counts is never left backwards."""
        local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=now)).astimezone(self.zone)
        newest = max((month for month, used in self.used.items() if used), default="")
        return max(f"{local.year:04d}-{local.month:02d}", newest)

    def take(self, mail: int, plan: str, now: int) -> bool:
        """A place in the month in which the mail goes, one for all its tries."""
        month = self.month(now)
        if mail in self.settled or self.reserved.get(mail) == month:
            return True
        if self.used.get(month, 0) >= TABLE[plan].sends:
            return False
        self.give_back(mail)
        self.used[month] = self.used.get(month, 0) + 1
        self.reserved[mail] = month
        return True

    def settle(self, mail: int) -> None:
        self.reserved.pop(mail, None)
        self.settled.add(mail)

    def give_back(self, mail: int) -> None:
        """The server took nothing, or the user took it back before: the place is free again."""
        month = self.reserved.pop(mail, None)
        if month is not None:
            self.used[month] -= 1

    def book(self, count: int, plan: str, now: int) -> int:
        month = self.month(now)
        booked = max(0, min(count, TABLE[plan].sends - self.used.get(month, 0)))
        self.used[month] = self.used.get(month, 0) + booked
        return booked


@dataclass(frozen=True, slots=True)
class Box:
    """A connected mailbox of a member."""

    key: int
    owner: int
    connected_at: int
    chosen: bool = False


def suspended(boxes: Iterable[Box], plan: str) -> set[int]:
    """The tenth reading: of each member the oldest-connected N stay; those the user chose come before."""
    all_boxes = list(boxes)
    stopped = set()
    for box in all_boxes:
        ahead = 0
        for other in all_boxes:
            if other.owner != box.owner or other.key == box.key:
                continue
            if other.chosen != box.chosen:
                ahead += other.chosen
            elif (other.connected_at, other.key) < (box.connected_at, box.key):
                ahead += 1
        if ahead >= TABLE[plan].mailboxes:
            stopped.add(box.key)
    return stopped


def fourth_is_refused(shared: set[int], box: int, plan: str) -> bool:
    """The eighth reading: is sharing `box` with somebody refused while `shared` are shared already?"""
    limit = TABLE[plan].shares
    return box not in shared and limit is not None and len(shared) + 1 > limit
