"""From what was typed to keys: accounts, mailboxes and mails, by the names that people and scripts know."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.cli.exits import Exit, Trouble
from desktop.cli.output import warn
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.rows import AccountRow, MailboxRow, MessageRow
from desktop.core.engine import Engine

NO_ACCOUNT = "There is no account in this profile. Add one: bandeja account add ADDRESS"


def find_account(engine: Engine, address: str) -> AccountRow:
    """Raises BandejaError(NOT_FOUND)."""
    for row in engine.accounts():
        if row.address.lower() == address.strip().lower():
            return row
    raise BandejaError(Code.NOT_FOUND, what="account", name=address)


def chosen_accounts(engine: Engine, address: str | None) -> list[AccountRow]:
    """The named one, else all. Raises Trouble when there is none at all."""
    if address is not None:
        return [find_account(engine, address)]
    rows = engine.accounts()
    if not rows:
        raise Trouble(Exit.SETUP, NO_ACCOUNT)
    return rows


def say_if_none(engine: Engine, rows: Sequence[object], what: str) -> None:
    """To a person who waits for lines: that there is none, or no account. A script's standard output stays empty."""
    if not rows:
        warn(f"There is no {what}." if engine.accounts() else NO_ACCOUNT)


def find_mailbox(engine: Engine, name: str, account_key: int | None = None) -> MailboxRow:
    """By its whole name, else by its last part, else by its use ("sent", "trash", …); case counts only where it decides.

    Raises BandejaError(NOT_FOUND), Trouble when several fit.
    """
    rows = [row for row in engine.mailboxes() if account_key in (None, row.account_key)]
    lowered = name.strip().lower()
    for matches in (
        [row for row in rows if row.name == name],
        [row for row in rows if row.name.lower() == lowered],
        [row for row in rows if row.label.lower() == lowered],
        [row for row in rows if row.special_use == lowered],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            if len({row.account_key for row in matches}) > 1:
                raise Trouble(Exit.USAGE, f"Several accounts have a mailbox '{name}'. Name one with --account.")
            names = ", ".join(f"'{row.name}'" for row in matches)
            raise Trouble(Exit.USAGE, f"Several mailboxes are called '{name}': {names}. Give the whole name.")
    raise BandejaError(Code.NOT_FOUND, what="mailbox", name=name)


def find_message(engine: Engine, word: str, *, any_copy: bool = False) -> MessageRow:
    """By location key or Message-ID. A Message-ID that stands in several mailboxes is refused unless any copy will do."""
    keys = [int(word)] if word.isascii() and word.isdigit() and len(word) < 19 else _by_id(engine, word)
    rows = engine.rows(keys)
    found = [rows[key] for key in keys if key in rows]
    if not found:
        raise BandejaError(Code.NOT_FOUND, what="mail", name=word)
    if len(found) > 1 and not any_copy:
        names = {row.mailbox_key: row.name for row in engine.mailboxes()}
        places = ", ".join(f"{row.location_key} in {names.get(row.mailbox_key, '?')}" for row in found)
        raise Trouble(Exit.USAGE, f"The mail {word} is in several mailboxes: {places}. Give the key.")
    return found[0]


def find_messages(engine: Engine, words: Sequence[str]) -> list[MessageRow]:
    """Each once, in the order given. Raises before anything is done when one of them is not there."""
    rows = {row.location_key: row for row in (find_message(engine, word) for word in words)}
    return list(rows.values())


def _by_id(engine: Engine, word: str) -> list[int]:
    return engine.find_message(word.strip().removeprefix("<").removesuffix(">"))
