"""`bandeja list`, `search`, `show` and `mailboxes`: reads the local cache, and a server only where it is named."""

from __future__ import annotations

import argparse
from itertools import islice

from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import find_account, find_mailbox, find_message, say_if_none
from desktop.cli.output import local_moment, moment, say, say_block, say_bytes, say_json, size_words, warn
from desktop.cli.rows import message_line, message_values
from desktop.cli.session import opened
from desktop.core.api.queries import Filter, ListView
from desktop.core.api.rows import MailboxRow, MessageDetail, MessageRow
from desktop.core.api.searching.parsing import parse
from desktop.core.clock import utc
from desktop.core.engine import Engine
from desktop.core.mail.address import Address
from desktop.core.mail.mailbox import SpecialUse


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        match arguments.command:
            case "list":
                if arguments.conversations:
                    return _show_conversations(engine, arguments)
                return _show_rows(engine, arguments, _list_view(engine, arguments))
            case "search":
                return _show_rows(engine, arguments, _search_view(engine, arguments))
            case "show":
                return _show(engine, arguments)
        return _mailboxes(engine, arguments)


def _list_view(engine: Engine, arguments: argparse.Namespace) -> ListView:
    only = Filter(unread=arguments.unread)
    if arguments.mailbox is None and arguments.account is None:
        return ListView(special_use=SpecialUse.INBOX, filter=only)
    return ListView(mailbox_key=_mailbox(engine, arguments).mailbox_key, filter=only)


def _search_view(engine: Engine, arguments: argparse.Namespace) -> ListView:
    key = _mailbox(engine, arguments).mailbox_key if arguments.mailbox is not None else None
    for condition in parse(arguments.query, utc(0)).misread:
        warn(f"'{condition}' was not understood and is searched as words.")
    return ListView(mailbox_key=key, search=arguments.query)


def _mailbox(engine: Engine, arguments: argparse.Namespace) -> MailboxRow:
    account_key = None if arguments.account is None else find_account(engine, arguments.account).account_key
    return find_mailbox(engine, arguments.mailbox or "INBOX", account_key)


def _show_rows(engine: Engine, arguments: argparse.Namespace, view: ListView) -> int:
    if view.search == "" and arguments.command == "search":
        raise Trouble(Exit.USAGE, "There is nothing to search for.")
    account = None if arguments.account is None else find_account(engine, arguments.account).account_key
    if account is None and arguments.limit:
        keys = engine.first_keys(view, arguments.limit)
    else:
        keys = list(engine.list_keys(view))
    found = engine.rows(keys)
    rows = [found[key] for key in keys if key in found and account in (None, found[key].account_key)]
    rows = list(islice(rows, arguments.limit or None))
    if arguments.command == "search" and arguments.server:
        return _show_with_server(engine, arguments, view, keys, rows)
    if arguments.json:
        say_json({"messages": message_values(engine, rows)})
    else:
        say_if_none(engine, rows, "such mail here" if view.search else "mail there")
        for row in rows:
            say(message_line(row))
    return Exit.OK


def _show_conversations(engine: Engine, arguments: argparse.Namespace) -> int:
    from desktop.cli.conversation import list_conversations

    view = _list_view(engine, arguments)
    return list_conversations(engine, view, limit=arguments.limit or None, json=arguments.json)


def _show_with_server(
    engine: Engine, arguments: argparse.Namespace, view: ListView, keys: list[int], rows: list[MessageRow]
) -> int:
    from desktop.cli.server_search import OnServer

    if not arguments.json:
        for row in rows:
            say(message_line(row))
    there = OnServer(engine, arguments, view, keys)
    if arguments.json:
        say_json({"messages": message_values(engine, rows), "server": there.values()})
    else:
        there.tell()
    return there.end()


def _mailboxes(engine: Engine, arguments: argparse.Namespace) -> int:
    only = None if arguments.account is None else find_account(engine, arguments.account).account_key
    addresses = {row.account_key: row.address for row in engine.accounts()}
    rows = [row for row in engine.mailboxes() if only in (None, row.account_key)]
    if arguments.json:
        say_json({
            "mailboxes": [
                {
                    "key": row.mailbox_key, "account": addresses[row.account_key], "name": row.name,
                    "use": None if row.special_use is SpecialUse.NONE else str(row.special_use), "total": row.total,
                    "unread": row.unread, "selectable": row.selectable, "held_removals": row.held_removals,
                }
                for row in rows
            ]
        })  # fmt: skip
        return Exit.OK
    say_if_none(engine, rows, "mailbox yet: run bandeja sync")
    for row in rows:
        use = "" if row.special_use is SpecialUse.NONE else f"  ({row.special_use})"
        say(f"{addresses[row.account_key]}  {row.total:>7,} mails {row.unread:>7,} unread  {row.name}{use}")
    return Exit.OK


def _show(engine: Engine, arguments: argparse.Namespace) -> int:
    if arguments.raw and arguments.conversation:
        raise Trouble(Exit.USAGE, "--raw gives the bytes of one mail; it cannot stand beside --conversation.")
    row = _named(engine, arguments)
    if arguments.conversation:
        from desktop.cli.conversation import show_conversation

        return show_conversation(engine, row, json=arguments.json)
    if arguments.raw:
        raw = engine.raw(row.location_key)
        if raw is None:
            raise Trouble(Exit.PROBLEM, "Only the header of this mail is here yet. Fetch it with: bandeja sync")
        say_bytes(raw)
        return Exit.OK
    detail = engine.message(row.location_key)
    if detail is None:
        raise Trouble(Exit.PROBLEM, "This mail has just gone.")
    if arguments.json:
        say_json({"message": _detail_values(engine, detail)})
    else:
        _say_detail(detail)
    return Exit.OK


def _named(engine: Engine, arguments: argparse.Namespace) -> MessageRow:
    from desktop.cli.server_search import fetch_by_place, is_place

    if not is_place(arguments.message):
        return find_message(engine, arguments.message, any_copy=True)
    if arguments.conversation:
        raise Trouble(Exit.USAGE, "A mail that is only on the server has no conversation here.")
    return fetch_by_place(engine, arguments.message, arguments)


def _detail_values(engine: Engine, detail: MessageDetail) -> dict[str, object]:
    parsed = detail.parsed or detail.envelope_only
    envelope = parsed.envelope
    date = envelope.date
    lists = {
        name: [{"name": one.display_name, "address": one.addr_spec} for one in addresses]
        for name, addresses in (
            ("from", envelope.from_), ("reply_to", envelope.reply_to), ("to", envelope.to), ("cc", envelope.cc),
            ("bcc", envelope.bcc),
        )
    }  # fmt: skip
    values = message_values(engine, [detail.row])[0]
    if detail.row.only_there:
        values |= {"key": None, "message_id": envelope.message_id}
    return values | lists | {
        "date": None if date is None else moment(int(date.timestamp())),
        "in_reply_to": list(envelope.in_reply_to),
        "references": list(envelope.references),
        "text": None if detail.parsed is None else parsed.text,
        "has_html": parsed.html is not None,
        "attachments": [
            {"path": one.path, "filename": one.filename, "type": one.content_type, "size": one.size, "inline": one.inline}
            for one in parsed.attachments
        ],
        "defects": list(parsed.defects),
        "too_complex": parsed.too_complex,
    }  # fmt: skip


def _say_detail(detail: MessageDetail) -> None:
    parsed = detail.parsed or detail.envelope_only
    envelope = parsed.envelope
    _say_addresses("From", envelope.from_)
    _say_addresses("To", envelope.to)
    _say_addresses("Cc", envelope.cc)
    if envelope.date is not None:
        say(f"Date: {local_moment(int(envelope.date.timestamp()))}")
    say(f"Subject: {envelope.subject}")
    say(f"Mailbox: {detail.mailbox_name}")
    for one in parsed.attachments:
        say(f"Attachment: {one.filename} ({one.content_type}, {size_words(one.size)})")
    say()
    if detail.parsed is None:
        warn("Only the header of this mail is here yet. Fetch it with: bandeja sync")
    else:
        say_block(parsed.text)
    if parsed.too_complex:
        warn("This mail is too large or too deep to be read whole; --raw shows all of it.")


def _say_addresses(name: str, addresses: tuple[Address, ...]) -> None:
    if addresses:
        say(f"{name}: {', '.join(map(str, addresses))}")
