"""Which mailboxes and shares a plan has room for."""

from __future__ import annotations

import pytest

from desktop.core.plan.catalogue import Plan
from desktop.core.plan.limits import (
    Connected,
    Shared,
    may_connect,
    may_share,
    resting_shares,
    suspended,
    visible,
    with_choice,
)


def plan(mailboxes: int = 2, shared: int | None = None, *, syncs: bool = True) -> Plan:
    return Plan("p", "P", mailboxes, shared, 30 if syncs else None, 30 if syncs else None, 10, syncs)


OWN = [Connected(1, 1, 100), Connected(2, 1, 300), Connected(3, 1, 200), Connected(4, 2, 400)]


@pytest.mark.parametrize(
    ("room", "stopped"), [(0, {1, 2, 3, 4}), (1, {2, 3}), (2, {2}), (3, set()), (12, set())]
)  # fmt: skip
def test_reading_10_each_members_oldest_connected_stay(room, stopped):
    assert suspended(OWN, plan(room)) == stopped


def test_reading_10_the_chosen_stay_first_and_then_the_oldest():
    assert suspended(with_choice(OWN, [2]), plan(1)) == {1, 3}
    assert suspended(with_choice(OWN, [2]), plan(2)) == {3}
    assert suspended(with_choice(OWN, [2, 3]), plan(1)) == {1, 2}, "more chosen than there is room: the oldest of them"


def test_a_choice_leaves_members_alone_who_have_none_of_the_named():
    chosen = with_choice([*OWN[:3], Connected(4, 2, 400, chosen=True), Connected(5, 2, 1)], [2])
    assert suspended(chosen, plan(1)) == {1, 3, 5}
    assert [one.chosen for one in with_choice(chosen, [3])] == [False, False, True, True, False]
    assert with_choice(OWN, []) == OWN


def test_two_connected_in_the_same_second_keep_their_order():
    assert suspended([Connected(8, 1, 5), Connected(7, 1, 5)], plan(1)) == {8}


def test_a_plan_that_does_not_sync_stops_all_whatever_its_number():
    assert suspended(OWN, plan(12, syncs=False)) == {1, 2, 3, 4}
    assert not may_connect(0, plan(12, syncs=False))


def test_reading_8_the_oldest_shares_stay_in_force():
    shares = [Shared(1, 300), Shared(2, 100), Shared(3, 200), Shared(4, 400)]
    assert resting_shares(shares, plan(shared=3)) == {4}
    assert resting_shares(shares, plan(shared=1)) == {1, 3, 4}
    assert resting_shares(shares, plan(shared=0)) == {1, 2, 3, 4}
    assert resting_shares(shares, plan(shared=None)) == frozenset()


@pytest.mark.parametrize(("used", "allowed", "may"), [(2, 3, True), (3, 3, False), (4, 3, False), (10**6, None, True)])
def test_reading_8_the_last_place_is_given_and_none_beyond(used, allowed, may):
    assert may_share(used, plan(shared=allowed)) is may


@pytest.mark.parametrize(("own", "allowed", "may"), [(0, 1, True), (1, 1, False), (9, 10, True), (10, 10, False)])
def test_the_last_mailbox_may_be_connected_and_none_beyond(own, allowed, may):
    assert may_connect(own, plan(allowed)) is may


def test_a_member_sees_the_own_and_the_shared_that_do_not_rest():
    assert visible(OWN, {4: [1], 1: [2]}, [], 1) == {1, 2, 3, 4}
    assert visible(OWN, {4: [1], 1: [2]}, [4], 1) == {1, 2, 3}
    assert visible(OWN, {4: [1], 1: [2]}, [1], 1) == {1, 2, 3, 4}, "one's own never rests"
    assert visible(OWN, {1: [2]}, [], 2) == {1, 4}
    assert visible(OWN, {}, [], 9) == frozenset()
