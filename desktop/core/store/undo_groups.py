"""Wishes as undo knows them: a group a wish, last in, first out. What belongs to one carries its key: operations, row images."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from desktop.core.store.database import inserted_key
from desktop.core.store.schema import undo_group
from desktop.core.store.writer import UnitOfWork


def add_group(uow: UnitOfWork, done: str, count: int, target: str = "") -> int:
    result = uow.connection.execute(
        insert(undo_group).values(created_at=uow.now, done=done, count=count, target=target)
    )
    return inserted_key(result)


def load_last_group(connection: Connection) -> Row[Any] | None:
    """The newest wish that has not been undone."""
    return connection.execute(
        select(undo_group).where(undo_group.c.undone == 0).order_by(undo_group.c.group_key.desc()).limit(1)
    ).one_or_none()


def is_undone(connection: Connection, group_key: int) -> bool:
    """Also when the wish is too old to be known."""
    undone = connection.scalar(select(undo_group.c.undone).where(undo_group.c.group_key == group_key))
    return undone is None or bool(undone)


def mark_undone(uow: UnitOfWork, group_key: int) -> None:
    uow.connection.execute(update(undo_group).where(undo_group.c.group_key == group_key).values(undone=True))


def mark_all_undone(uow: UnitOfWork) -> None:
    """What has been wished so far is not to be undone any more."""
    uow.connection.execute(update(undo_group).values(undone=True))
