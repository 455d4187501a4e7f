"""Mails of which only the names matter, in memory: for grouping them by conversation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.core.mail.grouping import Groups, Listed, Named
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Mail:
    """`listed`: it stands in the list that is looked at, and not in another folder alone."""

    key: int
    id: str
    names: str = ""
    listed: bool = True

    @property
    def stored(self) -> str:
        return self.names or self.id or "subject:"

    @property
    def thread(self) -> str:
        return self.names or self.id


class Here:
    """A mail's key is its message's key and its moment too."""

    def __init__(self, *mails: Mail) -> None:
        self.mails = sorted(mails, key=lambda one: one.key)
        self.asked: list[str] = []

    def rows(self, limit: int | None = None) -> list[Listed]:
        rows = [Listed(one.key, one.key, one.stored, one.id) for one in reversed(self.mails) if one.listed]
        return rows[:limit]

    def with_ids(self, ids: Sequence[str]) -> Iterable[Named]:
        self.asked += ids
        return [Named(one.key, one.stored, one.id) for one in self.mails if one.id in ids]

    def of_threads(self, threads: Sequence[str], most: int) -> Iterable[Named]:
        found = [Named(one.key, one.stored, one.id) for one in self.mails if one.thread in threads]
        return found[:most]

    def listed(self, message_keys: Sequence[int]) -> Iterable[Listed]:
        return [row for row in self.rows() if row.key in message_keys]


def found(groups: Groups) -> list[list[int]]:
    return [list(groups.members(group)) for group in range(len(groups))]
