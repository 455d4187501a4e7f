"""Which mailboxes and which shares a plan has room for. Pure; readings 8 and 10 of the plan rules.

In the plan's words a connected account is a mailbox. Nothing here forgets anything: what has no room rests, with its
settings, until there is room again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.core.plan.catalogue import Plan
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Connected:
    """One mailbox of the workspace and its owner; `chosen` ones stay first when a plan allows fewer."""

    account_key: int
    member_key: int
    connected_at: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A mailbox that at least one other member sees; `since` is when it was first shared."""

    account_key: int
    since: int


def suspended(mailboxes: Iterable[Connected], plan: Plan) -> frozenset[int]:
    """Account keys beyond what each member may have: the chosen ones stay first, then the oldest-connected. A plan that does
    not sync stops all of them."""
    by_member: dict[int, list[Connected]] = {}
    for one in mailboxes:
        by_member.setdefault(one.member_key, []).append(one)
    room = plan.mailboxes_per_employee if plan.syncs else 0
    stopped: set[int] = set()
    for owned in by_member.values():
        in_order = sorted(owned, key=lambda one: (not one.chosen, one.connected_at, one.account_key))
        stopped.update(one.account_key for one in in_order[room:])
    return frozenset(stopped)


def with_choice(mailboxes: Iterable[Connected], keep: Iterable[int]) -> list[Connected]:
    """The mailboxes as they are once a user has said which ones stay: members none of whose mailboxes were named keep what
    they chose before."""
    kept, all_of_them = frozenset(keep), list(mailboxes)
    choosing = {one.member_key for one in all_of_them if one.account_key in kept}
    return [
        Connected(one.account_key, one.member_key, one.connected_at, one.account_key in kept)
        if one.member_key in choosing
        else one
        for one in all_of_them
    ]


def resting_shares(shares: Iterable[Shared], plan: Plan) -> frozenset[int]:
    """Account keys of shares beyond what the workspace may have: the oldest shares stay in force."""
    if plan.shared_mailboxes is None:
        return frozenset()
    in_order = sorted(shares, key=lambda one: (one.since, one.account_key))
    return frozenset(one.account_key for one in in_order[plan.shared_mailboxes :])


def may_connect(own: int, plan: Plan) -> bool:
    """Is there room for one more mailbox of a member who has `own`? Mailboxes of others do not count."""
    return plan.syncs and own < plan.mailboxes_per_employee


def may_share(shared: int, plan: Plan) -> bool:
    """Is there room for one more shared mailbox in a workspace that has `shared`?"""
    return plan.shared_mailboxes is None or shared < plan.shared_mailboxes


def visible(
    mailboxes: Iterable[Connected], seen_by: Mapping[int, Iterable[int]], resting: Iterable[int], member_key: int
) -> frozenset[int]:
    """What a member sees: the own mailboxes, suspended or not, and those of others whose share is in force. `seen_by` maps an
    account key to the members it is shared with."""
    at_rest = frozenset(resting)
    return frozenset(
        one.account_key
        for one in mailboxes
        if one.member_key == member_key
        or (one.account_key not in at_rest and member_key in seen_by.get(one.account_key, ()))
    )
