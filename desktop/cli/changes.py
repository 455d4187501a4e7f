"""`bandeja move`, `copy`, `archive`, `delete`, `later`, `junk`, `flag`, `undo`, `operations`, `accept-removals`: wishes, queued as on
the screen. They show at once and reach the server with the next sync.
"""

from __future__ import annotations

import argparse

from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import find_account, find_mailbox, find_messages, say_if_none
from desktop.cli.moments import parse_coming
from desktop.cli.output import counted, moment, say, say_json
from desktop.cli.session import opened
from desktop.core.api.commands import (
    AcceptRemovals,
    Archive,
    CancelOperation,
    Command,
    CopyTo,
    Delete,
    MarkJunk,
    MoveTo,
    Receipt,
    RetryOperation,
    SetFlagged,
    SetSeen,
    Snooze,
)
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.rows import OperationRow, OperationState
from desktop.core.engine import Engine

_DONE = {
    "read": "marked as seen", "unread": "marked as unseen", "starred": "starred", "unstarred": "no longer starred",
    "moved": "moved", "copied": "copied", "archived": "moved to Archive", "deleted": "moved to Trash",
    "deleted_for_good": "deleted for good", "junk": "marked as junk", "not_junk": "marked as not junk",
    "snoozed": "put off, into Later", "came_back": "back where they were",
    "cancelled": "forgotten", "retried": "in line again",
}  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        match arguments.command:
            case "undo":
                return _undo(engine, arguments)
            case "operations":
                return _operations(engine, arguments)
            case "accept-removals":
                return _accept_removals(engine, arguments)
        receipts = [engine.submit(command).result() for command in _commands(engine, arguments)]
    if arguments.json:
        say_json({"changes": [_receipt_values(receipt) for receipt in receipts]})
        return Exit.OK
    for receipt in receipts:
        say(_receipt_sentence(receipt))
    if any(receipt.count for receipt in receipts):
        say("The server follows with: bandeja sync. Take it back with: bandeja undo")
    return Exit.OK


def _commands(engine: Engine, arguments: argparse.Namespace) -> list[Command]:
    if arguments.command == "flag" and arguments.seen is None and arguments.star is None:
        raise Trouble(Exit.USAGE, "Say what to mark: --seen, --unseen, --star or --unstar.")
    rows = find_messages(engine, arguments.messages)
    keys = tuple(row.location_key for row in rows)
    match arguments.command:
        case "move":
            return [MoveTo(keys, find_mailbox(engine, arguments.to, rows[0].account_key).mailbox_key)]
        case "copy":
            return [CopyTo(keys, find_mailbox(engine, arguments.to, rows[0].account_key).mailbox_key)]
        case "archive":
            return [Archive(keys)]
        case "delete":
            return [Delete(keys, permanent=arguments.permanent)]
        case "later":
            return [
                Snooze(keys, 0 if arguments.now else parse_coming(arguments.until, engine.zone, engine.clock.now()))
            ]
        case "junk":
            return [MarkJunk(keys, arguments.value)]
    wishes: list[Command] = []
    if arguments.seen is not None:
        wishes.append(SetSeen(keys, arguments.seen))
    if arguments.star is not None:
        wishes.append(SetFlagged(keys, arguments.star))
    return wishes


def _receipt_values(receipt: Receipt) -> dict[str, object]:
    return {"done": receipt.done, "count": receipt.count, "target": receipt.target, "undo": receipt.undo_key}


def _receipt_sentence(receipt: Receipt) -> str:
    if not receipt.count:
        return "Nothing to do: it was so already."
    where = f" to {receipt.target}" if receipt.target else ""
    return f"{counted(receipt.count, 'mail')} {_DONE.get(receipt.done, receipt.done)}{where}."


_UNDONE = {
    "undone": "Undone.",
    "undone_said": "Undone here; the other program cannot take away what it was told of the mail.",
    "unsent": "The mail was taken back; it is a draft again.",
    "restored": "The draft is back.",
    "nothing": "There is nothing to undo.",
    "too_late": "It is too late to undo that: it is gone from here and the server.",
}


def _undo(engine: Engine, arguments: argparse.Namespace) -> int:
    receipt = engine.undo().result()
    if arguments.json:
        say_json({"changes": [_receipt_values(receipt)]})
    else:
        say(_UNDONE.get(receipt.done, receipt.done))
    return Exit.PROBLEM if receipt.done in ("nothing", "too_late") else Exit.OK


def _operations(engine: Engine, arguments: argparse.Namespace) -> int:
    rows = engine.operations()
    if arguments.verb is not None:
        return _operation(engine, arguments, rows)
    if arguments.json:
        addresses = {row.account_key: row.address for row in engine.accounts()}
        say_json({"operations": [_operation_values(row, addresses) for row in rows]})
        return Exit.OK
    say_if_none(engine, rows, "change that waits for a server")
    for row in rows:
        what = f"{row.kind} {counted(row.count, 'mail')}" + (f" to {row.target}" if row.target else "")
        said = f"  {row.said}" if row.said else ""
        say(f"{row.operation_key:>6}  {row.state:<8} {what}  {row.subject}{said}")
    return Exit.OK


def _operation(engine: Engine, arguments: argparse.Namespace, rows: list[OperationRow]) -> int:
    row = next((row for row in rows if row.operation_key == arguments.key), None)
    if row is None:
        raise BandejaError(Code.NOT_FOUND, what="waiting change", name=arguments.key)
    if arguments.verb == "retry" and row.state is not OperationState.FAILED:
        raise Trouble(Exit.PROBLEM, "Only a refused change can be tried again; this one is waiting for the next sync.")
    wish = CancelOperation(row.operation_key) if arguments.verb == "cancel" else RetryOperation(row.operation_key)
    receipt = engine.submit(wish).result()
    if arguments.json:
        say_json({"changes": [_receipt_values(receipt)]})
    else:
        say(f"{counted(receipt.count, 'change')} {_DONE[receipt.done]}.")
    return Exit.OK


def _operation_values(row: OperationRow, addresses: dict[int, str]) -> dict[str, object]:
    return {
        "key": row.operation_key, "account": addresses.get(row.account_key, ""), "kind": row.kind,
        "state": str(row.state), "subject": row.subject, "count": row.count, "target": row.target,
        "created": moment(row.created_at), "not_before": moment(row.not_before), "attempts": row.attempts,
        "said": row.said,
    }  # fmt: skip


def _accept_removals(engine: Engine, arguments: argparse.Namespace) -> int:
    account_key = None if arguments.account is None else find_account(engine, arguments.account).account_key
    mailbox = find_mailbox(engine, arguments.mailbox, account_key)
    receipt = engine.submit(AcceptRemovals(mailbox.mailbox_key)).result()
    say(f"{counted(receipt.count, 'mail')} let go from {mailbox.name}.")
    return Exit.OK
