"""Reads the authored mails: text files of blocks that begin with `>>> name`, a few `field: value` lines, an empty line, the body.

Fields before the first block are defaults of the file. Lines that begin with `%%` are remarks. A field nobody knows is an
error with file and line, so that a slip of the pen is found by the first test. Pure. Any thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.demo.authored.values import ScriptError
from desktop.values import dataclass

FIELDS = frozenset(
    (
        *("account", "in", "when", "date", "flags", "role", "auth", "headers"),
        *("from", "to", "cc", "bcc", "reply-to", "re", "subject", "lang"),
        *("style", "charset", "quote", "signature", "attach", "inline", "structure", "status"),
        *("event", "event-at", "event-hours", "event-uid", "event-title", "event-place", "event-rule"),
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One authored mail before it is built: its name, its fields (defaults included) and its body."""

    name: str
    fields: Mapping[str, str]
    body: str

    def get(self, field: str, default: str = "") -> str:
        return self.fields.get(field, default)

    def list(self, field: str) -> tuple[str, ...]:
        """The comma-separated values of a field."""
        return tuple(value.strip() for value in self.get(field).split(",") if value.strip())


def parse_script(text: str, source: str) -> tuple[Entry, ...]:
    """All entries of one file in its order; `source` names the file in errors."""
    defaults: dict[str, str] = {}
    entries: list[Entry] = []
    name, fields = "", defaults
    body: list[str] = []
    in_body = False

    def finish() -> None:
        if name:
            entries.append(Entry(name, {**defaults, **fields}, "\n".join(body).strip("\n")))

    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("%%"):
            continue
        if line.startswith(">>> "):
            finish()
            name, fields, body, in_body = line[4:].strip(), {}, [], False
        elif in_body:
            body.append(line)
        elif not line.strip():
            in_body = bool(name)
        else:
            field, colon, value = line.partition(":")
            if not colon or field not in FIELDS:
                raise ScriptError(f"{source}:{number}: unknown field {field!r}")
            fields[field] = value.strip()
    finish()
    return tuple(entries)
