"""What stands behind `session.searches`: counts what a search can look into, and keeps what was searched for. Any thread.

Invariant: what was searched for is each member's own, bounded, never sent anywhere, and gone when it is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from desktop.core.api.searches import MOST_RECENT, Coverage
from desktop.core.store import accounts, mailboxes, members, messages
from desktop.core.store.store import Connection, Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.standing import Standing

_LONGEST = 300


class SearchesService:
    """Implements `core.api.searches.Searches`."""

    def __init__(self, store: Store, standing: Standing) -> None:
        self._store, self._standing = store, standing

    def coverage(self) -> Coverage:
        def count(connection: Connection) -> Coverage:
            seen = self._standing.visible(connection)
            partial = messages.count_partial(connection, seen)
            total = messages.count_all(connection, seen)
            return Coverage(max(0, total - partial), total, mailboxes.count_beyond(connection, seen))

        return self._store.read(count)

    def recent(self) -> list[str]:
        return self._store.read(_load)

    def keep(self, typed: str) -> Future[None]:
        text = " ".join(typed.split())[:_LONGEST]

        def put(kept: list[str]) -> list[str]:
            others = [one for one in kept if one.casefold() != text.casefold()]
            if others and text.casefold().startswith(others[0].casefold()):
                del others[0]  # what was typed on the way to this
            return [text, *others][:MOST_RECENT]

        return self._change(put if text else lambda kept: kept)

    def forget(self, typed: str | None = None) -> Future[None]:
        return self._change(lambda kept: [one for one in kept if typed is not None and one != typed])

    def _change(self, change: Callable[[list[str]], list[str]]) -> Future[None]:
        def job(uow: UnitOfWork) -> None:
            kept = _load(uow.connection)
            changed = change(list(kept))
            if changed != kept:
                accounts.set_setting(uow, _name(uow.connection), changed)

        return self._store.writer.submit("recent searches", job)


def _load(connection: Connection) -> list[str]:
    stored = accounts.load_setting(connection, _name(connection), [])
    return [one for one in stored if isinstance(one, str)][:MOST_RECENT] if isinstance(stored, list) else []


def _name(connection: Connection) -> str:
    return members.searches_of(members.load_current(connection))
