"""Finds the conversation of one mail when it is opened: nothing is kept, so no mail costs anything when it comes.

Ids lead to mails and their ids to more, until nothing new is found; the index adds what has the same subject, which the headers
or the people must then confirm (`mail.conversation`). Invariant: bounded in rounds, ids and mails, whatever headers say. One
read-only connection; a worker thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from desktop.core import mime
from desktop.core.api.conversation import Conversation, ConversationEntry, EntryKind
from desktop.core.api.rows import MessageRow
from desktop.core.mail.address import Address
from desktop.core.mail.conversation import Letter, ancestors_of, find_conversation
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.mailbox import VIEWS, SpecialUse
from desktop.core.store import accounts as account_rows
from desktop.core.store import bodies, conversations
from desktop.core.store.conversations import Kin, Lies
from desktop.core.store.store import Connection

MOST_MAILS = 1_000
"""That are looked at."""
MOST_IDS = 4_000
MOST_ROUNDS = 200
MOST_SHOWN = 500
_ALIKE = 500
_AROUND = 180 * 86_400
"""So far from the opened mail others are looked for by their subject."""
_ASIDE = frozenset({SpecialUse.TRASH, SpecialUse.JUNK})
_TAGS = re.compile(r"(?:\[[^\]]{1,60}\]\s*)+")

Rows = Callable[[Sequence[int]], dict[int, MessageRow]]


def load_conversation(
    connection: Connection, location_key: int, visible: Collection[int] | None, rows: Rows
) -> Conversation | None:
    """Of the mail in that row, among what those accounts hold (None: all); None when it is gone. What lies in Trash or among
    junk is part of it only where the opened mail does."""
    opened = bodies.load_message_key(connection, location_key)
    if opened is None:
        return None
    kin, more = _gather(connection, opened, visible)
    if opened not in kin:
        return None
    own = {row.address.lower(): row.account_key for row in account_rows.load_accounts(connection, visible)}
    letters = [letter_of(one) for one in kin.values()]
    keys = find_conversation(opened, letters, own)
    members = {key: kin[key] for key in keys}
    shown = _shown(connection, location_key, members, visible)
    found = rows(list(shown))
    entries = [
        _mail_entry(shown[key], members[shown[key].message_key].envelope, row, own) for key, row in found.items()
    ]
    ids = {one.envelope.message_id for one in members.values()} - {""}
    entries = _with_unsent(connection, entries, location_key, ids, visible, own)
    entries.sort(key=lambda entry: (entry.kind is not EntryKind.MAIL, entry.moment, entry.key))
    place = next((n for n, one in enumerate(entries) if one.kind is EntryKind.MAIL and one.key == location_key), None)
    if place is None:
        return None
    start = max(0, min(place, len(entries) - MOST_SHOWN))
    kept = tuple(entries[start : start + MOST_SHOWN])
    return Conversation(kept, place - start, more or len(kept) < len(entries))


def _gather(connection: Connection, opened: int, visible: Collection[int] | None) -> tuple[dict[int, Kin], bool]:
    """Whatever may belong to it, by message key; and whether there may be more."""
    kin = conversations.load_kin_by_key(connection, [opened])
    if not kin:
        return {}, False
    asked: set[str] = set()
    more = False
    news = list(kin.values())
    news += _alike(connection, kin[opened], visible)
    for _ in range(MOST_ROUNDS):
        kin.update((one.message_key, one) for one in news)
        wanted = {name for one in news for name in _ids(one.envelope)} - asked
        if not wanted:
            return kin, more
        if len(kin) >= MOST_MAILS or len(asked) >= MOST_IDS:
            break
        wanted = set(sorted(wanted)[: MOST_IDS - len(asked)])
        asked |= wanted
        found, full = conversations.load_kin(connection, wanted, visible, MOST_MAILS, kin)
        more, news = more or full, list(found.values())
    return kin, True


def _alike(connection: Connection, opened: Kin, visible: Collection[int] | None) -> Iterable[Kin]:
    """Mails of the same subject, some of which may be answers that name nothing, or name what is not here."""
    subject = _plain_subject(opened.envelope.subject)
    if not subject:
        return ()
    since, until = opened.received - _AROUND, opened.received + _AROUND
    rows = conversations.find_subjects(connection, subject, visible, since, until, _ALIKE)
    keys = [key for key, other in rows if key != opened.message_key and _plain_subject(other) == subject]
    return conversations.load_kin_by_key(connection, keys).values()


def _ids(envelope: Envelope) -> tuple[str, ...]:
    named = ancestors_of(envelope)
    return (*named, envelope.message_id) if envelope.message_id else named


def _plain_subject(subject: str) -> str:
    """The base subject without a list's tag, in lower case."""
    return _TAGS.sub("", mime.threading_keys.base_subject(subject)).strip().casefold()


def letter_of(kin: Kin) -> Letter:
    """What of it decides where it belongs."""
    envelope = kin.envelope
    author = _author(envelope)
    return Letter(
        kin.message_key,
        envelope.message_id,
        ancestors_of(envelope),
        _plain_subject(envelope.subject),
        mime.threading_keys.is_reply_subject(_TAGS.sub("", envelope.subject, count=1)),
        author.addr_spec.lower(),
        frozenset(one.addr_spec.lower() for one in (*envelope.to, *envelope.cc)),
        kin.received,
    )


def _author(envelope: Envelope) -> Address:
    return (envelope.from_ or envelope.sender or (Address("", ""),))[0]


def _recipient(envelope: Envelope) -> str:
    return (envelope.to or envelope.cc or (Address("", ""),))[0].short_name


# what is shown of them


def _shown(
    connection: Connection, opened: int, members: dict[int, Kin], visible: Collection[int] | None
) -> dict[int, Lies]:
    """By location key, one place for each mail, however many copies of it there are: where the opened one lies, else where a
    person would look first."""
    places = conversations.load_places(connection, members, visible)
    here = next((place for found in places.values() for place in found if place.location_key == opened), None)
    copies: dict[object, list[Lies]] = {}
    for key, found in places.items():
        envelope = members[key].envelope
        same = (envelope.message_id, _author(envelope).addr_spec.lower()) if envelope.message_id else key
        copies.setdefault(same, []).extend(found)
    aside = _ASIDE - ({here.special_use} if here is not None else set())
    shown: dict[int, Lies] = {}
    for found in copies.values():
        wanted = [place for place in found if place.special_use not in aside or place.location_key == opened]
        if wanted:
            best = min(wanted, key=lambda place: _nearness(place, here))
            shown[best.location_key] = best
    return shown


def _nearness(place: Lies, here: Lies | None) -> tuple[object, ...]:
    if here is None:
        return (place.location_key,)
    return (
        place.location_key != here.location_key,
        place.mailbox_key != here.mailbox_key,
        place.account_key != here.account_key,
        place.special_use in VIEWS,
        place.special_use is not SpecialUse.INBOX,
        place.location_key,
    )


def _mail_entry(place: Lies, envelope: Envelope, row: MessageRow, own: Collection[str]) -> ConversationEntry:
    author = _author(envelope)
    return ConversationEntry(
        EntryKind.MAIL, row.location_key, row.account_key, author.display_name, author.addr_spec,
        author.addr_spec.lower() in own, _recipient(envelope), row.internaldate, row.snippet, place.mailbox_name,
        place.special_use, row,
    )  # fmt: skip


def _with_unsent(
    connection: Connection,
    entries: list[ConversationEntry],
    opened: int,
    ids: set[str],
    visible: Collection[int] | None,
    own: dict[str, int],
) -> list[ConversationEntry]:
    """And the drafts and waiting mails that answer one of them. A draft's copy on the server is that draft, unless it is what is
    open."""
    shown = {entry.key for entry in entries}
    addresses = {key: address for address, key in own.items()}
    unsent: list[ConversationEntry] = []
    copies: set[int] = set()
    for one in conversations.load_drafts(connection, visible):
        content = one.content
        if one.location_key == opened:
            continue
        if one.location_key in shown or not ids.isdisjoint((*content.references, *content.in_reply_to)):
            if one.location_key is not None:
                copies.add(one.location_key)
            author, recipient = Address("", addresses.get(content.account_key, "")), content.to[:200]
            entry = _unsent_entry(EntryKind.DRAFT, one.draft_key, content.account_key, author, recipient)
            words = mime.snippet.make_snippet(content.text)
            unsent.append(replace(entry, moment=one.updated_at, words=words))
    for waiting in conversations.load_waiting(connection, visible):
        parsed = mime.parse_message.parse_message(waiting.raw)
        envelope = parsed.envelope
        if envelope.message_id not in ids and not ids.isdisjoint(ancestors_of(envelope)):
            author, recipient = _author(envelope), _recipient(envelope)
            entry = _unsent_entry(EntryKind.WAITING, waiting.outbox_key, waiting.account_key, author, recipient)
            words = mime.snippet.make_snippet(parsed.text)
            unsent.append(replace(entry, moment=waiting.created_at, words=words))
    return [one for one in entries if one.key not in copies] + unsent


def _unsent_entry(kind: EntryKind, key: int, account_key: int, author: Address, recipient: str) -> ConversationEntry:
    name, address = author.display_name, author.addr_spec
    return ConversationEntry(kind, key, account_key, name, address, True, recipient, 0, "", "", SpecialUse.NONE, None)
