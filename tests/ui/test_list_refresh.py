"""From any list to any other: the steps lead there, removals and insertions only, and what is kept is not touched."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.message_list.refresh import MOST_STEPS, Refresh, keep, plan_refresh
from desktop.ui.message_list.steps import Insertion


def keys(values) -> array[int]:
    return array("q", values)


def taken(refresh: Refresh) -> array[int]:
    """The old keys after the steps, one after the other."""
    assert refresh.steps is not None
    held = list(refresh.old)
    for step in refresh.steps:
        if isinstance(step, Insertion):
            held[step.at : step.at] = step.keys
        else:
            assert 0 <= step.first <= step.last < len(held)
            del held[step.first : step.last + 1]
    return keys(held)


lists = st.lists(st.integers(0, 60), unique=True, max_size=40).map(keys)


@given(lists, lists)
def test_any_two_lists(old, new):
    wanted = frozenset(old[:5]) | frozenset(new[:5])
    refresh = plan_refresh(old, new, wanted)
    if refresh.steps is None:
        assert refresh.places == {key: row for row, key in enumerate(new) if key in wanted}
    else:
        assert taken(refresh) == new
        touched = sum(
            len(step.keys) if isinstance(step, Insertion) else step.last - step.first + 1 for step in refresh.steps
        )
        assert touched == len(set(old) ^ set(new)), "something that stays was taken out and put in again"


@given(st.lists(st.integers(0, 10_000), unique=True, max_size=300), st.data())
def test_mail_that_comes_and_goes_needs_no_reset(values, data):
    old = keys(sorted(values, reverse=True))
    gone = data.draw(st.sets(st.sampled_from(values), max_size=8) if values else st.just(set()))
    come = data.draw(st.sets(st.integers(10_001, 20_000), max_size=8))
    new = keys(sorted((set(values) - gone) | come, reverse=True))
    refresh = plan_refresh(old, new)
    assert refresh.steps is not None
    assert taken(refresh) == new


def test_the_same_list_needs_nothing():
    assert plan_refresh(keys(range(1000)), keys(range(1000))).steps == ()


def test_a_new_order_or_too_many_steps_is_a_reset():
    assert plan_refresh(keys(range(10)), keys(reversed(range(10)))).steps is None
    every_other = keys(range(0, 4 * MOST_STEPS, 2))
    assert plan_refresh(keys(range(4 * MOST_STEPS)), every_other).steps is None


def test_a_million_and_one_new_mail_is_one_step():
    old = keys(range(1_000_000))
    refresh = plan_refresh(old, keys([-1]) + old)
    assert refresh.steps == (Insertion(0, keys([-1])),)
    first_screen = plan_refresh(old[:100], old)
    assert first_screen.steps is not None
    assert [step.at for step in first_screen.steps if isinstance(step, Insertion)] == [100]


@given(lists, lists, st.integers(0, 60))
def test_what_is_kept_stands_once_and_after_its_neighbour(old, new, key):
    kept = keep(old, new, key)
    if key in old or key in new:
        assert list(kept).count(key) == 1
    assert [other for other in kept if other != key] == [other for other in new if other != key]
    if key in old and key not in new:
        before = [other for other in old[: old.index(key)] if other in set(new)]
        place = kept.index(key)
        assert (kept[place - 1] == before[-1]) if before else place == 0
