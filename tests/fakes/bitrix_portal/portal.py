"""The portal: its users and objects, who may ask what, and the answer to each request."""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from desktop.core.clock import Clock, SystemClock
from tests.fakes.bitrix_portal.deprecations import check_deprecated
from tests.fakes.bitrix_portal.limits import Limits
from tests.fakes.bitrix_portal.wire import Call, Refusal, V3Refusal, answer, parse_call
from tests.fakes.https_server import Asked, Reply

DAY = 86_400
ALL_SCOPES = frozenset({"mail", "task", "tasks", "crm", "im", "calendar", "disk", "user_basic", "basic"})
CODE = "h00kc0de51secret"
Row = dict[str, Any]


@dataclass
class User:
    user_id: str
    name: str
    last_name: str
    email: str
    zone: str = "Europe/Madrid"
    active: bool = True


@dataclass
class Key:
    """A webhook or an application's token: whose, and for what."""

    user: str
    scopes: frozenset[str]
    ends: int | None = None


@dataclass(frozen=True)
class Method:
    name: str
    scope: frozenset[str]
    parameters: frozenset[str]
    do: Callable[[BitrixPortal, str, Params], Any]


OLD: dict[str, Method] = {}
NEW: dict[str, Method] = {}
Do = Callable[["BitrixPortal", str, "Params"], Any]


def method(name: str, scope: str, parameters: str = "", *, third: bool = False) -> Callable[[Do], Do]:
    """Names of methods are taken in any case by the old REST."""

    def keep(do: Do) -> Do:
        made = Method(name, frozenset(scope.split("|")), frozenset(parameters.split()), do)
        (NEW if third else OLD)[name if third else name.lower()] = made
        return do

    return keep


class Params(dict[str, Any]):
    """The parameters of a call; what the documentation does not have is complained about."""

    def __init__(self, values: dict[str, Any], complain: Callable[[str], None]) -> None:
        super().__init__(values)
        self._complain = complain

    def only(self, name: str, allowed: str, kind: type = dict) -> Any:
        """The object `name`, whose fields are all documented ones. `[]` is an empty one."""
        value = self.get(name)
        if value in (None, [], ""):
            return kind()
        if not isinstance(value, kind):
            self._complain(f"{name} is a {type(value).__name__}")
            return kind()
        names = frozenset(allowed.split())
        for one in value if isinstance(value, dict) else ():
            if one.lstrip("<>=!%@") not in names:
                self._complain(f"{name} has an undocumented {one}")
        return value


@dataclass
class BitrixPortal:
    clock: Clock = field(default_factory=SystemClock)
    users: dict[str, User] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    """By webhook code or access token."""
    commercial: bool = True
    complaints: list[str] = field(default_factory=list)
    sent: list[Row] = field(default_factory=list)
    """Mails that the portal has sent to somebody, for ever."""
    calls: list[str] = field(default_factory=list)
    tasks: dict[str, Row] = field(default_factory=dict)
    activities: dict[str, Row] = field(default_factory=dict)
    cards: dict[tuple[int, str], Row] = field(default_factory=dict)
    chats: dict[str, Row] = field(default_factory=dict)
    events: dict[str, Row] = field(default_factory=dict)
    drive: dict[str, Row] = field(default_factory=dict)
    mailboxes: list[Row] = field(default_factory=list)
    mails: dict[str, Row] = field(default_factory=dict)
    url: str = "https://portal.example.org/"

    def __post_init__(self) -> None:
        self.limits = Limits(self.clock)
        self._numbers = itertools.count(101)
        self._answers: dict[tuple[str, str, str, str], tuple[int, str, Any]] = {}
        self._lock = threading.RLock()
        self.add_user("1", "Marta", "Ruiz", "us@example.net")
        self.add_user("7", "Ana", "García", "ana.garcia@example.net")
        self.add_user("8", "Zoë", "Ångström", "zoe@example.net")
        self.keys[CODE] = Key("1", ALL_SCOPES)

    def add_user(self, user_id: str, name: str, last_name: str, email: str) -> None:
        self.users[user_id] = User(user_id, name, last_name, email)
        drive = {"NAME": name, "TYPE": "storage", "ENTITY_TYPE": "user", "ENTITY_ID": user_id, "PARENT": None}
        self.drive[self.number()] = drive

    def number(self) -> str:
        return str(next(self._numbers))

    def complain(self, about: str) -> None:
        self.complaints.append(about)

    def __call__(self, asked: Asked) -> Reply:
        with self._lock:
            try:
                return self._answer(parse_call(asked))
            except Refusal as refusal:
                return answer(refusal.body(), refusal.status)

    def _answer(self, call: Call) -> Reply:
        self.calls.append(call.method)
        self.limits.admit()
        key, secret = self._authorise(call)
        if not call.third and (about := check_deprecated(call.method)):
            self.complain(about)
        found = NEW.get(call.method) if call.third else OLD.get(call.method.lower())
        if found is None:
            raise Refusal(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
        if found.scope != {"basic"} and not found.scope & key.scopes:
            if call.third:
                raise V3Refusal(403, "INSUFFICIENTSCOPEEXCEPTION", "Insufficient scope")
            text = "The request requires higher privileges than provided by the webhook token"
            raise Refusal(403, "insufficient_scope", text)
        self.limits.check_operating(secret, call.method)
        with self._replay(call, secret, key.user) as kept:
            if not kept:
                kept.append(found.do(self, key.user, self._params(call, found)))
        headers = {} if call.key is None or not call.third else {"Idempotency-Key": call.key}
        if len(kept) > 1:
            headers["Idempotent-Replayed"] = "true"
        body: dict[str, Any] = {"result": kept[0], "time": self.limits.spend(secret, call.method)}
        if isinstance(kept[0], Paged):
            body |= {"result": kept[0].rows, "total": kept[0].total}
        return answer(body, 200, headers)

    def _authorise(self, call: Call) -> tuple[Key, str]:
        secret = call.code or str(call.parameters.get("auth", ""))
        key = self.keys.get(secret)
        if key is None or (call.user and key.user != call.user):
            if call.code:
                raise Refusal(401, "INVALID_CREDENTIALS", "Invalid request credentials")
            raise Refusal(401, "NO_AUTH_FOUND", "Wrong authorization data")
        if key.ends is not None and key.ends <= self.clock.now():
            raise Refusal(401, "expired_token", "The access token provided has expired.")
        if not self.commercial:
            raise Refusal(403, "ACCESS_DENIED", "REST API is available only on commercial plans")
        return key, secret

    def _params(self, call: Call, found: Method) -> Params:
        values = {name: value for name, value in call.parameters.items() if name != "auth"}
        for name in values:
            if name not in found.parameters:
                self.complain(f"{call.method}: undocumented parameter {name}")
        _check_texts(values, lambda about: self.complain(f"{call.method}: {about}"))
        return Params(values, lambda about: self.complain(f"{call.method}: {about}"))

    @contextmanager
    def _replay(self, call: Call, secret: str, user: str) -> Iterator[list[Any]]:
        """REST 3.0: the answer of a call that succeeded is kept for 24 hours under its Idempotency-Key."""
        kept: list[Any] = []
        if not call.third or call.key is None:
            yield kept
            return
        if not 1 <= len(call.key) <= 255 or not (call.key.isascii() and call.key.isprintable()):
            raise V3Refusal(400, "INVALIDIDEMPOTENCYKEYEXCEPTION", "Invalid idempotency key")
        place = (secret, user, call.method, call.key)
        digest = hashlib.sha256(json.dumps(call.parameters, sort_keys=True).encode()).hexdigest()
        until, known, result = self._answers.get(place, (0, "", None))
        if until > self.clock.now():
            if known != digest:
                raise V3Refusal(422, "IDEMPOTENCYKEYREUSEDEXCEPTION", "The key was already used")
            kept += [result, True]
            yield kept
            return
        yield kept
        self._answers[place] = (self.clock.now() + DAY, digest, kept[0])


@dataclass
class Paged:
    rows: Any
    total: int


def _check_texts(value: Any, complain: Callable[[str], None], depth: int = 0) -> None:
    if depth > 20:
        complain("nested too deeply")
    elif isinstance(value, dict):
        for name, one in value.items():
            _check_texts(name, complain, depth + 1)
            _check_texts(one, complain, depth + 1)
    elif isinstance(value, list):
        for one in value:
            _check_texts(one, complain, depth + 1)
    elif isinstance(value, str) and any("\ud800" <= c <= "\udfff" or (c < " " and c not in "\t\n") for c in value):
        complain("a control character or half a character")


def parse_id(value: Any) -> str | None:
    """A number as digits; None for anything else."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return text if text.isascii() and text.isdigit() and int(text) > 0 else None
