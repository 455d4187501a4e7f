"""The demo's controls over a real engine: the day goes forward and what follows from it is done when the Future answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.clock import ManualClock
from desktop.core.demo.authored import load_accounts, load_colleagues
from desktop.core.plan.retention import DAY
from desktop.demo_controls import MovingDemo
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]


class Shifted:
    """A clock with a shift, as the demo's is, over the one that is moved by hand."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    def now(self) -> int:
        return self._clock.now()

    @property
    def shift(self) -> int:
        return 0

    @shift.setter
    def shift(self, seconds: int) -> None:
        self._clock.set(self._clock.now() + seconds)


@pytest.fixture
def demo(here: Workspace) -> Iterator[MovingDemo]:
    made = MovingDemo(here.engine, Shifted(here.clock), lambda: here.notices.clear())
    yield made
    made.close()


def test_days_ahead_remove_what_is_past_its_time_and_no_clock_guard_holds_it(here, demo):
    here.arrive(0, 10, 80)
    here.sync_all()
    here.wish(SetPlan("standard"))
    here.engine.sweep()
    assert here.local() == [1, 2]
    assert demo.move_days(25).result(30) == 1
    assert here.local() == [1]
    assert demo.move_to(demo.now() + 40 * DAY).result(30) == 1
    assert here.engine.plan().sweep_held is None


def test_a_trial_ends_in_the_demo_when_its_day_comes(here, demo):
    here.arrive(0)
    here.sync_all()
    here.wish(SetPlan("trial"))
    assert demo.move_days(14).result(30) == 0
    assert demo.move_days(1).result(30) == 1
    assert here.plan_id == "free"


def test_a_day_behind_is_refused(here, demo):
    with pytest.raises(BandejaError) as caught:
        demo.move_days(-1).result(30)
    assert caught.value.code is Code.DAY_PAST


def test_sends_are_booked_and_the_mails_that_wait_go_in_the_next_month(here, demo):
    here.sync_all()
    assert demo.book_sends(200_000).result(30) == 100_000
    here.write()
    here.engine.send_due()
    demo.move_to(here.engine.plan().month_resets_at).result(30)
    assert here.engine.send_due() == 1


def test_the_beginning_is_asked_of_who_composed_the_demo(here, demo):
    demo.start_again()
    assert here.notices == []


def test_the_authored_world_has_colleagues():
    assert len(load_accounts()) == 2
    assert len(set(load_colleagues())) == 3
