"""`bandeja send`, `outbox` and `drafts`. A mail is stored before it leaves, and an unknown outcome is never sent again blindly."""

from __future__ import annotations

import argparse

from desktop.cli.exits import Exit, Trouble, exit_code_of
from desktop.cli.finding import chosen_accounts, find_account, say_if_none
from desktop.cli.given_file import read_bytes
from desktop.cli.moments import parse_coming, parse_wait
from desktop.cli.output import local_moment, moment, say, say_json, warn
from desktop.cli.passwords import lend_passwords
from desktop.cli.session import opened
from desktop.cli.sync import refuse_paused, sync_account
from desktop.core.api.commands import DiscardOutbox, RetryOutbox, SendRaw
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.rows import AccountRow, OutboxRow, OutboxState
from desktop.core.api.status import Notice
from desktop.core.engine import Engine
from desktop.core.mail.envelope import Envelope

LARGEST = 64 << 20
"""Bytes of a file that is read at all; servers take less."""
_EXITS = {OutboxState.WAITING: Exit.NETWORK, OutboxState.HELD: Exit.PLAN}


def run(arguments: argparse.Namespace) -> int:
    if arguments.command == "send":
        return _send(arguments)
    with opened(arguments) as engine:
        if arguments.command == "drafts":
            return _drafts(engine, arguments)
        if arguments.verb is None:
            return _list(engine, arguments)
        return _settle(engine, arguments)


def _send(arguments: argparse.Namespace) -> int:
    wait = 0 if arguments.remind is None else parse_wait(arguments.remind)
    raw = read_bytes(arguments.file, LARGEST, f"is larger than any mail ({LARGEST >> 20} MB)")
    with opened(arguments) as engine:
        envelope = engine.envelope_of(raw)
        account = _sender(engine, arguments.account, envelope)
        recipients = tuple(dict.fromkeys(
            one.addr_spec for one in (*envelope.to, *envelope.cc, *envelope.bcc) if "@" in one.addr_spec
        ))  # fmt: skip
        if not recipients:
            raise BandejaError(Code.BAD_INPUT, what="This mail", why="it has no recipient in To, Cc or Bcc")
        refuse_paused(engine, account)
        lend_passwords(engine, [account], arguments)
        notices: list[Notice] = []
        engine.subscribe(notice=notices.append)
        at = 0 if arguments.at is None else parse_coming(arguments.at, engine.zone, engine.clock.now())
        key = engine.submit(SendRaw(account.account_key, raw, recipients, at, wait)).result().key
        result = _deliver(engine, account)
        row = next((row for row in engine.outbox() if row.outbox_key == key), None)
    if row is None and result is not None:
        warn(f"The mail was sent, but its copy waits for the next sync: {result.sentence()}")
    return _report(arguments, account, envelope, recipients, row, notices)


def _deliver(engine: Engine, account: AccountRow) -> BandejaError | None:
    """Send, then let the server's Sent have its copy. An account that was never synced is synced first, or it would not be
    known where that is. The error of a sync is returned: the mail may have left all the same."""
    if any(row.account_key == account.account_key for row in engine.mailboxes()):
        engine.send_due(account.account_key)
    return sync_account(engine, account).error


def _report(
    arguments: argparse.Namespace,
    account: AccountRow,
    envelope: Envelope,
    recipients: tuple[str, ...],
    row: OutboxRow | None,
    notices: list[Notice],
) -> int:
    """A mail that is no longer in the outbox was taken by the server, though perhaps not for everybody."""
    state = OutboxState.SENT if row is None else row.state
    refused = next((dict(one.parameters)["said"] for one in notices if one.kind == "recipients_refused"), "")
    if arguments.json:
        said, key = (refused, None) if row is None else (row.said, row.outbox_key)
        say_json({
            "sent": {
                "account": account.address, "state": str(state), "subject": envelope.subject,
                "recipients": list(recipients), "said": said, "outbox_key": key,
            }
        })  # fmt: skip
    elif row is None:
        say("Sent, but not to everybody." if refused else f"Sent to {', '.join(recipients)}.")
    if row is None:
        return Exit.PROBLEM if refused else Exit.OK
    if state not in (OutboxState.FAILED, OutboxState.UNKNOWN):
        warn(_sentence(row))
    error = next((one.error for one in notices if one.kind == "send_failed" and one.error is not None), None)
    if row.paused:
        return Exit.PROBLEM
    if row.send_at and state is OutboxState.WAITING:
        return Exit.OK
    return _EXITS.get(state, Exit.PROBLEM) if error is None else exit_code_of(error)


def _sentence(row: OutboxRow) -> str:
    if row.state is OutboxState.HELD:
        when = row.not_before if row.freed_at is None else row.freed_at
        return f"{row.said} Next try: {local_moment(when)}"
    if row.paused:
        return "The mail waits in the outbox: its account is paused. Go on with: bandeja account resume ADDRESS"
    if row.send_at:
        return f"The mail waits in the outbox until {local_moment(row.send_at)}: the window sends it then, or the next sync."
    return f"The mail waits in the outbox and goes with the next sync. {row.said}".strip()


def _sender(engine: Engine, address: str | None, envelope: Envelope) -> AccountRow:
    """The named account, else the one of the From address, else the only one."""
    if address is not None:
        return find_account(engine, address)
    accounts = chosen_accounts(engine, None)
    writers = {one.addr_spec.lower() for one in envelope.from_}
    for account in accounts:
        if account.address.lower() in writers:
            return account
    if len(accounts) > 1:
        raise Trouble(Exit.USAGE, "No account has the mail's From address. Name one with --account.")
    return accounts[0]


def _list(engine: Engine, arguments: argparse.Namespace) -> int:
    rows = engine.outbox()
    if arguments.json:
        addresses = {row.account_key: row.address for row in engine.accounts()}
        say_json({
            "outbox": [
                {
                    "key": row.outbox_key, "account": addresses.get(row.account_key, ""), "state": str(row.state),
                    "subject": row.subject, "recipients": list(row.recipients), "message_id": row.message_id,
                    "created": moment(row.created_at), "not_before": moment(row.not_before),
                    "send_at": moment(row.send_at or None),
                    "attempts": row.attempts, "said": row.said, "paused": row.paused,
                }
                for row in rows
            ]
        })  # fmt: skip
        return Exit.OK
    say_if_none(engine, rows, "mail in the outbox")
    for row in rows:
        said = f"  {row.said}" if row.said else ""
        state = "paused" if row.paused and row.state is OutboxState.WAITING else row.state
        say(f"{row.outbox_key:>6}  {state:<8} {', '.join(row.recipients)}  {row.subject}{said}")
    return Exit.OK


def _settle(engine: Engine, arguments: argparse.Namespace) -> int:
    if all(row.outbox_key != arguments.key for row in engine.outbox()):
        raise BandejaError(Code.NOT_FOUND, what="mail in the outbox", name=arguments.key)
    if arguments.verb == "retry":
        wish: RetryOutbox | DiscardOutbox = RetryOutbox(arguments.key, arguments.confirmed_not_sent)
        done = "It is in line again and goes with the next sync."
    else:
        wish, done = DiscardOutbox(arguments.key), "It is out of the outbox."
    receipt = engine.submit(wish).result()
    if arguments.json:
        say_json({"outbox": {"done": receipt.done, "key": arguments.key, "draft": receipt.key}})
    else:
        say(done)
    return Exit.OK


def _drafts(engine: Engine, arguments: argparse.Namespace) -> int:
    rows = engine.drafts()
    if arguments.json:
        addresses = {row.account_key: row.address for row in engine.accounts()}
        say_json({
            "drafts": [
                {
                    "key": row.draft_key, "account": addresses.get(row.account_key, ""), "subject": row.subject,
                    "to": row.to, "snippet": row.snippet, "updated": moment(row.updated_at),
                }
                for row in rows
            ]
        })  # fmt: skip
        return Exit.OK
    say_if_none(engine, rows, "draft")
    for row in rows:
        say(f"{row.draft_key:>6}  {local_moment(row.updated_at)}  {row.to}  {row.subject}")
    return Exit.OK
