"""Mails as JSON values and as lines for people: the one place that decides how a row looks outside the window."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence

from desktop.cli.output import fit, local_moment, moment
from desktop.core.api.rows import BodyState, MessageRow
from desktop.core.engine import Engine
from desktop.core.mail.flags import Flag

_FLAGS = (
    (Flag.SEEN, "seen"), (Flag.FLAGGED, "starred"), (Flag.ANSWERED, "answered"), (Flag.FORWARDED, "forwarded"),
    (Flag.DRAFT, "draft"), (Flag.DELETED, "deleted"), (Flag.JUNK, "junk"),
)  # fmt: skip
_WIDTH_WITHOUT_TERMINAL = 1000


def message_values(engine: Engine, rows: Sequence[MessageRow]) -> list[dict[str, object]]:
    """`person` is the first sender, in Sent and Drafts the first recipient."""
    mailboxes = {row.mailbox_key: row.name for row in engine.mailboxes()}
    addresses = {row.account_key: row.address for row in engine.accounts()}
    ids = engine.message_ids([row.location_key for row in rows])
    return [
        {
            "key": row.location_key,
            "message_id": ids.get(row.location_key, ""),
            "account": addresses.get(row.account_key, ""),
            "mailbox": mailboxes.get(row.mailbox_key, ""),
            "person": {"name": row.sender_name, "address": row.sender_address},
            "subject": row.subject,
            "snippet": row.snippet,
            "received": moment(row.internaldate),
            "size": row.size,
            "flags": [name for flag, name in _FLAGS if flag in row.flags],
            "has_attachment": row.has_attachment,
            "complete": row.body_state is BodyState.COMPLETE,
            "pending": row.pending,
            "on_server": row.on_server,
            "expires": moment(row.expires_at),
            "held_by": row.held_by,
            "snoozed_until": moment(row.snoozed_until),
            "remind_at": moment(row.remind_at),
            "links": [{"kind": link.kind, "state": link.state, "title": link.title} for link in row.links],
        }
        for row in rows
    ]


def message_line(row: MessageRow) -> str:
    """Key, date, marks (N new, * starred, @ attachment, ~ not yet on the server), person, subject."""
    marks = "".join((
        " " if row.seen else "N", "*" if row.flagged else " ", "@" if row.has_attachment else " ",
        "~" if row.pending else " ",
    ))  # fmt: skip
    person = fit(row.sender_name or row.sender_address, 24)
    start = f"{row.location_key:>7}  {local_moment(row.internaldate)}  {marks}  {person}  "
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH_WITHOUT_TERMINAL
    return (start + fit(row.subject, max(10, width - 54))).rstrip()
