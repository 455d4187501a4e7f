"""Messages that no location holds: marked, taken back when their mail is met again, and removed with all that hangs on them.

Functions take a unit of work and run on the writer. A link may hold a message that no mailbox has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import and_, bindparam, delete, exists, select, update

from desktop.core.store import links, search
from desktop.core.store.schema import link, location, message
from desktop.core.store.writer import UnitOfWork


def mark_unheld(uow: UnitOfWork, message_keys: Iterable[int]) -> None:
    """Mark those of the messages that no location holds any more; `purge_orphans` removes them later."""
    held = exists().where(location.c.message_key == message.c.message_key)
    uow.connection.execute(
        update(message)
        .where(message.c.message_key.in_(list(message_keys)), ~held, message.c.orphaned_at.is_(None))
        .values(orphaned_at=uow.now)
    )


def purge_orphans(uow: UnitOfWork, *, orphaned_before: int | None = None, limit: int = 100) -> int:
    """Remove messages that nothing holds, with body, index and links; returns how many. `None` means without any grace.
    What is still to be made from them has its own copy."""
    wanted = select(message.c.message_key).where(message.c.orphaned_at.is_not(None), _FREE).limit(limit)
    if orphaned_before is not None:
        wanted = wanted.where(message.c.orphaned_at <= orphaned_before)
    keys = list(uow.connection.scalars(wanted))
    _purge(uow, keys)
    return len(keys)


def purge_unheld(uow: UnitOfWork, message_keys: Collection[int]) -> None:
    """The same at once for those of the messages that no location holds any more; who is held by a link alone is marked."""
    keys = list(uow.connection.scalars(_FREE_OF, {"keys": list(message_keys)}))
    _purge(uow, keys)
    if len(keys) < len(message_keys):
        mark_unheld(uow, set(message_keys).difference(keys))


_FREE = and_(
    ~exists().where(link.c.message_key == message.c.message_key, links.holds()),
    ~exists().where(location.c.message_key == message.c.message_key),
)
_THESE = message.c.message_key.in_(bindparam("keys", expanding=True))
_FREE_OF = select(message.c.message_key).where(_FREE, _THESE)
_DROP = delete(message).where(_THESE)


def _purge(uow: UnitOfWork, message_keys: Sequence[int]) -> None:
    if message_keys:
        links.release(uow, message_keys)
        search.drop_documents(uow.connection, message_keys)
        uow.words_dropped = True
        uow.connection.execute(_DROP, {"keys": message_keys})
        uow.messages.update(message_keys)


def adopt(uow: UnitOfWork, message_keys: Sequence[int]) -> None:
    """A mailbox holds them again."""
    if message_keys:
        uow.connection.execute(
            update(message)
            .where(message.c.message_key.in_(message_keys), message.c.orphaned_at.is_not(None))
            .values(orphaned_at=None)
        )
