"""The tables. Two classes of rows live here, and the writer treats them differently:

*cache* (mailbox, message, body, location, attachment_name, the index): what a server said; losing it costs a download.
*authoritative* (setting, account, operation, draft, outbox, ledger, link): exists nowhere else; committed with
synchronous=FULL and salvaged when the file is damaged.

Invariants: `location.uid` is unique per mailbox or NULL while provisional; `location.flags`, `hidden` and `pending` are
derived from `server_flags` and unfinished operations by one pure function and written by nobody else; mailbox counters are
recomputed in the transaction that changes rows, never incremented. Portable SQL only: what is SQLite's own (index
`sqlite_where` excepted, which other databases ignore) is in `database.py` and `search.py`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()
_Key = Integer  # SQLite's rowid alias must be spelled INTEGER


def _key(name: str) -> Column[int]:
    return Column(name, _Key, primary_key=True, autoincrement=True)


setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False, comment="JSON"),
)

account = Table(
    "account",
    metadata,
    _key("account_key"),
    Column("address", String, nullable=False, unique=True),
    Column(
        "secret_id",
        String,
        nullable=False,
        unique=True,
        comment="names its secrets in the keyring; random, never reused",
    ),
    Column("settings", Text, nullable=False, comment="JSON of AccountSettings; never a secret"),
    Column("position", Integer, nullable=False),
    Column("connected_at", BigInteger, nullable=False),
    Column("paused", Boolean, nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)

mailbox = Table(
    "mailbox",
    metadata,
    _key("mailbox_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("name", String, nullable=False, comment="decoded, with the server's delimiter"),
    Column("delimiter", String),
    Column("special_use", String, nullable=False),
    Column("selectable", Boolean, nullable=False, server_default=text("1")),
    Column("on_server", Boolean, nullable=False, server_default=text("1"), comment="False until CREATE was answered"),
    Column("shown_name", String, comment="derived: the new name while a rename waits"),
    Column("hidden", Boolean, nullable=False, server_default=text("0"), comment="derived: a deletion waits"),
    Column("uidvalidity", BigInteger),
    Column("seen_below", BigInteger, nullable=False, server_default=text("1"), comment="every UID below has been seen"),
    Column(
        "backfill_floor",
        BigInteger,
        nullable=False,
        server_default=text("1"),
        comment="UIDs below are still to be wanted",
    ),
    Column("highestmodseq", BigInteger),
    Column("exists_count", BigInteger, nullable=False, server_default=text("0")),
    Column("synced_at", BigInteger),
    Column("flags_compared_at", BigInteger, comment="when every flag was last compared with the server's"),
    Column("held_removals", Text, comment="JSON list of location keys whose mail vanished at once: the user decides"),
    Column("total", Integer, nullable=False, server_default=text("0")),
    Column("unread", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("account_key", "name"),
    sqlite_autoincrement=True,
)

message = Table(
    "message",
    metadata,
    Column(
        "message_key",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
        comment="grows with the time of receipt: see messages.new_keys",
    ),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("digest", LargeBinary(16), nullable=False, comment="see messages.header_digest"),
    Column("size", Integer, nullable=False),
    Column("message_id", String, nullable=False),
    Column("date", BigInteger, comment="Date header; shown, never used for age"),
    Column("subject", Text, nullable=False),
    Column("sender_name", Text, nullable=False),
    Column("sender_address", Text, nullable=False),
    Column("recipient_name", Text, nullable=False, comment="first To, for Sent and Drafts"),
    Column("recipient_address", Text, nullable=False),
    Column("envelope", Text, nullable=False, comment="JSON of the whole Envelope"),
    Column("thread_key", String, nullable=False),
    Column("snippet", Text, nullable=False, server_default=""),
    Column("has_attachment", Boolean, nullable=False, server_default=text("0")),
    Column("body_state", String, nullable=False),
    Column("first_seen", BigInteger, nullable=False, comment="this computer's clock when the mail was first seen"),
    Column("orphaned_at", BigInteger, comment="no location holds it since then; kept a while for moves by others"),
)
Index("message_by_identity", message.c.account_key, message.c.digest, message.c.size)
Index("message_by_id", message.c.message_id)
Index("message_by_thread", message.c.thread_key)
Index("message_orphans", message.c.orphaned_at, sqlite_where=message.c.orphaned_at.is_not(None))
Index(
    "message_without_body",
    message.c.account_key,
    message.c.message_key,
    sqlite_where=message.c.body_state == "header_only",
)

body = Table(
    "body",
    metadata,
    Column("message_key", ForeignKey("message.message_key", ondelete="CASCADE"), primary_key=True),
    Column("raw", LargeBinary, nullable=False, comment="the bytes as the server gave them"),
)

location = Table(
    "location",
    metadata,
    _key("location_key"),
    Column("mailbox_key", ForeignKey("mailbox.mailbox_key", ondelete="CASCADE"), nullable=False),
    Column("message_key", ForeignKey("message.message_key", ondelete="CASCADE"), nullable=False),
    Column("uid", BigInteger, comment="NULL while provisional"),
    Column("internaldate", BigInteger, nullable=False),
    Column("server_flags", Integer, nullable=False),
    Column("server_keywords", Text, nullable=False, server_default=""),
    Column("flags", Integer, nullable=False),
    Column("keywords", Text, nullable=False, server_default=""),
    Column("hidden", Boolean, nullable=False, server_default=text("0")),
    Column("pending", Boolean, nullable=False, server_default=text("0")),
    Column("has_attachment", Boolean, nullable=False, server_default=text("0")),
    Column("on_server", Boolean, nullable=False, server_default=text("1")),
    UniqueConstraint("mailbox_key", "uid"),
    sqlite_autoincrement=True,
)
Index("location_list", location.c.mailbox_key, location.c.hidden, location.c.internaldate, location.c.flags)
Index(
    "location_unread",
    location.c.mailbox_key,
    location.c.internaldate,
    sqlite_where=text("hidden = 0 AND (flags & 1) = 0"),
)
Index("location_by_message", location.c.message_key)

attachment_name = Table(
    "attachment_name",
    metadata,
    Column("message_key", ForeignKey("message.message_key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("filename", Text, nullable=False),
)

known_address = Table(
    "known_address",
    metadata,
    Column("addr_spec", String, primary_key=True, comment="lower case"),
    Column("display", Text, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
)

operation = Table(
    "operation",
    metadata,
    _key("operation_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("group_key", Integer, nullable=False, comment="one wish of the user = one group = one undo"),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False, comment="waiting, claimed, done, failed"),
    Column("location_key", Integer, comment="what it acts on; no foreign key: it outlives the row"),
    Column("mailbox_key", Integer, comment="where that was when the wish was made"),
    Column("target_mailbox_key", Integer),
    Column("result_location_key", Integer, comment="the provisional, later real, row in the target"),
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

undo_group = Table(
    "undo_group",
    metadata,
    _key("group_key"),
    Column("created_at", BigInteger, nullable=False),
    Column("done", String, nullable=False),
    Column("count", Integer, nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Column("undone", Boolean, nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)

draft = Table(
    "draft",
    metadata,
    _key("draft_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("content", Text, nullable=False, comment="JSON of DraftContent without attachment bytes"),
    Column("updated_at", BigInteger, nullable=False),
    Column("state", String, nullable=False, comment="open, outbox, discarded"),
    Column("group_key", Integer, comment="the wish that discarded or sent it"),
    Column("location_key", Integer, comment="its copy in the Drafts mailbox"),
    sqlite_autoincrement=True,
)

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
    _key("outbox_key"),
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
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("said", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
Index("outbox_queue", outbox.c.state, outbox.c.not_before)

ledger = Table(
    "ledger",
    metadata,
    _key("entry_key"),
    Column("outbox_key", Integer, nullable=False, unique=True),
    Column("month", String(7), nullable=False, comment="YYYY-MM in the workspace's time zone"),
    Column("state", String, nullable=False, comment="reserved, confirmed, unknown; released ones are removed"),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("ledger_by_month", ledger.c.month)

link = Table(
    "link",
    metadata,
    _key("link_key"),
    Column("message_key", ForeignKey("message.message_key"), nullable=False),
    Column("kind", String, nullable=False, comment="task, crm, chat, event"),
    Column("backend", String, nullable=False),
    Column("remote_id", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("link_by_message", link.c.message_key)

sweep_log = Table(
    "sweep_log",
    metadata,
    _key("sweep_key"),
    Column("at", BigInteger, nullable=False),
    Column("plan_id", String, nullable=False),
    Column("storage_days", Integer),
    Column("removed", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

AUTHORITATIVE = (setting, account, undo_group, operation, draft, draft_attachment, outbox, ledger, link, sweep_log)
"""Tables whose rows exist nowhere else, parents before children: salvaged from a damaged file."""
