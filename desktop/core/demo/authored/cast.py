"""The people and firms of the demo world, from `resources/demo/people.toml` and `brands.toml`.

Invariant: every address lies under a name reserved for examples (RFC 2606, RFC 6761). Read once, never changed. Any thread.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from desktop.core.demo.authored.moments import madrid_offset
from desktop.values import dataclass

_LITERAL = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>$")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes mail; `style` is how their program builds it: plain, wrapped, flowed, letter or office."""

    name: str
    address: str
    lang: str = "es"
    style: str = "plain"
    signature: str = ""
    zone: int | None = None

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def offset(self, seconds: int) -> int:
        """Seconds ahead of UTC in this person's place; London is an hour behind Spain all year round."""
        if self.zone is None:
            return madrid_offset(seconds)
        return madrid_offset(seconds) - 3600 if self.zone == 0 else self.zone * 3600


@dataclass(frozen=True, slots=True)
class Brand:
    """How a firm's automatic mail looks: the look of `layout.py`, colours, foot and, for newsletters, its list."""

    name: str
    look: str
    colour: str
    paper: str
    host: str
    foot: str
    tagline: str = ""
    list_id: str = ""
    leave: str = ""
    """The address that takes one off its list by mail; else its host takes a click."""
    pixel: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    people: dict[str, Person]
    brands: dict[str, Brand]

    def person(self, key: str) -> Person:
        """A person by key, or a passer-by written as `Name <address>` or as a bare address."""
        if key in self.people:
            return self.people[key]
        if match := _LITERAL.match(key):
            return Person(match["name"].strip(), match["address"])
        if "@" in key:
            return Person("", key)
        raise KeyError(f"nobody in the demo world is called {key!r}")


def demo_files() -> Traversable:
    """The folder `resources/demo`, also inside a packaged program."""
    return files("resources") / "demo"


def scripts(folder: str) -> Iterator[tuple[str, str]]:
    """Name and text of every script in a folder of `resources/demo`, in the order of their names."""
    for item in sorted((demo_files() / folder).iterdir(), key=lambda item: item.name):
        if item.name.endswith(".txt"):
            yield item.name, item.read_text("utf-8")


@cache
def load_cast() -> Cast:
    """Everybody in the demo world."""
    people = tomllib.loads((demo_files() / "people.toml").read_text("utf-8"))
    brands = tomllib.loads((demo_files() / "brands.toml").read_text("utf-8"))
    return Cast(
        {key: Person(**value) for key, value in people.items()}, {key: Brand(**value) for key, value in brands.items()}
    )
