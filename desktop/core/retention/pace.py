"""How much of a sweep goes into one transaction, so that a person's wish never waits long behind it: learnt from how long the last
one held the file, on this disk and at this moment. Pure.
"""

from __future__ import annotations

HELD_SECONDS = 0.02
"""What a slice should take: below what a person feels, even when two follow each other."""
_WEIGHT_BYTES = 16 << 10
_GROWTH = 1.25
_FIRST, _LEAST, _MOST = 16, 8, 64


def weight(size: int) -> int:
    """What taking a mail of that many bytes away costs: its rows and words, and its text, which is overwritten."""
    return 1 + size // _WEIGHT_BYTES


class Pace:
    """`budget` is the weight of the next slice; one mail goes in any case."""

    def __init__(self) -> None:
        self.budget = _FIRST

    def note(self, held: float) -> None:
        """A slice held the file for so many seconds: less is done in the next one, or a little more."""
        factor = min(_GROWTH, HELD_SECONDS / held) if held > 0 else _GROWTH
        self.budget = max(_LEAST, min(_MOST, round(self.budget * factor)))
