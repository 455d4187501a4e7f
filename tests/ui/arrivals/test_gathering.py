"""Several mails within some seconds are one notice, and none waits for ever."""

from __future__ import annotations

from desktop.ui.arrivals.gathering import LONGEST, MOST, QUIET, Gathering


def test_nothing_is_due_before_something_has_come():
    assert Gathering().due_in(0.0) is None


def test_one_mail_is_told_after_a_moment_of_quiet():
    gathering = Gathering()
    gathering.add([7], 100.0)
    assert gathering.due_in(100.0) == QUIET
    assert gathering.due_in(100.0 + QUIET) == 0.0
    assert gathering.take() == ((7,), 0)
    assert gathering.due_in(200.0) is None


def test_what_comes_meanwhile_is_told_together_and_once():
    gathering = Gathering()
    gathering.add([7], 100.0)
    gathering.add([8, 7], 101.0)
    assert gathering.due_in(101.0) == QUIET
    assert gathering.take() == ((7, 8), 0)


def test_a_stream_does_not_keep_the_first_waiting():
    gathering = Gathering()
    for second in range(6):
        gathering.add([second], 100.0 + second)
    assert gathering.due_in(100.0 + LONGEST) == 0.0


def test_waiting_for_the_first_words_ends():
    gathering = Gathering()
    gathering.add([7], 100.0)
    assert gathering.wait(102.0)
    assert gathering.due_in(102.0) == QUIET
    assert not gathering.wait(100.0 + LONGEST)


def test_ten_thousand_mails_are_counted_and_not_kept():
    gathering = Gathering()
    gathering.add(range(10_000), 100.0)
    keys, more = gathering.take()
    assert (len(keys), more) == (MOST, 10_000 - MOST)
