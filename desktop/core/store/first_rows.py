"""What the first screen of a start reads, through statements that were compiled before: SQLAlchemy is not imported yet.

Invariant: each statement is what SQLAlchemy compiles for the reading of the same name elsewhere in this room, and each answer is
equal to that reading's (a test compares both). It reads a file only that today's program left whole. Any thread.
"""

from __future__ import annotations

import json
import os
from array import array
from collections import namedtuple
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from desktop.core.api.errors import ProfileError
from desktop.core.api.rows import AccountRow, LinkBadge, MailboxRow, MessageRow
from desktop.core.mail.grouping import Groups
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store.account_row import account_row
from desktop.core.store.file import FILE_NAME, SCHEMA_VERSION, connect_to_read, load_driver, marker_of
from desktop.core.store.first_groups import read_first_groups, read_groups
from desktop.core.store.folder_tree import folder_rows
from desktop.core.store.list_row import LATER, Columns, Lifetime, message_row


class Quiet(Enum):
    """What mostly is empty: the statement that reads it, and its values."""

    OUTBOX = (
        "SELECT outbox.outbox_key, outbox.account_key, outbox.draft_key, outbox.group_key, outbox.message_id, outbox.subject, "
        "outbox.envelope_from, outbox.recipients, outbox.raw, outbox.state, outbox.created_at, outbox.not_before, outbox.send_at, "
        "outbox.attempts, outbox.said, outbox.refusal, outbox.look_until \nFROM outbox \nWHERE (outbox.state NOT IN (?, ?)) "
        "ORDER BY outbox.outbox_key",
        ("sent", "replaced"),
    )
    OPERATIONS = (
        "SELECT min(operation.operation_key) AS min_1, operation.account_key, operation.kind, operation.state, "
        "min(message.subject) AS min_2, count(*) AS count_1, min(target.name) AS min_3, min(operation.created_at) AS min_4, "
        "min(operation.not_before) AS min_5, max(operation.attempts) AS max_1, max(operation.said) AS max_2, "
        "min(place.special_use) AS min_6 \nFROM operation LEFT OUTER JOIN location ON location.location_key = "
        "operation.location_key LEFT OUTER JOIN message ON message.message_key = location.message_key LEFT OUTER JOIN mailbox "
        "AS target ON target.mailbox_key = operation.target_mailbox_key LEFT OUTER JOIN mailbox AS place ON place.mailbox_key "
        "= operation.mailbox_key \nWHERE operation.state != ? GROUP BY operation.group_key, operation.account_key, "
        "operation.kind, operation.state ORDER BY min(operation.operation_key)",
        ("done",),
    )
    DRAFTS = (
        "SELECT draft.draft_key, draft.account_key, draft.content, draft.updated_at, draft.state, draft.group_key, "
        "draft.location_key \nFROM draft \nWHERE draft.state = ? ORDER BY draft.updated_at DESC",
        ("open",),
    )
    LINKS = (
        "SELECT link.link_key, link.message_key, link.kind, link.backend, link.remote_id, link.title, link.state, "
        "link.created_at, link.url, link.checked_at, link.asked_at, link.gone_at, link.said, link.wish_key \nFROM link "
        "\nWHERE link.state IN (?, ?, ?) ORDER BY link.link_key",
        ("pending", "failed", "unsure"),
    )
    AWAITED = (
        "SELECT reminder.reminder_key, reminder.account_key, reminder.message_id, reminder.subject, reminder.people, "
        "reminder.wait, reminder.created_at, reminder.sent_at, reminder.due_at, reminder.told_at \nFROM reminder "
        "ORDER BY reminder.due_at IS NULL, reminder.due_at, reminder.reminder_key",
        (),
    )
    OFFERS = (
        "SELECT crm_offer.account_key, crm_offer.identity, crm_offer.address \nFROM crm_offer ORDER BY crm_offer.offer_key",
        (),
    )


class Place(NamedTuple):
    """A mailbox; or all of that use, in those accounts or in any. Mails stand in it as they came."""

    mailbox_key: int | None
    use: SpecialUse | None = None
    accounts: frozenset[int] | None = None


class Member(NamedTuple):
    member_key: int
    name: str
    position: int


class Owned(NamedTuple):
    account_key: int
    address: str
    member_key: int | None
    connected_at: int
    chosen: bool
    deletes_for_good: bool


class Share(NamedTuple):
    account_key: int
    member_key: int
    shared_at: int


class FirstRows:
    """Raises the driver's errors, UnicodeDecodeError and ValueError for a file that is damaged after all."""

    def __init__(self, driver: Any, path: Path) -> None:
        self.faults: type[Exception] = driver.Error
        self._driver, self._path = driver, path
        self._connection = connect_to_read(driver, path)

    def is_todays(self) -> bool:
        """Was it left by a program of this schema, with somebody and a plan in it?"""
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        return version == SCHEMA_VERSION and bool(self._all(_ANY_CHANGE, 1, 0)) and self._is_whole()

    def accounts(self, only: frozenset[int] | None) -> list[AccountRow]:
        return [account_row(*row) for row in self._all(_ACCOUNTS) if only is None or row[0] in only]

    def mailboxes(self, only: frozenset[int] | None) -> list[MailboxRow]:
        return folder_rows(self._named(_MAILBOXES, 0), only)

    def first_keys(self, place: Place, limit: int) -> list[int]:
        where, values = _in(place)
        return [key for (key,) in self._all(_KEYS.format(where) + _LIMITED, *values, limit, 0)]

    def list_keys(self, place: Place) -> array[int]:
        """Over a connection of its own: this one is free meanwhile."""
        where, values = _in(place)
        connection = connect_to_read(self._driver, self._path)
        try:
            return array("q", [key for (key,) in connection.execute(_KEYS.format(where), values)])
        finally:
            connection.close()

    def first_groups(self, place: Place, limit: int) -> Groups:
        where, values = _in(place)
        return read_first_groups(self._connection, where, values, limit)

    def list_groups(self, place: Place) -> Groups:
        """Over a connection of its own, as `list_keys`."""
        where, values = _in(place)
        connection = connect_to_read(self._driver, self._path)
        try:
            return read_groups(connection, where, values)
        finally:
            connection.close()

    def rows(self, location_keys: Sequence[int], lifetime: Lifetime) -> dict[int, MessageRow]:
        sql = _ROWS.format(_places(location_keys))
        read = [Columns(*row) for row in self._all(sql, 0, *location_keys)] if location_keys else []
        badges: dict[int, tuple[LinkBadge, ...]] = {}
        keys = [row.message_key for row in read]
        for key, kind, state, title in self._all(_BADGES.format(_places(keys)), *keys) if keys else ():
            badges[key] = (*badges.get(key, ()), LinkBadge(kind, state, title))
        later = [row.message_key for row in read if row.special_use == LATER]
        until = dict(self._all(_UNTIL.format(_places(later)), *later)) if later else {}
        awaited = dict(self._all(_AWAITED.format(_places(keys)), *keys)) if keys else {}
        return {
            row.location_key: message_row(row, badges.get(row.message_key, ()), lifetime, until, awaited)
            for row in read
        }

    def members(self) -> list[Member]:
        return [Member(*row) for row in self._all(_MEMBERS)]

    def owned(self) -> list[Owned]:
        return [Owned(*row) for row in self._all(_OWNED)]

    def shares(self) -> list[Share]:
        return [Share(*row) for row in self._all(_SHARES)]

    def changes(self) -> list[tuple[Any, ...]]:
        """As `plan_changes.StoredChange`."""
        return [
            (*row[:5], None if row[5] is None else tuple(json.loads(row[5])), row[6]) for row in self._all(_CHANGES)
        ]

    def setting(self, name: str) -> Any:
        found = self._all(_SETTING, name)
        return json.loads(found[0][0]) if found else None

    def newest_month(self) -> str | None:
        months = [self._all(statement)[0][0] for statement in (_NEWEST_SENT, _NEWEST_BOOKED)]
        return max(filter(None, months), default=None)

    def count_sent(self, month: str) -> int:
        return int(self._all(_COUNT_SENT, month)[0][0] or 0) + int(self._all(_COUNT_BOOKED, month)[0][0] or 0)

    def is_any(self, kind: Quiet) -> bool:
        statement, values = kind.value
        return self._connection.execute(statement, values).fetchone() is not None

    def close(self) -> None:
        self._connection.close()

    def _is_whole(self) -> bool:
        return bool(self._all(_ANY_MEMBER, 1, 0)) and not self._all(_ANY_HOMELESS, 1, 0)

    def _all(self, statement: str, *values: object) -> list[Any]:
        found: list[Any] = self._connection.execute(statement, values).fetchall()
        return found

    def _named(self, statement: str, *values: object) -> list[Any]:
        cursor = self._connection.execute(statement, values)
        row: Any = namedtuple("row", [column[0] for column in cursor.description])  # type: ignore[misc]
        return [row._make(values) for values in cursor.fetchall()]


def open_first_rows(directory: Path) -> FirstRows | None:
    """None for a profile that needs more than reading, or cannot be used: who opens the store makes or says what is needed."""
    path = directory / FILE_NAME
    writable = all(os.access(place, os.R_OK | os.W_OK) for place in (directory, path))
    if not writable or not path.stat().st_size or marker_of(path).exists():
        return None
    try:
        driver = load_driver()
    except ProfileError:
        return None
    rows: FirstRows | None = None
    try:
        rows = FirstRows(driver, path)
        if rows.is_todays():
            return rows
    except (driver.Error, ValueError):
        pass
    if rows is not None:
        rows.close()
    return None


def _in(place: Place) -> tuple[str, tuple[object, ...]]:
    if place.use is None:
        return _IN_ONE, (0, place.mailbox_key)
    accounts = sorted(place.accounts or ())
    narrowed = "" if place.accounts is None else f"mailbox.account_key IN ({_places(accounts)}) AND "
    return _IN_ALL.format(narrowed), (0, *accounts, place.use.value)


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


_ANY_CHANGE = "SELECT plan_change.change_key \nFROM plan_change\n LIMIT ? OFFSET ?"
_ANY_MEMBER = "SELECT member.member_key \nFROM member\n LIMIT ? OFFSET ?"
_ANY_HOMELESS = (
    "SELECT account.account_key \nFROM account \nWHERE account.member_key IS NULL OR (account.member_key NOT IN "
    "(SELECT member.member_key \nFROM member))\n LIMIT ? OFFSET ?"
)
_ACCOUNTS = (
    "SELECT account.account_key, account.settings, account.position, account.signature, "
    "account.signature_in_replies, account.signature_formatted \nFROM account ORDER BY account.position"
)
_MAILBOXES = (
    "SELECT mailbox.mailbox_key, mailbox.account_key, mailbox.name, mailbox.shown_name, mailbox.delimiter, "
    "mailbox.special_use, mailbox.selectable, mailbox.total, mailbox.unread, mailbox.held_removals, mailbox.watched, "
    "account.mailbox_prefix \nFROM mailbox JOIN account ON account.account_key = mailbox.account_key "
    "\nWHERE mailbox.hidden = ? ORDER BY account.position"
)
_KEYS = (
    "SELECT location.location_key \nFROM location \nWHERE location.hidden = ? AND location.mailbox_key {} "
    "ORDER BY location.internaldate DESC, location.location_key DESC"
)
_IN_ONE = "= ?"
_IN_ALL = "IN (SELECT mailbox.mailbox_key \nFROM mailbox \nWHERE {}mailbox.special_use = ?)"
_LIMITED = "\n LIMIT ? OFFSET ?"
_ROWS = (
    "SELECT location.location_key, location.message_key, location.mailbox_key, mailbox.account_key, mailbox.special_use, "
    "location.internaldate, location.flags, location.pending, location.on_server, location.has_attachment, "
    "message.sender_name, message.sender_address, message.recipient_name, message.recipient_address, message.subject, "
    "message.snippet, message.size, message.body_state, message.first_seen \nFROM location JOIN mailbox ON "
    "mailbox.mailbox_key = location.mailbox_key JOIN message ON message.message_key = location.message_key "
    "\nWHERE location.hidden = ? AND location.location_key IN ({})"
)
_BADGES = (
    "SELECT link.message_key, link.kind, link.state, link.title \nFROM link \nWHERE link.message_key IN ({}) "
    "ORDER BY link.link_key"
)
_UNTIL = "SELECT snooze.message_key, snooze.until \nFROM snooze \nWHERE snooze.message_key IN ({})"
_AWAITED = (
    "SELECT message.message_key, reminder.due_at \nFROM message JOIN reminder ON reminder.message_id = message.message_id "
    "\nWHERE reminder.due_at IS NOT NULL AND message.message_key IN ({})"
)
_MEMBERS = (
    "SELECT member.member_key, member.name, member.position \nFROM member ORDER BY member.position, member.member_key"
)
_OWNED = (
    "SELECT account.account_key, account.address, account.member_key, account.connected_at, account.chosen, "
    "account.deletes_for_good \nFROM account ORDER BY account.connected_at, account.account_key"
)
_SHARES = (
    "SELECT share.account_key, share.member_key, share.shared_at \nFROM share ORDER BY share.account_key, "
    "share.member_key"
)
_CHANGES = (
    "SELECT plan_change.change_key, plan_change.plan_id, plan_change.at, plan_change.decided_at, plan_change.reason, "
    "plan_change.keep, plan_change.carried_out \nFROM plan_change ORDER BY plan_change.change_key"
)
_SETTING = "SELECT setting.value \nFROM setting \nWHERE setting.name = ?"
_NEWEST_SENT = "SELECT max(ledger.month) AS max_1 \nFROM ledger"
_NEWEST_BOOKED = "SELECT max(booking.month) AS max_1 \nFROM booking"
_COUNT_SENT = "SELECT count(*) AS count_1 \nFROM ledger \nWHERE ledger.month = ?"
_COUNT_BOOKED = "SELECT sum(booking.count) AS sum_1 \nFROM booking \nWHERE booking.month = ?"
