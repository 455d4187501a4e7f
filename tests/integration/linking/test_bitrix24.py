"""Mails linked to a Bitrix24 portal, from the wish to the row beside the mail, with the line cut at every request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import pytest

from desktop.core.api.link_commands import BindConnector, LinkExisting
from desktop.core.api.linking import OWN_DESK, LinkKind, LinkState
from desktop.core.connectors.bitrix24 import BACKEND
from desktop.core.connectors.protocol import Backend
from tests.fakes.bitrix_portal import CODE, Authority, BitrixPortal
from tests.fakes.bitrix_portal.authority import CLIENT, CLIENT_SECRET
from tests.fakes.faulty_proxy import FaultyProxy, faulty_proxy
from tests.fakes.https_server import HttpsServer
from tests.integration.connectors.bitrix_world import context_of, make_contact
from tests.integration.linking.conftest import LinkWorld

HOUR = 3600


class BitrixLinks(LinkWorld):
    portal: BitrixPortal
    proxy: FaultyProxy

    def more_backends(self) -> list[Backend]:
        return [BACKEND]

    def serve(self, stack: ExitStack) -> None:
        stack.enter_context(patch("desktop.core.connectors.bitrix24.opening.verified_context", context_of))
        self.portal = BitrixPortal(self.clock)
        for number in range(1, 10):
            self.portal.cards[(3, f"{number}")] = make_contact(number, "Ana", "G", f"somebody{number}@example.org")
        server = stack.enter_context(HttpsServer(self.portal, None))
        self.proxy = stack.enter_context(faulty_proxy("127.0.0.1", server.port))
        self.authority = Authority(self.portal, endpoint=f"{self.proxy.url}/rest/")
        self.judge = stack.enter_context(HttpsServer(self.authority, None))

    def set_up(self, values: dict[str, str], secrets: dict[str, str]) -> None:
        self.backends.set_up("bitrix24", {"mode": "direct", **values}, secrets)
        for kind in LinkKind:
            self.wish(BindConnector(kind, "bitrix24"))

    def count(self) -> tuple[int, ...]:
        chats = [chat for chat in self.portal.chats.values() if chat["users"]]
        return len(self.portal.tasks), len(self.portal.activities), len(chats), len(self.portal.events)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[BitrixLinks]:
    with ExitStack() as stack:
        made = BitrixLinks(tmp_path / "profile", bound=OWN_DESK, mails=9)
        stack.callback(made.close)
        made.serve(stack)
        yield made
        assert made.portal.sent == made.portal.complaints == []


def _with_a_webhook(world: BitrixLinks) -> None:
    world.set_up({}, {"webhook": f"{world.proxy.url}/rest/1/{CODE}/"})


def test_a_line_that_is_cut_at_every_request_leaves_one_of_each(world: BitrixLinks):
    _with_a_webhook(world)
    kinds = (LinkKind.TASK, LinkKind.CRM, LinkKind.CHAT)
    for number in range(1, 10):
        world.proxy.fail(number, serve_first=number % 2 == 0)
        for kind in kinds:
            world.link_mail(number, kind=kind, title=f"Intento {number}")
        world.run_all(3)
        world.proxy.failed()
    rows = [row for number in range(1, 10) for row in world.links(number)]
    assert len(rows) == 27
    assert {row.state for row in rows} == {LinkState.OPEN}
    assert all(row.url.startswith(world.proxy.url) for row in rows)
    assert world.count() == (9, 9, 9, 0)


def test_a_refreshed_token_outlives_the_program(world: BitrixLinks):
    """Each refresh token is good once: whoever loses one has to sign in again."""
    values = {"portal": world.proxy.url, "oauth_host": world.judge.url, "client_id": CLIENT}
    world.set_up(values, {"client_secret": CLIENT_SECRET, "code": world.authority.agree()})
    for number in range(1, 5):
        world.clock.advance(2 * HOUR)
        world.link_mail(number, title=f"Tarea {number}")
        world.run()
        world.restart()
    assert world.count()[0] == 4
    assert world.authority.used == []
    assert {row.state for row in world.links(4)} == {LinkState.OPEN}


def test_a_full_queue_is_half_undone_while_the_work_goes_elsewhere_and_the_clock_goes_back(world: BitrixLinks):
    _with_a_webhook(world)
    made = world.link_mail(1, title="Tarea 1")
    world.run()
    world.proxy.fail(4, serve_first=True)
    receipts = [world.link_mail(number, title=f"Tarea {number}") for number in range(2, 8)]
    world.wish(LinkExisting(made.key or 0, (world.key(8), world.key(9))))
    world.run()
    world.proxy.go_away()
    for receipt in receipts[::2]:
        world.undo(receipt.undo_key)
    world.wish(BindConnector(LinkKind.TASK, OWN_DESK))
    world.clock.set(world.clock.now() - 3 * 86_400)
    world.restart()
    world.proxy.come_back()
    world.run_all(4)
    titles = sorted(task["title"] for task in world.portal.tasks.values())
    assert titles == ["Tarea 1", "Tarea 3", "Tarea 5", "Tarea 7"]
    first = next(task for task in world.portal.tasks.values() if task["title"] == "Tarea 1")
    assert [first["description"].count(f"mid:m{number}%40example.org") for number in (8, 9)] == [1, 1]
    assert world.linking.waiting() == []
    assert world.links(8)[0].state is LinkState.OPEN


def test_undone_is_deleted_there_and_deleted_there_is_gone_here(world: BitrixLinks):
    _with_a_webhook(world)
    world.link_mail(1)
    world.run()
    undone = world.link_mail(2)
    world.undo(undone.undo_key)
    world.run_all()
    assert world.count()[0] == 1
    assert world.links(2) == ()
    world.portal.tasks.clear()
    world.linking.check_now()
    world.run_all()
    assert [row.state for row in world.links(1)] == [LinkState.GONE]
