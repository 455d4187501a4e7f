"""One program per profile: an operating-system lock on a file, freed by the system even after a crash."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

from desktop.core.api.errors import Code, ProfileError

FILE_NAME = "bandeja.lock"


class ProfileLock:
    """Held from construction to `release`. Raises ProfileError(PROFILE_IN_USE) when another program has it."""

    def __init__(self, directory: Path) -> None:
        self.let_go: Callable[[], object] = lambda: None
        """Whoever else has the store's file open under this lock closes it: Windows moves nothing that is open."""
        self._file = os.open(directory / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._file)
        except OSError as error:
            os.close(self._file)
            raise ProfileError(Code.PROFILE_IN_USE, path=directory) from error
        with contextlib.suppress(OSError):  # on a full disk the number, which is for people, has no room
            os.ftruncate(self._file, 0)
            os.write(self._file, str(os.getpid()).encode())

    def release(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        # A byte far past the process number, which other programs may still read.
        os.lseek(file, 4096, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
