"""What the user wants and the servers do not have yet: operations, drafts, the outbox and its ledger. Exists nowhere else."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from desktop.core.store.schema.base import key, metadata

undo_group = Table(
    "undo_group",
    metadata,
    key("group_key"),
    Column("created_at", BigInteger, nullable=False),
    Column("done", String, nullable=False),
    Column("count", Integer, nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Column("undone", Boolean, nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)


undo_row = Table(
    "undo_row",
    metadata,
    key("undo_row_key"),
    Column("group_key", Integer, nullable=False, comment="the wish that changed the row"),
    Column("table_name", String, nullable=False),
    Column("row_key", BigInteger, nullable=False),
    Column("way", String, nullable=False, comment="inserted, updated, deleted"),
    Column("image", Text, nullable=False, comment="JSON: the columns as they were before"),
    Column("blob_key", Integer, comment="bytes that a deleted row would need again"),
    sqlite_autoincrement=True,
)
Index("undo_row_by_group", undo_row.c.group_key)
Index("undo_row_by_blob", undo_row.c.blob_key, sqlite_where=undo_row.c.blob_key.is_not(None))


operation = Table(
    "operation",
    metadata,
    key("operation_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("group_key", Integer, nullable=False, comment="one wish of the user = one group = one undo"),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False, comment="waiting, claimed, done, failed"),
    Column("location_key", Integer, comment="what it acts on; no foreign key: it outlives the row"),
    Column("mailbox_key", Integer, comment="where that was when the wish was made"),
    Column("target_mailbox_key", Integer),
    Column("result_location_key", Integer, comment="the provisional, later real, row in the target"),
    Column("target_uidvalidity", BigInteger, comment="what the target said before the first try"),
    Column("target_uidnext", BigInteger, comment="a mail below was there before; NULL: nothing has left"),
    Column("payload", Text, nullable=False, server_default="{}", comment="JSON, by kind"),
    Column("created_at", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("said", Text, nullable=False, server_default="", comment="the server's words of the last failure"),
    sqlite_autoincrement=True,
)
Index("operation_queue", operation.c.account_key, operation.c.state, operation.c.not_before)
Index("operation_by_location", operation.c.location_key)
Index("operation_by_result", operation.c.result_location_key)
Index("operation_by_group", operation.c.group_key)


snooze = Table(
    "snooze",
    metadata,
    key("snooze_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("message_key", Integer, nullable=False, comment="no foreign key: its copy here may leave before"),
    Column("mailbox_key", Integer, nullable=False, comment="where it waits"),
    Column("back_to", Integer, nullable=False, comment="the mailbox that it was in"),
    Column("until", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("snooze_by_message", snooze.c.message_key)


reminder = Table(
    "reminder",
    metadata,
    key("reminder_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("message_id", String, nullable=False, unique=True, comment="of the mail that waits for an answer"),
    Column("subject", Text, nullable=False),
    Column(
        "people", Text, nullable=False, comment="JSON: [name, address] of To and Cc; its copy here may leave before"
    ),
    Column("wait", BigInteger, nullable=False, comment="seconds from the sending on"),
    Column("created_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger, comment="NULL: it has not left yet"),
    Column("due_at", BigInteger, comment="NULL: it has not left yet"),
    Column("told_at", BigInteger),
    sqlite_autoincrement=True,
)
Index("reminder_by_due", reminder.c.due_at)


draft = Table(
    "draft",
    metadata,
    key("draft_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("content", Text, nullable=False, comment="JSON of DraftContent without attachment bytes"),
    Column("updated_at", BigInteger, nullable=False),
    Column("state", String, nullable=False, comment="open, outbox, discarded"),
    Column("group_key", Integer, comment="the wish that discarded or sent it"),
    Column("location_key", Integer, comment="its copy in the Drafts mailbox"),
    sqlite_autoincrement=True,
)


template = Table(
    "template",
    metadata,
    key("template_key"),
    Column("name", String, nullable=False, comment="no two are called alike; upper and lower case are one"),
    Column("text", Text, nullable=False),
    Column("formatted", Text, nullable=False, comment="JSON of its blocks (mail.template)"),
    Column("changed_at", BigInteger, nullable=False),
)
"""What is written again and again."""

draft_attachment = Table(
    "draft_attachment",
    metadata,
    Column("draft_key", ForeignKey("draft.draft_key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("filename", Text, nullable=False),
    Column("content_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


outbox = Table(
    "outbox",
    metadata,
    key("outbox_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("draft_key", Integer),
    Column("group_key", Integer),
    Column("message_id", String, nullable=False, unique=True),
    Column("subject", Text, nullable=False),
    Column("envelope_from", String, nullable=False),
    Column("recipients", Text, nullable=False, comment="JSON list of addr-specs"),
    Column("raw", LargeBinary, nullable=False),
    Column("state", String, nullable=False, comment="OutboxState, plus 'handed_over' between the dot and the answer"),
    Column("created_at", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("send_at", BigInteger, nullable=False, server_default=text("0"), comment="the moment its writer chose"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("said", Text, nullable=False, server_default=""),
    Column("refusal", Text, comment="JSON: parameters of the PlanError that holds it"),
    Column("look_until", BigInteger, nullable=False, server_default=text("0"), comment="see outbox.look_first"),
    sqlite_autoincrement=True,
)
Index("outbox_queue", outbox.c.state, outbox.c.not_before)


ledger = Table(
    "ledger",
    metadata,
    key("entry_key"),
    Column("outbox_key", Integer, nullable=False, unique=True),
    Column("month", String(7), nullable=False, comment="YYYY-MM in the workspace's time zone"),
    Column("state", String, nullable=False, comment="reserved, confirmed, unknown; released ones are removed"),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("ledger_by_month", ledger.c.month)


booking = Table(
    "booking",
    metadata,
    key("booking_key"),
    Column("month", String(7), nullable=False, comment="as in ledger"),
    Column("count", Integer, nullable=False, comment="mails that count as sent without having been in the outbox"),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
