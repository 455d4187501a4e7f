"""A wish as it is stored: its row, its mails, and what is read of them.

States: waiting -> claimed -> made | failed | unsure, and waiting again after a try that failed for now. `doubt` says what is
known of the object: 0 it is surely not there, 1 it should not be but ask where one can, 2 it may be. A wish to be unmade has no
links any more; its row goes when the object has. `wishes` is what people do to wishes, `wish_tries` what the queue does.
Functions with `uow` write on the writer; the others read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, or_, select, update

from desktop.core.api.linking import LinkKind
from desktop.core.store.links import StoredLink
from desktop.core.store.schema import link, wish, wish_attachment, wish_mail
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

_NEVER_LONGER = 7_200
"""Seconds from now; a later `not_before` is from before the clock went back and is not waited for."""
SURELY_NOT, ASK_FIRST, MAYBE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """`content` None: it is in the raw mail, at `path`."""

    path: str
    filename: str
    content_type: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class StoredMail:
    """`snapshot` is JSON and belongs to whoever wrote it."""

    message_key: int | None
    snapshot: str
    raw: bytes | None
    attachments: tuple[StoredAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredWish:
    wish_key: str
    kind: LinkKind
    backend: str
    title: str
    payload: str
    doubt: int
    """Before it was claimed."""
    unmake: bool
    remote_id: str
    attempts: int
    site: str
    """Where its ids are from, and where it was tried."""
    adds: bool
    """Its mails are to be named at the object `remote_id`; no link waits for that."""


def is_ready() -> ColumnElement[bool]:
    """It waits for nothing but its time; what is to be added to an object waits for that."""
    return and_(wish.c.state == "waiting", or_(~wish.c.adds, wish.c.remote_id != ""))


def load_state(connection: Connection, wish_key: str) -> tuple[str, int] | None:
    """(state, doubt)."""
    row = connection.execute(select(wish.c.state, wish.c.doubt).where(wish.c.wish_key == wish_key)).one_or_none()
    return None if row is None else (row.state, row.doubt)


def load_mails(connection: Connection, wish_key: str) -> tuple[StoredMail, ...]:
    """In the order in which they were given."""
    carried: dict[int, list[StoredAttachment]] = {}
    for row in connection.execute(
        select(wish_attachment)
        .where(wish_attachment.c.wish_key == wish_key)
        .order_by(wish_attachment.c.position, wish_attachment.c.number)
    ):
        content = None if row.content is None else bytes(row.content)
        carried.setdefault(row.position, []).append(StoredAttachment(row.path, row.filename, row.content_type, content))
    rows = connection.execute(select(wish_mail).where(wish_mail.c.wish_key == wish_key).order_by(wish_mail.c.position))
    return tuple(
        StoredMail(
            row.message_key, row.snapshot, None if row.raw is None else bytes(row.raw),
            tuple(carried.get(row.position, ())),
        )
        for row in rows
    )  # fmt: skip


def load_next_due(connection: Connection, backend: str, now: int) -> int | None:
    """When the backend's next waiting wish may be tried."""
    return connection.scalar(select(func.min(due_at(now))).where(wish.c.backend == backend, is_ready()))


def count_waiting(connection: Connection) -> dict[str, int]:
    """Backend -> wishes that are not settled."""
    rows = connection.execute(
        select(wish.c.backend, func.count()).where(wish.c.state != "made", ~wish.c.adds).group_by(wish.c.backend)
    )
    return {backend: count for backend, count in rows}


def load_backends_at_work(connection: Connection) -> set[str]:
    """Backends that have something to do or to be asked about."""
    waiting = select(wish.c.backend).where(wish.c.state.in_(("waiting", "claimed")))
    open_ = select(link.c.backend).where(link.c.state.in_(("open", "done", "gone")), link.c.remote_id != "")
    return set(connection.scalars(waiting.union(open_)))


def load_group(connection: Connection, group_key: int) -> str | None:
    """What the wish of that undo group was to do, "make" or "unmake"; None when it has none."""
    unmake = connection.scalar(select(wish.c.unmake).where(wish.c.group_key == group_key, ~wish.c.adds).limit(1))
    return None if unmake is None else "unmake" if unmake else "make"


def has_adding(connection: Connection, group_key: int) -> bool:
    """Is an object told something by the wishes of that undo group?"""
    where = (wish.c.group_key == group_key, wish.c.adds)
    return connection.scalar(select(wish.c.wish_key).where(*where).limit(1)) is not None


def has_unmaking(connection: Connection, group_key: int) -> bool:
    """Is an object to be taken away by the wishes of that undo group?"""
    where = (wish.c.group_key == group_key, wish.c.unmake)
    return connection.scalar(select(wish.c.wish_key).where(*where).limit(1)) is not None


def due_at(now: int) -> ColumnElement[int]:
    return case((wish.c.not_before > now + _NEVER_LONGER, now), else_=wish.c.not_before)


def set_fields(uow: UnitOfWork, wish_key: str, **values: object) -> None:
    uow.connection.execute(update(wish).where(wish.c.wish_key == wish_key).values(**values))
    uow.links = True


def drop(uow: UnitOfWork, wish_key: str) -> None:
    """With what was to be added to its object."""
    uow.connection.execute(delete(wish).where(or_(wish.c.wish_key == wish_key, wish.c.onto == wish_key)))
    uow.links = True


def stored(row: Row) -> StoredWish:
    return StoredWish(
        wish_key=row.wish_key,
        kind=LinkKind(row.kind),
        backend=row.backend,
        title=row.title,
        payload=row.payload,
        doubt=row.doubt,
        unmake=bool(row.unmake),
        remote_id=row.remote_id,
        attempts=row.attempts,
        site=row.site,
        adds=bool(row.adds),
    )


def remember(going: Sequence[StoredLink]) -> str:
    """What is needed to link the mails again, and by which wishes the object was made."""
    links = [[one.message_key, one.title, one.state.value, one.url] for one in going if one.message_key]
    return json.dumps({"links": links, "made_by": sorted({one.wish_key for one in going if one.wish_key})})
