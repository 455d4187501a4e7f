"""Links from a mail to a task, a CRM activity, a chat or an event. Only task links hold a mail (plan rules, reading 2)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select, update

from desktop.core.api.rows import LinkBadge
from desktop.core.store.schema import link, location
from desktop.core.store.writer import UnitOfWork


def add_link(uow: UnitOfWork, message_key: int, kind: str, backend: str, remote_id: str, title: str, state: str) -> int:
    result = uow.connection.execute(
        insert(link).values(
            message_key=message_key, kind=kind, backend=backend, remote_id=remote_id, title=title, state=state,
            created_at=uow.now,
        )
    )  # fmt: skip
    uow.messages.add(message_key)
    return int(result.inserted_primary_key[0])


def set_link_state(uow: UnitOfWork, link_key: int, state: str) -> None:
    """`gone` ends a task's hold."""
    uow.messages.update(uow.connection.scalars(select(link.c.message_key).where(link.c.link_key == link_key)))
    uow.connection.execute(update(link).where(link.c.link_key == link_key).values(state=state))


def drop_link(uow: UnitOfWork, link_key: int) -> None:
    uow.messages.update(uow.connection.scalars(select(link.c.message_key).where(link.c.link_key == link_key)))
    uow.connection.execute(delete(link).where(link.c.link_key == link_key))


def load_badges(connection: Connection, message_keys: Iterable[int]) -> dict[int, tuple[LinkBadge, ...]]:
    found: dict[int, tuple[LinkBadge, ...]] = {}
    rows = connection.execute(
        select(link.c.message_key, link.c.kind, link.c.state, link.c.title)
        .where(link.c.message_key.in_(list(message_keys)))
        .order_by(link.c.link_key)
    )
    for key, kind, state, title in rows:
        found[key] = (*found.get(key, ()), LinkBadge(kind, state, title))
    return found


def task_titles(connection: Connection, message_keys: Iterable[int]) -> dict[int, str]:
    """message key -> title of the task that holds it."""
    rows = connection.execute(
        select(link.c.message_key, link.c.title).where(
            link.c.message_key.in_(list(message_keys)), link.c.kind == "task", link.c.state != "gone"
        )
    )
    return {key: title for key, title in rows}


def task_title_in(connection: Connection, mailbox_key: int) -> str | None:
    """The title of a task that holds a mail of that mailbox."""
    return connection.scalar(
        select(link.c.title)
        .join(location, location.c.message_key == link.c.message_key)
        .where(location.c.mailbox_key == mailbox_key, link.c.kind == "task", link.c.state != "gone")
        .limit(1)
    )


def load_kind(connection: Connection, link_key: int) -> str | None:
    return connection.scalar(select(link.c.kind).where(link.c.link_key == link_key))
