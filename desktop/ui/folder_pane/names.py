"""The everyday name and the icon of a folder: special ones are called the same in every account and in every language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.api.rows import AccountRow, MailboxRow
from desktop.core.mail.mailbox import SpecialUse

ICONS = {
    SpecialUse.INBOX: "inbox",
    SpecialUse.FLAGGED: "star",
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
    SpecialUse.DRAFTS,
    SpecialUse.SENT,
    SpecialUse.ARCHIVE,
    SpecialUse.JUNK,
    SpecialUse.TRASH,
)
"""What is shown for all accounts at once; the first of them in front, the others folded below it."""


def use_name(use: SpecialUse) -> str:
    tr = QCoreApplication.translate
    return {
        SpecialUse.INBOX: tr("Folders", "Inbox"),
        SpecialUse.FLAGGED: tr("Folders", "Starred"),
        SpecialUse.DRAFTS: tr("Folders", "Drafts"),
        SpecialUse.SENT: tr("Folders", "Sent"),
        SpecialUse.ARCHIVE: tr("Folders", "Archive"),
        SpecialUse.JUNK: tr("Folders", "Junk"),
        SpecialUse.TRASH: tr("Folders", "Trash"),
        SpecialUse.ALL: tr("Folders", "All mail"),
        SpecialUse.IMPORTANT: tr("Folders", "Important"),
        SpecialUse.NONE: tr("Folders", "Folder"),
    }[use]


def unified_name(use: SpecialUse) -> str:
    tr = QCoreApplication.translate
    return {
        SpecialUse.INBOX: tr("Folders", "All inboxes"),
        SpecialUse.DRAFTS: tr("Folders", "All drafts"),
        SpecialUse.SENT: tr("Folders", "All sent mail"),
        SpecialUse.ARCHIVE: tr("Folders", "All archives"),
        SpecialUse.JUNK: tr("Folders", "All junk"),
        SpecialUse.TRASH: tr("Folders", "All trash"),
    }[use]


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
