"""The desk: the program's own tasks, contacts, chats and events, and the rules by which mail is saved. Exists nowhere else.

`wish_key` is the key of the wish an object was made from: unique, so that a wish makes its object once however often it is
tried. Bytes (copies of mails, carried files) stand once in `blob`, whoever uses them, and go when nobody does any more.
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
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desktop.core.store.schema.base import key, metadata

blob = Table(
    "blob",
    metadata,
    key("blob_key"),
    Column("digest", LargeBinary(32), nullable=False, unique=True, comment="BLAKE2b of the content"),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)


task = Table(
    "task",
    metadata,
    key("task_key"),
    Column("wish_key", String, unique=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False, server_default=""),
    Column("assignee", String, nullable=False, server_default=""),
    Column("due_at", BigInteger),
    Column("done", Boolean, nullable=False, server_default=text("0")),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("task_list", task.c.done, task.c.due_at)


task_item = Table(
    "task_item",
    metadata,
    key("item_key"),
    Column("task_key", ForeignKey("task.task_key", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("done", Boolean, nullable=False, server_default=text("0")),
    sqlite_autoincrement=True,
)
Index("task_item_by_task", task_item.c.task_key, task_item.c.position)


contact = Table(
    "contact",
    metadata,
    key("contact_key"),
    Column("name", Text, nullable=False),
    Column("is_company", Boolean, nullable=False, server_default=text("0")),
    Column("company_key", Integer, comment="no foreign key: a contact outlives its company"),
    Column("phone", String, nullable=False, server_default=""),
    Column("note", Text, nullable=False, server_default=""),
    Column("sought", Text, nullable=False, server_default="", comment="name and addresses without case and accents"),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("contact_by_company", contact.c.company_key)


contact_address = Table(
    "contact_address",
    metadata,
    key("contact_address_key"),
    Column("contact_key", ForeignKey("contact.contact_key", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("address", String, nullable=False, comment="as typed"),
    Column("addr_spec", String, nullable=False, comment="lower case; may stand at a person and at a company"),
    sqlite_autoincrement=True,
)
Index("contact_address_by_contact", contact_address.c.contact_key, contact_address.c.position)
Index("contact_by_address", contact_address.c.addr_spec)


activity = Table(
    "activity",
    metadata,
    key("activity_key"),
    # No cascade: a contact goes only together with what was saved to it, by the user's own wish.
    Column("contact_key", ForeignKey("contact.contact_key"), nullable=False),
    Column("saving_key", Integer, nullable=False, comment="first activity of the same wish: what a link names"),
    Column("wish_key", String),
    Column("position", Integer, nullable=False, comment="of the mail in its wish"),
    Column("blob_key", ForeignKey("blob.blob_key"), nullable=False),
    Column("message_id", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("incoming", Boolean, nullable=False),
    Column("subject", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("snippet", Text, nullable=False),
    Column("attachments", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    UniqueConstraint("wish_key", "contact_key", "position"),
    sqlite_autoincrement=True,
)
Index("activity_timeline", activity.c.contact_key, activity.c.at)
Index("activity_by_saving", activity.c.saving_key)
Index("activity_by_blob", activity.c.blob_key)
Index("activity_by_message_id", activity.c.message_id)


chat = Table(
    "chat",
    metadata,
    key("chat_key"),
    Column("wish_key", String, unique=True),
    Column("title", Text, nullable=False),
    Column("message_id", String, nullable=False, server_default="", comment="of the first mail: one chat a mail"),
    Column("last_at", BigInteger, nullable=False),
    Column("last_line", Text, nullable=False, server_default=""),
    Column("created_at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("chat_list", chat.c.last_at)
Index("chat_by_message_id", chat.c.message_id)


chat_member = Table(
    "chat_member",
    metadata,
    key("chat_member_key"),
    Column("chat_key", ForeignKey("chat.chat_key", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("chat_member_by_chat", chat_member.c.chat_key, chat_member.c.position)


chat_line = Table(
    "chat_line",
    metadata,
    key("line_key"),
    Column("chat_key", ForeignKey("chat.chat_key", ondelete="CASCADE"), nullable=False),
    Column("author", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("chat_line_by_chat", chat_line.c.chat_key, chat_line.c.line_key)


event = Table(
    "event",
    metadata,
    key("event_key"),
    Column("wish_key", String, unique=True),
    Column("uid", String, nullable=False, unique=True, comment="of RFC 5545: the same in every .ics of this event"),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False, server_default=""),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("all_day", Boolean, nullable=False, server_default=text("0")),
    Column("zone", String, nullable=False, server_default=""),
    Column("place", Text, nullable=False, server_default=""),
    Column("remind_minutes", Integer),
    Column("remind_at", BigInteger, comment="when to remind; NULL once that was done or is not wished"),
    Column("changed_at", BigInteger, nullable=False),
    Column("rule", Text, nullable=False, server_default="", comment="RRULE; starts_at is the first time then"),
    Column("left_out", Text, nullable=False, server_default="[]", comment="JSON: starts that do not take place"),
    Column("also_at", Text, nullable=False, server_default="[]", comment="JSON: starts beside the rule"),
    Column("repeats", Boolean, nullable=False, server_default=text("0"), comment="rule or also_at is there"),
    Column("series_key", Integer, comment="the series of which this is one changed time, and …"),
    Column("series_at", BigInteger, comment="… when that would begin"),
    sqlite_autoincrement=True,
)
Index("event_series", event.c.repeats, sqlite_where=event.c.repeats)
Index("event_changed_times", event.c.series_key, sqlite_where=event.c.series_key.is_not(None))
Index("event_list", event.c.starts_at, event.c.ends_at)
Index("event_reminders", event.c.remind_at, sqlite_where=event.c.remind_at.is_not(None))


event_guest = Table(
    "event_guest",
    metadata,
    key("guest_key"),
    Column("event_key", ForeignKey("event.event_key", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", String, nullable=False, comment="as written"),
    Column("state", String, nullable=False, server_default="", comment="PARTSTAT, lower case"),
    Column("organiser", Boolean, nullable=False, server_default=text("0")),
    Column(
        "stamp", BigInteger, nullable=False, server_default=text("0"), comment="DTSTAMP of the answer that was noted"
    ),
    sqlite_autoincrement=True,
)
Index("event_guest_by_event", event_guest.c.event_key, event_guest.c.position)


invitation = Table(
    "invitation",
    metadata,
    key("invitation_key"),
    Column("uid", String, nullable=False),
    Column("recurrence", String, nullable=False, comment="text of RECURRENCE-ID, or empty"),
    Column("organiser", String, nullable=False, comment="lower case"),
    Column("sequence", BigInteger, nullable=False, comment="of what was answered"),
    Column("stamp", BigInteger, nullable=False),
    Column("answer", String, nullable=False, comment="accepted, tentative, declined"),
    Column("answered_at", BigInteger, nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("all_day", Boolean, nullable=False, server_default=text("0")),
    Column("zone", String, nullable=False, server_default=""),
    Column("outbox_key", Integer, comment="the answer's mail; no foreign key: it may be discarded"),
    UniqueConstraint("uid", "recurrence", "organiser"),
    sqlite_autoincrement=True,
)
"""What was answered from here, one row a meeting."""


meeting = Table(
    "meeting",
    metadata,
    key("meeting_key"),
    Column("event_key", Integer, nullable=False, unique=True, comment="no foreign key: an undo brings both back"),
    Column("account_key", Integer, nullable=False, comment="whose mails tell the guests"),
    Column("sequence", BigInteger, nullable=False, comment="of the last mail, as in RFC 5546"),
    Column("moved", BigInteger, nullable=False, comment="the sequence since when it takes place then"),
    Column("told_at", BigInteger, nullable=False),
    Column("told", Text, nullable=False, comment="JSON: what the guests were told last"),
    Column("guests", Text, nullable=False, comment="JSON: addresses that were told"),
    Column("outbox_key", Integer, comment="the last mail; no foreign key: it may be discarded"),
    sqlite_autoincrement=True,
)
"""Events of the own desk to which guests were invited by mail."""


desk_file = Table(
    "desk_file",
    metadata,
    key("file_key"),
    Column("kind", String, nullable=False, comment="task, chat, event"),
    Column("object_key", Integer, nullable=False),
    Column("filename", Text, nullable=False),
    Column("content_type", String, nullable=False),
    Column("blob_key", ForeignKey("blob.blob_key"), nullable=False),
    sqlite_autoincrement=True,
)
Index("desk_file_by_object", desk_file.c.kind, desk_file.c.object_key)
Index("desk_file_by_blob", desk_file.c.blob_key)


crm_rule = Table(
    "crm_rule",
    metadata,
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), primary_key=True),
    Column("auto_save", String, nullable=False, comment="off, incoming, outgoing, replies, all"),
    Column("since", BigInteger, nullable=False, comment="mail received before is not judged"),
    Column("first_key", BigInteger, nullable=False, comment="the least message key of that moment"),
)


crm_waiting = Table(
    "crm_waiting",
    metadata,
    Column("message_key", ForeignKey("message.message_key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
)


crm_offer = Table(
    "crm_offer",
    metadata,
    key("offer_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("identity", String, nullable=False, comment="of the mail, as in crm_log"),
    Column("address", String, nullable=False, comment="who is no contact"),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)


crm_log = Table(
    "crm_log",
    metadata,
    key("entry_key"),
    Column("account_key", Integer, nullable=False),
    Column("identity", String, nullable=False, comment="Message-ID, or the digest of a mail without one"),
    Column("at", BigInteger, nullable=False),
    Column("automatic", Boolean, nullable=False, comment="the rules' one judgement of the mail, or a person's wish"),
    Column("why", Text, nullable=False, comment="rule:detail"),
    sqlite_autoincrement=True,
)
Index("crm_log_by_mail", crm_log.c.account_key, crm_log.c.identity)
