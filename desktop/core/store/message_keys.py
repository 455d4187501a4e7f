"""Keys of messages: they grow with the time of receipt, so that key order is newest-first order for the index without a join.

Minutes since 1970 above a running number that is never used again.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.core.store.schema import setting
from desktop.core.store.writer import UnitOfWork

_NUMBER_BITS = 24
SETTING = select(setting.c.value).where(setting.c.name == bindparam("name"))
_SET = upsert(setting)
_SET = _SET.on_conflict_do_update(index_elements=["name"], set_={"value": _SET.excluded.value})


def new_keys(uow: UnitOfWork, internaldates: Sequence[int]) -> list[int]:
    """One for each INTERNALDATE (epoch seconds), in order."""
    number = int(uow.connection.scalar(SETTING, {"name": "next_message_number"}) or 0)
    keys = []
    for internaldate in internaldates:
        minute = max(0, min(internaldate, 0xFFFFFFFF)) // 60
        keys.append(minute << _NUMBER_BITS | number & ((1 << _NUMBER_BITS) - 1))
        number += 1
    uow.connection.execute(_SET, {"name": "next_message_number", "value": str(number)})
    return keys


def received_minute(message_key: int) -> int:
    """Minutes since 1970 that the key was made with."""
    return message_key >> _NUMBER_BITS


def first_key_of(moment: int) -> int:
    """The least key of a message received in the minute of that moment (epoch seconds), or later."""
    return (max(0, moment) // 60) << _NUMBER_BITS
