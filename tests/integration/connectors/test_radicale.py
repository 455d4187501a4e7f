"""CalDAV against Radicale: the contract, and what is CalDAV's own."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from desktop.core.api.linking import LinkKind
from desktop.core.clock import SystemClock
from desktop.core.connectors.caldav import BACKEND
from desktop.core.connectors.caldav.connector import CalDav
from desktop.core.connectors.http import Bounds, Http
from desktop.core.connectors.protocol import Connector
from desktop.core.network import verified_context
from tests.fakes.faulty_proxy import FaultyProxy, faulty_proxy
from tests.fakes.radicale import PASSWORD, Radicale, radicale
from tests.integration.connectors.http_contract import HttpContract, HttpWorld
from tests.integration.connectors.world import MADRID, MEANS, Part, Seen

NAMES = {LinkKind.TASK: "tareas", LinkKind.EVENT: "citas"}
COMMON = frozenset({Part.TITLE, Part.TEXT, Part.LINK, Part.PLACE, Part.PEOPLE, Part.ATTACHMENTS})


@pytest.fixture(scope="session")
def server() -> Iterator[Radicale]:
    with radicale() as running:
        yield running


class CalDavWorld(HttpWorld):
    keeps: ClassVar = {
        LinkKind.TASK: COMMON | {Part.DUE},
        LinkKind.EVENT: COMMON | {Part.TIMES, Part.ALL_DAY},
    }
    finishes: ClassVar = frozenset({LinkKind.TASK})

    def __init__(self, server: Radicale, proxy: FaultyProxy) -> None:
        self.server = server
        self.proxy = proxy
        self.user = server.new_user((NAMES[LinkKind.TASK], "VTODO"), (NAMES[LinkKind.EVENT], "VEVENT"))

    def open(self) -> Connector:
        return BACKEND.open({"address": self.proxy.url, "user": self.user}, {"password": PASSWORD}, MEANS)

    def open_impatient(self) -> Connector:
        bounds = Bounds(connect_seconds=0.2, read_seconds=0.2, total_seconds=0.2)
        http = Http(self.proxy.url, context=verified_context(None), clock=SystemClock(), bounds=bounds)
        return CalDav(http, f"Basic {self.basic()}", self.user, dict.fromkeys(NAMES, ""), SystemClock())

    def basic(self) -> str:
        return base64.b64encode(f"{self.user}:{PASSWORD}".encode()).decode()

    def secrets(self) -> tuple[str, ...]:
        return (PASSWORD, self.basic())

    def count(self, kind: LinkKind) -> int:
        return len(list(self.server.calendar(self.user, NAMES[kind]).glob("*.ics")))

    def file(self, kind: LinkKind, remote_id: str) -> tuple[str, str]:
        return NAMES[kind], remote_id.partition("#")[0].rpartition("/")[2]

    def read(self, kind: LinkKind, remote_id: str) -> str:
        calendar, name = self.file(kind, remote_id)
        return (self.server.calendar(self.user, calendar) / name).read_text("utf-8")

    def look(self, kind: LinkKind, remote_id: str) -> Seen:
        text = self.read(kind, remote_id)
        calendar = Calendar.from_ical(text)
        (item,) = calendar.walk("VTODO" if kind == LinkKind.TASK else "VEVENT")
        return Seen(
            title=str(item["SUMMARY"]),
            text=str(item.get("DESCRIPTION", "")),
            everything=text.replace("\r\n ", "").replace("\n ", ""),
            due_at=moment(item, "DUE"),
            starts_at=moment(item, "DTSTART"),
            ends_at=moment(item, "DTEND"),
            all_day="DTSTART" in item and not isinstance(item["DTSTART"].dt, datetime),
            place=str(item.get("LOCATION", "")),
            people=frozenset(str(one).removeprefix("mailto:") for one in several(item, "ATTENDEE")),
            attachments={
                str(one.params["FILENAME"]): base64.b64decode(one.to_ical())
                for one in several(item, "ATTACH")
                if one.params.get("VALUE") == "BINARY"
            },
        )

    def remove(self, kind: LinkKind, remote_id: str) -> None:
        calendar, name = self.file(kind, remote_id)
        (self.server.calendar(self.user, calendar) / name).unlink()

    def finish(self, kind: LinkKind, remote_id: str) -> None:
        calendar, name = self.file(kind, remote_id)
        path = self.server.calendar(self.user, calendar) / name
        path.write_bytes(path.read_bytes().replace(b"STATUS:NEEDS-ACTION", b"STATUS:COMPLETED"))

    def revoke(self) -> None:
        self.server.revoke(self.user)

    def allow(self) -> None:
        self.server.allow(self.user)


def moment(item: Component, name: str) -> int | None:
    """Epoch seconds; a date is the midnight it begins with in Madrid."""
    if name not in item:
        return None
    value: date | datetime = item[name].dt
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=ZoneInfo(MADRID))
    assert value.tzinfo is not None, "a floating time is another moment elsewhere"
    return int(value.timestamp())


def several(item: Component, name: str) -> list[object]:
    found = item.get(name, [])
    return found if isinstance(found, list) else [found]


@pytest.fixture
def world(server: Radicale) -> Iterator[CalDavWorld]:
    with faulty_proxy(server.host, server.port) as proxy:
        yield CalDavWorld(server, proxy)


class TestRadicale(HttpContract):
    kinds = (LinkKind.TASK, LinkKind.EVENT)

    @pytest.fixture
    def world(self, server: Radicale) -> Iterator[CalDavWorld]:
        with faulty_proxy(server.host, server.port) as proxy:
            yield CalDavWorld(server, proxy)
