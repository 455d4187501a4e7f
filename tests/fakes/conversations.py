"""The conversations of a session in memory: those that a test has said, by message keys."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from desktop.core.api.commands import DraftContent
from desktop.core.api.conversation import Conversation, ConversationEntry, EntryKind
from desktop.core.api.queries import ListView
from desktop.core.api.rows import AccountRow, MailboxRow, MessageRow
from desktop.core.mail.grouping import Groups
from desktop.core.mail.mailbox import SpecialUse


def groups_of(
    keys: Sequence[int],
    threads: Sequence[Sequence[int]],
    rows: dict[int, MessageRow],
    view: ListView,
    limit: int | None,
) -> Groups:
    """`keys` newest first; those of the first `limit` conversations' mails."""
    place = {message_key: thread[0] for thread in threads for message_key in thread}
    found: dict[int, list[int]] = {}
    for key in keys:
        message_key = rows[key].message_key
        found.setdefault(place.get(message_key, message_key), []).append(key)
    first = set(keys[:limit])
    groups = [group for group in found.values() if group[0] in first]
    if not view.descending:
        groups.reverse()
    made = Groups(array("q"), array("q"))
    for group in groups:
        made.starts.append(len(made.keys))
        made.keys.extend(group)
    return made


def conversation_of(
    location_key: int,
    threads: Sequence[Sequence[int]],
    rows: dict[int, MessageRow],
    boxes: Sequence[MailboxRow],
    accounts: Sequence[AccountRow],
    drafts: dict[int, DraftContent],
) -> Conversation | None:
    """Drafts that answer one of its mails stand at its end."""
    if location_key not in rows:
        return None
    wanted = rows[location_key].message_key
    thread = next((thread for thread in threads if wanted in thread), (wanted,))
    found = sorted(
        (row for row in rows.values() if row.message_key in thread),
        key=lambda row: (row.internaldate, row.location_key),
    )
    keys = {row.location_key for row in found}
    by_key = {box.mailbox_key: box for box in boxes}
    addresses = {row.account_key: row.address for row in accounts}
    entries = [_entry(row, by_key[row.mailbox_key], addresses[row.account_key]) for row in found]
    entries += [
        ConversationEntry(
            EntryKind.DRAFT, key, content.account_key, "", addresses[content.account_key], True, content.to, 0,
            content.text, "", SpecialUse.NONE, None,
        )
        for key, content in drafts.items() if content.answers_location in keys
    ]  # fmt: skip
    place = next(n for n, entry in enumerate(entries) if entry.key == location_key)
    return Conversation(tuple(entries), place)


def _entry(row: MessageRow, box: MailboxRow, address: str) -> ConversationEntry:
    own = box.special_use is SpecialUse.SENT
    return ConversationEntry(
        EntryKind.MAIL, row.location_key, row.account_key, "" if own else row.sender_name,
        address if own else row.sender_address, own, row.sender_name if own else address, row.internaldate, row.snippet,
        box.label, box.special_use, row,
    )  # fmt: skip
