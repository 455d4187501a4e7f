"""From one list by conversation to the next: what is unfolded stays so, and a conversation that is another row now is found.

Pure and thread-safe, as `refresh`, whose steps it gives.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Set

from desktop.core.mail.grouping import Groups
from desktop.ui.message_list.folding import Folding, fold
from desktop.ui.message_list.refresh import Refresh, plan_refresh


def plan_folded(old: Folding, groups: Groups, wanted: frozenset[int] = frozenset()) -> Refresh:
    """From one list by conversation to the next: what is unfolded stays so. `wanted` are rows whose place is to be known, or that
    of their conversation where it is another row now."""
    open_before = {key for group in old.unfolded for key in old.groups.members(group)}
    new = fold(groups, _groups_of(groups, open_before))
    refresh = plan_refresh(old.rows, new.rows, wanted)
    return Refresh(refresh.old, refresh.new, refresh.steps, refresh.places, new, _find_moved(old, new, wanted))


def _find_moved(old: Folding, new: Folding, wanted: frozenset[int]) -> dict[int, int]:
    """By keys of rows that are no more, the rows of their conversations."""
    missing = wanted - {key for key in new.rows if key in wanted} if wanted else frozenset()
    if not missing:
        return {}
    kin: dict[int, int] = {}
    for key, group in _placed(old.groups, missing):
        kin.update(dict.fromkeys(old.groups.members(group), key))
        kin[key] = key
    return {kin[key]: new.row_of_group(group) for key, group in _placed(new.groups, kin.keys())}


def _placed(groups: Groups, keys: Set[int]) -> list[tuple[int, int]]:
    """(key, group), by looking through the list once."""
    return (
        [(key, bisect_right(groups.starts, place) - 1) for place, key in enumerate(groups.keys) if key in keys]
        if keys
        else []
    )


def _groups_of(groups: Groups, keys: Set[int]) -> set[int]:
    return {group for _, group in _placed(groups, keys)}


def keep_mail(old: Groups, new: Groups, key: int) -> Groups:
    """`new` with that mail still in its conversation, and this where it stood; for short lists."""
    group = old.group_of(key)
    if group is None or new.group_of(key) is not None:
        return new
    members = list(old.members(group))
    held = [new.members(number) for number in range(len(new))]
    home = next((number for number, one in enumerate(held) if not set(members).isdisjoint(one)), None)
    later = set(members[members.index(key) :])
    rest = array("q") if home is None else held[home]
    place = sum(1 for one in rest if one not in later)
    whole = rest[:place] + array("q", [key]) + rest[place:]
    if home is not None and place:
        held[home] = whole
    else:
        if home is not None:
            del held[home]
        heads = {one[0]: number for number, one in enumerate(held)}
        before = (heads[one] for one in reversed(old.heads()[:group]) if one in heads)
        held.insert(next(before, -1) + 1, whole)
    kept = Groups(array("q"), array("q"))
    for one in held:
        kept.starts.append(len(kept.keys))
        kept.keys.extend(one)
    return kept
