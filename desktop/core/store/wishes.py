"""The queue of objects that are to be made, or unmade, at a backend: each with all it is made of, stored before the first try.

States: waiting -> claimed -> made | failed | unsure, and waiting again after a try that failed for now. Claiming is durable
and puts the wish in doubt, because from then on a request may have left; a claimed row found at start waits again, in doubt.
`doubt` says what is known of the object: 0 it is surely not there, 1 it should not be but ask where one can, 2 it may be.
A wish to be unmade has no links any more; its row goes when the object has. Functions with `uow` write on the writer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Row, and_, case, delete, exists, func, insert, or_, select, update

from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import links
from desktop.core.store.links import LinkedObject, StoredLink
from desktop.core.store.schema import link, wish, wish_attachment, wish_mail
from desktop.core.store.writer import UnitOfWork

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
    state: str = "waiting",
) -> list[int]:
    """The wish with its mails, and one pending link a mail; the keys of the links."""
    uow.connection.execute(
        insert(wish).values(
            wish_key=wish_key, kind=kind.value, backend=backend, title=title, payload=payload, state=state,
            created_at=uow.now, not_before=uow.now, group_key=group_key,
        )
    )  # fmt: skip
    keys = []
    for position, mail in enumerate(mails):
        uow.connection.execute(
            insert(wish_mail).values(
                wish_key=wish_key, position=position, message_key=mail.message_key, snapshot=mail.snapshot, raw=mail.raw
            )
        )
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


def add_unmaking(
    uow: UnitOfWork, wish_key: str, named: LinkedObject, going: Sequence[StoredLink], delay: int, group_key: int
) -> None:
    """Queue the deletion of an object that is there, undoable for `delay` seconds; its links, which go with it, are
    remembered in case it cannot."""
    uow.connection.execute(
        insert(wish).values(
            wish_key=wish_key, kind=named.kind.value, backend=named.backend, title=going[0].title if going else "",
            payload=_remember(going), state="waiting", unmake=True, remote_id=named.remote_id, created_at=uow.now,
            not_before=uow.now + delay, group_key=group_key,
        )
    )  # fmt: skip
    uow.links = True


def claim(uow: UnitOfWork, backend: str) -> StoredWish | None:
    """The oldest due wish of the backend, now under way: whatever happens next, the object may be there. One whose last link
    was taken away by an undo is nobody's wish any more, and is taken back."""
    nobodys = select(wish.c.wish_key).where(
        wish.c.backend == backend, wish.c.state == "waiting", ~wish.c.unmake,
        ~exists().where(link.c.wish_key == wish.c.wish_key),
    )  # fmt: skip
    for key in uow.connection.scalars(nobodys).all():
        take_back_one(uow, key)
    row = uow.connection.execute(
        select(wish)
        .where(wish.c.backend == backend, wish.c.state == "waiting", _due_at(uow.now) <= uow.now)
        .order_by(wish.c.wish_number)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    _set(uow, row.wish_key, state="claimed", doubt=row.doubt if row.unmake else MAYBE, attempts=row.attempts + 1)
    return _stored(row)


def requeue_claimed(uow: UnitOfWork, backend: str | None = None) -> None:
    """What was under way when the program died, or when its outcome could not be written, waits again; of one backend or,
    at start, of all."""
    statement = update(wish).where(wish.c.state == "claimed")
    if backend is not None:
        statement = statement.where(wish.c.backend == backend)
    uow.connection.execute(statement.values(state="waiting", not_before=uow.now))


def settle_made(uow: UnitOfWork, wish_key: str, remote_id: str, title: str, url: str, *, borrowed: bool) -> None:
    """It is there. If it was taken back meanwhile it is unmade next; the copies of its mails are not needed any more."""
    unmake = uow.connection.scalar(select(wish.c.unmake).where(wish.c.wish_key == wish_key))
    if unmake is None:
        return
    if unmake:
        if borrowed:
            settle_unmade(uow, wish_key)
        else:
            _set(uow, wish_key, state="waiting", remote_id=remote_id, not_before=uow.now)
        return
    links.set_made(uow, wish_key, remote_id, title, url)
    its_own = select(wish_mail.c.message_key).where(
        wish_mail.c.wish_key == wish_key, wish_mail.c.message_key.is_not(None)
    )
    links.part_from_wish(uow, wish_key, its_own)  # mails that were added meanwhile do not go when it is undone
    uow.connection.execute(delete(wish_mail).where(wish_mail.c.wish_key == wish_key))
    _set(
        uow, wish_key, state="made", remote_id=remote_id, payload="{}", finished_at=uow.now, said="", doubt=MAYBE,
        borrowed=borrowed,
    )  # fmt: skip


def settle_later(uow: UnitOfWork, wish_key: str, *, not_before: int, said: str, doubt: int) -> None:
    """It is tried again then. One that was taken back meanwhile and is surely not there is forgotten."""
    unmake = uow.connection.scalar(select(wish.c.unmake).where(wish.c.wish_key == wish_key))
    if unmake and doubt == SURELY_NOT and not _remote_id(uow, wish_key):
        settle_unmade(uow, wish_key)
        return
    _set(uow, wish_key, state="waiting", not_before=not_before, said=said[:1000], doubt=doubt)
    links.set_waiting(uow, wish_key, LinkState.PENDING, said)


def settle_failed(
    uow: UnitOfWork, wish_key: str, said: str, *, state: LinkState, doubt: int, making: bool = True
) -> None:
    """FAILED: refused for good. UNSURE: nobody but a person can tell whether it was made. One that was taken back while it
    was being made has nobody left to be told: the next try sees to it that nothing of it is there."""
    if uow.connection.scalar(select(wish.c.unmake).where(wish.c.wish_key == wish_key)):
        if making and state is LinkState.FAILED:
            _set(uow, wish_key, state="waiting", not_before=uow.now, attempts=0, doubt=doubt)
        else:
            settle_not_unmade(uow, wish_key, said)
        return
    _set(uow, wish_key, state=state.value, said=said[:1000], doubt=doubt, finished_at=uow.now)
    links.set_waiting(uow, wish_key, state, said)


def settle_unmade(uow: UnitOfWork, wish_key: str) -> None:
    """It is not there (any more); other mails' links to it hold nothing now."""
    row = uow.connection.execute(select(wish).where(wish.c.wish_key == wish_key)).one_or_none()
    if row is None:
        return
    if row.remote_id:
        links.set_presence(uow, LinkedObject(row.backend, LinkKind(row.kind), row.remote_id), LinkState.GONE)
    uow.connection.execute(delete(wish_mail).where(wish_mail.c.wish_key == wish_key))
    # The row stays for a while: an undo that comes now must hear that it is too late.
    _set(uow, wish_key, state="made", unmake=True, payload="{}", finished_at=uow.now, said="")


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
        _set(uow, wish_key, state=LinkState.UNSURE.value, unmake=False, said=said[:1000], doubt=MAYBE)
        return
    named = LinkedObject(row.backend, LinkKind(row.kind), row.remote_id)
    as_made = [(key, row.title, LinkState.OPEN.value, "") for key in its_own if key is not None]
    for message_key, title, state, url in json.loads(row.payload).get("links", as_made):
        links.link_again(uow, message_key, named, title, state, url, said)
    _drop(uow, wish_key)


def take_back(uow: UnitOfWork, group_key: int) -> int:
    """Undo the wishes of that group: forget what surely is not there, queue the unmaking of the rest. Returns how many
    links went."""
    keys = uow.connection.scalars(select(wish.c.wish_key).where(wish.c.group_key == group_key, ~wish.c.unmake)).all()
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
            _drop(uow, wish_key)  # others live on that object
        elif going and all(one.state == LinkState.GONE for one in going):
            _drop(uow, wish_key)
        else:
            _set(
                uow,
                wish_key,
                state="waiting",
                unmake=True,
                group_key=None,
                payload=_remember(going),
                not_before=uow.now,
                attempts=0,
            )
    elif row.state == "claimed":
        _set(uow, wish_key, unmake=True, group_key=None)
    elif row.doubt == SURELY_NOT or row.state == LinkState.UNSURE.value:
        _drop(uow, wish_key)
    else:
        _set(uow, wish_key, state="waiting", unmake=True, group_key=None, not_before=uow.now, attempts=0)
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
    return connection.scalar(select(func.min(_due_at(now))).where(wish.c.backend == backend, wish.c.state == "waiting"))


def count_waiting(connection: Connection) -> dict[str, int]:
    """Backend -> wishes that are not settled."""
    rows = connection.execute(
        select(wish.c.backend, func.count()).where(wish.c.state != "made").group_by(wish.c.backend)
    )
    return {backend: count for backend, count in rows}


def load_backends_at_work(connection: Connection) -> set[str]:
    """Backends that have something to do or to be asked about."""
    waiting = select(wish.c.backend).where(wish.c.state.in_(("waiting", "claimed")))
    open_ = select(link.c.backend).where(link.c.state.in_(("open", "done")), link.c.remote_id != "")
    return set(connection.scalars(waiting.union(open_)))


def load_group(connection: Connection, group_key: int) -> str | None:
    """What the wish of that undo group was to do, "make" or "unmake"; None when it has none."""
    unmake = connection.scalar(select(wish.c.unmake).where(wish.c.group_key == group_key).limit(1))
    return None if unmake is None else "unmake" if unmake else "make"


def _due_at(now: int):  # type: ignore[no-untyped-def]
    return case((wish.c.not_before > now + _NEVER_LONGER, now), else_=wish.c.not_before)


def _remote_id(uow: UnitOfWork, wish_key: str) -> str:
    return uow.connection.scalar(select(wish.c.remote_id).where(wish.c.wish_key == wish_key)) or ""


def _remember(going: Sequence[StoredLink]) -> str:
    return json.dumps(
        {"links": [[one.message_key, one.title, one.state.value, one.url] for one in going if one.message_key]}
    )


def _set(uow: UnitOfWork, wish_key: str, **values: object) -> None:
    uow.connection.execute(update(wish).where(wish.c.wish_key == wish_key).values(**values))
    uow.links = True


def _drop(uow: UnitOfWork, wish_key: str) -> None:
    uow.connection.execute(delete(wish).where(wish.c.wish_key == wish_key))
    uow.links = True


def _stored(row: Row) -> StoredWish:  # type: ignore[type-arg]
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
    )
