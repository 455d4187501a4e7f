"""The parts of the plan on one window, and hands for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desktop.ui.plan.demo import Demo
from desktop.ui.plan.page import PlanPage
from tests.fakes.demo import FakeDemo
from tests.fakes.session import FakeSession
from tests.ui.conftest import Screen

Wait = Callable[[Callable[[], object]], None]


@pytest.fixture
def page(screen: Screen, wait: Wait) -> PlanPage:
    """Open at its use, filled."""
    screen.window.top_bar.plan.click()
    page = screen.window.plan.page
    wait(lambda: page.shown is not None)
    return page


@pytest.fixture
def try_plan(page: PlanPage, wait: Wait) -> Callable[[str], None]:
    def choose(plan_id: str) -> None:
        page.try_plan(plan_id)
        wait(lambda: page.what_if.result_ is not None and page.what_if.result_.plan.plan_id == plan_id)

    return choose


@pytest.fixture
def controls(session: FakeSession) -> Iterator[FakeDemo]:
    made = FakeDemo(session)
    yield made
    made.close()


@pytest.fixture
def demo(screen: Screen, controls: FakeDemo) -> Demo:
    return Demo(screen.window, controls)
