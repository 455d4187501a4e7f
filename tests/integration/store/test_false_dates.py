"""False dates and jumping clocks: no local copy goes before its time, whoever's clock was wrong.

Time of receipt is the server's INTERNALDATE, capped by the moment the mail was first seen here; the Date header counts nothing.
"""

from __future__ import annotations

import random
from datetime import UTC

import pytest

from desktop.core.clock import ManualClock
from desktop.core.profile import load_catalogue
from desktop.core.store import accounts, plan_changes
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.housekeeper import Housekeeper
from desktop.core.workspace.standing import Standing
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]
DAY = 86_400
YEAR = 365 * DAY
PLAN = "professional"  # 90 days
KEEPS = 90 * DAY


def choose_plan(uow: UnitOfWork) -> None:
    plan_changes.begin(uow, PLAN)


class House:
    """A housekeeper over a cache; each `start` is a new run of the program."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self.notices: list[str] = []
        self.start()

    def start(self) -> None:
        store, clock = self.cache.store, self.cache.clock
        store.writer.run("plan", choose_plan)
        standing = Standing(load_catalogue(), UTC, clock.now)
        self.keeper = Housekeeper(store, clock, standing, lambda notice: self.notices.append(notice.kind))

    def sweep(self) -> int:
        return self.keeper.sweep().removed

    def here(self) -> int:
        return self.cache.scalar("SELECT count(*) FROM location")


@pytest.fixture
def house(cache: Cache) -> House:
    return House(cache)


def dated(number: int, date: str) -> bytes:
    return mail(number).replace(b"Date: Mon, 16 Nov 2026", f"Date: {date}".encode(), 1)


DATES = ("Thu, 01 Jan 1970", "Fri, 31 Dec 2099", "Mon, 32 Foo 20x6", "Sat, 01 Jan 0000")


@pytest.mark.parametrize("seed", range(3))
def test_the_set_that_goes_is_the_oracles_whatever_the_dates(house, seed):
    chosen = random.Random(seed)
    cache = house.cache
    stays = set()
    for number in range(60):
        received = NOW - chosen.choice((0, DAY, 40 * DAY, KEEPS - 1, KEEPS, KEEPS + 1, YEAR, NOW, -20 * YEAR, -DAY))
        key = cache.put("INBOX", dated(number, chosen.choice(DATES)), number + 1, received=max(0, received))
        if not NOW - min(max(0, received), NOW) > KEEPS:
            stays.add(key)
    house.sweep()
    assert {
        row for row in range(1, 61) if cache.scalar(f"SELECT count(*) FROM location WHERE location_key={row}")
    } == stays


def test_mail_of_the_future_expires_by_the_day_it_was_first_seen(house):
    house.cache.put("INBOX", mail(1), 1, received=NOW + 70 * YEAR)
    house.cache.clock.advance(KEEPS)
    house.cache.put("INBOX", mail(2), 2, received=house.cache.clock.now())
    assert house.sweep() == 0
    house.cache.clock.advance(2)
    assert house.sweep() == 1


JUMPS = [sign * jump for jump in (40 * DAY, YEAR, 10 * YEAR) for sign in (1, -1)] + [-DAY, -2 * 3600, -NOW]


def young_and_old(house: House) -> None:
    """Mail of every age that stays, the oldest an hour from its end."""
    for number in range(20):
        house.cache.put("INBOX", mail(number), number + 1, received=NOW - number * (KEEPS - 3600) // 19)
    assert house.sweep() == 0


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_that_jumps_deletes_nothing_and_catches_up_after_repair(house, jump, restarted):
    young_and_old(house)
    house.cache.clock.set(max(0, NOW + jump))
    if restarted:
        house.start()
    for _ in range(3):
        assert house.sweep() == 0
        house.cache.clock.advance(3600)
    house.cache.clock.set(NOW + 2 * DAY)
    house.cache.put("INBOX", mail(100), 100, received=NOW + 2 * DAY)
    if restarted:
        house.start()
    assert house.sweep() == 1, "the one that was an hour from its end"
    assert house.here() == 20


@pytest.mark.parametrize("jump", JUMPS)
def test_mail_first_seen_under_a_wrong_clock_does_not_expire_by_it(house, jump):
    young_and_old(house)
    house.cache.clock.set(max(0, NOW + jump))
    house.cache.put("INBOX", mail(50), 50, received=NOW)
    house.sweep()
    house.cache.clock.set(NOW + 3600)
    house.start()
    house.sweep()
    assert house.cache.scalar("SELECT count(*) FROM location WHERE uid = 50") == 1


def test_after_a_long_time_off_the_first_new_mail_confirms_the_date(house):
    young_and_old(house)
    house.cache.clock.advance(30 * DAY)
    house.start()
    assert house.sweep() == 0
    assert house.notices == [], "nobody is told that the clock is wrong when it may well be right"
    house.cache.put("INBOX", mail(100), 100, received=house.cache.clock.now() - 60)
    assert house.sweep() == 7


def test_a_computer_that_slept_for_long_is_not_taken_for_a_wrong_clock(house):
    """Steady time stands still while it sleeps."""
    young_and_old(house)
    house.cache.clock.set(NOW + 30 * DAY)
    house.cache.put("INBOX", mail(100), 100, received=NOW + 30 * DAY)
    assert house.sweep() == 7
    assert house.notices == []


def test_a_clock_that_was_once_far_ahead_does_not_stop_the_sweep_for_years(house):
    cache = house.cache
    cache.clock.set(NOW + 10 * YEAR)
    house.sweep()  # nothing is here yet: nothing contradicts it
    cache.clock.set(NOW)
    house.start()
    cache.put("INBOX", mail(1), 1, received=NOW - KEEPS - 5)
    assert house.sweep() == 0
    cache.put("INBOX", mail(2), 2, received=NOW - 5)
    assert house.sweep() == 1


def test_the_mark_of_time_only_grows(house):
    cache = house.cache
    assert isinstance(cache.clock, ManualClock)
    house.sweep()
    before = cache.store.read(lambda connection: accounts.load_setting(connection, "high_water"))
    cache.clock.set(NOW - 1800)  # within what clocks are corrected by
    house.sweep()
    assert cache.store.read(lambda connection: accounts.load_setting(connection, "high_water")) == before
