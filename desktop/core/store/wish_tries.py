"""What the queue of a backend does to wishes: it claims the next one, tries it, and writes down what came of it.

Claiming is durable and puts the wish in doubt, because from then on a request may have left; a claimed row found at start
waits again, in doubt. Everything here writes on the writer.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import delete, exists, select, update

from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import links
from desktop.core.store.link_presence import set_presence
from desktop.core.store.links import LinkedObject
from desktop.core.store.schema import link, wish, wish_mail
from desktop.core.store.sites import load_site
from desktop.core.store.wish_rows import (
    ASK_FIRST,
    MAYBE,
    SURELY_NOT,
    StoredWish,
    drop,
    due_at,
    is_ready,
    set_fields,
    stored,
)
from desktop.core.store.wishes import take_back_one
from desktop.core.store.writer import UnitOfWork


def claim(
    uow: UnitOfWork, backend: str, site: str, arrive: Callable[[UnitOfWork, StoredWish], None]
) -> StoredWish | None:
    """The oldest due wish of the backend, now under way: whatever happens next, the object may be there. One whose last link
    was taken away by an undo is nobody's wish any more, and is taken back. None too when the backend is not at that `site`
    any more; `arrive` settles what wishes from another site mean here."""
    if load_site(uow.connection, backend) != site:
        return None
    strangers = select(wish).where(wish.c.backend == backend, wish.c.state == "waiting", wish.c.site != site)
    for row in uow.connection.execute(strangers.order_by(wish.c.wish_number)).all():
        set_fields(uow, row.wish_key, site=site)
        if row.adds:
            drop(uow, row.wish_key)  # to an object of there
        else:
            arrive(uow, stored(row))
    nobodys = select(wish.c.wish_key).where(
        wish.c.backend == backend, wish.c.state == "waiting", ~wish.c.unmake, ~wish.c.adds,
        ~exists().where(link.c.wish_key == wish.c.wish_key),
    )  # fmt: skip
    for key in uow.connection.scalars(nobodys).all():
        take_back_one(uow, key)
    due = uow.connection.execute(
        select(wish)
        .where(wish.c.backend == backend, is_ready(), due_at(uow.now) <= uow.now)
        .order_by(wish.c.wish_number)
        .limit(1)
    ).one_or_none()
    if due is None:
        return None
    set_fields(uow, due.wish_key, state="claimed", doubt=due.doubt if due.unmake else MAYBE, attempts=due.attempts + 1)
    return stored(due)


def part_if_moved(uow: UnitOfWork, wish_key: str, site: str) -> None:
    """What was done at `site` is written down; if the backend has left there meanwhile, the object is one of those that
    nobody is asked about any more (`backends.set_backend`), and its deletion is nothing that can be done."""
    row = uow.connection.execute(select(wish).where(wish.c.wish_key == wish_key)).one_or_none()
    if row is None or not row.remote_id or load_site(uow.connection, row.backend) == site:
        return
    if row.adds:
        drop(uow, wish_key)
        return
    if row.unmake and row.state != "made":
        settle_not_unmade(uow, wish_key, "")
    drop(uow, wish_key)
    links.part_from_object(uow, LinkedObject(row.backend, LinkKind(row.kind), row.remote_id))


def requeue_claimed(uow: UnitOfWork, backend: str | None = None) -> None:
    """What was under way when the program died, or when its outcome could not be written, waits again; of one backend or,
    at start, of all."""
    statement = update(wish).where(wish.c.state == "claimed")
    if backend is not None:
        statement = statement.where(wish.c.backend == backend)
    uow.connection.execute(statement.values(state="waiting", not_before=uow.now))


def look_first(uow: UnitOfWork) -> None:
    """What surely was not there may have been made since, by this very wish: the profile may be an older copy that was put back.
    Where the backend can tell, it is asked before its first try."""
    uow.connection.execute(
        update(wish).where(wish.c.doubt == SURELY_NOT, wish.c.state != "made", ~wish.c.adds).values(doubt=ASK_FIRST)
    )


def settle_made(uow: UnitOfWork, wish_key: str, remote_id: str, title: str, url: str, *, borrowed: bool) -> None:
    """It is there. If it was taken back meanwhile it is unmade next; the copies of its mails are not needed any more."""
    unmake = uow.connection.scalar(select(wish.c.unmake).where(wish.c.wish_key == wish_key))
    if unmake is None:
        return
    if unmake:
        if borrowed:
            settle_unmade(uow, wish_key)
        else:
            set_fields(uow, wish_key, state="waiting", remote_id=remote_id, not_before=uow.now)
        return
    links.set_made(uow, wish_key, remote_id, title, url)
    uow.connection.execute(update(wish).where(wish.c.onto == wish_key).values(remote_id=remote_id, onto=""))
    its_own = select(wish_mail.c.message_key).where(
        wish_mail.c.wish_key == wish_key, wish_mail.c.message_key.is_not(None)
    )
    links.part_from_wish(uow, wish_key, its_own)  # mails that were added meanwhile do not go when it is undone
    uow.connection.execute(delete(wish_mail).where(wish_mail.c.wish_key == wish_key))
    set_fields(
        uow, wish_key, state="made", remote_id=remote_id, payload="{}", finished_at=uow.now, said="", doubt=MAYBE,
        borrowed=borrowed,
    )  # fmt: skip


def settle_added(uow: UnitOfWork, wish_key: str, *, stays: bool) -> None:
    """The object names its further mails. The row stays for a while, for undo takes them away again; `stays`: it cannot."""
    unmake = uow.connection.scalar(select(wish.c.unmake).where(wish.c.wish_key == wish_key))
    if unmake is None:
        return
    uow.connection.execute(delete(wish_mail).where(wish_mail.c.wish_key == wish_key))
    if unmake:  # taken back meanwhile
        set_fields(uow, wish_key, state="waiting", not_before=uow.now, attempts=0, payload="{}")
        return
    set_fields(uow, wish_key, state="made", finished_at=uow.now, said="", borrowed=stays, payload="{}")


def settle_not_added(uow: UnitOfWork, wish_key: str) -> None:
    """The object names its further mails no more, or never will."""
    drop(uow, wish_key)


def settle_later(uow: UnitOfWork, wish_key: str, *, not_before: int, said: str, doubt: int) -> None:
    """It is tried again then. One that was taken back meanwhile and is surely not there is forgotten."""
    unmake = uow.connection.scalar(select(wish.c.unmake).where(wish.c.wish_key == wish_key))
    if unmake and doubt == SURELY_NOT and not _remote_id(uow, wish_key):
        settle_unmade(uow, wish_key)
        return
    set_fields(uow, wish_key, state="waiting", not_before=not_before, said=said[:1000], doubt=doubt)
    links.set_waiting(uow, wish_key, LinkState.PENDING, said)


def settle_failed(
    uow: UnitOfWork, wish_key: str, said: str, *, state: LinkState, doubt: int, making: bool = True
) -> None:
    """FAILED: refused for good. UNSURE: nobody but a person can tell whether it was made. One that was taken back while it
    was being made has nobody left to be told: the next try sees to it that nothing of it is there."""
    if uow.connection.scalar(select(wish.c.unmake).where(wish.c.wish_key == wish_key)):
        if making and state is LinkState.FAILED:
            set_fields(uow, wish_key, state="waiting", not_before=uow.now, attempts=0, doubt=doubt)
        else:
            settle_not_unmade(uow, wish_key, said)
        return
    set_fields(uow, wish_key, state=state.value, said=said[:1000], doubt=doubt, finished_at=uow.now)
    links.set_waiting(uow, wish_key, state, said)


def settle_unmade(uow: UnitOfWork, wish_key: str) -> None:
    """It is not there (any more); other mails' links to it hold nothing now."""
    row = uow.connection.execute(select(wish).where(wish.c.wish_key == wish_key)).one_or_none()
    if row is None:
        return
    if row.remote_id:
        set_presence(uow, LinkedObject(row.backend, LinkKind(row.kind), row.remote_id), LinkState.GONE)
    uow.connection.execute(delete(wish_mail).where(wish_mail.c.wish_key == wish_key))
    # The row stays for a while: an undo that comes now must hear that it is too late.
    set_fields(uow, wish_key, state="made", unmake=True, payload="{}", finished_at=uow.now, said="")


def settle_not_unmade(uow: UnitOfWork, wish_key: str, said: str) -> None:
    """The backend does not let us. An object that is there has its mails linked to it again; one of which nobody knows is
    shown as unsure, so that a person looks."""
    row = uow.connection.execute(select(wish).where(wish.c.wish_key == wish_key)).one_or_none()
    if row is None:
        return
    mails = select(wish_mail.c.message_key).where(wish_mail.c.wish_key == wish_key).order_by(wish_mail.c.position)
    its_own = uow.connection.scalars(mails).all()  # until the object is made and not taken back
    if not row.remote_id:
        for message_key in its_own:
            links.add_link(
                uow, links.present(uow.connection, message_key), row.kind, row.backend, "", row.title,
                LinkState.UNSURE.value, wish_key=wish_key, said=said,
            )  # fmt: skip
        set_fields(uow, wish_key, state=LinkState.UNSURE.value, unmake=False, said=said[:1000], doubt=MAYBE)
        return
    named = LinkedObject(row.backend, LinkKind(row.kind), row.remote_id)
    as_made = [(key, row.title, LinkState.OPEN.value, "") for key in its_own if key is not None]
    for message_key, title, state, url in json.loads(row.payload).get("links", as_made):
        links.link_again(uow, message_key, named, title, state, url, said)
    drop(uow, wish_key)


def _remote_id(uow: UnitOfWork, wish_key: str) -> str:
    return uow.connection.scalar(select(wish.c.remote_id).where(wish.c.wish_key == wish_key)) or ""
