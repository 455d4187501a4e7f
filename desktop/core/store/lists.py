"""Reading lists: the keys of a view in order, and rows for a handful of keys. Read-only connections, any thread.

A list of a million mails is an array of keys (8 bytes each); rows are read only for what is on the screen.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, case, select

from desktop.core.api.queries import ListView
from desktop.core.api.rows import MessageRow
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import bulk, links, reminders, snoozes
from desktop.core.store.list_row import LATER, Columns, Lifetime, message_row
from desktop.core.store.list_view import Bounds, ordered, scoped
from desktop.core.store.schema import location, mailbox, message


def load_keys(
    connection: Connection, view: ListView, limit: int | None = None, bounds: Bounds = Bounds()
) -> array[int]:
    """Location keys of a view in its order, at most `limit`."""
    if view.leaving_within is not None and bounds.received_before is None:
        return array("q")
    if view.search:
        from desktop.core.store.found import load_found  # a start searches for nothing

        return load_found(connection, view, limit, bounds)
    statement = ordered(scoped(select(location.c.location_key), view, bounds), view)
    if limit is not None:
        statement = statement.limit(limit)
    return array("q", connection.scalars(statement))


def load_message_rows(
    connection: Connection, location_keys: Sequence[int], lifetime: Lifetime
) -> dict[int, MessageRow]:
    """Rows for the keys that exist and are shown."""
    found: dict[int, MessageRow] = {}
    for start in range(0, len(location_keys), 500):
        part = location_keys[start : start + 500]
        rows = [Columns(*row) for row in bulk.select_among(connection, _ROWS, (0,), part)]
        badges = links.load_badges(connection, [row.message_key for row in rows])
        waiting = [row.message_key for row in rows if row.special_use == LATER]
        until = snoozes.load_until(connection, waiting) if waiting else {}
        awaited = reminders.load_due_of(connection, [row.message_key for row in rows])
        for row in rows:
            found[row.location_key] = message_row(row, badges.get(row.message_key, ()), lifetime, until, awaited)
    return found


_ROWS = (
    select(
        location.c.location_key, location.c.message_key, location.c.mailbox_key, mailbox.c.account_key,
        mailbox.c.special_use, location.c.internaldate, location.c.flags, location.c.pending, location.c.on_server,
        location.c.has_attachment, message.c.sender_name, message.c.sender_address, message.c.recipient_name,
        message.c.recipient_address, message.c.subject, message.c.snippet, message.c.size, message.c.body_state,
        message.c.first_seen,
    )
    .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
    .join(message, message.c.message_key == location.c.message_key)
    .where(location.c.hidden == 0, location.c.location_key.in_(bindparam("keys", expanding=True)))
)  # fmt: skip


def find_by_message_id(connection: Connection, message_id: str, account_keys: Collection[int] | None) -> int | None:
    """A row that shows the mail with that Message-ID, in one of those accounts or in any: one in the Trash or among junk last."""
    aside = mailbox.c.special_use.in_((SpecialUse.TRASH.value, SpecialUse.JUNK.value))
    statement = (
        select(location.c.location_key)
        .join(message, message.c.message_key == location.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(message.c.message_id == message_id, location.c.hidden == 0)
        .order_by(case((aside, 1), else_=0), location.c.location_key.desc())
        .limit(1)
    )
    if account_keys is not None:
        statement = statement.where(mailbox.c.account_key.in_(list(account_keys)))
    return connection.scalar(statement)
