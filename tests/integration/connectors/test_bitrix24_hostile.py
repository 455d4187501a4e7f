"""A portal (or what stands in front of it) that answers as no server should: bounded, one plain sentence in both languages,
no secret told, nothing lost and nothing made twice."""

from __future__ import annotations

import copy
import gzip
import json
import logging
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from PySide6.QtWidgets import QApplication

from desktop.core.api.errors import BandejaError
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.bitrix24.opening import open_bitrix24
from desktop.core.connectors.http import Bounds
from desktop.core.connectors.protocol import Connector, Made, Means, Presence, Unanswered
from desktop.ui import i18n
from desktop.ui.sentences import error_sentence
from tests.fakes.bitrix_portal import CODE, BitrixPortal
from tests.fakes.certificates import Certificates
from tests.fakes.hasty_clock import HastyClock
from tests.fakes.https_server import Asked, HttpsServer, Reply, Trouble
from tests.integration.connectors.bitrix_world import context_of, make_contact
from tests.integration.connectors.contract import check_sentence, settle, try_to
from tests.integration.connectors.world import LETTER, make_mail, make_wish

PATIENT = Bounds(connect_seconds=20, read_seconds=30, total_seconds=70, body_bytes=1 << 20)
QUICK = Bounds(connect_seconds=20, read_seconds=0.5, total_seconds=0.8, body_bytes=1 << 20)
"""For those that would never end by themselves."""
ENDLESS = (Trouble.STALL, Trouble.DRIP, Trouble.HEAD_DRIP)
CREATING = {
    LinkKind.TASK: "tasks.task.add",
    LinkKind.CRM: "crm.activity.add",
    LinkKind.CHAT: "im.chat.add",
    LinkKind.EVENT: "calendar.event.add",
}
JSON = {"Content-Type": "application/json"}
HTML = {"Content-Type": "text/html; charset=utf-8"}


def _json(value: object, status: int = 200, **headers: str) -> Reply:
    return Reply(status, json.dumps(value).encode(), {**JSON, **headers})


def _error(status: int, code: object, text: object = "No.", **headers: str) -> Reply:
    return _json({"error": code, "error_description": text}, status, **headers)


HOSTILE: dict[str, Trouble | Reply] = {
    **{f"trouble {one.value}": one for one in Trouble if one is not Trouble.COOKIE},
    "503 in ten years": Reply(503, b"", {"Retry-After": "315360000"}),
    "503 yesterday": Reply(503, b"", {"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}),
    "503 on a date": Reply(503, b"", {"Retry-After": "Fri, 31 Dec 2099 23:59:59 GMT"}),
    "503 negative": Reply(503, b"", {"Retry-After": "-5"}),
    "503 nonsense": Reply(503, b"", {"Retry-After": "soon; or later"}),
    "503 twice": Reply(503, b"{}", {"Retry-After": "1, 2"}),
    "503 limit": _error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"),
    "503 blocked": _error(503, "OVERLOAD_LIMIT", "REST API is blocked due to overload"),
    "429 limit": _error(429, "OPERATION_TIME_LIMIT", "Method is blocked"),
    "429 in a second": Reply(429, b"", {"Retry-After": "1"}),
    "429 endless number": Reply(429, b"", {"Retry-After": "9" * 4000}),
    "400 empty code": _error(400, "", "The required parameter is not set"),
    "400 numeric code": _error(400, 0, "wrong"),
    "400 sentence for a code": _error(400, "The field SUBJECT is not defined or empty", ""),
    "400 nothing": Reply(400, b""),
    "400 markup": _error(400, "ERROR_CORE", "<script>alert(1)</script><b>No</b>"),
    "400 controls": _error(400, "ERROR_CORE", "\x1b[2J\x00\u202eback\r\nwards"),
    "400 long": _error(400, "E" * 50_000, "x" * 200_000),
    "400 secret": _error(400, "ERROR_CORE", f"cannot serve /rest/1/{CODE}/ with {CODE}"),
    "400 v3": _json({"error": {"code": "BITRIX_REST_V3_EXCEPTION_X", "message": CODE, "validation": [None, 1]}}, 400),
    "401 webhook": _error(401, "INVALID_CREDENTIALS", "Invalid request credentials"),
    "401 html": Reply(401, b"<h1>Log in</h1>", {**HTML, "WWW-Authenticate": "Basic"}),
    "401 expired": _error(401, "expired_token", "expired"),
    "402": Reply(402, b""),
    "403 scope": _error(403, "insufficient_scope", "The request requires higher privileges"),
    "403 plan": _error(403, "ACCESS_DENIED", "REST API is available only on commercial plans"),
    "403 html": Reply(403, b"<h1>Forbidden</h1>", HTML),
    "404 html": Reply(404, b"<h1>Not found</h1>", HTML),
    "404 method": _error(404, "ERROR_METHOD_NOT_FOUND", "Method not found!"),
    "405": Reply(405, b""),
    "407": Reply(407, b""),
    "408": Reply(408, b""),
    "409": _error(409, "CONFLICT", "Conflict"),
    "410": Reply(410, b"gone"),
    "413": Reply(413, b"<h1>Request Entity Too Large</h1>", HTML),
    "422": _error(422, "X", "Y"),
    "500 internal": _error(500, "INTERNAL_SERVER_ERROR", "Internal server error"),
    "500 deleted": _error(500, "PORTAL_DELETED", "Portal was deleted"),
    "500 traceback": Reply(500, f"Fatal error in /rest/1/{CODE}/".encode(), HTML),
    "504": Reply(504, b"", HTML),
    "200 login page": Reply(200, b"<!doctype html><title>Log in</title>", HTML),
    "200 empty": Reply(200, b"", JSON),
    "200 null": Reply(200, b"null", JSON),
    "200 number": Reply(200, b"5", JSON),
    "200 no result": _json({"time": {}}),
    "200 error and result": _json({"error": "X", "error_description": "y", "result": "?"}),
    "200 half": Reply(200, b'{"result": {"task": {"id": "1', JSON),
    "200 latin": Reply(200, b'{"result": "\xff\xfe"}', JSON),
    "200 deep": Reply(200, b'{"result": ' + b"[" * 200_000, JSON),
    "200 deep objects": Reply(200, b'{"result": ' + b'{"a":' * 100_000, JSON),
    "200 NaN": Reply(200, b'{"result": NaN}', JSON),
    "200 huge number": Reply(200, b'{"result": ' + b"9" * 100_000 + b"}", JSON),
    "200 long list": Reply(200, b'{"result": [' + b"1," * 200_000 + b"1]}", JSON),
    "200 same name": Reply(200, b'{"result": 1, "result": "x", "result": [[]]}', JSON),
    "200 broken gzip": Reply(200, b"\x1f\x8b\x08 nothing", {**JSON, "Content-Encoding": "gzip"}),
    "200 cut gzip": Reply(200, gzip.compress(b'{"result": 1}')[:-6], {**JSON, "Content-Encoding": "gzip"}),
    "200 unknown packing": Reply(200, b"{}", {**JSON, "Content-Encoding": "br, gzip"}),
    "204": Reply(204, b""),
    "301 here": Reply(301, b"", {"Location": "/rest/9/other/"}),
    "302 nowhere": Reply(302, b"", {"Location": "http://[::1"}),
    "307 to a file": Reply(307, b"", {"Location": "file:///etc/passwd"}),
    "300 without a place": Reply(300, b""),
    "operating in the past": _json({"error": "OPERATION_TIME_LIMIT", "time": {"operating_reset_at": -(10**30)}}, 429),
    "operating of another type": _json({"error": "OPERATION_TIME_LIMIT", "time": {"operating_reset_at": "x"}}, 429),
}


@dataclass
class Scene:
    """A portal over HTTPS. `count` and `open` are what the contract's `settle` asks of a world."""

    server: HttpsServer
    portal: BitrixPortal
    ca_file: str
    clock: HastyClock
    bounds: Bounds = PATIENT

    def open(self, **values: str) -> Connector:
        secrets = {"webhook": f"{self.server.url}rest/1/{CODE}/"}
        settings = {"mode": "direct", "ca_file": self.ca_file, **values}
        return open_bitrix24(settings, secrets, Means(self.clock), bounds=self.bounds)

    def count(self, kind: LinkKind) -> int:
        chats = [chat for chat in self.portal.chats.values() if chat["users"]]
        rows = {LinkKind.TASK: self.portal.tasks, LinkKind.CRM: self.portal.activities, LinkKind.CHAT: chats}
        return len(rows.get(kind, self.portal.events))


@pytest.fixture
def scene(certificates: Certificates) -> Iterator[Scene]:
    clock = HastyClock()
    portal = BitrixPortal(clock)
    portal.cards[(3, "25")] = make_contact(25, "Ana", "García", "ana@example.org")
    patched = patch("desktop.core.connectors.bitrix24.opening.verified_context", context_of)
    with patched, HttpsServer(portal, certificates.good()) as server:
        yield Scene(server, portal, str(certificates.ca_file), clock)
    assert portal.sent == []


@pytest.fixture
def spanish(qapp: QApplication) -> Iterator[Callable[[BandejaError], str]]:
    def say(error: BandejaError) -> str:
        i18n.load(qapp, "es")
        sentence = error_sentence(error)
        i18n.load(qapp, "en")
        return sentence

    yield say
    i18n.load(qapp, "en")


def test_there_are_enough_of_them():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_to_the_call_that_makes_it(
    scene: Scene, spanish: Callable[[BandejaError], str], name: str, caplog: pytest.LogCaptureFixture
):
    """Served or not, the object is there once in the end."""
    caplog.set_level(logging.DEBUG)
    kind = list(CREATING)[list(HOSTILE).index(name) % len(CREATING)]
    wish = make_wish(kind, people=())
    method = CREATING[kind]
    answer = HOSTILE[name]

    def trouble(asked: Asked) -> Trouble | Reply | None:
        if asked.path.endswith(method):
            scene.portal(asked)  # done, whatever it is answered with
            return Trouble.DROP_AFTER if answer is Trouble.DROP_AFTER else answer
        return None

    unserved = isinstance(answer, Trouble) and answer is not Trouble.DROP_BEFORE
    scene.server.trouble = (lambda asked: answer if asked.path.endswith(method) else None) if unserved else trouble
    scene.bounds = QUICK if answer in ENDLESS else PATIENT
    with closing(scene.open()) as connector:
        error = try_to(connector.create, wish)
    scene.bounds = PATIENT
    assert error is not None
    _check_told(error, spanish, caplog)
    if scene.count(kind) and not name.startswith(("4", "3", "503 blocked", "500 deleted", "operating", "503 limit")):
        assert isinstance(error, Unanswered), "it was done, and must be looked for"
    scene.server.trouble = lambda asked: None
    made = settle(scene, wish, error)
    assert scene.count(kind) == 1
    with closing(scene.open()) as connector:
        assert connector.presence(kind, made.remote_id) in (Presence.PRESENT, Presence.DONE)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answer_to_everything_proves_nothing(
    scene: Scene, spanish: Callable[[BandejaError], str], name: str, caplog: pytest.LogCaptureFixture
):
    """Nobody is told that something is gone or is not there, because a server babbles."""
    caplog.set_level(logging.DEBUG)
    kind = list(CREATING)[list(HOSTILE).index(name) % len(CREATING)]
    wish = make_wish(kind)
    with closing(scene.open()) as connector:
        made = connector.create(wish)
    scene.server.trouble = lambda asked: HOSTILE[name]
    scene.bounds = QUICK if HOSTILE[name] in ENDLESS else PATIENT
    with closing(scene.open()) as connector:
        assert connector.presence(kind, made.remote_id) is Presence.UNKNOWN
    with closing(scene.open()) as connector:
        for do, arguments in (
            (connector.probe, ()),
            (connector.create, (make_wish(kind),)),
            (connector.find, (make_wish(kind),)),
            (connector.delete, (kind, made.remote_id)),
        ):
            error = try_to(do, *arguments)
            assert error is not None, f"{do.__name__} took it for an answer"
            _check_told(error, spanish, caplog)
    served = isinstance(HOSTILE[name], Trouble)  # then the deletion was done, and only its answer was not one
    assert scene.count(kind) == 1 or (served and scene.count(kind) == 0)


def test_a_secret_does_not_follow_a_redirect(scene: Scene, certificates: Certificates):
    with HttpsServer(lambda asked: _json({"result": 1}), certificates.good()) as stranger:
        scene.server.elsewhere = f"{stranger.url}rest/1/{CODE}/user.current"
        scene.server.trouble = lambda asked: Trouble.REDIRECT
        with closing(scene.open()) as connector:
            error = try_to(connector.probe)
            assert error is not None
            assert CODE not in error.sentence()
            assert connector.presence(LinkKind.TASK, "1") is Presence.UNKNOWN
        assert stranger.connections == 0


WRONG = (None, True, -1, 1.5, "", "x", [], {}, [[]], [None], {"a": []}, "9" * 400, 10**300, "\ud800", "\x00")


def _mutations(value: Any, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Where a wrong value can stand."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for name, one in items:
        yield from _mutations(one, (*path, name))


def _with(value: Any, path: tuple[Any, ...], wrong: object) -> Any:
    made = copy.deepcopy(value)
    place = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    return made


@pytest.mark.parametrize("trials", [40, pytest.param(1000, marks=pytest.mark.slow)])
def test_wrong_types_in_every_field(scene: Scene, trials: int):
    """One field of one answer is of another type; whatever is made of that, in the end there is one object."""
    chance = random.Random(20261128)
    for number in range(trials):
        kind = chance.choice(list(CREATING))
        wish = make_wish(kind, mails=(make_mail(message_id=f"{number}@x.org", attachments=(LETTER,)),))
        before, left = scene.count(kind), [chance.randint(1, 9)]

        def trouble(asked: Asked, left: list[int] = left) -> Reply | None:
            left[0] -= 1
            if left[0]:
                return None
            reply = scene.portal(asked)
            value = json.loads(reply.body)
            path = chance.choice([path for path in _mutations(value) if path[0] != "time" or len(path) > 1])
            return Reply(reply.status, json.dumps(_with(value, path, chance.choice(WRONG))).encode(), reply.headers)

        scene.server.trouble = trouble
        with closing(scene.open()) as connector:
            error = try_to(connector.create, wish)
        scene.server.trouble = lambda asked: None
        made = settle(scene, wish, error)
        assert isinstance(made, Made)
        assert scene.count(kind) == before + 1, f"trial {number}: {error}"


def _check_told(error: BandejaError, spanish: Callable[[BandejaError], str], caplog: pytest.LogCaptureFixture) -> None:
    check_sentence(error)
    told = spanish(error)
    assert told != error.sentence()
    assert len(told) < 1000
    assert told.replace("\u202f", " ").isprintable()
    assert CODE not in f"{error.sentence()} {told} {error!r} {error.parameters} {caplog.text}"
