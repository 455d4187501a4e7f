"""A view as a statement: which locations belong to it and in what order, whether it is listed or searched. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, select

from desktop.core.api.linking import LinkState
from desktop.core.api.queries import Filter, ListView, SortField
from desktop.core.mail.flags import Flag
from desktop.core.store import expiry, reminders
from desktop.core.store.schema import link, location, mailbox, message
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a view is bounded by beside itself: what leaves soon was received before that moment (epoch seconds; None: nothing
    ever leaves), and a view over several accounts has only those of `accounts` (None: all). `moment` is the user's time, by which
    a search means its days."""

    received_before: int | None = None
    accounts: frozenset[int] | None = None
    moment: datetime = datetime(1970, 1, 1, tzinfo=UTC)


def scoped(statement: Select[Any], view: ListView, bounds: Bounds, *, named: bool = False) -> Select[Any]:
    """Only the locations that belong to the view, whatever it searches for. `named`: of a few that the statement names; SQLite
    would look through the whole folder for them."""
    conditions: list[ColumnElement[bool]] = [location.c.hidden == 0]
    place = location.c.mailbox_key + literal_column("0") if named else location.c.mailbox_key
    places = select(mailbox.c.mailbox_key)
    if bounds.accounts is not None:
        places = places.where(mailbox.c.account_key.in_(sorted(bounds.accounts)))
    if view.leaving_within is not None and bounds.received_before is not None:
        conditions.append(location.c.location_key.in_(expiry.select_leaving(bounds.received_before)))
    elif view.special_use is not None:
        places = places.where(mailbox.c.special_use == view.special_use.value)
    if view.awaiting:
        conditions.append(location.c.location_key.in_(reminders.select_shown()))
    if view.mailbox_key is not None and view.leaving_within is None:
        conditions.append(place == view.mailbox_key)
    elif view.special_use is not None or bounds.accounts is not None:
        conditions.append(place.in_(places))
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


def ordered(statement: Select[Any], view: ListView) -> Select[Any]:
    """In the order of the view."""
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
