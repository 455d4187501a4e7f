"""Which folders and accounts a name in a search means. Pure; any thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.core.api.rows import AccountRow, MailboxRow
from desktop.core.api.searching.names import find_use, fold


def find_folders(rows: Sequence[MailboxRow], name: str) -> frozenset[int]:
    """Mailbox keys of the folders of that name: its last part, its path, or what special folders are called in either language;
    where there is none, of those that begin so. Case and accents do not count."""
    wanted, use = fold(name.strip().strip("/")), find_use(name.strip())
    exact = frozenset(
        row.mailbox_key
        for row in rows
        if wanted in (fold(row.label), fold(row.name), _path(row)) or (use is not None and row.special_use is use)
    )
    if exact or not wanted:
        return exact
    return frozenset(
        row.mailbox_key for row in rows if fold(row.label).startswith(wanted) or _path(row).startswith(wanted)
    )


def find_accounts(rows: Iterable[AccountRow], name: str) -> frozenset[int]:
    """Account keys of those with that piece in their address or name."""
    wanted = fold(name.strip())
    return frozenset(
        row.account_key for row in rows if wanted and (wanted in fold(row.address) or wanted in fold(row.display_name))
    )


def _path(row: MailboxRow) -> str:
    """With slashes, whatever its server has between the levels."""
    return fold(row.name.replace(row.delimiter, "/") if row.delimiter else row.name)
