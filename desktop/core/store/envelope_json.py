"""An Envelope as the JSON kept beside a message, and back. Pure."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_LISTS = ("from_", "sender", "reply_to", "to", "cc", "bcc")


def dump_envelope(envelope: Envelope) -> str:
    """Compact JSON; empty fields are left out."""
    values: dict[str, object] = {}
    for name in _LISTS:
        if addresses := getattr(envelope, name):
            values[name] = [[a.display_name, a.addr_spec] for a in addresses]
    for name in ("subject", "message_id", "list_id"):
        if value := getattr(envelope, name):
            values[name] = value
    for name in ("in_reply_to", "references"):
        if ids := getattr(envelope, name):
            values[name] = list(ids)
    if envelope.date is not None:
        values["date"] = int(envelope.date.timestamp())
    return _encode(values)


def load_envelope(text: str) -> Envelope:
    values = json.loads(text)
    lists = {name: tuple(Address(n, a) for n, a in values.get(name, ())) for name in _LISTS}
    date = values.get("date")
    return Envelope(
        subject=values.get("subject", ""),
        message_id=values.get("message_id", ""),
        list_id=values.get("list_id", ""),
        in_reply_to=tuple(values.get("in_reply_to", ())),
        references=tuple(values.get("references", ())),
        date=None if date is None else datetime.fromtimestamp(date, UTC),
        **lists,
    )


def load_people_texts(text: str) -> tuple[str, str]:
    """`messages.people_texts` of the envelope, without making one."""
    values = json.loads(text)
    recipients = (*values.get("to", ())[:50], *values.get("cc", ())[:50])
    return (
        " ".join([f"{name} {address}" for name, address in values.get("from_", ())]),
        " ".join([f"{name} {address}" for name, address in recipients]),
    )
