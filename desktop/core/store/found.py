"""What a search finds: a query's statement, and its answer newest first. Read-only connections, a worker's thread.

Words are asked of the index first, which answers newest received first, and the rest is looked at for those mails alone, until
there are enough. A query without words that are wanted reads the index of the folders' lists. Either way an answer has at most
MOST_FOUND mails, and who has typed on can stop it (`Store.reading`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, false, literal_column, not_, or_, select

from desktop.core.api.linking import LinkState
from desktop.core.api.queries import MOST_FOUND, ListView, SortField
from desktop.core.api.rows import MailboxRow
from desktop.core.api.searching.folders import find_accounts, find_folders
from desktop.core.api.searching.parsing import parse
from desktop.core.api.searching.query import (
    Either,
    Every,
    HasAttachment,
    HasLink,
    InAccount,
    InFolder,
    Is,
    Larger,
    Not,
    Query,
    Received,
    Smaller,
    State,
    Words,
    leaves,
)
from desktop.core.mail.flags import Flag
from desktop.core.store import accounts, folder_rows
from desktop.core.store.list_view import Bounds, ordered, scoped
from desktop.core.store.match_syntax import is_match, match_expression, matching
from desktop.core.store.schema import link, location, mailbox, message

_CHUNK = 500
_NO_MOMENT = Bounds().moment
_Found: TypeAlias = tuple[int, int, int]
"""internaldate, location key, message key"""


def load_found(connection: Connection, view: ListView, limit: int | None, bounds: Bounds) -> array[int]:
    """Location keys in the order of the view, at most `limit`."""
    query = parse(view.search, bounds.moment).query
    if query is None:
        return array("q")
    expression, rest = split_words(query)
    if expression is not None and any(isinstance(leaf, Words) for part in rest for leaf in leaves(part)):
        expression, rest = None, [query]  # the index is asked more than once: not for every handful of mails anew
    make = _Conditions(connection, bounds, few=expression is not None).make
    conditions = [make(part) for part in rest]
    newest_first = view.sort is SortField.DATE and view.descending
    most = MOST_FOUND if limit is None or not newest_first else min(MOST_FOUND, limit)
    if expression is None:
        # Twice as many, for copies of a mail are one.
        found = _read_lists(connection, view, bounds, conditions, min(MOST_FOUND, most * 2))
    else:
        # Some more, for times of receipt differ from a mail's key by a minute.
        found = _read_index(connection, view, bounds, expression, conditions, min(MOST_FOUND, most + most // 4))
    if view.mailbox_key is None and view.special_use is None and view.leaving_within is None and not view.awaiting:
        found = _once(found)
    if view.sort is SortField.DATE:
        found.sort(reverse=view.descending)
        keys = [entry[1] for entry in found]
    else:
        keys = _sort_by_column(connection, [entry[1] for entry in found], view)
    return array("q", keys[:limit] if limit is not None else keys)


def split_words(query: Query) -> tuple[str | None, list[Query]]:
    """What the index can be asked for, if anything, and what has to be true besides."""
    parts = query.parts if isinstance(query, Every) else (query,)
    words: list[Query] = []
    unwanted: list[Not] = []
    rest: list[Query] = []
    for part in parts:
        if isinstance(part, Not) and match_expression(part.part) is not None:
            unwanted.append(part)
        elif match_expression(part) is not None:
            words.append(part)
        else:
            rest.append(part)
    if not words:
        # One question to the index, however many words are not wanted.
        none_of = [Not(Either(tuple(part.part for part in unwanted)))] if unwanted else []
        return None, [*none_of, *rest]
    return match_expression(Every((*words, *unwanted))), rest


def _read_index(
    connection: Connection,
    view: ListView,
    bounds: Bounds,
    expression: str,
    conditions: Sequence[ColumnElement[bool]],
    wanted: int,
) -> list[_Found]:
    found: list[_Found] = []
    mails: set[int] = set()
    scope, ever = replace(view, search=""), replace(bounds, moment=_NO_MOMENT)
    statement = _within(scope, ever).where(*conditions) if conditions else _within(scope, ever)
    with closing(connection.execute(statement, {"words": expression})) as rows:
        while len(mails) < wanted and (chunk := rows.fetchmany(min(wanted, _CHUNK))):
            found.extend((row[0], row[1], row[2]) for row in chunk)
            mails.update(row[2] for row in chunk)
    return found[:MOST_FOUND]


@lru_cache(maxsize=64)
def _within(scope: ListView, bounds: Bounds) -> Select[Any]:
    """The statement in one scope, whatever the `words` are: writing it takes as long as finding a rare one."""
    return matching(scoped(_columns(), scope, bounds), "")


def _read_lists(
    connection: Connection,
    view: ListView,
    bounds: Bounds,
    conditions: Sequence[ColumnElement[bool]],
    wanted: int,
) -> list[_Found]:
    statement = scoped(_columns(), view, bounds).where(*conditions)
    if view.mailbox_key is None:
        # All of them, so that the index of the lists is read, which has their flags and times, and not every row.
        statement = statement.where(location.c.mailbox_key.in_(select(mailbox.c.mailbox_key)))
    newest = statement.order_by(location.c.internaldate.desc(), location.c.location_key.desc()).limit(wanted)
    return [(row[0], row[1], row[2]) for row in connection.execute(newest)]


def _columns() -> Select[Any]:
    return select(location.c.internaldate, location.c.location_key, location.c.message_key)


def _once(found: Iterable[_Found]) -> list[_Found]:
    """A mail that lies in several folders once, where it came first."""
    first: dict[int, _Found] = {}
    for entry in sorted(found, key=lambda one: one[1]):
        first.setdefault(entry[2], entry)
    return list(first.values())


def _sort_by_column(connection: Connection, location_keys: list[int], view: ListView) -> list[int]:
    statement = ordered(select(location.c.location_key), view)
    if len(location_keys) <= _CHUNK:
        return list(connection.scalars(statement.where(location.c.location_key.in_(location_keys))))
    wanted = set(location_keys)
    return [key for key in connection.scalars(statement) if key in wanted]


class _Conditions:
    """Makes conditions on a location; folders and accounts are read when one is named."""

    def __init__(self, connection: Connection, bounds: Bounds, *, few: bool) -> None:
        """`few`: they are asked of a handful of mails at a time, else of all."""
        self._connection, self._bounds, self._few = connection, bounds, few

    @cached_property
    def _folders(self) -> list[MailboxRow]:
        return folder_rows.load_rows(self._connection, self._bounds.accounts)

    def make(self, query: Query) -> ColumnElement[bool]:
        expression = match_expression(query)
        if expression is not None:
            return is_match(expression)
        match query:
            case Every():
                return and_(*map(self.make, query.parts))
            case Either():
                return or_(*map(self.make, query.parts))
            case Not():
                return not_(self.make(query.part))
            case InFolder():
                return _in_folders(find_folders(self._folders, query.name))
            case InAccount():
                keys = find_accounts(accounts.load_accounts(self._connection, self._bounds.accounts), query.name)
                return _in_folders(row.mailbox_key for row in self._folders if row.account_key in keys)
            case Larger():
                return self._is_larger(message.c.size > query.than)
            case Smaller():
                return not_(self._is_larger(message.c.size >= query.than))
        return _of_row(query)

    def _is_larger(self, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        """Few mails are large: all of them are read from an index that has the size, but one is looked up by its key."""
        key = location.c.message_key
        if self._few:
            return exists().where(message.c.message_key == key, condition)
        return key.in_(select(message.c.message_key).where(condition))


def _of_row(query: Query) -> ColumnElement[bool]:
    flags = location.c.flags
    match query:
        case Is(State.UNREAD):
            return literal_column("(location.flags & 1) = 0")  # as the index of unread mail has it
        case Is(State.STARRED):
            return flags.op("&")(int(Flag.FLAGGED)) != 0
        case Is(State.ANSWERED):
            return flags.op("&")(int(Flag.ANSWERED)) != 0
        case HasAttachment():
            return location.c.has_attachment == 1
        case HasLink(None):
            return location.c.message_key.in_(select(link.c.message_key).where(link.c.message_key.is_not(None)))
        case HasLink():
            linked = select(link.c.message_key).where(
                link.c.message_key.is_not(None), link.c.kind == query.kind, link.c.state != LinkState.GONE.value
            )
            return location.c.message_key.in_(linked)
        case Received():
            bounds: list[ColumnElement[bool]] = []
            if query.since is not None:
                bounds.append(location.c.internaldate >= query.since)
            if query.before is not None:
                bounds.append(location.c.internaldate < query.before)
            return and_(*bounds)
    raise TypeError(query)


def _in_folders(mailbox_keys: Iterable[int]) -> ColumnElement[bool]:
    keys = sorted(mailbox_keys)
    return location.c.mailbox_key.in_(keys) if keys else false()
