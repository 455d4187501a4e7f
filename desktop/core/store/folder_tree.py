"""What the folder pane shows of an account's mailboxes: special ones first and on top wherever the server keeps them, then a tree.

Invariant: a row stands right behind the one it is inside of or that one's other rows, one level deeper. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from desktop.core.api.rows import MailboxRow
from desktop.core.mail.mailbox import SpecialUse, is_watched, plain_name, rank
from desktop.values import dataclass

_Listed = tuple[tuple[str, ...], Any]
"""The levels of a mailbox's name, and its row of the table."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands among its account's: `head` are the levels of the special mailbox it is or is inside of (none: nothing),
    `levels` lead on from there."""

    use: SpecialUse
    head: tuple[str, ...]
    levels: tuple[str, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """By level: by whole names "Work new" would come between "Work" and "Work/2027"."""
        return rank(self.use), *(
            tuple((plain_name(level).lower(), level) for level in part) for part in (self.head, self.levels)
        )


def folder_rows(rows: Iterable[Any], only: Collection[int] | None = None) -> list[MailboxRow]:
    """Of mailboxes as read by `folder_rows`, in their accounts' order; `only` of those account keys."""
    accounts: dict[int, list[_Listed]] = {}
    for row in rows:
        if only is None or row.account_key in only:
            name = row.shown_name or row.name
            below = name.removeprefix(row.mailbox_prefix) or name
            levels = tuple(below.split(row.delimiter)) if row.delimiter else (below,)
            accounts.setdefault(row.account_key, []).append((levels, row))
    return [row for listed in accounts.values() for row in _tree(listed)]


def _tree(listed: list[_Listed]) -> list[MailboxRow]:
    special = {
        levels: SpecialUse(row.special_use) for levels, row in listed if row.special_use != SpecialUse.NONE.value
    }
    placed = sorted(((_place(levels, special), row) for levels, row in listed), key=lambda one: one[0].order)
    holding = {(place.head, place.levels[:end]) for place, _ in placed for end in range(len(place.levels))}
    emptied = {levels[:end] for levels in special for end in range(1, len(levels))}
    # "[Gmail]" only holds mailboxes that stand on top.
    placed = [
        (place, row)
        for place, row in placed
        if row.selectable or place.levels not in emptied or (place.head, place.levels) in holding
    ]
    there = {(place.head, place.levels) for place, _ in placed}
    return [_row(place, row, there) for place, row in placed]


def _place(levels: tuple[str, ...], special: dict[tuple[str, ...], SpecialUse]) -> _Place:
    for end in range(len(levels), 0, -1):
        if levels[:end] in special:
            return _Place(special[levels[:end]], levels[:end], levels[end:])
    return _Place(SpecialUse.NONE, (), levels)


def _row(place: _Place, row: Any, there: set[tuple[tuple[str, ...], tuple[str, ...]]]) -> MailboxRow:
    """One level below each of those above it that are there; what is not there ("user.bob") is part of its label."""
    use = SpecialUse(row.special_use)
    above = [end for end in range(len(place.levels)) if (place.head, place.levels[:end]) in there]
    own = place.levels[above[-1] if above else 0 :] or place.head[-1:]
    return MailboxRow(
        mailbox_key=row.mailbox_key,
        account_key=row.account_key,
        name=row.shown_name or row.name,
        label=plain_name((row.delimiter or "").join(own)),
        depth=len(above),
        special_use=use,
        selectable=bool(row.selectable),
        total=row.total,
        unread=row.unread,
        held_removals=len(json.loads(row.held_removals)) if row.held_removals else 0,
        watched=is_watched(use, row.watched),
        delimiter=row.delimiter,
    )
