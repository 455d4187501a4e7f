"""From a mail to work, behind the door: what a mail is linked to, what a sheet begins with, which backends there are.

A *link* joins one mail to one object (a task, a CRM activity, a chat, an event) of one *backend* (the desk of this program, a
Bitrix24 portal, a CalDAV server, …). Links are stored before the first try and shown at once, offline too. Changes are
commands: see `link_commands`. The objects of this program's own backend are read through `desk`.
"""

from __future__ import annotations

from concurrent.futures import Future
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from desktop.core.api.desk import Series
from desktop.core.api.errors import BandejaError
from desktop.values import dataclass

OWN_DESK = "desk"
"""The backend that is this program itself: `remote_id` is then the key of a task, activity, chat or event as of `desk`."""


class LinkKind(StrEnum):
    TASK = "task"
    CRM = "crm"
    CHAT = "chat"
    EVENT = "event"


class LinkState(StrEnum):
    PENDING = "pending"
    """Stored here, not made there yet: offline, or in the queue."""
    OPEN = "open"
    DONE = "done"
    """A task that is completed, an event that is over."""
    GONE = "gone"
    """Deleted there: it holds nothing any more, unless it comes back. The backend is asked now and then."""
    FAILED = "failed"
    """The backend refused for good: `said` has its words. It can be tried again or given up."""
    UNSURE = "unsure"
    """No answer came and the backend cannot be asked whether it was made: a person must look."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a task, a chat or an event may be for. `person_id` is the backend's own, "" for an address alone."""

    name: str
    address: str
    person_id: str = ""
    inside: bool = False
    """A member of the workspace or a user of the backend: may be preselected. Others are only offered."""


@dataclass(frozen=True, slots=True)
class AttachmentChoice:
    """A part of the mail that may be carried over, by its section path."""

    location_key: int
    path: str
    filename: str
    size: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    link_key: int
    message_key: int
    kind: LinkKind
    backend: str
    backend_name: str
    remote_id: str
    """"" while pending."""
    title: str
    state: LinkState
    url: str
    """Where a browser shows it, or "" (the own desk shows it in its panes)."""
    created_at: int
    checked_at: int | None
    """When the backend last confirmed the state."""
    said: str
    """Why it waits or failed, in words."""


@dataclass(frozen=True, slots=True)
class CrmTarget:
    """A card that the mail may be saved to."""

    target_id: str
    label: str
    detail: str
    """Why it is offered: the address that matched, the company, …"""
    kind: str
    """"contact", "company", "lead", "deal"."""


@dataclass(frozen=True, slots=True)
class LinkForm:
    """What a sheet begins with; Enter takes it as it is. Times are epoch seconds."""

    kind: LinkKind
    locations: tuple[int, ...]
    backend: str
    backend_name: str
    title: str
    text: str
    """Of the mail, quotes folded; several mails one under another."""
    people: tuple[Person, ...]
    """Found in the mail: offered, and preselected only where `inside`."""
    attachments: tuple[AttachmentChoice, ...]
    due_at: int | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    all_day: bool = False
    zone: str = ""
    """IANA name in which the times were meant."""
    place: str = ""
    series: Series | None = None
    """How an event repeats, as its invitation says."""
    found: str = ""
    """The words of the mail from which the time was read, "" when it is a guess of the program's own."""
    targets: tuple[CrmTarget, ...] = ()
    existing: tuple[LinkRow, ...] = ()
    """Links of this kind that the mail has already: open these instead of a second one."""
    site: str = ""
    """Where the backend was when the sheet began: the ids of its people and cards are of there. For `LinkMail.site`."""


@dataclass(frozen=True, slots=True)
class BackendField:
    """One setting that a backend asks for."""

    name: str
    label: str
    secret: bool = False
    required: bool = True
    example: str = ""
    choices: tuple[str, ...] = ()
    """The values it may have, the usual one first; () for free text."""
    names_site: bool = False
    """With another value it is another site, where the same id is another object; of an address only the host counts. Where
    no field says so, all addresses count."""


@dataclass(frozen=True, slots=True)
class BackendRow:
    backend: str
    name: str
    kinds: tuple[LinkKind, ...]
    """What it can do."""
    bound: tuple[LinkKind, ...]
    """What it does here."""
    ready: bool
    why_not: str
    """One sentence when it is not ready: not set up, token refused, no plan there, …"""
    fields: tuple[BackendField, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    """Settings as stored; secrets are never among them."""
    waiting: int = 0
    """Links in its queue."""


@dataclass(frozen=True, slots=True)
class PlugInRow:
    """A plug-in that is installed beside the program or lies in the profile's folder. None of its code runs until it is
    enabled. A disabled one runs until the program ends: where `enabled` and `running` differ, a start is missing."""

    name: str
    """Of its distribution, which is what enabling remembers; of the file, for one that cannot be read."""
    version: str
    summary: str
    """Its maker's words."""
    place: str
    """The wheel or folder it lies in; "" when it is installed beside the program."""
    backends: tuple[str, ...]
    """Ids of those that it brings; () for a file that cannot be read, of which there is nothing to enable."""
    enabled: bool
    running: bool
    """Its code was loaded, or was tried to."""
    error: BandejaError | None = None
    """Why it cannot be used."""


class Linking(Protocol):
    def links(self, message_keys: tuple[int, ...]) -> dict[int, tuple[LinkRow, ...]]:
        """By message key. Quick up to 200 keys."""
        ...

    def waiting(self) -> list[LinkRow]:
        """Pending, failed and unsure ones, oldest first. Quick."""
        ...

    def form(self, kind: LinkKind, locations: tuple[int, ...]) -> LinkForm:
        """Parses mail: worker thread. Never asks a server."""
        ...

    def backends(self) -> list[BackendRow]:
        """Quick."""
        ...

    def plug_ins(self) -> list[PlugInRow]:
        """By name. Reads files: worker thread."""
        ...

    def enable(self, plug_in: str, on: bool) -> Future[None]:
        """Let a plug-in run at once, or not any more from the next start on; done when it is loaded, or cannot be: see its row.
        Fails with a SetupError when there is none of this name that could run."""
        ...

    def plug_in_folder(self) -> Path:
        """Where plug-ins of this profile lie; it is made if it is not there. Worker thread."""
        ...

    def find_people(self, kind: LinkKind, text: str) -> Future[list[Person]]:
        """Asks the backend; offline it answers with those known here."""
        ...

    def find_targets(self, text: str) -> Future[list[CrmTarget]]: ...

    def knows_address(self, address: str) -> Future[bool | None]:
        """Has the CRM that is bound a card with this address? None: it cannot tell now. Remembered for a while."""
        ...

    def set_up(self, backend: str, values: dict[str, str], secrets: dict[str, str]) -> Future[BackendRow]:
        """Probe, then store: values in the profile, secrets in the keyring. Fails with a BandejaError and stores nothing."""
        ...

    def probe(self, backend: str) -> Future[BackendRow]: ...

    def check_now(self) -> None:
        """Ask the backends about all links soon, those that are gone too."""
        ...

    def offers(self) -> list[tuple[int, str]]:
        """Mail of people who are no contacts, which the rules want to ask about: (location key, address), oldest first, until
        `AnswerOffers`. Those that come are told by the notice "crm_ask". Quick."""
        ...

    def why_saved(self, location_key: int) -> tuple[str, ...]:
        """The CRM rules' log for a mail, oldest first: why it was saved or not, in sentences' codes `rule:detail`."""
        ...
