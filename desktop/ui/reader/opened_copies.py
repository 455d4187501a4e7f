"""Copies of attachments that other programs have opened, and when those copies go: private mail must not outlive the window.

Invariant: a copy lies in the profile, which is the user's alone, in a folder of this run. All are removed at quit, and at the
next start what a killed run left, or what Windows would not remove while a program had it open. Any thread.
"""

from __future__ import annotations

import itertools
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

from desktop.ui.reader.attachment_files import save_into

FOLDER = "opened"
"""In the profile."""
_READ_ONLY = 0o400


class OpenedCopies:
    def __init__(self, profile: Path) -> None:
        self._folder = profile / FOLDER
        self._run = self._folder / os.urandom(4).hex()
        self._numbers = itertools.count(1)

    def add(self, filename: str, content: bytes, *, read_only: bool) -> Path:
        """Write one, alone in a folder, under its own name. `read_only` where a program opens it: one that edits then asks
        where to save, instead of saving into what is removed. Raises OSError."""
        for folder in (self._folder, self._run):
            folder.mkdir(mode=0o700, exist_ok=True)
        own = self._run / str(next(self._numbers))
        own.mkdir(mode=0o700)
        path = save_into(own, filename, content)
        if read_only:
            path.chmod(_READ_ONLY)
        return path

    def remove_old(self) -> None:
        """Those of other runs; only one run at a time has the profile."""
        try:
            others = [entry for entry in self._folder.iterdir() if entry != self._run]
        except OSError:
            return
        for entry in others:
            _remove(entry)

    def remove_all(self) -> None:
        _remove(self._folder)


def _remove(path: Path) -> None:
    """As much as the system lets go: what a program on Windows has open stays until the next start. A link is removed, not
    what it leads to."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            for entry in path.iterdir():
                _remove(entry)
            path.rmdir()
            return
        if sys.platform == "win32":
            path.chmod(stat.S_IWRITE)  # it does not remove what may only be read
        path.unlink()
