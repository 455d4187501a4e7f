"""When mails come whole: headers first, then on a line that is fast and only while it is."""

from __future__ import annotations

import pytest

from desktop.core.sync.whole_mails import PROVEN_BY, WholeMails

INBOX, WORK = 1, 2


class Line:
    """A line on which everything takes the time it is told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.whole = WholeMails(lambda: self.now)

    def headers(self, count: int, *, size: int = 1_000, seconds: float = 0.0) -> None:
        self.whole.begin()
        self.now += seconds
        self.whole.note_headers(count, count * size)

    def mails(self, seconds: float) -> int:
        """How many mails the step had that took so long."""
        count = self.whole.step(INBOX)
        self.whole.begin()
        self.now += seconds
        self.whole.note_mails(count)
        return count


@pytest.fixture
def line() -> Line:
    return Line()


def test_the_first_headers_come_alone_and_no_more_of_them_than_needed(line):
    assert line.whole.step(INBOX) == 0
    assert line.whole.headers_step(100) == 100
    line.headers(100)
    assert line.whole.step(INBOX) == 0
    assert line.whole.headers_step(1_000) == PROVEN_BY - 100
    line.headers(PROVEN_BY - 100)
    assert line.whole.step(INBOX) > 0


def test_on_a_slow_line_headers_come_alone(line):
    line.headers(PROVEN_BY, size=1_000, seconds=1.0)
    assert line.whole.step(INBOX) == 0
    assert line.whole.headers_step(1_000) == 1_000


def test_after_a_trial_steps_are_large(line):
    line.headers(PROVEN_BY)
    trial = line.mails(0.1)
    assert line.mails(0.1) > trial


def test_a_hitch_makes_steps_small_and_a_second_one_ends_it(line):
    line.headers(PROVEN_BY)
    trial = line.mails(0.1)
    large = line.mails(60)
    assert line.whole.step(INBOX) == trial < large
    line.mails(0.1)
    assert line.whole.step(INBOX) == large
    line.mails(60)
    line.mails(60)
    assert line.whole.step(INBOX) == 0
    assert line.whole.headers_step(1_000) == 1_000


def test_where_mails_are_here_already_headers_come_alone_and_elsewhere_not(line):
    line.headers(PROVEN_BY)
    line.whole.note_known(WORK, 100, 5)
    assert line.whole.step(WORK) > 0
    line.whole.note_known(WORK, 100, 50)
    assert line.whole.step(WORK) == 0
    assert line.whole.step(INBOX) > 0
