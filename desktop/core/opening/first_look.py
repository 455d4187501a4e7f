"""What the first screen shows, by the plan in force and by who looks, read before the engine is there. Any thread.

Invariant: an answer is equal to the engine's, or there is none. Everything is read anew each time, so what the engine writes while it
opens is seen; no look is taken where the engine has something to do first (a plan whose moment has come, a file to be mended).
"""

from __future__ import annotations

import threading
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import tzinfo
from pathlib import Path
from types import TracebackType
from typing import Any

from desktop.core.api.errors import BandejaError
from desktop.core.api.linking import LinkRow
from desktop.core.api.queries import ListView
from desktop.core.api.rows import (
    AccountRow,
    AwaitedRow,
    DraftRow,
    MailboxRow,
    MessageRow,
    OperationRow,
    OutboxRow,
    PlanRow,
)
from desktop.core.api.stopping import Stop
from desktop.core.api.workspace import ChangeReason, MemberRow, PlanChangeRow
from desktop.core.mail.grouping import Groups
from desktop.core.plan import limits, quota, schedule
from desktop.core.plan.catalogue import Catalogue, Plan
from desktop.core.plan.limits import Connected, Shared
from desktop.core.plan.retention import expires_at
from desktop.core.plan.schedule import Change
from desktop.core.plan.usage import change_rows, plan_row
from desktop.core.store.first_rows import FirstRows, Place, Quiet, open_first_rows
from desktop.core.store.lock import ProfileLock
from desktop.core.terms import load_catalogue, local_zone

MOST_ROWS = 500


class NoAnswer(Exception):
    """The engine is to be asked."""


class FirstLook:
    def __init__(self, rows: FirstRows, lock: ProfileLock, catalogue: Catalogue, zone: tzinfo, now: Callable[[], int]):
        self.lock = lock
        """Of the profile; the store's when the engine is made."""
        self._rows, self._catalogue, self._zone, self._now = rows, catalogue, zone, now
        self._one = threading.RLock()

    def __enter__(self) -> None:
        """One thread at a time, and what goes wrong is for the engine to say."""
        self._one.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._one.release()
        if isinstance(error, BandejaError | ValueError | LookupError | TypeError | self._rows.faults):
            raise NoAnswer from error

    def suffices(self) -> bool:
        """Is there mail to show, and nothing that the engine does first?"""
        with self:
            due = schedule.due(self._changes(), self._now())
            return self._rows.is_todays() and not due and bool(self.accounts()) and self._plan() is not None

    def accounts(self) -> list[AccountRow]:
        with self:
            return self._rows.accounts(self._visible())

    def mailboxes(self) -> list[MailboxRow]:
        with self:
            return self._rows.mailboxes(self._visible())

    def first_keys(self, view: ListView, limit: int = 100) -> list[int]:
        with self:
            return self._rows.first_keys(self._place(view), limit)

    def list_keys(self, view: ListView, stop: Stop | None = None) -> array[int]:
        """Of a plain list, which nobody stops."""
        with self:
            place = self._place(view)
        try:
            return self._rows.list_keys(place)  # takes a while, and the screen may want rows meanwhile
        except self._rows.faults as error:
            raise NoAnswer from error

    def first_groups(self, view: ListView, limit: int = 100) -> Groups:
        with self:
            return self._rows.first_groups(self._place(view), limit)

    def list_groups(self, view: ListView, stop: Stop | None = None) -> Groups:
        with self:
            place = self._place(view)
        try:
            return self._rows.list_groups(place)
        except self._rows.faults as error:
            raise NoAnswer from error

    def rows(self, location_keys: Sequence[int]) -> dict[int, MessageRow]:
        if len(location_keys) > MOST_ROWS:
            raise NoAnswer
        if not location_keys:
            return {}
        with self:
            plan = self._plan()
            return self._rows.rows(location_keys, lambda received, seen: expires_at(received, seen, plan))

    def plan(self) -> PlanRow:
        with self:
            month = quota.counting_month(self._now(), self._zone, self._rows.newest_month())
            me = self._current()
            return plan_row(
                self._catalogue, self._plan(), month=month, zone=self._zone, sent=self._rows.count_sent(month),
                held=self._rows.setting("sweep_held"), used=sum(one.member_key == me for one in self._rows.owned()),
                shared_used=len(self._shared()),
            )  # fmt: skip

    def members(self) -> list[MemberRow]:
        with self:
            current, resting = self._current(), limits.resting_shares(self._shared(), self._plan())
            own = Counter(one.member_key for one in self._rows.owned())
            seen = Counter(one.member_key for one in self._rows.shares() if one.account_key not in resting)
            return [
                MemberRow(
                    one.member_key, one.name, one.position, one.member_key == current, own[one.member_key],
                    seen[one.member_key],
                )
                for one in self._rows.members()
            ]  # fmt: skip

    def plan_changes(self) -> list[PlanChangeRow]:
        with self:
            return change_rows(self._changes(), self._catalogue.find)

    def outbox(self) -> list[OutboxRow]:
        return self._nothing(Quiet.OUTBOX)

    def operations(self) -> list[OperationRow]:
        return self._nothing(Quiet.OPERATIONS)

    def drafts(self) -> list[DraftRow]:
        return self._nothing(Quiet.DRAFTS)

    def awaited(self) -> list[AwaitedRow]:
        return self._nothing(Quiet.AWAITED)

    def waiting(self) -> list[LinkRow]:
        return self._nothing(Quiet.LINKS)

    def offers(self) -> list[str]:
        return self._nothing(Quiet.OFFERS)

    def close(self) -> None:
        with self._one:
            self._rows.close()

    def _place(self, view: ListView) -> Place:
        if not view.is_plain:
            raise NoAnswer
        return Place(view.mailbox_key, view.special_use, None if view.special_use is None else self._visible())

    def _nothing(self, kind: Quiet) -> list[Any]:
        """Most starts have nothing that waits; who has, hears of it from the engine."""
        with self:
            if self._rows.is_any(kind):
                raise NoAnswer
        return []

    # by the rules of the plan, from what is stored

    def _plan(self) -> Plan:
        """Raises PlanError for one that is not in the table, LookupError where none was ever in force."""
        change = schedule.in_force(self._changes())
        if change is None:
            raise LookupError
        return self._catalogue.find(change.plan_id)

    def _changes(self) -> list[Change]:
        return [
            Change(key, plan_id, at, decided_at, ChangeReason(reason), keep, carried_out)
            for key, plan_id, at, decided_at, reason, keep, carried_out in self._rows.changes()
        ]

    def _current(self) -> int:
        keys = [one.member_key for one in self._rows.members()]
        chosen = self._rows.setting("member")
        return chosen if chosen in keys else keys[0]

    def _shared(self) -> list[Shared]:
        since: dict[int, int] = {}
        for one in self._rows.shares():
            since[one.account_key] = min(since.get(one.account_key, one.shared_at), one.shared_at)
        return [Shared(key, at) for key, at in since.items()]

    def _visible(self) -> frozenset[int] | None:
        """Account keys that the current member sees; None when that is all of them."""
        if len(self._rows.members()) < 2:
            return None
        seen_by: dict[int, set[int]] = {}
        for one in self._rows.shares():
            seen_by.setdefault(one.account_key, set()).add(one.member_key)
        return limits.visible(
            [Connected(one.account_key, one.member_key or 0, one.connected_at, one.chosen) for one in self._rows.owned()],
            seen_by, limits.resting_shares(self._shared(), self._plan()), self._current(),
        )  # fmt: skip


def take_first_look(
    profile: Path, now: Callable[[], int], load: Callable[[Path], Catalogue] = load_catalogue
) -> FirstLook | None:
    """`load` gives the table of plans. None where the engine must come first, or has to say why the profile cannot be used. Holds the profile's lock else."""
    try:
        catalogue, lock = load(profile), ProfileLock(profile)
    except (BandejaError, OSError):
        return None
    rows = open_first_rows(profile)
    if rows is not None:
        look = FirstLook(rows, lock, catalogue, local_zone(), now)
        try:
            if look.suffices():
                return look
        except NoAnswer:
            pass
        look.close()
    lock.release()
    return None
