"""Is the computer's clock believable enough to delete by it, and by which moment? Pure; reading 4 of the plan rules.

The highest time ever seen (own clock at earlier sweeps, server times) is the high-water mark. A clock far behind it or far
ahead of the newest server time holds the sweep: waiting is harmless, deleting is not. A clock that is not held is still not
taken at its word: a sweep goes by a moment that servers have proven to be past.
"""

from __future__ import annotations

BEHIND_SECONDS = 3_600
AHEAD_SECONDS = 3 * 86_400
"""Believed without a proof: a weekend off, a long flight."""
PROVEN_SECONDS = 7_200
"""A proof counts for so long: mail does not come by the second."""


def sweep_moment(now: int, proven: int | None) -> int:
    """By which moment a sweep deletes when the clock says `now` and a server has said that it is `proven` at least: never later
    than that proves, and where nothing proves it, so late that a clock which may be believed takes nothing before its time."""
    surely = now - AHEAD_SECONDS
    return surely if proven is None else max(surely, min(now, proven + PROVEN_SECONDS))


def why_implausible(
    now: int, high_water: int | None, server_time: int | None, monotonic_passed: float | None
) -> str | None:
    """None when the clock may be trusted; else a short code for the reason.

    `high_water`: largest trusted time so far. `server_time`: newest time a server told. `monotonic_passed`: seconds of
    steady time since `high_water` was set in this run, when known: wall time must not have run away from it.
    """
    if now < 1_600_000_000:
        return "before_this_program"
    if high_water is not None and now < high_water - BEHIND_SECONDS:
        return "behind_earlier_time"
    if server_time is not None and now > server_time + AHEAD_SECONDS:
        return "ahead_of_servers"
    if monotonic_passed is not None and high_water is not None and now - high_water > monotonic_passed + AHEAD_SECONDS:
        return "jumped_ahead"
    return None
