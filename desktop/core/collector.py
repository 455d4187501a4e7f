"""How often the interpreter looks for objects that only refer to each other. Once, when a process has loaded what it needs."""

from __future__ import annotations

import gc


def spare_collector() -> None:
    """What is here stays for good: the collector never looks at it again, for a look at all of it holds every thread, the
    screen's too, for a tenth of a second. What comes later is looked at more seldom than by default: the thousands of values that a
    step of a sync makes refer to nothing behind them, and looking at them was a twentieth of its CPU."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    gc.enable()
