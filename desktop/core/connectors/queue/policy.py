"""What a failed try means: when to try again, what is known of the object, and when only a person can go on.

A line that is down is waited for without end; a server that keeps refusing for now is not; what may have been made is never
made again before the backend was asked. Pure.
"""

from __future__ import annotations

from enum import Enum

from desktop.core.api.errors import (
    BandejaError,
    Code,
    ConnectionFailure,
    ServerRefusal,
    SetupError,
    as_told,
    is_no_memory,
)
from desktop.core.connectors.protocol import Unanswered
from desktop.core.store.wish_rows import ASK_FIRST, MAYBE
from desktop.values import dataclass

FIRST_SECONDS = 5
LONGEST_SECONDS = 3600
LONGEST_PAUSE = 7_200
"""However long a server asks us to stay away: what waits longer is taken for a clock that went back (`store.wishes`)."""
REST_SECONDS = 900
"""The whole backend waits this long for the user, so that a refused key is not shown again and again."""
GIVE_UP_AFTER = 12
"""Refusals for now in a row after which the wish is shown as failed."""


class Step(Enum):
    LATER = "later"
    FAIL = "fail"
    REST = "rest"
    """The backend itself is not usable: all its wishes wait for the user, or for the pause to end."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`doubt` is what is known of the object now; `seconds` until the next try; `said` for people."""

    step: Step
    seconds: int
    doubt: int
    said: str


def judge(error: BaseException, *, creating: bool, doubt: int, attempts: int, jitter: float) -> Verdict:
    """`creating`: the failed request was to make the object, else to ask or to delete; `doubt` is what was known before it;
    `attempts` counts this one; `jitter` is 0 to 1."""
    known = max(doubt, _doubt_of(error)) if creating else doubt
    if not isinstance(error, BandejaError):
        # A fault of ours or of a plug-in: it may be over after the next start, and must not hold the queue up.
        said = as_told(error).sentence()
        step = Step.FAIL if attempts >= GIVE_UP_AFTER and not is_no_memory(error) else Step.LATER
        return Verdict(step, retry_delay(attempts, jitter), known, said)
    said = error.sentence()
    if isinstance(error, SetupError) or error.code in (Code.PAID_PLAN_NEEDED, Code.PLAN_REFUSED):
        return Verdict(Step.REST, REST_SECONDS, known, said)
    if isinstance(error, ServerRefusal):
        if error.permanent or attempts >= GIVE_UP_AFTER:
            return Verdict(Step.FAIL, 0, known, said)
        return Verdict(Step.LATER, max(retry_delay(attempts, jitter), _asked_pause(error)), known, said)
    if isinstance(error, ConnectionFailure):
        pause = _asked_pause(error)
        if error.code is Code.SERVER_BUSY and pause:
            return Verdict(Step.REST, pause, known, said)
        return Verdict(Step.LATER, max(retry_delay(attempts, jitter), pause), known, said)
    if error.temporary:
        return Verdict(Step.LATER, retry_delay(attempts, jitter), known, said)
    return Verdict(Step.FAIL, 0, known, said)


def retry_delay(attempts: int, jitter: float) -> int:
    """Seconds to wait after `attempts` failures: doubling from 5 s to an hour, moved by up to ±20 %."""
    base = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(max(0, attempts - 1), 20))
    return max(1, round(base * (0.8 + 0.4 * jitter)))


def _doubt_of(error: BaseException) -> int:
    """What a failed request to make something tells of it."""
    if isinstance(error, Unanswered) or not isinstance(error, BandejaError):
        return MAYBE
    if isinstance(error, ConnectionFailure | ServerRefusal | SetupError):
        return ASK_FIRST
    return MAYBE  # an answer that cannot be trusted


def _asked_pause(error: BandejaError) -> int:
    if error.code is not Code.SERVER_BUSY:
        return 0
    try:
        return max(0, min(LONGEST_PAUSE, int(float(error.parameters.get("seconds", "0")))))
    except (ValueError, OverflowError):
        return 0
