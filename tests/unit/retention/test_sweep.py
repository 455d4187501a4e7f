"""A sweep on a store alone: what it says of each mail, what it takes, in how many slices, and what it tells of itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from desktop.core.mail.flags import FlagSet
from desktop.core.plan.catalogue import Plan
from desktop.core.retention import sweep
from desktop.core.retention.sweep import SweepResult
from desktop.core.store import expiry, links, mailboxes
from desktop.core.store.expiry import LoggedSweep
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]
DAY = 86_400
MONTH = Plan("standard", "Standard", 5, None, 30, 90, 100)
ALWAYS = dataclasses.replace(MONTH, plan_id="professional", storage_days=None)
NOTHING = Plan("free", "Free", 0, None, None, None, 0, syncs=False)


def put(cache: Cache, *numbers: int, age: float, mailbox: str = "INBOX", body: str = "Texto.") -> list[int]:
    """Mails that were received so many days ago."""
    received = int(NOW - age * DAY)
    return [cache.put(mailbox, mail(n, body=body), n, received=received, flags=FlagSet()) for n in numbers]


def hold(cache: Cache, location_key: int) -> None:
    key = cache.scalar(f"SELECT message_key FROM location WHERE location_key = {location_key}")
    cache.store.writer.run("l", lambda uow: links.add_link(uow, key, "task", "local", "1", "Obra", "open"))


def here(cache: Cache) -> set[int]:
    rows = cache.store.read(lambda c: c.exec_driver_sql("SELECT location_key FROM location").all())
    return {row[0] for row in rows}


def log(cache: Cache) -> list[LoggedSweep]:
    return cache.store.read(lambda connection: expiry.load_sweeps(connection, 10))


def size_of(cache: Cache, *keys: int) -> int:
    sql = f"SELECT sum(size) FROM message JOIN location USING (message_key) WHERE location_key IN ({','.join(map(str, keys))})"
    return cache.scalar(sql)


def count_jobs(cache: Cache) -> dict[str, int]:
    """How often each job of the writer runs from now on; "fold" are the foldings of the log. Space is not given
    back, which folds by itself."""
    counts: dict[str, int] = {}
    writer = cache.store.writer

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **how: object) -> object:
            key = name or str(arguments[0])
            counts[key] = counts.get(key, 0) + 1
            return real(*arguments, **how)

        return call

    writer.run = counted("", writer.run)  # type: ignore[method-assign]
    writer.fold_log = counted("fold", writer.fold_log)  # type: ignore[method-assign]
    writer.give_space_back = counted("space", lambda: None)  # type: ignore[method-assign]
    return counts


@pytest.fixture
def mails(cache: Cache) -> tuple[list[int], list[int], int]:
    """(two that are past a month, two that are not, one past it that a task holds)"""
    old, new = put(cache, 1, 2, age=31), [*put(cache, 3, age=29), *put(cache, 4, age=30)]
    (held,) = put(cache, 5, age=40)
    hold(cache, held)
    return old, new, held


def test_each_mail_is_judged_with_its_reason(cache: Cache, mails: tuple[list[int], list[int], int]):
    old, new, held = mails
    judged = {one.location_key: one for one in sweep.judge(cache.store, MONTH, NOW)}
    reasons = {key: (one.removed, one.reason) for key, one in judged.items()}
    assert reasons == {
        old[0]: (True, "expired"), old[1]: (True, "expired"), held: (False, "task"),
        new[0]: (False, "within_period"), new[1]: (False, "within_period"),
    }  # fmt: skip
    one = judged[old[0]]
    assert (one.mailbox, one.account, one.message_id) == ("INBOX", "ana@example.org", "m1@example.org")
    assert (one.internaldate, one.size) == (NOW - 31 * DAY, len(mail(1, body="Texto.")))


def test_a_plan_that_keeps_everything_says_so_of_each(cache: Cache, mails: object):
    judged = sweep.judge(cache.store, ALWAYS, NOW)
    assert {(one.removed, one.reason) for one in judged} == {(False, "plan_keeps_everything")}
    assert len(judged) == 5
    assert sweep.preview(cache.store, ALWAYS, NOW) == []
    counts = count_jobs(cache)
    assert sweep.run(cache.store, ALWAYS, NOW) == SweepResult(0, 0)
    assert counts == {}


def test_it_takes_what_it_said_and_logs_it_once(cache: Cache, mails: tuple[list[int], list[int], int]):
    old, new, held = mails
    said = sweep.preview(cache.store, MONTH, NOW)
    assert {one.location_key for one in said} == {*old}
    size = size_of(cache, *old)
    cache.changes.clear()
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW) == SweepResult(2, size)
    assert here(cache) == {*new, held}
    assert log(cache) == [LoggedSweep(NOW, "standard", 30, 2, size)]
    assert [change.plan for change in cache.changes if change.plan or change.locations] == [True]
    assert counts == {"sweep": 1, "sweep orphans": 1, "space": 1}
    assert cache.scalar("SELECT count(*) FROM message") == 3


def test_where_nothing_leaves_nothing_is_logged_nor_told(cache: Cache, mails: tuple[list[int], list[int], int]):
    sweep.run(cache.store, MONTH, NOW)
    cache.changes.clear()
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW) == SweepResult(0, 0)
    assert (len(log(cache)), cache.changes) == (1, [])
    assert counts == {"sweep orphans": 1}


def test_a_plan_without_mail_takes_all_but_what_is_held(cache: Cache, mails: tuple[list[int], list[int], int]):
    assert sweep.run(cache.store, NOTHING, NOW).removed == 4
    assert here(cache) == {mails[2]}
    assert log(cache)[0].storage_days is None


def test_what_became_held_in_between_stays_and_the_log_says_what_went(cache: Cache):
    keys = put(cache, 1, 2, 3, age=31)
    size = size_of(cache, keys[0], keys[2])
    real = cache.store.writer.run

    def run(name, function, **how):
        if name == "sweep":
            cache.store.writer.run = real
            hold(cache, keys[1])
        return real(name, function, **how)

    cache.store.writer.run = run  # type: ignore[method-assign]
    assert sweep.run(cache.store, MONTH, NOW) == SweepResult(2, size)
    assert here(cache) == {keys[1]}
    assert log(cache) == [LoggedSweep(NOW, "standard", 30, 2, size)]


def test_where_all_became_held_nothing_is_logged(cache: Cache):
    (key,) = put(cache, 1, age=31)
    real = cache.store.writer.run

    def run(name, function, **how):
        if name == "sweep":
            cache.store.writer.run = real
            hold(cache, key)
            cache.changes.clear()
        return real(name, function, **how)

    cache.store.writer.run = run  # type: ignore[method-assign]
    assert sweep.run(cache.store, MONTH, NOW) == SweepResult(0, 0)
    assert (log(cache), cache.changes) == ([], [])


def test_many_go_in_several_slices_of_one_log_entry(cache: Cache):
    keys = put(cache, *range(1, 60), age=31)
    size = size_of(cache, *keys)
    cache.changes.clear()
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW) == SweepResult(59, size)
    assert counts["sweep"] == 3, "16, then a quarter more each time: 20, 25"
    assert log(cache) == [LoggedSweep(NOW, "standard", 30, 59, size)]
    told = [change.plan for change in cache.changes if change.locations or change.mailboxes]
    assert told == [False, False, True], "the screen reads the log once, at the end"


def test_the_screen_is_told_though_the_last_slice_is_full(cache: Cache, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sweep, "MOST_MAILS", 8)
    put(cache, *range(1, 17), age=31)
    cache.changes.clear()
    assert sweep.run(cache.store, MONTH, NOW).removed == 16
    assert [change.plan for change in cache.changes if change.locations or change.mailboxes] == [False, True]


def test_a_slice_takes_what_it_may_and_no_more(cache: Cache, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sweep, "FEW", 3)
    put(cache, *range(1, 18), age=31)
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW).removed == 17
    assert counts["sweep"] == 2, "16, and the last"


def test_a_fast_disk_gets_larger_slices_whatever_the_time_is(cache: Cache):
    put(cache, *range(1, 60), age=31)
    times = (1_000 + number / 10_000 for number in range(1_000))
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW, steady=lambda: next(times)).removed == 59
    assert counts["sweep"] == 3


def test_a_slow_disk_gets_smaller_slices(cache: Cache):
    put(cache, *range(1, 41), age=31)
    times = iter(range(1000))
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW, steady=lambda: float(next(times))).removed == 40
    assert counts["sweep"] == 4, "16, and then as few as there may be: 8"


def test_a_big_mail_goes_alone(cache: Cache):
    put(cache, 1, 2, age=31)
    put(cache, 3, 4, age=31, body="x" * 400_000)
    put(cache, 5, age=31)
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW).removed == 5
    assert counts["sweep"] >= 3
    assert log(cache)[0].removed == 5


def test_the_log_is_folded_between_slices_that_were_much_together(cache: Cache):
    put(cache, *range(1, 8), age=31, body="x" * 800_000)
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW).removed == 7
    assert counts["fold"] == 1, "7 of weight 49, of which 300 is the measure"


def test_who_waits_ends_the_slice(cache: Cache, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sweep, "FEW", 4)
    monkeypatch.setattr("desktop.core.store.writer.Writer._is_awaited", lambda writer: True)
    put(cache, *range(1, 9), age=31)
    counts = count_jobs(cache)
    assert sweep.run(cache.store, MONTH, NOW).removed == 8
    assert counts["sweep"] == 2


def test_mails_that_lay_nowhere_any_more_go_too(cache: Cache):
    put(cache, *range(1, 92), age=31, mailbox="Work")
    cache.store.writer.run("d", lambda uow: mailboxes.drop_mailbox(uow, cache.keys["Work"]))
    counts = count_jobs(cache)
    sweep.run(cache.store, MONTH, NOW)
    assert (cache.scalar("SELECT count(*) FROM message"), counts["sweep orphans"], counts["fold"]) == (0, 3, 2)
