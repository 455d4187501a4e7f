"""What a failed try means: every class of error, with and without a request that may have made something."""

from __future__ import annotations

import pytest

from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    CertificateError,
    Code,
    ConnectionFailure,
    PlanError,
    ProtocolError,
    ServerRefusal,
    SetupError,
)
from desktop.core.connectors.protocol import Unanswered
from desktop.core.connectors.queue.policy import GIVE_UP_AFTER, LONGEST_PAUSE, REST_SECONDS, Step, judge, retry_delay
from desktop.core.store.wish_rows import ASK_FIRST, MAYBE, SURELY_NOT

HOST = "shop.example.org"
AWAY = ConnectionFailure(Code.UNKNOWN_HOST, host=HOST)
LOST = Unanswered(Code.TIMEOUT, host=HOST, seconds=60)
LATER = ServerRefusal(Code.SERVER_REFUSED, permanent=False, host=HOST, said="later")
NEVER = ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="no")
CONFUSED = ProtocolError(Code.SERVER_CONFUSED, host=HOST, said="HTML")


@pytest.mark.parametrize(
    ("error", "step", "doubt"),
    [
        (AWAY, Step.LATER, ASK_FIRST),
        (LOST, Step.LATER, MAYBE),
        (LATER, Step.LATER, ASK_FIRST),
        (NEVER, Step.FAIL, ASK_FIRST),
        (CONFUSED, Step.LATER, MAYBE),
        (AuthenticationError(Code.ACCESS_REFUSED, host=HOST, said="x"), Step.REST, ASK_FIRST),
        (CertificateError(Code.CERTIFICATE_EXPIRED, host=HOST), Step.REST, ASK_FIRST),
        (SetupError(Code.REDIRECTED, host=HOST, other="evil"), Step.REST, ASK_FIRST),
        (ServerRefusal(Code.PAID_PLAN_NEEDED, host=HOST), Step.REST, ASK_FIRST),
        (PlanError(Code.PLAN_REFUSED, plan="Free", limit="0", rule="x", remedy="y"), Step.REST, MAYBE),
        (BandejaError(Code.BAD_INPUT, what="x", why="y"), Step.FAIL, MAYBE),
        (ZeroDivisionError(), Step.LATER, MAYBE),
    ],
)
def test_a_failed_making(error: Exception, step: Step, doubt: int):
    verdict = judge(error, creating=True, doubt=SURELY_NOT, attempts=1, jitter=0.5)
    assert (verdict.step, verdict.doubt) == (step, doubt)
    assert verdict.seconds == {Step.LATER: 5, Step.FAIL: 0, Step.REST: REST_SECONDS}[step]
    assert verdict.said


@pytest.mark.parametrize("error", [AWAY, LOST, LATER, CONFUSED, ZeroDivisionError()])
def test_a_question_that_failed_leaves_what_was_known(error: Exception):
    for doubt in (SURELY_NOT, ASK_FIRST, MAYBE):
        assert judge(error, creating=False, doubt=doubt, attempts=1, jitter=0.5).doubt == doubt


def test_doubt_never_shrinks_by_a_failed_making():
    assert judge(LATER, creating=True, doubt=MAYBE, attempts=1, jitter=0.5).doubt == MAYBE


@pytest.mark.parametrize("error", [LATER, ZeroDivisionError()])
def test_who_keeps_refusing_is_given_up(error: Exception):
    assert judge(error, creating=True, doubt=0, attempts=GIVE_UP_AFTER - 1, jitter=0).step is Step.LATER
    assert judge(error, creating=True, doubt=0, attempts=GIVE_UP_AFTER, jitter=0).step is Step.FAIL


def test_want_of_memory_is_nobodys_refusal():
    assert judge(MemoryError(), creating=True, doubt=0, attempts=10 * GIVE_UP_AFTER, jitter=0).step is Step.LATER


def test_a_line_that_is_down_is_waited_for_without_end():
    for error in (AWAY, LOST, CONFUSED):
        assert judge(error, creating=True, doubt=0, attempts=10_000, jitter=1).step is Step.LATER


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("-5", 8), ("99999999999", LONGEST_PAUSE), ("soon", 8), ("1e400", 8), ("nan", 8), ("0.4", 8)],
)
def test_an_odd_pause_is_bounded(said: str, seconds: int):
    verdict = judge(
        ConnectionFailure(Code.SERVER_BUSY, host=HOST, seconds=said), creating=True, doubt=0, attempts=2, jitter=0
    )
    assert verdict.seconds == seconds
    assert verdict.step is (Step.REST if seconds > 8 else Step.LATER)


def test_delays_double_from_seconds_to_an_hour():
    assert [retry_delay(n, 0.5) for n in (0, 1, 2, 3, 4, 50, 10**9)] == [5, 5, 10, 20, 40, 3600, 3600]
    assert (retry_delay(1, 0.0), retry_delay(1, 1.0)) == (4, 6)
    assert REST_SECONDS >= 300
