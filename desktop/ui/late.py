"""Something of the window that is made when it is first wanted, for most starts never want it.

Invariant: it is made once, and asking whether it is there does not make it. What makes it also imports it, so that a start
pays for neither. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Late(Generic[T]):
    def __init__(self, make: Callable[[], T]) -> None:
        """`make` imports, builds and connects it."""
        self._make = make
        self._made: T | None = None

    def __call__(self) -> T:
        """It, made now if nobody wanted it before."""
        if self._made is None:
            self._made = self._make()
        return self._made

    @property
    def made(self) -> T | None:
        """It, where it has been wanted already."""
        return self._made
