"""Files on their way into a mail: read on a worker, never more than still fits.

Invariant: what does not fit is not read at all, and is named with its size, so that the writer can be told. No widgets.
"""

from __future__ import annotations

import mimetypes
import os
import stat
from collections.abc import Sequence
from pathlib import Path

from desktop.core.api.commands import DraftAttachment
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """`too_large` are (name, bytes), `unreadable` names of what is no file or may not be read."""

    attachments: tuple[DraftAttachment, ...] = ()
    too_large: tuple[tuple[str, int], ...] = ()
    unreadable: tuple[str, ...] = ()


def read_files(paths: Sequence[Path], room: int) -> ReadFiles:
    """Read what fits into `room` bytes, in the order given. Nothing raises."""
    taken: list[DraftAttachment] = []
    too_large: list[tuple[str, int]] = []
    unreadable: list[str] = []
    for path in paths:
        try:
            facts = os.stat(path)
            if not stat.S_ISREG(facts.st_mode):
                unreadable.append(path.name)
            elif facts.st_size > room:
                too_large.append((path.name, facts.st_size))
            else:
                with path.open("rb") as file:
                    content = file.read(room + 1)
                if len(content) > room:  # it has grown meanwhile
                    too_large.append((path.name, len(content)))
                    continue
                taken.append(DraftAttachment(path.name, guess_content_type(path.name), content))
                room -= len(content)
        except OSError:
            unreadable.append(path.name)
    return ReadFiles(tuple(taken), tuple(too_large), tuple(unreadable))


def guess_content_type(filename: str) -> str:
    kind, encoding = mimetypes.guess_type(filename)
    return "application/octet-stream" if kind is None or encoding else kind
