"""A Bitrix24 portal for the contract: the fake behind the faulty proxy, in each mode of the connector."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar
from unittest.mock import patch
from zoneinfo import ZoneInfo

from desktop.core import network
from desktop.core.api.linking import LinkKind, Person
from desktop.core.clock import Clock, ManualClock, SystemClock
from desktop.core.connectors.bitrix24 import BACKEND
from desktop.core.connectors.bitrix24.opening import open_bitrix24
from desktop.core.connectors.http import Bounds
from desktop.core.connectors.protocol import Connector, Means
from tests.fakes.bitrix_portal import ALL_SCOPES, CODE, BitrixPortal, Key
from tests.fakes.faulty_proxy import FaultyProxy, faulty_proxy
from tests.fakes.https_server import HttpsServer
from tests.integration.connectors.http_contract import HttpWorld
from tests.integration.connectors.world import HOUR, MOMENT, Part, Seen

PEOPLE = (
    Person("Ana García", "ana.garcia@example.net", "7", inside=True),
    Person("Zoë Ångström", "zoe@example.net", "8", inside=True),
)
CONTACT = "25"
context_of = functools.cache(network.verified_context)
"""Reading the system's authorities takes longer than all the rest of opening a connector."""
WITHOUT_CRM = frozenset({"mail", "task", "calendar", "disk", "user_basic"})


class BitrixWorld(HttpWorld):
    keeps: ClassVar = {
        LinkKind.TASK: frozenset({Part.TITLE, Part.TEXT, Part.LINK, Part.DUE, Part.PEOPLE, Part.ATTACHMENTS}),
        LinkKind.CRM: frozenset({Part.TITLE, Part.TEXT, Part.LINK, Part.ATTACHMENTS}),
        # A chat message holds 20,000 characters, less than the contract's long text.
        LinkKind.CHAT: frozenset({Part.TITLE, Part.LINK, Part.PEOPLE, Part.ATTACHMENTS}),
        LinkKind.EVENT: frozenset(
            {Part.TITLE, Part.TEXT, Part.LINK, Part.TIMES, Part.ALL_DAY, Part.PLACE, Part.PEOPLE}
        ),
    }
    finishes: ClassVar = frozenset({LinkKind.TASK, LinkKind.EVENT})

    def __init__(self, portal: BitrixPortal, proxy: FaultyProxy, mode: str) -> None:
        self.portal = portal
        self.proxy = proxy
        self.clock = portal.clock
        self.mode = mode
        portal.cards[(3, CONTACT)] = make_contact(int(CONTACT), "Ana", "García", "ana@example.org")
        portal.mailboxes.append({"id": 1, "name": "Us", "email": "us@example.net", "senderName": "Us"})
        add_mail(portal, "Re: Oferta", "ana@example.org", MOMENT - HOUR)

    @property
    def webhook(self) -> str:
        return f"{self.proxy.url}/rest/1/{CODE}/"

    def open(self, **values: str) -> Connector:
        return BACKEND.open({"mode": self.mode, **values}, {"webhook": self.webhook}, Means(self.clock))

    def open_impatient(self, clock: Clock | None = None, seconds: float = 0.2) -> Connector:
        bounds = Bounds(connect_seconds=seconds, read_seconds=seconds, total_seconds=seconds)
        means = Means(clock or SystemClock())
        return open_bitrix24({"mode": self.mode}, {"webhook": self.webhook}, means, bounds=bounds)

    def secrets(self) -> tuple[str, ...]:
        return (CODE,)

    def count(self, kind: LinkKind) -> int:
        match kind:
            case LinkKind.TASK:
                return len(self.portal.tasks)
            case LinkKind.CRM:
                return len(self.portal.activities)
            case LinkKind.CHAT:
                return sum(bool(chat["users"]) for chat in self.portal.chats.values())
            case LinkKind.EVENT:
                return sum(event["DELETED"] == "N" for event in self.portal.events.values())

    def look(self, kind: LinkKind, remote_id: str) -> Seen:
        match kind:
            case LinkKind.TASK:
                return self._task(self.portal.tasks[remote_id])
            case LinkKind.CRM:
                row = self.portal.activities[remote_id]
                return Seen(row["SUBJECT"], row["DESCRIPTION"], str(row), attachments=row["files"])
            case LinkKind.CHAT:
                chat = self.portal.chats[remote_id]
                text = "\n".join(message["text"] for message in chat["messages"])
                people = frozenset(chat["users"] - chat["hidden"])
                return Seen(chat["title"], text, text, people=people, attachments=chat["files"])
            case LinkKind.EVENT:
                return self._event(self.portal.events[remote_id])

    def remove(self, kind: LinkKind, remote_id: str) -> None:
        match kind:
            case LinkKind.TASK:
                del self.portal.tasks[remote_id]
            case LinkKind.CRM:
                del self.portal.activities[remote_id]
            case LinkKind.CHAT:
                del self.portal.chats[remote_id]
            case LinkKind.EVENT:
                self.portal.events[remote_id]["DELETED"] = "Y"

    def finish(self, kind: LinkKind, remote_id: str) -> None:
        if kind == LinkKind.TASK:
            self.portal.tasks[remote_id]["status"] = "5"
        else:
            self.portal.events[remote_id] |= {"starts": MOMENT - 2 * HOUR, "ends": MOMENT - HOUR}

    def people(self) -> tuple[Person, ...]:
        return PEOPLE

    def revoke(self) -> None:
        self._key = self.portal.keys.pop(CODE)

    def allow(self) -> None:
        self.portal.keys[CODE] = self._key

    def _task(self, task: dict[str, Any]) -> Seen:
        drive = [self.portal.drive[one] for one in task["files"]]
        return Seen(
            task["title"],
            task["description"],
            task["description"],
            due_at=_seconds(task["deadline"]) if task["deadline"] else None,
            people=frozenset({task["responsibleId"], *task["accomplices"]}),
            attachments={file["NAME"]: file["content"] for file in drive},
        )

    def _event(self, event: dict[str, Any]) -> Seen:
        whole_day = 24 * HOUR if event["whole"] else 0
        return Seen(
            event["NAME"],
            event["DESCRIPTION"],
            event["DESCRIPTION"],
            starts_at=event["starts"],
            # The last day of a whole-day event is one of its days.
            ends_at=event["ends"] + whole_day,
            all_day=bool(event["whole"]),
            place=event["LOCATION"],
            people=frozenset(event["guests"]) - {event["OWNER_ID"]},
        )


@contextmanager
def bitrix_world(mode: str, scopes: frozenset[str] = ALL_SCOPES, clock: Clock | None = None) -> Iterator[BitrixWorld]:
    """Ends with what the portal has to complain about: a mail that it sent, a parameter that nobody documented. Waiting
    for the portal's limits takes no time unless a `clock` is given."""
    portal = BitrixPortal(clock or ManualClock(MOMENT))
    portal.keys[CODE] = Key("1", scopes)
    with (
        patch("desktop.core.connectors.bitrix24.opening.verified_context", context_of),
        HttpsServer(portal, None) as server,
        faulty_proxy("127.0.0.1", server.port) as proxy,
    ):
        yield BitrixWorld(portal, proxy, mode)
    assert portal.sent == []
    assert portal.complaints == []


def make_contact(number: int, name: str, last_name: str, address: str) -> dict[str, Any]:
    emails = [{"typeId": "EMAIL", "valueType": "WORK", "value": address}]
    return {"id": number, "name": name, "lastName": last_name, "title": None, "assignedById": 7, "fm": emails}


def add_mail(portal: BitrixPortal, subject: str, sender: str, when: int) -> None:
    number = 15 + len(portal.mails)
    portal.mails[str(number)] = {
        "id": number,
        "mailboxId": 1,
        "mailboxEmail": "us@example.net",
        "subject": subject,
        "from": sender,
        "to": "us@example.net",
        "cc": None,
        "date": _iso(when),
        "isSeen": True,
        "hasAttachments": False,
        "url": f"/mail/message/{number}",
        "bindings": [],
        "body": "adjunto la oferta.",
    }


def _iso(when: int) -> str:

    return datetime.fromtimestamp(when, ZoneInfo("Europe/Madrid")).isoformat()


def _seconds(text: str) -> int:

    return int(datetime.fromisoformat(text).timestamp())
