"""The plan in force, what has been used of it and what changes it, as a screen shows them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from desktop.core.api.rows import PlanRow
from desktop.core.api.workspace import PlanChangeRow
from desktop.core.plan import quota, schedule
from desktop.core.plan.catalogue import Catalogue, Plan
from desktop.core.plan.schedule import Change


def change_rows(changes: Sequence[Change], find: Callable[[str], Plan]) -> list[PlanChangeRow]:
    return [
        PlanChangeRow(
            change_key=one.change_key,
            plan_id=one.plan_id,
            plan_name=find(one.plan_id).name,
            at=one.at,
            decided_at=one.decided_at,
            reason=one.reason,
            waits=one.carried_out is None,
        )
        for one in schedule.newest_first(changes)
    ]


def plan_row(
    catalogue: Catalogue,
    plan: Plan,
    *,
    month: str,
    zone: tzinfo,
    sent: int,
    held: str | None,
    used: int,
    shared_used: int,
) -> PlanRow:
    return PlanRow(
        plan_id=plan.plan_id,
        plan_name=plan.name,
        storage_days=plan.storage_days,
        import_days=plan.import_days,
        mailboxes_allowed=plan.mailboxes_per_employee,
        mailboxes_used=used,
        shared_allowed=plan.shared_mailboxes,
        sends_per_month=plan.sends_per_month,
        sent_this_month=sent,
        month_resets_at=quota.next_month_at(month, zone),
        attachments_bytes=catalogue.attachments_bytes,
        sweep_held=held,
        shared_used=shared_used,
    )
