"""The plan through time: what is in force, what waits, what a decision does to the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.api.workspace import ChangeReason
from desktop.core.plan.retention import DAY
from desktop.core.plan.schedule import Change, Decision, call_off, decide, due, in_force, next_at, waiting
from desktop.core.profile import load_catalogue

CATALOGUE = load_catalogue()
NOW = 1_795_000_000


def change(key: int, plan: str, day: float, reason: ChangeReason = ChangeReason.CHOSEN) -> Change:
    return Change(key, plan, NOW + int(day * DAY), NOW, reason)


def after(changes: list[Change], decision: Decision) -> list[Change]:
    """The schedule as a store would hold it then."""
    kept = [one for one in changes if one.change_key not in decision.dropped]
    first = max((one.change_key for one in changes), default=0) + 1
    return kept + [
        Change(first + place, one.plan_id, one.at, one.decided_at, one.reason, one.keep)
        for place, one in enumerate(decision.added)
    ]


def choose(changes: list[Change], moment: int, plan: str, day: float) -> list[Change]:
    return after(changes, decide(changes, moment, change(0, plan, day), CATALOGUE.find, "free"))


def plans(changes: list[Change]) -> list[tuple[str, float]]:
    return [(one.plan_id, (one.at - NOW) / DAY) for one in sorted(changes, key=lambda one: (one.at, one.change_key))]


FIRST = [change(1, "standard", -10, ChangeReason.FIRST)]


def test_in_force_is_the_newest_that_was_carried_out():
    changes = [*FIRST, change(2, "basic", 0), change(3, "professional", 0), change(4, "free", 5)]
    assert in_force(changes, NOW - 1) == FIRST[0]
    assert in_force(changes, NOW) == changes[2], "of two at one moment the later decision"
    assert in_force(changes, NOW + 5 * DAY) == changes[3]
    assert in_force(FIRST, NOW - 11 * DAY) is None


def test_what_waits_and_what_is_due():
    changes = [*FIRST, change(2, "basic", 1), change(3, "free", 2)]
    assert waiting(changes, NOW) == changes[1:]
    assert next_at(changes, NOW) == NOW + DAY
    assert due(changes, NOW, NOW + DAY - 1) == []
    assert due(changes, NOW, NOW + DAY) == [changes[1]]
    assert due(changes, NOW, NOW + 9 * DAY) == changes[1:], "a long sleep: all of them, in order"
    assert next_at(changes, NOW + 2 * DAY) is None


def test_a_decision_replaces_what_waits_for_its_moment_or_later():
    changes = [*FIRST, change(2, "basic", 3), change(3, "professional", 6)]
    assert plans(choose(changes, NOW, "enterprise-250", 6))[1:] == [("basic", 3), ("enterprise-250", 6)]
    assert plans(choose(changes, NOW, "enterprise-250", 4))[1:] == [("basic", 3), ("enterprise-250", 4)]
    assert plans(choose(changes, NOW, "enterprise-250", 0))[1:] == [("enterprise-250", 0)]


def test_a_trial_brings_its_own_end():
    changes = choose(FIRST, NOW, "trial", 0)
    assert plans(changes)[1:] == [("trial", 0), ("free", 15)]
    assert changes[-1].reason is ChangeReason.TRIAL_ENDED
    assert plans(choose(FIRST, NOW, "trial", 2))[1:] == [("trial", 2), ("free", 17)], "a planned one too"


def test_a_trial_begun_in_the_second_of_another_choice_has_its_end_too():
    changes = choose(choose(FIRST, NOW, "basic", 0), NOW, "trial", 0)
    assert plans(changes)[-1] == ("free", 15)


@pytest.mark.parametrize(
    ("day", "left"),
    [(0, [("standard", 0)]), (10, [("trial", 0), ("standard", 10)]), (15, [("trial", 0), ("standard", 15)]),
     (20, [("trial", 0), ("free", 15), ("standard", 20)])],
)  # fmt: skip
def test_a_plan_chosen_in_the_trial_takes_the_place_of_its_end_when_it_comes_before(day, left):
    changes = choose(FIRST, NOW, "trial", 0)
    assert plans(choose(changes, NOW, "standard", day))[-len(left) :] == left


def test_calling_it_off_brings_the_end_back_even_one_that_is_over():
    changes = choose(choose(FIRST, NOW, "trial", 0), NOW, "standard", 10)
    key = next(one.change_key for one in changes if one.plan_id == "standard" and one.at > NOW)
    assert plans(after(changes, call_off(changes, NOW, key, CATALOGUE.find, "free")))[-1] == ("free", 15)
    assert call_off(changes, NOW, 99, CATALOGUE.find, "free") == Decision((), ())


def test_what_was_carried_out_is_never_called_off():
    changes = [*FIRST, change(2, "basic", 0)]
    assert call_off(changes, NOW, 2, CATALOGUE.find, "free").dropped == ()
    assert decide(changes, NOW, change(0, "free", 0), CATALOGUE.find, "free").dropped == ()


STEPS = st.lists(
    st.tuples(st.sampled_from(["trial", "basic", "standard", "free"]), st.integers(0, 40), st.integers(0, 12)),
    max_size=12,
)


@given(STEPS)
def test_whatever_is_decided_no_trial_lasts_longer_than_its_days(steps):
    """Days pass, plans are chosen for now or ahead; what is due is carried out."""
    changes, moment, today = list(FIRST), NOW, 0
    in_trial_since: int | None = None
    for plan, ahead, passing in steps:
        changes = choose(changes, moment, plan, today + ahead)
        if ahead == 0:
            moment = NOW + today * DAY
        for day in range(today, today + passing + 1):
            done = due(changes, moment, NOW + day * DAY)
            moment = done[-1].at if done else moment
            present = in_force(changes, moment)
            assert present is not None
            in_trial_since = present.at if present.plan_id == "trial" else None
            assert in_trial_since is None or day < (in_trial_since - NOW) // DAY + 15
        today += passing
