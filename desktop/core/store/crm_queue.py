"""Mails that wait to be judged by the CRM rules. One comes in with its body, in the same transaction, and leaves with its
judgement: whatever dies in between, it is judged exactly once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, exists, func, insert, select

from desktop.core.store.schema import crm_rule, crm_waiting, message
from desktop.core.store.writer import UnitOfWork

_ANY_RULE = select(exists().where(crm_rule.c.auto_save != "off"))


def note_bodies(uow: UnitOfWork, message_keys: Iterable[int]) -> None:
    """These mails are here whole now: those of a mailbox with a rule, received since it was made, wait to be judged. Next to nothing
    where there is no rule, because every body comes this way."""
    if not uow.connection.scalar(_ANY_RULE):
        return
    ruled = (
        select(message.c.message_key)
        .join(crm_rule, crm_rule.c.account_key == message.c.account_key)
        .outerjoin(crm_waiting, crm_waiting.c.message_key == message.c.message_key)
        .where(
            message.c.message_key.in_(list(message_keys)),
            message.c.message_key >= crm_rule.c.first_key,
            crm_rule.c.auto_save != "off",
            crm_waiting.c.message_key.is_(None),
        )
    )
    uow.connection.execute(insert(crm_waiting).from_select(["message_key"], ruled))


def load_next(connection: Connection) -> int | None:
    """The mail that came first."""
    return connection.scalar(select(func.min(crm_waiting.c.message_key)))


def take(uow: UnitOfWork, message_key: int) -> bool:
    """Out of the queue; False when it was not in it."""
    return uow.connection.execute(delete(crm_waiting).where(crm_waiting.c.message_key == message_key)).rowcount == 1
