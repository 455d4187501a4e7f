"""A list by conversation as rows: a conversation is one row, or one for each of its mails when it is unfolded. Pure; any thread.

Invariant: a row is the key of a mail, and no mail has two rows. A folded conversation is the row of its newest mail and means all
of them; unfolded, that row means its own mail, and the others stand below it, newest first, as the list does.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from enum import Enum

from desktop.core.mail.grouping import Groups
from desktop.ui.message_list.steps import Insertion, Removal, Step
from desktop.values import dataclass


class Fold(Enum):
    """What a row is in its conversation."""

    ALONE = 0
    FOLDED = 1
    UNFOLDED = 2
    """The newest mail, the others stand below."""
    INNER = 3
    """One of the others."""


@dataclass(frozen=True, slots=True)
class Folding:
    groups: Groups
    rows: array[int]
    """The key of each row."""
    unfolded: array[int]
    """Numbers of groups, in order …"""
    heads: array[int]
    """… and the rows that they begin with."""

    def place_of(self, row: int) -> tuple[int, int]:
        """The group of a row, and the place of its mail in it."""
        nearest = bisect_right(self.heads, row) - 1
        if nearest < 0:
            return row, 0
        group, inside = self.unfolded[nearest], row - self.heads[nearest]
        size = self.groups.size(group)
        return (group, inside) if inside < size else (group + 1 + inside - size, 0)

    def is_unfolded(self, group: int) -> bool:
        place = bisect_left(self.unfolded, group)
        return place < len(self.unfolded) and self.unfolded[place] == group

    def fold_of(self, row: int) -> Fold:
        group, inside = self.place_of(row)
        if inside:
            return Fold.INNER
        if self.is_unfolded(group):
            return Fold.UNFOLDED
        return Fold.FOLDED if self.groups.size(group) > 1 else Fold.ALONE

    def row_of_group(self, group: int) -> int:
        """Its first one."""
        nearest = bisect_right(self.unfolded, group) - 1
        if nearest < 0:
            return group
        last = self.unfolded[nearest]
        beyond = self.groups.size(last) - 1 if last < group else 0
        return self.heads[nearest] + group - last + beyond

    def row_of(self, key: int) -> int | None:
        """Where that mail is, or the folded conversation that has it."""
        group = self.groups.group_of(key)
        if group is None:
            return None
        row = self.row_of_group(group)
        return row + self.groups.members(group).index(key) if self.is_unfolded(group) else row

    def mails_of(self, first: int, last: int) -> array[int]:
        """All mails that these rows mean."""
        mails, groups = array("q"), self.groups
        row = first
        while row <= last:
            group, inside = self.place_of(row)
            if inside or self.is_unfolded(group):
                mails.append(self.rows[row])
                row += 1
                continue
            following = bisect_right(self.heads, row)
            end = min(last, self.heads[following] - 1) if following < len(self.heads) else last
            mails.extend(groups.keys[groups.starts[group] : groups.end_of(group + end - row)])
            row = end + 1
        return mails

    def toggled(self, group: int) -> tuple[Folding, Step] | None:
        """With that conversation unfolded or folded, and the step there; None for a lone mail."""
        if self.groups.size(group) < 2:
            return None
        row, others = self.row_of_group(group), self.groups.members(group)[1:]
        if self.is_unfolded(group):
            kept = array("q", [one for one in self.unfolded if one != group])
            rows = self.rows[: row + 1] + self.rows[row + 1 + len(others) :]
            return _make(self.groups, rows, kept), Removal(row + 1, row + len(others))
        kept = array("q", sorted([*self.unfolded, group]))
        rows = self.rows[: row + 1] + others + self.rows[row + 1 :]
        return _make(self.groups, rows, kept), Insertion(row + 1, others)


def fold(groups: Groups, unfolded: Collection[int] = ()) -> Folding:
    """All folded but these, by their numbers."""
    wanted = array("q", sorted(group for group in unfolded if groups.size(group) > 1))
    rows, heads = array("q"), groups.heads()
    before = 0
    for group in wanted:
        rows += heads[before:group] + groups.members(group)
        before = group + 1
    return _make(groups, rows + heads[before:] if wanted else heads, wanted)


def _make(groups: Groups, rows: array[int], unfolded: array[int]) -> Folding:
    heads, beyond = array("q"), 0
    for group in unfolded:
        heads.append(group + beyond)
        beyond += groups.size(group) - 1
    return Folding(groups, rows, unfolded, heads)
