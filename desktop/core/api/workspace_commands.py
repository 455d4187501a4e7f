"""Wishes about the workspace: members, shares, the plan and its moment. See `commands` for how a wish travels."""

from __future__ import annotations

from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class SetPlan:
    """`at` None: now (epoch seconds otherwise; a moment ahead schedules it, one behind is refused). `keep`: the account keys
    that stay when the plan allows fewer, None leaves the choice as it is. The trial schedules its own end, and is refused once
    it was begun; `again` begins it anew all the same: for the demo."""

    plan_id: str
    at: int | None = None
    keep: tuple[int, ...] | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class CancelPlanChange:
    """Call off a change that waits. The end of a trial cannot be called off; choosing a plan replaces it."""

    change_key: int


@dataclass(frozen=True, slots=True)
class EndTrial:
    """The trial is over now: Free without grace (reading 13). Refused when the plan in force is not the trial."""


@dataclass(frozen=True, slots=True)
class PlanLapsed:
    """The paid plan is not paid any more: Free after the days of grace."""


@dataclass(frozen=True, slots=True)
class KeepMailboxes:
    """These account keys stay first when the plan allows fewer; the others of the same member come after, oldest first."""

    accounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetDeleteForGood:
    """Whether Delete in this mailbox is permanent at once, not by way of Trash (reading 3)."""

    account_key: int
    value: bool


@dataclass(frozen=True, slots=True)
class SetSignature:
    """What stands under mail of this account (`mail.signature`); empty for none. Refused when it is longer than a signature may
    be. What is `formatted` (`mail.formatted_signature`) says the text as well."""

    account_key: int
    text: str
    in_replies: bool = True
    formatted: str = ""


@dataclass(frozen=True, slots=True)
class FetchAgain:
    """Fetch what the present plan's window holds and this computer no longer has (reading 12)."""


@dataclass(frozen=True, slots=True)
class AddMember:
    """The new member's key comes back in `Receipt.key`."""

    name: str


@dataclass(frozen=True, slots=True)
class RenameMember:
    member_key: int
    name: str


@dataclass(frozen=True, slots=True)
class RemoveMember:
    """Refused while the member owns mailboxes, and for the last member."""

    member_key: int


@dataclass(frozen=True, slots=True)
class SwitchMember:
    """Show the mail of this member."""

    member_key: int


@dataclass(frozen=True, slots=True)
class ShareMailbox:
    """The whole list of members who see the account beside its owner; empty withdraws the share. Refused with PlanError when
    the plan has no place for one more shared mailbox."""

    account_key: int
    members: tuple[int, ...]


WorkspaceCommand = (
    SetPlan
    | CancelPlanChange
    | EndTrial
    | PlanLapsed
    | KeepMailboxes
    | SetDeleteForGood
    | SetSignature
    | FetchAgain
    | AddMember
    | RenameMember
    | RemoveMember
    | SwitchMember
    | ShareMailbox
)
