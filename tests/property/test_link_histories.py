"""Random histories of wishes about links: lost answers, halves, refusals, silence, undo, jumps of the clock, objects that are
deleted behind our back, and death, against a backend that forgives nothing. Afterwards every wish that was stored and not taken back has exactly one object, and nothing else is there.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    Code,
    ConnectionFailure,
    ProtocolError,
    ServerRefusal,
)
from desktop.core.api.link_commands import LinkExisting, RetryLink, Unlink
from desktop.core.api.linking import LinkKind, LinkRow, LinkState
from desktop.core.connectors.queue.worker import ASK_PAUSE
from desktop.core.store import links
from tests.fakes.shop import HOST
from tests.fakes.world import Killed
from tests.integration.linking.conftest import LinkWorld

FAULTS = (
    None,
    None,
    "lost",
    "lost",
    "half",
    "half",
    ConnectionFailure(Code.CONNECTION_REFUSED, host=HOST, port=443),
    ConnectionFailure(Code.SERVER_BUSY, host=HOST, seconds=30),
    ProtocolError(Code.SERVER_CONFUSED, host=HOST, said="HTML"),
    ServerRefusal(Code.SERVER_REFUSED, permanent=False, host=HOST, said="later"),
    ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="no"),
    AuthenticationError(Code.ACCESS_REFUSED, host=HOST, said="expired"),
)


class History:
    def __init__(self, directory: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.world = LinkWorld(directory)
        self.receipts: list[Receipt] = []
        self.told: list[str] = []

    def live(self, steps: int) -> None:
        for _ in range(steps):
            self.world.shop.online = self.random.random() < 0.8
            self.world.shop.script = self.random.choices(FAULTS, k=self.random.randrange(4))
            if self.random.random() < 0.35:
                self.world.death.watch(self.random.randrange(1, 25))
            try:
                self.step()
            except Killed:
                self.told.append(f"died {self.world.death.last}")
            except BandejaError as error:
                self.told.append(f"refused {error.code}")
            if self.world.death.is_dead:
                self.world.restart()
            self.world.death.rest()

    def step(self) -> None:
        world, random_ = self.world, self.random
        kind = random_.choice(
            ("link", "link", "run", "run", "undo", "more", "more and back", "unlink", "retry", "time", "time", "theirs")
        )
        self.told.append(kind)
        match kind:
            case "link":
                mails = random_.sample(range(1, 6), random_.randint(1, 3))
                self.receipts.append(world.link_mail(*mails, kind=random_.choice(list(LinkKind))))
            case "run":
                world.run()
            case "undo":
                world.undo()
            case "time":
                jump = random_.choice((3, 60, 4000, 90_000, -90_000, -40_000_000, 400_000_000))
                world.clock.set(max(1, world.clock.now() + jump))
                world.clock.advance(random_.choice((3, 60, 4000)))
            case "theirs" if world.shop.objects:
                del world.shop.objects[random_.choice(sorted(world.shop.objects))]
            case "more" if self.receipts:
                key = random_.choice(self.receipts).key or 0
                world.wish(LinkExisting(key, (world.key(random_.randint(1, 5)),)))
            case "more and back" if self.receipts:
                key = random_.choice(self.receipts).key or 0
                receipt = world.wish(LinkExisting(key, (world.key(random_.randint(1, 5)),)))
                if random_.random() < 0.8:
                    world.run()
                world.undo(receipt.undo_key)
            case "unlink" if self.receipts:
                world.wish(Unlink(random_.choice(self.receipts).key or 0, delete_object=random_.random() < 0.5))
            case "retry" if self.receipts:
                world.wish(RetryLink(random_.choice(self.receipts).key or 0))

    def settle(self) -> None:
        """The weather is fine again; what failed is tried again by a person."""
        world = self.world
        world.shop.online, world.shop.script = True, []
        for _ in range(4):
            for row in world.linking.waiting():
                if row.state is LinkState.FAILED:
                    world.wish(RetryLink(row.link_key))
                elif row.state is LinkState.UNSURE:
                    self.look(row)
            world.run_all(1)
        world.linking.check_now()
        for _ in range(len(world.linking.all_links()) + 1):
            world.clock.advance(ASK_PAUSE)
            world.run()

    def look(self, row: LinkRow) -> None:
        """A person sees in the shop whether it is there: removes it by hand and forgets it, or says that it is not."""
        stored = self.world.store.read(lambda connection: links.load_link(connection, row.link_key))
        if stored is None:
            return
        key = stored.wish_key
        there = [one for one, wish in self.world.shop.objects.items() if wish.key == key]
        for one in there:
            del self.world.shop.objects[one]
        self.world.wish(Unlink(row.link_key) if there else RetryLink(row.link_key, confirmed_not_made=True))


def check(directory: Path, seed: int, steps: int = 14) -> None:
    history = History(directory, seed)
    world = history.world
    try:
        history.live(steps)
        history.settle()
        told = (seed, history.told)
        assert world.linking.waiting() == [], told
        assert len(set(world.shop.keys())) == len(world.shop.objects), told
        linked = {row.remote_id for row in world.linking.all_links() if row.state is not LinkState.GONE}
        assert linked <= set(world.shop.objects), told
        assert world.shop.halves == set(), told
        assert set(world.shop.keys()) <= world.shop.files, told  # what is there has its files
        said = {wish.key for one, wish in world.shop.named if one in world.shop.objects}
        told_and_meant = "SELECT wish_key FROM wish WHERE adds AND NOT unmake"
        meant = set(world.store.read(lambda connection: connection.exec_driver_sql(told_and_meant).scalars().all()))
        refused = any(one.kind in ("mail_stays_named", "link_failed") for one in world.notices)
        assert said <= meant or refused, told  # what was undone is said no more
        unlinked = set(world.shop.objects) - linked
        kept = world.cache.scalar("SELECT count(*) FROM undo_group WHERE done = 'unlinked'")
        assert not unlinked or kept, told  # only a link that was ended leaves an object behind
        assert len({(row.message_key, row.kind, row.remote_id) for row in world.linking.all_links()}) == len(
            world.linking.all_links()
        ), told
    finally:
        world.close()


@pytest.mark.parametrize("seed", range(6))
def test_histories(tmp_path: Path, seed: int):
    check(tmp_path / "profile", seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1000, 2000, 10))
def test_a_thousand_histories(tmp_path: Path, first: int):
    """Ten a test: a busy machine needs some five seconds for each, and a test has a limit."""
    for seed in range(first, first + 10):
        check(tmp_path / str(seed), seed, steps=20)
