"""Whatever headers say: a list by conversation has each mail once, its beginning is the first screen, and who names whom decides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.grouping import first_groups, group_mails
from tests.fakes.grouping import Here, Mail, found

names = st.sampled_from(["", "a", "b", "c", "d", "e", "f", "g"])
mails = st.lists(st.tuples(names, names, st.booleans()), max_size=25).map(
    lambda drawn: [Mail(n, own, named, listed) for n, (own, named, listed) in enumerate(drawn, start=1)]
)


def plainly(mails: list[Mail]) -> list[list[int]]:
    """The same with a table of everything: each name leads where the first mail of that name says."""
    leads: dict[str, str] = {}
    for one in mails:
        if one.id and not any(other.id == one.id == other.thread for other in mails):
            leads.setdefault(one.id, one.names)
    found: dict[object, list[int]] = {}
    for one in sorted(mails, key=lambda one: -one.key):
        if not one.listed:
            continue
        path = [one.thread]
        while leads.get(path[-1]) and leads[path[-1]] not in path:
            path.append(leads[path[-1]])
        end = leads.get(path[-1])
        root: object = min(path[path.index(end) :]) if end in path else path[-1]
        found.setdefault(root or one.key, []).append(one.key)
    return list(found.values())


@given(mails)
def test_it_is_what_a_table_of_everything_says(drawn: list[Mail]):
    here = Here(*drawn)
    assert found(group_mails(here.rows(), here)) == plainly(drawn)


@given(mails, st.integers(1, 10))
def test_the_first_screen_is_the_beginning(drawn: list[Mail], limit: int):
    here = Here(*drawn)
    first = found(first_groups(here.rows(limit), here))
    whole = found(group_mails(here.rows(), here))
    assert first == whole[: len(first)]
    assert {key for group in first for key in group} >= {row.key for row in here.rows(limit)}


@given(mails)
def test_oldest_first_is_the_same_the_other_way_round(drawn: list[Mail]):
    here = Here(*drawn)
    groups = group_mails(here.rows(), here, newest_first=False)
    assert found(groups) == plainly(drawn)[::-1]
    assert list(groups.heads()) == [members[0] for members in plainly(drawn)[::-1]]
