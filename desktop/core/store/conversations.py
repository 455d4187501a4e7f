"""What may belong to a mail's conversation: mails by id, by the first id that they name, by the words of their subject; where
they lie; drafts and waiting mails. Reads only, by the indexes that the rest has anyway; every answer is bounded. Any thread.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select, text

from desktop.core.api.commands import DraftContent
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import drafts, search
from desktop.core.store.envelope_json import load_envelope
from desktop.core.store.message_keys import first_key_of, received_minute
from desktop.core.store.schema import draft, location, mailbox, message, outbox
from desktop.values import dataclass

MOST_DRAFTS = 200
MOST_WAITING = 50
_HEAD_BYTES = 64 << 10
_SLICE = 500
_PHRASE_WORDS = 12


@dataclass(frozen=True, slots=True)
class Kin:
    """A mail that may belong to it."""

    message_key: int
    envelope: Envelope
    snippet: str
    received: int


@dataclass(frozen=True, slots=True)
class Lies:
    """Where a mail is shown."""

    location_key: int
    message_key: int
    account_key: int
    special_use: SpecialUse
    mailbox_key: int
    mailbox_name: str


@dataclass(frozen=True, slots=True)
class Written:
    """A draft: `content` without its attachments, `location_key` its copy in Drafts."""

    draft_key: int
    location_key: int | None
    updated_at: int
    content: DraftContent


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail of the outbox with the beginning of its bytes."""

    outbox_key: int
    account_key: int
    created_at: int
    raw: bytes


_OF_ACCOUNTS = message.c.account_key.in_(bindparam("accounts", expanding=True))


def _both(condition: ColumnElement[bool], *columns: ColumnElement[Any]) -> tuple[Select[Any], Select[Any]]:
    """In all accounts, in some; newest first, because what is bounded had better be what is new. Made once: making them anew
    costs more than asking them."""
    everywhere = select(*columns).where(condition).order_by(message.c.message_key.desc()).limit(bindparam("most"))
    return everywhere, everywhere.where(_OF_ACCOUNTS)


_KIN = (message.c.message_key, message.c.envelope, message.c.snippet)
_BY_KEY = select(*_KIN).where(message.c.message_key.in_(bindparam("wanted", expanding=True)))
_BY_ID = _both(message.c.message_id.in_(bindparam("wanted", expanding=True)), *_KIN)
_BY_THREAD = _both(message.c.thread_key.in_(bindparam("wanted", expanding=True)), *_KIN)
_SUBJECTS = _both(
    message.c.message_key.in_(bindparam("wanted", expanding=True)), message.c.message_key, message.c.subject
)
_MATCHING = text(
    "SELECT rowid FROM message_index WHERE message_index MATCH :phrase AND rowid BETWEEN :first AND :last"
    " ORDER BY rowid DESC LIMIT :most"
)
_LIES = (
    select(
        location.c.location_key, location.c.message_key, mailbox.c.account_key, mailbox.c.special_use,
        mailbox.c.mailbox_key, func.coalesce(mailbox.c.shown_name, mailbox.c.name), mailbox.c.delimiter,
    )
    .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
    .where(location.c.message_key.in_(bindparam("wanted", expanding=True)), location.c.hidden == 0)
)  # fmt: skip


def load_kin(
    connection: Connection, ids: Iterable[str], accounts: Collection[int] | None, most: int, known: Collection[int]
) -> tuple[dict[int, Kin], bool]:
    """Mails with one of these Message-IDs, and those that name one of them first: by message key, of those accounts (None: of
    all), without what is known; and whether there are more than `most` of a kind."""
    found: dict[int, Kin] = {}
    wanted = sorted(ids)
    full = False
    for statements in (_BY_ID, _BY_THREAD):
        left = most
        for part in _slices(wanted):
            rows = _ask(connection, statements, accounts, part, left)
            found.update((row[0], _kin(row)) for row in rows if row[0] not in known and row[0] not in found)
            left -= len(rows)
            if left <= 0:
                full = True
                break
    return found, full


def load_kin_by_key(connection: Connection, message_keys: Iterable[int]) -> dict[int, Kin]:
    rows = (row for part in _slices(sorted(message_keys)) for row in connection.execute(_BY_KEY, {"wanted": part}))
    return {row[0]: _kin(row) for row in rows}


def find_subjects(
    connection: Connection, subject: str, accounts: Collection[int] | None, since: int, until: int, most: int
) -> list[tuple[int, str]]:
    """(message key, subject) of the newest mails of that time whose subject has these words in this order."""
    words = re.findall(r"\w+", search.split_cjk(subject))[:_PHRASE_WORDS]
    if not words:
        return []
    bounds = {"first": first_key_of(since), "last": first_key_of(until + 60), "most": most}
    matching = connection.execute(_MATCHING, {"phrase": f'subject : "{" ".join(words)}"', **bounds})
    keys = [row[0] for row in matching]
    return [(row[0], row[1]) for part in _slices(keys) for row in _ask(connection, _SUBJECTS, accounts, part, most)]


def load_places(
    connection: Connection, message_keys: Iterable[int], accounts: Collection[int] | None
) -> dict[int, list[Lies]]:
    """By message key, where each is shown in those accounts."""
    found: dict[int, list[Lies]] = {}
    for part in _slices(sorted(message_keys)):
        for key, message_key, account_key, use, box, name, delimiter in connection.execute(_LIES, {"wanted": part}):
            if accounts is None or account_key in accounts:
                label = name.rpartition(delimiter)[2] if delimiter else name
                place = Lies(key, message_key, account_key, SpecialUse(use), box, label)
                found.setdefault(message_key, []).append(place)
    return found


def load_drafts(connection: Connection, accounts: Collection[int] | None) -> list[Written]:
    """The newest open ones."""
    rows = connection.execute(
        select(draft.c.draft_key, draft.c.location_key, draft.c.updated_at, draft.c.content, draft.c.account_key)
        .where(draft.c.state == "open")
        .order_by(draft.c.updated_at.desc())
        .limit(MOST_DRAFTS)
    )
    return [
        Written(row[0], row[1], row[2], drafts.read_content(row[3]))
        for row in rows
        if accounts is None or row[4] in accounts
    ]


def load_waiting(connection: Connection, accounts: Collection[int] | None) -> list[Waiting]:
    """What has not left, newest first."""
    rows = connection.execute(
        select(
            outbox.c.outbox_key, outbox.c.account_key, outbox.c.created_at, func.substr(outbox.c.raw, 1, _HEAD_BYTES)
        )
        .where(outbox.c.state.not_in(("sent", "replaced")))
        .order_by(outbox.c.outbox_key.desc())
        .limit(MOST_WAITING)
    )
    return [Waiting(row[0], row[1], row[2], bytes(row[3])) for row in rows if accounts is None or row[1] in accounts]


def _ask(
    connection: Connection,
    statements: tuple[Select[Any], Select[Any]],
    accounts: Collection[int] | None,
    wanted: Sequence[object],
    most: int,
) -> Sequence[Any]:
    values = {"wanted": wanted, "most": most}
    if accounts is None:
        return connection.execute(statements[0], values).all()
    return connection.execute(statements[1], {**values, "accounts": sorted(accounts)}).all()


def _kin(row: Any) -> Kin:
    return Kin(row[0], load_envelope(row[1]), row[2], received_minute(row[0]) * 60)


def _slices(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(values), _SLICE):
        yield values[start : start + _SLICE]
