"""What a mail is linked to, and the queue of what is still to be made there. Exists nowhere else."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text

from desktop.core.store.schema.base import key, metadata

link = Table(
    "link",
    metadata,
    key("link_key"),
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
