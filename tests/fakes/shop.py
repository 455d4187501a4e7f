"""A backend that forgives nothing: every `create` makes another object, its line breaks when told, and it may have no way to
look for what was made. Around each of its calls a program may die. What the queue does wrong shows as a second object.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ServerRefusal
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.protocol import Backend, Connector, Made, Means, Presence, Probe, Unanswered, Wish

Answer = TypeVar("Answer")
HOST = "shop.example.org"


@dataclass
class Shop:
    """The server. `script` holds what goes wrong with the next calls, in order: None is a call that goes well, an error is
    raised before anything is done, "lost" does it and loses the answer, "half" begins it and loses the line. `point` is called
    around each call."""

    finds: bool = True
    objects: dict[str, Wish] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    script: list[BandejaError | str | None] = field(default_factory=list)
    online: bool = True
    point: Callable[[str], None] = lambda name: None
    calls: list[str] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    """Of every `create`, for comparing the bodies of tries."""
    stalls: threading.Event | None = None
    """While it is there and not set, every call waits for it."""
    made: int = 0
    halves: set[str] = field(default_factory=set)
    """Keys of wishes of which something is there, and not the object: what "half" in the script leaves."""
    files: set[str] = field(default_factory=set)
    """Keys of wishes whose files lie beside their object."""
    named: list[tuple[str, Wish]] = field(default_factory=list)
    """Objects at which further mails are named, with the wish."""

    def backend(self, kinds: frozenset[LinkKind] = frozenset(LinkKind), name: str = "shop") -> Backend:
        def open_(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
            return ShopConnector(self)

        return Backend(name, "Shop", kinds, (), open_)

    def serve(self, name: str, do: Callable[[], Answer]) -> Answer:
        self.point(f"before {name}")
        self.calls.append(name)
        if self.stalls is not None:
            self.stalls.wait(30)
        fault = self.script.pop(0) if self.script else None
        if not self.online:
            raise ConnectionFailure(Code.CONNECTION_REFUSED, host=HOST, port=443)
        if isinstance(fault, BandejaError):
            raise fault
        if fault == "half":
            if name == "create":
                self.halves.add(self.wishes[-1].key)
            raise Unanswered(Code.CONNECTION_LOST, host=HOST)
        answer = do()
        self.point(f"after {name}")
        if fault == "lost":
            raise Unanswered(Code.CONNECTION_LOST, host=HOST)
        return answer

    def keys(self) -> list[str]:
        """The wishes' keys of the objects that are there; twice for one that was made twice."""
        return sorted(wish.key for wish in self.objects.values())


class ShopConnector:
    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def probe(self) -> Probe:
        return self._shop.serve("probe", lambda: Probe(frozenset(LinkKind)))

    def create(self, wish: Wish) -> Made:
        def put() -> Made:
            self._shop.made += 1
            remote_id = str(self._shop.made)
            self._shop.objects[remote_id] = wish
            self._shop.files.add(wish.key)
            self._shop.halves.discard(wish.key)
            return self._made(remote_id)

        self._shop.wishes.append(wish)
        return self._shop.serve("create", put)

    def find(self, wish: Wish) -> Made | None:
        if not self._shop.finds:
            raise NotImplementedError

        def look() -> Made | None:
            found = [key for key, one in self._shop.objects.items() if one.key == wish.key]
            return self._made(found[0], existed=True) if found else None

        return self._shop.serve("find", look)

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        try:
            known = self._shop.serve("presence", lambda: remote_id in self._shop.objects)
        except BandejaError:
            return Presence.UNKNOWN
        if not known:
            return Presence.GONE
        return Presence.DONE if remote_id in self._shop.done else Presence.PRESENT

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        self._shop.serve("delete", lambda: self._shop.objects.pop(remote_id, None))

    def drop_half(self, wish: Wish) -> None:
        self._shop.serve("drop_half", lambda: self._shop.halves.discard(wish.key))

    def add_mails(self, kind: LinkKind, remote_id: str, wish: Wish) -> None:
        def name() -> None:
            if remote_id not in self._shop.objects:
                raise ServerRefusal(Code.NOT_FOUND, what=kind.value, name=remote_id)
            if all(one.key != wish.key for _, one in self._shop.named):
                self._shop.named.append((remote_id, wish))

        self._shop.serve("add_mails", name)

    def drop_mails(self, kind: LinkKind, remote_id: str, key: str) -> None:
        def unname() -> None:
            self._shop.named = [(one, wish) for one, wish in self._shop.named if wish.key != key]

        self._shop.serve("drop_mails", unname)

    def drop_files(self, kind: LinkKind, key: str) -> None:
        self._shop.serve("drop_files", lambda: self._shop.files.discard(key))

    def cancel(self) -> None:
        if self._shop.stalls is not None:
            self._shop.stalls.set()

    def close(self) -> None:
        pass

    def _made(self, remote_id: str, *, existed: bool = False) -> Made:
        return Made(remote_id, self._shop.objects[remote_id].title, f"https://{HOST}/{remote_id}", existed)
