"""`bandeja plan`: the limits in force, what is used of them, another plan, and the sweep of expired local copies."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import datetime, tzinfo

from desktop.cli.exits import Exit, Trouble
from desktop.cli.output import counted, local_moment, moment, say, say_json, size_words, warn
from desktop.cli.session import opened
from desktop.core.api.rows import PlanRow, SweepDecision
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.engine import Engine
from desktop.core.plan.catalogue import Plan

_REASONS = {
    "within_period": "within the storage period",
    "plan_keeps_everything": "kept for ever by the plan",
    "task": "linked to a task",
    "crm_copy_pending": "whose CRM copy is not safe yet",
    "operation": "with a change that the server has not seen",
    "draft": "in Drafts",
}
CLOCK_WORDS = {
    "before_this_program": "it shows a time before this program was made",
    "behind_earlier_time": "it is behind the time it showed earlier",
    "ahead_of_servers": "it is days ahead of the mail servers",
    "jumped_ahead": "it jumped ahead by days",
}


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        match arguments.verb:
            case "list":
                return _list(engine, arguments)
            case "set":
                return _set(engine, arguments)
            case "sweep":
                return _sweep(engine, arguments)
        return _show(engine, arguments)


def parse_moment(text: str, zone: tzinfo) -> int:
    """Epoch seconds of a date (its first moment) or time, in `zone` when it names none. Raises Trouble."""
    try:
        when = datetime.fromisoformat(text)
        seconds = int((when if when.tzinfo else when.replace(tzinfo=zone)).timestamp())
    except (ValueError, OverflowError):
        seconds = -1
    if seconds < 0:
        raise Trouble(Exit.USAGE, f"'{text}' is no date like 2026-12-24 or 2026-12-24T18:00.")
    return seconds


def _show(engine: Engine, arguments: argparse.Namespace) -> int:
    row = engine.plan()
    if arguments.json:
        say_json({"plan": _row_values(row)})
        return Exit.OK
    say(f"{row.plan_name} ({row.plan_id})")
    say(f"mailboxes: {row.mailboxes_used} of {row.mailboxes_allowed}")
    say(f"local copies: {_days(row.storage_days)}; mail of the last {_days(row.import_days)} is fetched")
    say(
        f"sent this month: {row.sent_this_month:,} of {row.sends_per_month:,}, anew on {local_moment(row.month_resets_at)}"
    )
    say(f"attachments: {size_words(row.attachments_bytes)} in one mail")
    if row.sweep_held:
        warn(f"The sweep waits, because this computer's clock is not believable: {_clock_words(row.sweep_held)}.")
    return Exit.OK


def _days(days: int | None) -> str:
    return "no limit" if days is None else counted(days, "day")


def _clock_words(code: str) -> str:
    return CLOCK_WORDS.get(code, code)


def _row_values(row: PlanRow) -> dict[str, object]:
    return {
        "id": row.plan_id, "name": row.plan_name, "storage_days": row.storage_days, "import_days": row.import_days,
        "mailboxes_allowed": row.mailboxes_allowed, "mailboxes_used": row.mailboxes_used,
        "shared_mailboxes_allowed": row.shared_allowed, "sends_per_month": row.sends_per_month,
        "sent_this_month": row.sent_this_month, "month_resets": moment(row.month_resets_at),
        "attachments_bytes": row.attachments_bytes, "sweep_held": row.sweep_held,
    }  # fmt: skip


def _list(engine: Engine, arguments: argparse.Namespace) -> int:
    plans, chosen = engine.catalogue.plans, engine.current_plan().plan_id
    if arguments.json:
        say_json({"plans": [_plan_values(plan) | {"chosen": plan.plan_id == chosen} for plan in plans]})
        return Exit.OK
    for plan in plans:
        mark = "*" if plan.plan_id == chosen else " "
        say(
            f"{mark} {plan.plan_id:<18} {counted(plan.mailboxes_per_employee, 'mailbox', 'mailboxes'):<13} "
            f"{_days(plan.storage_days):<8}  {plan.sends_per_month:>10,} mails a month"
        )
    return Exit.OK


def _plan_values(plan: Plan) -> dict[str, object]:
    return {
        "id": plan.plan_id, "name": plan.name, "mailboxes_per_employee": plan.mailboxes_per_employee,
        "shared_mailboxes": plan.shared_mailboxes, "storage_days": plan.storage_days, "import_days": plan.import_days,
        "sends_per_month": plan.sends_per_month, "syncs": plan.syncs, "assumed": list(plan.assumed),
    }  # fmt: skip


def _set(engine: Engine, arguments: argparse.Namespace) -> int:
    plan = engine.catalogue.find(arguments.plan)
    engine.submit(SetPlan(plan.plan_id)).result()
    going = [one for one in engine.sweep_decisions() if one.removed]
    if arguments.json:
        say_json({"plan": _row_values(engine.plan())})
        return Exit.OK
    say(f"The plan is now {plan.name}.")
    if going:
        say(
            f"The next sweep removes {counted(len(going), 'local copy', 'local copies')}; see: bandeja plan sweep --dry-run"
        )
    return Exit.OK


def _sweep(engine: Engine, arguments: argparse.Namespace) -> int:
    """Decisions first, then the sweep: with nobody else in the profile they are the same mails."""
    at = None if arguments.at is None else parse_moment(arguments.at, engine.zone)
    doubt = engine.clock_doubt() if at is None else None
    if doubt is not None:
        raise Trouble(
            Exit.PROBLEM,
            f"Nothing was removed, because this computer's clock is not believable: {_clock_words(doubt)}. "
            "Set the clock, or give the moment with --at.",
        )
    now = engine.clock.now() if at is None else at
    decisions = engine.sweep_decisions(now)
    going = [one for one in decisions if one.removed]
    removed, size = len(going), sum(one.size for one in going)
    if not arguments.dry_run:
        result = engine.sweep(at)
        removed, size = result.removed, result.bytes
    if arguments.json:
        say_json({
            "sweep": {
                "plan": engine.current_plan().plan_id, "at": moment(now), "dry_run": arguments.dry_run,
                "removed": removed, "bytes": size, "mails": [_decision_values(one) for one in decisions],
            }
        })  # fmt: skip
        return Exit.OK
    for one in going:
        say(f"{local_moment(one.internaldate)}  {one.mailbox}  <{one.message_id}>")
    verb = "would be removed" if arguments.dry_run else "removed"
    say(f"{counted(removed, 'local copy', 'local copies')} {verb} ({size_words(size)}). Nothing changes on the server.")
    for reason, number in Counter(one.reason for one in decisions if not one.removed).most_common():
        say(f"{counted(number, 'mail')} kept: {_REASONS[reason]}")
    return Exit.OK


def _decision_values(one: SweepDecision) -> dict[str, object]:
    return {
        "key": one.location_key, "message_id": one.message_id, "mailbox": one.mailbox,
        "internaldate": moment(one.internaldate), "size": one.size,
        "decision": "remove" if one.removed else "keep", "reason": one.reason,
    }  # fmt: skip
