"""What became of an export: how many mails are in the user's files now, and which are not."""

from __future__ import annotations

from desktop.values import dataclass


@dataclass(slots=True)
class Exported:
    written: int = 0
    skipped: int = 0
    """There already, byte for byte."""
    missing: int = 0
    """Only their header is here."""
    differing: int = 0
    """Their place is taken by a file with other bytes, which was left alone."""
    stopped: bool = False
    """It was called off; what had been written by then stays, and the same export goes on from there."""
