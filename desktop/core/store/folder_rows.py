"""Reading what the folder pane shows of all mailboxes. Read-only connections, any thread."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from desktop.core.api.rows import MailboxRow
from desktop.core.store.folder_tree import folder_rows
from desktop.core.store.schema import account, mailbox


def load_rows(connection: Connection, only: Collection[int] | None = None) -> list[MailboxRow]:
    """Accounts in their order, each one's as a tree; `only` of those account keys."""
    return folder_rows(connection.execute(_MAILBOXES).all(), only)


_MAILBOXES = (
    select(
        mailbox.c.mailbox_key, mailbox.c.account_key, mailbox.c.name, mailbox.c.shown_name, mailbox.c.delimiter,
        mailbox.c.special_use, mailbox.c.selectable, mailbox.c.total, mailbox.c.unread, mailbox.c.held_removals,
        mailbox.c.watched, account.c.mailbox_prefix,
    )
    .join(account, account.c.account_key == mailbox.c.account_key)
    .where(mailbox.c.hidden == 0)
    .order_by(account.c.position)
)  # fmt: skip
