"""The plan through time: what is in force, what waits, what a decision does to the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.api.workspace import ChangeReason
from desktop.core.plan.retention import DAY
from desktop.core.plan.schedule import (
    Change,
    Decision,
    begun_at,
    call_off,
    decide,
    due,
    in_force,
    missing_ends,
    newest_first,
    next_at,
    waiting,
)
from desktop.core.profile import load_catalogue

CATALOGUE = load_catalogue()
NOW = 1_795_000_000


def change(key: int, plan: str, day: float, reason: ChangeReason = ChangeReason.CHOSEN) -> Change:
    return Change(key, plan, NOW + int(day * DAY), NOW, reason)


def done(key: int, plan: str, day: float, order: int) -> Change:
    return replace(change(key, plan, day), carried_out=order)


def after(changes: list[Change], decision: Decision) -> list[Change]:
    """The schedule as a store would hold it then."""
    kept = [one for one in changes if one.change_key not in decision.dropped]
    first = max((one.change_key for one in changes), default=0) + 1
    return kept + [replace(one, change_key=first + place) for place, one in enumerate(decision.added)]


def carry_out(changes: list[Change], now: int) -> list[Change]:
    for one in due(changes, now):
        order = max((other.carried_out or 0 for other in changes), default=0) + 1
        changes = [replace(other, carried_out=order) if other is one else other for other in changes]
    return changes


def choose(changes: list[Change], plan: str, day: float, today: float = 0) -> list[Change]:
    """A plan is chosen; one for today is in force at once."""
    decided = after(changes, decide(changes, change(0, plan, day), CATALOGUE.find, "free"))
    return carry_out(decided, NOW + int(today * DAY))


def plans(changes: list[Change]) -> list[tuple[str, float]]:
    return [(one.plan_id, (one.at - NOW) / DAY) for one in reversed(newest_first(changes))]


FIRST = [done(1, "standard", -10, 1)]


def test_in_force_is_what_was_carried_out_last_whatever_the_dates_say():
    changes = [*FIRST, done(2, "basic", 400, 2), done(3, "professional", 0, 3), change(4, "free", 5)]
    assert in_force(changes) == changes[2]
    assert in_force([change(1, "free", -5)]) is None
    assert newest_first(changes) == [changes[3], changes[2], changes[1], changes[0]]


def test_a_plan_begins_when_it_was_carried_out_first_whatever_the_dates_say():
    changes = [done(3, "trial", 3, 3), done(1, "trial", 5, 1), done(2, "basic", 1, 2), change(4, "free", 9)]
    assert begun_at(changes, "trial") == NOW + 5 * DAY
    assert begun_at(changes, "basic") == NOW + DAY
    assert begun_at(changes, "free") is None, "it only waits"
    assert begun_at([], "trial") is None


def test_what_is_added_has_no_key_yet():
    decision = decide([], change(0, "trial", 0), CATALOGUE.find, "free")
    assert [(one.plan_id, one.change_key) for one in decision.added] == [("trial", 0), ("free", 0)]


def test_no_plan_at_all_has_no_end():
    assert missing_ends([], CATALOGUE.find, "free") == ()


def test_what_waits_and_what_is_due():
    changes = [*FIRST, change(3, "free", 2), change(2, "basic", 1)]
    assert [one.plan_id for one in waiting(changes)] == ["basic", "free"]
    assert next_at(changes) == NOW + DAY
    assert due(changes, NOW + DAY - 1) == []
    assert [one.plan_id for one in due(changes, NOW + DAY)] == ["basic"]
    assert [one.plan_id for one in due(changes, NOW + 9 * DAY)] == ["basic", "free"], (
        "a long sleep: all of them, in order"
    )
    assert next_at(FIRST) is None


def test_a_decision_replaces_what_waits_for_its_moment_or_later():
    changes = [*FIRST, change(2, "basic", 3), change(3, "professional", 6)]
    assert plans(choose(changes, "enterprise-250", 6))[1:] == [("basic", 3), ("enterprise-250", 6)]
    assert plans(choose(changes, "enterprise-250", 4))[1:] == [("basic", 3), ("enterprise-250", 4)]
    assert plans(choose(changes, "enterprise-250", 0))[1:] == [("enterprise-250", 0)]


def test_a_trial_brings_its_own_end():
    changes = choose(FIRST, "trial", 0)
    assert plans(changes)[1:] == [("trial", 0), ("free", 15)]
    assert changes[-1].reason is ChangeReason.TRIAL_ENDED
    assert plans(choose(FIRST, "trial", 2))[1:] == [("trial", 2), ("free", 17)], "a planned one too"


def test_a_trial_begun_in_the_second_of_another_choice_has_its_end_too():
    changes = choose(choose(FIRST, "basic", 0), "trial", 0)
    assert plans(changes)[-1] == ("free", 15)


@pytest.mark.parametrize(
    ("day", "left"),
    [(0, [("standard", 0)]), (10, [("trial", 0), ("standard", 10)]), (15, [("trial", 0), ("standard", 15)]),
     (20, [("trial", 0), ("free", 15), ("standard", 20)])],
)  # fmt: skip
def test_a_plan_chosen_in_the_trial_takes_the_place_of_its_end_when_it_comes_before(day, left):
    changes = choose(FIRST, "trial", 0)
    assert plans(choose(changes, "standard", day))[-len(left) :] == left


def test_calling_it_off_brings_the_end_back_even_one_that_is_over():
    changes = choose(choose(FIRST, "trial", 0), "standard", 10)
    key = next(one.change_key for one in changes if one.plan_id == "standard" and one.at > NOW)
    assert plans(after(changes, call_off(changes, key, CATALOGUE.find, "free")))[-1] == ("free", 15)
    assert call_off(changes, 99, CATALOGUE.find, "free") == Decision((), ())


def test_what_was_carried_out_is_never_called_off():
    changes = [*FIRST, done(2, "basic", 0, 2)]
    assert call_off(changes, 2, CATALOGUE.find, "free").dropped == ()
    assert decide(changes, change(0, "free", 0), CATALOGUE.find, "free").dropped == ()


STEPS = st.lists(
    st.tuples(st.sampled_from(["trial", "basic", "standard", "free"]), st.integers(0, 40), st.integers(0, 12)),
    max_size=12,
)


@given(STEPS)
def test_whatever_is_decided_no_trial_lasts_longer_than_its_days(steps):
    """Days pass, plans are chosen for now or ahead; what is due is carried out."""
    changes, today = list(FIRST), 0
    for plan, ahead, passing in steps:
        changes = choose(changes, plan, today + ahead, today)
        for day in range(today, today + passing + 1):
            changes = carry_out(changes, NOW + day * DAY)
            present = in_force(changes)
            assert present is not None
            assert present.plan_id != "trial" or day < (present.at - NOW) // DAY + 15
        today += passing


def test_a_choice_under_a_clock_years_ahead_does_not_hasten_what_is_planned_after_it_was_set_right():
    changes = choose(FIRST, "professional", 3_000, 3_000)
    changes = choose(changes, "basic", 7, 0)
    assert in_force(changes).plan_id == "professional"
    assert [one.plan_id for one in waiting(changes)] == ["basic"]
    assert in_force(carry_out(changes, NOW + 7 * DAY)).plan_id == "basic"
