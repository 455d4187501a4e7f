"""What a line of a list says about a mail, from the columns that are read for it, by their names. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from desktop.core.api.linking import LinkState
from desktop.core.api.rows import BodyState, LinkBadge, MessageRow
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse

UNSAFE = (LinkState.PENDING.value, LinkState.FAILED.value, LinkState.UNSURE.value)
"""States in which the CRM does not have its copy for sure."""
LATER, _DRAFTS = SpecialUse.LATER.value, SpecialUse.DRAFTS.value
_STATES = {one.value: one for one in BodyState}
_OUTGOING = (SpecialUse.SENT.value, _DRAFTS)

Lifetime = Callable[[int, int], int | None]
"""(internaldate, first_seen) -> when the plan removes the local copy, or None."""


class Columns(NamedTuple):
    """In the order in which they are read."""

    location_key: int
    message_key: int
    mailbox_key: int
    account_key: int
    special_use: str
    internaldate: int
    flags: int
    pending: int
    on_server: int
    has_attachment: int
    sender_name: str
    sender_address: str
    recipient_name: str
    recipient_address: str
    subject: str
    snippet: str
    size: int
    body_state: str
    first_seen: int


def message_row(
    row: Columns,
    badges: tuple[LinkBadge, ...],
    lifetime: Lifetime,
    until: Mapping[int, int],
    awaited: Mapping[int, int],
) -> MessageRow:
    """`until`: when mails that are put off come back, `awaited`: when those that wait for an answer are brought forward, by
    their message keys."""
    outgoing = row.special_use in _OUTGOING and bool(row.recipient_address)
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
        body_state=_STATES[row.body_state],
        pending=bool(row.pending),
        on_server=bool(row.on_server),
        expires_at=None if held_by else lifetime(row.internaldate, row.first_seen),
        held_by=held_by,
        links=badges,
        snoozed_until=until.get(row.message_key) if row.special_use == LATER else None,
        remind_at=awaited.get(row.message_key),
        outgoing=outgoing,
    )


def _holder(row: Columns, badges: tuple[LinkBadge, ...]) -> str | None:
    if badges and any(badge.kind == "task" and badge.state != "gone" for badge in badges):
        return "task"
    if badges and any(badge.kind == "crm" and badge.state in UNSAFE for badge in badges):
        return "crm_copy_pending"
    if row.pending:
        return "operation"
    return "draft" if row.special_use == _DRAFTS else None
