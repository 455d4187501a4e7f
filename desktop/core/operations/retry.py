"""When to try again. Pure: the jitter is a number given from outside, so that two computers do not knock together."""

from __future__ import annotations

FIRST_SECONDS = 5
LONGEST_SECONDS = 3600
GIVE_UP_AFTER = 12
"""Attempts after which an operation that the server keeps postponing is shown as failed."""


def retry_delay(attempts: int, jitter: float) -> int:
    """Seconds to wait after `attempts` failures: doubling from 5 s to an hour, moved by up to ±20 % (`jitter` 0 to 1)."""
    base = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(attempts, 20))
    return max(1, round(base * (0.8 + 0.4 * jitter)))
