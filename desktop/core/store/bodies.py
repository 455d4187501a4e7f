"""Reading content: raw bytes, envelopes, and which bodies are still to be fetched. Any thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, bindparam, select

from desktop.core.api.rows import BodyState
from desktop.core.mail.envelope import Envelope
from desktop.core.store.envelope_json import load_envelope
from desktop.core.store.schema import body, location, mailbox, message
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class WantedBody:
    uid: int
    message_key: int
    size: int


def load_raw(connection: Connection, message_key: int) -> bytes | None:
    """The bytes as the server gave them; None while only the header is here."""
    raw = connection.scalar(_RAW, {"key": message_key})
    return None if raw is None else bytes(raw)


def load_message_key(connection: Connection, location_key: int) -> int | None:
    return connection.scalar(select(location.c.message_key).where(location.c.location_key == location_key))


def load_message_envelope(connection: Connection, message_key: int) -> Envelope | None:
    text = connection.scalar(_ENVELOPE, {"key": message_key})
    return None if text is None else load_envelope(text)


_RAW = select(body.c.raw).where(body.c.message_key == bindparam("key"))
_ENVELOPE = select(message.c.envelope).where(message.c.message_key == bindparam("key"))


def wanted_bodies(connection: Connection, mailbox_key: int, *, max_size: int, limit: int) -> list[WantedBody]:
    """Mails of a mailbox whose content is still on the server only, newest first."""
    rows = connection.execute(_WANTED, {"mailbox": mailbox_key, "most": max_size, "count": limit})
    return [WantedBody(*row) for row in rows]


_WANTED = (
    select(location.c.uid, location.c.message_key, message.c.size)
    .join(message, message.c.message_key == location.c.message_key)
    .where(
        location.c.mailbox_key == bindparam("mailbox"),
        location.c.uid.is_not(None),
        location.c.on_server == 1,
        message.c.body_state == BodyState.HEADER_ONLY.value,
        message.c.size <= bindparam("most"),
    )
    .order_by(location.c.internaldate.desc())
    .limit(bindparam("count"))
)


def iterate_mailbox(connection: Connection, mailbox_key: int) -> Iterator[tuple[int, int, bytes | None, str]]:
    """(location key, internaldate, raw or None, sender address) of each shown mail, oldest first: for export."""
    keys = connection.scalars(
        select(location.c.location_key)
        .where(location.c.mailbox_key == mailbox_key, location.c.hidden == 0)
        .order_by(location.c.internaldate, location.c.location_key)
    ).all()
    yield from iterate_mails(connection, keys)


def iterate_mails(connection: Connection, location_keys: Sequence[int]) -> Iterator[tuple[int, int, bytes | None, str]]:
    """The same of these places, in their order; those that are gone meanwhile are left out."""
    for key in location_keys:
        row = connection.execute(
            select(location.c.internaldate, body.c.raw, message.c.sender_address)
            .join(message, message.c.message_key == location.c.message_key)
            .outerjoin(body, body.c.message_key == location.c.message_key)
            .where(location.c.location_key == key)
        ).one_or_none()
        if row is not None:
            yield key, row[0], None if row[1] is None else bytes(row[1]), row[2]


def find_by_message_id(connection: Connection, message_id: str) -> list[int]:
    """Location keys of shown mails with that Message-ID (without brackets)."""
    rows = connection.scalars(
        select(location.c.location_key)
        .join(message, message.c.message_key == location.c.message_key)
        .where(message.c.message_id == message_id, location.c.hidden == 0)
        .order_by(location.c.location_key)
    )
    return list(rows)


def load_message_ids(connection: Connection, location_keys: Sequence[int]) -> dict[int, str]:
    """location key -> Message-ID without brackets, "" where the mail has none."""
    found: dict[int, str] = {}
    for start in range(0, len(location_keys), 500):
        rows = connection.execute(
            select(location.c.location_key, message.c.message_id)
            .join(message, message.c.message_key == location.c.message_key)
            .where(location.c.location_key.in_(location_keys[start : start + 500]))
        )
        found.update((row[0], row[1]) for row in rows)
    return found


def mailbox_of(connection: Connection, location_key: int) -> tuple[int, str] | None:
    """(key, name) of the mailbox a location is in."""
    row = connection.execute(
        select(mailbox.c.mailbox_key, mailbox.c.name)
        .join(location, location.c.mailbox_key == mailbox.c.mailbox_key)
        .where(location.c.location_key == location_key)
    ).one_or_none()
    return None if row is None else (row[0], row[1])
