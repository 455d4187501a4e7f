"""What guests of the own desk's events were told by mail, and what of it has changed since.

Functions with a Recorder write on the writer and can be taken back; the others read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from desktop.core.api.desk import EventDetail, Meeting
from desktop.core.store import outbox
from desktop.core.store.schema import meeting
from desktop.core.store.undo_rows import Recorder
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class StoredMeeting:
    """`told` is what `spell` gave of the event as the guests know it; `moved` the sequence since when it takes place then."""

    account_key: int
    sequence: int
    moved: int
    told_at: int
    told: str
    guests: tuple[str, ...]
    outbox_key: int | None


def spell(event: EventDetail) -> str:
    """All of an event that a mail tells its guests, for comparing."""
    return json.dumps({"when": _when(event), "what": [event.row.title, event.row.place, _times(event)]})


def has_moved(before: str, now: str) -> bool:
    """Between two of what `spell` gave: who has accepted is to be asked again."""
    first, second = json.loads(before), json.loads(now)
    return first["when"] != second["when"]


def asked(event: EventDetail) -> tuple[str, ...]:
    """Addresses of the guests, lower case, each once."""
    return tuple(dict.fromkeys(one.address.lower() for one in event.guests if one.address and not one.organiser))


def load_meeting(connection: Connection, event_key: int) -> StoredMeeting | None:
    row = connection.execute(select(meeting).where(meeting.c.event_key == event_key)).one_or_none()
    if row is None:
        return None
    return StoredMeeting(
        row.account_key, row.sequence, row.moved, row.told_at, row.told, tuple(json.loads(row.guests)), row.outbox_key
    )


def show_meeting(connection: Connection, event: EventDetail) -> Meeting | None:
    known = load_meeting(connection, event.row.event_key)
    if known is None:
        return None
    sent = outbox.load_state(connection, known.outbox_key)
    changed = known.told != spell(event) or set(known.guests) != set(asked(event))
    return Meeting(known.account_key, known.sequence, known.told_at, sent, known.guests, changed)


def set_meeting(
    rows: Recorder,
    event_key: int,
    *,
    account_key: int,
    sequence: int,
    moved: int,
    told: str,
    guests: Sequence[str],
    outbox_key: int,
) -> None:
    values: dict[str, Any] = {
        "account_key": account_key, "sequence": sequence, "moved": moved, "told_at": rows.uow.now, "told": told,
        "guests": json.dumps(list(guests)), "outbox_key": outbox_key,
    }  # fmt: skip
    if load_meeting(rows.uow.connection, event_key) is None:
        rows.insert(meeting, event_key=event_key, **values)
    else:
        rows.update(meeting, meeting.c.event_key == event_key, **values)


def drop_meeting(rows: Recorder, event_key: int) -> None:
    """Its event goes: guests whom no mail has reached shall not be asked to it."""
    known = load_meeting(rows.uow.connection, event_key)
    if known is not None and known.outbox_key is not None:
        outbox.replace(rows, known.outbox_key)
    rows.delete(meeting, meeting.c.event_key == event_key)


def _when(event: EventDetail) -> list[Any]:
    row, series = event.row, event.series
    return [row.starts_at, row.ends_at, row.all_day, row.zone, series.rule if series else ""]


def _times(event: EventDetail) -> list[Any]:
    """Single times of a series that are otherwise: told, and nobody is asked again for the others."""
    if event.series is None:
        return []
    changed = [[one.at, one.title, one.starts_at, one.ends_at, one.all_day, one.place] for one in event.series.changed]
    return [event.series.left_out, event.series.also_at, changed]
