"""Mails saved to contacts: one activity a mail and contact, with the whole mail as a copy of its own.

The copy hangs on nothing in the cache: it survives the mail's expiry and its deletion, and goes when the last activity that
uses it is deleted. Activities of one wish share a `saving_key`, which the wish's links name.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, exists, select

from desktop.core.api.desk import ActivityRow
from desktop.core.api.linking import LinkKind
from desktop.core.store import blobs, desk_objects
from desktop.core.store.desk_objects import one_line
from desktop.core.store.schema import activity
from desktop.core.store.undo_rows import Recorder
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class NewActivity:
    """One mail to save; `raw` is RFC 5322, whole."""

    position: int
    message_id: str
    at: int
    incoming: bool
    subject: str
    sender: str
    snippet: str
    attachments: int
    raw: bytes


def add_activities(
    rows: Recorder, wish_key: str | None, saved: Iterable[tuple[NewActivity, Iterable[int]]]
) -> int | None:
    """Each mail to its contacts; the `saving_key` of all of them, None when there was nothing to save."""
    saving_key: int | None = None
    for new, contact_keys in saved:
        blob_key = blobs.add_blob(rows.uow, new.raw)
        for contact_key in contact_keys:
            key = rows.insert(
                activity, contact_key=contact_key, saving_key=saving_key or 0, wish_key=wish_key, position=new.position,
                blob_key=blob_key, message_id=new.message_id, at=new.at, incoming=new.incoming,
                subject=one_line(new.subject, 1000), sender=one_line(new.sender), snippet=one_line(new.snippet),
                attachments=new.attachments, bytes=len(new.raw),
            )  # fmt: skip
            if saving_key is None:
                saving_key = key
                rows.update(activity, activity.c.activity_key == key, saving_key=key)
    return saving_key


def find_by_wish(connection: Connection, wish_key: str) -> tuple[int, str] | None:
    """(saving key, subject of the first mail)."""
    row = connection.execute(
        select(activity.c.saving_key, activity.c.subject)
        .where(activity.c.wish_key == wish_key)
        .order_by(activity.c.activity_key)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def has_saving(connection: Connection, saving_key: int) -> bool:
    return bool(connection.scalar(select(exists().where(activity.c.saving_key == saving_key))))


def has_message(connection: Connection, message_ids: Iterable[str]) -> bool:
    """Was one of the mails with these Message-IDs saved?"""
    wanted = [one for one in message_ids if one]
    return bool(wanted) and bool(connection.scalar(select(exists().where(activity.c.message_id.in_(wanted)))))


def drop_activity(rows: Recorder, activity_key: int) -> str | None:
    """The subject of the activity that went; its link goes with the last one of its wish."""
    row = rows.uow.connection.execute(
        select(activity.c.saving_key, activity.c.subject).where(activity.c.activity_key == activity_key)
    ).one_or_none()
    if row is None:
        return None
    rows.delete(activity, activity.c.activity_key == activity_key)
    _end_links(rows, {row.saving_key})
    return row.subject


def drop_saving(rows: Recorder, saving_key: int) -> int:
    """Everything that one wish saved; how many activities that was."""
    dropped = rows.delete(activity, activity.c.saving_key == saving_key)
    _end_links(rows, {saving_key})
    return dropped


def drop_of_contact(rows: Recorder, contact_key: int) -> None:
    savings = set(
        rows.uow.connection.scalars(select(activity.c.saving_key).where(activity.c.contact_key == contact_key))
    )
    rows.delete(activity, activity.c.contact_key == contact_key)
    _end_links(rows, savings)


def load_timeline(connection: Connection, contact_key: int, limit: int = 1000) -> tuple[ActivityRow, ...]:
    """Newest first."""
    found = connection.execute(
        select(
            activity.c.activity_key, activity.c.at, activity.c.incoming, activity.c.subject, activity.c.sender,
            activity.c.snippet, activity.c.attachments, activity.c.bytes,
        )
        .where(activity.c.contact_key == contact_key)
        .order_by(activity.c.at.desc(), activity.c.activity_key.desc())
        .limit(limit)
    )  # fmt: skip
    return tuple(
        ActivityRow(key, at, bool(incoming), subject, sender, snippet, attachments, size)
        for key, at, incoming, subject, sender, snippet, attachments, size in found
    )


def load_copy(connection: Connection, activity_key: int) -> bytes | None:
    key = connection.scalar(select(activity.c.blob_key).where(activity.c.activity_key == activity_key))
    return None if key is None else blobs.load_blob(connection, key)


def _end_links(rows: Recorder, savings: set[int]) -> None:
    """Links of wishes of which nothing is left."""
    wanted = sorted(savings)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        there = rows.uow.connection.scalars(
            select(activity.c.saving_key).where(activity.c.saving_key.in_(part)).distinct()
        )
        desk_objects.end_links(rows, LinkKind.CRM, set(part) - set(there))
