"""The desk: the program's own tasks, contacts, chats and events, made from mail without any server. Reads of its panes.

All reads are quick (one screen) unless a method says otherwise. Changes are commands: see `link_commands`.
"""

from __future__ import annotations

from typing import Protocol

from desktop.core.api.rows import OutboxState
from desktop.core.mail.structure import ParsedMessage
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class LinkedMail:
    """A mail an object was made from; `location_key` is None when no folder here shows it any more."""

    message_key: int | None
    location_key: int | None
    subject: str
    sender: str
    date: int


@dataclass(frozen=True, slots=True)
class DeskFile:
    """A file carried over from a mail: it stays with the object when the mail leaves this computer."""

    file_key: int
    filename: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    item_key: int
    """0 for one that is to be added."""
    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    task_key: int
    title: str
    assignee: str
    due_at: int | None
    done: bool
    created_at: int
    mails: int
    items: int
    items_done: int


@dataclass(frozen=True, slots=True)
class TaskDetail:
    row: TaskRow
    text: str
    checklist: tuple[ChecklistItem, ...]
    mails: tuple[LinkedMail, ...]
    files: tuple[DeskFile, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactRow:
    contact_key: int
    name: str
    is_company: bool
    company: str
    addresses: tuple[str, ...]
    activities: int
    last_activity: int | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One line of a contact's timeline: a mail saved with everything in it."""

    activity_key: int
    at: int
    incoming: bool
    subject: str
    sender: str
    snippet: str
    attachments: int
    bytes: int


@dataclass(frozen=True, slots=True)
class SavedCopy:
    """The mail of an activity as it was saved, to be read. `html` is sanitised, without anything from the network; None when
    there is none or it is too complex."""

    parsed: ParsedMessage
    html: str | None


@dataclass(frozen=True, slots=True)
class ContactDetail:
    row: ContactRow
    phone: str
    note: str
    company_key: int | None
    timeline: tuple[ActivityRow, ...]


@dataclass(frozen=True, slots=True)
class ChatRow:
    chat_key: int
    title: str
    members: tuple[str, ...]
    last_line: str
    last_at: int
    mails: int


@dataclass(frozen=True, slots=True)
class ChatLine:
    line_key: int
    author: str
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class ChatDetail:
    row: ChatRow
    lines: tuple[ChatLine, ...]
    mails: tuple[LinkedMail, ...]
    files: tuple[DeskFile, ...] = ()


@dataclass(frozen=True, slots=True)
class EventRow:
    event_key: int
    title: str
    starts_at: int
    ends_at: int
    all_day: bool
    zone: str
    place: str
    remind_minutes: int | None
    mails: int
    repeats: bool = False
    """One time of an event that repeats: it shares its key with the others."""


@dataclass(frozen=True, slots=True)
class ChangedTime:
    """One time of a series that is otherwise than the others: `at` is when it would begin."""

    at: int
    title: str
    starts_at: int
    ends_at: int
    all_day: bool
    zone: str
    place: str
    text: str = ""
    event_key: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """How an event repeats. `rule` is RRULE of RFC 5545 ("FREQ=WEEKLY;COUNT=12"), "" where only `also_at` adds times; moments
    are epoch seconds."""

    rule: str
    left_out: tuple[int, ...] = ()
    also_at: tuple[int, ...] = ()
    changed: tuple[ChangedTime, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rule or self.also_at)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of a meeting. `state` is PARTSTAT of RFC 5545 in lower case: "accepted", "tentative", "declined",
    "needs-action", "delegated", or "" where none is known."""

    name: str
    address: str
    state: str = ""
    organiser: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """What guests of an event of the own desk were told by mail from here. `sent` is how far the last of those mails has come,
    None when it was discarded."""

    account_key: int
    sequence: int
    told_at: int
    sent: OutboxState | None
    told: tuple[str, ...]
    """Addresses, lower case."""
    changed: bool
    """The event, or who is asked to it, is otherwise than they were told."""


@dataclass(frozen=True, slots=True)
class EventDetail:
    row: EventRow
    text: str
    mails: tuple[LinkedMail, ...]
    files: tuple[DeskFile, ...] = ()
    notes: tuple[str, ...] = ()
    """Of one that was read from a file: "repeats" (it comes so often that only its first time is here), "invitation",
    "cancelled", "zone_unknown", "floating" (a time without a zone, taken as this computer's)."""
    guests: tuple[Guest, ...] = ()
    """Who else is asked, the organiser among them."""
    series: Series | None = None
    """`row` has its first time, then."""
    of_series: int | None = None
    """The event that repeats, of which this is a changed time."""
    meeting: Meeting | None = None
    """There when guests were invited from here."""


@dataclass(frozen=True, slots=True)
class CrmRules:
    """As in `link_commands.SetCrmRules`."""

    auto_save: tuple[tuple[int, str], ...]
    never: tuple[str, ...]
    unknown_sender: str


class Desk(Protocol):
    def tasks(self, *, done: bool | None = None) -> list[TaskRow]:
        """By due date, those without one last; `done` None gives all."""
        ...

    def task(self, task_key: int) -> TaskDetail | None: ...

    def contacts(self, text: str = "") -> list[ContactRow]:
        """Names and addresses that contain the text."""
        ...

    def contact(self, contact_key: int) -> ContactDetail | None: ...

    def contact_of(self, address: str) -> ContactRow | None: ...

    def latest(self, contact_key: int, most: int = 4) -> tuple[ActivityRow, ...]:
        """The newest lines of the contact's timeline."""
        ...

    def activity_mail(self, activity_key: int) -> bytes | None:
        """The full copy (RFC 5322 bytes) that was saved. Worker thread."""
        ...

    def saved_copy(self, activity_key: int) -> SavedCopy | None:
        """The same, parsed. Worker thread."""
        ...

    def read_mail(self, raw: bytes) -> SavedCopy:
        """Any mail that is in a file, parsed. Worker thread."""
        ...

    def read_attachment(self, raw: bytes, path: str) -> bytes | None:
        """Decoded bytes of its part at that section path. Worker thread."""
        ...

    def copy_attachment(self, activity_key: int, path: str) -> bytes | None:
        """Decoded bytes of the copy's part at that section path. Worker thread."""
        ...

    def chats(self) -> list[ChatRow]:
        """Latest line first."""
        ...

    def chat(self, chat_key: int) -> ChatDetail | None: ...

    def events(self, first: int, last: int) -> list[EventRow]:
        """Those that touch the span (epoch seconds), by start; of those that repeat every time in it. Worker thread."""
        ...

    def event(self, event_key: int) -> EventDetail | None: ...

    def file(self, file_key: int) -> bytes | None:
        """A carried file's bytes. Worker thread."""
        ...

    def crm_rules(self) -> CrmRules:
        """As `SetCrmRules` takes them; every account is in it."""
        ...

    def event_ics(self, event_key: int) -> bytes | None:
        """As an .ics file (RFC 5545)."""
        ...

    def read_ics(self, data: bytes) -> tuple[EventDetail, ...]:
        """What an .ics file holds, keys 0. Worker thread. Raises BandejaError(BAD_INPUT)."""
        ...
