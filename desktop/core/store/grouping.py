"""Lists by conversation: which mails of a view belong together, by what every mail is stored with anyway. Read-only, any thread.

The index of first ids and that of Message-IDs lead from one to another (`mail.grouping`); nothing is kept about conversations.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from desktop.core.api.queries import ListView
from desktop.core.mail.grouping import Groups, Listed, Named, first_groups, group_mails
from desktop.core.store.list_view import Bounds, ordered, scoped
from desktop.core.store.schema import location, message

_NAMED = (message.c.message_key, message.c.thread_key, message.c.message_id)
_WITH_IDS = (
    select(*_NAMED).where(message.c.message_id.in_(bindparam("wanted", expanding=True))).order_by(message.c.message_key)
)
_OF_THREADS = (
    select(*_NAMED)
    .where(message.c.thread_key.in_(bindparam("wanted", expanding=True)))
    .order_by(message.c.message_key.desc())
    .limit(bindparam("most"))
)
_LISTED = select(
    location.c.location_key, location.c.internaldate, message.c.thread_key, message.c.message_id
).join(message, message.c.message_key == location.c.message_key)  # fmt: skip

_LISTED_OF = _LISTED.where(location.c.message_key.in_(bindparam("wanted", expanding=True)))


def load_groups(connection: Connection, view: ListView, bounds: Bounds = Bounds()) -> Groups:
    """Every mail of a view that is sorted by date and searches for nothing."""
    mails = connection.execute(ordered(scoped(_LISTED, view, bounds), replace(view, descending=True)))
    return group_mails(mails, StoredKinship(connection, view, bounds), newest_first=view.descending)  # type: ignore[arg-type]


def load_first_groups(connection: Connection, view: ListView, limit: int, bounds: Bounds = Bounds()) -> Groups:
    """The conversations of its newest `limit` mails."""
    rows = connection.execute(ordered(scoped(_LISTED, view, bounds), view).limit(limit))
    return first_groups([Listed._make(row) for row in rows], StoredKinship(connection, view, bounds))


class StoredKinship:
    def __init__(self, connection: Connection, view: ListView, bounds: Bounds) -> None:
        self._connection, self._view, self._bounds = connection, view, bounds

    def with_ids(self, ids: Sequence[str]) -> Iterable[Named]:
        return [Named._make(row) for row in self._connection.execute(_WITH_IDS, {"wanted": list(ids)})]

    def of_threads(self, threads: Sequence[str], most: int) -> Iterable[Named]:
        asked = {"wanted": list(threads), "most": most}
        return [Named._make(row) for row in self._connection.execute(_OF_THREADS, asked)]

    def listed(self, message_keys: Sequence[int]) -> Iterable[Listed]:
        statement = scoped(_LISTED_OF, self._view, self._bounds, named=True)
        return [Listed._make(row) for row in self._connection.execute(statement, {"wanted": list(message_keys)})]
