"""What people do to the objects that are to be made, or unmade, at a backend: wish for them, take that back, try it again.

A wish is stored with all that its object is made of, before the first try; see `wish_rows` for its states. Everything here
writes on the writer.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, delete, insert, or_, select, update

from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import links
from desktop.core.store.links import LinkedObject, StoredLink
from desktop.core.store.schema import wish, wish_attachment, wish_mail
from desktop.core.store.sites import load_site
from desktop.core.store.wish_rows import SURELY_NOT, StoredMail, drop, remember, set_fields
from desktop.core.store.writer import UnitOfWork


def add_wish(
    uow: UnitOfWork,
    *,
    wish_key: str,
    kind: LinkKind,
    backend: str,
    title: str,
    payload: str,
    mails: Sequence[StoredMail],
    group_key: int | None,
    site: str,
    doubt: int = SURELY_NOT,
) -> list[int]:
    """The wish with its mails, and one pending link a mail; the keys of the links. `site` is where its ids are from."""
    uow.connection.execute(
        insert(wish).values(
            wish_key=wish_key, kind=kind.value, backend=backend, title=title, payload=payload, state="waiting", site=site,
            created_at=uow.now, not_before=uow.now, group_key=group_key, doubt=doubt,
        )
    )  # fmt: skip
    keys = []
    for position, mail in enumerate(mails):
        _add_mail(uow, wish_key, position, mail)
        if mail.attachments:
            uow.connection.execute(
                insert(wish_attachment),
                [
                    {
                        "wish_key": wish_key,
                        "position": position,
                        "number": number,
                        "path": one.path,
                        "filename": one.filename,
                        "content_type": one.content_type,
                        "content": one.content,
                    }
                    for number, one in enumerate(mail.attachments)
                ],
            )
        keys.append(
            links.add_link(
                uow, mail.message_key, kind.value, backend, "", title, LinkState.PENDING.value, wish_key=wish_key
            )
        )
    uow.links = True
    return keys


def add_adding(
    uow: UnitOfWork,
    wish_key: str,
    known: StoredLink,
    *,
    title: str,
    payload: str,
    mails: Sequence[StoredMail],
    group_key: int,
    delay: int = 0,
) -> None:
    """Mails are linked to an object that is there, or is still to be made: queue that it is told, `delay` seconds from now. Their
    links do not wait."""
    uow.connection.execute(
        insert(wish).values(
            wish_key=wish_key, kind=known.kind.value, backend=known.backend, title=title, payload=payload,
            state="waiting", adds=True, remote_id=known.remote_id, onto="" if known.remote_id else known.wish_key,
            created_at=uow.now, not_before=uow.now + delay, group_key=group_key,
            site=load_site(uow.connection, known.backend),
        )
    )  # fmt: skip
    for position, mail in enumerate(mails):
        _add_mail(uow, wish_key, position, mail)
    uow.links = True


def take_adding_back(uow: UnitOfWork, group_key: int) -> bool:
    """Undo what objects were told: forget what cannot have left, and queue that the rest is taken away again. False when some
    of it stays said there, as the backend takes nothing away."""
    rows = uow.connection.execute(select(wish).where(wish.c.group_key == group_key, wish.c.adds)).all()
    for row in rows:
        if row.state == "claimed":
            set_fields(uow, row.wish_key, unmake=True, group_key=None)
        elif row.borrowed or (row.state == "waiting" and row.attempts == 0):
            drop(uow, row.wish_key)
        else:
            set_fields(
                uow, row.wish_key, state="waiting", unmake=True, group_key=None, not_before=uow.now, attempts=0
            )  # fmt: skip
    return not any(row.borrowed for row in rows)


def _add_mail(uow: UnitOfWork, wish_key: str, position: int, mail: StoredMail) -> None:
    uow.connection.execute(
        insert(wish_mail).values(
            wish_key=wish_key, position=position, message_key=mail.message_key, snapshot=mail.snapshot, raw=mail.raw
        )
    )


def add_unmaking(
    uow: UnitOfWork, wish_key: str, named: LinkedObject, going: Sequence[StoredLink], delay: int, group_key: int
) -> None:
    """Queue the deletion of an object that is there, undoable for `delay` seconds; its links, which go with it, are
    remembered in case it cannot."""
    uow.connection.execute(
        insert(wish).values(
            wish_key=wish_key, kind=named.kind.value, backend=named.backend, title=going[0].title if going else "",
            payload=remember(going), state="waiting", unmake=True, remote_id=named.remote_id, created_at=uow.now,
            not_before=uow.now + delay, group_key=group_key,
            site=load_site(uow.connection, named.backend),
        )
    )  # fmt: skip
    uow.links = True


def take_back(uow: UnitOfWork, group_key: int) -> int:
    """Undo the wishes of that group: forget what surely is not there, queue the unmaking of the rest. Returns how many
    links went."""
    keys = uow.connection.scalars(
        select(wish.c.wish_key).where(wish.c.group_key == group_key, ~wish.c.unmake, ~wish.c.adds)
    ).all()
    return sum(take_back_one(uow, key) for key in keys)


def keep_object(uow: UnitOfWork, group_key: int) -> bool:
    """Undo a deletion that has not begun; False when it may have."""
    waiting = and_(wish.c.group_key == group_key, wish.c.unmake, wish.c.state == "waiting", wish.c.attempts == 0)
    return bool(uow.connection.execute(delete(wish).where(waiting)).rowcount)


def take_back_one(uow: UnitOfWork, wish_key: str) -> int:
    """It belongs to no undo group any more: what is taken back is not brought back by the next undo."""
    row = uow.connection.execute(select(wish).where(wish.c.wish_key == wish_key)).one_or_none()
    if row is None:
        return 0
    going = links.load_of_wish(uow.connection, wish_key)
    links.drop_of_wish(uow, wish_key)
    if row.state == "made":
        named = LinkedObject(row.backend, LinkKind(row.kind), row.remote_id)
        others = links.load_of_object(uow.connection, named)
        if row.borrowed or any(one.state != LinkState.GONE for one in others):
            drop(uow, wish_key)  # others live on that object
        elif going and all(one.state == LinkState.GONE for one in going):
            drop(uow, wish_key)
        else:
            set_fields(
                uow,
                wish_key,
                state="waiting",
                unmake=True,
                group_key=None,
                payload=remember(going),
                not_before=uow.now,
                attempts=0,
            )
    elif row.state == "claimed":
        set_fields(uow, wish_key, unmake=True, group_key=None)
    elif row.doubt == SURELY_NOT or row.state == LinkState.UNSURE.value:
        drop(uow, wish_key)
    else:
        set_fields(uow, wish_key, state="waiting", unmake=True, group_key=None, not_before=uow.now, attempts=0)
    return len(going)


def retry(uow: UnitOfWork, wish_key: str, *, surely_not: bool) -> None:
    """A failed, unsure or waiting one at once, with its key and everything as it was."""
    values = {"doubt": SURELY_NOT} if surely_not else {}
    waiting = and_(wish.c.wish_key == wish_key, wish.c.state.in_(("waiting", "failed", "unsure")))
    done = uow.connection.execute(
        update(wish).where(waiting).values(state="waiting", attempts=0, not_before=uow.now, said="", **values)
    )
    if done.rowcount:
        links.set_waiting(uow, wish_key, LinkState.PENDING, "")


def hasten(uow: UnitOfWork, backend: str | None = None) -> None:
    """Nothing waits for its next try, at that backend or at all; a deletion still waits for its undo time."""
    waiting = and_(wish.c.state == "waiting", wish.c.not_before > uow.now, or_(~wish.c.unmake, wish.c.attempts > 0))
    statement = update(wish).where(waiting)
    if backend is not None:
        statement = statement.where(wish.c.backend == backend)
    uow.links = bool(uow.connection.execute(statement.values(not_before=uow.now)).rowcount) or uow.links


def prune_made(uow: UnitOfWork, *, finished_before: int) -> None:
    """Made ones that nobody undoes any more."""
    uow.connection.execute(delete(wish).where(wish.c.state == "made", wish.c.finished_at < finished_before))
