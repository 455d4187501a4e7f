"""Which newsletters were left, and what is needed of a mail to leave its list. Functions with `uow` write on the writer."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from desktop.core.api.newsletters import LeftList, Way
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store.schema import body, location, mailbox, message, unsubscription
from desktop.core.store.undo_rows import Recorder
from desktop.values import dataclass

_HEAD_BYTES = 256 << 10
"""The header of any mail that a list sends fits."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a mail, whose account it is, and where it lies."""

    account_key: int
    special_use: SpecialUse
    raw: bytes


@dataclass(frozen=True, slots=True)
class Left:
    at: int
    way: Way


def load_head(connection: Connection, location_key: int) -> Head | None:
    """None for a mail that is gone, or of which only the envelope is here."""
    row = connection.execute(
        select(message.c.account_key, mailbox.c.special_use, func.substr(body.c.raw, 1, _HEAD_BYTES))
        .join(location, location.c.message_key == message.c.message_key)
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .join(body, body.c.message_key == message.c.message_key)
        .where(location.c.location_key == location_key)
    ).one_or_none()
    return None if row is None or row[2] is None else Head(row[0], SpecialUse(row[1]), bytes(row[2]))


def load_left(connection: Connection, account_key: int, mark: str) -> Left | None:
    row = connection.execute(
        select(unsubscription.c.left_at, unsubscription.c.way).where(
            unsubscription.c.account_key == account_key, unsubscription.c.mark == mark
        )
    ).one_or_none()
    return None if row is None else Left(row[0], Way(row[1]))


def load_all_left(connection: Connection) -> list[LeftList]:
    """The last one first. A mark is "list:" or "from:" and who it is."""
    rows = connection.execute(
        select(unsubscription).order_by(
            unsubscription.c.left_at.desc(), unsubscription.c.account_key, unsubscription.c.mark
        )
    )
    return [LeftList(row.account_key, row.mark.partition(":")[2], row.left_at, Way(row.way)) for row in rows]


def set_left(rows: Recorder, account_key: int, mark: str, way: Way) -> None:
    here = (unsubscription.c.account_key == account_key, unsubscription.c.mark == mark)
    now = rows.uow.now
    if load_left(rows.uow.connection, account_key, mark) is None:
        rows.insert(unsubscription, account_key=account_key, mark=mark, way=way.value, left_at=now)
    else:
        rows.update(unsubscription, *here, way=way.value, left_at=now)
