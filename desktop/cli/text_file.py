"""A text that somebody wrote into a file or pipes in: of bounded length, in UTF-8, and whether it is a page."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.cli.exits import Exit, Trouble


def read_text(name: str, most_bytes: int, thing: str) -> str:
    """What the file holds; "-" is the standard input. Raises Trouble(USAGE), which calls it a `thing` where it is too long."""
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(most_bytes + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(most_bytes + 1)
    except OSError as error:
        raise Trouble(Exit.USAGE, f"{name} cannot be read: {error.strerror}.") from error
    if len(raw) > most_bytes:
        raise Trouble(Exit.USAGE, f"{name} is longer than a {thing} may be.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Trouble(Exit.USAGE, f"{name} is not text in UTF-8.") from None


def is_page(name: str) -> bool:
    return name.lower().endswith((".html", ".htm"))
