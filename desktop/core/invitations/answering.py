"""Wishes about invitations: an answer that goes out, the calendar that follows it, and an answer that came in and is noted.

The mail, the event and what is known of the answer are stored in one durable transaction, under one undo group; everything that
is read, parsed or composed is so before it. The commands thread prepares, the writer stores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import uuid4

from desktop.core import mime
from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.invitations import Answer, AnswerInvitation, Invitation, RecordReply, RemoveTime, Validity
from desktop.core.api.link_commands import LinkMail
from desktop.core.api.linking import OWN_DESK, LinkKind
from desktop.core.clock import utc
from desktop.core.connectors.commands import Making
from desktop.core.connectors.protocol import Wish
from desktop.core.connectors.queue.frozen import dump_wish
from desktop.core.invitations.reading import InvitationReader, Look
from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import OutgoingMessage
from desktop.core.operations.writing import new_message_id
from desktop.core.store import accounts, desk_events, invitations, links, outbox, undo_groups, wishes
from desktop.core.store.jobs import Job, Prepare
from desktop.core.store.links import LinkedObject
from desktop.core.store.schema import link
from desktop.core.store.store import Store
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

LONGEST_NOTE = 2_000
_ENGLISH = {Answer.ACCEPTED: "Accepted", Answer.TENTATIVE: "Maybe", Answer.DECLINED: "Declined"}
_MOST_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class _Mail:
    message: OutgoingMessage
    raw: bytes


class InvitationCommands:
    """`make` reads and freezes what an event is made of, in the calendar that is bound; `need(backend)` says that one has work."""

    def __init__(
        self,
        store: Store,
        reader: InvitationReader,
        now: Callable[[], int],
        make: Callable[[LinkMail], Making],
        need: Callable[[str], object],
    ) -> None:
        self._store, self._reader, self._now, self._make, self._need = store, reader, now, make, need

    def prepared(self) -> Mapping[type, Prepare]:
        """For `OperationsService(more=…)`."""
        return {AnswerInvitation: self.answer, RecordReply: self.record, RemoveTime: self.remove_time}

    def answer(self, command: AnswerInvitation) -> Job:
        look = self._look(command.location)
        invitation = look.invitation
        _check_answerable(invitation)
        mail = self._compose(look, command)
        making = self._make(_event_of(look, command.answer)) if command.answer is not Answer.DECLINED else None
        delay = max(0, min(command.undo_seconds, 300))

        def job(uow: UnitOfWork) -> Receipt:
            group = undo_groups.add_group(uow, f"invitation_{command.answer}", 1, invitation.title)
            rows = Recorder(uow, group)
            if look.answer is not None and look.answer.outbox_key is not None:
                outbox.replace(rows, look.answer.outbox_key)
            key = outbox.add_outbox(
                uow, account_key=invitation.account_key or 0, message_id=mail.message.message_id,
                subject=mail.message.subject, envelope_from=mail.message.from_.addr_spec,
                recipients=[one.addr_spec for one in mail.message.recipients], raw=mail.raw,
                not_before=uow.now + delay, group_key=group,
            )  # fmt: skip
            if invitation.time_at is not None:
                _follow_time(rows, group, look, making, delay)
            else:
                _follow(rows, group, look, making, delay)
            invitations.set_answer(rows, look.read.mark, command.answer, invitation.span, key)
            return Receipt(f"invitation_{command.answer}", 1, group, _named(look), key)

        return job

    def record(self, command: RecordReply) -> Job:
        look = self._look(command.location)
        invitation, stamp = look.invitation, look.read.mark.stamp
        guest, event_key = invitation.replier, invitation.event_key
        if not invitation.recordable or guest is None or event_key is None:
            raise BandejaError(
                Code.BAD_INPUT, what="This answer", why="it belongs to no event here, or is noted already"
            )

        def job(uow: UnitOfWork) -> Receipt:
            group = undo_groups.add_group(uow, "reply_recorded", 1)
            invitations.set_noted(Recorder(uow, group), event_key, guest.address, guest.state, stamp)
            return Receipt("reply_recorded", 1, group, guest.name or guest.address)

        return job

    def remove_time(self, command: RemoveTime) -> Job:
        look = self._look(command.location)
        if look.invitation.time_at is None:
            raise BandejaError(Code.BAD_INPUT, what="This mail", why="it is about no single time of an event here")

        def job(uow: UnitOfWork) -> Receipt:
            group = undo_groups.add_group(uow, "time_deleted", 1)
            _follow_time(Recorder(uow, group), group, look, None, 0)
            return Receipt("time_deleted", 1, group, look.invitation.title)

        return job

    def _look(self, location_key: int) -> Look:
        look = self._reader.look(location_key)
        if look is None:
            raise BandejaError(Code.BAD_INPUT, what="This mail", why="it holds no invitation that can be read")
        if look.series is not None:
            self._need(look.series.backend)
        return look

    def _compose(self, look: Look, command: AnswerInvitation) -> _Mail:
        invitation = look.invitation
        key = invitation.account_key or 0
        settings = self._store.read(lambda connection: accounts.load_settings(connection, key))
        if settings is None:
            raise BandejaError(Code.NOT_FOUND, what="account", name=key)
        sender, now = Address(settings.display_name, settings.address), self._now()
        note = command.note.strip()[:LONGEST_NOTE]
        title = f"{_ENGLISH[command.answer]}: {invitation.title}"
        envelope = look.letter.parsed.envelope
        answered = (envelope.message_id,) if envelope.message_id else ()
        try:
            message = OutgoingMessage(
                from_=sender,
                subject=" ".join((command.subject or title).split())[:500],
                text="\n\n".join(part for part in (command.text or title, note) if part),
                message_id=new_message_id(sender.addr_spec),
                date=utc(now),
                to=(Address(invitation.organiser.name, invitation.organiser.address),),
                in_reply_to=answered,
                references=(*envelope.references, *answered)[-_MOST_REFERENCES:],
                calendar=mime.write_reply.write_reply(look.read, invitation.me, command.answer, note=note, now=now),
                method="REPLY",
            )
            return _Mail(message, mime.compose.compose(message))
        except ValueError as error:
            raise BandejaError(Code.BAD_INPUT, what="This invitation", why=str(error)) from error


def _check_answerable(invitation: Invitation) -> None:
    if invitation.answerable:
        return
    if invitation.validity is Validity.OUTDATED:
        why = "a newer one about the same meeting is here"
    elif invitation.validity is Validity.CANCELLED:
        why = "its organiser has cancelled it"
    else:
        why = "none of your addresses is invited by it"
    raise BandejaError(Code.BAD_INPUT, what="This invitation", why=why)


def _event_of(look: Look, answer: Answer) -> LinkMail:
    """The event as the organiser meant it, with what we have answered."""
    row, invitation = look.read.event.row, look.invitation
    me = invitation.me.lower()
    guests = tuple(
        replace(one, state=answer.value) if one.address.lower() == me else one for one in invitation.guests
    )  # fmt: skip
    if invitation.organiser.address and not any(one.organiser for one in guests):
        guests = (invitation.organiser, *guests)
    return LinkMail(
        LinkKind.EVENT,
        (look.letter.location_key,),
        title=row.title,
        text=look.read.event.text or None,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        all_day=row.all_day,
        zone=row.zone,
        place=row.place,
        uid="" if look.read.mark.recurrence else look.read.mark.uid,
        guests=guests,
        series=look.read.event.series,
    )


def _follow(rows: Recorder, group: int, look: Look, making: Making | None, delay: int) -> None:
    """The calendar does as was answered: the event is there once, at the time of this invitation; or not at all."""
    uow, invitation = rows.uow, look.invitation
    known = links.load_link(uow.connection, invitation.link.link_key) if invitation.link is not None else None
    event_key = invitation.event_key
    if known is not None and known.backend == OWN_DESK and known.remote_id.isdigit():
        event_key = int(known.remote_id)
    if event_key is not None:
        if making is None:
            desk_events.drop_event(rows, event_key)
            if known is not None:
                rows.delete(link, link.c.link_key == known.link_key)
                links.touch(uow, [known.message_key])
            return
        wish = making.wish
        moved = desk_events.move_event(
            rows, event_key, title=wish.title, starts_at=wish.starts_at or 0, ends_at=wish.ends_at or 0,
            all_day=wish.all_day, zone=wish.zone, place=wish.place, series=wish.series,
        )  # fmt: skip
        if moved:
            invitations.set_guests(rows, event_key, wish.guests)
            return
    elif known is not None and making is not None and not _moves(look):
        return  # it is there, or on its way, at this time
    elif known is not None:
        _take_out(rows, group, known, delay)
    if making is not None:
        making.store(uow, group)


def _follow_time(rows: Recorder, group: int, look: Look, making: Making | None, delay: int) -> None:
    """One time of a series: an exception of it, or left out."""
    event_key, at = look.invitation.event_key, look.invitation.time_at
    if at is None:
        return
    if event_key is None:
        _tell_of_time(rows, group, look, making is not None, delay)
    elif making is None:
        desk_events.drop_time(rows, event_key, at)
    else:
        _set_time(rows, event_key, at, making.wish)


def _tell_of_time(rows: Recorder, group: int, look: Look, takes_place: bool, delay: int) -> None:
    """At another backend, as long after as it can be undone."""
    known = None if look.series is None else links.load_link(rows.uow.connection, look.series.link_key)
    if known is None:
        return
    row, key = look.read.event.row, str(uuid4())
    wish = Wish(
        known.kind, key, row.title, "", (), all_day=row.all_day, zone=row.zone or "UTC",
        instead_of=look.invitation.time_at,
    )  # fmt: skip
    if takes_place:
        wish = replace(wish, starts_at=row.starts_at, ends_at=row.ends_at, place=row.place)
    wishes.add_adding(
        rows.uow, key, known, title=row.title, payload=dump_wish(wish), mails=(), group_key=group, delay=delay
    )  # fmt: skip


def _set_time(rows: Recorder, event_key: int, at: int, wish: Wish) -> None:
    """In the own desk. What the user wrote about it and when to remind stays."""
    changed = desk_events.find_time(rows.uow.connection, event_key, at)
    kept = None if changed is None else desk_events.load_event(rows.uow.connection, changed)
    series = desk_events.load_event(rows.uow.connection, event_key)
    like = kept or series
    key = desk_events.set_time(
        rows, event_key, at, title=wish.title, starts_at=wish.starts_at or 0, ends_at=wish.ends_at or 0,
        all_day=wish.all_day, zone=wish.zone, place=wish.place, text=wish.text if kept is None else kept.text,
        remind_minutes=None if like is None else like.row.remind_minutes,
    )  # fmt: skip
    if key is not None:
        invitations.set_guests(rows, key, wish.guests)


def _moves(look: Look) -> bool:
    """Is the event elsewhere than this invitation says? What is not known is left as it is."""
    return look.answer is not None and look.answer.span != look.invitation.span


def _take_out(rows: Recorder, group: int, known: links.StoredLink, delay: int) -> None:
    uow = rows.uow
    if known.remote_id:
        named = LinkedObject(known.backend, known.kind, known.remote_id)
        wishes.add_unmaking(uow, str(uuid4()), named, [known], delay, group)
        rows.delete(link, link.c.link_key == known.link_key)
        links.touch(uow, [known.message_key])
        return
    if known.wish_key is not None:
        wishes.take_back_one(uow, known.wish_key)
    links.drop_link(uow, known.link_key)


def _named(look: Look) -> str:
    organiser = look.invitation.organiser
    return organiser.name or organiser.address
