"""Reading lists: the keys of a view in order, and rows for a handful of keys. Read-only connections, any thread.

A list of a million mails is an array of keys (8 bytes each); rows are read only for what is on the screen.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, bindparam, case, exists, select

from desktop.core.api.linking import LinkState
from desktop.core.api.queries import Filter, ListView, SortField
from desktop.core.api.rows import BodyState, MessageRow
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import expiry, links, search
from desktop.core.store.schema import known_address, link, location, mailbox, message

SEARCH_LIMIT = 20_000
"""Hits of one search that are looked at, newest first."""
_OUTGOING = (SpecialUse.SENT.value, SpecialUse.DRAFTS.value)

Lifetime = Callable[[int, int], int | None]
"""(internaldate, first_seen) -> when the plan removes the local copy, or None."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a view is bounded by beside itself: what leaves soon was received before that moment (epoch seconds; None: nothing
    ever leaves), and a view over several accounts has only those of `accounts` (None: all)."""

    received_before: int | None = None
    accounts: frozenset[int] | None = None


def load_keys(
    connection: Connection, view: ListView, limit: int | None = None, bounds: Bounds = Bounds()
) -> array[int]:
    """Location keys of a view in its order, at most `limit`."""
    if view.leaving_within is not None and bounds.received_before is None:
        return array("q")
    if view.search:
        return _searched(connection, view, limit, bounds)
    statement = _ordered(_scoped(select(location.c.location_key), view, bounds), view)
    if limit is not None:
        statement = statement.limit(limit)
    return array("q", connection.scalars(statement))


def load_message_rows(
    connection: Connection, location_keys: Sequence[int], lifetime: Lifetime
) -> dict[int, MessageRow]:
    """Rows for the keys that exist and are shown."""
    found: dict[int, MessageRow] = {}
    for start in range(0, len(location_keys), 500):
        part = list(location_keys[start : start + 500])
        rows = connection.execute(_ROWS, {"keys": part}).all()
        badges = links.load_badges(connection, [row.message_key for row in rows])
        for row in rows:
            found[row.location_key] = _message_row(row, badges.get(row.message_key, ()), lifetime)
    return found


def load_addresses(connection: Connection, prefix: str, limit: int) -> list[str]:
    """Addresses or names that start with the text, most recent first."""
    start = prefix.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not start:
        return []
    rows = connection.scalars(
        select(known_address.c.display)
        .where(
            known_address.c.addr_spec.like(f"{start}%", escape="\\")
            | known_address.c.display.like(f"{start}%", escape="\\")
            | known_address.c.display.like(f"% {start}%", escape="\\")
        )
        .order_by(known_address.c.last_seen.desc())
        .limit(limit)
    )
    return list(rows)


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
    .where(location.c.location_key.in_(bindparam("keys", expanding=True)), location.c.hidden == 0)
)  # fmt: skip


def _message_row(row: Row[*tuple[Any, ...]], badges: tuple[Any, ...], lifetime: Lifetime) -> MessageRow:
    outgoing = row.special_use in _OUTGOING and row.recipient_address
    held_by = _holder(row, badges)
    return MessageRow(
        location_key=row.location_key,
        message_key=row.message_key,
        mailbox_key=row.mailbox_key,
        account_key=row.account_key,
        sender_name=row.recipient_name if outgoing else row.sender_name,
        sender_address=row.recipient_address if outgoing else row.sender_address,
        subject=row.subject,
        snippet=row.snippet,
        internaldate=row.internaldate,
        size=row.size,
        flags=Flag(row.flags),
        has_attachment=bool(row.has_attachment),
        body_state=BodyState(row.body_state),
        pending=bool(row.pending),
        on_server=bool(row.on_server),
        expires_at=None if held_by else lifetime(row.internaldate, row.first_seen),
        held_by=held_by,
        links=badges,
    )


def _holder(row: Row[Any], badges: tuple[Any, ...]) -> str | None:
    if any(badge.kind == "task" and badge.state != "gone" for badge in badges):
        return "task"
    if any(badge.kind == "crm" and badge.state in links.UNSAFE for badge in badges):
        return "crm_copy_pending"
    if row.pending:
        return "operation"
    return "draft" if row.special_use == SpecialUse.DRAFTS.value else None


def _scoped(statement: Select[Any], view: ListView, bounds: Bounds) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = [location.c.hidden == 0]
    places = select(mailbox.c.mailbox_key)
    if bounds.accounts is not None:
        places = places.where(mailbox.c.account_key.in_(sorted(bounds.accounts)))
    if view.leaving_within is not None and bounds.received_before is not None:
        conditions.append(location.c.location_key.in_(expiry.select_leaving(bounds.received_before)))
    elif view.special_use is not None:
        places = places.where(mailbox.c.special_use == view.special_use.value)
    if view.mailbox_key is not None and view.leaving_within is None:
        conditions.append(location.c.mailbox_key == view.mailbox_key)
    elif view.special_use is not None or bounds.accounts is not None:
        conditions.append(location.c.mailbox_key.in_(places))
    conditions += _filtered(view.filter)
    return statement.where(and_(*conditions))


def _filtered(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.unread:
        conditions.append(location.c.flags.op("&")(int(Flag.SEEN)) == 0)
    if wanted.flagged:
        conditions.append(location.c.flags.op("&")(int(Flag.FLAGGED)) != 0)
    if wanted.with_attachment:
        conditions.append(location.c.has_attachment == 1)
    if wanted.linked:
        conditions.append(exists().where(link.c.message_key == location.c.message_key))
    if wanted.linked_to is not None:
        conditions.append(
            exists().where(
                link.c.message_key == location.c.message_key,
                link.c.kind == wanted.linked_to.value,
                link.c.state != LinkState.GONE.value,
            )
        )
    return conditions


def _ordered(statement: Select[Any], view: ListView) -> Select[Any]:
    columns: list[Any] = [location.c.internaldate, location.c.location_key]
    if view.sort is SortField.DATE and view.leaving_within is not None:
        statement = statement.join(message, message.c.message_key == location.c.message_key)
        columns[0] = expiry.RECEIVED  # a date in the future makes no mail stay longer
    if view.sort is not SortField.DATE:
        statement = statement.join(message, message.c.message_key == location.c.message_key)
        column = {
            SortField.SENDER: message.c.sender_name,
            SortField.SUBJECT: message.c.subject,
            SortField.SIZE: message.c.size,
        }[view.sort]
        # Ties fall newest first whichever way the column runs.
        main = column.desc() if view.descending else column.asc()
        return statement.order_by(main, *(tie.desc() for tie in columns))
    return statement.order_by(*(column.desc() if view.descending else column.asc() for column in columns))


def _searched(connection: Connection, view: ListView, limit: int | None, bounds: Bounds) -> array[int]:
    expression = search.match_expression(view.search)
    if expression is None:
        return array("q")
    newest_first = view.sort is SortField.DATE and view.descending
    scoped = view.mailbox_key is not None or view.special_use is not None or view.leaving_within is not None
    narrowed = scoped or bool(view.filter) or bounds.accounts is not None
    wanted = SEARCH_LIMIT if narrowed or not newest_first or limit is None else limit * 2
    keys = search.matching_messages(connection, expression, wanted)
    found: list[tuple[int, int, int]] = []
    for start in range(0, len(keys), 500):
        statement = select(location.c.location_key, location.c.message_key, location.c.internaldate)
        part = _scoped(statement, view, bounds).where(location.c.message_key.in_(keys[start : start + 500]))
        found.extend((row[2], row[0], row[1]) for row in connection.execute(part))
        if limit is not None and newest_first and len(found) >= limit * 2:
            break
    if not scoped:
        once: dict[int, tuple[int, int, int]] = {}
        for entry in sorted(found, key=lambda item: item[1]):
            once.setdefault(entry[2], entry)
        found = list(once.values())
    if view.sort is SortField.DATE:
        found.sort(reverse=view.descending)
        ordered = [entry[1] for entry in found]
    else:
        ordered = _sort_by_column(connection, [entry[1] for entry in found], view)
    return array("q", ordered[:limit] if limit is not None else ordered)


def _sort_by_column(connection: Connection, location_keys: list[int], view: ListView) -> list[int]:
    ordered = _ordered(select(location.c.location_key), view)
    if len(location_keys) <= 500:
        return list(connection.scalars(ordered.where(location.c.location_key.in_(location_keys))))
    wanted = set(location_keys)
    return [key for key in connection.scalars(ordered) if key in wanted]


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
