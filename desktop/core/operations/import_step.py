"""Brings a mail of another account into a mailbox on the server, exactly once, and says so only when it was seen there.

Before anything leaves, UIDNEXT of the mailbox is stored durably: what may have been done before the connection or the program
died is looked for among the mails that came after it, so that one which was there all along is never taken for it. After APPEND
the mail is asked for again: its Message-ID and size, or where the server stored it in another form, its whole header. Only then
is the operation done, and only that lets the original go.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from desktop.core.imap.gateway import ImapGateway
from desktop.core.mime.headers import find_body
from desktop.core.operations import targets, undo
from desktop.core.operations.overlay import reproject
from desktop.core.operations.writing import OwnMail, own_mail
from desktop.core.store import bodies, imports, locations, messages, operations
from desktop.core.store.locations import Placed
from desktop.core.store.messages import header_digest
from desktop.core.store.operations import StoredOperation
from desktop.core.store.provisional import ANY_NUMBERS
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

NO_TEXT = "the text of the mail has not been fetched yet"
RENUMBERED = "the server renumbered the folder"
ANOTHER = "the server has stored another mail than it was given"
UNSEEN = "the server does not show the mail yet"
GONE = "the mail is no longer there"
_TWICE = 2


class Later(Enum):
    """What became of a try that did not end well."""

    UNTOUCHED = auto()
    """Nothing has left; try again."""
    UNSEEN = auto()
    """It may have left; look for it, then try again."""
    NEVER = auto()


def import_mail(store: Store, gateway: ImapGateway, one: StoredOperation, resync: set[int]) -> tuple[str, Later] | None:
    """None when it is done; else why not. `one.result_location_key` is the provisional row, `one.location_key` the
    original."""
    key = one.result_location_key or 0
    with store.reading() as connection:
        places = locations.load_placed(connection, [key, one.location_key or 0])
        place, source = places.get(key), places.get(one.location_key or 0)
        raw = bodies.load_raw(connection, place.message_key) if place is not None else None
        if raw is None and source is not None:
            raw = bodies.load_raw(connection, source.message_key)
        flags = locations.load_server_flags(connection, [key])
    if place is None:
        return GONE, Later.NEVER
    if raw is None:
        return (GONE, Later.NEVER) if source is None else (NO_TEXT, Later.UNTOUCHED)
    mail = own_mail(raw)
    uid, is_ours = place.uid, not one.is_noted_at_start
    if uid is None:
        selected = gateway.select(place.mailbox_name)  # not read-only: Courier refuses an APPEND then
        if place.uidvalidity is not None and selected.uidvalidity != place.uidvalidity:
            resync.add(place.mailbox_key)
            has_left = one.target_uidnext is not None and not one.is_noted_at_start
            return RENUMBERED, Later.UNSEEN if has_left else Later.UNTOUCHED
        tried = targets.before_first_try(one)
        before = tried or targets.note_selected(store, gateway, [one], selected)
        is_ours = before.uidvalidity in (ANY_NUMBERS, selected.uidvalidity)
        uid = _find(store, gateway, place, mail, before.uidnext if is_ours else None) if tried else None
        is_ours = is_ours and not one.is_noted_at_start
        if uid is None:
            if one.is_noted_at_start:
                before = targets.note_selected(store, gateway, [one], selected)
            is_ours = True
            uid = gateway.append(place.mailbox_name, raw, flags[key][0], place.internaldate)
            selected = gateway.select(place.mailbox_name, read_only=True)
            uid = uid if uid is not None else _find(store, gateway, place, mail, before.uidnext)
        if uid is None:
            resync.add(place.mailbox_key)
            return UNSEEN, Later.UNSEEN
        if not _is_there(gateway, uid, place, mail):
            resync.add(place.mailbox_key)
            return ANOTHER, Later.NEVER
        # Some servers answer with the number of a like mail that they have already.
        is_ours = is_ours and not (before.uidvalidity == selected.uidvalidity and uid < before.uidnext)
    store.writer.run("finish import", lambda uow: _finish(uow, one, place, mail, uid, is_ours), durable=True)
    return None


def _finish(uow: UnitOfWork, one: StoredOperation, place: Placed, mail: OwnMail, uid: int, is_ours: bool) -> None:
    messages.add_bodies(uow, [(place.message_key, mail.raw, mail.indexed)])
    locations.settle_provisional(uow, place.location_key, uid)
    operations.set_states(uow, [one.operation_key], "done")
    if not is_ours:
        undo.disown(uow, one)
    reproject(uow, [place.location_key, *([one.location_key] if one.location_key is not None else [])])


def _find(store: Store, gateway: ImapGateway, place: Placed, mail: OwnMail, uidnext: int | None) -> int | None:
    """The newest mail of the mailbox that is this one and came at or above that number, and that no other operation has
    brought. Without a number, because the server has changed them: one that the cache does not know."""
    if place.message_id:
        there: Sequence[int] = gateway.search_message_id(place.message_id)
    else:
        there = gateway.search_since(place.internaldate - 2 * 86_400)
    with store.reading() as connection:
        if uidnext is None:
            others = set(locations.load_uids(connection, place.mailbox_key))
        else:
            others = imports.load_result_uids(connection, place.mailbox_key)
    there = [uid for uid in there if uid not in others and uid >= (uidnext or 0)]
    identities = gateway.fetch_identity(there) if there else {}
    for uid in sorted(identities, reverse=True):
        message_id, size, received = identities[uid]
        if message_id != place.message_id or (not message_id and received != place.internaldate):
            continue
        if size == len(mail.raw) or _has_header(gateway, uid, mail):
            return uid
    return None


def _is_there(gateway: ImapGateway, uid: int, place: Placed, mail: OwnMail) -> bool:
    identity = gateway.fetch_identity([uid]).get(uid)
    if identity is None or identity[0] != place.message_id:
        return False
    return identity[1] == len(mail.raw) or _has_header(gateway, uid, mail)


def _has_header(gateway: ImapGateway, uid: int, mail: OwnMail) -> bool:
    """Some servers store mail in a form of their own; its header tells whose it is."""
    for fetched in gateway.fetch_bodies([uid], max_size=_TWICE * len(mail.raw) + 65_536):
        return header_digest(fetched.raw[: find_body(fetched.raw)[0]]) == mail.digest
    return False
