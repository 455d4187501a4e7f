"""Histories of sending against the oracle of the month: never more than the plan allows, never a second allowance, whatever clock,
zone, plan, server and deaths do; and the N-th always goes.

The real outbox and sender on a real store; the server is a script. The oracle is `plan_oracle.Month`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.errors import Code, ConnectionFailure
from desktop.core.api.workspace import ChangeReason
from desktop.core.operations.sender import Sender
from desktop.core.plan.schedule import Change
from desktop.core.profile import load_catalogue
from desktop.core.smtp.gateway import Accepted, Refused, Submission, UnknownOutcome
from desktop.core.store import outbox, plan_changes
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace import plan_time
from desktop.core.workspace.standing import Standing
from tests.fakes.cache import NOW, Cache
from tests.fakes.plan_oracle import DAY, PLANS, TABLE, Month

CATALOGUE = load_catalogue()
ZONES = (
    "UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Etc/GMT-14", "Europe/Madrid", "Australia/Lord_Howe", "America/Havana",
    "America/Santiago",
)  # fmt: skip
TURNS = [
    int(datetime(year, month, 1, tzinfo=ZoneInfo(zone)).timestamp())
    for year, month in ((2026, 12), (2027, 1), (2027, 3), (2028, 2), (2028, 3)) for zone in ZONES
]  # fmt: skip


class Dead(BaseException):
    """The program was killed."""


class Post:
    """An outbox, a sender and a server that does as the chance has it; the oracle follows."""

    def __init__(self, directory: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.cache = Cache(directory)
        self.clock = self.cache.clock
        self.standing = Standing(CATALOGUE, ZoneInfo(self.chance.choice(ZONES)), self.clock.now)
        self.month = Month(self.standing.zone)
        self.accepted: list[tuple[int, str]] = []
        self.tried: list[int] = []
        self.plan = ""
        self.cache.store.writer.run("begin", lambda uow: plan_changes.begin(uow, "standard"))
        self.choose("basic")
        self.restart()

    def restart(self) -> None:
        """As after `kill -9`."""
        self.cache.reopen()
        self.sender = Sender(
            self.cache.store, self.clock, connect=lambda account_key: self, quota=self.standing.quota,
            files_sent=lambda account_key: True, notify=lambda notice: None,
        )  # fmt: skip

    def submit(
        self, envelope_from: str, recipients: Sequence[str], raw: bytes, *, before_data_end: Callable[[], None]
    ) -> Submission:
        mail = int(raw)
        self.tried.append(mail)
        match self.chance.choices(
            ("yes", "no", "later", "line", "die before", "die after", "unknown"), (9, 2, 2, 1, 1, 1, 1)
        )[0]:
            case "yes":
                before_data_end()
                self.accepted.append((mail, self.month.month(self.clock.now())))
                self.month.settle(mail)
                return Accepted("250 OK")
            case "no":
                self.month.give_back(mail)
                return Refused(550, "No.", permanent=True)
            case "later":
                return Refused(451, "Later.", permanent=False)
            case "line":
                raise ConnectionFailure(Code.CONNECTION_LOST, host="h")
            case "die before":
                raise Dead
            case "die after":
                before_data_end()
                self.month.settle(mail)
                raise Dead
        before_data_end()
        self.month.settle(mail)
        return UnknownOutcome("silence")

    # steps

    def write(self, count: int = 3) -> None:
        def add(uow: UnitOfWork) -> None:
            for _ in range(count):
                key = 1 + int(uow.connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name='outbox'").scalar_one_or_none() or 0)  # fmt: skip
                made = outbox.add_outbox(
                    uow, account_key=self.cache.account_key, message_id=f"o{key}@x", subject="S", envelope_from="a@x",
                    recipients=[f"p{n}@x" for n in range(1 + key % 3)], raw=str(key).encode(), not_before=uow.now,
                )  # fmt: skip
                assert made == key

        self.cache.store.writer.run("write", add)

    def send(self) -> None:
        """Each due mail is tried or held as the oracle says. It is asked mail by mail, because deaths come between."""
        self.sender.rested(self.cache.account_key)
        self.sender._settle_left_over()
        due = self.cache.store.read(lambda connection: outbox.load_due(connection, self.clock.now()))
        for key, owner in due:
            may = TABLE[self.plan].mailboxes > 0 and self.month.take(key, self.plan, self.clock.now())
            self.tried.clear()
            self.sender.rested(owner)
            try:
                self.sender._send(key, owner)
            except Dead:
                self.restart()
            assert self.tried == ([key] if may else []), (key, self.plan, self.month)

    def book(self) -> None:
        left = self.chance.choice((0, 1, 2, 5))
        now = self.clock.now()
        limit = TABLE[self.plan].sends
        month = self.month.month(now)
        count = limit - left - self.month.used.get(month, 0)
        booked = self.cache.store.writer.run(
            "book", lambda uow: outbox.book(uow, self.standing.month(uow.connection), count, limit)
        )
        assert booked == self.month.book(count, self.plan, now)

    def choose(self, plan_id: str | None = None) -> None:
        self.plan = plan_id or self.chance.choice(PLANS)

        def bring(uow: UnitOfWork) -> None:
            key = plan_changes.add_change(uow, self.plan, at=uow.now, decided_at=uow.now, reason="chosen", keep=None)
            change = Change(key, self.plan, uow.now, uow.now, ChangeReason.CHOSEN)
            plan_time.bring_into_force(uow, self.standing, change, frozenset())

        self.cache.store.writer.run("plan", bring)

    def wait(self) -> None:
        self.clock.advance(self.chance.choice((1, 60, 3600, 5 * 3600, DAY, 9 * DAY)))

    def turn(self) -> None:
        """To the edge of a month somewhere in the world, there or back."""
        self.clock.set(self.chance.choice(TURNS) + self.chance.choice((-1, 0, 1)))

    def jump(self) -> None:
        self.clock.set(max(0, self.clock.now() + self.chance.choice((-40, -1, 1, 40)) * DAY))

    def travel(self) -> None:
        self.standing.zone = self.month.zone = ZoneInfo(self.chance.choice(ZONES))

    def take_back(self) -> None:
        """A mail that waits is discarded; one of unknown outcome is tried again because a person says so."""
        with self.cache.store.reading() as connection:
            rows = outbox.load_rows(connection)
        if not rows:
            return
        row = self.chance.choice(rows)

        def change(uow: UnitOfWork) -> None:
            if row.state == "unknown":
                outbox.set_outbox_state(uow, row.outbox_key, "waiting", not_before=uow.now)
            else:
                outbox.settle_ledger(uow, row.outbox_key, "released")
                outbox.drop_outbox(uow, row.outbox_key)

        if row.state in ("waiting", "held", "failed", "unknown") and row.outbox_key not in self.month.settled:
            self.cache.store.writer.run("take back", change)
            self.month.give_back(row.outbox_key)

    def check(self) -> None:
        with self.cache.store.reading() as connection:
            for month, used in self.month.used.items():
                assert outbox.count_sent(connection, month) == used, month
        for month, used in Counter(month for _, month in self.accepted).items():
            assert used <= max(row.sends for row in TABLE.values())
            assert used <= self.month.used[month]
        assert len({mail for mail, _ in self.accepted}) == len(self.accepted), "nothing is sent twice"

    def close(self) -> None:
        self.cache.store.close()


def play(directory: Path, seed: int, steps: int) -> None:
    post = Post(directory, seed)
    kinds = {
        post.write: 5, post.send: 6, post.book: 3, post.choose: 1, post.wait: 3, post.turn: 1, post.jump: 1, post.travel: 1,
        post.take_back: 1, post.restart: 1,
    }  # fmt: skip
    try:
        for _ in range(steps):
            post.chance.choices(list(kinds), list(kinds.values()))[0]()
            post.check()
    finally:
        post.close()


@pytest.mark.parametrize("seed", range(6))
def test_reading_6_the_month_is_the_oracles(tmp_path, seed):
    play(tmp_path / "profile", seed, 60)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1060))
def test_reading_6_long_histories(tmp_path, seed):
    play(tmp_path / "profile", seed, 500)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = Post(tmp_path / "profile", 1)
    made.standing.zone = made.month.zone = UTC
    yield made
    made.close()


def always(post: Post, way: str) -> None:
    post.chance.choices = lambda *_: [way]


def test_reading_6_what_waited_over_the_months_end_is_not_sent_beside_a_whole_month(post):
    """Mails that were tried in November and are taken in December are December's."""
    limit = TABLE["basic"].sends
    post.cache.store.writer.run("book", lambda uow: outbox.book(uow, "2026-11", limit - 3, limit))
    post.month.book(limit - 3, "basic", NOW)
    post.write(3)
    always(post, "later")
    post.send()
    assert post.month.used["2026-11"] == limit
    post.clock.set(int(datetime(2026, 12, 1, tzinfo=UTC).timestamp()))
    post.cache.store.writer.run("book", lambda uow: outbox.book(uow, "2026-12", limit - 1, limit))
    post.month.book(limit - 1, "basic", post.clock.now())
    always(post, "yes")
    post.send()
    assert [month for _, month in post.accepted] == ["2026-12"]
    post.check()
