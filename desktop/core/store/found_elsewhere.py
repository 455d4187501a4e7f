"""Whether mails that a server names are here already, so that each is shown once. Read-only connections, any thread."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, and_, or_, select

from desktop.core.api.rows import BodyState
from desktop.core.store.schema import location, mailbox, message


class Here(NamedTuple):
    location_key: int
    internaldate: int
    is_shown: bool
    is_whole: bool


def load_places(connection: Connection, mailbox_key: int) -> dict[int, Here]:
    """uid -> the row that stands for it in that mailbox."""
    rows = connection.execute(
        _SELECTED.add_columns(location.c.uid).where(location.c.mailbox_key == mailbox_key, location.c.uid.is_not(None))
    )
    return {row.uid: _here(row) for row in rows}


def load_known(connection: Connection, account_key: int, digests: Collection[bytes]) -> dict[tuple[bytes, int], Here]:
    """(digest, size) -> a row of the account that shows that mail."""
    rows = connection.execute(
        _SELECTED.add_columns(message.c.digest, message.c.size)
        .where(message.c.account_key == account_key, message.c.digest.in_(list(digests)), location.c.hidden == 0)
        .order_by(location.c.location_key.desc())
    )
    return {(bytes(row.digest), row.size): _here(row) for row in rows}


def load_at(connection: Connection, mailbox_key: int, uids: Collection[int]) -> dict[int, int]:
    """uid -> the row that stands for it in that mailbox."""
    rows = connection.execute(
        select(location.c.uid, location.c.location_key).where(
            location.c.mailbox_key == mailbox_key, location.c.uid.in_(list(uids))
        )
    )
    return {uid: key for uid, key in rows}


def load_row(
    connection: Connection, mailbox_key: int, uidvalidity: int, uid: int, identity: tuple[bytes, int]
) -> int | None:
    """The row of the mail that lies under that UID in a mailbox; the one that waits for its UID there, if it has none."""
    named = and_(location.c.uid == uid, mailbox.c.uidvalidity == uidvalidity)
    waits = and_(location.c.uid.is_(None), message.c.digest == identity[0], message.c.size == identity[1])
    return connection.scalar(
        select(location.c.location_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .join(message, message.c.message_key == location.c.message_key)
        .where(location.c.mailbox_key == mailbox_key, or_(named, waits))
        .order_by(location.c.uid.is_(None), location.c.location_key)
        .limit(1)
    )


_SELECTED = select(location.c.location_key, location.c.internaldate, location.c.hidden, message.c.body_state).join(
    message, message.c.message_key == location.c.message_key
)


def _here(row: object) -> Here:
    return Here(
        row.location_key, row.internaldate, not row.hidden, row.body_state == BodyState.COMPLETE.value,  # type: ignore[attr-defined]
    )  # fmt: skip
