"""A list by conversation as rows: which row means which mails, whatever is unfolded, and how one list becomes the next."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.grouping import Groups
from desktop.ui.message_list.folding import Fold, Folding, fold
from desktop.ui.message_list.regrouping import keep_mail, plan_folded
from desktop.ui.message_list.steps import Insertion


def groups_of(*groups) -> Groups:
    made = Groups(array("q"), array("q"))
    for group in groups:
        made.starts.append(len(made.keys))
        made.keys.extend(group)
    return made


def listed(groups: Groups) -> list[list[int]]:
    return [list(groups.members(number)) for number in range(len(groups))]


drawn = st.lists(st.integers(1, 4), max_size=12).map(
    lambda sizes: groups_of(*(range(100 * n + size, 100 * n, -1) for n, size in enumerate(sizes, start=1)))
)


@given(drawn, st.data())
def test_every_row_and_every_stretch_of_rows(groups: Groups, data):
    unfolded = data.draw(st.sets(st.integers(0, len(groups) - 1))) if len(groups) else set()
    folding = fold(groups, unfolded)
    rows: list[tuple[int, list[int], Fold]] = []
    for number, members in enumerate(listed(groups)):
        if len(members) > 1 and number in unfolded:
            rows.append((members[0], [members[0]], Fold.UNFOLDED))
            rows += [(key, [key], Fold.INNER) for key in members[1:]]
        else:
            rows.append((members[0], members, Fold.FOLDED if len(members) > 1 else Fold.ALONE))
    assert list(folding.rows) == [key for key, _, _ in rows]
    assert [folding.fold_of(row) for row in range(len(rows))] == [kind for _, _, kind in rows]
    assert [list(folding.mails_of(row, row)) for row in range(len(rows))] == [mails for _, mails, _ in rows]
    for row, (_, mails, _) in enumerate(rows):
        assert [folding.row_of(key) for key in mails] == [row] * len(mails)
    if rows:
        first = data.draw(st.integers(0, len(rows) - 1))
        last = data.draw(st.integers(first, len(rows) - 1))
        assert list(folding.mails_of(first, last)) == [key for _, mails, _ in rows[first : last + 1] for key in mails]
    assert folding.row_of(7) is None


@given(drawn, st.data())
def test_folding_and_unfolding_is_one_step(groups: Groups, data):
    if not len(groups):
        return
    folding = fold(groups, data.draw(st.sets(st.integers(0, len(groups) - 1))))
    number = data.draw(st.integers(0, len(groups) - 1))
    toggled = folding.toggled(number)
    if groups.size(number) == 1:
        assert toggled is None
        return
    assert toggled is not None
    new, step = toggled
    held = list(folding.rows)
    if isinstance(step, Insertion):
        held[step.at : step.at] = step.keys
    else:
        del held[step.first : step.last + 1]
    assert held == list(new.rows)
    assert new == fold(groups, set(folding.unfolded) ^ {number})
    back = new.toggled(number)
    assert back is not None
    assert back[0] == folding


def test_what_is_unfolded_stays_so_when_mail_comes():
    old = fold(groups_of([5, 2], [4, 3, 1]), {1})
    new = plan_folded(old, groups_of([6, 4, 3, 1], [5, 2]), frozenset({4, 5})).folding
    assert new is not None
    assert list(new.rows) == [6, 4, 3, 1, 5]


def test_a_conversation_that_is_another_row_now_is_found():
    old = fold(groups_of([9], [5, 2], [4], [3, 1]))
    new = groups_of([10, 5, 2], [9], [4], [1])
    refresh = plan_folded(old, new, frozenset({5, 4, 3, 9}))
    assert refresh.moved == {5: 0, 3: 3}
    assert plan_folded(old, groups_of([9]), frozenset({5})).moved == {}


def test_a_lone_mail_that_gets_company_moves_with_it():
    assert plan_folded(fold(groups_of([3], [2], [1])), groups_of([4, 1], [3], [2]), frozenset({1})).moved == {1: 0}


class TestWhatIsReadStaysAmongTheUnread:
    OLD = groups_of([9, 7, 5], [8], [6, 4], [3])

    def test_within_its_conversation(self):
        assert listed(keep_mail(self.OLD, groups_of([9, 5], [8], [6, 4]), 7)) == [[9, 7, 5], [8], [6, 4]]

    def test_as_its_newest(self):
        assert listed(keep_mail(self.OLD, groups_of([9], [8], [4], [3]), 6)) == [[9], [8], [6, 4], [3]]

    def test_as_its_last(self):
        assert listed(keep_mail(self.OLD, groups_of([9, 7, 5], [6, 4], [3]), 8)) == listed(self.OLD)

    def test_at_the_top(self):
        assert listed(keep_mail(self.OLD, groups_of([8], [7, 5]), 9)) == [[9, 7, 5], [8]]

    def test_with_a_newer_one_that_has_come(self):
        assert listed(keep_mail(self.OLD, groups_of([10, 7, 5], [8]), 9)) == [[10, 9, 7, 5], [8]]

    def test_what_was_not_there_does_not_come(self):
        assert keep_mail(self.OLD, groups_of([9]), 77) == groups_of([9])
        assert keep_mail(self.OLD, self.OLD, 7) is self.OLD


def test_a_million_mails_are_folded_by_slices():
    groups = Groups(array("q", range(1_000_000)), array("q", range(0, 1_000_000, 2)))
    folding = fold(groups, {3, 499_999})
    assert len(folding.rows) == 500_002
    assert len(folding.mails_of(0, len(folding.rows) - 1)) == 1_000_000
    assert isinstance(folding, Folding)
