"""What the first screen of a start reads where its folder was left by conversation, as `first_rows` does: the statements of
`store.grouping`, compiled before. Any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from desktop.core.mail.grouping import Groups, Listed, Named, first_groups, group_mails


def read_groups(connection: Any, where: str, values: tuple[object, ...]) -> Groups:
    """`where` is the place, after the column of mailboxes, and `values` are those of a statement that begins with it."""
    return group_mails(connection.execute(_ALL.format(where), values), _Kinship(connection, where, values))


def read_first_groups(connection: Any, where: str, values: tuple[object, ...], limit: int) -> Groups:
    rows = connection.execute(_ALL.format(where) + _LIMITED, (*values, limit, 0)).fetchall()
    return first_groups([Listed._make(row) for row in rows], _Kinship(connection, where, values))


class _Kinship:
    def __init__(self, connection: Any, where: str, values: tuple[object, ...]) -> None:
        self._connection, self._where, self._values = connection, where, values

    def with_ids(self, ids: Sequence[str]) -> Iterable[Named]:
        return [Named._make(row) for row in self._ask(_WITH_IDS.format(_places(ids)), *ids)]

    def of_threads(self, threads: Sequence[str], most: int) -> Iterable[Named]:
        return [Named._make(row) for row in self._ask(_OF_THREADS.format(_places(threads)), *threads, most, 0)]

    def listed(self, message_keys: Sequence[int]) -> Iterable[Listed]:
        statement = _LISTED_OF.format(_places(message_keys), self._where)
        return [Listed._make(row) for row in self._ask(statement, *message_keys, *self._values)]

    def _ask(self, statement: str, *values: object) -> list[Any]:
        found: list[Any] = self._connection.execute(statement, values).fetchall()
        return found


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


_LISTED = (
    "SELECT location.location_key, location.internaldate, message.thread_key, message.message_id \nFROM location JOIN "
    "message ON message.message_key = location.message_key \nWHERE "
)
_ALL = (
    _LISTED + "location.hidden = ? AND location.mailbox_key {} ORDER BY location.internaldate DESC, "
    "location.location_key DESC"
)
_LISTED_OF = _LISTED + "location.message_key IN ({}) AND location.hidden = ? AND location.mailbox_key + 0 {}"
_LIMITED = "\n LIMIT ? OFFSET ?"
_NAMED = "SELECT message.message_key, message.thread_key, message.message_id \nFROM message \nWHERE "
_WITH_IDS = _NAMED + "message.message_id IN ({}) ORDER BY message.message_key"
_OF_THREADS = _NAMED + "message.thread_key IN ({}) ORDER BY message.message_key DESC\n LIMIT ? OFFSET ?"
