"""Texts that are to be JSON, or a month, and are none any more, in a file that SQLite finds sound: it does not know what a bit in a text was.

Where a profile was met with one, its file is built anew: what a server has comes again, and of what exists nowhere else only the
broken value is lost where something can stand for it, else its row. Runs where the store is opened.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, func, select, update

from desktop.core.store.salvage_accounts import stand_in
from desktop.core.store.schema import account, booking, draft, ledger, message, metadata, outbox

_READ_AS_TEXT = (draft.c.content, account.c.settings)
"""Whoever reads these can tell what is broken: `drafts.read_content`, and a sentence about the account."""


_MONTHS = (ledger.c.month, booking.c.month)


def find_broken(connection: Connection) -> str | None:
    """The first column with such a text."""
    for table, column in _columns():
        broken = select(func.count()).select_from(table).where(_is_broken(column))
        if all(column is not one for one in _READ_AS_TEXT) and connection.scalar(broken):
            return str(column)
    return None


def heal(connection: Connection) -> None:
    for table, column in _columns():
        if column is draft.c.content:
            continue
        broken = _is_broken(column)
        if column is account.c.settings:
            _heal_accounts(connection)
        elif column is outbox.c.recipients:
            unsent = broken & outbox.c.state.in_(("waiting", "held"))
            connection.execute(update(outbox).where(unsent).values(state="failed"))
            connection.execute(update(outbox).where(broken).values(recipients="[]"))
        elif column is message.c.envelope:
            connection.execute(update(message).where(broken).values(envelope="{}"))
        elif column.nullable:
            connection.execute(update(table).where(broken).values({column: None}))
        elif column.server_default is not None:
            connection.execute(update(table).where(broken).values({column: column.server_default.arg}))  # type: ignore[attr-defined]
        else:
            connection.execute(delete(table).where(broken))


def _heal_accounts(connection: Connection) -> None:
    """It is paused and knows its address alone, until somebody has set it up again."""
    lost = select(account.c.account_key, account.c.address).where(_is_broken(account.c.settings))
    for key, address in connection.execute(lost).all():
        settings = stand_in(address)
        if settings is not None:
            values = {"settings": settings.to_json(), "paused": True}
            connection.execute(update(account).where(account.c.account_key == key).values(values))


def _columns() -> Iterator[tuple[Table, Column[str]]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if (column.comment or "").startswith("JSON") or any(column is one for one in _MONTHS):
                yield table, column


def _is_broken(column: Column[str]) -> ColumnElement[bool]:
    if any(column is one for one in _MONTHS):
        return ~column.between("1970-01", "9999-12") | (func.length(column) != len("YYYY-MM"))
    return column.is_not(None) & (func.json_valid(column) == 0)
