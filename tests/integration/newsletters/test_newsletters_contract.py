"""What the newsletters behind the door promise to a screen: the real ones on a store, and those of the fake session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.core.api.commands import Command, Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.newsletters import Newsletter, Newsletters, Step, Unsubscribe, Way
from tests.fakes.session import FakeSession
from tests.integration.newsletters.test_leaving import URL, Place

STEPS = (
    Step(Way.ONE_CLICK, "news.example.com"), Step(Way.MAIL, "leave@example.com"), Step(Way.PAGE, "news.example.com", URL),
)  # fmt: skip
REFUSED = BandejaError(Code.LIST_REFUSED, host="news.example.com", said="500")


@dataclass
class Door:
    newsletters: Newsletters
    key: int
    other: int
    """A mail that comes by no list."""
    wish: Callable[[Command], Receipt]
    refuse: Callable[[], object]

    def load(self) -> Newsletter:
        found = self.newsletters.load(self.key)
        assert found is not None
        return found


@pytest.fixture(params=["real", "fake"])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Door]:
    if request.param == "real":
        place = Place(tmp_path / "profile")
        yield Door(
            place.newsletters, place.put(1), place.put(2, fields=""), place.wish,
            lambda: setattr(place, "answer", lambda: 500),
        )  # fmt: skip
        place.close()
        return
    session = FakeSession()
    session.newsletters.offers[1000] = Newsletter(1000, "Ofertas", STEPS)
    yield Door(
        session.newsletters, 1000, 1001, lambda command: session.submit(command).result(10),
        lambda: setattr(session.newsletters, "refusal", REFUSED),
    )  # fmt: skip
    session.close()


def test_what_a_mail_offers(door: Door):
    assert (door.load().name, door.load().steps) == ("Ofertas", STEPS)
    assert (door.load().left_at, door.load().left_by) == (None, None)
    assert door.newsletters.load(door.other) is None


@pytest.mark.parametrize(("way", "done"), [(Way.MAIL, "list_mail_sent"), (Way.PAGE, "list_page_opened")])
def test_a_wish_is_remembered(door: Door, way: Way, done: str):
    receipt = door.wish(Unsubscribe(door.key, way))
    assert (receipt.done, receipt.count, receipt.target) == (done, 1, "Ofertas")
    assert door.load().left_by is way
    assert door.load().left_at is not None


def test_a_click_is_remembered_once_it_was_taken(door: Door):
    door.refuse()
    with pytest.raises(BandejaError) as raised:
        door.newsletters.unsubscribe(door.key).result(10)
    assert raised.value.code is Code.LIST_REFUSED
    assert door.load().left_by is None


def test_a_click_that_was_taken(door: Door):
    door.newsletters.unsubscribe(door.key).result(10)
    assert door.load().left_by is Way.ONE_CLICK


def test_what_was_left_is_listed(door: Door):
    assert door.newsletters.left() == []
    door.wish(Unsubscribe(door.key, Way.MAIL))
    [left] = door.newsletters.left()
    assert (left.way, left.at) == (Way.MAIL, door.load().left_at)
    assert "ofertas" in left.sender.lower()


@pytest.mark.parametrize("way", Way)
def test_what_is_not_offered_is_refused(door: Door, way: Way):
    with pytest.raises(BandejaError) as raised:
        door.wish(Unsubscribe(door.other, way))
    assert raised.value.code is Code.BAD_INPUT
    with pytest.raises(BandejaError):
        door.wish(Unsubscribe(door.key, Way.ONE_CLICK))
