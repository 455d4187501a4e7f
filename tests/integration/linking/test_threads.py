"""The queue with its threads: a backend that stalls holds up nobody but itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.link_commands import BindConnector, LinkMail
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.clock import SystemClock
from desktop.core.engine import Engine
from desktop.core.profile import load_catalogue, real_connections
from tests.fakes.cache import Cache, mail
from tests.fakes.shop import Shop, ShopConnector


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def engine(tmp_path: Path, shop: Shop) -> Iterator[Engine]:
    cache = Cache(tmp_path / "profile", now=SystemClock().now())
    for number in range(1, 4):
        cache.put("INBOX", mail(number), number)
    cache.store.close()
    clock = SystemClock()
    made = Engine(
        tmp_path / "profile", connections=real_connections(clock), credentials=MemoryCredentials(),
        catalogue=load_catalogue(), clock=clock, more_backends=[shop.backend()],
    )  # fmt: skip
    for row in made.accounts():
        made._accounts.stop(row.account_key)  # no mail server here
    yield made
    if shop.stalls is not None:
        shop.stalls.set()
    made.close()


def wait_for(true: Callable[[], bool]) -> None:
    """Until it is so; the test's own time limit is the only one."""
    pause = threading.Event()
    for _ in range(3000):
        if true():
            return
        pause.wait(0.01)
    raise AssertionError("it did not come to pass")


def state(engine: Engine, location_key: int) -> LinkState:
    row = engine.rows([location_key])[location_key]
    return engine.linking.links((row.message_key,))[row.message_key][0].state


def test_a_wish_is_made_by_itself(engine: Engine, shop: Shop):
    engine.submit(BindConnector(LinkKind.TASK, "shop")).result(30)
    engine.submit(LinkMail(LinkKind.TASK, (1,))).result(30)
    wait_for(lambda: state(engine, 1) is LinkState.OPEN)
    assert len(shop.objects) == 1


def test_the_badge_does_not_wait_for_a_backend_that_stalls(engine: Engine, shop: Shop):
    """The first wish hangs in the backend; the second is stored, shown and announced all the same, and so is one to
    another backend made."""
    shop.stalls = threading.Event()
    engine.submit(BindConnector(LinkKind.TASK, "shop")).result(30)
    engine.submit(LinkMail(LinkKind.TASK, (1,))).result(30)
    wait_for(lambda: "create" in shop.calls)
    changed: list[int] = []
    engine.subscribe(changed=lambda change: changed.extend(change.locations))
    engine.submit(LinkMail(LinkKind.TASK, (2,))).result(30)
    assert state(engine, 2) is LinkState.PENDING
    wait_for(lambda: 2 in changed)
    assert engine.rows([2])[2].links[0].state == "pending"
    engine.submit(LinkMail(LinkKind.CHAT, (3,))).result(30)
    wait_for(lambda: state(engine, 3) is LinkState.OPEN)
    assert (shop.calls, shop.objects) == (["create"], {})
    shop.stalls.set()
    wait_for(lambda: state(engine, 2) is LinkState.OPEN)


def test_the_program_ends_while_a_backend_stalls_and_goes_on_with_it_at_the_next_start(tmp_path: Path):
    clock = SystemClock()
    cache = Cache(tmp_path / "profile", now=clock.now())
    cache.put("INBOX", mail(1), 1)
    cache.store.close()
    shop = Shop()

    def open_engine() -> Engine:
        made = Engine(
            tmp_path / "profile", connections=real_connections(clock), credentials=MemoryCredentials(),
            catalogue=load_catalogue(), clock=clock, more_backends=[shop.backend()],
        )  # fmt: skip
        for row in made.accounts():
            made._accounts.stop(row.account_key)
        return made

    shop.stalls = threading.Event()
    engine = open_engine()
    engine.submit(BindConnector(LinkKind.TASK, "shop")).result(30)
    engine.submit(LinkMail(LinkKind.TASK, (1,))).result(30)
    wait_for(lambda: "create" in shop.calls)
    engine.close()
    engine = open_engine()
    wait_for(lambda: state(engine, 1) is LinkState.OPEN)
    assert len(shop.objects) == 1
    engine.close()


def test_the_program_ends_even_when_a_connector_cannot_be_called_off(
    engine: Engine, shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def stumble(connector: ShopConnector) -> None:
        raise RuntimeError("no")

    engine.submit(BindConnector(LinkKind.TASK, "shop")).result(30)
    engine.submit(LinkMail(LinkKind.TASK, (1,))).result(30)
    wait_for(lambda: state(engine, 1) is LinkState.OPEN)
    monkeypatch.setattr(ShopConnector, "cancel", stumble)
    engine.close()
    assert "could not be called off" in caplog.text


def test_undone_while_it_is_being_made_it_is_deleted_when_it_is_there(engine: Engine, shop: Shop):
    shop.stalls = threading.Event()
    engine.submit(BindConnector(LinkKind.TASK, "shop")).result(30)
    receipt = engine.submit(LinkMail(LinkKind.TASK, (1,))).result(30)
    wait_for(lambda: "create" in shop.calls)
    assert engine.undo(receipt.undo_key).result(30).done == "undone"
    assert engine.linking.all_links() == []
    shop.stalls.set()
    wait_for(lambda: shop.calls == ["create", "delete", "drop_files"])
    wait_for(lambda: engine.linking.backends()[1].waiting == 0)
    assert shop.objects == {}


def test_people_are_found_here_when_the_backend_does_not_answer(engine: Engine, shop: Shop):
    shop.online = False
    engine.submit(BindConnector(LinkKind.TASK, "shop")).result(30)
    found = engine.linking.find_people(LinkKind.TASK, "ana").result(30)
    assert [person.address for person in found] == ["ana@example.org"]
