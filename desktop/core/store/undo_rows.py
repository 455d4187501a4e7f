"""Changes of rows that can be taken back: each insert, update and delete of a wish leaves the image of what was before it.

A wish's `Recorder` writes on the writer, in the wish's own transaction, so the row and its image cannot part. `restore` plays
the images backwards; of an updated row it puts back only the columns that this wish changed. Bytes are never in an image: a
deleted row's blob stays while the image does (`blobs.drop_unused`). Without a group nothing is recorded: for changes that
somebody else takes back.
"""

from __future__ import annotations

import itertools
import json
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from desktop.core.store.database import inserted_key
from desktop.core.store.schema import (
    account,
    link,
    member,
    message,
    metadata,
    outbox,
    reminder,
    share,
    snooze,
    undo_group,
    undo_row,
    unsubscription,
)
from desktop.core.store.writer import UnitOfWork

KEPT_SECONDS = 3600
"""How long a wish about rows can be undone; after that what it deleted leaves the file."""


class Recorder:
    """`group_key` is the undo group of the wish, None to record nothing. The primary keys of tables are integers; of a key of
    several columns the first is the one that rows are told by."""

    def __init__(self, uow: UnitOfWork, group_key: int | None) -> None:
        self.uow, self._group_key = uow, group_key

    def insert(self, table: Table, **values: Any) -> int:
        """The new row's key."""
        result = self.uow.connection.execute(insert(table).values(**values))
        row_key = inserted_key(result)
        several = table.primary_key.columns if len(table.primary_key.columns) > 1 else ()
        self._note(table, row_key, "inserted", {column.name: values[column.name] for column in several})
        touch(self.uow, table, row_key)
        return row_key

    def update(self, table: Table, *where: ColumnElement[bool], **values: Any) -> int:
        """How many rows are different now."""
        key = _key(table)
        rows = self.uow.connection.execute(select(key, *(table.c[name] for name in values)).where(*where)).mappings()
        changed = 0
        for row in rows.all():
            before = {name: row[name] for name in values if row[name] != values[name]}
            if before:
                self._note(table, row[key.name], "updated", before)
                touch(self.uow, table, row[key.name])
                self.uow.connection.execute(update(table).where(key == row[key.name]).values(**values))
                changed += 1
        return changed

    def delete(self, table: Table, *where: ColumnElement[bool]) -> int:
        key = _key(table)
        rows = self.uow.connection.execute(select(table).where(*where).order_by(key)).mappings().all()
        if not rows:
            return 0
        self._note_all(table, "deleted", [(row[key.name], dict(row)) for row in rows])
        for row in rows if table is link else rows[:1]:
            touch(self.uow, table, row[key.name])
        self.uow.connection.execute(delete(table).where(*where))
        return len(rows)

    def _note(self, table: Table, row_key: int, way: str, image: dict[str, Any]) -> None:
        self._note_all(table, way, [(row_key, image)])

    def _note_all(self, table: Table, way: str, images: list[tuple[int, dict[str, Any]]]) -> None:
        if self._group_key is None:
            return
        self.uow.connection.execute(
            insert(undo_row),
            [
                {
                    "group_key": self._group_key, "table_name": table.name, "row_key": row_key, "way": way,
                    "image": json.dumps(image), "blob_key": image.get("blob_key"),
                }
                for row_key, image in images
            ],
        )  # fmt: skip


def restore(uow: UnitOfWork, group_key: int) -> int:
    """Bring the rows that a wish changed back to how they were; how many could be. Their images are used up."""
    rows = uow.connection.execute(
        select(undo_row).where(undo_row.c.group_key == group_key).order_by(undo_row.c.undo_row_key.desc())
    ).all()
    restored = 0
    for (table_name, way), alike in itertools.groupby(rows, lambda row: (row.table_name, row.way)):
        restored += _restore_alike(
            uow, metadata.tables[table_name], way, [(r.row_key, json.loads(r.image)) for r in alike]
        )
    uow.connection.execute(delete(undo_row).where(undo_row.c.group_key == group_key))
    return restored


def _restore_alike(uow: UnitOfWork, table: Table, way: str, images: list[tuple[int, dict[str, Any]]]) -> int:
    """Deleted rows in one go where they all can be; else one by one."""
    if way == "deleted" and len(images) > 1:
        try:
            with uow.connection.begin_nested():
                uow.connection.execute(insert(table), [image for _, image in images])
        except IntegrityError:
            pass
        else:
            for row_key, _ in images if table is link else images[:1]:
                touch(uow, table, row_key)
            return len(images)
    restored = 0
    for row_key, image in images:
        try:
            with uow.connection.begin_nested():
                restored += _restore(uow, table, row_key, way, image)
        except IntegrityError:
            continue  # something was built upon it, or took its place, since then: that stays
        touch(uow, table, row_key)
    return restored


def part_from_objects(uow: UnitOfWork, backend: str) -> None:
    """Links to what was made there do not get its ids back (`links.part_from_objects`)."""
    rows = uow.connection.execute(select(undo_row).where(undo_row.c.table_name == link.name)).all()
    for row in rows:
        image = json.loads(row.image)
        if image.get("remote_id") and image.get("backend", backend) == backend:
            changed = json.dumps(image | {"remote_id": ""})
            uow.connection.execute(
                update(undo_row).where(undo_row.c.undo_row_key == row.undo_row_key).values(image=changed)
            )


def has_older(connection: Connection, made_before: int) -> bool:
    """Are there images of wishes older than that moment?"""
    young = select(undo_group.c.group_key).where(undo_group.c.created_at >= made_before)
    return (
        connection.scalar(select(undo_row.c.undo_row_key).where(undo_row.c.group_key.not_in(young)).limit(1))
        is not None
    )


def prune(uow: UnitOfWork, *, made_before: int) -> None:
    """Forget the images of wishes older than that moment (epoch seconds)."""
    young = select(undo_group.c.group_key).where(undo_group.c.created_at >= made_before)
    uow.connection.execute(delete(undo_row).where(undo_row.c.group_key.not_in(young)))


def touch(uow: UnitOfWork, table: Table, row_key: int) -> None:
    """Say what the row's change means to a screen."""
    if table is link:
        uow.links = True
        mail = uow.connection.scalar(select(link.c.message_key).where(link.c.link_key == row_key))
        if mail is not None:
            uow.messages.add(mail)
    elif table in (outbox, unsubscription):
        uow.outbox = True
    elif table is account:
        uow.accounts.add(row_key)
    elif table in (member, share):
        uow.plan = uow.everything = True
    elif table is snooze:
        uow.desk = True
        mail = uow.connection.scalar(select(snooze.c.message_key).where(snooze.c.snooze_key == row_key))
        if mail is not None:
            uow.messages.add(mail)
    elif table is reminder:
        uow.desk = True
        named = select(reminder.c.message_id).where(reminder.c.reminder_key == row_key)
        uow.messages.update(
            uow.connection.scalars(select(message.c.message_key).where(message.c.message_id.in_(named)))
        )
    else:
        uow.desk = True


def _restore(uow: UnitOfWork, table: Table, row_key: int, way: str, image: dict[str, Any]) -> int:
    key = _key(table)
    if way == "deleted":
        uow.connection.execute(insert(table).values(**image))
        return 1
    if way == "updated":
        return uow.connection.execute(update(table).where(key == row_key).values(**image)).rowcount
    also = (table.c[name] == value for name, value in image.items())
    return uow.connection.execute(delete(table).where(key == row_key, *also)).rowcount


def _key(table: Table) -> Column[int]:
    return next(iter(table.primary_key.columns))
