"""Members, shares and the plan through time. Exists nowhere else."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from desktop.core.store.schema.base import key, metadata

member = Table(
    "member",
    metadata,
    key("member_key"),
    Column("name", String, nullable=False, comment="empty until the first mailbox gives it one"),
    Column("position", Integer, nullable=False),
    sqlite_autoincrement=True,
)


share = Table(
    "share",
    metadata,
    Column("account_key", ForeignKey("account.account_key", ondelete="CASCADE"), primary_key=True),
    Column("member_key", ForeignKey("member.member_key", ondelete="CASCADE"), primary_key=True),
    Column("shared_at", BigInteger, nullable=False, comment="when the account was first shared, with whomever"),
)


plan_change = Table(
    "plan_change",
    metadata,
    key("change_key"),
    Column("plan_id", String, nullable=False),
    Column("at", BigInteger, nullable=False, comment="when it takes effect"),
    Column("decided_at", BigInteger, nullable=False),
    Column("reason", String, nullable=False, comment="ChangeReason"),
    Column("carried_out", Integer, comment="order in which it came into force; NULL while it waits"),
    Column("keep", Text, comment="JSON list of account keys that shall stay then; NULL leaves the choice"),
    sqlite_autoincrement=True,
)


sweep_log = Table(
    "sweep_log",
    metadata,
    key("sweep_key"),
    Column("at", BigInteger, nullable=False),
    Column("plan_id", String, nullable=False),
    Column("storage_days", Integer),
    Column("removed", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
