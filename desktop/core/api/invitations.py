"""Invitations that come by mail (iTIP, RFC 5546, carried as RFC 6047 says): what a mail asks or tells, and the answer to it.

Nothing here happens by itself: an invitation is read when its mail is shown, answered when a person says so, guests are invited
when a person says so, and each of these is a mail of the outbox like any other. The mail is foreign, so all texts are plain, bounded, and proof of nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from desktop.core.api.desk import EventRow, Guest, Series
from desktop.core.api.linking import LinkRow
from desktop.core.api.rows import OutboxState
from desktop.values import dataclass


class Method(StrEnum):
    """What the mail does."""

    REQUEST = "request"
    """Invites, or changes what it invited to before."""
    CANCEL = "cancel"
    REPLY = "reply"
    """Somebody's answer to an invitation of ours."""
    OTHER = "other"
    """A calendar file that asks for nothing (PUBLISH, a counter-proposal, no method at all): it can be put into the calendar."""


class Answer(StrEnum):
    """PARTSTAT of RFC 5545, in lower case."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Validity(StrEnum):
    """How the mail stands to what is known of the same meeting."""

    CURRENT = "current"
    OUTDATED = "outdated"
    """A newer mail about it is here, or was answered."""
    CANCELLED = "cancelled"
    """A later mail of its organiser has cancelled it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Epoch seconds."""

    starts_at: int
    ends_at: int
    all_day: bool
    zone: str
    """The organiser's, by its IANA name."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What was answered from here, and how far that answer has come. `sent` None: it was discarded from the outbox."""

    answer: Answer
    at: int
    sent: OutboxState | None
    span: Span
    """When the meeting was to be, as it was answered."""


@dataclass(frozen=True, slots=True)
class Invitation:
    location_key: int
    method: Method
    title: str
    span: Span
    place: str
    repeats: bool
    organiser: Guest
    guests: tuple[Guest, ...]
    """Those who are asked, in the order of the file; a bounded number of them."""
    more_guests: int
    """How many are left out of `guests`."""
    me: str = ""
    """The own address that is asked, as the organiser wrote it; "" when none is: it can be added, not answered."""
    account_key: int | None = None
    """The account of that address: the answer is sent by it."""
    answerable: bool = False
    """A REQUEST to us with an organiser to whom an answer can go, that is not outdated."""
    validity: Validity = Validity.CURRENT
    claimed: Validity | None = None
    """What a mail says that may be from somebody else than the organiser: OUTDATED or CANCELLED, and nothing follows from it."""
    unproven: bool = False
    """The server that received the mail says that it is not from the address it names."""
    answered: GivenAnswer | None = None
    was: Span | None = None
    """When it was to be before, if this mail moves it."""
    conflicts: tuple[EventRow, ...] = ()
    """What stands in the own calendar at that time."""
    more_conflicts: int = 0
    event_key: int | None = None
    """The event of it in the own desk."""
    time_at: int | None = None
    """The mail is about one time of a series that is in the calendar, `event_key` in the own desk or `link` elsewhere: when that
    would begin."""
    link: LinkRow | None = None
    """The event link it has, in whatever calendar."""
    foreign_sender: str = ""
    """The address that sent the mail when it is not the organiser's (for a REPLY: not that of who answers)."""
    replier: Guest | None = None
    """Of a REPLY: who answers, with the answer as `state`; `note` has the words that came with it."""
    note: str = ""
    recorded: bool = False
    """Of a REPLY: the event in the own desk knows it already."""
    series: Series | None = None
    """How it repeats, where its rule can be kept."""
    recordable: bool = False
    """Of a REPLY: it can be noted at an event in the own desk that this person was asked to."""


@dataclass(frozen=True, slots=True)
class AnswerInvitation:
    """Answer the organiser, and let the calendar follow: accepted and tentative ones are put into it once, declined ones taken
    out. `subject` and `text` are what a person reads of the answer, in the user's language; `note` goes along. A second
    answer takes the place of a first that has not left. Undo takes mail and event back while the mail waits."""

    location: int
    answer: Answer
    note: str = ""
    subject: str = ""
    text: str = ""
    undo_seconds: int = 10


@dataclass(frozen=True, slots=True)
class RecordReply:
    """Note at the event in the own desk what its guest has answered in this mail."""

    location: int


@dataclass(frozen=True, slots=True)
class MeetingWords:
    """What a person reads of a mail about a meeting, in the user's language; "" leaves it to the core, in English."""

    subject: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SendInvitation:
    """Invite the guests of an event of the own desk, or tell them how it is now: one mail to all, by that account, or by the
    one that has invited before. Guests who
    were told before and are asked no more get a mail that it is cancelled for them. `with_text`: the event's text goes along.
    What was not sent yet is replaced. Undo takes everything back while the mail waits."""

    event_key: int
    account_key: int
    note: str = ""
    with_text: bool = False
    words: MeetingWords = MeetingWords()
    words_to_gone: MeetingWords = MeetingWords()
    undo_seconds: int = 10


@dataclass(frozen=True, slots=True)
class CancelMeeting:
    """Tell the guests who were invited that the event does not take place, and delete it. Whom no mail has reached yet is told
    nothing."""

    event_key: int
    note: str = ""
    words: MeetingWords = MeetingWords()
    undo_seconds: int = 10


@dataclass(frozen=True, slots=True)
class RemoveTime:
    """Leave the one time that the mail is about out of its series, wherever that is."""

    location: int


InvitationCommand = AnswerInvitation | RecordReply | RemoveTime | SendInvitation | CancelMeeting


class Invitations(Protocol):
    def load(self, location_key: int) -> Invitation | None:
        """What the mail's first calendar part says; None for a mail without one that can be read. Parses: worker thread."""
        ...
