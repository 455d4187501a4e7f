"""What the backends said of the objects that mails are linked to, and whom to ask about what next.

An object that is gone is asked about too, at a slow pace: it may come back out of a bin, and then its task holds its mails again.
Functions with `uow` write on the writer; the others read.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, or_, select, update

from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store.links import LinkedObject, change, drop_where, of_object
from desktop.core.store.schema import link
from desktop.core.store.writer import UnitOfWork

GONE_EVERY = 86_400
"""Seconds after which what is gone is asked about again."""
GONE_FOR = 60 * 86_400
"""And for how long; bins are emptied."""
_AT_ONCE = -1
_ALIVE = (LinkState.OPEN.value, LinkState.DONE.value)


def set_presence(uow: UnitOfWork, named: LinkedObject, state: LinkState | None) -> None:
    """What the backend said of the object; None when it could not tell: then everything stays as it was. Only what changes
    is told to the screen."""
    where = of_object(named)
    if state is None:
        uow.connection.execute(update(link).where(where).values(asked_at=uow.now))
        return
    uow.connection.execute(update(link).where(where).values(asked_at=uow.now, checked_at=uow.now))
    if state is not LinkState.GONE:
        _drop_twins(uow, where)
    gone_at = uow.now if state is LinkState.GONE else None
    change(uow, and_(where, link.c.state != state.value), state=state.value, gone_at=gone_at)


def ask_again(uow: UnitOfWork, named: LinkedObject) -> None:
    """A person wants to know: it is the next to be asked about, however long it has been gone."""
    uow.connection.execute(update(link).where(of_object(named)).values(asked_at=_AT_ONCE))
    uow.links = True


def load_to_ask(
    connection: Connection, backend: str, *, every: int | None, since: int, now: int
) -> LinkedObject | None:
    """The object that is to be asked about next: what is there before what is gone, longest unasked first. `every` is after
    how many seconds what is there is asked about again, None for a backend that tells by itself; all that was not asked
    about since `since` (epoch seconds) is asked about."""
    for dueness in (_there(every, since, now), _gone(since, now)):
        asked = func.min(_asked(now))
        row = connection.execute(
            select(link.c.kind, link.c.remote_id)
            .where(link.c.backend == backend, link.c.remote_id != "", dueness)
            .group_by(link.c.kind, link.c.remote_id)
            .order_by(asked)
            .limit(1)
        ).one_or_none()
        if row is not None:
            return LinkedObject(backend, LinkKind(row.kind), row.remote_id)
    return None


def load_next_ask(connection: Connection, backend: str, *, every: int | None, since: int, now: int) -> int | None:
    """When the next object is to be asked about (epoch seconds, perhaps past); None when there is none."""
    moments = []
    mine = and_(link.c.backend == backend, link.c.remote_id != "")
    if connection.scalar(select(exists().where(mine, or_(_there(every, since, now), _gone(since, now))))):
        return now
    if every is not None:
        there = connection.scalar(select(func.min(_asked(now))).where(mine, link.c.state.in_(_ALIVE)))
        moments += [] if there is None else [there + every + 1]
        gone = and_(mine, link.c.state == LinkState.GONE.value, link.c.gone_at > now - GONE_FOR)
        asked = connection.scalar(select(func.min(_asked(now))).where(gone))
        moments += [] if asked is None else [asked + GONE_EVERY + 1]
    return min(moments, default=None)


def _there(every: int | None, since: int, now: int) -> ColumnElement[bool]:
    return and_(link.c.state.in_(_ALIVE), _asked(now) < max(0 if every is None else now - every, since))


def _gone(since: int, now: int) -> ColumnElement[bool]:
    in_time = and_(link.c.gone_at > now - GONE_FOR, _asked(now) < now - GONE_EVERY)
    return and_(link.c.state == LinkState.GONE.value, or_(in_time, _asked(now) < since))


def _asked(now: int) -> ColumnElement[int]:
    """What was asked in the future, as the clock says now, counts as never asked."""
    return case((link.c.asked_at > now, 0), else_=func.coalesce(link.c.asked_at, 0))


def _drop_twins(uow: UnitOfWork, where: ColumnElement[bool]) -> None:
    """A mail that was linked again to an object while that was gone keeps the younger link alone."""
    younger = link.alias("younger")
    twice = exists().where(
        younger.c.message_key == link.c.message_key, younger.c.backend == link.c.backend, younger.c.kind == link.c.kind,
        younger.c.remote_id == link.c.remote_id, younger.c.link_key > link.c.link_key,
    )  # fmt: skip
    drop_where(uow, and_(where, link.c.state == LinkState.GONE.value, twice))
