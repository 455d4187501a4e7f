"""Whether the CRM has a card for an address: asked in time, remembered for a while, and never too much at once."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from desktop.core.api.link_commands import BindConnector, SaveContact
from desktop.core.api.linking import OWN_DESK, LinkKind
from desktop.core.clock import ManualClock
from desktop.core.linking.known_cards import MOST, NO_SECONDS, WAITING, YES_SECONDS, KnownCards
from desktop.core.operations.desk_commands import desk_jobs
from tests.integration.linking.shelf_world import ELSEWHERE, ShelfWorld


class Asked:
    def __init__(self) -> None:
        self.clock = ManualClock(1)
        self.questions: dict[str, Future[bool | None]] = {}
        self.count = 0
        self.cards = KnownCards(self.clock, self._ask)

    def _ask(self, address: str) -> Future[bool | None]:
        self.count += 1
        self.questions[address] = Future()
        return self.questions[address]

    def answer(self, address: str, known: bool | None, site: str = "shelf") -> bool | None:
        asked = self.cards.has_card(site, address)
        if address in self.questions:
            self.questions.pop(address).set_result(known)
        return asked.result(0)


def test_an_answer_is_remembered_a_card_for_longer_than_none():
    asked = Asked()
    assert [asked.answer("a@x.org", True), asked.answer("b@x.org", False)] == [True, False]
    asked.clock.advance(NO_SECONDS - 1)
    assert (asked.cards.has_card("shelf", " A@X.org").result(0), asked.count) == (True, 2)
    asked.clock.advance(1)
    assert (asked.answer("b@x.org", True), asked.count) == (True, 3)
    asked.clock.advance(YES_SECONDS)
    assert (asked.answer("a@x.org", False), asked.count) == (False, 4)


def test_what_nobody_could_tell_and_another_site_are_asked_again():
    asked = Asked()
    assert asked.answer("a@x.org", None) is None
    assert asked.answer("a@x.org", True) is True
    assert asked.answer("a@x.org", False, site="elsewhere") is False
    failing = asked.cards.has_card("shelf", "c@x.org")
    asked.questions.pop("c@x.org").set_exception(RuntimeError("down"))
    assert failing.result(0) is None


def test_the_same_question_is_put_once_and_too_many_are_not_put():
    asked = Asked()
    twice = [asked.cards.has_card("shelf", "a@x.org") for _ in range(2)]
    for number in range(WAITING - 1):
        asked.cards.has_card("shelf", f"{number}@x.org")
    assert asked.count == WAITING
    assert asked.cards.has_card("shelf", "more@x.org").result(0) is None
    asked.questions.pop("a@x.org").set_result(True)
    assert [one.result(0) for one in twice] == [True, True]


def test_not_more_is_remembered_than_fits():
    asked = Asked()
    for number in range(MOST + 1):
        asked.answer(f"{number}@x.org", True)
    assert (asked.answer("1@x.org", False), asked.answer("0@x.org", False)) == (True, False)


@pytest.fixture
def world(tmp_path: Path):
    made = ShelfWorld(tmp_path / "profile")
    made.set_up()
    yield made
    made.close()


def knows(world: ShelfWorld, address: str) -> bool | None:
    return world.linking.knows_address(address).result(30)


def test_the_backend_that_is_bound_is_asked_and_the_own_desk_is_looked_into(world: ShelfWorld):
    contact = SaveContact(None, "Noa", ("noa@example.org",))
    world.store.writer.run("noa", desk_jobs()[SaveContact](contact))
    world.wish(BindConnector(LinkKind.CRM, OWN_DESK))
    assert [knows(world, "noa@example.org"), knows(world, "ana@example.org")] == [True, False]
    world.wish(BindConnector(LinkKind.CRM, "shelf"))
    assert [knows(world, "noa@example.org"), knows(world, "ana@example.org")] == [False, True]
    requests = world.shelf.requests
    assert knows(world, "ANA@example.org") is True
    assert world.shelf.requests == requests


def test_offline_and_with_a_backend_that_cannot_be_asked_nobody_can_tell(world: ShelfWorld):
    world.wish(BindConnector(LinkKind.CRM, "shop"))
    assert knows(world, "ana@example.org") is None
    world.wish(BindConnector(LinkKind.CRM, "shelf"))
    world.shelf.online = False
    assert knows(world, "ana@example.org") is None
    world.shelf.online = True
    world.set_up(url=ELSEWHERE)
    assert knows(world, "ana@example.org") is True
