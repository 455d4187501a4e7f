"""A finished file under its name, also where somebody else is looking at it, and the names of a folder on the disk.

Windows moves and removes no file that another program has open, and there a virus scanner or the search index opens each new file
for a moment. So a refusal of that kind is asked again, for a second and a half at most. Worker threads: it may wait.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event

_HELD = frozenset({5, 32, 33})
"""Windows: access denied, in use by another process, a part of it locked."""
_PAUSES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)


def _pause(seconds: float) -> None:
    Event().wait(seconds)


def put_in_place(draft: Path, path: Path, *, over: bool = True, pause: Callable[[float], None] = _pause) -> None:
    """Move `draft` to `path`; what is there goes, or with `over` false keeps Windows from doing it. Raises OSError."""
    move = os.replace if over else os.rename
    for seconds in _PAUSES:
        try:
            return move(draft, path)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
        pause(seconds)
    return move(draft, path)


def sync_folder(folder: Path) -> None:
    """Put its names on the disk too; Windows does that by itself and cannot open folders. Raises OSError."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
