"""What the workspace's plan allows at this moment: facts read from one connection, judged by the pure rules of `core.plan`.

Every answer comes from the connection it is given, so inside a writer's transaction nothing can change between the question
and what is done about it. Any thread.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo

from desktop.core.api.errors import Code, PlanError
from desktop.core.api.rows import OutboxRow, OutboxState
from desktop.core.api.workspace import ChangeReason
from desktop.core.operations.sender import Quota
from desktop.core.plan import limits, schedule
from desktop.core.plan import quota as months
from desktop.core.plan.catalogue import Catalogue, Plan
from desktop.core.plan.limits import Connected, Shared
from desktop.core.plan.schedule import Change
from desktop.core.store import members, outbox, plan_changes
from desktop.core.store.members import Owned
from desktop.core.store.store import Connection
from desktop.moments import moment_at

DEFAULT_PLAN = "standard"
_log = logging.getLogger(__name__)


class Standing:
    """`zone` is the workspace's: its months begin by it. `everyone` shows the mailboxes of all members, whoever is chosen."""

    def __init__(self, catalogue: Catalogue, zone: tzinfo, now: Callable[[], int], *, everyone: bool = False) -> None:
        self.catalogue, self.zone, self.now, self._everyone = catalogue, zone, now, everyone

    # the plan

    def plan(self, connection: Connection) -> Plan:
        """The plan in force."""
        change = schedule.in_force(self.changes(connection))
        return self.find(DEFAULT_PLAN if change is None else change.plan_id)

    def find(self, plan_id: str) -> Plan:
        """Of a stored plan. One that is no longer in the table (a company's file was taken away) has the default's limits,
        but nothing leaves by it: how long it kept mail is not known any more."""
        try:
            return self.catalogue.find(plan_id)
        except PlanError:
            _log.warning("the plan '%s' is not in the table", plan_id)
            return replace(self.catalogue.find(DEFAULT_PLAN), plan_id=plan_id, name=plan_id, storage_days=None)

    def changes(self, connection: Connection) -> list[Change]:
        return [
            Change(
                one.change_key, one.plan_id, one.at, one.decided_at, ChangeReason(one.reason), one.keep, one.carried_out
            )
            for one in plan_changes.load_changes(connection)
        ]

    # mailboxes and shares

    def suspended(self, connection: Connection, plan: Plan | None = None) -> frozenset[int]:
        """Account keys that neither sync nor send under that plan, or the one in force."""
        return limits.suspended(connected(members.load_owned(connection)), plan or self.plan(connection))

    def resting(self, connection: Connection, plan: Plan | None = None) -> frozenset[int]:
        """Account keys whose share has no place."""
        return limits.resting_shares(shared(connection), plan or self.plan(connection))

    def visible(self, connection: Connection) -> frozenset[int] | None:
        """Account keys that the current member sees; None when that is all of them."""
        if self._everyone or len(members.load_members(connection)) < 2:
            return None
        seen_by: defaultdict[int, set[int]] = defaultdict(set)
        for one in members.load_shares(connection):
            seen_by[one.account_key].add(one.member_key)
        return limits.visible(
            connected(members.load_owned(connection)),
            seen_by,
            self.resting(connection),
            members.load_current(connection),
        )

    def check_room(self, connection: Connection, member_key: int) -> None:
        """Raises PlanError when the plan has no place for one more mailbox of that member."""
        plan = self.plan(connection)
        own = sum(one.member_key == member_key for one in members.load_owned(connection))
        if not plan.syncs:
            raise PlanError(Code.PLAN_NO_SYNC, plan=plan.name)
        if not limits.may_connect(own, plan):
            raise PlanError(Code.PLAN_MAILBOXES, plan=plan.name, limit=plan.mailboxes_per_employee)

    def refusal(self, connection: Connection, account_key: int, plan: Plan | None = None) -> PlanError | None:
        """Why an account neither syncs nor sends."""
        plan = plan or self.plan(connection)
        if not plan.syncs:
            return PlanError(Code.PLAN_NO_SYNC, plan=plan.name)
        if account_key not in self.suspended(connection, plan):
            return None
        address = next(
            (one.address for one in members.load_owned(connection) if one.account_key == account_key), account_key
        )
        return PlanError(Code.PLAN_SUSPENDED, plan=plan.name, limit=plan.mailboxes_per_employee, address=address)

    def freed(self, connection: Connection, row: OutboxRow) -> OutboxRow:
        """A held mail with the first planned change that lets it go before its date does; every other as it is."""
        if row.state is not OutboxState.HELD or row.refusal is None:
            return row
        by_month = row.refusal.code is Code.PLAN_SENDS
        owned = connected(members.load_owned(connection))
        for change in schedule.waiting(self.changes(connection)):
            if by_month and change.at >= row.not_before:
                break
            plan = self.find(change.plan_id)
            owned = owned if change.keep is None else limits.with_choice(owned, change.keep)
            if row.account_key in limits.suspended(owned, plan):
                continue
            month = months.counting_month(change.at, self.zone, outbox.newest_month(connection))
            if outbox.count_sent(connection, month) < plan.sends_per_month:
                return replace(row, freed_at=change.at, freed_by=plan.name)
        return row

    # the month

    def quota(self, connection: Connection, account_key: int) -> Quota:
        """What that account may send now."""
        plan = self.plan(connection)
        month = self.month(connection)
        resets_at = months.next_month_at(month, self.zone)
        return Quota(
            month, plan.sends_per_month, resets_at, plan.name, self.day(resets_at),
            self.refusal(connection, account_key, plan),
        )  # fmt: skip

    def month(self, connection: Connection) -> str:
        """The month in which a mail sent now counts."""
        return months.counting_month(self.now(), self.zone, outbox.newest_month(connection))

    def day(self, moment: int) -> str:
        """YYYY-MM-DD in the workspace's zone, for sentences."""
        return moment_at(moment, self.zone).strftime("%Y-%m-%d")


def connected(owned: list[Owned]) -> list[Connected]:
    return [Connected(one.account_key, one.member_key, one.connected_at, one.chosen) for one in owned]


def shared(connection: Connection) -> list[Shared]:
    """Accounts with at least one other member, with the moment of their first sharing."""
    since: dict[int, int] = {}
    for one in members.load_shares(connection):
        since[one.account_key] = min(since.get(one.account_key, one.shared_at), one.shared_at)
    return [Shared(key, at) for key, at in since.items()]
