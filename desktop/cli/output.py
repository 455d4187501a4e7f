"""What is written to the terminal: answers on standard output, everything else on standard error.

Mail is foreign text, so control characters and direction overrides are always escaped, on both. JSON is ASCII, one
document per command, with the version of its schema in front.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import tzinfo
from functools import cache
from typing import Any

from desktop.core.clock import utc

SCHEMA_VERSION = 1
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def safe(text: str) -> str:
    """One line that no terminal obeys: each character that it could take for an order is shown by its escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def safe_block(text: str) -> str:
    """As `safe`, keeping line ends and tabs; CRLF and CR become LF."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("\t".join(safe(part) for part in line.split("\t")) for line in lines)


def _shown(character: str) -> str:
    if character in _BIDI or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character


def say(text: str = "") -> None:
    sys.stdout.write(safe(text) + "\n")


def say_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> None:
    """Columns as wide as their widest cell; those of `right` stand at the right. Nothing when there are no rows."""
    if not rows:
        return
    cells = [tuple(map(safe, row)) for row in (head, *rows)]
    widths = [max(_width(row[place]) for row in cells) for place in range(len(head))]
    for row in cells:
        padded = (
            " " * (width - _width(cell)) + cell if place in right else cell + " " * (width - _width(cell))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def say_block(text: str) -> None:
    sys.stdout.write(safe_block(text) + "\n")


def say_bytes(raw: bytes) -> None:
    """Exactly these bytes; to a terminal, which would obey some of them, as `safe_block` shows them."""
    if sys.stdout.isatty():
        say_block(raw.decode("utf-8", "replace"))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def say_json(values: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps({"version": SCHEMA_VERSION, **values}, ensure_ascii=True, indent=2) + "\n")


def warn(text: str) -> None:
    sys.stderr.write(f"bandeja: {safe(text)}\n")
    sys.stderr.flush()


def moment(seconds: int | None) -> str | None:
    """RFC 3339 in UTC, for JSON; None stays None."""
    return None if seconds is None else utc(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_moment(seconds: int) -> str:
    """For people: this computer's time zone, to the minute."""
    return utc(seconds).astimezone(_zone()).strftime("%Y-%m-%d %H:%M")


def size_words(size: int) -> str:
    """1234567 -> "1.2 MB"."""
    number = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"


def counted(number: int, one: str, many: str = "") -> str:
    """(2, "mail") -> "2 mails"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def fit(text: str, width: int) -> str:
    """Cut or filled to that many columns; wide characters take two, combining ones none."""
    kept: list[str] = []
    used = 0
    for character in safe(text):
        columns = _columns(character)
        if used + columns > width:
            while kept and used > width - 1:
                used -= _columns(kept.pop())
            kept.append("…")
            used += 1
            break
        kept.append(character)
        used += columns
    return "".join(kept) + " " * (width - used)


def _width(text: str) -> int:
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


@cache
def _zone() -> tzinfo:
    from desktop.core.terms import local_zone

    return local_zone()
