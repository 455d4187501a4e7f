"""What somebody gives the command: a file by its name, or "-" for the standard input. Read to a bounded length."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.cli.exits import Exit, Trouble


def read_bytes(name: str, most: int, too_long: str) -> bytes:
    """Raises Trouble(USAGE): where it cannot be read, and after its name `too_long` where it has more than `most` bytes."""
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(most + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(most + 1)
    except OSError as error:
        raise Trouble(Exit.USAGE, f"{name} cannot be read: {error.strerror}.") from error
    if len(raw) > most:
        raise Trouble(Exit.USAGE, f"{name} {too_long}.")
    return raw


def read_text(name: str, most: int, too_long: str) -> str:
    """As `read_bytes`, and it must be text in UTF-8."""
    try:
        return read_bytes(name, most, too_long).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Trouble(Exit.USAGE, f"{name} is not text in UTF-8.") from None


def is_page(name: str) -> bool:
    return name.lower().endswith((".html", ".htm"))
