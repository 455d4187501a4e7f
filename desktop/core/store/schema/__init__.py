"""The tables. Two classes of rows live here, and the writer treats them differently:

*cache* (mailbox, message, body, location, attachment_name, calendar_mail, the index): what a server said; losing it costs a download.
*authoritative* (all others): exists nowhere else; committed with synchronous=FULL and salvaged when the file is damaged.

Invariants: `location.uid` is unique per mailbox or NULL while provisional; `location.flags`, `hidden` and `pending` are
derived from `server_flags` and unfinished operations by one pure function and written by nobody else; mailbox counters are
recomputed in the transaction that changes rows, never incremented. Portable SQL only: what is SQLite's own (index
`sqlite_where` excepted, which other databases ignore) is in `database.py` and `search.py`.
"""

from __future__ import annotations

from desktop.core.store.schema.base import metadata
from desktop.core.store.schema.desk import (
    activity,
    blob,
    chat,
    chat_line,
    chat_member,
    contact,
    contact_address,
    crm_log,
    crm_offer,
    crm_rule,
    crm_waiting,
    desk_file,
    event,
    event_guest,
    invitation,
    meeting,
    task,
    task_item,
)
from desktop.core.store.schema.links import (
    backend,
    backend_setting,
    binding,
    link,
    wish,
    wish_attachment,
    wish_mail,
)
from desktop.core.store.schema.mail import (
    account,
    attachment_name,
    body,
    calendar_mail,
    known_address,
    location,
    mailbox,
    message,
    picture_rule,
    purged,
    setting,
    unsubscription,
)
from desktop.core.store.schema.wishes import (
    booking,
    draft,
    draft_attachment,
    ledger,
    operation,
    outbox,
    reminder,
    snooze,
    template,
    undo_group,
    undo_row,
)
from desktop.core.store.schema.workspace import member, plan_change, share, sweep_log

AUTHORITATIVE = (
    setting, account, purged, member, share, plan_change, undo_group, operation, snooze, reminder, draft, draft_attachment, outbox, ledger, booking,
    link, wish, wish_mail, wish_attachment, backend, backend_setting, binding, sweep_log, blob, task, task_item, contact, contact_address, activity, chat, chat_member, chat_line, event,
    event_guest, invitation, meeting, desk_file, crm_rule, crm_log, crm_offer, undo_row, picture_rule, unsubscription,
    template,
)  # fmt: skip
"""Tables whose rows exist nowhere else, parents before children: salvaged from a damaged file."""

__all__ = [
    "AUTHORITATIVE",
    "account",
    "activity",
    "attachment_name",
    "backend",
    "backend_setting",
    "binding",
    "blob",
    "body",
    "booking",
    "calendar_mail",
    "chat",
    "chat_line",
    "chat_member",
    "contact",
    "contact_address",
    "crm_log",
    "crm_offer",
    "crm_rule",
    "crm_waiting",
    "desk_file",
    "draft",
    "draft_attachment",
    "event",
    "event_guest",
    "invitation",
    "known_address",
    "ledger",
    "link",
    "location",
    "mailbox",
    "meeting",
    "member",
    "message",
    "metadata",
    "operation",
    "outbox",
    "picture_rule",
    "plan_change",
    "purged",
    "reminder",
    "setting",
    "share",
    "snooze",
    "sweep_log",
    "task",
    "task_item",
    "template",
    "undo_group",
    "undo_row",
    "unsubscription",
    "wish",
    "wish_attachment",
    "wish_mail",
]
