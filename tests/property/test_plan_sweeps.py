"""The set of mails that a sweep takes is the oracle's on every plan, to the second and to the mail: none early, none late, none
that is held; preview, what-if, list, judgement and run are the same set.

The oracle is `plan_oracle`, typed from the specification. Few mails in the fast lane, 50,000 on each plan in the slow one.
"""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.clock import ManualClock
from desktop.core.plan.retention import is_expired
from desktop.core.profile import load_catalogue
from desktop.core.retention import sweep
from desktop.core.store import expiry
from desktop.core.store.store import Store
from desktop.core.workspace.standing import Standing
from desktop.core.workspace.view import WorkspaceView
from tests.fakes import plan_mails, plan_oracle
from tests.fakes.cache import NOW, Cache
from tests.fakes.plan_mails import assert_no_left_over, locations_of
from tests.fakes.plan_oracle import DAY, PLANS, TABLE, Fact

CATALOGUE = load_catalogue()
FAST, SLOW = 450, 50_000
moments = st.one_of(
    st.builds(lambda days, late: NOW - days * DAY - late, st.sampled_from((7, 30, 60, 90)), st.integers(-2, 2)),
    st.integers(0, NOW + 80 * 365 * DAY),
)


@given(st.sampled_from(PLANS), moments, moments)
def test_age_is_the_oracles(plan, received, first_seen):
    fact = Fact(received, min(first_seen, NOW))
    assert is_expired(fact.received, fact.first_seen, CATALOGUE.find(plan), NOW) is plan_oracle.leaves(fact, plan, NOW)


@given(st.sampled_from(PLANS), st.integers(0, 400 * DAY), st.integers(0, 400 * DAY))
def test_a_mail_that_leaves_never_stays_again_while_time_goes_on(plan, age, later):
    fact = Fact(NOW - age, NOW)
    if plan_oracle.leaves(fact, plan, NOW):
        assert is_expired(fact.received, fact.first_seen, CATALOGUE.find(plan), NOW + later)


class Filled:
    """A closed profile with random mails; each look opens a copy."""

    def __init__(self, directory: Path, count: int, seed: int) -> None:
        self._directory, self._copies = directory, 0
        cache = Cache(directory / "filled")
        try:
            self.facts = plan_mails.fill(cache, count, seed)
        finally:
            cache.store.close()

    def copy(self) -> Store:
        self._copies += 1
        target = self._directory / f"copy{self._copies}"
        shutil.copytree(self._directory / "filled", target)
        return Store(target, ManualClock(NOW))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    return Filled(tmp_path_factory.mktemp("few"), FAST, 7)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    return Filled(tmp_path_factory.mktemp("many"), SLOW, 11)


def check(filled: Filled, plan_id: str, at: int = NOW) -> None:
    plan = CATALOGUE.find(plan_id)
    wanted = {key for key, fact in filled.facts.items() if plan_oracle.leaves(fact, plan_id, at)}
    store = filled.copy()
    try:
        assert locations_of(store) == set(filled.facts)
        view = WorkspaceView(store, Standing(CATALOGUE, UTC, lambda: NOW))
        said = {one.location_key: one for one in sweep.judge(store, plan, at)}
        what_if = view.what_if(plan_id, at)
        staying = Counter(
            why for fact in filled.facts.values()
            if (why := plan_oracle.why_it_stays(fact)) and plan_oracle.leaves(Fact(fact.received, fact.first_seen), plan_id, at)
        )  # fmt: skip
        assert {one.location_key for one in sweep.preview(store, plan, at)} == wanted
        assert set(view.leaving_keys(what_if)) == wanted
        assert {key for key, one in said.items() if one.removed} == wanted
        assert what_if.leaving_mails == len(wanted)
        assert dict(what_if.staying) == staying
        for key, one in said.items():
            if one.reason not in ("expired", "within_period"):
                assert one.reason == plan_oracle.why_it_stays(filled.facts[key])
        result = sweep.run(store, plan, at)
        assert set(filled.facts) - locations_of(store) == wanted
        assert (result.removed, result.bytes) == (len(wanted), what_if.leaving_bytes)
        assert sweep.run(store, plan, at).removed == 0
        (logged,) = store.read(lambda connection: expiry.load_sweeps(connection, 5)) or [None]
        assert (logged.removed if logged else 0) == len(wanted)
        assert_no_left_over(store)
    finally:
        store.close()


@pytest.mark.parametrize("plan_id", PLANS)
def test_reading_4_the_sweep_takes_the_oracles_mails(few, plan_id):
    check(few, plan_id)


@pytest.mark.parametrize("plan_id", ["basic", "standard", "professional"])
@pytest.mark.parametrize("moved", [-1, 1])
def test_a_second_earlier_or_later_is_the_oracles_second(few, plan_id, moved):
    check(few, plan_id, NOW + moved)


@pytest.mark.slow
@pytest.mark.parametrize("plan_id", PLANS)
def test_reading_4_the_sweep_takes_the_oracles_mails_of_fifty_thousand(many, plan_id):
    check(many, plan_id)


def test_the_random_mails_meet_every_case(few):
    """A property over mails that are all alike would prove nothing."""
    assert {plan_oracle.why_it_stays(fact) for fact in few.facts.values()} == {
        None, "task", "crm_copy_pending", "operation", "draft"
    }  # fmt: skip
    for days in {row.storage for row in TABLE.values() if row.storage}:
        edge = [NOW - days * DAY - min(fact.received, fact.first_seen) for fact in few.facts.values()]
        assert {-1, 0, 1} <= set(edge)
