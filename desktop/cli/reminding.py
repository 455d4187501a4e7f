"""`bandeja waiting` and `remind`: sent mail that waits for an answer, and until when."""

from __future__ import annotations

import argparse

from desktop.cli.exits import Exit
from desktop.cli.finding import find_messages
from desktop.cli.moments import parse_coming, parse_wait
from desktop.cli.output import counted, local_moment, moment, say, say_json, warn
from desktop.cli.session import opened
from desktop.core.api.commands import Remind
from desktop.core.api.rows import AwaitedRow
from desktop.core.engine import Engine


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        if arguments.command == "waiting":
            return _list(engine, arguments)
        return _remind(engine, arguments)


def _remind(engine: Engine, arguments: argparse.Namespace) -> int:
    rows = find_messages(engine, arguments.messages)
    now = engine.clock.now()
    if arguments.off:
        at = 0
    elif arguments.at is not None:
        at = parse_coming(arguments.at, engine.zone, now)
    else:
        at = now + parse_wait(arguments.in_)
    receipt = engine.submit(Remind(tuple(row.location_key for row in rows), at)).result()
    if arguments.json:
        say_json({"changes": [
            {"done": receipt.done, "count": receipt.count, "target": receipt.target, "undo": receipt.undo_key}
        ]})  # fmt: skip
    elif not receipt.count:
        say("Nothing to do: it was so already.")
    elif at:
        say(f"{counted(receipt.count, 'mail')} brought forward on {local_moment(at)} unless somebody answers.")
    else:
        say(f"No answer is waited for any more: {counted(receipt.count, 'mail')}.")
    return Exit.OK


def _list(engine: Engine, arguments: argparse.Namespace) -> int:
    now = engine.clock.now()
    rows = engine.awaited()
    if arguments.json:
        addresses = {row.account_key: row.address for row in engine.accounts()}
        say_json({"waiting": [_values(row, addresses) for row in rows]})
        return Exit.OK
    if not rows:
        warn("No mail waits for an answer.")
    for row in rows:
        key = "-" if row.location_key is None else str(row.location_key)
        people = ", ".join(one.short_name for one in row.people)
        say(f"{key:>7}  {_state(row, now)}  {people}  {row.subject}")
    return Exit.OK


def _state(row: AwaitedRow, now: int) -> str:
    if row.due_at is None:
        return "not sent yet               "
    if row.due_at <= now:
        return f"no answer since {local_moment(row.sent_at or row.due_at)[:10]} "
    return f"until {local_moment(row.due_at)}     "


def _values(row: AwaitedRow, addresses: dict[int, str]) -> dict[str, object]:
    return {
        "key": row.location_key, "message_id": row.message_id, "account": addresses.get(row.account_key, ""),
        "subject": row.subject, "people": [{"name": one.display_name, "address": one.addr_spec} for one in row.people],
        "sent": moment(row.sent_at), "due": moment(row.due_at), "told": row.told,
    }  # fmt: skip
