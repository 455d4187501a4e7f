"""One mail's invitation beside all that is known here of the same meeting: other versions, the answer, the calendar.

Nothing is written. What a mail says counts for another one only if it names the same organiser and UID and is, as far as anybody
can tell, from that organiser: a stranger cannot outdate somebody else's meeting, only have it asked about. Reads and parses: worker threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.core import mime
from desktop.core.api.desk import EventDetail, EventRow, Guest
from desktop.core.api.errors import BandejaError
from desktop.core.api.invitations import GivenAnswer, Invitation, Method, Span, Validity
from desktop.core.api.linking import OWN_DESK, LinkKind, LinkRow, LinkState
from desktop.core.api.rows import AccountRow
from desktop.core.connectors.form.letters import Letter, load_letters
from desktop.core.mail.structure import CalendarMark
from desktop.core.store import bodies, desk_events, invitations, meetings, outbox
from desktop.core.store.invitations import StoredAnswer
from desktop.core.store.meetings import StoredMeeting
from desktop.core.store.store import Connection, Store
from desktop.values import dataclass

if TYPE_CHECKING:
    from desktop.core.mime.read_invitation import ReadInvitation

MOST_CONFLICTS = 3
Links = Callable[[tuple[int, ...]], dict[int, tuple[LinkRow, ...]]]


@dataclass(frozen=True, slots=True)
class Look:
    """What was found, with what it was found from."""

    letter: Letter
    read: ReadInvitation
    invitation: Invitation
    answer: StoredAnswer | None
    series: LinkRow | None = None
    """Of one time of a series at another backend, which can change it there: the series' link."""


class InvitationReader:
    """`accounts` are those that the current member sees; `links` gives the mails' links; `zone` is the user's, by its IANA
    name."""

    def __init__(
        self,
        store: Store,
        *,
        accounts: Callable[[], list[AccountRow]],
        links: Links,
        zone: str,
        now: Callable[[], int],
        changes_times: Callable[[str], bool] = lambda backend: False,
    ) -> None:
        self._changes_times = changes_times
        self._store, self._accounts, self._links, self._zone, self._now = store, accounts, links, zone, now

    def load(self, location_key: int) -> Invitation | None:
        found = self.look(location_key)
        return None if found is None else found.invitation

    def look(self, location_key: int) -> Look | None:
        try:
            (letter,) = load_letters(self._store, (location_key,))
        except BandejaError:
            return None
        data = None if letter.raw is None else mime.read_invitation.find_calendar(letter.parsed, letter.raw)
        read = None if data is None else mime.read_invitation.read_invitation(data, self._zone)
        if read is None:
            return None
        with self._store.reading() as connection:
            return self._beside(connection, letter, read)

    def _beside(self, connection: Connection, letter: Letter, read: ReadInvitation) -> Look:
        mark, method = read.mark, read.method
        related = [
            (key, one) for key, one in invitations.load_related(connection, mark) if key != letter.message_key
        ]  # fmt: skip
        answer = invitations.load_answer(connection, mark) if method is not Method.REPLY else None
        validity, claimed = Validity.CURRENT, Validity.CURRENT
        if method is not Method.REPLY:
            validity = _validity(mark, [one for _, one in related if one.proven], answer)
            claimed = _validity(mark, [one for _, one in related], answer)
        link = self._link((letter.message_key, *(key for key, _ in related)))
        related = [(key, one) for key, one in related if one.proven]
        event_key, time_at = _own_event(connection, link, read)
        series = self._series(connection, read) if link is None and event_key is None else None
        me, account_key = _invited(read, self._accounts(), letter)
        span = span_of(read.event)
        itself = {event_key, _changed_key(connection, event_key, time_at)}
        conflicts = self._conflicts(connection, read.event.row, itself) if method is not Method.REPLY else []
        reply = _reply(connection, read, event_key, letter) if method is Method.REPLY else {}
        asked = method is Method.REQUEST and bool(me) and bool(read.organiser.address)
        invitation = Invitation(
            location_key=letter.location_key,
            method=method,
            title=read.event.row.title,
            span=span,
            place=read.event.row.place,
            repeats="repeats" in read.event.notes or read.event.series is not None,
            series=read.event.series,
            organiser=read.organiser,
            guests=read.guests,
            more_guests=max(0, len(read.addresses) - len(read.guests)),
            me=me,
            account_key=account_key,
            answerable=asked and validity is Validity.CURRENT and not self._is_own(read.organiser),
            validity=validity,
            claimed=claimed if claimed is not validity else None,
            unproven=_is_unproven(letter),
            answered=None if answer is None else _given(connection, answer),
            was=self._before(connection, read, related, answer) if validity is Validity.CURRENT else None,
            conflicts=tuple(conflicts[:MOST_CONFLICTS]),
            more_conflicts=max(0, len(conflicts) - MOST_CONFLICTS),
            event_key=event_key,
            time_at=read.at if series is not None else time_at,
            link=link or series,
            foreign_sender=_foreign_sender(letter, read),
            note=read.note,
            **reply,
        )
        return Look(letter, read, invitation, answer, series)

    def _link(self, message_keys: tuple[int, ...]) -> LinkRow | None:
        """The event that this mail, else another one about the meeting, is linked to."""
        links = self._links(message_keys)
        for key in message_keys:
            for row in links.get(key, ()):
                if row.kind is LinkKind.EVENT and row.state is not LinkState.GONE:
                    return row
        return None

    def _series(self, connection: Connection, read: ReadInvitation) -> LinkRow | None:
        if not read.mark.recurrence or read.at is None:
            return None
        mails = invitations.load_related(connection, replace(read.mark, recurrence=""))
        found = self._link(tuple(key for key, _ in mails))
        return found if found is not None and self._changes_times(found.backend) else None

    def _conflicts(self, connection: Connection, row: EventRow, itself: set[int | None]) -> list[EventRow]:
        """Those with hours first; a whole day collides with nothing, and neither does what is over."""
        if row.all_day or row.ends_at <= self._now():
            return []
        end = max(row.ends_at, row.starts_at + 1)
        there = desk_events.load_events(connection, row.starts_at, end)
        for first, series in desk_events.load_series(connection, end):
            there += mime.recurrence.times_in(first, series, row.starts_at, end)
        found = [
            one
            for one in there
            if one.event_key not in itself
            and one.starts_at < end
            and max(one.ends_at, one.starts_at + 1) > row.starts_at
        ]
        return sorted(found, key=lambda one: one.all_day)

    def _before(
        self,
        connection: Connection,
        read: ReadInvitation,
        related: Sequence[tuple[int, CalendarMark]],
        answer: StoredAnswer | None,
    ) -> Span | None:
        """When it was to be, as it was answered or as the version before says, where that is another time."""
        if read.method is not Method.REQUEST:
            return None
        now = span_of(read.event)
        if answer is not None:
            before: Span | None = answer.span
        else:
            older = (key for key, one in related if one.method == "REQUEST" and one.version < read.mark.version)
            before = self._span_in(connection, next(older, None))
        if before is None or (before.starts_at, before.ends_at) == (now.starts_at, now.ends_at):
            return None
        return before

    def _span_in(self, connection: Connection, message_key: int | None) -> Span | None:
        raw = None if message_key is None else bodies.load_raw(connection, message_key)
        data = None if raw is None else mime.read_invitation.find_calendar(mime.parse_message.parse_message(raw), raw)
        read = None if data is None else mime.read_invitation.read_invitation(data, self._zone)
        return None if read is None else span_of(read.event)

    def _is_own(self, organiser: Guest) -> bool:
        return any(row.address.lower() == organiser.address.lower() for row in self._accounts())


def span_of(event: EventDetail) -> Span:
    row = event.row
    return Span(row.starts_at, row.ends_at, row.all_day, row.zone)


def _validity(mark: CalendarMark, related: Sequence[CalendarMark], answer: StoredAnswer | None) -> Validity:
    if mark.method == "REQUEST" and any(one.method == "CANCEL" and one.version >= mark.version for one in related):
        return Validity.CANCELLED
    newer = any(one.method in ("REQUEST", "CANCEL") and one.version > mark.version for one in related)
    if newer or (answer is not None and answer.version > mark.version):
        return Validity.OUTDATED
    return Validity.CURRENT


def _invited(read: ReadInvitation, accounts: Sequence[AccountRow], letter: Letter) -> tuple[str, int | None]:
    """The own address among the guests, as it stands there, and its account: that of the mailbox first, exact ones before
    those that differ by a +tag."""
    held = sorted(accounts, key=lambda row: row.address.lower() != letter.account.lower())
    for plain in (False, True):
        for row in held:
            for address in read.addresses:
                if _plain(address, plain) == _plain(row.address, plain):
                    return address, row.account_key
    return "", None


def _plain(address: str, without_tag: bool) -> str:
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0] if without_tag else local}@{domain}"


def _own_event(connection: Connection, link: LinkRow | None, read: ReadInvitation) -> tuple[int | None, int | None]:
    """(event, and when the time begins that the mail is about, if it is one of a series)."""
    if link is not None and link.backend == OWN_DESK and link.remote_id.isdigit():
        return int(link.remote_id), None
    found = invitations.find_event(connection, read.mark.uid)
    if not read.mark.recurrence:
        return found, None
    if found is None or read.at is None or desk_events.load_rule(connection, found) is None:
        return None, None
    return found, read.at


def _changed_key(connection: Connection, event_key: int | None, at: int | None) -> int | None:
    return None if event_key is None or at is None else desk_events.find_time(connection, event_key, at)


def _given(connection: Connection, answer: StoredAnswer) -> GivenAnswer:
    return GivenAnswer(answer.answer, answer.at, outbox.load_state(connection, answer.outbox_key), answer.span)


def _is_before(read: ReadInvitation, meeting: StoredMeeting) -> bool:
    """Does the answer speak of a time that is no longer so? Some programs leave the sequence out, then the clock says it."""
    if "SEQUENCE" in read.part:
        return read.mark.sequence < meeting.moved
    return meeting.moved > 0 and read.mark.stamp < meeting.told_at


def _author(letter: Letter) -> str:
    return next((one.addr_spec for one in letter.parsed.envelope.from_), "")


def _foreign_sender(letter: Letter, read: ReadInvitation) -> str:
    author = _author(letter)
    if read.method is Method.REPLY:
        expected = {one.address.lower() for one in read.guests[:1]}
    else:
        expected = {read.organiser.address.lower()}
    return author if author.lower() not in expected else ""


def _is_unproven(letter: Letter) -> bool:
    author = _author(letter)
    return bool(author) and letter.raw is not None and not mime.sender_proof.is_from(letter.raw, author)


def _reply(connection: Connection, read: ReadInvitation, event_key: int | None, letter: Letter) -> dict[str, Any]:
    """Who answers, and whether the event knows. It counts only from the mail address that was asked."""
    replier = next(iter(read.guests), None)
    is_theirs = replier is not None and replier.address.lower() == _author(letter).lower()
    if replier is None or event_key is None or not is_theirs or _is_unproven(letter):
        return {"replier": replier}
    noted = invitations.load_noted(connection, event_key, replier.address)
    meeting = meetings.load_meeting(connection, event_key)
    asked_again = meeting is not None and _is_before(read, meeting)
    if noted is None or asked_again:
        return {"replier": replier}
    state, stamp = noted
    known = state == replier.state and stamp >= read.mark.stamp
    return {"replier": replier, "recorded": known, "recordable": not known and stamp <= read.mark.stamp}
