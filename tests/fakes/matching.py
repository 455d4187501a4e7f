"""Which mails of the fake session a view shows: the plain meaning of `core.api.queries`, row by row."""

from __future__ import annotations

from desktop.core.api.queries import ListView
from desktop.core.api.rows import MessageRow
from desktop.core.mail.mailbox import SpecialUse
from tests.fakes.mails import DAY


def matches(row: MessageRow, view: ListView, uses: dict[int, SpecialUse], now: int) -> bool:
    words = view.search.lower().split()
    text = f"{row.sender_name} {row.sender_address} {row.subject} {row.snippet}".lower().split()
    return (
        (view.mailbox_key is None or row.mailbox_key == view.mailbox_key)
        and (view.special_use is None or uses[row.mailbox_key] is view.special_use)
        and (view.leaving_within is None or _leaves(row, now + view.leaving_within * DAY))
        and not (view.filter.unread and row.seen)
        and not (view.filter.flagged and not row.flagged)
        and not (view.filter.with_attachment and not row.has_attachment)
        and not (view.filter.linked and not row.links)
        and (
            view.filter.linked_to is None
            or any(one.kind == view.filter.linked_to and one.state != "gone" for one in row.links)
        )
        and all(any(piece.startswith(word) for piece in text) for word in words)
    )


def _leaves(row: MessageRow, before: int) -> bool:
    return row.expires_at is not None and row.held_by is None and row.expires_at < before
