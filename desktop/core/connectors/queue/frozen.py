"""A wish as it is stored, and back: what is read is what was written, on this start of the program and on every later one.

JSON holds everything but bytes; those stand in rows of their own, or in the raw mail of the same wish. Pure.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from desktop.core import mime
from desktop.core.api.desk import ChangedTime, Guest, Series
from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.protocol import MailSnapshot, SnapshotAttachment, Wish
from desktop.core.store.wish_rows import StoredAttachment, StoredMail, StoredWish


def dump_wish(wish: Wish) -> str:
    """Without its mails, kind and key, which have columns."""
    return json.dumps(
        {
            "title": wish.title,
            "text": wish.text,
            "people": [_dump_person(person) for person in wish.people],
            "due_at": wish.due_at,
            "starts_at": wish.starts_at,
            "ends_at": wish.ends_at,
            "all_day": wish.all_day,
            "zone": wish.zone,
            "place": wish.place,
            "target_id": wish.target_id,
            "uid": wish.uid,
            "instead_of": wish.instead_of,
            "series": None if wish.series is None else _dump_series(wish.series),
            "guests": [[one.name, one.address, one.state, one.organiser] for one in wish.guests],
        }
    )


def dump_snapshot(mail: MailSnapshot) -> str:
    """Without its bytes."""
    return json.dumps(
        {
            "message_id": mail.message_id,
            "subject": mail.subject,
            "sender": _dump_person(mail.sender),
            "to": [_dump_person(person) for person in mail.to],
            "cc": [_dump_person(person) for person in mail.cc],
            "date": mail.date,
            "received": mail.received,
            "text": mail.text,
            "html": mail.html,
            "incoming": mail.incoming,
            "account": mail.account,
            "mailbox": mail.mailbox,
        }
    )


def load_wish(stored: StoredWish, mails: tuple[StoredMail, ...]) -> Wish:
    """Raises ValueError for a wish that cannot have been written here."""
    values: dict[str, Any] = json.loads(stored.payload)
    if "text" not in values:
        raise ValueError("this wish has nothing to be made of")
    people = tuple(_load_person(person) for person in values.pop("people"))
    guests = tuple(Guest(*one) for one in values.pop("guests", ()))
    series = values.pop("series", None)
    return Wish(
        kind=LinkKind(stored.kind),
        key=stored.wish_key,
        people=people,
        guests=guests,
        series=None if series is None else _load_series(series),
        mails=tuple(_load_mail(mail) for mail in mails),
        **values,
    )


def _load_mail(stored: StoredMail) -> MailSnapshot:
    values: dict[str, Any] = json.loads(stored.snapshot)
    raw = stored.raw or b""
    return MailSnapshot(
        **values
        | {
            "sender": _load_person(values["sender"]),
            "to": tuple(_load_person(person) for person in values["to"]),
            "cc": tuple(_load_person(person) for person in values["cc"]),
            "attachments": tuple(_load_attachment(one, raw) for one in stored.attachments),
            "raw": raw,
        }
    )


def _load_attachment(stored: StoredAttachment, raw: bytes) -> SnapshotAttachment:
    content = mime.parse_message.load_attachment(raw, stored.path) if stored.content is None else stored.content
    return SnapshotAttachment(stored.filename, stored.content_type, content)


def _dump_series(series: Series) -> list[Any]:
    return [series.rule, series.left_out, series.also_at, [dataclasses.astuple(one) for one in series.changed]]


def _load_series(values: list[Any]) -> Series:
    rule, left_out, also_at, changed = values
    return Series(rule, tuple(left_out), tuple(also_at), tuple(ChangedTime(*one) for one in changed))


def _dump_person(person: Person) -> list[Any]:
    return [person.name, person.address, person.person_id, person.inside]


def _load_person(values: list[Any]) -> Person:
    return Person(*values)
