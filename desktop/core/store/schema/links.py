"""What a mail is linked to, the queue of what is still to be made there, and which backend does what. Exists nowhere else.

A *wish* is stored with everything its object is made of before the first try, so that every try sends the same. When it is
made, the copies of its mails go; its row stays a while for undo.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from desktop.core.store.schema.base import key, metadata

link = Table(
    "link",
    metadata,
    key("link_key"),
    Column(
        "message_key", ForeignKey("message.message_key"), comment="NULL: its mail went while it was still to be made"
    ),
    Column("kind", String, nullable=False, comment="task, crm, chat, event"),
    Column("backend", String, nullable=False),
    Column("remote_id", String, nullable=False, comment="empty while it is not made"),
    Column("title", Text, nullable=False),
    Column("state", String, nullable=False, comment="LinkState"),
    Column("created_at", BigInteger, nullable=False),
    Column("url", Text, nullable=False, server_default=""),
    Column("checked_at", BigInteger, comment="when the backend last confirmed the state"),
    Column("asked_at", BigInteger, comment="when it was last asked, with or without an answer"),
    Column("gone_at", BigInteger, comment="since when it is gone; NULL when it is not, or nobody knows"),
    Column("said", Text, nullable=False, server_default="", comment="why it waits or failed"),
    Column("wish_key", String, comment="what makes it; no foreign key: wishes go, links stay"),
    sqlite_autoincrement=True,
)
Index("link_by_message", link.c.message_key)
Index("link_by_wish", link.c.wish_key)
Index("link_by_object", link.c.backend, link.c.kind, link.c.remote_id)


wish = Table(
    "wish",
    metadata,
    key("wish_number"),
    Column(
        "wish_key", String, nullable=False, unique=True, comment="UUID: the same for every try, and searched for there"
    ),
    Column("kind", String, nullable=False),
    Column("backend", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("payload", Text, nullable=False, comment="JSON of the Wish without its mails; frozen"),
    Column("state", String, nullable=False, comment="waiting, claimed, made, failed, unsure"),
    Column(
        "doubt", Integer, nullable=False, server_default=text("0"), comment="0 surely not there, 1 ask first, 2 maybe"
    ),
    Column("unmake", Boolean, nullable=False, server_default=text("0"), comment="it shall not be there any more"),
    Column("remote_id", String, nullable=False, server_default=""),
    Column(
        "borrowed",
        Boolean,
        nullable=False,
        server_default=text("0"),
        comment="it was there before, or stays: never deleted",
    ),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("created_at", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("said", Text, nullable=False, server_default=""),
    Column("group_key", Integer, comment="the undo group it belongs to"),
    Column("adds", Boolean, nullable=False, server_default=text("0"), comment="its mails are named at that object"),
    Column("onto", String, nullable=False, server_default="", comment="the wish that is still to make that object"),
    Column("site", String, nullable=False, server_default="", comment="what its ids are of, and where it was tried"),
    sqlite_autoincrement=True,
)
Index("wish_queue", wish.c.backend, wish.c.state, wish.c.not_before)
Index("wish_by_group", wish.c.group_key)
Index("wish_onto", wish.c.onto, sqlite_where=wish.c.onto != "")


wish_mail = Table(
    "wish_mail",
    metadata,
    Column("wish_key", ForeignKey("wish.wish_key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("message_key", Integer, comment="no foreign key: the copy outlives the mail"),
    Column("snapshot", Text, nullable=False, comment="JSON of the MailSnapshot without bytes"),
    Column("raw", LargeBinary, comment="the whole mail as the server gave it; always there for the CRM"),
)


wish_attachment = Table(
    "wish_attachment",
    metadata,
    Column("wish_key", ForeignKey("wish.wish_key", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, comment="of its mail"),
    Column("number", Integer, primary_key=True),
    Column("path", String, nullable=False, comment="section path in its mail"),
    Column("filename", Text, nullable=False),
    Column("content_type", String, nullable=False),
    Column("content", LargeBinary, comment="NULL: it is in the raw mail, at that path"),
)


backend = Table(
    "backend",
    metadata,
    Column("backend", String, primary_key=True),
    Column("secret_id", String, nullable=False, unique=True, comment="names its secrets in the keyring; random"),
    Column("set_up_at", BigInteger, nullable=False),
    Column("account", Text, nullable=False, server_default="", comment="who we are there, as the last probe said"),
    Column("kinds", Text, nullable=False, server_default="[]", comment="JSON list: what worked at the last probe"),
    Column("why_not", Text, nullable=False, server_default="{}", comment="JSON: kind -> why it did not"),
    Column("said", Text, nullable=False, server_default="", comment="why it waits for the user, or empty"),
    Column("site", String, nullable=False, server_default="", comment="its hosts and what else makes it another place"),
)


backend_setting = Table(
    "backend_setting",
    metadata,
    Column("backend", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False, comment="never a secret"),
)


binding = Table(
    "binding",
    metadata,
    Column("kind", String, primary_key=True),
    Column("backend", String, nullable=False),
)
