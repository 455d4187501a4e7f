"""Which mails of the fake session a view shows: the plain meaning of `core.api.queries`, row by row."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import UTC, datetime

from desktop.core.api.queries import ListView, SortField
from desktop.core.api.rows import AccountRow, MailboxRow, MessageRow
from desktop.core.api.searching.names import FOLDER_NAMES
from desktop.core.api.searching.parsing import parse
from desktop.core.api.searching.query import Place
from tests.fakes.mails import DAY
from tests.fakes.plain_search import Facts, fits


def find_keys(
    view: ListView,
    rows: Iterable[MessageRow],
    mailboxes: Iterable[MailboxRow],
    accounts: Iterable[AccountRow],
    now: int,
) -> array[int]:
    """Location keys in the order of the view."""
    boxes = {box.mailbox_key: box for box in mailboxes}
    addresses = {row.account_key: row.address for row in accounts}
    found = [row for row in rows if _matches(row, view, boxes[row.mailbox_key], addresses[row.account_key], now)]
    sort = {
        SortField.DATE: lambda row: (row.internaldate, row.location_key),
        SortField.SENDER: lambda row: row.sender_name,
        SortField.SUBJECT: lambda row: row.subject,
        SortField.SIZE: lambda row: row.size,
    }[view.sort]
    return array("q", [row.location_key for row in sorted(found, key=sort, reverse=view.descending)])


def _matches(row: MessageRow, view: ListView, box: MailboxRow, address: str, now: int) -> bool:
    return (
        (view.mailbox_key is None or row.mailbox_key == view.mailbox_key)
        and (view.special_use is None or box.special_use is view.special_use)
        and (view.leaving_within is None or _leaves(row, now + view.leaving_within * DAY))
        and not (view.awaiting and row.remind_at is None)
        and not (view.filter.unread and row.seen)
        and not (view.filter.flagged and not row.flagged)
        and not (view.filter.with_attachment and not row.has_attachment)
        and not (view.filter.linked and not row.links)
        and (
            view.filter.linked_to is None
            or any(one.kind == view.filter.linked_to and one.state != "gone" for one in row.links)
        )
        and (not view.search or _is_found(row, view.search, box, address, now))
    )


def _is_found(row: MessageRow, typed: str, box: MailboxRow, address: str, now: int) -> bool:
    query = parse(typed, datetime.fromtimestamp(now, UTC)).query
    names = FOLDER_NAMES.get(box.special_use, ((), ()))
    texts = {
        Place.SENDER: f"{row.sender_name} {row.sender_address}", Place.RECIPIENTS: address, Place.SUBJECT: row.subject,
        Place.BODY: row.snippet,
    }  # fmt: skip
    return query is not None and fits(
        Facts(
            texts, row.internaldate, row.size, row.flags, row.has_attachment,
            tuple((one.kind, one.state) for one in row.links),
            {box.name.lower(), box.label.lower(), *names[0], *names[1]}, address,
        ),
        query,
    )  # fmt: skip


def _leaves(row: MessageRow, before: int) -> bool:
    return row.expires_at is not None and row.held_by is None and row.expires_at < before
