"""Between a wish and its backend lies a moment for the screen: nothing is asked in it, nothing is lost by it, and a person who
asks the backend something does not wait for it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.link_commands import BindConnector, LinkMail
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.clock import SystemClock
from desktop.core.connectors.queue.worker import CALM_SECONDS
from desktop.core.engine import Engine
from desktop.core.profile import load_catalogue, real_connections
from tests.fakes.cache import Cache, mail
from tests.fakes.shop import Shop

PATIENCE = 20.0


class HeldClock(SystemClock):
    """Steady time stands until it is moved; who waits for it says for how long."""

    def __init__(self) -> None:
        self._passed = 0.0
        self._moved = threading.Condition()
        self.rests: queue.Queue[float] = queue.Queue()
        """Of the backends' threads."""

    def monotonic(self) -> float:
        return self._passed

    def advance(self, seconds: float) -> None:
        with self._moved:
            self._passed += seconds
            self._moved.notify_all()

    def wait(self, event: threading.Event, seconds: float) -> bool:
        if threading.current_thread().name == "backend-shop" and not event.is_set():
            self.rests.put(seconds)
        with self._moved:
            until = self._passed + seconds
            while not event.is_set() and self._passed < until:
                self._moved.wait(0.005)  # an event cannot wake a condition
        return event.is_set()


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def engine(tmp_path: Path, shop: Shop, clock: HeldClock) -> Iterator[Engine]:
    cache = Cache(tmp_path / "profile", now=clock.now())
    for number in range(1, 7):
        cache.put("INBOX", mail(number), number)
    cache.store.close()
    made = Engine(
        tmp_path / "profile", connections=real_connections(clock), credentials=MemoryCredentials(),
        catalogue=load_catalogue(), clock=clock, more_backends=[shop.backend()],
    )  # fmt: skip
    for row in made.accounts():
        made._accounts.stop(row.account_key)  # no mail server here
    made.submit(BindConnector(LinkKind.TASK, "shop")).result(PATIENCE)
    yield made
    made.close()


def link(engine: Engine, *location_keys: int) -> None:
    for key in location_keys:
        engine.submit(LinkMail(LinkKind.TASK, (key,))).result(PATIENCE)


def rest(clock: HeldClock, is_meant: Callable[[float], bool]) -> float:
    """The next rest of the backend's thread that is meant."""
    while not is_meant(seconds := clock.rests.get(timeout=PATIENCE)):
        pass
    return seconds


def is_calm(seconds: float) -> bool:
    return seconds <= CALM_SECONDS


def is_long(seconds: float) -> bool:
    return seconds > CALM_SECONDS


def until_at_rest(engine: Engine, clock: HeldClock) -> None:
    """One wish is made, and the backend's thread has nothing to do."""
    link(engine, 1)
    rest(clock, is_calm)
    clock.advance(CALM_SECONDS)
    rest(clock, is_long)


def state(engine: Engine, location_key: int) -> LinkState:
    row = engine.rows([location_key])[location_key]
    return engine.linking.links((row.message_key,))[row.message_key][0].state


def test_a_backend_is_asked_when_the_screen_has_had_its_moment(engine, shop, clock):
    until_at_rest(engine, clock)
    assert state(engine, 1) is LinkState.OPEN
    link(engine, 2)
    rest(clock, is_calm)
    assert state(engine, 2) is LinkState.PENDING
    assert shop.calls.count("create") == 1
    clock.advance(CALM_SECONDS)
    rest(clock, is_long)
    assert state(engine, 2) is LinkState.OPEN


def test_what_is_wished_in_that_moment_is_not_lost_and_does_not_make_it_longer(engine, shop, clock):
    until_at_rest(engine, clock)
    link(engine, 2)
    clock.advance(CALM_SECONDS / 2)
    link(engine, 3, 4, 5, 6)
    assert shop.calls.count("create") == 1
    clock.advance(CALM_SECONDS / 2)
    rest(clock, is_long)
    assert {state(engine, key) for key in (2, 3, 4, 5, 6)} == {LinkState.OPEN}
    assert shop.calls.count("create") == 6


def test_a_question_of_a_person_does_not_wait(engine, shop, clock):
    until_at_rest(engine, clock)
    link(engine, 2)
    assert engine.linking.queue.ask("shop", lambda connector: connector.probe()).result(PATIENCE)
    assert shop.calls.count("create") == 1
