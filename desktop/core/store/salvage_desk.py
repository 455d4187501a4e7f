"""After a damaged file was carried over: what the desk lost a part of is kept without it, rather than lost with it."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from desktop.core.store.database import inserted_key
from desktop.core.store.desk_contacts import fold
from desktop.core.store.schema import activity, blob, contact, desk_file

_NOTHING = b""
_NO_DIGEST = bytes(32)


def heal(connection: Connection) -> None:
    """An activity or file whose bytes could not be read keeps its line; a contact that could not be read comes back by the
    name in what was saved to it."""
    for table in (activity, desk_file):
        lost = table.c.blob_key.not_in(select(blob.c.blob_key))
        if connection.scalar(select(func.count()).select_from(table).where(lost)):
            connection.execute(update(table).where(lost).values(blob_key=_empty_blob(connection)))
    nameless = connection.execute(
        select(activity.c.contact_key, func.max(activity.c.sender), func.min(activity.c.at))
        .where(activity.c.contact_key.not_in(select(contact.c.contact_key)))
        .group_by(activity.c.contact_key)
    ).all()
    for contact_key, name, at in nameless:
        connection.execute(insert(contact).values(contact_key=contact_key, name=name, sought=fold(name), created_at=at))


def _empty_blob(connection: Connection) -> int:
    known = connection.scalar(select(blob.c.blob_key).where(blob.c.digest == _NO_DIGEST))
    if known is not None:
        return int(known)
    result = connection.execute(insert(blob).values(digest=_NO_DIGEST, size=0, content=_NOTHING))
    return inserted_key(result)
