"""`bandeja plan`: the table, the limits in force and what is used of them, another plan tried or chosen. The sweep and the members
have modules of their own."""

from __future__ import annotations

import argparse

from desktop.cli import members, sweep
from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import find_account
from desktop.cli.moments import first_moment_of_day, parse_moment
from desktop.cli.output import counted, local_moment, moment, safe, say, say_json, say_table, size_words, warn
from desktop.cli.session import opened
from desktop.core.api.rows import PlanRow
from desktop.core.api.workspace import PlanChangeRow, PlanLimits, WhatIf
from desktop.core.api.workspace_commands import CancelPlanChange, EndTrial, FetchAgain, PlanLapsed, SetPlan
from desktop.core.engine import Engine

_REASONS = {
    "first": "the first plan",
    "chosen": "chosen",
    "trial_ended": "the trial's end",
    "lapsed": "not paid any more",
}


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        match arguments.verb:
            case "list":
                return _list(engine, arguments)
            case "whatif":
                return _what_if(engine, arguments)
            case "apply" | "set":
                return _apply(engine, arguments)
            case "cancel" | "end-trial" | "lapsed" | "fetch-again":
                return _wish(engine, arguments)
            case "sweep":
                return sweep.run(engine, arguments)
            case "members":
                return members.run(engine, arguments)
        return _show(engine, arguments)


# the plan in force


def _show(engine: Engine, arguments: argparse.Namespace) -> int:
    row, changes, forecast = engine.plan(), engine.workspace.plan_changes(), engine.workspace.forecast()
    trial_ends = engine.workspace.trial_ends_at()
    if arguments.json:
        say_json({
            "plan": _row_values(row) | {
                "trial_ends": moment(trial_ends), "expected_this_month": forecast.expected,
                "full": moment(forecast.full_at), "changes": [_change_values(one) for one in changes],
            }
        })  # fmt: skip
        return Exit.OK
    say(f"{row.plan_name} ({row.plan_id})")
    if trial_ends is not None:
        say(f"trial: until {local_moment(trial_ends)}")
    say(f"mailboxes: {row.mailboxes_used} of {row.mailboxes_allowed}")
    allowed = "unlimited" if row.shared_allowed is None else row.shared_allowed
    say(f"shared mailboxes: {row.shared_used} of {allowed}")
    say(f"local copies: {_days(row.storage_days)}; mail of the last {_days(row.import_days)} is fetched")
    say(
        f"sent this month: {row.sent_this_month:,} of {row.sends_per_month:,}, anew on {local_moment(row.month_resets_at)}"
    )
    if forecast.full_at is not None:
        say(f"at this pace the month is full on {local_moment(forecast.full_at)}")
    say(f"attachments: {row.attachments_bytes / (1 << 20):.1f} MB in one mail")
    for one in changes:
        if one.waits:
            say(f"{one.change_key:>4}  {local_moment(one.at)}  {one.plan_name}: waits ({_REASONS[one.reason]})")
    if row.sweep_held:
        warn(
            f"The sweep waits, because this computer's clock is not believable: {sweep.clock_words(row.sweep_held)}."
        )  # fmt: skip
    return Exit.OK


def _row_values(row: PlanRow) -> dict[str, object]:
    return {
        "id": row.plan_id, "name": row.plan_name, "storage_days": row.storage_days, "import_days": row.import_days,
        "mailboxes_allowed": row.mailboxes_allowed, "mailboxes_used": row.mailboxes_used,
        "shared_mailboxes_allowed": row.shared_allowed, "shared_mailboxes_used": row.shared_used,
        "sends_per_month": row.sends_per_month, "sent_this_month": row.sent_this_month,
        "month_resets": moment(row.month_resets_at), "attachments_bytes": row.attachments_bytes,
        "sweep_held": row.sweep_held,
    }  # fmt: skip


def _change_values(one: PlanChangeRow) -> dict[str, object]:
    return {
        "key": one.change_key, "plan": one.plan_id, "at": moment(one.at), "decided": moment(one.decided_at),
        "reason": str(one.reason), "waits": one.waits,
    }  # fmt: skip


# the table


def _list(engine: Engine, arguments: argparse.Namespace) -> int:
    plans, chosen = engine.workspace.plans(), engine.current_plan().plan_id
    if arguments.json:
        say_json({"plans": [_limit_values(plan) | {"chosen": plan.plan_id == chosen} for plan in plans]})
        return Exit.OK
    say_table(
        ("", "plan", "mailboxes", "shared", "kept", "fetched", "mails a month"),
        [
            (
                "*" if plan.plan_id == chosen else "", plan.plan_id, str(plan.mailboxes_per_employee),
                "unlimited" if plan.shared_mailboxes is None else str(plan.shared_mailboxes),
                _period(plan, plan.storage_days), _period(plan, plan.import_days), f"{plan.sends_per_month:,}",
            )
            for plan in plans
        ],
        right=(2, 3, 4, 5, 6),
    )  # fmt: skip
    assumed = [f"{plan.plan_id} ({', '.join(plan.assumed)})" for plan in plans if plan.assumed]
    if assumed:
        say(f"Assumed, not stated by the source: {'; '.join(assumed)}.")
    return Exit.OK


def _limit_values(plan: PlanLimits) -> dict[str, object]:
    return {
        "id": plan.plan_id, "name": plan.name, "mailboxes_per_employee": plan.mailboxes_per_employee,
        "shared_mailboxes": plan.shared_mailboxes, "storage_days": plan.storage_days, "import_days": plan.import_days,
        "sends_per_month": plan.sends_per_month, "syncs": plan.syncs, "lasts_days": plan.lasts_days, "used": plan.used,
        "assumed": list(plan.assumed),
    }  # fmt: skip


def _period(plan: PlanLimits, days: int | None) -> str:
    return "-" if days is None and not plan.syncs else _days(days)


def _days(days: int | None) -> str:
    return "no limit" if days is None else counted(days, "day")


# another plan


def _plan_id(engine: Engine, word: str) -> str:
    """The word, when it is a plan's. Raises Trouble, which says where they all are."""
    if word not in {plan.plan_id for plan in engine.workspace.plans()}:
        raise Trouble(Exit.PROBLEM, f"There is no plan '{safe(word)}'. All plans by their id: bandeja plan list")
    return word


def _what_if(engine: Engine, arguments: argparse.Namespace) -> int:
    at = None if arguments.at is None else parse_moment(arguments.at, engine.zone)
    found = engine.workspace.what_if(_plan_id(engine, arguments.plan), at, _keep(engine, arguments))
    addresses = {row.account_key: row.address for row in engine.workspace.connected()}
    if arguments.json:
        say_json({"whatif": _what_if_values(found, addresses)})
        return Exit.OK
    say(f"{found.plan.name} instead of {found.present.name}, on {local_moment(found.at)}:")
    say_table(
        ("mails", "size", "folder", "mailbox"),
        [(f"{loss.mails:,}", size_words(loss.bytes), loss.mailbox, loss.address) for loss in found.leaving],
        right=(0, 1),
    )
    say(
        f"{counted(found.leaving_mails, 'local copy', 'local copies')} would leave ({size_words(found.leaving_bytes)})."
    )
    for reason, number in found.staying:
        say(f"{counted(number, 'mail')} past their time would stay: {sweep.REASONS[reason]}")
    for keys, words in ((found.suspended, "would stop"), (found.resumed, "would go on")):
        if keys:
            say(f"mailboxes that {words}: {', '.join(addresses[key] for key in keys)}")
    if found.shares_resting:
        say(f"shares that would rest: {', '.join(addresses[key] for key in found.shares_resting)}")
    say(f"mails left this month: {found.sends_left:,} of {found.plan.sends_per_month:,}")
    if found.fetch_again_days is not None:
        say(f"mail of the last {_days(found.fetch_again_days)} could be fetched again: bandeja plan fetch-again")
    return Exit.OK


def _what_if_values(found: WhatIf, addresses: dict[int, str]) -> dict[str, object]:
    return {
        "plan": _limit_values(found.plan), "present": _limit_values(found.present), "at": moment(found.at),
        "leaving": [
            {
                "account": loss.address, "mailbox": loss.mailbox, "use": str(loss.special_use), "mails": loss.mails,
                "bytes": loss.bytes,
            }
            for loss in found.leaving
        ],
        "leaving_mails": found.leaving_mails, "leaving_bytes": found.leaving_bytes, "staying": dict(found.staying),
        "suspended": [addresses[key] for key in found.suspended], "resumed": [addresses[key] for key in found.resumed],
        "shares_resting": [addresses[key] for key in found.shares_resting], "sends_left": found.sends_left,
        "fetch_again_days": found.fetch_again_days,
    }  # fmt: skip


def _apply(engine: Engine, arguments: argparse.Namespace) -> int:
    plan = engine.catalogue.find(_plan_id(engine, arguments.plan))
    at = None if arguments.on is None else parse_moment(arguments.on, engine.zone)
    if at == first_moment_of_day(engine.clock.now(), engine.zone):
        at = None  # today
    receipt = engine.submit(SetPlan(plan.plan_id, at, _keep(engine, arguments))).result()
    waits = receipt.done == "plan_scheduled"
    if arguments.json:
        say_json({"plan": _row_values(engine.plan()) | {"waits": waits, "change": receipt.key}})
        return Exit.OK
    if waits and at is not None:
        say(f"The plan becomes {plan.name} on {local_moment(at)}. Call it off with: bandeja plan cancel {receipt.key}")
        return Exit.OK
    say(f"The plan is now {plan.name}.")
    going = sum(one.removed for one in engine.sweep_decisions())
    if going:
        say(
            f"The next sweep removes {counted(going, 'local copy', 'local copies')}; see: bandeja plan sweep --dry-run"
        )  # fmt: skip
    return Exit.OK


def _keep(engine: Engine, arguments: argparse.Namespace) -> tuple[int, ...] | None:
    if not arguments.keep:
        return None
    return tuple(find_account(engine, address).account_key for address in arguments.keep)


def _wish(engine: Engine, arguments: argparse.Namespace) -> int:
    match arguments.verb:
        case "cancel":
            receipt = engine.submit(CancelPlanChange(arguments.key)).result()
            said = f"The change to {receipt.target} is called off."
        case "end-trial":
            receipt = engine.submit(EndTrial()).result()
            said = f"The trial is over. The plan is now {receipt.target}."
        case "lapsed":
            receipt = engine.submit(PlanLapsed()).result()
            said = f"The plan becomes {receipt.target} when the days of grace are over; see: bandeja plan show"
        case _:
            receipt = engine.submit(FetchAgain()).result()
            said = f"{counted(receipt.count, 'mailbox', 'mailboxes')} will be fetched again by the next sync."
    if arguments.json:
        say_json({"plan": _row_values(engine.plan()) | {"done": receipt.done, "change": receipt.key}})
    else:
        say(said)
    return Exit.OK
