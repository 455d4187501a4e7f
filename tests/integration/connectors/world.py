"""What the contract needs of a backend besides its connector: hands on the server, past the connector.

A backend that wants to be judged gives one subclass of `World` (of `RemoteWorld` when a network is between us and it) and one
subclass of the matching contract: see `contract`.
"""

from __future__ import annotations

import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from desktop.core.api.linking import LinkKind, Person
from desktop.core.clock import SystemClock
from desktop.core.connectors.protocol import Connector, MailSnapshot, Means, SnapshotAttachment, Wish

MOMENT = 1_793_182_800
"""2026-10-28 10:20 UTC: three days after Europe's clocks went back, so that a wrong offset shows."""
MEANS = Means(SystemClock())
MADRID = "Europe/Madrid"
HOUR = 3600
PICTURE = SnapshotAttachment("plano de planta.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
LETTER = SnapshotAttachment("Größe – ñandú 訪問.txt", "text/plain", "Grüße\r\n".encode())
ANA = Person("Ana García", "ana@example.org")
ZOE = Person('Zoë "Z" Ångström; Sales, North', "zoe@example.org")


class Part(StrEnum):
    """What an object of a backend may keep of a wish."""

    TITLE = "title"
    TEXT = "text"
    LINK = "link"
    """The mid: URL of the mail, where a reader of the object finds it."""
    DUE = "due"
    TIMES = "times"
    ALL_DAY = "all_day"
    PLACE = "place"
    PEOPLE = "people"
    ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True)
class Seen:
    """An object as the server has it, read by another way than the connector's. Times are epoch seconds; `everything` is the
    whole object as text, in which links are looked for."""

    title: str
    text: str = ""
    everything: str = ""
    due_at: int | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    all_day: bool = False
    place: str = ""
    people: frozenset[str] = frozenset()
    """Addresses, or the backend's own names where the wish's people have a `person_id`."""
    attachments: Mapping[str, bytes] = field(default_factory=dict)


class Fault(StrEnum):
    BEFORE = "before"
    """The request never reaches the server, and the line is cut."""
    AFTER = "after"
    """The server has done it; its answer is lost."""


class World(ABC):
    """One backend with an empty place of its own."""

    keeps: ClassVar[Mapping[LinkKind, frozenset[Part]]]
    finishes: ClassVar[frozenset[LinkKind]] = frozenset()
    """Kinds that can be done there."""

    @abstractmethod
    def open(self) -> Connector:
        """A new connector, as after a new start of the program. The contract closes it."""

    @abstractmethod
    def count(self, kind: LinkKind) -> int:
        """Objects of this kind that are there, half-made ones too."""

    @abstractmethod
    def look(self, kind: LinkKind, remote_id: str) -> Seen: ...

    @abstractmethod
    def remove(self, kind: LinkKind, remote_id: str) -> None:
        """Somebody deletes it behind our back."""

    def finish(self, kind: LinkKind, remote_id: str) -> None:
        """Somebody does it behind our back."""
        raise NotImplementedError

    def people(self) -> tuple[Person, ...]:
        """Whom a wish may name. A backend that knows only its own users gives those, with their `person_id`."""
        return (ANA, ZOE)

    def target(self) -> str:
        """The card a CRM wish goes to; "" lets the backend find or make it by the sender's address."""
        return ""


class RemoteWorld(World):
    """A backend behind a network, which the test can cut."""

    @abstractmethod
    def fail(self, number: int, fault: Fault) -> None:
        """Let the `number`-th request from now (1 is the next) fail, and only it."""

    @abstractmethod
    def failed(self) -> bool:
        """Whether the fault has come to pass; asking takes it back if it has not."""

    @abstractmethod
    def go_away(self) -> None:
        """From now on nobody answers."""

    @abstractmethod
    def come_back(self) -> None: ...

    @abstractmethod
    def revoke(self) -> None:
        """From now on the key of the connection is refused."""

    @abstractmethod
    def allow(self) -> None: ...


def make_mail(**changes: Any) -> MailSnapshot:
    fields: dict[str, Any] = {
        "message_id": "oferta/2026+10%23@example.org",
        "subject": "Re: Oferta",
        "sender": ANA,
        "to": (Person("Bandeja", "us@example.net"),),
        "cc": (ZOE,),
        "date": MOMENT - HOUR,
        "received": MOMENT - HOUR + 7,
        "text": "Hola:\n\nadjunto la oferta.",
        "html": "<p>Hola:</p><p>adjunto la oferta.</p>",
        "incoming": True,
        "account": "us@example.net",
        "mailbox": "INBOX",
    }
    return MailSnapshot(**(fields | changes))


def make_wish(kind: LinkKind, world: World | None = None, **changes: Any) -> Wish:
    """A wish of its own (a new key), of one mail from Ana; an event in Madrid's afternoon."""
    fields: dict[str, Any] = {
        "kind": kind,
        "key": str(uuid.uuid4()),
        "title": "Contestar a la oferta",
        "text": "Hola:\n\nadjunto la oferta.",
        "mails": (make_mail(),),
        "zone": MADRID,
    }
    if kind == LinkKind.EVENT:
        fields |= {"starts_at": MOMENT + 5 * HOUR, "ends_at": MOMENT + 6 * HOUR}
    if kind == LinkKind.CRM and world is not None:
        fields["target_id"] = world.target()
    return Wish(**(fields | changes))
