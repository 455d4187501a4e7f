"""At every limit a sentence: which rule, which number, what can be done; told before everything was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.api.errors import Code, PlanError
from tests.ui.conftest import Screen


def test_a_place_for_a_mailbox_opens_the_set_up(screen: Screen):
    screen.window.actions_["add_account"].trigger()
    assert (screen.opened.setups, screen.notices()) == (1, [])


@pytest.mark.parametrize(
    ("allowed", "sentence"),
    [
        (
            2,
            "The Standard plan has no place for another mailbox: its limit for each employee is 2. "
            "Remove a mailbox first, or choose a larger plan.",
        ),
        (
            0,
            "The Standard plan neither fetches nor sends mail. Everything waits as it is until another plan is chosen.",
        ),
    ],
)
def test_no_place_is_told_at_once(session, screen: Screen, allowed: int, sentence: str):
    session.plan_row = replace(session.plan_row, mailboxes_allowed=allowed)
    screen.window.actions_["add_account"].trigger()
    assert (screen.opened.setups, screen.notices()) == (0, [sentence])


def test_a_limit_leads_to_the_plan(screen: Screen, wait):
    screen.window._dispatch.failed.emit(PlanError(Code.PLAN_SHARES, plan="Trial", limit=3))
    [card] = screen.window.notices.cards
    assert "its limit is 3" in card.sentence
    card.acted.emit()
    wait(lambda: screen.window.plan.page.isVisible())
