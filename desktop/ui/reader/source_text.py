"""The raw message as text: bounded, and its header as (name, value) lines. Pure; runs on a worker."""

from __future__ import annotations

from desktop.values import dataclass

MAX_SHOWN = 4 * 1024 * 1024
MAX_HEADER = 512 * 1024
MAX_FIELDS = 2_000
MAX_LINE = 20_000
"""A line of megabytes would freeze a text widget; it is broken into several for showing."""


@dataclass(frozen=True, slots=True)
class Source:
    raw: bytes
    text: str
    fields: tuple[tuple[str, str], ...]
    shortened: bool


def read_source(raw: bytes) -> Source:
    """What a person can look at; `raw` stays whole for saving."""
    text = raw[:MAX_SHOWN].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "␀")
    if any(len(line) > MAX_LINE for line in text.split("\n")):
        text = "\n".join(
            "\n".join(line[at : at + MAX_LINE] for at in range(0, len(line) or 1, MAX_LINE))
            for line in text.split("\n")
        )
    return Source(raw, text, read_fields(raw), len(raw) > MAX_SHOWN)


def read_fields(raw: bytes) -> tuple[tuple[str, str], ...]:
    """Header fields as they stand, unfolded, in their order (RFC 5322, section 2.2); bounded."""
    head = raw[:MAX_HEADER].replace(b"\r\n", b"\n").replace(b"\r", b"\n").partition(b"\n\n")[0]
    fields: list[list[str]] = []
    for line in head.decode("utf-8", "replace").replace("\0", "␀").split("\n"):
        if line[:1] in (" ", "\t") and fields:
            fields[-1][1] += " " + line.strip()
        elif ":" in line and len(fields) < MAX_FIELDS:
            name, _, value = line.partition(":")
            fields.append([name.strip()[:200], value.strip()])
    return tuple((name, value[:MAX_LINE]) for name, value in fields)
