"""Matrix against Synapse: the contract, and what is Matrix's own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing
from typing import Any, ClassVar

import pytest

from desktop.core.api.errors import Code, SetupError
from desktop.core.api.linking import LinkKind, Person
from desktop.core.clock import SystemClock
from desktop.core.connectors.http import Bounds, Http
from desktop.core.connectors.matrix import BACKEND
from desktop.core.connectors.matrix.connector import Matrix
from desktop.core.connectors.protocol import Connector, FindsPeople
from desktop.core.network import verified_context
from tests.fakes.faulty_proxy import FaultyProxy, faulty_proxy
from tests.fakes.synapse import MatrixUser, Synapse, quoted, synapse
from tests.integration.connectors.http_contract import HttpContract, HttpWorld
from tests.integration.connectors.trials import run_trials
from tests.integration.connectors.world import MEANS, PICTURE, Part, Seen, make_mail, make_wish

pytestmark = pytest.mark.connectors
CHAT = LinkKind.CHAT
ROOMS = "/_synapse/admin/v1/rooms"


@pytest.fixture(scope="session")
def server() -> Iterator[Synapse]:
    with synapse() as running:
        yield running


@pytest.fixture(scope="session")
def admin(server: Synapse) -> MatrixUser:
    return server.new_user("admin", admin=True)


class MatrixWorld(HttpWorld):
    keeps: ClassVar = {CHAT: frozenset({Part.TITLE, Part.TEXT, Part.LINK, Part.PEOPLE, Part.ATTACHMENTS})}

    def __init__(self, server: Synapse, admin: MatrixUser, proxy: FaultyProxy) -> None:
        self.server = server
        self.admin = admin
        self.proxy = proxy
        self.user = server.new_user()

    def open(self) -> Connector:
        return BACKEND.open({"address": self.proxy.url}, {"token": self.user.token}, MEANS)

    def open_impatient(self) -> Connector:
        bounds = Bounds(connect_seconds=0.2, read_seconds=0.2, total_seconds=0.2)
        http = Http(self.proxy.url, context=verified_context(None), clock=SystemClock(), bounds=bounds)
        return Matrix(http, self.user.token)

    def secrets(self) -> tuple[str, ...]:
        return (self.user.token,)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return self.server.ask(method, path, body, token=self.admin.token)

    def rooms(self) -> list[dict[str, Any]]:
        found, start = [], 0
        while start is not None:
            page = self.ask("GET", f"{ROOMS}?limit=500&from={start}")
            found += page["rooms"]
            start = page.get("next_batch")
        return [room for room in found if room["creator"] == self.user.user_id and room["joined_members"]]

    def count(self, kind: LinkKind) -> int:
        return len(self.rooms())

    def events(self, remote_id: str) -> list[dict[str, Any]]:
        return self.ask("GET", f"{ROOMS}/{quoted(remote_id)}/messages?dir=b&limit=200")["chunk"]

    def look(self, kind: LinkKind, remote_id: str) -> Seen:
        state = self.ask("GET", f"{ROOMS}/{quoted(remote_id)}/state")["state"]
        (title,) = (event["content"]["name"] for event in state if event["type"] == "m.room.name")
        said = [event["content"] for event in self.events(remote_id) if event["type"] == "m.room.message"]
        said = [content for content in said if content]  # nothing is left of what was redacted
        texts = [content["body"] for content in said if content["msgtype"] == "m.text"]
        assert len(texts) == 1, "the text stands there once"
        return Seen(
            title,
            text=texts[0],
            everything="\n".join(content["body"] for content in said),
            people=frozenset(event["state_key"] for event in state if event["type"] == "m.room.member"),
            attachments={one["filename"]: self.download(one["url"]) for one in said if one["msgtype"] == "m.file"},
        )

    def download(self, uri: str) -> bytes:
        status, content = self.server.fetch(
            "GET", f"/_matrix/client/v1/media/download/{uri.removeprefix('mxc://')}", token=self.admin.token
        )
        assert status == 200
        return content

    def remove(self, kind: LinkKind, remote_id: str) -> None:
        self.ask("DELETE", f"{ROOMS}/{quoted(remote_id)}", {"purge": True})

    def people(self) -> tuple[Person, ...]:
        colleagues = (self.server.new_user("zoe"), self.server.new_user("luis"))
        return tuple(Person(one.user_id, "", one.user_id, inside=True) for one in colleagues)

    def revoke(self) -> None:
        self.server.log_out(self.user)

    def allow(self) -> None:
        self.user = self.server.log_in(self.user.user_id)


@pytest.fixture
def world(server: Synapse, admin: MatrixUser) -> Iterator[MatrixWorld]:
    with faulty_proxy(server.host, server.port) as proxy:
        yield MatrixWorld(server, admin, proxy)


class TestSynapse(HttpContract):
    kinds = (CHAT,)

    @pytest.fixture
    def world(self, server: Synapse, admin: MatrixUser) -> Iterator[MatrixWorld]:
        with faulty_proxy(server.host, server.port) as proxy:
            yield MatrixWorld(server, admin, proxy)


def test_people_are_found_by_their_names(world: MatrixWorld):
    (zoe, _) = world.people()
    with closing(world.open()) as connector:
        assert isinstance(connector, FindsPeople)
        assert zoe.person_id in {person.person_id for person in connector.find_people(zoe.name[1:6])}
        assert connector.find_people("nobody is called so") == []


def test_the_title_is_the_rooms_name_and_only_the_chosen_are_invited(world: MatrixWorld):
    people = world.people()
    with closing(world.open()) as connector:
        made = connector.create(make_wish(CHAT, people=people[:1], title="Oferta"))
        room = next(room for room in world.rooms() if room["room_id"] == made.remote_id)
        assert (room["name"], room["public"], room["join_rules"]) == ("Oferta", False, "invite")
        assert world.look(CHAT, made.remote_id).people == {world.user.user_id, people[0].person_id}


def test_a_half_made_room_is_completed_after_a_new_token(world: MatrixWorld):
    """The server knows transaction ids by token: what stands in the room is looked at."""
    wish = make_wish(CHAT, mails=(make_mail(attachments=(PICTURE,)),))
    with closing(world.open()) as connector:
        world.proxy.fail(6, serve_first=False)
        with pytest.raises(Exception, match="lost"):
            connector.create(wish)
        assert world.proxy.failed()
    world.revoke()
    world.allow()
    with closing(world.open()) as connector:
        assert connector.find(wish) is None
        made = connector.create(wish)
    assert made.existed
    seen = world.look(CHAT, made.remote_id)
    assert seen.attachments == {PICTURE.filename: PICTURE.content}


def test_somebody_who_cannot_be_invited_is_named_in_the_room(world: MatrixWorld):
    stranger = Person("Nobody", "", "@nobody:other.invalid")
    with closing(world.open()) as connector:
        made = connector.create(make_wish(CHAT, people=(stranger,)))
    notices = [e["content"]["body"] for e in world.events(made.remote_id) if e["content"].get("msgtype") == "m.notice"]
    assert len(notices) == 1
    assert stranger.person_id in notices[0]


def test_a_deleted_chat_is_gone_for_those_who_were_invited_too(world: MatrixWorld):
    zoe = world.server.new_user("zoe")
    with closing(world.open()) as connector:
        made = connector.create(make_wish(CHAT, people=(Person("Zoe", "", zoe.user_id),)))
        world.server.ask("POST", f"/_matrix/client/v3/join/{quoted(made.remote_id)}", {}, token=zoe.token)
        connector.delete(CHAT, made.remote_id)
    assert world.server.ask("GET", "/_matrix/client/v3/joined_rooms", token=zoe.token) == {"joined_rooms": []}


def test_a_site_that_names_its_matrix_server_tells_the_user(world: MatrixWorld):
    named = (200, {}, json.dumps({"m.homeserver": {"base_url": "https://matrix.other.invalid"}}).encode())
    world.proxy.answers = lambda _method, path: named if path == "/.well-known/matrix/client" else (404, {}, b"<html>")
    with closing(world.open()) as connector, pytest.raises(SetupError) as caught:
        connector.probe()
    assert caught.value.code == Code.REDIRECTED
    assert "matrix.other.invalid" in caught.value.sentence()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("seed", "trials"), [(0, 30), *(pytest.param(seed, 100, marks=pytest.mark.slow) for seed in range(1, 11))]
)
def test_kills_and_lost_answers_leave_one_room_for_each_wish(world: MatrixWorld, seed: int, trials: int):
    run_trials(
        world, "desktop.core.connectors.matrix:BACKEND", {"address": world.proxy.url}, {"token": world.user.token},
        kinds=(CHAT,), trials=trials, most_requests=6, seed=seed,
    )  # fmt: skip
