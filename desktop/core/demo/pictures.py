"""What lies on the demo's invented network: the pictures that its newsletters show, out of `resources/demo/network`.

Invariant: an address is looked up among those that are there, whole; it never becomes a path, and nobody is asked. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


def find_demo_picture(url: str) -> bytes | None:
    """The bytes behind an https address of the demo; None for every other address in the world."""
    found = _known().get(url)
    return None if found is None else found.read_bytes()


@cache
def _known() -> dict[str, Traversable]:
    return dict(_below(files("resources") / "demo" / "network", "https:/"))


def _below(folder: Traversable, address: str) -> Iterator[tuple[str, Traversable]]:
    for one in folder.iterdir():
        here = f"{address}/{one.name}"
        if one.is_dir():
            yield from _below(one, here)
        else:
            yield here, one
