"""How much memory this process has had, on every system that says so."""

from __future__ import annotations

import sys

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None  # type: ignore[assignment]


def peak_kib() -> int:
    """The most so far, in KiB; 0 where the system does not say, so that a difference of two is none."""
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most  # there in bytes
