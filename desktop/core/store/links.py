"""Links from a mail to a task, a CRM activity, a chat or an event. Only task links hold a mail (plan rules, reading 2).

A link is stored with the wish that makes its object, in one transaction, so a badge never waits for a server. `gone` ends
whatever a link held. Functions with `uow` write on the writer; the others read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)  # fmt: skip

from desktop.core.api.linking import LinkKind, LinkRow, LinkState
from desktop.core.api.rows import LinkBadge
from desktop.core.store import bulk
from desktop.core.store.database import inserted_key
from desktop.core.store.list_row import UNSAFE
from desktop.core.store.schema import link, location, message, wish, wish_mail
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass


def holds() -> ColumnElement[bool]:
    """The link holds its mail here: a task that is not gone."""
    return and_(link.c.kind == LinkKind.TASK.value, link.c.state != LinkState.GONE.value)


def keeps() -> ColumnElement[bool]:
    """The mail stays here when the server has lost it (plan rules, reading 14): it exists nowhere else. What the CRM has
    safely is its own copy, so such mail follows the server."""
    return and_(link.c.state != LinkState.GONE.value, or_(link.c.kind != LinkKind.CRM.value, link.c.state.in_(UNSAFE)))


@dataclass(frozen=True, slots=True)
class StoredLink:
    link_key: int
    message_key: int | None
    kind: LinkKind
    backend: str
    remote_id: str
    title: str
    state: LinkState
    url: str
    wish_key: str | None


@dataclass(frozen=True, slots=True)
class LinkedObject:
    """What links name: one object of one backend."""

    backend: str
    kind: LinkKind
    remote_id: str


def add_link(
    uow: UnitOfWork,
    message_key: int | None,
    kind: str,
    backend: str,
    remote_id: str,
    title: str,
    state: str,
    *,
    wish_key: str | None = None,
    url: str = "",
    said: str = "",
) -> int:
    result = uow.connection.execute(
        insert(link).values(
            message_key=message_key, kind=kind, backend=backend, remote_id=remote_id, title=title, state=state,
            created_at=uow.now, wish_key=wish_key, url=url, said=said[:1000],
        )
    )  # fmt: skip
    touch(uow, [message_key])
    return inserted_key(result)


def set_link_state(uow: UnitOfWork, link_key: int, state: str) -> None:
    """`gone` ends a task's hold."""
    change(uow, link.c.link_key == link_key, state=state)


def set_waiting(uow: UnitOfWork, wish_key: str, state: LinkState, said: str) -> None:
    """How it stands with the making of the object."""
    change(uow, link.c.wish_key == wish_key, state=state.value, said=said[:1000])


def set_said(uow: UnitOfWork, backend: str, said: str) -> None:
    """Why everything waits that is still to be made at that backend."""
    change(
        uow, and_(link.c.backend == backend, link.c.state == LinkState.PENDING.value, link.c.said != said), said=said
    )


def set_made(uow: UnitOfWork, wish_key: str, remote_id: str, title: str, url: str) -> None:
    """The object is there. A mail that was linked to the same object before keeps that link and loses this one; links whose
    mail went meanwhile have nothing to be shown at."""
    older = link.alias("older")
    mine = link.c.wish_key == wish_key
    twice = exists().where(
        older.c.message_key == link.c.message_key, older.c.backend == link.c.backend, older.c.kind == link.c.kind,
        older.c.remote_id == remote_id, older.c.link_key < link.c.link_key, older.c.state != LinkState.GONE.value,
    )  # fmt: skip
    drop_where(uow, and_(mine, or_(link.c.message_key.is_(None), twice)))
    change(
        uow, mine, remote_id=remote_id, title=title, url=url, state=LinkState.OPEN.value, said="", checked_at=uow.now,
        asked_at=uow.now,
    )  # fmt: skip


def part_from_wish(uow: UnitOfWork, wish_key: str, message_keys: Select[tuple[int | None]]) -> None:
    """Links of other mails than these stay when the wish is taken back."""
    others = and_(link.c.wish_key == wish_key, link.c.message_key.not_in(message_keys))
    uow.connection.execute(update(link).where(others).values(wish_key=None))


def link_again(
    uow: UnitOfWork, message_key: int, named: LinkedObject, title: str, state: str, url: str, said: str
) -> None:
    """Put a link back, if its mail is still here."""
    if present(uow.connection, message_key) is not None:
        add_link(uow, message_key, named.kind.value, named.backend, named.remote_id, title, state, url=url, said=said)


def present(connection: Connection, message_key: int | None) -> int | None:
    """The key of a mail that is here, None for one that is not any more."""
    return connection.scalar(select(message.c.message_key).where(message.c.message_key == message_key))


def part_from_objects(uow: UnitOfWork, backend: str) -> None:
    """The backend is another place from now on, where the same number is another object: they stay as they were last known,
    and nobody is asked about them."""
    change(uow, and_(link.c.backend == backend, link.c.remote_id != ""), remote_id="")


def part_from_object(uow: UnitOfWork, named: LinkedObject) -> None:
    """As above, of one object."""
    change(uow, of_object(named), remote_id="")


def drop_link(uow: UnitOfWork, link_key: int) -> None:
    drop_where(uow, link.c.link_key == link_key)


def drop_of_wish(uow: UnitOfWork, wish_key: str) -> None:
    drop_where(uow, link.c.wish_key == wish_key)


def hand_over(uow: UnitOfWork, message_key: int, other: int, link_keys: Iterable[int] | None = None) -> list[int]:
    """The same mail has another key now: its links go along, all of them or those; which ones did."""
    where = link.c.message_key == message_key
    if link_keys is not None:
        where = and_(where, link.c.link_key.in_(list(link_keys)))
    going = uow.connection.execute(select(link.c.link_key, link.c.wish_key).where(where)).all()
    if going:
        keys = [row.link_key for row in going]
        change(uow, link.c.link_key.in_(keys), message_key=other)
        mine = and_(wish_mail.c.message_key == message_key, wish_mail.c.wish_key.in_([row.wish_key for row in going]))
        uow.connection.execute(update(wish_mail).where(mine).values(message_key=other))
        touch(uow, [other])
    return [row.link_key for row in going]


def release(uow: UnitOfWork, message_keys: Iterable[int]) -> None:
    """Their mails leave the store: links go with them, but what is still to be made goes on without them."""
    unfinished = link.c.wish_key.in_(select(wish.c.wish_key).where(wish.c.state != "made"))
    keys = list(message_keys)
    for start in range(0, len(keys), 500):
        linked = uow.connection.scalars(_LINKED, {"keys": keys[start : start + 500]}).all()
        if linked:  # of most mails nothing was made
            theirs = link.c.message_key.in_(linked)
            uow.connection.execute(update(link).where(theirs, unfinished).values(message_key=None))
            drop_where(uow, theirs)


_LINKED = select(link.c.message_key).where(link.c.message_key.in_(bindparam("keys", expanding=True)))


def say_changed(uow: UnitOfWork) -> None:
    """Who shows links and backends looks again."""
    uow.links = True


def touch(uow: UnitOfWork, message_keys: Iterable[int | None]) -> None:
    """The mails look different, in every folder that shows them."""
    keys = [key for key in message_keys if key is not None]
    uow.links = True
    uow.messages.update(keys)
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        uow.locations.update(uow.connection.scalars(_PLACES, {"keys": part}))


_PLACES = select(location.c.location_key).where(location.c.message_key.in_(bindparam("keys", expanding=True)))


def load_link(connection: Connection, link_key: int) -> StoredLink | None:
    return next(iter(_load(connection, link.c.link_key == link_key)), None)


def load_alive(connection: Connection, message_key: int, kind: LinkKind, backend: str) -> StoredLink | None:
    """The mail's oldest link of that kind that is not gone."""
    same = and_(link.c.message_key == message_key, link.c.kind == kind.value, link.c.backend == backend)
    return next(iter(_load(connection, and_(same, link.c.state != LinkState.GONE.value))), None)


def load_of_wish(connection: Connection, wish_key: str) -> list[StoredLink]:
    return _load(connection, link.c.wish_key == wish_key)


def load_of_object(connection: Connection, named: LinkedObject) -> list[StoredLink]:
    return _load(connection, of_object(named))


def load_rows(
    connection: Connection, message_keys: Iterable[int], names: Mapping[str, str]
) -> dict[int, tuple[LinkRow, ...]]:
    """By message key, oldest first; `names` are the backends' names."""
    keys = list(message_keys)
    found: dict[int, tuple[LinkRow, ...]] = {}
    for start in range(0, len(keys), 500):
        rows = connection.execute(
            select(link).where(link.c.message_key.in_(keys[start : start + 500])).order_by(link.c.link_key)
        )
        for row in rows:
            found[row.message_key] = (*found.get(row.message_key, ()), _row(row, names))
    return found


def load_all(connection: Connection, names: Mapping[str, str], limit: int = 1000) -> list[LinkRow]:
    """The newest links, newest first."""
    return [_row(row, names) for row in connection.execute(select(link).order_by(link.c.link_key.desc()).limit(limit))]


def load_unsettled(connection: Connection, names: Mapping[str, str]) -> list[LinkRow]:
    """Pending, failed and unsure ones, oldest first."""
    rows = connection.execute(select(link).where(link.c.state.in_(UNSAFE)).order_by(link.c.link_key))
    return [_row(row, names) for row in rows]


def load_badges(connection: Connection, message_keys: Iterable[int]) -> dict[int, tuple[LinkBadge, ...]]:
    found: dict[int, tuple[LinkBadge, ...]] = {}
    for key, kind, state, title in bulk.select_among(connection, _BADGES, (), list(message_keys)):
        found[key] = (*found.get(key, ()), LinkBadge(kind, state, title))
    return found


_BADGES = (
    select(link.c.message_key, link.c.kind, link.c.state, link.c.title)
    .where(link.c.message_key.in_(bindparam("keys", expanding=True)))
    .order_by(link.c.link_key)
)


def task_titles(connection: Connection, message_keys: Iterable[int]) -> dict[int, str]:
    """message key -> title of the task that holds it."""
    rows = connection.execute(
        select(link.c.message_key, link.c.title).where(link.c.message_key.in_(list(message_keys)), holds())
    )
    return {key: title for key, title in rows}


def task_title_in(connection: Connection, mailbox_key: int) -> str | None:
    """The title of a task that holds a mail of that mailbox."""
    return connection.scalar(
        select(link.c.title)
        .join(location, location.c.message_key == link.c.message_key)
        .where(location.c.mailbox_key == mailbox_key, holds())
        .limit(1)
    )


def load_kind(connection: Connection, link_key: int) -> str | None:
    return connection.scalar(select(link.c.kind).where(link.c.link_key == link_key))


def of_object(named: LinkedObject) -> ColumnElement[bool]:
    return and_(link.c.backend == named.backend, link.c.kind == named.kind.value, link.c.remote_id == named.remote_id)


def _load(connection: Connection, where: ColumnElement[bool]) -> list[StoredLink]:
    rows = connection.execute(select(link).where(where).order_by(link.c.link_key))
    return [
        StoredLink(
            row.link_key, row.message_key, LinkKind(row.kind), row.backend, row.remote_id, row.title,
            LinkState(row.state), row.url, row.wish_key,
        )
        for row in rows
    ]  # fmt: skip


def _row(row: Row[*tuple[Any, ...]], names: Mapping[str, str]) -> LinkRow:
    return LinkRow(
        link_key=row.link_key,
        message_key=row.message_key or 0,
        kind=LinkKind(row.kind),
        backend=row.backend,
        backend_name=names.get(row.backend, row.backend),
        remote_id=row.remote_id,
        title=row.title,
        state=LinkState(row.state),
        url=row.url,
        created_at=row.created_at,
        checked_at=row.checked_at,
        said=row.said,
    )


def change(uow: UnitOfWork, where: ColumnElement[bool], **values: object) -> None:
    touch(uow, uow.connection.scalars(select(link.c.message_key).where(where)).all())
    uow.connection.execute(update(link).where(where).values(**values))


def drop_where(uow: UnitOfWork, where: ColumnElement[bool]) -> None:
    touch(uow, uow.connection.scalars(select(link.c.message_key).where(where)).all())
    uow.connection.execute(delete(link).where(where))
