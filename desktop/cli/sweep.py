"""`bandeja plan sweep`: what leaves this computer and why, mail by mail; nothing changes on any server."""

from __future__ import annotations

import argparse
from collections import Counter

from desktop.cli.exits import Exit, Trouble
from desktop.cli.moments import parse_moment
from desktop.cli.output import counted, local_moment, moment, say, say_json, size_words
from desktop.core.api.rows import SweepDecision
from desktop.core.engine import Engine

REASONS = {
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


def run(engine: Engine, arguments: argparse.Namespace) -> int:
    """Decisions first, then the sweep: with nobody else in the profile they are the same mails."""
    at = None if arguments.at is None else parse_moment(arguments.at, engine.zone)
    doubt = engine.clock_doubt() if at is None else None
    if doubt is not None:
        raise Trouble(
            Exit.PROBLEM,
            f"Nothing was removed, because this computer's clock is not believable: {clock_words(doubt)}. "
            "Set the clock, or give the moment with --at.",
        )
    now = engine.sweep_moment() if at is None else at
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
        say(f"{local_moment(one.internaldate)}  {one.account}  {one.mailbox}  <{one.message_id}>")
    verb = "would be removed" if arguments.dry_run else "removed"
    say(f"{counted(removed, 'local copy', 'local copies')} {verb} ({size_words(size)}). Nothing changes on the server.")
    for reason, number in Counter(one.reason for one in decisions if not one.removed).most_common():
        say(f"{counted(number, 'mail')} kept: {REASONS[reason]}")
    return Exit.OK


def clock_words(code: str) -> str:
    return CLOCK_WORDS.get(code, code)


def _decision_values(one: SweepDecision) -> dict[str, object]:
    return {
        "key": one.location_key, "message_id": one.message_id, "account": one.account, "mailbox": one.mailbox,
        "internaldate": moment(one.internaldate), "size": one.size,
        "decision": "remove" if one.removed else "keep", "reason": one.reason,
    }  # fmt: skip
