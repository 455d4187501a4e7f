"""An Envelope as the JSON kept beside a message, and back. Pure."""

from __future__ import annotations

import json

from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.moments import moment_at

_quote = json.encoder.encode_basestring
"""A text as JSON, what is not ASCII left as it is. An encoder for whole values takes twice as long, for every synchronised mail."""
_LISTS = ("from_", "sender", "reply_to", "to", "cc", "bcc")


def dump_envelope(envelope: Envelope) -> str:
    """Compact JSON; empty fields are left out."""
    members: list[str] = []
    for name in _LISTS:
        if addresses := getattr(envelope, name):
            people = ",".join([f"[{_quote(one.display_name)},{_quote(one.addr_spec)}]" for one in addresses])
            members.append(f'"{name}":[{people}]')
    for name in ("subject", "message_id", "list_id"):
        if value := getattr(envelope, name):
            members.append(f'"{name}":{_quote(value)}')
    for name in ("in_reply_to", "references"):
        if ids := getattr(envelope, name):
            members.append(f'"{name}":[{",".join(map(_quote, ids))}]')
    if envelope.date is not None:
        members.append(f'"date":{int(envelope.date.timestamp())}')
    return "{" + ",".join(members) + "}"


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
        date=None if date is None else moment_at(date),
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
