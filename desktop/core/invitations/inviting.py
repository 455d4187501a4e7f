"""Wishes to invite the guests of an event of the own desk, to tell them what has changed, and to call it off.

A mail is made only of what a person has pressed for, on the commands thread; with it, in one durable transaction and under one
undo group, goes what the guests then know. Connectors and synchronisation never come here. The writer stores.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from desktop.core import mime
from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.commands import Receipt
from desktop.core.api.desk import EventDetail, Guest
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.invitations import CancelMeeting, MeetingWords, SendInvitation
from desktop.core.clock import utc
from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import OutgoingMessage
from desktop.core.operations.writing import new_message_id
from desktop.core.store import accounts, desk_events, invitations, meetings, outbox, undo_groups
from desktop.core.store.jobs import Job, Prepare
from desktop.core.store.meetings import StoredMeeting
from desktop.core.store.store import Store
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

LONGEST_NOTE = 2_000
MOST_GUESTS = 100
_ADDRESS = re.compile(r"[^\s@<>\"',;:\\]{1,64}@[^\s@<>\"',;:\\]{1,255}")


@dataclass(frozen=True, slots=True)
class _Found:
    """An event with all that a mail about it needs."""

    event: EventDetail
    uid: str
    known: StoredMeeting | None
    settings: AccountSettings
    account_key: int
    own: frozenset[str]

    @property
    def organiser(self) -> Guest:
        return Guest(self.settings.display_name, self.settings.address, "accepted", True)


@dataclass(frozen=True, slots=True)
class _Mail:
    message: OutgoingMessage
    raw: bytes


class InvitingCommands:
    """`zone` is the user's, by its IANA name."""

    def __init__(self, store: Store, now: Callable[[], int], zone: str) -> None:
        self._store, self._now, self._zone = store, now, zone

    def prepared(self) -> Mapping[type, Prepare]:
        """For `OperationsService(more=…)`."""
        return {SendInvitation: self.send, CancelMeeting: self.cancel}

    def send(self, command: SendInvitation) -> Job:
        known = self._store.read(lambda connection: meetings.load_meeting(connection, command.event_key))
        # The organiser of a meeting stays the same: guests' programs would not know another one's changes.
        found = self._find(command.event_key, command.account_key if known is None else known.account_key)
        guests, told = _guests(found), meetings.spell(found.event)
        before = found.known
        sequence = 0 if before is None else before.sequence + 1
        moves = before is None or meetings.has_moved(before.told, told)
        if moves:
            guests = [replace(one, state="needs-action") for one in guests]
        event = found.event if command.with_text else replace(found.event, text="")
        request = mime.write_request.write_request(
            event, uid=found.uid, sequence=sequence, organiser=found.organiser, guests=guests,
            note=_note(command.note), now=self._now(), local_zone=self._zone,
        )  # fmt: skip
        title = found.event.row.title
        words = _or_english(command.words, f"{'Changed' if before else 'Invitation'}: {title}")
        mail = self._mail(found, guests, words, command.note, request, "REQUEST")
        gone = _gone(before, guests)
        farewell = self._calling_off(found, gone, sequence, command.words_to_gone, "") if gone else None
        addresses = [one.address.lower() for one in guests]

        def job(uow: UnitOfWork) -> Receipt:
            _check_unchanged(uow, command.event_key, before)
            done = "invitation_sent" if before is None else "invitation_updated"
            group = undo_groups.add_group(uow, done, len(guests), title)
            rows = Recorder(uow, group)
            unheard = _stop_last(rows, before) and before is not None and before.sequence == 0
            key = _queue(uow, group, found.account_key, mail, command.undo_seconds)
            if farewell is not None and not unheard:
                _queue(uow, group, found.account_key, farewell, command.undo_seconds)
            with_me = [found.organiser, *(one for one in found.event.guests if not one.organiser)]
            invitations.set_guests(rows, command.event_key, with_me)
            invitations.ask_again(rows, command.event_key, all_of_them=moves)
            meetings.set_meeting(
                rows, command.event_key, account_key=found.account_key, sequence=sequence,
                moved=sequence if moves or before is None else before.moved, told=told, guests=addresses, outbox_key=key,
            )  # fmt: skip
            return Receipt(done, len(guests), group, title, key)

        return job

    def cancel(self, command: CancelMeeting) -> Job:
        known = self._store.read(lambda connection: meetings.load_meeting(connection, command.event_key))
        if known is None:
            raise BandejaError(Code.BAD_INPUT, what="This event", why="nobody was invited to it from here")
        found = self._find(command.event_key, known.account_key)
        sequence = known.sequence + 1
        guests = _named(found.event, known.guests)
        mail = self._calling_off(found, guests, sequence, command.words, command.note)
        title = found.event.row.title

        def job(uow: UnitOfWork) -> Receipt:
            _check_unchanged(uow, command.event_key, known)
            group = undo_groups.add_group(uow, "meeting_cancelled", len(guests), title)
            rows = Recorder(uow, group)
            key = None
            if not (_stop_last(rows, known) and known.sequence == 0):  # else no mail has reached anybody
                key = _queue(uow, group, found.account_key, mail, command.undo_seconds)
            desk_events.drop_event(rows, command.event_key)
            return Receipt("meeting_cancelled" if key else "event_deleted", len(guests), group, title, key)

        return job

    def _find(self, event_key: int, account_key: int) -> _Found:
        with self._store.reading() as connection:
            event = desk_events.load_event(connection, event_key)
            identity = desk_events.load_uid(connection, event_key)
            known = meetings.load_meeting(connection, event_key)
            settings = accounts.load_settings(connection, account_key)
            own = frozenset(row.address.lower() for row in accounts.load_accounts(connection))
        if event is None or identity is None:
            raise BandejaError(Code.NOT_FOUND, what="event", name=event_key)
        if settings is None:
            raise BandejaError(Code.NOT_FOUND, what="account", name=account_key)
        if any(one.organiser and one.address.lower() not in own for one in event.guests):
            raise BandejaError(Code.BAD_INPUT, what="This event", why="somebody else has invited to it")
        if event.of_series is not None:
            raise BandejaError(Code.BAD_INPUT, what="This event", why="it is one time of another event: invite to that")
        return _Found(event, identity[0], known, settings, account_key, own)

    def _calling_off(
        self, found: _Found, guests: Sequence[Guest], sequence: int, words: MeetingWords, note: str
    ) -> _Mail:
        data = mime.write_request.write_cancel(
            found.event, uid=found.uid, sequence=sequence, organiser=found.organiser, guests=guests, note=_note(note),
            now=self._now(), local_zone=self._zone,
        )  # fmt: skip
        words = _or_english(words, f"Cancelled: {found.event.row.title}")
        return self._mail(found, guests, words, note, data, "CANCEL")

    def _mail(
        self, found: _Found, guests: Sequence[Guest], words: MeetingWords, note: str, calendar: bytes, method: str
    ) -> _Mail:
        sender = Address(found.settings.display_name, found.settings.address)
        try:
            message = OutgoingMessage(
                from_=sender,
                subject=" ".join(words.subject.split())[:500],
                text="\n\n".join(part for part in (words.text, _note(note)) if part),
                message_id=new_message_id(sender.addr_spec),
                date=utc(self._now()),
                to=tuple(Address(one.name, one.address) for one in guests),
                calendar=calendar,
                method=method,
            )
            return _Mail(message, mime.compose.compose(message))
        except ValueError as error:
            raise BandejaError(Code.BAD_INPUT, what="This invitation", why=str(error)) from error


def _guests(found: _Found) -> list[Guest]:
    """Whom the mail goes to. Raises BandejaError when there is nobody, or somebody cannot be written to."""
    guests = {one.address.lower(): one for one in found.event.guests if not one.organiser and one.address}
    for address in found.own:
        guests.pop(address, None)
    if not guests:
        raise BandejaError(Code.BAD_INPUT, what="This invitation", why="no guest has an address")
    if len(guests) > MOST_GUESTS:
        raise BandejaError(Code.BAD_INPUT, what="This invitation", why=f"it has more than {MOST_GUESTS} guests")
    wrong = next((one.address for one in guests.values() if not _ADDRESS.fullmatch(one.address)), None)
    if wrong is not None:
        raise BandejaError(Code.BAD_INPUT, what=f"The address '{wrong[:100]}'", why="it is none")
    return list(guests.values())


def _gone(before: StoredMeeting | None, guests: Sequence[Guest]) -> list[Guest]:
    """Who was told of it, and is asked no more."""
    still = {one.address.lower() for one in guests}
    return [Guest("", address) for address in (before.guests if before else ()) if address not in still]


def _named(event: EventDetail, addresses: Sequence[str]) -> list[Guest]:
    names = {one.address.lower(): one.name for one in event.guests}
    return [Guest(names.get(address, ""), address) for address in addresses]


def _queue(uow: UnitOfWork, group: int, account_key: int, mail: _Mail, undo_seconds: int) -> int:
    message = mail.message
    return outbox.add_outbox(
        uow, account_key=account_key, message_id=message.message_id, subject=message.subject,
        envelope_from=message.from_.addr_spec, recipients=[one.addr_spec for one in message.recipients], raw=mail.raw,
        not_before=uow.now + max(0, min(undo_seconds, 300)), group_key=group,
    )  # fmt: skip


def _stop_last(rows: Recorder, known: StoredMeeting | None) -> bool:
    """The last mail has not left, and now will not: another goes in its place, or it was discarded before."""
    if known is None or outbox.load_state(rows.uow.connection, known.outbox_key) is None:
        return known is not None
    return known.outbox_key is not None and outbox.replace(rows, known.outbox_key)


def _check_unchanged(uow: UnitOfWork, event_key: int, known: StoredMeeting | None) -> None:
    """Two wishes in a row were prepared from the same: the second would tell the guests the same again."""
    if meetings.load_meeting(uow.connection, event_key) != known:
        raise BandejaError(Code.BAD_INPUT, what="This invitation", why="it has just been sent")


def _or_english(words: MeetingWords, subject: str) -> MeetingWords:
    return MeetingWords(words.subject or subject, words.text or subject)


def _note(text: str) -> str:
    return text.strip()[:LONGEST_NOTE]
