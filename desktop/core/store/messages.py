"""Messages and bodies: content once, however many mailboxes hold it.

Identity is (account, digest of the whole header block, size): equal headers with their trace fields and equal size mean equal
bytes, so a move, a copy and a new UIDVALIDITY cost no download. All functions take a unit of work and run on the writer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import astuple
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.core.api.rows import BodyState
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.structure import IndexedBody
from desktop.core.store import bulk, crm_queue, message_keys, orphans, search
from desktop.core.store.envelope_json import dump_envelope, load_people_texts
from desktop.core.store.schema import (
    attachment_name,
    body,
    calendar_mail,
    location,
    message,
)
from desktop.core.store.writer import UnitOfWork

_MESSAGE_COLUMNS = (
    "message_key", "account_key", "digest", "size", "message_id", "date", "subject", "sender_name", "sender_address",
    "recipient_name", "recipient_address", "envelope", "thread_key", "snippet", "has_attachment", "body_state", "first_seen",
)  # fmt: skip
_PUT_BODY = upsert(body).on_conflict_do_nothing(index_elements=["message_key"])
_PUT_NAME = upsert(attachment_name).on_conflict_do_nothing()
_PUT_MEETING = upsert(calendar_mail).on_conflict_do_nothing()
# What runs with every step of a sync is written once: writing a statement takes five times as long as running a small one.
_SAME = select(
    message.c.digest, message.c.size, message.c.message_key, message.c.has_attachment, message.c.body_state
).where(message.c.account_key == bindparam("account"), message.c.digest.in_(bindparam("digests", expanding=True)))
_THESE = message.c.message_key.in_(bindparam("keys", expanding=True))
_HEADERS = select(message.c.message_key, message.c.subject, message.c.envelope).where(_THESE)
_COMPLETE = (
    update(message)
    .where(message.c.message_key == bindparam("key"))
    .values(
        snippet=bindparam("snippet_"), has_attachment=bindparam("has_attachment_"), body_state=bindparam("body_state_")
    )
)
_MARK = (
    update(location)
    .where(location.c.message_key == bindparam("key"), location.c.has_attachment != bindparam("differs_from"))
    .values(has_attachment=bindparam("has_attachment_"))
)
_WHOLE = BodyState.COMPLETE.value
_HEADER_ALONE = BodyState.HEADER_ONLY.value
_DIGESTED_BYTES = 64 << 10
_NOBODY = Address("", "")
_THIS_PROGRAM = 1_600_000_000
"""No clock was right before that when this was written."""
_CORRECTED_SECONDS = 3_600
_ONE_DAY, _COMPARED = 86_400, 50
_MOST_FORGED = 5
_NEWEST = select(message.c.message_key).order_by(message.c.message_key.desc()).limit(_COMPARED)
_NO_CLOCK_IS_BEHIND = 20 * 365 * 86_400
"""By so much: a date beyond it is made up."""


def header_digest(header: bytes) -> bytes:
    """16 bytes that name a header block. Line ends are folded and trailing ones dropped, because servers differ there."""
    folded = header.replace(b"\r\n", b"\n").rstrip(b"\n")
    return hashlib.blake2b(folded[:_DIGESTED_BYTES], digest_size=16).digest()


class NewMessage(NamedTuple):
    """A message of which the header is known, and all of it where `content` has its bytes and their reading. Without,
    `has_attachment` may still be a guess from Content-Type."""

    digest: bytes
    size: int
    internaldate: int
    envelope: Envelope
    thread_key: str
    has_attachment: bool = False
    body_state: BodyState = BodyState.HEADER_ONLY
    content: tuple[bytes, IndexedBody] | None = None


class Stored(NamedTuple):
    """Of each message, in order, its key and whether it has attachments; `known` of them were here before."""

    keys: list[int]
    marks: list[bool]
    known: int


def find_or_add(uow: UnitOfWork, account_key: int, news: Sequence[NewMessage]) -> list[int]:
    """The message key for each entry, in order; unknown ones are added and put into the index by what is known of them."""
    return store_messages(uow, account_key, news).keys


def store_messages(uow: UnitOfWork, account_key: int, news: Sequence[NewMessage]) -> Stored:
    """The same; content that has come along goes to those, too, that were here without."""
    rows = bulk.select_among(uow.connection, _SAME, (account_key,), [new.digest for new in news])
    known: dict[tuple[bytes, int], tuple[int, bool, bool]] = {
        (bytes(digest), size): (key, bool(mark), state == _HEADER_ALONE) for digest, size, key, mark, state in rows
    }
    orphans.adopt(uow, [key for key, _, _ in known.values()])
    fresh: dict[tuple[bytes, int], NewMessage] = {}
    late: dict[int, tuple[bytes, IndexedBody]] = {}
    identities = [(new.digest, new.size) for new in news]
    for identity, new in zip(identities, news, strict=True):
        here = known.get(identity)
        if here is None:
            fresh.setdefault(identity, new)
        elif here[2] and new.content is not None:
            late[here[0]] = new.content
    twins = len(news) - len(fresh)
    if fresh:
        keys = message_keys.new_keys(uow, [new.internaldate for new in fresh.values()])
        _add(uow, account_key, list(zip(keys, fresh.values(), strict=True)))
        for key, (identity, new) in zip(keys, fresh.items(), strict=True):
            known[identity] = key, new.has_attachment if new.content is None else new.content[1].has_attachment, False
    if late:
        add_bodies(uow, [(key, raw, read) for key, (raw, read) in late.items()])
    found = [known[identity] for identity in identities]
    marks = [late[key][1].has_attachment if key in late else mark for key, mark, _ in found]
    return Stored([key for key, _, _ in found], marks, twins)


def add_bodies(uow: UnitOfWork, bodies: Sequence[tuple[int, bytes, IndexedBody]]) -> None:
    """(message_key, raw bytes, reading): store content, snippet, attachment names; index the text beside what is kept of
    the header."""
    keys = [key for key, _, _ in bodies]
    connection = uow.connection
    rows = bulk.select_among(connection, _HEADERS, (), keys)
    present = {key: (subject, *load_people_texts(text)) for key, subject, text in rows}
    bodies = [entry for entry in bodies if entry[0] in present]
    bulk.execute_rows(
        connection,
        _COMPLETE,
        ("snippet_", "has_attachment_", "body_state_", "key"),
        ((read.snippet, read.has_attachment, _WHOLE, key) for key, _, read in bodies),
    )
    bulk.execute_rows(
        connection,
        _MARK,
        ("has_attachment_", "key", "differs_from"),
        ((read.has_attachment, key, read.has_attachment) for key, _, read in bodies),
    )
    search.drop_documents(connection, (key for key, _, _ in bodies))
    _add_contents(uow, [(key, raw, read, *present[key]) for key, raw, read in bodies])


def _add(uow: UnitOfWork, account_key: int, fresh: Sequence[tuple[int, NewMessage]]) -> None:
    """Messages that are not here yet, some with their content."""
    seen = _load_clock(uow, [new.internaldate for _, new in fresh])
    bulk.insert_rows(
        uow.connection,
        message,
        _MESSAGE_COLUMNS,
        (_message_row(account_key, key, new, seen or new.internaldate) for key, new in fresh),
    )
    search.add_documents(
        uow.connection,
        ((key, new.envelope.subject, *people_texts(new.envelope), "", "") for key, new in fresh if new.content is None),
    )
    whole = [
        (key, *new.content, new.envelope.subject, *people_texts(new.envelope))
        for key, new in fresh
        if new.content is not None
    ]
    if whole:
        _add_contents(uow, whole)


def _add_contents(uow: UnitOfWork, bodies: Sequence[tuple[int, bytes, IndexedBody, str, str, str]]) -> None:
    """(message_key, raw bytes, reading, subject, senders, recipients) of messages that are marked as complete and not in the index."""
    connection = uow.connection
    bulk.execute_rows(connection, _PUT_BODY, ("message_key", "raw"), [body[:2] for body in bodies])
    bulk.execute_rows(
        connection,
        _PUT_NAME,
        ("message_key", "position", "filename"),
        (
            (key, position, name)
            for key, _, read, _, _, _ in bodies
            if read.attachment_names
            for position, name in enumerate(read.attachment_names[:100])
        ),
    )
    bulk.execute_rows(
        connection,
        _PUT_MEETING,
        ("message_key", "method", "uid", "recurrence", "sequence", "stamp", "organiser", "proven"),
        ((key, *astuple(read.mark)) for key, _, read, _, _, _ in bodies if read.mark is not None),
    )
    search.add_documents(
        connection,
        (
            (key, subject, senders, recipients, read.body_text, " ".join(read.attachment_names))
            for key, _, read, subject, senders, recipients in bodies
        ),
    )
    keys = [body[0] for body in bodies]
    crm_queue.note_bodies(uow, keys)
    uow.messages.update(keys)


def people_texts(envelope: Envelope) -> tuple[str, str]:
    """Names and addresses as the index sees them: of who wrote, and of who got it."""
    recipients = (*envelope.to[:50], *envelope.cc[:50])
    return _text_of(envelope.from_), _text_of(recipients)


def _text_of(people: Sequence[Address]) -> str:
    return " ".join([f"{one.display_name} {one.addr_spec}" for one in people])


def count_bodies_missing(connection: Connection, account_key: int) -> int:
    return int(
        connection.scalar(
            select(func.count()).where(
                message.c.account_key == account_key, message.c.body_state == BodyState.HEADER_ONLY.value
            )
        )
        or 0
    )


def count_partial(connection: Connection, account_keys: Collection[int] | None) -> int:
    """Messages of which only the header is here, of those accounts or all."""
    return _count(connection, account_keys, literal_column("message.body_state = 'header_only'"))  # as its index has it


def count_all(connection: Connection, account_keys: Collection[int] | None) -> int:
    return _count(connection, account_keys)


def _count(connection: Connection, account_keys: Collection[int] | None, *conditions: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(message).where(*conditions)
    if account_keys is not None:
        statement = statement.where(message.c.account_key.in_(sorted(account_keys)))
    return int(connection.scalar(statement) or 0)


def _load_clock(uow: UnitOfWork, dates: Sequence[int]) -> int | None:
    """The time that `first_seen` may be: never behind what was believed before, because a mail that seems to come from the
    future expires by it. None when the clock cannot be right: behind by more than clocks are corrected by, how much time has
    passed since then is not known, and mail of today must not count from that day. Nor where more of these mails and of the
    newest ones here than somebody makes up, or all of them, are dated after it: a new profile has believed no time yet."""
    believed = int(uow.connection.scalar(message_keys.SETTING, {"name": "high_water"}) or 0)
    newest = uow.connection.scalars(_NEWEST)
    compared = [*dates, *(message_keys.received_minute(key) * 60 for key in newest)]
    early, late = uow.now + _ONE_DAY, uow.now + _NO_CLOCK_IS_BEHIND
    ahead = sum([early < date < late for date in compared])
    if ahead > _MOST_FORGED or ahead == len(compared):
        return None
    return max(uow.now, believed) if uow.now >= max(_THIS_PROGRAM, believed - _CORRECTED_SECONDS) else None


def _message_row(account_key: int, key: int, new: NewMessage, first_seen: int) -> tuple[bulk.Value, ...]:
    """Values for `_MESSAGE_COLUMNS`."""
    envelope = new.envelope
    author = (envelope.from_ or envelope.sender or (_NOBODY,))[0]
    recipient = (envelope.to or envelope.cc or (_NOBODY,))[0]
    content = None if new.content is None else new.content[1]
    return (
        key,
        account_key,
        new.digest,
        new.size,
        envelope.message_id,
        None if envelope.date is None else int(envelope.date.timestamp()),
        envelope.subject,
        author.display_name,
        author.addr_spec,
        recipient.display_name,
        recipient.addr_spec,
        dump_envelope(envelope),
        new.thread_key,
        "" if content is None else content.snippet,
        new.has_attachment if content is None else content.has_attachment,
        new.body_state.value if content is None else _WHOLE,
        first_seen,
    )
