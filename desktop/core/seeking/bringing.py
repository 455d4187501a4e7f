"""Makes a mail that was found on a server part of the copy here, because somebody wishes something about it.

Invariant: it is stored in the transaction that stores the wish, so no death of the program and no sweep comes between the two, and
what nobody wishes anything about is never stored. It becomes one row, that of its UID, however often it is brought; the frontiers
of its mailbox stay where they are. From then on it is a mail like any other: a task holds it, and what nothing holds goes with the
next sweep by its age. Prepared on the thread `commands`, stored on the writer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop.core.api.commands import Archive, Command, Delete, MarkJunk, MoveTo, Snooze
from desktop.core.api.errors import BandejaError, Code
from desktop.core.connectors.form.letters import FoundMail
from desktop.core.operations.overlay import reproject
from desktop.core.seeking.passing import PassingMail, PassingMails
from desktop.core.store import found_elsewhere, locations, mailboxes, messages
from desktop.core.store.locations import NewLocation
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.messages import NewMessage
from desktop.core.store.store import Connection, Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.standing import Standing
from desktop.values import dataclass

_LEAVING = Archive | Delete | MarkJunk | MoveTo | Snooze
"""These take a mail out of the folder that it was found in."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Mails that are ready to be stored, by their keys below 0."""

    mails: Mapping[int, tuple[PassingMail, NewMessage]]
    standing: Standing

    def store(self, uow: UnitOfWork) -> dict[int, int]:
        """Passing key -> location key. Raises BandejaError: GONE_THERE where the folder has other numbers than when the mail was
        found, a PlanError where the plan has stopped its mailbox meanwhile."""
        rows: dict[int, int] = {}
        by_mailbox: dict[int, dict[int, tuple[PassingMail, NewMessage]]] = {}
        for key, found in self.mails.items():
            by_mailbox.setdefault(found[0].place.mailbox_key, {})[key] = found
        for mailbox_key, mails in by_mailbox.items():
            rows |= _store_in(uow, self.standing, mailbox_key, mails)
        return rows


class Bringing:
    """Implements `operations.service.BringsMail` and `connectors.form.letters.Elsewhere`."""

    def __init__(self, store: Store, standing: Standing, passing: PassingMails) -> None:
        self._store, self._standing, self._passing = store, standing, passing

    def prepare(self, keys: Iterable[int]) -> Prepared:
        """Of keys below 0. Raises BandejaError(NOT_FOUND) where one is known no more."""
        mails = {}
        for key in dict.fromkeys(keys):
            mail = self._passing.mail(key)
            if mail is None:
                raise BandejaError(Code.NOT_FOUND, what="mail", name=key)
            mails[key] = mail, _read(mail, self._passing.raw(key))
        return Prepared(mails, self._standing)

    def note(self, command: Command, keys: Iterable[int]) -> None:
        """Their wish is stored."""
        self._passing.note_brought(keys, leaving=isinstance(command, _LEAVING))

    def letter(self, key: int) -> FoundMail | None:
        mail = self._passing.mail(key)
        if mail is None:
            return None
        place, row = mail.place, mail.row
        return FoundMail(
            mail.envelope, self._passing.raw(key), row.internaldate, place.account_key, place.mailbox, row.size
        )

    def find(self, connection: Connection, location_keys: Sequence[int]) -> list[int]:
        """The same mails by the keys that they have here; those that are not here are left out."""
        found = ((key if key > 0 else self._row_of(connection, key)) for key in location_keys)
        return [key for key in found if key is not None]

    def here(self, location_keys: Iterable[int]) -> dict[int, int | None]:
        """As `core.api.server_search.ServerSearch.here`."""
        brought = self._passing.brought(location_keys)
        if not brought:
            return {}
        here: dict[int, int | None] = {}
        with self._store.reading() as connection:
            for key, leaving in brought.items():
                row = self._row_of(connection, key)
                shown = locations.load_shown(connection, [row]).get(row) if row is not None else None
                if row is not None and shown is not None:
                    here[key] = None if shown.hidden or leaving else row
                    self._passing.set_flags(key, shown.flags)
                elif leaving:
                    here[key] = None
        return here

    def _row_of(self, connection: Connection, key: int) -> int | None:
        mail = self._passing.mail(key)
        if mail is None:
            return None
        place = mail.place
        return found_elsewhere.load_row(
            connection, place.mailbox_key, place.uidvalidity, place.uid, (mail.digest, mail.row.size)
        )


def _read(mail: PassingMail, raw: bytes | None) -> NewMessage:
    """What is stored of it: its text only where somebody has looked at it; the sync fetches what is missing."""
    envelope, content, thread_key = mail.envelope, None, mail.thread_key
    if raw is not None:
        from desktop.core.mime.headers import find_body  # no start needs it
        from desktop.core.mime.index_message import index_body, index_headers

        header = index_headers(raw[: find_body(raw)[0]])
        envelope, thread_key, content = header.envelope, header.thread_key, (raw, index_body(raw))
    row = mail.row
    return NewMessage(
        mail.digest, row.size, row.internaldate, envelope, thread_key, row.has_attachment, content=content
    )


def _store_in(
    uow: UnitOfWork, standing: Standing, mailbox_key: int, mails: Mapping[int, tuple[PassingMail, NewMessage]]
) -> dict[int, int]:
    name = next(iter(mails.values()))[0].place.mailbox
    state = mailboxes.load_state(uow.connection, mailbox_key)
    if state is None:
        raise BandejaError(Code.GONE_THERE, mailbox=name)
    refusal = standing.refusal(uow.connection, state.account_key)
    if refusal is not None:
        raise refusal
    if state.uidvalidity is None:
        return {key: _wait_for_a_uid(uow, state, *found) for key, found in mails.items()}
    if any(mail.place.uidvalidity != state.uidvalidity for mail, _ in mails.values()):
        raise BandejaError(Code.GONE_THERE, mailbox=name)
    uids = {key: mail.place.uid for key, (mail, _) in mails.items()}
    known = found_elsewhere.load_at(uow.connection, mailbox_key, uids.values())
    # What is here may have come without its text.
    taken = [found for key, found in mails.items() if uids[key] not in known or found[1].content is not None]
    stored = messages.store_messages(uow, state.account_key, [new for _, new in taken])
    fresh = [
        NewLocation(mail.place.uid, message_key, new.internaldate, mail.flags, mark)
        for (mail, new), message_key, mark in zip(taken, stored.keys, stored.marks, strict=True)
        if mail.place.uid not in known
    ]
    if fresh:
        reproject(uow, locations.add_locations(uow, mailbox_key, fresh).settled)
        # What has changed there since they were found is among no changes that the server tells from now on.
        mailboxes.set_state(uow, mailbox_key, highestmodseq=None)
        known |= found_elsewhere.load_at(uow.connection, mailbox_key, [new.uid for new in fresh])
    return {key: known[uid] for key, uid in uids.items()}


def _wait_for_a_uid(uow: UnitOfWork, state: MailboxState, mail: PassingMail, new: NewMessage) -> int:
    """In a folder that has not been looked at, whose first look finds the mail by what it is."""
    place = mail.place
    here = found_elsewhere.load_row(
        uow.connection, state.mailbox_key, place.uidvalidity, place.uid, (new.digest, new.size)
    )
    if here is not None:
        return here
    stored = messages.store_messages(uow, state.account_key, [new])
    return locations.add_provisional(
        uow, state.mailbox_key, stored.keys[0], new.internaldate, mail.flags, has_attachment=stored.marks[0]
    )
