"""What is CalDAV's own, against Radicale: finding the calendars, objects that were moved, kills in the middle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from icalendar import Calendar

from desktop.core.api.desk import Series
from desktop.core.api.errors import Code, SetupError
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.caldav import BACKEND
from desktop.core.connectors.caldav.connector import CalDav
from desktop.core.connectors.http import Http
from desktop.core.connectors.protocol import CarriesMails, Connector, DropsMails, Presence
from desktop.core.mime.read_calendar import read_calendar
from desktop.core.network import verified_context
from tests.fakes.faulty_proxy import faulty_proxy
from tests.fakes.radicale import PASSWORD, Radicale
from tests.integration.connectors.test_radicale import NAMES, CalDavWorld
from tests.integration.connectors.test_radicale import server as server
from tests.integration.connectors.trials import run_trials
from tests.integration.connectors.world import MEANS, MOMENT, PICTURE, make_mail, make_wish


@pytest.fixture
def world(server: Radicale) -> Iterator[CalDavWorld]:
    with faulty_proxy(server.host, server.port) as proxy:
        yield CalDavWorld(server, proxy)


def open_as(world: CalDavWorld, **values: str) -> Connector:
    address = values.pop("address", world.proxy.url)
    return BACKEND.open({"address": address, "user": world.user, **values}, {"password": PASSWORD}, MEANS)


@pytest.mark.parametrize("path", ["", "/", "/.well-known/caldav", "/{user}/", "/{user}/tareas/"])
def test_the_calendars_are_found_from_any_address_of_the_server(world: CalDavWorld, path: str):
    with closing(open_as(world, address=world.proxy.url + path.format(user=world.user))) as connector:
        assert connector.probe().kinds == {LinkKind.TASK, LinkKind.EVENT}


def test_a_site_whose_root_is_no_dav_is_found_by_its_well_known_address(world: CalDavWorld):
    well_known = (301, {"Location": f"/{world.user}/"}, b"")
    world.proxy.answers = lambda _method, path: {"/": (405, {}, b""), "/.well-known/caldav": well_known}.get(path)
    with closing(open_as(world)) as connector:
        assert connector.probe().kinds == {LinkKind.TASK, LinkKind.EVENT}


def test_a_server_that_names_another_host_gets_no_password_there(world: CalDavWorld):
    home = (
        b'<D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:response><D:href>/</D:href><D:propstat>'
        b"<D:prop><D:current-user-principal><D:href>https://other.invalid/ana/</D:href></D:current-user-principal></D:prop>"
        b"<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"
    )
    world.proxy.answers = lambda _method, _path: (207, {}, home)
    with closing(open_as(world)) as connector, pytest.raises(SetupError) as caught:
        connector.probe()
    assert caught.value.code == Code.REDIRECTED
    assert "other.invalid" in caught.value.sentence()


def test_a_site_without_caldav_is_told_as_such(world: CalDavWorld):
    world.proxy.answers = lambda _method, _path: (404, {}, b"")
    with closing(open_as(world)) as connector, pytest.raises(SetupError) as caught:
        connector.probe()
    assert caught.value.code == Code.SERVICE_MISSING


def test_what_no_calendar_takes_is_said_in_a_sentence(server: Radicale, world: CalDavWorld):
    world.user = server.new_user(("solo citas", "VEVENT"))
    with closing(open_as(world)) as connector:
        probe = connector.probe()
        assert probe.kinds == {LinkKind.EVENT}
        assert "has no calendar for this" in probe.why_not[LinkKind.TASK]
        assert "VTODO" in probe.why_not[LinkKind.TASK]
        with pytest.raises(SetupError) as caught:
            connector.create(make_wish(LinkKind.TASK))
        assert caught.value.code == Code.CALENDAR_MISSING


def test_the_calendar_is_the_one_that_was_named(server: Radicale, world: CalDavWorld):
    world.user = server.new_user(("uno", "VTODO"), ("dos", "VTODO"), ("tres", "VEVENT"))
    with closing(open_as(world, tasks="DOS")) as connector:
        made = connector.create(make_wish(LinkKind.TASK))
        assert made.remote_id.startswith(f"/{world.user}/dos/")
    with closing(open_as(world, tasks="cuatro")) as connector:
        assert "cuatro" in connector.probe().why_not[LinkKind.TASK]


def test_a_calendar_that_was_renamed_meanwhile_is_found_again(world: CalDavWorld):
    with closing(world.open()) as connector:
        connector.probe()
        place = world.server.calendar(world.user, NAMES[LinkKind.TASK])
        place.rename(place.with_name("otras"))
        assert "/otras/" in connector.create(make_wish(LinkKind.TASK)).remote_id


def test_an_object_that_was_moved_is_not_gone(server: Radicale, world: CalDavWorld):
    world.user = server.new_user(("uno", "VTODO"), ("dos", "VTODO"))
    wish = make_wish(LinkKind.TASK)
    with closing(open_as(world, tasks="uno")) as connector:
        made = connector.create(wish)
        file = server.calendar(world.user, "uno") / f"{wish.key}.ics"
        moved = server.calendar(world.user, "dos") / "another name.ics"
        file.rename(moved)
        assert connector.presence(LinkKind.TASK, made.remote_id) == Presence.PRESENT
        found = connector.find(wish)
        assert found is not None
        assert found.existed
        connector.delete(LinkKind.TASK, made.remote_id)
        assert not moved.exists()
        assert connector.presence(LinkKind.TASK, made.remote_id) == Presence.GONE


def test_a_calendar_that_is_gone_proves_nothing_about_its_objects(world: CalDavWorld):
    """A server set up anew, or another account behind the same address, must not release mails."""
    with closing(world.open()) as connector:
        made = connector.create(make_wish(LinkKind.TASK))
    place = world.server.calendar(world.user, NAMES[LinkKind.TASK])
    place.rename(world.server.folder / f"away-{world.user}")
    with closing(world.open()) as connector:
        assert connector.presence(LinkKind.TASK, made.remote_id) == Presence.UNKNOWN


def test_times_come_with_their_zone_and_the_second_of_two_equal_hours_in_utc(world: CalDavWorld):
    with closing(world.open()) as connector:
        made = connector.create(make_wish(LinkKind.TASK, due_at=MOMENT))
        twice = connector.create(make_wish(LinkKind.TASK, due_at=1_792_890_000))
    text = world.read(LinkKind.TASK, made.remote_id)
    assert "DUE;TZID=Europe/Madrid:20261028T112000" in text
    assert [str(zone["TZID"]) for zone in Calendar.from_ical(text).walk("VTIMEZONE")] == ["Europe/Madrid"]
    assert "DUE:20261025T010000Z" in world.read(LinkKind.TASK, twice.remote_id)


def test_large_attachments_are_named_with_the_mail_they_are_in(world: CalDavWorld):
    large = replace(PICTURE, filename="large.bin", content=os.urandom(400_000))
    wish = make_wish(LinkKind.TASK, mails=(make_mail(attachments=(large, PICTURE)),))
    with closing(world.open()) as connector:
        made = connector.create(wish)
    text = world.read(LinkKind.TASK, made.remote_id).replace("\r\n ", "")
    assert len(text) < 30_000
    assert f":{wish.mails[0].mid_url}" in next(
        line for line in text.split("\r\n") if "large.bin" in line and "ATTACH" in line
    )
    seen = world.look(LinkKind.TASK, made.remote_id)
    assert "large.bin, 390 KB" in seen.text
    assert set(seen.attachments) == {PICTURE.filename}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("seed", "trials"), [(0, 20), *(pytest.param(seed, 100, marks=pytest.mark.slow) for seed in range(1, 11))]
)
def test_kills_and_lost_answers_leave_one_object_for_each_wish(world: CalDavWorld, seed: int, trials: int):
    run_trials(
        world, "desktop.core.connectors.caldav:BACKEND", {"address": world.proxy.url, "user": world.user},
        {"password": PASSWORD}, kinds=(LinkKind.TASK, LinkKind.EVENT), trials=trials, most_requests=5, seed=seed,
    )  # fmt: skip


@pytest.mark.parametrize(("named", "code"), [(("dav.other.example",), Code.REDIRECTED), ((), Code.SERVICE_MISSING)])
def test_a_domain_without_calendars_names_the_host_that_its_dns_says(world: CalDavWorld, named: tuple[str, ...], code):
    """SRV is not signed: the host is told to the user, and gets no password."""
    world.proxy.answers = lambda _method, _path: (404, {}, b"")
    asked: list[tuple[str, str]] = []

    def find(service: str, domain: str) -> tuple[str, ...]:
        asked.append((service, domain))
        return named

    domain = world.proxy.url.partition("//")[2]
    http = Http(world.proxy.url, context=verified_context(None), clock=MEANS.clock)
    with closing(CalDav(http, "Basic x", "ana", {}, MEANS.clock, lambda: find("caldavs", domain))) as connector:
        with pytest.raises(SetupError) as caught:
            connector.probe()
    assert (caught.value.code, asked) == (code, [("caldavs", domain)])
    assert not named or named[0] in caught.value.sentence()


def test_a_mail_address_stands_for_its_domain():
    means = replace(MEANS, find_service=lambda service, domain: (f"{service}.{domain}",))
    with closing(BACKEND.open({"address": "ana@example.org", "user": "ana"}, {"password": "x"}, means)) as connector:
        assert repr(connector) == "CalDav(Http(https://example.org))"
    with closing(BACKEND.open({"address": "cloud.example.org/dav/", "user": "a@b"}, {"password": "x"}, means)) as other:
        assert repr(other) == "CalDav(Http(https://cloud.example.org))"


def test_one_time_of_a_series_is_changed_left_out_and_put_back_on_the_server(world: CalDavWorld):
    week = 7 * 86_400
    wish = make_wish(LinkKind.EVENT, world, series=Series("FREQ=WEEKLY;COUNT=4"))
    assert wish.starts_at is not None
    at = wish.starts_at + week
    with closing(open_as(world)) as connector:
        made = connector.create(wish)
        assert isinstance(connector, CarriesMails)
        assert isinstance(connector, DropsMails)
        changed = make_wish(LinkKind.EVENT, world, mails=(), instead_of=at, starts_at=at + 3600, ends_at=at + 7200)
        gone = make_wish(LinkKind.EVENT, world, mails=(), instead_of=at + week, starts_at=None, ends_at=None)
        for _ in range(2):
            connector.add_mails(LinkKind.EVENT, made.remote_id, changed)
            connector.add_mails(LinkKind.EVENT, made.remote_id, gone)
        series = _series(world, made.remote_id)
        assert [(one.at, one.starts_at) for one in series.changed] == [(at, at + 3600)]
        assert series.left_out == (at + week,)
        assert connector.presence(LinkKind.EVENT, made.remote_id) is Presence.PRESENT
        for one in (changed, gone):
            connector.drop_mails(LinkKind.EVENT, made.remote_id, one.key)
        assert _series(world, made.remote_id) == Series("FREQ=WEEKLY;COUNT=4")


def _series(world: CalDavWorld, remote_id: str) -> Series:
    (event,) = read_calendar(world.read(LinkKind.EVENT, remote_id).encode(), "Europe/Madrid")
    assert event.series is not None
    return event.series
