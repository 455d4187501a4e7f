"""Wishes about links and about the desk's own objects. See `commands` for how a wish travels; `Receipt.key` is the new key."""

from __future__ import annotations

from desktop.core.api.desk import ChecklistItem, CrmRules, Guest, Series
from desktop.core.api.linking import AttachmentChoice, LinkKind, Person
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class LinkMail:
    """Make an object from mails and link them to it: one object, one link a mail. Fields as in `LinkForm`; `target_id` is the
    card for the CRM, "" lets the backend make one for the sender. Undo takes it back while it waits, and asks the backend to
    remove the object after that. With the `site` of its sheet, ids of people count only where they are from, and a card that
    is elsewhere by now is refused with CARD_ELSEWHERE."""

    kind: LinkKind
    locations: tuple[int, ...]
    title: str = ""
    text: str | None = None
    """None: the text of the mail as `LinkForm` gives it."""
    people: tuple[Person, ...] = ()
    attachments: tuple[AttachmentChoice, ...] = ()
    due_at: int | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    all_day: bool = False
    zone: str = ""
    place: str = ""
    target_id: str = ""
    site: str = ""
    uid: str = ""
    """UID of the meeting that an event is of, "" for one that is made here."""
    guests: tuple[Guest, ...] = ()
    """Who is asked to that meeting by somebody else: told at the event, and never written to."""
    series: Series | None = None
    """How the event repeats; with `starts_at`."""
    by_rule: bool = False
    """A rule wishes for it, not a person. What was made of the same mail by a rule before, and is not remembered here because
    the profile was put back from a copy, is found again and not made twice."""


@dataclass(frozen=True, slots=True)
class LinkExisting:
    """Link mails to an object that is there already, as one more mail of a task or a chat."""

    link_key: int
    locations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unlink:
    """End the link; `delete_object` also deletes the task, activity, chat or event where the backend lets us."""

    link_key: int
    delete_object: bool = False


@dataclass(frozen=True, slots=True)
class RetryLink:
    """A failed one again with the same key; an unsure one only with `confirmed_not_made`. Of one that is gone the backend is
    asked again: it may be back."""

    link_key: int
    confirmed_not_made: bool = False


@dataclass(frozen=True, slots=True)
class BindConnector:
    """Let this backend do that kind of work from now on. Links made before stay where they are."""

    kind: LinkKind
    backend: str


@dataclass(frozen=True, slots=True)
class SetCrmRules:
    """`auto_save`: (account key, "off" | "incoming" | "outgoing" | "replies" | "all"). `never`: addresses, domains ("@x.example")
    and folders ("#Name") that no rule passes. `unknown_sender`: "ask" | "contact" | "nothing". With `shown`, the rules from which
    these were made, only what differs from them is changed: what came in meanwhile stays."""

    auto_save: tuple[tuple[int, str], ...]
    never: tuple[str, ...]
    unknown_sender: str
    shown: CrmRules | None = None


@dataclass(frozen=True, slots=True)
class AnswerOffers:
    """Whoever has these addresses is not asked about for the mail that has come so far (`Linking.offers`)."""

    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SaveTask:
    """A task of the own desk. `task_key` None makes one without a mail. `items` is the whole checklist; None leaves it."""

    task_key: int | None
    title: str
    text: str = ""
    assignee: str = ""
    due_at: int | None = None
    done: bool = False
    items: tuple[ChecklistItem, ...] | None = None


@dataclass(frozen=True, slots=True)
class CheckItem:
    """Tick or untick one line of a task's checklist."""

    item_key: int
    done: bool


@dataclass(frozen=True, slots=True)
class DeleteTask:
    """The hold of its mails ends."""

    task_key: int


@dataclass(frozen=True, slots=True)
class SaveContact:
    """A contact, or a company when `is_company`; `addresses` are mail addresses."""

    contact_key: int | None
    name: str
    addresses: tuple[str, ...] = ()
    is_company: bool = False
    company_key: int | None = None
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DeleteContact:
    """With its activities and their copies of mail."""

    contact_key: int


@dataclass(frozen=True, slots=True)
class DeleteActivity:
    activity_key: int


@dataclass(frozen=True, slots=True)
class AddChatLine:
    chat_key: int
    text: str


@dataclass(frozen=True, slots=True)
class SetChatMembers:
    chat_key: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeleteChat:
    chat_key: int


@dataclass(frozen=True, slots=True)
class SaveEvent:
    """`remind_minutes` before the start, None for no reminder."""

    event_key: int | None
    title: str
    starts_at: int
    ends_at: int
    all_day: bool = False
    zone: str = ""
    place: str = ""
    text: str = ""
    remind_minutes: int | None = 15
    series: Series | None = None
    """How it repeats, whole; its `changed` times are made only with a new event and else stay."""
    guests: tuple[Guest, ...] | None = None
    """Who is asked, without the organiser; nobody is written to before `SendInvitation`. None leaves them."""


@dataclass(frozen=True, slots=True)
class SaveTime:
    """Only the time of an event that repeats which would begin at `at`: it is so from now on, whatever the others are. The time
    becomes an event of its own, whose key is in the receipt; what one has to say to it later is `SaveEvent` with that key."""

    event_key: int
    at: int
    title: str
    starts_at: int
    ends_at: int
    all_day: bool = False
    zone: str = ""
    place: str = ""
    text: str = ""
    remind_minutes: int | None = 15


@dataclass(frozen=True, slots=True)
class DeleteEvent:
    """All of it, if it repeats; a changed time alone."""

    event_key: int


@dataclass(frozen=True, slots=True)
class DeleteTime:
    """Only that time of an event that repeats, by its start."""

    event_key: int
    starts_at: int


LinkCommand = (
    LinkMail
    | LinkExisting
    | Unlink
    | RetryLink
    | BindConnector
    | SetCrmRules
    | AnswerOffers
    | SaveTask
    | CheckItem
    | DeleteTask
    | SaveContact
    | DeleteContact
    | DeleteActivity
    | AddChatLine
    | SetChatMembers
    | DeleteChat
    | SaveEvent
    | SaveTime
    | DeleteEvent
    | DeleteTime
)
