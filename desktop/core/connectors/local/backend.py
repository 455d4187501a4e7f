"""The own backend as the queue of links sees it. Every object is made in one transaction together with the key of its wish, so
that a wish makes it exactly once whatever dies in between.

Runs in the connector's thread; the writer does the writing. No server is asked, so nothing here can be offline.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop.core.api.errors import Code, ConnectionFailure
from desktop.core.api.linking import CrmTarget, LinkKind, Person
from desktop.core.connectors.local import making
from desktop.core.connectors.protocol import Backend, Made, Presence, Probe, Wish
from desktop.core.store import desk_activities, desk_chats, desk_contacts, desk_events, desk_people, desk_tasks
from desktop.core.store.desk_objects import LOCAL
from desktop.core.store.store import Store
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork

NAME = "Bandeja"
KINDS = frozenset(LinkKind)
MOST_TARGETS = 50

_DROP: dict[LinkKind, Callable[[Recorder, int], Any]] = {
    LinkKind.TASK: desk_tasks.drop_task,
    LinkKind.CRM: desk_activities.drop_saving,
    LinkKind.CHAT: desk_chats.drop_chat,
    LinkKind.EVENT: desk_events.drop_event,
}


def local_backend(store: Store) -> Backend:
    """To be offered beside those of the registry."""
    return Backend(LOCAL, NAME, KINDS, (), lambda values, secrets, means: LocalConnector(store))


class LocalConnector:
    """A Connector that finds people and targets."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cancelled = False

    def probe(self) -> Probe:
        return Probe(KINDS, account=self._store.read(desk_people.load_me))

    def create(self, wish: Wish) -> Made:
        self._refuse_cancelled()
        prepared = making.prepare(wish)

        def make(uow: UnitOfWork) -> Made:
            there = making.find(uow.connection, wish) or making.find_chat(uow.connection, wish)
            return there or prepared(Recorder(uow, None))

        return self._store.writer.run(f"make {wish.kind.value}", make, durable=True)

    def find(self, wish: Wish) -> Made | None:
        self._refuse_cancelled()
        return self._store.read(lambda connection: making.find(connection, wish))

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        key = _key(remote_id)
        if self._cancelled:
            return Presence.UNKNOWN
        if key is None:
            return Presence.GONE
        with self._store.reading() as connection:
            match kind:
                case LinkKind.TASK:
                    task = desk_tasks.load_done(connection, key)
                    return Presence.GONE if task is None else Presence.DONE if task else Presence.PRESENT
                case LinkKind.CRM:
                    there = desk_activities.has_saving(connection, key)
                case LinkKind.CHAT:
                    there = desk_chats.is_there(connection, key)
                case LinkKind.EVENT:
                    ends_at = desk_events.ends_at(connection, key)
                    if ends_at is not None and ends_at <= self._store.now():
                        return Presence.DONE
                    there = ends_at is not None
        return Presence.PRESENT if there else Presence.GONE

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        self._refuse_cancelled()
        key = _key(remote_id)
        if key is not None:
            self._store.writer.run(
                f"delete {kind.value}", lambda uow: _DROP[kind](Recorder(uow, None), key), durable=True
            )

    def find_people(self, text: str) -> list[Person]:
        return self._store.read(lambda connection: desk_people.find_people(connection, text))

    def find_targets(self, text: str) -> list[CrmTarget]:
        """Cards with exactly that address first, then those whose name or address contains the text."""
        with self._store.reading() as connection:
            exact = desk_contacts.find_by_addresses(connection, [text])
            rows = desk_contacts.load_some(connection, exact)
            known = set(exact)
            rows += [
                row
                for row in desk_contacts.load_contacts(connection, text, limit=MOST_TARGETS)
                if row.contact_key not in known
            ]
        return [
            CrmTarget(
                str(row.contact_key),
                row.name,
                ", ".join(part for part in (*row.addresses[:2], row.company) if part),
                "company" if row.is_company else "contact",
            )
            for row in rows[:MOST_TARGETS]
        ]

    def cancel(self) -> None:
        self._cancelled = True

    def close(self) -> None:
        """The store belongs to the engine."""

    def _refuse_cancelled(self) -> None:
        if self._cancelled:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=NAME)


def _key(remote_id: str) -> int | None:
    return int(remote_id) if remote_id.isascii() and remote_id.isdecimal() and len(remote_id) < 18 else None
