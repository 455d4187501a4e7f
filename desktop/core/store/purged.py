"""Mails that a sweep has taken away here and that the server still has: by the digest of their header, so that they do not come
back by themselves when the server numbers a folder anew, renames it or makes it again, after a plan that keeps mail longer.

Nothing of a mail can be read from it. Forgotten for an account whose mail is fetched again, and for mail that no plan of the table
would fetch any more. Functions with `uow` write on the writer; the others read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.core.store.schema import location, message, purged
from desktop.core.store.writer import UnitOfWork


def note(uow: UnitOfWork, location_keys: Sequence[int]) -> None:
    """These rows are about to go because their time is over."""
    uow.connection.execute(_NOTE, {"keys": location_keys})


_NOTE = upsert(purged).from_select(
    ["account_key", "digest", "size", "received"],
    select(message.c.account_key, message.c.digest, message.c.size, func.max(location.c.internaldate))
    .join(location, location.c.message_key == message.c.message_key)
    .where(location.c.location_key.in_(bindparam("keys", expanding=True)))
    .group_by(message.c.message_key),
)
_NOTE = _NOTE.on_conflict_do_update(
    index_elements=["account_key", "digest", "size"],
    set_={"received": func.max(purged.c.received, _NOTE.excluded.received)},
)


def has_any(connection: Connection, account_key: int) -> bool:
    return connection.scalar(_ANY, {"account": account_key}) is not None


_ANY = select(purged.c.size).where(purged.c.account_key == bindparam("account")).limit(1)


def load_received(connection: Connection, account_key: int, digests: Collection[bytes]) -> dict[tuple[bytes, int], int]:
    """(digest, size) -> the latest INTERNALDATE of what went, of those digests."""
    rows = connection.execute(
        select(purged.c.digest, purged.c.size, purged.c.received).where(
            purged.c.account_key == account_key, purged.c.digest.in_(digests)
        )
    )
    return {(bytes(digest), size): received for digest, size, received in rows}


def forget_account(uow: UnitOfWork, account_key: int) -> None:
    uow.connection.execute(delete(purged).where(purged.c.account_key == account_key))


def forget_older(uow: UnitOfWork, received_before: int) -> None:
    uow.connection.execute(delete(purged).where(purged.c.received < received_before))
