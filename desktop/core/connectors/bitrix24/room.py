"""What the connector asks of each kind of object, whichever way it is made. The connector's thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from desktop.core.api.errors import ConnectionFailure, ServerRefusal
from desktop.core.connectors.protocol import Presence, Unanswered, Wish
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class There:
    """An object in the portal. `url` is below the portal's origin; `existed`: it was no wish of ours that made it."""

    remote_id: str
    url: str = ""
    existed: bool = False


class Room(Protocol):
    def find(self, wish: Wish) -> There | None:
        """What an earlier try of this wish made. Of two that were made at once the older one stays and the other is
        deleted: whoever asks, the same one is left."""
        ...

    def make(self, wish: Wish) -> There: ...

    def finish(self, wish: Wish, there: There) -> None:
        """What is to be done besides, as far as it has not been done by an earlier try."""
        ...

    def presence(self, remote_id: str) -> Presence: ...

    def delete(self, remote_id: str) -> None: ...


def oldest(ids: list[str]) -> tuple[str, list[str]]:
    """The id that stays, and the doubles."""
    first, *doubles = sorted(set(ids), key=int)
    return first, doubles


@contextmanager
def already_there() -> Iterator[None]:
    """From here on the object exists: a failure must be told as Unanswered, so that it is looked for first."""
    try:
        yield
    except ConnectionFailure as error:
        if isinstance(error, Unanswered):
            raise
        raise Unanswered(error.code, **error.parameters) from None


@contextmanager
def gone_already() -> Iterator[None]:
    """Deleting a double that somebody else has deleted meanwhile."""
    try:
        yield
    except ServerRefusal:
        return
