"""Which authored mails are worth showing: Message-IDs by role, for tests, screenshots and the guided tour.

A mail has roles where its file says `role: …`. Invariant: Message-IDs do not depend on the day. Any thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from desktop.core.demo.authored.cast import load_cast
from desktop.core.demo.authored.world import build_world, load_entries
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`roles` maps a role to the Message-IDs that have it, in the order of the files; `languages` a Message-ID to `es`, `en`, …"""

    roles: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, str]

    def one(self, role: str) -> str:
        """The only Message-ID of a role; raises KeyError when there is none or more than one."""
        found = self.roles[role]
        if len(found) != 1:
            raise KeyError(f"{len(found)} mails have the role {role!r}")
        return found[0]


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of every authored mail."""
    # Message-IDs and roles are the same on every day, so any moment will do.
    world = build_world(0, load_entries())
    cast = load_cast()
    roles: dict[str, list[str]] = {}
    languages: dict[str, str] = {}
    for entry in world.entries.values():
        name = world.message_id(entry)
        languages[name] = entry.get("lang") or cast.person(entry.get("from") or entry.get("account")).lang
        for role in entry.list("role"):
            roles.setdefault(role, []).append(name)
    return Catalogue({role: tuple(names) for role, names in roles.items()}, languages)
