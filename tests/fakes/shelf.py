"""A backend in memory, for tests of what stands above connectors: a server that can be cut off, and its connector.

Judged by the contract of `tests.integration.connectors`, as the real ones are. Any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from desktop.core.api.errors import AuthenticationError, Code, ConnectionFailure, ServerRefusal
from desktop.core.api.linking import BackendField, CrmTarget, LinkKind, Person
from desktop.core.connectors.protocol import Backend, Connector, Made, Means, Presence, Probe, Unanswered, Wish

Answer = TypeVar("Answer")
TOKEN = "shelf-secret-token"
HOST = "shelf.example.org"
PEOPLE = (Person("Ana García", "ana@example.org", "7", inside=True), Person("Zoë", "zoe@example.org", "8", inside=True))
CARDS = (CrmTarget("c1", "Ana García", "ana@example.org", "contact"), CrmTarget("c2", "Acme", "", "company"))


@dataclass
class Item:
    wish: Wish
    done: bool = False


@dataclass
class Shelf:
    """The server. `fail_at` counts requests down: at 1 the next one fails, after having been served when
    `serve_first`."""

    items: dict[str, Item] = field(default_factory=dict)
    token: str = TOKEN
    online: bool = True
    fail_at: int = 0
    serve_first: bool = False
    requests: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def serve(self, token: str, do: Callable[[], Answer]) -> Answer:
        """One request: answered, refused, not reached, or its answer lost."""
        with self.lock:
            self.requests += 1
            if not self.online:
                raise ConnectionFailure(Code.CONNECTION_REFUSED, host=HOST, port=443)
            failing = self.fail_at == 1
            self.fail_at = max(0, self.fail_at - 1)
            if failing and not self.serve_first:
                raise Unanswered(Code.CONNECTION_LOST, host=HOST)
            if token != self.token:
                raise AuthenticationError(Code.ACCESS_REFUSED, host=HOST, said="no such token")
            answer = do()
            if failing:
                raise Unanswered(Code.CONNECTION_LOST, host=HOST)
            return answer


class ShelfConnector:
    def __init__(self, shelf: Shelf, token: str) -> None:
        self._shelf = shelf
        self._token = token
        self._cancelled = False

    def probe(self) -> Probe:
        return self._serve(lambda: Probe(frozenset(LinkKind), account="us@example.net"))

    def create(self, wish: Wish) -> Made:
        found = self.find(wish)
        return found or self._serve(lambda: self._put(wish))

    def find(self, wish: Wish) -> Made | None:
        return self._serve(lambda: self._made(wish, existed=True))

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        try:
            item = self._serve(lambda: self._shelf.items.get(remote_id))
        except (ConnectionFailure, AuthenticationError):
            return Presence.UNKNOWN
        if item is None:
            return Presence.GONE
        return Presence.DONE if item.done else Presence.PRESENT

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        self._serve(lambda: self._shelf.items.pop(remote_id, None))

    def find_people(self, text: str) -> list[Person]:
        wanted = text.strip().casefold()
        return self._serve(lambda: [p for p in PEOPLE if wanted in f"{p.name} {p.address}".casefold()])

    def find_targets(self, text: str) -> list[CrmTarget]:
        wanted = text.strip().casefold()
        return self._serve(lambda: [c for c in CARDS if wanted in f"{c.label} {c.detail}".casefold()])

    def cancel(self) -> None:
        self._cancelled = True

    def close(self) -> None:
        pass

    def _serve(self, do: Callable[[], Answer]) -> Answer:
        if self._cancelled:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=HOST)
        return self._shelf.serve(self._token, do)

    def _put(self, wish: Wish) -> Made:
        known = self._made(wish, existed=True)
        if known is not None:
            return known
        if len(wish.title) > 10_000:
            raise ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="title too long")
        self._shelf.items[f"{wish.kind.value}-{wish.key}"] = Item(wish)
        made = self._made(wish, existed=False)
        assert made is not None
        return made

    def _made(self, wish: Wish, *, existed: bool) -> Made | None:
        remote_id = f"{wish.kind.value}-{wish.key}"
        if remote_id not in self._shelf.items:
            return None
        title = " ".join("".join(c if c >= " " else " " for c in wish.title).split()) or "(untitled)"
        return Made(remote_id, title, f"https://{HOST}/{remote_id}", existed)


def make_backend(shelf: Shelf) -> Backend:
    def open_(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
        return ShelfConnector(shelf, secrets.get("token", ""))

    return Backend("shelf", "Shelf", frozenset(LinkKind), (BackendField("token", "Token", secret=True),), open_)
