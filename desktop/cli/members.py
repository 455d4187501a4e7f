"""`bandeja plan members`: who is in the workspace, whose mailboxes there are and who else sees them."""

from __future__ import annotations

import argparse

from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import find_account
from desktop.cli.output import moment, say, say_json, say_table
from desktop.core.api.commands import Command
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.workspace import MemberRow
from desktop.core.api.workspace_commands import (
    AddMember,
    KeepMailboxes,
    RemoveMember,
    RenameMember,
    ShareMailbox,
    SwitchMember,
)
from desktop.core.engine import Engine


def run(engine: Engine, arguments: argparse.Namespace) -> int:
    wish = _wish(engine, arguments)
    if wish is not None:
        engine.submit(wish).result()
    return _list(engine, arguments)


def _wish(engine: Engine, arguments: argparse.Namespace) -> Command | None:
    match arguments.deed:
        case "add":
            return AddMember(arguments.name)
        case "rename":
            return RenameMember(_find(engine, arguments.member).member_key, arguments.name)
        case "remove":
            return RemoveMember(_find(engine, arguments.member).member_key)
        case "switch":
            return SwitchMember(_find(engine, arguments.member).member_key)
        case "share":
            others = tuple(_find(engine, name).member_key for name in arguments.members)
            return ShareMailbox(find_account(engine, arguments.address).account_key, others)
        case "keep":
            return KeepMailboxes(tuple(find_account(engine, address).account_key for address in arguments.addresses))
    return None


def _list(engine: Engine, arguments: argparse.Namespace) -> int:
    members, mailboxes = engine.workspace.members(), engine.workspace.connected()
    names = {one.member_key: one.name for one in members}
    if arguments.json:
        say_json({
            "members": [
                {
                    "key": one.member_key, "name": one.name, "current": one.current, "own": one.own,
                    "shared_with": one.shared_with,
                }
                for one in members
            ],
            "mailboxes": [
                {
                    "account": one.address, "member": names.get(one.member_key, ""), "connected": moment(one.connected_at),
                    "suspended": one.suspended, "chosen": one.chosen,
                    "shared_with": [names.get(key, "") for key in one.shared_with], "share_rests": one.shares_rest,
                }
                for one in mailboxes
            ],
        })  # fmt: skip
        return Exit.OK
    say_table(
        ("", "key", "member", "own", "shared with"),
        [
            ("*" if one.current else "", str(one.member_key), one.name, str(one.own), str(one.shared_with))
            for one in members
        ],
        right=(1, 3, 4),
    )
    say()
    say_table(
        ("mailbox", "member", "seen by too", ""),
        [
            (
                one.address, names.get(one.member_key, ""), ", ".join(names.get(key, "") for key in one.shared_with),
                ", ".join(
                    word
                    for word, holds in (
                        ("suspended", one.suspended), ("chosen to stay", one.chosen), ("share rests", one.shares_rest)
                    )
                    if holds
                ),
            )
            for one in mailboxes
        ],
    )  # fmt: skip
    return Exit.OK


def _find(engine: Engine, word: str) -> MemberRow:
    """By key, else by name; case does not count. Raises BandejaError(NOT_FOUND), Trouble when several fit."""
    rows = engine.workspace.members()
    found = [row for row in rows if str(row.member_key) == word]
    found = found or [row for row in rows if row.name.casefold() == word.strip().casefold()]
    if not found:
        raise BandejaError(Code.NOT_FOUND, what="member", name=word)
    if len(found) > 1:
        keys = ", ".join(str(row.member_key) for row in found)
        raise Trouble(Exit.USAGE, f"Several members are called '{word}'. Give the key: {keys}.")
    return found[0]
