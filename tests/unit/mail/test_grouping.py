"""Mails put together by conversation: by the first id that each names, and by what the mail of that name says of itself."""

from __future__ import annotations

import pytest

from desktop.core.mail.grouping import first_groups, group_mails
from tests.fakes.grouping import Here, Mail, found


def test_answers_stand_with_what_they_answer_at_the_place_of_the_newest():
    here = Here(Mail(1, "a"), Mail(2, "b"), Mail(3, "a2", "a"), Mail(4, "c"), Mail(5, "b2", "b"), Mail(6, "a3", "a"))
    groups = group_mails(here.rows(), here)
    assert found(groups) == [[6, 3, 1], [5, 2], [4]]
    assert list(groups.heads()) == [6, 5, 4]
    assert [groups.group_of(key) for key in (1, 2, 4, 7)] == [0, 1, 2, None]
    assert here.asked == [], "a thread whose beginning is in the list needs no look elsewhere"


def test_the_other_way_round_conversations_still_begin_with_their_newest():
    here = Here(Mail(1, "a"), Mail(2, "b"), Mail(3, "a2", "a"), Mail(4, "c"))
    assert found(group_mails(here.rows(), here, newest_first=False)) == [[2], [3, 1], [4]]


def test_an_answer_to_an_answer_that_lies_elsewhere_is_found_through_it():
    """The own answer lies in Sent, and the mail program of the other side names only that."""
    here = Here(Mail(1, "a"), Mail(2, "mine", "a", listed=False), Mail(3, "theirs", "mine"))
    assert found(group_mails(here.rows(), here)) == [[3, 1]]
    assert found(first_groups(here.rows(1), here)) == [[3, 1]]


def test_a_chain_that_names_only_the_mail_before_each():
    here = Here(Mail(1, "a"), *(Mail(n, f"a{n}", "a" if n == 2 else f"a{n - 1}") for n in range(2, 12)))
    assert found(group_mails(here.rows(), here)) == [list(range(11, 0, -1))]
    assert found(first_groups(here.rows(3), here)) == [list(range(11, 0, -1))]


def test_answers_to_what_is_not_here_stand_together():
    here = Here(Mail(1, "x", "gone"), Mail(2, "b"), Mail(3, "y", "gone"))
    assert found(group_mails(here.rows(), here)) == [[3, 1], [2]]


def test_mails_without_any_id_stand_alone():
    here = Here(Mail(1, ""), Mail(2, ""), Mail(3, "a"))
    assert found(group_mails(here.rows(), here)) == [[3], [2], [1]]


def test_who_takes_the_name_of_a_conversations_beginning_leads_it_nowhere():
    here = Here(Mail(1, "a"), Mail(2, "a2", "a"), Mail(3, "z"), Mail(4, "a", "z"))
    assert found(group_mails(here.rows(), here)) == [[4, 3], [2, 1]]


def test_nor_where_the_beginning_lies_in_another_folder():
    here = Here(Mail(1, "a", listed=False), Mail(2, "a2", "a"), Mail(3, "z"), Mail(4, "a", "z", listed=False))
    assert found(group_mails(here.rows(), here)) == [[3], [2]]


def test_who_takes_the_name_of_an_answer_comes_too_late():
    here = Here(Mail(1, "a"), Mail(2, "b", "a"), Mail(3, "z"), Mail(4, "b", "z"), Mail(5, "c", "b"))
    assert found(group_mails(here.rows(), here)) == [[5, 2, 1], [4, 3]]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_mails_that_name_each_other_in_a_ring_are_one_conversation(count: int):
    ring = [Mail(n, f"r{n}", f"r{(n + 1) % count}x" if count == 1 else f"r{(n + 1) % count}") for n in range(count)]
    here = Here(*ring)
    assert found(group_mails(here.rows(), here)) == [list(range(count - 1, -1, -1))]
    assert found(first_groups(here.rows(1), here)) == [list(range(count - 1, -1, -1))]


def test_the_first_screen_is_the_beginning_of_the_list():
    mails = [Mail(n, f"m{n}", f"m{n - 7}" if n % 3 == 0 and n > 7 else "") for n in range(1, 120)]
    here = Here(*mails)
    all_of_them, first = found(group_mails(here.rows(), here)), found(first_groups(here.rows(20), here))
    assert 10 < len(first) < len(all_of_them)
    assert first == all_of_them[: len(first)]


def test_nothing_is_no_conversation():
    here = Here()
    assert found(group_mails([], here)) == found(first_groups([], here)) == []
