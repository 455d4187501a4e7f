"""Attachments on the disk: written only inside the folder that was chosen, never over another file, never executable.

Invariant: a name of the mail can choose neither folder nor kind: it is made one plain name, opened with O_EXCL, and marked
as coming from outside where the system knows such a mark. Worker threads.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from desktop.core.mail.visible_text import visible_text
from desktop.placing import put_in_place

LONGEST_NAME = 255
MOST_TRIES = 10_000
_LONGEST_WINDOWS_PATH = 259
"""In UTF-16; most programs there take no more, whatever this one could write."""
_MARK = ":Zone.Identifier"
_SHORTEST_NAME = 48
_FORBIDDEN = frozenset('/\\:*?"<>|')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}
    | {f"{kind}{number}" for kind in ("com", "lpt") for number in "0123456789¹²³"}
)


def plain_name(filename: str, longest: int = LONGEST_NAME) -> str:
    """One name that every system takes, at most that many bytes with the extension kept.

    The core already gives such names; this stands in front of the disk all the same.
    """
    # What follows a colon on Windows is a stream of the file, so the extension before it must not be the real one.
    name = "".join("_" if c in _FORBIDDEN else c for c in visible_text(filename)).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = stem.strip(" .")
    if stem.partition(".")[0].strip().casefold() in _RESERVED:
        stem = f"_{stem}"
    extension = extension.strip()[:20]
    tail = f".{extension}" if extension else ""
    return _cut(stem or "attachment", longest - len(tail.encode()) - 8) + tail


def save_into(folder: Path, filename: str, content: bytes) -> Path:
    """Write a new file into the folder; a name that is taken gets " (2)". Raises OSError."""
    name = plain_name(filename, _room_in(folder))
    stem, dot, extension = name.rpartition(".")
    stem, tail = (stem, dot + extension) if dot else (name, "")
    for number in range(1, MOST_TRIES):
        path = folder / (name if number == 1 else f"{stem} ({number}){tail}")
        try:
            _write_new(path, content)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(str(folder / name))


def save_all_into(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Several files side by side in one folder; what was written before an error stays. Raises OSError."""
    return [save_into(folder, filename, content) for filename, content in files]


def save_as(path: Path, content: bytes) -> Path:
    """Write to exactly the path that the user chose and confirmed. A link in its place is replaced, not followed."""
    draft = path.with_name(f".{path.name[:100]}.part")
    draft.unlink(missing_ok=True)
    try:
        _write_new(draft, content)
        put_in_place(draft, path)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    _mark_foreign(path)
    return path


def _room_in(folder: Path) -> int:
    """How long a name there may be so that the whole path can be opened, and the mark of where it came from be written."""
    if sys.platform != "win32":
        return LONGEST_NAME
    taken = len(str(folder.absolute()).encode("utf-16-le")) // 2 + 1 + len(_MARK)
    return max(_SHORTEST_NAME, min(LONGEST_NAME, _LONGEST_WINDOWS_PATH - taken))


def _write_new(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
    _mark_foreign(path)


def _mark_foreign(path: Path) -> None:
    """So that Windows and macOS warn before they run it. Where the disk keeps no such marks there is none."""
    import subprocess

    try:
        if sys.platform == "win32":
            Path(f"{path}{_MARK}").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii", newline="")
        elif sys.platform == "darwin":
            mark = ["/usr/bin/xattr", "-w", "com.apple.quarantine", "0082;00000000;Bandeja;", str(path)]
            subprocess.run(mark, check=False, capture_output=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        pass


def _cut(text: str, limit: int) -> str:
    return text.encode("utf-8")[:limit].decode("utf-8", "ignore").rstrip(" .")
