"""The workspace behind the door: its members, their mailboxes and shares, its plan yesterday, today and tomorrow, and what
another plan would do. In the plan's words a connected account is "a mailbox"; a folder of it is a folder.

All reads are quick unless a method says otherwise. Changes are commands: see `workspace_commands`.
"""

from __future__ import annotations

from array import array
from enum import StrEnum
from typing import Protocol

from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class MemberRow:
    member_key: int
    name: str
    position: int
    current: bool
    """Whose mail the screen shows now."""
    own: int
    """Mailboxes that this member connected, suspended ones included."""
    shared_with: int
    """Mailboxes of others that this member sees; they do not count against the limit (reading 8)."""


@dataclass(frozen=True, slots=True)
class ConnectedRow:
    """One connected mailbox of the workspace, whoever sees it."""

    account_key: int
    address: str
    member_key: int
    connected_at: int
    suspended: bool
    """Beyond what the plan lets this member have, or the plan does not sync: settings kept, no sync, no sending."""
    chosen: bool
    """The user said that this one stays when a plan allows fewer (reading 10)."""
    shared_with: tuple[int, ...]
    """Members who see it beside its owner."""
    shares_rest: bool
    """Shared beyond what the plan allows: the others do not see it until there is a place."""
    deletes_for_good: bool = False
    """Delete is permanent at once (reading 3)."""


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """One plan of the table. None: unlimited for `shared_mailboxes`, nothing is kept for the two periods."""

    plan_id: str
    name: str
    mailboxes_per_employee: int
    shared_mailboxes: int | None
    storage_days: int | None
    import_days: int | None
    sends_per_month: int
    syncs: bool
    assumed: tuple[str, ...] = ()
    """Limits that the source of the rules does not state."""
    lasts_days: int | None = None
    """How long the plan goes on before it becomes the one that does not sync: a trial."""
    used: bool = False
    """A trial that was begun here once: it cannot be chosen again."""


class ChangeReason(StrEnum):
    FIRST = "first"
    CHOSEN = "chosen"
    TRIAL_ENDED = "trial_ended"
    LAPSED = "lapsed"
    """A paid plan was not paid any more, and its ten days of grace are over (reading 13)."""


@dataclass(frozen=True, slots=True)
class PlanChangeRow:
    change_key: int
    plan_id: str
    plan_name: str
    at: int
    """When it takes, or took, effect."""
    decided_at: int
    reason: ChangeReason
    waits: bool
    """Not in effect yet: it can still be called off."""


@dataclass(frozen=True, slots=True)
class SweepRow:
    at: int
    plan_id: str
    plan_name: str
    storage_days: int | None
    removed: int
    bytes: int


@dataclass(frozen=True, slots=True)
class DaySent:
    day: str
    """YYYY-MM-DD in the workspace's time zone."""
    count: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The month's sends so far and where they lead at the pace of the month so far."""

    sent: int
    limit: int
    days: tuple[DaySent, ...]
    """Every day of the month up to today, zeros included."""
    expected: int
    """By the end of the month, not capped by the limit."""
    full_at: int | None
    """When the limit is reached at this pace, if that is before the month ends."""
    resets_at: int


@dataclass(frozen=True, slots=True)
class FolderLoss:
    mailbox_key: int
    account_key: int
    address: str
    mailbox: str
    special_use: SpecialUse
    mails: int
    bytes: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a plan would do at a moment, before anything happens. The sweep that follows removes exactly `leaving_mails`."""

    plan: PlanLimits
    present: PlanLimits
    at: int
    received_before: int | None
    """Older mail is past its time (epoch seconds): by what servers have proven where `at` is now. None: the plan keeps everything."""
    leaving: tuple[FolderLoss, ...]
    """Folders that lose mail, most mails first."""
    leaving_mails: int
    leaving_bytes: int
    staying: tuple[tuple[str, int], ...]
    """Past their time and kept all the same: (reason as in `MessageRow.held_by`, count)."""
    suspended: tuple[int, ...]
    """Account keys that stop under that plan and do not now."""
    resumed: tuple[int, ...]
    shares_resting: tuple[int, ...]
    """Shared account keys whose sharing would rest."""
    sends_left: int
    """Of this month, after what was sent already; never below 0."""
    fetch_again_days: int | None
    """The plan keeps longer than the present one: that far back can be fetched again (reading 12)."""


class Workspace(Protocol):
    def members(self) -> list[MemberRow]: ...

    def connected(self) -> list[ConnectedRow]:
        """Every mailbox of every member, in the order of connecting."""
        ...

    def plans(self) -> list[PlanLimits]:
        """The table, smallest first."""
        ...

    def plan_changes(self) -> list[PlanChangeRow]:
        """Newest first; those that wait come first of all."""
        ...

    def sweeps(self, limit: int = 50) -> list[SweepRow]:
        """Newest first."""
        ...

    def forecast(self) -> Forecast: ...

    def trial_ends_at(self) -> int | None:
        """When the trial is over, while it is the plan in force."""
        ...

    def what_if(self, plan_id: str, at: int | None = None, keep: tuple[int, ...] | None = None) -> WhatIf:
        """`at` None is now; `keep` are the account keys that shall stay. Reads all mail: worker thread. Raises PlanError."""
        ...

    def leaving_keys(self, what_if: WhatIf) -> array[int]:
        """The location keys of what that answer counts as leaving, oldest first: to export them before. Worker thread."""
        ...

    def why_leaving(self, location_key: int) -> str | None:
        """What holds a mail, in one line with the name of what holds it (a task's title, a draft), or None when it leaves
        with its time."""
        ...
