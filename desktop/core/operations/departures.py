"""Which mails may leave their folder on the server now: none before it is known to be elsewhere, none that a task holds.

Asked just before the server is, because a mail can be linked, and a copy can vanish, after the wish was stored. Reads only; the
account's worker thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from desktop.core.store import imports, links
from desktop.core.store.locations import Placed
from desktop.core.store.operations import StoredOperation
from desktop.core.store.store import Connection
from desktop.values import dataclass

ON_ITS_WAY = "waiting for the mail to be back in the other account"
NOT_THERE = "its copy in the other account is not known to be there, so it stays"
NOT_BACK = "the mail is not known to be back in the other account, so this copy stays"


@dataclass(slots=True)
class Departures:
    """`refused` by what is said of it."""

    free: list[StoredOperation] = field(default_factory=list)
    waiting: list[StoredOperation] = field(default_factory=list)
    refused: dict[str, list[StoredOperation]] = field(default_factory=dict)


def judge(connection: Connection, batch: Sequence[StoredOperation], placed: Mapping[int, Placed]) -> Departures:
    judged = Departures()
    mails = {
        one.operation_key: placed[one.location_key or 0].message_key for one in batch if one.location_key in placed
    }
    titles = links.task_titles(connection, mails.values()) if batch[0].kind == "expunge" else {}
    for one in batch:
        title = titles.get(mails.get(one.operation_key, 0))
        back = imports.is_back(connection, one.payload["after_return"]) if "after_return" in one.payload else True
        if one.payload.get("after_import") and not imports.is_imported(
            connection, one.group_key, one.location_key or 0
        ):
            judged.refused.setdefault(NOT_THERE, []).append(one)
        elif title is not None:
            judged.refused.setdefault(f"it is linked to the task “{title}”", []).append(one)
        elif back is None:
            judged.waiting.append(one)
        elif not back:
            judged.refused.setdefault(NOT_BACK, []).append(one)
        else:
            judged.free.append(one)
    return judged
