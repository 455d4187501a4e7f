"""Locations: which mailbox holds which message under which UID, with the server's flags and what is shown instead.

`server_*` columns are written by resync and by completed operations; `flags`, `keywords`, `hidden`, `pending` only through
`set_projections`. A location with `uid` NULL is provisional: the server has not told yet where it put the mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, insert, select, update

from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.store import bulk, links, orphans
from desktop.core.store.database import inserted_key
from desktop.core.store.provisional import load_waiting, take_waiting
from desktop.core.store.schema import link, location, mailbox, message
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

_NEW_COLUMNS = (
    "mailbox_key", "message_key", "uid", "internaldate", "server_flags", "server_keywords", "flags", "keywords",
    "has_attachment",
)  # fmt: skip
_SEEN = int(Flag.SEEN)
_NEWEST = select(func.max(location.c.location_key))
_NEWER = select(location.c.location_key).where(location.c.location_key > bindparam("newest"))
_HERE = select(location.c.location_key, location.c.uid).where(
    location.c.mailbox_key == bindparam("mailbox"), location.c.uid.in_(bindparam("uids", expanding=True))
)


class NewLocation(NamedTuple):
    uid: int
    message_key: int
    internaldate: int
    flags: FlagSet
    has_attachment: bool


@dataclass(frozen=True, slots=True)
class Projection:
    """What is shown for a location once unfinished operations are replayed on the server's state."""

    flags: FlagSet
    hidden: bool
    pending: bool


def pack_keywords(flags: FlagSet) -> str:
    return " ".join(sorted(flags.keywords)) if flags.keywords else ""


def unpack(flags: int, keywords: str) -> FlagSet:
    return FlagSet(Flag(flags), frozenset(keywords.split()))


class Added(NamedTuple):
    """Keys of rows: `settled` were here without a UID and may have operations, `new` are shown as the server has them."""

    settled: list[int]
    new: list[int]


def add_locations(uow: UnitOfWork, mailbox_key: int, news: Sequence[NewLocation]) -> Added:
    """Rows for UIDs just seen. A UID that has a row is left alone; a provisional row of the same message takes the UID, so
    that a mail moved from here is not listed twice when the server shows it. The caller projects what was settled."""
    connection = uow.connection
    uids = [new.uid for new in news]
    known = {uid for _, uid in bulk.select_among(connection, _HERE, (mailbox_key,), uids)}
    waiting = load_waiting(connection, mailbox_key)
    rows: list[tuple[bulk.Value, ...]] = []
    unread = 0
    settled: list[int] = []
    for new in news:
        if new.uid in known:
            continue
        key = take_waiting(waiting.get(new.message_key, []), new.uid) if waiting else None
        if key is not None:
            settle_provisional(uow, key, new.uid)
            set_server_flags(uow, [(key, new.flags)])
            settled.append(key)
            continue
        bits, words = int(new.flags.flags), pack_keywords(new.flags)
        unread += not bits & _SEEN
        rows.append(
            (
                mailbox_key, new.message_key, new.uid, new.internaldate,
                bits, words, bits, words, new.has_attachment,
            )
        )  # fmt: skip
    fresh: list[int] = []
    if rows:
        newest = connection.scalar(_NEWEST) or 0
        bulk.insert_rows(connection, location, _NEW_COLUMNS, rows)
        fresh = list(connection.scalars(_NEWER, {"newest": newest}))
    uow.grow(mailbox_key, len(fresh), unread)
    uow.locations.update(settled, fresh)
    return Added(settled, fresh)


def add_provisional(
    uow: UnitOfWork, mailbox_key: int, message_key: int, internaldate: int, flags: FlagSet, *, has_attachment: bool
) -> int:
    """A row for a mail that will be in that mailbox once the server has done what the user wants."""
    bits, words = int(flags.flags), pack_keywords(flags)
    result = uow.connection.execute(
        insert(location).values(
            mailbox_key=mailbox_key,
            message_key=message_key,
            internaldate=internaldate,
            server_flags=bits,
            server_keywords=words,
            flags=bits,
            keywords=words,
            pending=True,
            has_attachment=has_attachment,
        )
    )
    key = inserted_key(result)
    uow.mailboxes.add(mailbox_key)
    uow.locations.add(key)
    return key


def settle_provisional(uow: UnitOfWork, location_key: int, uid: int) -> bool:
    """Give a provisional row its UID. If the server's row came first, that one goes and the provisional one stays, because
    operations refer to it. False when the provisional row is no longer there. One that has a UID already keeps it."""
    row = uow.connection.execute(select(location).where(location.c.location_key == location_key)).one_or_none()
    if row is None:
        return False
    if row.uid is not None:
        return True
    first = uow.connection.execute(
        select(location.c.location_key, location.c.message_key).where(
            location.c.mailbox_key == row.mailbox_key, location.c.uid == uid
        )
    ).one_or_none()
    if first is not None:
        uow.connection.execute(delete(location).where(location.c.location_key == first.location_key))
        uow.locations.add(first.location_key)
        orphans.mark_unheld(uow, [first.message_key])
    uow.connection.execute(
        update(location).where(location.c.location_key == location_key).values(uid=uid, on_server=True)
    )
    uow.mailboxes.add(row.mailbox_key)
    uow.locations.add(location_key)
    return True


def set_server_flags(uow: UnitOfWork, entries: Iterable[tuple[int, FlagSet]]) -> None:
    """(location_key, what the server says now). The caller projects afterwards."""
    rows = [{"k": key, "f": int(flags.flags), "w": pack_keywords(flags)} for key, flags in entries]
    if rows:
        uow.connection.execute(
            update(location)
            .where(location.c.location_key == bindparam("k"))
            .values(server_flags=bindparam("f"), server_keywords=bindparam("w")),
            rows,
        )


def set_projections(uow: UnitOfWork, projections: dict[int, Projection]) -> None:
    """Write the derived columns; only rows that differ are touched and reported."""
    now_shown = load_shown(uow.connection, projections)
    rows: list[dict[str, Any]] = []
    for key, shown in now_shown.items():
        wanted = projections[key]
        if shown != wanted:
            rows.append(
                {
                    "k": key,
                    "f": int(wanted.flags.flags),
                    "w": pack_keywords(wanted.flags),
                    "h": wanted.hidden,
                    "p": wanted.pending,
                }
            )
    if not rows:
        return
    uow.connection.execute(
        update(location)
        .where(location.c.location_key == bindparam("k"))
        .values(flags=bindparam("f"), keywords=bindparam("w"), hidden=bindparam("h"), pending=bindparam("p")),
        rows,
    )
    changed = [row["k"] for row in rows]
    uow.locations.update(changed)
    for part in _slices(changed):
        uow.mailboxes.update(
            uow.connection.scalars(select(location.c.mailbox_key).where(location.c.location_key.in_(part)).distinct())
        )


def drop_locations(uow: UnitOfWork, location_keys: Iterable[int], *, keep_linked: bool) -> int:
    """The server no longer has them there (or the cache drops them): rows go, messages without a row become orphans.
    With `keep_linked`, linked mail that exists nowhere else stays, marked as no longer on the server (plan rules, reading
    14), and without a UID, so that it is known again should the server bring it back. Returns how many rows went."""
    gone = 0
    for part in _slices(list(location_keys)):
        rows = uow.connection.execute(
            select(location.c.location_key, location.c.mailbox_key, location.c.message_key).where(
                location.c.location_key.in_(part)
            )
        ).all()
        linked: set[int] = set()
        if keep_linked:
            kept = exists().where(link.c.message_key == message.c.message_key, links.keeps())
            linked = set(
                uow.connection.scalars(
                    select(message.c.message_key).where(
                        message.c.message_key.in_([row.message_key for row in rows]), kept
                    )
                )
            )
        stay = [row.location_key for row in rows if row.message_key in linked]
        go = [row for row in rows if row.message_key not in linked]
        if stay:
            uow.connection.execute(
                update(location)
                .where(location.c.location_key.in_(stay))
                .values(on_server=False, uid=None, pending=False)
            )
        if go:
            uow.connection.execute(
                delete(location).where(location.c.location_key.in_([row.location_key for row in go]))
            )
            orphans.mark_unheld(uow, {row.message_key for row in go})
        uow.locations.update(row.location_key for row in rows)
        uow.mailboxes.update(row.mailbox_key for row in rows)
        gone += len(go)
    return gone


def forget_uids(uow: UnitOfWork, mailbox_key: int) -> None:
    """UIDVALIDITY changed: every UID of this mailbox means nothing now. Rows wait, provisional, to be found again."""
    uow.connection.execute(update(location).where(location.c.mailbox_key == mailbox_key).values(uid=None))
    uow.mailboxes.add(mailbox_key)


def load_shown(connection: Connection, location_keys: Iterable[int]) -> dict[int, Projection]:
    found: dict[int, Projection] = {}
    for part in _slices(list(location_keys)):
        rows = connection.execute(
            select(
                location.c.location_key, location.c.flags, location.c.keywords, location.c.hidden, location.c.pending
            ).where(location.c.location_key.in_(part))
        )
        for key, flags, keywords, hidden, pending in rows:
            found[key] = Projection(unpack(flags, keywords), bool(hidden), bool(pending))
    return found


def load_server_flags(connection: Connection, location_keys: Iterable[int]) -> dict[int, tuple[FlagSet, bool]]:
    """key -> (what the server said, is the row still provisional)."""
    found: dict[int, tuple[FlagSet, bool]] = {}
    for part in _slices(list(location_keys)):
        rows = connection.execute(
            select(
                location.c.location_key, location.c.server_flags, location.c.server_keywords,
                and_(location.c.uid.is_(None), location.c.on_server == 1),
            ).where(location.c.location_key.in_(part))
        )  # fmt: skip
        for key, flags, keywords, provisional in rows:
            found[key] = unpack(flags, keywords), bool(provisional)
    return found


def load_uids(connection: Connection, mailbox_key: int) -> dict[int, int]:
    """uid -> location key of the rows the server is believed to have."""
    rows = connection.execute(
        select(location.c.uid, location.c.location_key).where(
            location.c.mailbox_key == mailbox_key, location.c.uid.is_not(None), location.c.on_server == 1
        )
    )
    return {uid: key for uid, key in rows}


def load_unread(connection: Connection, mailbox_key: int) -> list[int]:
    """Keys of the shown mails of a mailbox that are not read yet."""
    rows = connection.scalars(
        select(location.c.location_key).where(
            location.c.mailbox_key == mailbox_key,
            location.c.hidden == 0,
            location.c.flags.op("&")(int(Flag.SEEN)) == 0,
        )
    )
    return list(rows)


def load_attachment_mark(connection: Connection, location_key: int) -> bool:
    return bool(connection.scalar(select(location.c.has_attachment).where(location.c.location_key == location_key)))


def load_without_uid(connection: Connection, mailbox_key: int) -> list[int]:
    """Keys of rows that wait for the server to name them."""
    rows = connection.scalars(
        select(location.c.location_key).where(
            location.c.mailbox_key == mailbox_key, location.c.uid.is_(None), location.c.on_server == 1
        )
    )
    return list(rows)


def load_awaited(connection: Connection, mailbox_key: int) -> dict[tuple[bytes, int], int]:
    """(digest, size) -> INTERNALDATE of the mails that have a row in the mailbox and no UID: they are wanted whatever their
    age, because they are here already."""
    rows = connection.execute(_AWAITED, {"mailbox": mailbox_key})
    return {(bytes(digest), size): internaldate for digest, size, internaldate in rows}


_AWAITED = (
    select(message.c.digest, message.c.size, location.c.internaldate)
    .join(location, location.c.message_key == message.c.message_key)
    .where(location.c.mailbox_key == bindparam("mailbox"), location.c.uid.is_(None))
)


def load_keys_of(connection: Connection, mailbox_key: int) -> list[int]:
    """Keys of all rows of a mailbox."""
    return list(connection.scalars(select(location.c.location_key).where(location.c.mailbox_key == mailbox_key)))


def load_found_elsewhere(connection: Connection, location_keys: Iterable[int]) -> set[int]:
    """Those of the rows whose mail the server is known to have in another mailbox: it has moved."""
    other = location.alias("other")
    there = exists().where(
        other.c.message_key == location.c.message_key, other.c.mailbox_key != location.c.mailbox_key,
        other.c.uid.is_not(None), other.c.on_server == 1,
    )  # fmt: skip
    found: set[int] = set()
    for part in _slices(list(location_keys)):
        found.update(
            connection.scalars(select(location.c.location_key).where(location.c.location_key.in_(part), there))
        )
    return found


@dataclass(frozen=True, slots=True)
class Placed:
    """A location with what is needed to be sure that a UID still means the same mail."""

    location_key: int
    mailbox_key: int
    mailbox_name: str
    account_key: int
    message_key: int
    uid: int | None
    uidvalidity: int | None
    message_id: str
    size: int
    internaldate: int
    on_server: bool = True
    hidden: bool = False


def load_placed(connection: Connection, location_keys: Iterable[int]) -> dict[int, Placed]:
    found: dict[int, Placed] = {}
    for part in _slices(list(location_keys)):
        for row in connection.execute(_PLACED, {"keys": part}):
            found[row[0]] = Placed(*row)
    return found


_PLACED = (
    select(
        location.c.location_key, location.c.mailbox_key, mailbox.c.name, mailbox.c.account_key,
        location.c.message_key, location.c.uid, mailbox.c.uidvalidity,
        message.c.message_id, message.c.size, location.c.internaldate, location.c.on_server, location.c.hidden,
    )
    .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
    .join(message, message.c.message_key == location.c.message_key)
    .where(location.c.location_key.in_(bindparam("keys", expanding=True)))
)  # fmt: skip


def _slices(keys: list[int], size: int = 500) -> Iterable[list[int]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
