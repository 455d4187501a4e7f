"""The everyday name and the icon of a folder: special ones are called the same in every account and in every language.

GUI thread only: the names that servers have for them are remembered here as the folder pane reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.api.rows import AccountRow, MailboxRow
from desktop.core.mail.mailbox import SpecialUse

ICONS = {
    SpecialUse.INBOX: "inbox",
    SpecialUse.FLAGGED: "star",
    SpecialUse.LATER: "later",
    SpecialUse.DRAFTS: "drafts",
    SpecialUse.SENT: "sent",
    SpecialUse.ARCHIVE: "archive",
    SpecialUse.JUNK: "junk",
    SpecialUse.TRASH: "trash",
    SpecialUse.ALL: "mail",
    SpecialUse.IMPORTANT: "bell",
    SpecialUse.NONE: "folder",
}

UNIFIED = (
    SpecialUse.INBOX,
    SpecialUse.LATER,
    SpecialUse.DRAFTS,
    SpecialUse.SENT,
    SpecialUse.ARCHIVE,
    SpecialUse.JUNK,
    SpecialUse.TRASH,
)
"""What is shown for all accounts at once; the first of them in front, the others folded below it."""


_special: dict[str, SpecialUse] = {}


def use_name(use: SpecialUse) -> str:
    translate = QCoreApplication.translate
    return {
        SpecialUse.INBOX: translate("Folders", "Inbox"),
        SpecialUse.FLAGGED: translate("Folders", "Starred"),
        SpecialUse.LATER: translate("Folders", "Later"),
        SpecialUse.DRAFTS: translate("Folders", "Drafts"),
        SpecialUse.SENT: translate("Folders", "Sent"),
        SpecialUse.ARCHIVE: translate("Folders", "Archive"),
        SpecialUse.JUNK: translate("Folders", "Junk"),
        SpecialUse.TRASH: translate("Folders", "Trash"),
        SpecialUse.ALL: translate("Folders", "All mail"),
        SpecialUse.IMPORTANT: translate("Folders", "Important"),
        SpecialUse.NONE: translate("Folders", "Folder"),
    }[use]


def unified_name(use: SpecialUse) -> str:
    translate = QCoreApplication.translate
    return {
        SpecialUse.INBOX: translate("Folders", "All inboxes"),
        SpecialUse.LATER: translate("Folders", "All put-off mail"),
        SpecialUse.DRAFTS: translate("Folders", "All drafts"),
        SpecialUse.SENT: translate("Folders", "All sent mail"),
        SpecialUse.ARCHIVE: translate("Folders", "All archives"),
        SpecialUse.JUNK: translate("Folders", "All junk"),
        SpecialUse.TRASH: translate("Folders", "All trash"),
    }[use]


def leaving_name() -> str:
    return QCoreApplication.translate("Folders", "Leaving soon")


def awaiting_name() -> str:
    return QCoreApplication.translate("Folders", "Waiting for an answer")


def remember_mailboxes(rows: Iterable[MailboxRow]) -> None:
    """What the servers call their special folders, for sentences that were made with the server's name. A name that means
    two things in two accounts stays as it is."""
    uses: dict[str, set[SpecialUse]] = {}
    for row in rows:
        uses.setdefault(row.name, set()).add(row.special_use)
    _special.clear()
    _special.update({name: use for name, (use, *more) in uses.items() if not more and use is not SpecialUse.NONE})


def known_mailbox(name: str) -> str:
    """The everyday name behind a server's name, else that name."""
    use = _special.get(name)
    return name if use is None else use_name(use)


def mailbox_name(row: MailboxRow) -> str:
    return row.label if row.special_use is SpecialUse.NONE else use_name(row.special_use)


def account_names(accounts: Sequence[AccountRow]) -> dict[int, str]:
    """The shortest name that tells accounts apart: "ana@…" while no other starts so, else the whole address."""
    short = {row.account_key: row.address.partition("@")[0] + "@" for row in accounts}
    taken = list(short.values())
    return {
        row.account_key: short[row.account_key] if taken.count(short[row.account_key]) == 1 else row.address
        for row in accounts
    }
