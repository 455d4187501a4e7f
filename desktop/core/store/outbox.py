"""The outbox and the ledger of sent mails: every step of sending is committed before the next byte leaves.

States: waiting -> sending -> handed_over -> sent; `failed`, `held` and `unknown` wait for the user or a date; `replaced` is an
answer to an invitation in whose place another one goes, kept until that can no longer be undone. `handed_over`
is committed just before the final dot; a row found in it at start is `unknown`, one found in `sending` may be tried again.
A ledger entry is reserved in the transaction that starts sending, so two processes cannot both take the last one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, or_, select, update

from desktop.core.api.errors import Code, PlanError
from desktop.core.api.rows import OutboxRow, OutboxState
from desktop.core.store.database import inserted_key
from desktop.core.store.schema import account, booking, ledger, outbox
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

LOOK_SECONDS = 600
"""How long a mail that waited over a start is held back for a look into Sent, at most."""
_NEVER_LONGER = 7_200
_QUARTER = 900
_PAUSED = select(account.c.account_key).where(account.c.paused)


@dataclass(frozen=True, slots=True)
class Queued:
    """One mail of the outbox with everything that sending needs."""

    outbox_key: int
    account_key: int
    draft_key: int | None
    message_id: str
    subject: str
    envelope_from: str
    recipients: tuple[str, ...]
    raw: bytes
    state: str
    not_before: int
    attempts: int
    send_at: int = 0


def add_outbox(
    uow: UnitOfWork,
    *,
    account_key: int,
    message_id: str,
    subject: str,
    envelope_from: str,
    recipients: Sequence[str],
    raw: bytes,
    not_before: int,
    send_at: int = 0,
    draft_key: int | None = None,
    group_key: int | None = None,
) -> int:
    result = uow.connection.execute(
        insert(outbox).values(
            account_key=account_key, draft_key=draft_key, group_key=group_key, message_id=message_id, subject=subject,
            envelope_from=envelope_from, recipients=json.dumps(list(recipients)), raw=raw, state="waiting",
            created_at=uow.now, not_before=not_before, send_at=send_at,
        )
    )  # fmt: skip
    uow.outbox = True
    return inserted_key(result)


def set_outbox_state(
    uow: UnitOfWork,
    outbox_key: int,
    state: str,
    *,
    said: str = "",
    not_before: int | None = None,
    tried: bool = False,
    refusal: PlanError | None = None,
) -> None:
    """`refusal`: the plan rule that holds it."""
    values: dict[str, Any] = {"state": state, "said": said[:1000], "refusal": None}
    if refusal is not None:
        values["refusal"] = json.dumps({"code": refusal.code.value, "parameters": refusal.parameters})
    if not_before is not None:
        values["not_before"] = not_before
    if tried:
        values["attempts"] = outbox.c.attempts + 1
    if state == "sent":
        values["raw"] = b""  # it is in Sent now; the row stays, so that its Message-ID is never sent again
    uow.connection.execute(update(outbox).where(outbox.c.outbox_key == outbox_key).values(**values))
    uow.outbox = True


def drop_outbox(uow: UnitOfWork, outbox_key: int) -> None:
    uow.connection.execute(delete(outbox).where(outbox.c.outbox_key == outbox_key))
    uow.outbox = True


def is_under_way(connection: Connection) -> bool:
    """Is a mail marked as being sent?"""
    under_way = select(outbox.c.outbox_key).where(outbox.c.state.in_(("sending", "handed_over"))).limit(1)
    return connection.scalar(under_way) is not None


def settle_interrupted(uow: UnitOfWork) -> None:
    """What a killed program left, or one whose disk was full: before the dot it may be tried again, after it nobody knows.
    The mails of unknown outcome keep their place in the month."""
    unknown = select(outbox.c.outbox_key).where(outbox.c.state == "handed_over")
    uow.connection.execute(update(ledger).where(ledger.c.outbox_key.in_(unknown)).values(state="unknown"))
    uow.connection.execute(update(outbox).where(outbox.c.state == "sending").values(state="waiting"))
    uow.connection.execute(update(outbox).where(outbox.c.state == "handed_over").values(state="unknown"))
    uow.outbox = True


def look_first(uow: UnitOfWork) -> None:
    """What waits from before this start may have gone: the profile may be an older copy that was put back. So it is looked
    for in Sent before its first try; where nobody answers, it goes after a while all the same."""
    uow.connection.execute(
        update(outbox).where(outbox.c.state.in_(("waiting", "held"))).values(look_until=uow.now + LOOK_SECONDS)
    )
    uow.outbox = True


def let_go(uow: UnitOfWork, outbox_keys: Sequence[int]) -> None:
    """These are not in Sent."""
    uow.connection.execute(update(outbox).where(outbox.c.outbox_key.in_(outbox_keys)).values(look_until=0))
    uow.outbox = True


def reserve(uow: UnitOfWork, outbox_key: int, month: str, limit: int) -> bool:
    """Take one of the month's sends for this mail; False when none is left. A mail takes one place however often it is
    tried: one that was reserved in an earlier month and not sent moves into the month in which it goes, so that what waited
    is not sent beside a whole month's mail. The month never goes back, even when the clock does."""
    taken = uow.connection.execute(
        select(ledger.c.month, ledger.c.state).where(ledger.c.outbox_key == outbox_key)
    ).one_or_none()
    month = max(month, newest_month(uow.connection) or month)
    if taken is not None and (taken.state != "reserved" or taken.month == month):
        return True
    if count_sent(uow.connection, month) >= limit:
        return False
    if taken is None:
        uow.connection.execute(insert(ledger).values(outbox_key=outbox_key, month=month, state="reserved", at=uow.now))
    else:
        uow.connection.execute(update(ledger).where(ledger.c.outbox_key == outbox_key).values(month=month, at=uow.now))
    uow.plan = True
    return True


def settle_ledger(uow: UnitOfWork, outbox_key: int, state: str) -> None:
    """`confirmed`, `unknown`, or `released` when the server took nothing."""
    if state == "released":
        uow.connection.execute(delete(ledger).where(ledger.c.outbox_key == outbox_key))
    else:
        uow.connection.execute(update(ledger).where(ledger.c.outbox_key == outbox_key).values(state=state))
    uow.plan = True


def count_sent(connection: Connection, month: str) -> int:
    """Mails of the month that count: accepted, unknown, those under way, and what was booked."""
    booked = connection.scalar(select(func.sum(booking.c.count)).where(booking.c.month == month))
    return int(connection.scalar(select(func.count()).where(ledger.c.month == month)) or 0) + int(booked or 0)


def newest_month(connection: Connection) -> str | None:
    """The newest month in which anything counts. Raises ValueError for what cannot be one."""
    months = (connection.scalar(select(func.max(table.c.month))) for table in (ledger, booking))
    newest = max(filter(None, months), default=None)
    if newest is not None and not (newest[:4] + newest[5:]).isdecimal():
        raise ValueError(f"no month: {newest[:20]!r}")
    return newest


def book(uow: UnitOfWork, month: str, count: int, limit: int) -> int:
    """Count so many mails as sent that were never in the outbox, at most what is left; how many."""
    count = max(0, min(count, limit - count_sent(uow.connection, month)))
    if count:
        uow.connection.execute(insert(booking).values(month=month, count=count, at=uow.now))
        uow.plan = True
    return count


def load_sent(connection: Connection, month: str) -> list[tuple[int, int]]:
    """(epoch seconds to the quarter of an hour, how many) of what counts in the month."""
    quarter = ledger.c.at - ledger.c.at % _QUARTER
    sent = connection.execute(
        select(quarter, func.count()).where(ledger.c.month == month).group_by(quarter).order_by(quarter)
    )
    booked = connection.execute(select(booking.c.at, booking.c.count).where(booking.c.month == month))
    return [(row[0], row[1]) for row in (*sent, *booked)]


def hasten(uow: UnitOfWork, account_key: int) -> None:
    """Mails that wait for their undo time or their next try are due now; held ones keep their date, and so does what its writer
    wants to go later."""
    uow.connection.execute(
        update(outbox)
        .where(outbox.c.account_key == account_key, outbox.c.state == "waiting", outbox.c.not_before > uow.now)
        .values(not_before=uow.now)
    )
    uow.outbox = True


def send_now(uow: UnitOfWork, outbox_key: int) -> None:
    """Its writer does not want to wait for the chosen moment."""
    uow.connection.execute(update(outbox).where(outbox.c.outbox_key == outbox_key).values(send_at=0))
    uow.outbox = True


def release_held(uow: UnitOfWork) -> None:
    """The plan changed: mails that waited for the next month ask again."""
    uow.connection.execute(
        update(outbox).where(outbox.c.state == "held", outbox.c.not_before > uow.now).values(not_before=uow.now)
    )
    uow.outbox = True


def load_due(connection: Connection, now: int, account_key: int | None = None) -> list[tuple[int, int]]:
    """(outbox key, account key) of mails that may be sent now, of one account or of all, oldest first. What the user has
    paused sends nothing."""
    statement = select(outbox.c.outbox_key, outbox.c.account_key).where(
        outbox.c.state.in_(("waiting", "held")), _due_at(now) <= now, outbox.c.account_key.not_in(_PAUSED)
    )
    if account_key is not None:
        statement = statement.where(outbox.c.account_key == account_key)
    return [(row[0], row[1]) for row in connection.execute(statement.order_by(outbox.c.outbox_key))]


def load_next_due(connection: Connection, now: int) -> dict[int, int]:
    """account key -> when its next mail may be sent; without those that the user has paused."""
    rows = connection.execute(
        select(outbox.c.account_key, func.min(_due_at(now)))
        .where(outbox.c.state.in_(("waiting", "held")), outbox.c.account_key.not_in(_PAUSED))
        .group_by(outbox.c.account_key)
    )
    return {row[0]: row[1] for row in rows}


def _due_at(now: int) -> ColumnElement[int]:
    """Nothing but the month and its writer makes a mail wait for hours: a later moment is from before the clock went back."""
    clock_went_back = and_(outbox.c.state == "waiting", outbox.c.not_before > now + _NEVER_LONGER)
    is_looked_for = and_(outbox.c.look_until > outbox.c.not_before, outbox.c.look_until <= now + LOOK_SECONDS)
    by_itself = case((clock_went_back, now), (is_looked_for, outbox.c.look_until), else_=outbox.c.not_before)
    return case((outbox.c.send_at > by_itself, outbox.c.send_at), else_=by_itself)


def is_known(connection: Connection, message_id: str) -> bool:
    """Has a mail of that Message-ID been here before, sent or not?"""
    return connection.scalar(select(outbox.c.outbox_key).where(outbox.c.message_id == message_id)) is not None


def load_queued(connection: Connection, outbox_key: int) -> Queued | None:
    row = connection.execute(select(outbox).where(outbox.c.outbox_key == outbox_key)).one_or_none()
    return None if row is None else _queued(row)


def load_state(connection: Connection, outbox_key: int | None) -> OutboxState | None:
    """How far a mail has come; None for one that was discarded."""
    state = connection.scalar(select(outbox.c.state).where(outbox.c.outbox_key == outbox_key))
    return (
        None if state in (None, "replaced") else OutboxState.SENDING if state == "handed_over" else OutboxState(state)
    )


def replace(rows: Recorder, outbox_key: int) -> bool:
    """Another mail goes in the place of one that has not left; undo brings it back. False when it has, or may have."""
    where = and_(outbox.c.outbox_key == outbox_key, outbox.c.state.in_(("waiting", "held", "failed")))
    if not rows.update(outbox, where, state="replaced"):
        return False
    settle_ledger(rows.uow, outbox_key, "released")
    return True


def load_group(connection: Connection, group_key: int) -> list[Queued]:
    """The mails of that undo group, oldest first."""
    rows = connection.execute(select(outbox).where(outbox.c.group_key == group_key).order_by(outbox.c.outbox_key))
    return [_queued(row) for row in rows]


def load_doubted(connection: Connection, account_key: int) -> list[Queued]:
    """Mails that may have gone: of unknown outcome, or waiting from before the start."""
    waits = and_(outbox.c.state.in_(("waiting", "held")), outbox.c.look_until > 0)
    rows = connection.execute(
        select(outbox).where(outbox.c.account_key == account_key, or_(outbox.c.state == "unknown", waits))
    )
    return [_queued(row) for row in rows]


def load_rows(connection: Connection, only: Collection[int] | None = None) -> list[OutboxRow]:
    """What has not left; `only` of those account keys."""
    rows = connection.execute(
        select(outbox).where(outbox.c.state.not_in(("sent", "replaced"))).order_by(outbox.c.outbox_key)
    )
    paused = set(connection.scalars(_PAUSED))
    return [
        OutboxRow(
            outbox_key=row.outbox_key,
            account_key=row.account_key,
            subject=row.subject,
            recipients=tuple(json.loads(row.recipients)),
            state=OutboxState.SENDING if row.state == "handed_over" else OutboxState(row.state),
            created_at=row.created_at,
            not_before=row.not_before,
            attempts=row.attempts,
            said=row.said,
            message_id=row.message_id,
            refusal=_refusal(row.refusal),
            paused=row.account_key in paused,
            send_at=row.send_at,
        )
        for row in rows
        if only is None or row.account_key in only
    ]


def _refusal(text: str | None) -> PlanError | None:
    if text is None:
        return None
    stored = json.loads(text)
    return PlanError(Code(stored["code"]), **stored["parameters"])


def _queued(row: Row[Any]) -> Queued:
    return Queued(
        outbox_key=row.outbox_key,
        account_key=row.account_key,
        draft_key=row.draft_key,
        message_id=row.message_id,
        subject=row.subject,
        envelope_from=row.envelope_from,
        recipients=tuple(json.loads(row.recipients)),
        raw=bytes(row.raw),
        state=row.state,
        not_before=row.not_before,
        attempts=row.attempts,
        send_at=row.send_at,
    )
