"""Whose pictures on the network may be fetched, on disk. Functions with `uow` write on the writer; the others read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from desktop.core.api.pictures import PictureRule, Scope
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store.schema import location, mailbox, message, picture_rule
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

_MOST_MAILS = 5_000
"""Single mails that are remembered; the oldest permissions go first."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a mail comes from and lies. `sender` in lower case; `digest` of its header."""

    digest: str
    sender: str
    special_use: SpecialUse


def load_origin(connection: Connection, location_key: int) -> Origin | None:
    row = connection.execute(
        select(message.c.digest, message.c.sender_address, mailbox.c.special_use)
        .join(location, location.c.message_key == message.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(location.c.location_key == location_key)
    ).one_or_none()
    return None if row is None else Origin(row[0].hex(), row[1].lower(), SpecialUse(row[2]))


def find_rules(connection: Connection, rules: Sequence[PictureRule]) -> set[Scope]:
    """Which of these rules have been given."""
    wanted = [and_(picture_rule.c.scope == one.scope.value, picture_rule.c.value == one.value) for one in rules]
    return {Scope(scope) for scope in connection.scalars(select(picture_rule.c.scope).where(or_(*wanted)))}


def load_rules(connection: Connection) -> list[PictureRule]:
    rows = connection.execute(
        select(picture_rule.c.scope, picture_rule.c.value)
        .where(picture_rule.c.scope != Scope.MAIL.value)
        .order_by(picture_rule.c.value)
    )
    return [PictureRule(Scope(scope), value) for scope, value in rows]


def add_rule(uow: UnitOfWork, rule: PictureRule) -> None:
    uow.connection.execute(
        insert(picture_rule)
        .values(scope=rule.scope.value, value=rule.value, since=uow.now)
        .on_conflict_do_nothing(index_elements=["scope", "value"])
    )
    if rule.scope is Scope.MAIL:
        mails = picture_rule.c.scope == Scope.MAIL.value
        kept = select(picture_rule.c.value).where(mails).order_by(picture_rule.c.since.desc()).limit(_MOST_MAILS)
        uow.connection.execute(delete(picture_rule).where(mails, picture_rule.c.value.not_in(kept)))


def drop_rule(uow: UnitOfWork, rule: PictureRule) -> None:
    uow.connection.execute(
        delete(picture_rule).where(picture_rule.c.scope == rule.scope.value, picture_rule.c.value == rule.value)
    )
