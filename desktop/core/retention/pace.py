"""How much of a sweep goes into one transaction: learnt from how long the last one held the file, on this disk and at this moment.
A slice ends sooner as soon as somebody waits behind it, so that what remains is its commit. Pure.
"""

from __future__ import annotations

HELD_SECONDS = 0.03
"""What a slice should take while nobody waits: its commit, for which a wish has to wait, takes a part of that."""
_WEIGHT_BYTES = 16 << 10
_GROWTH = 1.25
_FIRST, _LEAST, _MOST = 16, 8, 400


def weight(size: int) -> int:
    """What taking a mail of that many bytes away costs: its rows and words, and its text, which is overwritten."""
    return 1 + size // _WEIGHT_BYTES


class Pace:
    """`budget` is the weight of the next slice; one mail goes in any case."""

    def __init__(self, first: int = _FIRST) -> None:
        self.budget = first

    def note(self, load: int, held: float) -> None:
        """A slice of that weight held the file for so many seconds: less is done in the next one, or a little more. One that ended
        sooner, because somebody waited, tells how fast it went and no more."""
        most = self.budget * _GROWTH
        wanted = min(most, load * HELD_SECONDS / held) if held > 0 else most
        self.budget = max(_LEAST, min(_MOST, round(wanted)))
