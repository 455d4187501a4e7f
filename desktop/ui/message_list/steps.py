"""From one array of keys to another: rows that go and rows that come, as a view can follow. Values only."""

from __future__ import annotations

from array import array

from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Removal:
    first: int
    last: int
    """Inclusive."""


@dataclass(frozen=True, slots=True)
class Insertion:
    at: int
    keys: array[int]


Step = Removal | Insertion
