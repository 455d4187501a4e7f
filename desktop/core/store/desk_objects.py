"""What all objects of the desk share: the mails linked to them, the files they carry, and what becomes of both.

The desk is the backend `OWN_DESK`; a link's `remote_id` is the key of the object, for the CRM the `saving_key` of its activities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, func, select

from desktop.core.api.desk import DeskFile, LinkedMail
from desktop.core.api.linking import OWN_DESK, LinkKind, LinkState
from desktop.core.mail.visible_text import visible_text
from desktop.core.store import blobs
from desktop.core.store.schema import blob, desk_file, link, location, message
from desktop.core.store.undo_rows import Recorder

LOCAL = OWN_DESK
"""Name of this program's own backend."""
LONGEST_TITLE = 500
LONGEST_TEXT = 200_000


def one_line(text: str, longest: int = LONGEST_TITLE) -> str:
    """One line that any screen and the file can take."""
    return visible_text(text)[:longest]


def clean_text(text: str) -> str:
    """Several lines, likewise."""
    return _UNFIT.sub("", text[:LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n"))


_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls but for tab and line feed, half characters, and what turns text around."""


def load_mails(connection: Connection, kind: LinkKind, object_key: int) -> tuple[LinkedMail, ...]:
    """Oldest first, with the place where each is shown now."""
    shown = (
        select(func.min(location.c.location_key))
        .where(location.c.message_key == message.c.message_key, location.c.hidden == 0)
        .scalar_subquery()
    )
    received = (
        select(func.min(location.c.internaldate))
        .where(location.c.message_key == message.c.message_key)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(
            message.c.message_key, shown, func.coalesce(message.c.subject, link.c.title), message.c.sender_name,
            message.c.sender_address, func.coalesce(message.c.date, received, link.c.created_at),
        )
        .select_from(link)
        .outerjoin(message, message.c.message_key == link.c.message_key)
        .where(*_of(kind, str(object_key)), link.c.state != LinkState.GONE.value)
        .order_by(link.c.link_key)
    )  # fmt: skip
    return tuple(
        LinkedMail(key, place, subject, name or address or "", at) for key, place, subject, name, address, at in rows
    )


def count_mails(connection: Connection, kind: LinkKind, object_keys: Sequence[int]) -> dict[int, int]:
    """Object key -> mails linked to it."""
    found: dict[int, int] = {}
    for start in range(0, len(object_keys), 500):
        rows = connection.execute(
            select(link.c.remote_id, func.count())
            .where(
                link.c.backend == LOCAL,
                link.c.kind == kind.value,
                link.c.remote_id.in_([str(key) for key in object_keys[start : start + 500]]),
                link.c.state != LinkState.GONE.value,
            )
            .group_by(link.c.remote_id)
        )
        found.update((int(remote_id), count) for remote_id, count in rows)
    return found


def set_links(rows: Recorder, kind: LinkKind, object_key: int, state: LinkState) -> None:
    """`GONE` ends a task's hold. Links that are gone already stay so."""
    rows.update(link, *_of(kind, str(object_key)), link.c.state != LinkState.GONE.value, state=state.value)


def end_links(rows: Recorder, kind: LinkKind, object_keys: Iterable[int]) -> None:
    """The links of some hundred objects that are gone."""
    rows.update(
        link,
        link.c.backend == LOCAL,
        link.c.kind == kind.value,
        link.c.remote_id.in_([str(key) for key in object_keys]),
        link.c.state != LinkState.GONE.value,
        state=LinkState.GONE.value,
    )


def set_link_titles(rows: Recorder, kind: LinkKind, object_key: int, title: str) -> None:
    rows.update(link, *_of(kind, str(object_key)), title=title)


def add_files(rows: Recorder, kind: LinkKind, object_key: int, files: Iterable[tuple[str, str, bytes]]) -> None:
    """(file name, content type, bytes) of what is carried over from a mail."""
    for filename, content_type, content in files:
        rows.insert(
            desk_file,
            kind=kind.value,
            object_key=object_key,
            filename=one_line(filename, 255),
            content_type=one_line(content_type, 127),
            blob_key=blobs.add_blob(rows.uow, content),
        )


def drop_files(rows: Recorder, kind: LinkKind, object_key: int) -> None:
    rows.delete(desk_file, desk_file.c.kind == kind.value, desk_file.c.object_key == object_key)


def load_files(connection: Connection, kind: LinkKind, object_key: int) -> tuple[DeskFile, ...]:
    found = connection.execute(
        select(desk_file.c.file_key, desk_file.c.filename, desk_file.c.content_type, blob.c.size)
        .join(blob, blob.c.blob_key == desk_file.c.blob_key)
        .where(desk_file.c.kind == kind.value, desk_file.c.object_key == object_key)
        .order_by(desk_file.c.file_key)
    )
    return tuple(DeskFile(*row) for row in found)


def load_file(connection: Connection, file_key: int) -> bytes | None:
    key = connection.scalar(select(desk_file.c.blob_key).where(desk_file.c.file_key == file_key))
    return None if key is None else blobs.load_blob(connection, key)


def _of(kind: LinkKind, remote_id: str) -> tuple[ColumnElement[bool], ...]:
    return (link.c.backend == LOCAL, link.c.kind == kind.value, link.c.remote_id == remote_id)
