"""Members, mailboxes and shares through random plan changes and choices, against the oracle: who is suspended, which share is refused,
and that what-if says beforehand what the plan then does.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.commands import Command
from desktop.core.api.errors import Code, PlanError
from desktop.core.api.workspace_commands import KeepMailboxes, SetPlan, ShareMailbox
from desktop.core.operations.service import OperationsService
from desktop.core.profile import load_catalogue
from desktop.core.store import accounts, members, plan_changes
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.standing import Standing
from desktop.core.workspace.view import WorkspaceView
from desktop.core.workspace.wishes import WorkspaceWishes
from tests.fakes import plan_oracle
from tests.fakes.cache import Cache, settings
from tests.fakes.plan_oracle import PLANS, TABLE, Box

CATALOGUE = load_catalogue()


class Office:
    """Three members; the store's answers on one side, the oracle's boxes and shares on the other."""

    def __init__(self, directory: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.cache = Cache(directory)
        store = self.cache.store
        self.standing = Standing(CATALOGUE, UTC, self.cache.clock.now)
        self.view = WorkspaceView(store, self.standing)
        self.service = OperationsService(
            store, self.cache.clock.now, lambda: 1 << 24, more=WorkspaceWishes(self.standing).prepared()
        )
        self.plan = "enterprise-1000"
        store.writer.run("begin", lambda uow: plan_changes.begin(uow, self.plan))
        first = store.read(members.load_current)
        self.members = [
            first,
            *(store.writer.run("m", lambda uow, n=n: members.add_member(uow, n)) for n in ("B", "C")),
        ]
        store.writer.run("owner", lambda uow: members.set_owner(uow, self.cache.account_key, first))
        self.boxes = {self.cache.account_key: Box(self.cache.account_key, first, self.cache.clock.now())}
        self.shared: dict[int, set[int]] = {}
        self.since: dict[int, int] = {}

    def wish(self, command: Command) -> None:
        self.service.submit(command).result(30)

    def connect(self) -> None:
        """Another mailbox of somebody, if the plan has room for it."""
        owner = self.chance.choice(self.members)
        own = sum(box.owner == owner for box in self.boxes.values())
        self.cache.clock.advance(self.chance.choice((0, 3600)))  # two may be connected in one second

        def add(uow: UnitOfWork) -> int:
            self.standing.check_room(uow.connection, owner)
            made: AccountSettings = settings(f"u{len(self.boxes)}@example.org")
            key = accounts.add_account(uow, made, f"secret{len(self.boxes)}")
            members.set_owner(uow, key, owner)
            return key

        if own < TABLE[self.plan].mailboxes:
            key = self.cache.store.writer.run("add", add)
            self.boxes[key] = Box(key, owner, self.cache.clock.now())
            return
        with pytest.raises(PlanError) as refused:
            self.cache.store.writer.run("add", add)
        assert refused.value.code is (Code.PLAN_NO_SYNC if self.plan == "free" else Code.PLAN_MAILBOXES)

    def share(self) -> None:
        """With some others, or with nobody any more."""
        box = self.chance.choice(list(self.boxes.values()))
        others = {one for one in self.members if one != box.owner and self.chance.random() < 0.6}
        command = ShareMailbox(box.key, tuple(others))
        if others and plan_oracle.fourth_is_refused(set(self.shared), box.key, self.plan):
            with pytest.raises(PlanError) as refused:
                self.wish(command)
            assert refused.value.code is Code.PLAN_SHARES
            assert refused.value.parameters["limit"] == str(TABLE[self.plan].shares)
            return
        self.wish(command)
        self.shared.pop(box.key, None)
        if others:
            self.shared[box.key] = others
            self.since.setdefault(box.key, self.cache.clock.now())
        else:
            self.since.pop(box.key, None)

    def keep(self) -> None:
        chosen = {key for key in self.boxes if self.chance.random() < 0.3}
        self.wish(KeepMailboxes(tuple(chosen)))
        self.choose(chosen)

    def choose(self, chosen: set[int]) -> None:
        choosing = {self.boxes[key].owner for key in chosen}
        for key, box in self.boxes.items():
            if box.owner in choosing:
                self.boxes[key] = replace(box, chosen=key in chosen)

    def change(self) -> None:
        """Another plan; what-if says first what it suspends and what it lets go on."""
        before = plan_oracle.suspended(self.boxes.values(), self.plan)
        self.plan = self.chance.choice(PLANS)
        chosen = {key for key in self.boxes if self.chance.random() < 0.2} if self.chance.random() < 0.3 else None
        what_if = self.view.what_if(self.plan, None, None if chosen is None else tuple(chosen))
        self.wish(SetPlan(self.plan, keep=None if chosen is None else tuple(chosen), again=True))
        if chosen is not None:
            self.choose(chosen)
        after = plan_oracle.suspended(self.boxes.values(), self.plan)
        assert set(what_if.suspended) == after - before
        assert set(what_if.resumed) == before - after

    def check(self) -> None:
        rows = self.view.connected()
        stopped = plan_oracle.suspended(self.boxes.values(), self.plan)
        assert {row.account_key for row in rows if row.suspended} == stopped
        for row in rows:
            refusal = self.cache.store.read(lambda c, key=row.account_key: self.standing.refusal(c, key))
            assert (refusal is not None) is (row.account_key in stopped)
        in_order = sorted(self.shared, key=lambda key: (self.since[key], key))
        working = {row.account_key for row in rows if row.shared_with and not row.shares_rest}
        assert working == set(in_order[: TABLE[self.plan].shares])
        assert {row.account_key: set(row.shared_with) for row in rows if row.shared_with} == self.shared

    def close(self) -> None:
        self.service.close()
        self.cache.store.close()


def play(directory: Path, seed: int, steps: int) -> None:
    office = Office(directory, seed)
    kinds = {office.connect: 6, office.share: 4, office.keep: 1, office.change: 2}
    try:
        for _ in range(steps):
            office.chance.choices(list(kinds), list(kinds.values()))[0]()
            office.check()
    finally:
        office.close()


@pytest.mark.parametrize("seed", range(4))
def test_reading_8_and_10_are_the_oracles(tmp_path, seed):
    play(tmp_path / "profile", seed, 60)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 140))
def test_reading_8_and_10_long_histories(tmp_path, seed):
    play(tmp_path / "profile", seed, 400)
