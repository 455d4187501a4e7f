"""From the keys a list shows to the keys it should show, in the fewest steps that a view can follow without jumping.

Pure and thread-safe: for a million keys it runs on a worker. A view that gets row steps keeps its selection by itself; where
the difference is too large or the order has changed, the answer is a reset with the new places of the keys that matter.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import field

from desktop.ui.message_list.folding import Folding
from desktop.ui.message_list.steps import Insertion, Removal, Step
from desktop.values import dataclass

MOST_STEPS = 40
"""Each step costs a table view of a million rows 5 to 9 ms, a reset about 40."""
LARGEST_MIDDLE = 60_000
"""Keys between the common start and the common end that are compared one by one."""


@dataclass(frozen=True, slots=True)
class Refresh:
    """`steps` in the order they are to be done, or None for a reset; `places` are the rows of `wanted` after a reset."""

    old: array[int]
    new: array[int]
    steps: tuple[Step, ...] | None
    places: dict[int, int] = field(default_factory=dict)
    folding: Folding | None = None
    """Of a list by conversation: what the new keys mean."""
    moved: dict[int, int] = field(default_factory=dict)
    """The rows at the end of those conversations that were another row before, by its key."""


def plan_refresh(old: array[int], new: array[int], wanted: frozenset[int] = frozenset()) -> Refresh:
    """How to come from `old` to `new` (both without repeats)."""
    steps = _plan_steps(old, new)
    if steps is not None:
        return Refresh(old, new, steps)
    places = {key: row for row, key in enumerate(new) if key in wanted} if wanted else {}
    return Refresh(old, new, None, places)


def _plan_steps(old: array[int], new: array[int]) -> tuple[Step, ...] | None:
    start = _common_start(old, new)
    end = _common_end(old, new, start)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if not middle_old:
        return (Insertion(start, middle_new),) if middle_new else ()
    if not middle_new:
        return (Removal(start, start + len(middle_old) - 1),)
    if len(middle_old) > LARGEST_MIDDLE or len(middle_new) > LARGEST_MIDDLE:
        return None
    in_old, in_new = set(middle_old), set(middle_new)
    if [key for key in middle_old if key in in_new] != [key for key in middle_new if key in in_old]:
        return None
    gone = _runs([row for row, key in enumerate(middle_old) if key not in in_new])
    come = _runs([row for row, key in enumerate(middle_new) if key not in in_old])
    if len(gone) + len(come) > MOST_STEPS:
        return None
    # Removals from the end and insertions from the start: no step moves the rows of a later one.
    removals = tuple(Removal(start + first, start + last) for first, last in reversed(gone))
    insertions = tuple(Insertion(start + first, middle_new[first : last + 1]) for first, last in come)
    return removals + insertions


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _common_start(old: array[int], new: array[int]) -> int:
    """The number of equal keys at the start, by halving: comparing slices is memcmp, a loop over a million is not."""
    one, other = memoryview(old), memoryview(new)
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(old: array[int], new: array[int], start: int) -> int:
    one, other = memoryview(old), memoryview(new)
    low, high = 0, min(len(old), len(new)) - start
    while low < high:
        middle = (low + high + 1) // 2
        if one[len(old) - middle : len(old) - low] == other[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def keep(old: array[int], new: array[int], key: int) -> array[int]:
    """`new` with `key` still in it, after the nearest key before it in `old` that is left; for short lists."""
    if key not in old or key in new:
        return new
    left = set(new)
    place = 0
    for before in reversed(old[: old.index(key)]):
        if before in left:
            place = new.index(before) + 1
            break
    return new[:place] + array("q", [key]) + new[place:]
