"""Bytes that the desk keeps: each content once, however many objects use it, and gone when none does any more."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, delete, exists, insert, select

from desktop.core.store.database import inserted_key
from desktop.core.store.schema import activity, blob, desk_file, undo_row
from desktop.core.store.writer import UnitOfWork


def add_blob(uow: UnitOfWork, content: bytes) -> int:
    """Its key; the same for the same bytes."""
    digest = hashlib.blake2b(content, digest_size=32).digest()
    known = uow.connection.scalar(select(blob.c.blob_key).where(blob.c.digest == digest))
    if known is not None:
        return int(known)
    result = uow.connection.execute(insert(blob).values(digest=digest, size=len(content), content=content))
    return inserted_key(result)


def load_blob(connection: Connection, blob_key: int) -> bytes | None:
    """None for what a damaged file has lost."""
    row = connection.execute(select(blob.c.content, blob.c.digest).where(blob.c.blob_key == blob_key)).one_or_none()
    return None if row is None or not any(row.digest) else bytes(row.content)


def drop_unused(uow: UnitOfWork) -> int:
    """Remove what no object uses and no undo could bring back; how many. The file is overwritten there (secure_delete)."""
    used = (
        exists().where(activity.c.blob_key == blob.c.blob_key)
        | exists().where(desk_file.c.blob_key == blob.c.blob_key)
        | exists().where(undo_row.c.blob_key == blob.c.blob_key)
    )
    return uow.connection.execute(delete(blob).where(~used)).rowcount
