"""What lies on the desk when the demo begins, from `resources/demo/desk.toml`, with its times for one moment. Pure; any thread."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from desktop.core.demo.authored.moments import parse_moment
from desktop.core.demo.authored.values import ScriptError
from desktop.core.demo.authored.world import build_world, load_entries
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class DeskItem:
    """`kind` is contact, saved, task, chat, event or reminder; `message_id` (without brackets) is the mail it is made from, or "".
    `fields` are as in the file, times as epoch seconds."""

    kind: str
    message_id: str
    fields: dict[str, Any]


_KINDS = {
    "contacts": "contact",
    "saved": "saved",
    "tasks": "task",
    "chats": "chat",
    "events": "event",
    "reminders": "reminder",
}


def load_desk(now: int) -> tuple[DeskItem, ...]:
    """In the order in which they are made: contacts first. Raises ScriptError for a mail that nobody wrote."""
    text = files("resources").joinpath("demo", "desk.toml").read_text(encoding="utf-8")
    written = tomllib.loads(text)
    world = build_world(0, load_entries())
    items = []
    for heading, kind in _KINDS.items():
        for fields in written.get(heading, []):
            mail = fields.pop("mail", "")
            if mail and mail not in world.entries:
                raise ScriptError(f"desk.toml: nobody wrote {mail!r}")
            message_id = world.message_id(world.entries[mail]).strip("<>") if mail else ""
            for name in ("due", "start", "at"):
                if name in fields:
                    fields[name] = parse_moment(fields[name], now)
            items.append(DeskItem(kind, message_id, fields))
    return tuple(items)
