"""Carries plan changes out when their moment has come, and does what follows from another plan. Runs on the writer.

A change is carried out once and never taken back by a clock that goes back; what follows from it is in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.core.plan import schedule
from desktop.core.plan.schedule import Change, Decision
from desktop.core.store import mailboxes, members, outbox, plan_changes
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.standing import DEFAULT_PLAN, Standing


def begin(uow: UnitOfWork, standing: Standing) -> None:
    """The workspace's first plan, with its end when it is one that ends by itself."""
    plan_changes.begin(uow, DEFAULT_PLAN)
    changes = standing.changes(uow.connection)
    ends = schedule.missing_ends(changes, standing.find, standing.catalogue.free().plan_id)
    write(uow, schedule.Decision((), ends))


def write(uow: UnitOfWork, decision: Decision) -> list[int]:
    """The keys of what was added."""
    plan_changes.drop_changes(uow, decision.dropped)
    return [
        plan_changes.add_change(
            uow, one.plan_id, at=one.at, decided_at=one.decided_at, reason=one.reason.value, keep=one.keep
        )
        for one in decision.added
    ]


def carry_out(uow: UnitOfWork, standing: Standing, now: int) -> list[Change]:
    """Every change whose moment has come at `now` (epoch seconds), in order; those that were carried out."""
    due = schedule.due(standing.changes(uow.connection), now)
    for change in due:
        bring_into_force(uow, standing, change, standing.suspended(uow.connection))
    return due


def bring_into_force(uow: UnitOfWork, standing: Standing, change: Change, stopped_before: frozenset[int]) -> None:
    """`stopped_before` are the mailboxes that did not sync under the plan before."""
    plan_changes.set_carried_out(uow, change.change_key)
    if change.keep is not None:
        choose(uow, change.keep)
    settle(uow, standing, stopped_before)


def settle(uow: UnitOfWork, standing: Standing, stopped_before: frozenset[int]) -> None:
    """After another plan, choice or share: mail that was held asks again, and mailboxes that were stopped are connected anew,
    so that the plan's import age comes once more (reading 5)."""
    outbox.release_held(uow)
    for account_key in stopped_before - standing.suspended(uow.connection):
        mailboxes.fetch_again(uow, account_key)
    uow.plan = uow.everything = True


def choose(uow: UnitOfWork, keep: Iterable[int]) -> None:
    """These mailboxes stay first; those of the same members that are not named come after (reading 10)."""
    kept = set(keep)
    owned = members.load_owned(uow.connection)
    choosing = {one.member_key for one in owned if one.account_key in kept}
    members.set_chosen(
        uow,
        [one.account_key for one in owned if one.account_key in kept],
        [one.account_key for one in owned if one.member_key in choosing and one.account_key not in kept],
    )
