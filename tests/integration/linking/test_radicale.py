"""Mails linked to a real CalDAV server, from the wish to the row beside the mail: its life, cut lines, and deaths at every step."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest

from desktop.core.api.desk import Series
from desktop.core.api.link_commands import BindConnector, LinkExisting, RetryLink
from desktop.core.api.linking import OWN_DESK, LinkKind, LinkState
from desktop.core.connectors.caldav import BACKEND
from desktop.core.connectors.http import Answer, Http
from desktop.core.connectors.protocol import Backend
from desktop.core.connectors.queue.worker import ASK_APART
from desktop.core.mime.read_calendar import read_calendar
from tests.fakes.faulty_proxy import FaultyProxy, faulty_proxy
from tests.fakes.radicale import PASSWORD, Radicale, radicale
from tests.fakes.world import Killed
from tests.integration.linking.conftest import LinkWorld

KINDS = (LinkKind.TASK, LinkKind.EVENT)
WHEN = 1_900_000_000
TIMES = {LinkKind.TASK: {"due_at": WHEN}, LinkKind.EVENT: {"starts_at": WHEN, "ends_at": WHEN + 3600}}


@pytest.fixture(scope="module")
def server() -> Iterator[Radicale]:
    with radicale() as running:
        yield running


class CalDavLinks(LinkWorld):
    def __init__(self, directory: Path, server: Radicale, proxy: FaultyProxy) -> None:
        super().__init__(directory, bound=OWN_DESK)
        self.server, self.proxy = server, proxy
        self.user = server.new_user(("tareas", "VTODO"), ("citas", "VEVENT"))
        self.backends.set_up("caldav", {"address": proxy.url, "user": self.user}, {"password": PASSWORD})
        for kind in KINDS:
            self.wish(BindConnector(kind, "caldav"))

    def more_backends(self) -> list[Backend]:
        return [BACKEND]

    def files(self) -> list[Path]:
        return [file for name in ("tareas", "citas") for file in self.server.calendar(self.user, name).glob("*.ics")]

    def link_both(self, number: int) -> None:
        for kind in KINDS:
            self.link_mail(number, kind=kind, title=f"Intento {number}", **TIMES[kind])

    def ask_all(self) -> None:
        self.clock.advance(1)
        self.linking.check_now()
        for _ in range(6):
            self.run()
            self.clock.advance(ASK_APART)


@pytest.fixture
def world(server: Radicale, tmp_path: Path) -> Iterator[CalDavLinks]:
    with ExitStack() as stack:
        proxy = stack.enter_context(faulty_proxy(server.host, server.port))
        made = CalDavLinks(tmp_path / "profile", server, proxy)
        stack.callback(made.close)
        yield made


def states(world: CalDavLinks, number: int) -> set[LinkState]:
    return {row.state for row in world.links(number)}


def test_a_mail_becomes_a_task_and_an_event_that_are_followed(world: CalDavLinks):
    world.link_both(1)
    world.run()
    assert states(world, 1) == {LinkState.OPEN}
    task, event = sorted(world.files(), key=lambda file: "VEVENT" in file.read_text("utf-8"))
    assert "SUMMARY:Intento 1" in task.read_text("utf-8")
    task.write_bytes(task.read_bytes().replace(b"STATUS:NEEDS-ACTION", b"STATUS:COMPLETED"))
    event.unlink()
    world.ask_all()
    assert {row.kind: row.state for row in world.links(1)} == {
        LinkKind.TASK: LinkState.DONE,
        LinkKind.EVENT: LinkState.GONE,
    }


def test_an_event_that_repeats_is_carried_whole_over_a_restart(world: CalDavLinks):
    series = Series("FREQ=WEEKLY;COUNT=6", (WHEN + 7 * 86_400,))
    world.link_mail(
        2, kind=LinkKind.EVENT, title="Visita", starts_at=WHEN, ends_at=WHEN + 3600, zone="Europe/Madrid", series=series
    )
    world.restart()
    world.run()
    (file,) = world.files()
    (event,) = read_calendar(file.read_bytes(), "Europe/Madrid")
    assert (event.row.starts_at, event.series) == (WHEN, series)


def test_nobody_there_changes_nothing_here(world: CalDavLinks):
    world.link_both(1)
    world.run()
    for trouble in (world.proxy.go_away, lambda: world.server.revoke(world.user)):
        trouble()
        world.ask_all()
        assert states(world, 1) == {LinkState.OPEN}
        world.proxy.go_away()
        world.proxy.come_back()


def test_unplugged_restarted_replugged(world: CalDavLinks):
    world.proxy.go_away()
    world.link_both(1)
    world.run()
    assert states(world, 1) == {LinkState.PENDING}
    world.restart()
    world.proxy.come_back()
    world.run_all(2)
    assert states(world, 1) == {LinkState.OPEN}
    assert len(world.files()) == 2


def test_an_undo_takes_the_object_away(world: CalDavLinks):
    receipt = world.link_mail(1, title="Error")
    world.run()
    assert len(world.files()) == 1
    world.undo(receipt.key)
    world.run_all(1)
    assert world.files() == []


def test_deleted_there_and_put_back_a_task_holds_its_mail_again(world: CalDavLinks):
    world.link_mail(1)
    world.run()
    (file,) = world.files()
    whole = file.read_bytes()
    file.unlink()
    world.ask_all()
    assert (states(world, 1), world.key(1) in world.expired()) == ({LinkState.GONE}, True)
    file.write_bytes(whole)
    world.wish(RetryLink(world.links(1)[0].link_key))
    world.run()
    assert (states(world, 1), world.key(1) in world.expired()) == ({LinkState.OPEN}, False)


def test_five_mails_undone_in_the_middle_while_others_are_added_offline(world: CalDavLinks):
    """The line is cut in the middle of the queue; two are taken back, the work goes to the own desk, a mail is added to a task."""
    kept, *others = [world.link_mail(number, title=f"Tarea {number}") for number in range(1, 5)]
    world.proxy.fail(3, serve_first=True)
    world.run()
    world.proxy.go_away()
    for receipt in others[::2]:
        world.undo(receipt.undo_key)
    world.wish(LinkExisting(kept.key or 0, (world.key(5),)))
    world.wish(BindConnector(LinkKind.TASK, OWN_DESK))
    world.run()
    world.restart()
    world.proxy.come_back()
    world.run_all(3)
    texts = sorted(file.read_text("utf-8").replace("\n ", "") for file in world.files())
    assert [number for number in range(1, 5) for text in texts if f"SUMMARY:Tarea {number}" in text] == [1, 3]
    assert sum(text.count("mid:m5%40example.org") for text in texts) == 1
    assert states(world, 1) == states(world, 3) == states(world, 5) == {LinkState.OPEN}


def test_a_line_that_is_cut_at_every_request_leaves_one_of_each(world: CalDavLinks):
    for number in range(1, 6):
        for serve_first in (True, False):
            world.link_both(number)
            world.proxy.fail(number, serve_first=serve_first)
            world.run_all(3)
            world.proxy.failed()
    rows = [row for number in range(1, 6) for row in world.links(number)]
    assert {row.state for row in rows} == {LinkState.OPEN}
    assert len(world.files()) == len({row.remote_id for row in rows}) == len(rows) == 20


def history(world: CalDavLinks) -> None:
    world.link_both(1)
    world.run()
    receipt = world.link_mail(2, title="Error")
    world.run()
    world.undo(receipt.key)
    world.run()


@pytest.mark.parametrize("stride", [13, pytest.param(1, marks=pytest.mark.slow)])
def test_death_at_some_steps_leaves_an_object_for_each_link(server: Radicale, tmp_path: Path, stride: int):
    """Before and after each write to the profile and each request to the server."""
    send = Http.send
    at, died = 0, True
    with faulty_proxy(server.host, server.port) as proxy:
        while died:
            world = CalDavLinks(tmp_path / f"profile-{at}", server, proxy)

            def mortal(http: Http, *arguments: object, world: CalDavLinks = world, **options: object) -> Answer:
                world.death.point("before a request")
                answer = send(http, *arguments, **options)
                world.death.point("after a request")
                return answer

            with patch.object(Http, "send", mortal):
                world.death.watch(at)
                with contextlib.suppress(Killed):
                    history(world)
                died = world.death.is_dead
                world.restart()
                world.run_all(2)
            stored = {row.remote_id.partition("#")[2] for number in (1, 2) for row in world.links(number)}
            assert stored == {file.stem for file in world.files()}, f"death at point {at}"
            assert world.linking.waiting() == [], f"death at point {at}"
            world.close()
            at += stride
    assert at > 20, "a history of so few steps"
