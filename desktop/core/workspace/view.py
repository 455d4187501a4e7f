"""What a screen may ask of the workspace: implements `core.api.workspace.Workspace` by reading. Any thread.

The preview and the sweep that follows agree to the mail, because both select by `store.expiry.leaves`.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from desktop.core.api.workspace import (
    ConnectedRow,
    Forecast,
    MemberRow,
    PlanChangeRow,
    PlanLimits,
    SweepRow,
    WhatIf,
)
from desktop.core.plan import limits, schedule
from desktop.core.plan import quota as months
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.forecast import forecast
from desktop.core.plan.retention import gone_before, refetchable_days
from desktop.core.plan.schedule import Change
from desktop.core.plan.usage import change_rows
from desktop.core.store import expiry, members, outbox
from desktop.core.store.store import Connection, Store
from desktop.core.workspace.moment import sweep_moment
from desktop.core.workspace.standing import Standing, connected, shared


class WorkspaceView:
    def __init__(self, store: Store, standing: Standing) -> None:
        self._store, self._standing = store, standing

    def members(self) -> list[MemberRow]:
        with self._store.reading() as connection:
            current = members.load_current(connection)
            own = Counter(one.member_key for one in members.load_owned(connection))
            resting = self._standing.resting(connection)
            seen = Counter(
                one.member_key for one in members.load_shares(connection) if one.account_key not in resting
            )  # fmt: skip
            return [
                MemberRow(
                    one.member_key, one.name, one.position, one.member_key == current, own[one.member_key],
                    seen[one.member_key],
                )
                for one in members.load_members(connection)
            ]  # fmt: skip

    def connected(self) -> list[ConnectedRow]:
        with self._store.reading() as connection:
            stopped, resting = self._standing.suspended(connection), self._standing.resting(connection)
            seen_by: defaultdict[int, list[int]] = defaultdict(list)
            for share in members.load_shares(connection):
                seen_by[share.account_key].append(share.member_key)
            return [
                ConnectedRow(
                    account_key=one.account_key,
                    address=one.address,
                    member_key=one.member_key,
                    connected_at=one.connected_at,
                    suspended=one.account_key in stopped,
                    chosen=one.chosen,
                    shared_with=tuple(seen_by[one.account_key]),
                    shares_rest=one.account_key in resting,
                    deletes_for_good=one.deletes_for_good,
                )
                for one in members.load_owned(connection)
            ]

    def plans(self) -> list[PlanLimits]:
        changes = self._store.read(self._standing.changes)
        return [_limits_here(plan, changes) for plan in self._standing.catalogue.plans]

    def plan_changes(self) -> list[PlanChangeRow]:
        return change_rows(self._store.read(self._standing.changes), self._standing.find)

    def sweeps(self, limit: int = 50) -> list[SweepRow]:
        rows = self._store.read(lambda connection: expiry.load_sweeps(connection, limit))
        return [
            SweepRow(
                one.at, one.plan_id, self._standing.find(one.plan_id).name, one.storage_days, one.removed, one.bytes
            )
            for one in rows
        ]  # fmt: skip

    def forecast(self) -> Forecast:
        with self._store.reading() as connection:
            month = self._standing.month(connection)
            sent = outbox.load_sent(connection, month)
            limit = self._standing.plan(connection).sends_per_month
        return forecast(sent, month=month, limit=limit, now=self._standing.now(), zone=self._standing.zone)

    def trial_ends_at(self) -> int | None:
        with self._store.reading() as connection:
            if self._standing.plan(connection).lasts_days is None:
                return None
            return schedule.next_at(self._standing.changes(connection))

    def what_if(self, plan_id: str, at: int | None = None, keep: tuple[int, ...] | None = None) -> WhatIf:
        plan = self._standing.catalogue.find(plan_id)
        moment = self._standing.now() if at is None else at
        before = gone_before(plan, sweep_moment(self._store, moment) if at is None else at)
        with self._store.reading() as connection:
            present = self._standing.plan(connection)
            losses = [] if before is None else expiry.load_losses(connection, received_before=before)
            staying = [] if before is None else expiry.count_staying(connection, received_before=before)
            owned = connected(members.load_owned(connection))
            stopped_now = limits.suspended(owned, present)
            stopped = limits.suspended(limits.with_choice(owned, keep or ()), plan)
            shares = shared(connection)
            sent = self._sent_at(connection, moment)
            changes = self._standing.changes(connection)
        return WhatIf(
            plan=_limits_here(plan, changes),
            present=limits_row(present),
            at=moment,
            received_before=before,
            leaving=tuple(losses),
            leaving_mails=sum(loss.mails for loss in losses),
            leaving_bytes=sum(loss.bytes for loss in losses),
            staying=tuple(staying),
            suspended=tuple(sorted(stopped - stopped_now)),
            resumed=tuple(sorted(stopped_now - stopped)),
            shares_resting=tuple(
                sorted(limits.resting_shares(shares, plan) - limits.resting_shares(shares, present))
            ),
            sends_left=max(0, plan.sends_per_month - sent),
            fetch_again_days=refetchable_days(present, plan),
        )  # fmt: skip

    def leaving_keys(self, what_if: WhatIf) -> array[int]:
        before = what_if.received_before
        if before is None:
            return array("q")
        return self._store.read(lambda connection: expiry.load_leaving_keys(connection, received_before=before))

    def why_leaving(self, location_key: int) -> str | None:
        return self._store.read(lambda connection: expiry.load_holder(connection, location_key))

    def _sent_at(self, connection: Connection, moment: int) -> int:
        """What counts in the month of that moment, which may be one to come."""
        month = months.counting_month(moment, self._standing.zone, outbox.newest_month(connection))
        return outbox.count_sent(connection, month)


def _limits_here(plan: Plan, changes: Sequence[Change]) -> PlanLimits:
    is_used = plan.lasts_days is not None and schedule.begun_at(changes, plan.plan_id) is not None
    return replace(limits_row(plan), used=is_used)


def limits_row(plan: Plan) -> PlanLimits:
    return PlanLimits(
        plan.plan_id, plan.name, plan.mailboxes_per_employee, plan.shared_mailboxes, plan.storage_days,
        plan.import_days, plan.sends_per_month, plan.syncs, plan.assumed, plan.lasts_days,
    )  # fmt: skip
