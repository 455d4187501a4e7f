"""Accounts and what their servers said: the cache. `setting` and `account` exist nowhere else; the rest costs a download."""

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

setting = Table(
    "setting",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False, comment="JSON"),
)


picture_rule = Table(
    "picture_rule",
    metadata,
    Column("scope", String, primary_key=True, comment="Scope: mail, sender, domain"),
    Column("value", String, primary_key=True, comment="digest of a mail's header, address or domain in lower case"),
    Column("since", BigInteger, nullable=False),
)
"""Whose pictures on the network may be fetched."""


account = Table(
    "account",
    metadata,
    key("account_key"),
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
    Column("member_key", Integer, comment="its owner; no foreign key: an account outlives a member lost to damage"),
    Column("chosen", Boolean, nullable=False, server_default=text("0"), comment="stays first when a plan allows fewer"),
    Column(
        "deletes_for_good",
        Boolean,
        nullable=False,
        server_default=text("0"),
        comment="Delete does not go by way of Trash",
    ),
    Column("signature", Text, nullable=False, server_default=text("''"), comment="stands under mail that is written"),
    Column("signature_in_replies", Boolean, nullable=False, server_default=text("1")),
    Column(
        "signature_formatted",
        Text,
        nullable=False,
        server_default=text("''"),
        comment="the same formatted, with its pictures (mail.formatted_signature); empty where the text says all",
    ),
    Column(
        "mailbox_prefix",
        String,
        nullable=False,
        server_default=text("''"),
        comment="what names of its mailboxes begin with (RFC 2342)",
    ),
    sqlite_autoincrement=True,
)


unsubscription = Table(
    "unsubscription",
    metadata,
    key("unsubscription_key"),
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), nullable=False),
    Column("mark", String, nullable=False, comment="ListFields.mark: which list"),
    Column("way", String, nullable=False, comment="Way: one_click, mail, page"),
    Column("left_at", BigInteger, nullable=False),
    UniqueConstraint("account_key", "mark"),
)
"""Which newsletters were left from which account."""


mailbox = Table(
    "mailbox",
    metadata,
    key("mailbox_key"),
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
    Column("watched", Boolean, comment="tell of new mail in it; NULL: as its use has it, INBOX yes, others no"),
    Column("news_from", BigInteger, comment="UIDs from here on are new mail, though the backfill fetches them"),
    Column("news_since", BigInteger, comment="received before: not new mail, whatever its UID"),
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
        comment="grows with the time of receipt: see message_keys.new_keys",
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


purged = Table(
    "purged",
    metadata,
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), primary_key=True),
    Column("digest", LargeBinary(16), primary_key=True, comment="see messages.header_digest"),
    Column("size", Integer, primary_key=True),
    Column("received", BigInteger, nullable=False, comment="INTERNALDATE of the latest row that a sweep took"),
    sqlite_with_rowid=False,
)
"""Mails that a sweep took away here: they do not come back by themselves. Exists nowhere else."""
Index("purged_by_age", purged.c.received)


body = Table(
    "body",
    metadata,
    Column("message_key", ForeignKey("message.message_key", ondelete="CASCADE"), primary_key=True),
    Column("raw", LargeBinary, nullable=False, comment="the bytes as the server gave them"),
)


location = Table(
    "location",
    metadata,
    key("location_key"),
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


calendar_mail = Table(
    "calendar_mail",
    metadata,
    Column("message_key", ForeignKey("message.message_key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("method", String, nullable=False),
    Column("uid", String, nullable=False),
    Column("recurrence", String, nullable=False, comment="text of RECURRENCE-ID, or empty"),
    Column("sequence", BigInteger, nullable=False),
    Column("stamp", BigInteger, nullable=False, comment="DTSTAMP, epoch seconds"),
    Column("organiser", String, nullable=False, comment="lower case"),
    Column(
        "proven", Boolean, nullable=False, server_default=text("0"), comment="nothing says that it is not from them"
    ),
)
"""Which meeting a mail with a calendar part is about: what is newer and what is outdated (mail.structure.CalendarMark)."""
Index("calendar_mail_by_meeting", calendar_mail.c.uid, calendar_mail.c.recurrence)


known_address = Table(
    "known_address",
    metadata,
    Column("addr_spec", String, primary_key=True, comment="lower case"),
    Column("display", Text, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
)
