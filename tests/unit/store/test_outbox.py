"""The rows of the outbox and the ledger: when a mail may go, whose month it takes a place of, and who is told of a
change."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.api.errors import Code, PlanError
from desktop.core.api.rows import OutboxState
from desktop.core.store import accounts, outbox, undo_groups
from desktop.core.store.outbox import LOOK_SECONDS
from desktop.core.store.undo_rows import Recorder
from tests.fakes.cache import NOW, Cache, cache, settings

__all__ = ["cache"]
HOUR = 3600


def do(cache: Cache, job: Any) -> Any:
    return cache.store.writer.run("do", job)


def ask(cache: Cache, function: Any, *arguments: Any) -> Any:
    return cache.store.read(lambda connection: function(connection, *arguments))


def put(cache: Cache, number: int = 1, *, account_key: int | None = None, state: str = "waiting", **more: Any) -> int:
    def write(uow) -> int:
        key = outbox.add_outbox(
            uow, account_key=account_key or cache.account_key, message_id=f"m{number}@example.org",
            subject=f"Mail {number}", envelope_from="ana@example.org", recipients=("bob@example.com", "eva@example.com"), raw=b"bytes",
            **{"not_before": NOW, **more},
        )  # fmt: skip
        if state != "waiting":
            outbox.set_outbox_state(uow, key, state)
        return key

    return do(cache, write)


def due(cache: Cache, now: int = NOW, account_key: int | None = None) -> list[int]:
    return [key for key, _ in ask(cache, outbox.load_due, now, account_key)]


def told(cache: Cache) -> set[str]:
    """What the change sets since the last time name."""
    found = {name for one in cache.changes for name in ("outbox", "plan", "desk", "operations") if getattr(one, name)}
    cache.changes.clear()
    return found


def column(cache: Cache, name: str, key: int) -> Any:
    return cache.store.read(
        lambda c: c.exec_driver_sql(f"SELECT {name} FROM outbox WHERE outbox_key = {key}").scalar_one()
    )


def ledger(cache: Cache) -> list[tuple[Any, ...]]:
    sql = "SELECT outbox_key, month, state, at FROM ledger ORDER BY outbox_key"
    return [tuple(row) for row in cache.store.read(lambda c: c.exec_driver_sql(sql).all())]


def another(cache: Cache) -> int:
    return do(cache, lambda uow: accounts.add_account(uow, settings("eva@example.org"), "another"))


# rows


def test_what_goes_in_comes_out(cache: Cache):
    group = do(cache, lambda uow: undo_groups.add_group(uow, "sent", 1))
    told(cache)
    key = put(cache, not_before=NOW + 5, send_at=NOW + 7, group_key=group)
    assert told(cache) == {"outbox"}
    queued = ask(cache, outbox.load_queued, key)
    assert (queued.outbox_key, queued.account_key, queued.draft_key) == (key, cache.account_key, None)
    assert (queued.message_id, queued.subject, queued.envelope_from) == ("m1@example.org", "Mail 1", "ana@example.org")
    assert (queued.recipients, queued.raw) == (("bob@example.com", "eva@example.com"), b"bytes")
    assert (queued.state, queued.not_before, queued.attempts, queued.send_at) == ("waiting", NOW + 5, 0, NOW + 7)
    assert [one.outbox_key for one in ask(cache, outbox.load_group, group)] == [key]
    assert ask(cache, outbox.load_group, group + 1) == []
    assert ask(cache, outbox.load_queued, key + 1) is None
    assert ask(cache, outbox.is_known, "m1@example.org")
    assert not ask(cache, outbox.is_known, "m2@example.org")


def test_a_row_says_what_a_person_may_know(cache: Cache):
    held, sending = put(cache, send_at=NOW + 9), put(cache, 2, state="handed_over")
    put(cache, 3, state="sent")
    put(cache, 4, state="replaced")
    why = PlanError(Code.PLAN_SENDS, plan="Basic", limit=5, date="2026-12-01")
    do(cache, lambda uow: outbox.set_outbox_state(uow, held, "held", said="x" * 2000, not_before=NOW + 60, refusal=why))
    first, second = ask(cache, outbox.load_rows)
    assert (first.outbox_key, first.account_key, first.subject) == (held, cache.account_key, "Mail 1")
    assert (first.recipients, first.state) == (("bob@example.com", "eva@example.com"), OutboxState.HELD)
    assert (first.created_at, first.not_before, first.attempts, first.said) == (NOW, NOW + 60, 0, "x" * 1000)
    assert (first.message_id, first.paused, first.send_at) == ("m1@example.org", False, NOW + 9)
    assert first.refusal is not None
    assert (first.refusal.code, first.refusal.parameters) == (why.code, why.parameters)
    assert (second.outbox_key, second.state, second.refusal) == (sending, OutboxState.SENDING, None)
    do(cache, lambda uow: uow.connection.exec_driver_sql("UPDATE account SET paused = 1") and None)
    assert all(row.paused for row in ask(cache, outbox.load_rows))


def test_rows_of_some_accounts_only(cache: Cache):
    other = another(cache)
    mine, theirs = put(cache), put(cache, 2, account_key=other)
    assert [row.outbox_key for row in ask(cache, outbox.load_rows, {other})] == [theirs]
    assert [row.outbox_key for row in ask(cache, outbox.load_rows, set())] == []
    assert [row.outbox_key for row in ask(cache, outbox.load_rows)] == [mine, theirs]


@pytest.mark.parametrize(
    ("state", "shown"),
    [("waiting", OutboxState.WAITING), ("handed_over", OutboxState.SENDING), ("sending", OutboxState.SENDING),
     ("sent", OutboxState.SENT), ("unknown", OutboxState.UNKNOWN), ("replaced", None)],
)  # fmt: skip
def test_how_far_a_mail_has_come(cache: Cache, state: str, shown: OutboxState | None):
    assert ask(cache, outbox.load_state, put(cache, state=state)) is shown
    assert ask(cache, outbox.load_state, 999) is None
    assert ask(cache, outbox.load_state, None) is None


def test_a_state_leaves_the_rest_as_it_was(cache: Cache):
    key = put(cache, not_before=NOW + 5)
    put(cache, 2)
    told(cache)
    do(cache, lambda uow: outbox.set_outbox_state(uow, key, "waiting", said="later", not_before=NOW + 50, tried=True))
    assert told(cache) == {"outbox"}
    do(cache, lambda uow: outbox.set_outbox_state(uow, key, "sending"))
    queued = ask(cache, outbox.load_queued, key)
    assert (queued.state, queued.not_before, queued.attempts, queued.raw) == ("sending", NOW + 50, 1, b"bytes")
    assert column(cache, "said", key) == ""
    do(cache, lambda uow: outbox.set_outbox_state(uow, key, "sent"))
    assert ask(cache, outbox.load_queued, key).raw == b"", "it is in Sent now"
    assert ask(cache, outbox.is_known, "m1@example.org")
    assert ask(cache, outbox.load_queued, 2).state == "waiting"


def test_dropped_it_is_gone_and_nothing_else(cache: Cache):
    key, other = put(cache), put(cache, 2)
    told(cache)
    do(cache, lambda uow: outbox.drop_outbox(uow, key))
    assert told(cache) == {"outbox"}
    assert [ask(cache, outbox.load_queued, one) is None for one in (key, other)] == [True, False]


# what a fault leaves


def test_what_was_under_way_is_settled(cache: Cache):
    keys = {
        state: put(cache, number, state=state)
        for number, state in enumerate(("waiting", "sending", "handed_over", "failed"))
    }
    for key in keys.values():
        do(cache, lambda uow, key=key: outbox.reserve(uow, key, "2026-11", 9))
    assert ask(cache, outbox.is_under_way)
    told(cache)
    do(cache, outbox.settle_interrupted)
    assert told(cache) == {"outbox"}
    assert not ask(cache, outbox.is_under_way)
    assert {name: ask(cache, outbox.load_queued, key).state for name, key in keys.items()} == {
        "waiting": "waiting", "sending": "waiting", "handed_over": "unknown", "failed": "failed",
    }  # fmt: skip
    assert [state for _, _, state, _ in ledger(cache)] == ["reserved", "reserved", "unknown", "reserved"]


@pytest.mark.parametrize("state", ["sending", "handed_over"])
def test_either_is_under_way(cache: Cache, state: str):
    put(cache, state=state)
    assert ask(cache, outbox.is_under_way)


# when


def test_due_are_those_whose_moment_has_come_oldest_first(cache: Cache):
    late, early = put(cache, not_before=NOW + 1), put(cache, 2, not_before=NOW)
    put(cache, 3, state="failed")
    held = put(cache, 4, state="held")
    assert due(cache) == [early, held]
    assert due(cache, NOW + 1) == [late, early, held]
    assert ask(cache, outbox.load_next_due, NOW) == {cache.account_key: NOW}
    do(cache, lambda uow: outbox.drop_outbox(uow, early))
    do(cache, lambda uow: outbox.drop_outbox(uow, held))
    assert ask(cache, outbox.load_next_due, NOW) == {cache.account_key: NOW + 1}
    put(cache, 5, state="held", not_before=NOW - 5)
    assert ask(cache, outbox.load_next_due, NOW) == {cache.account_key: NOW - 5}


def test_of_an_account_and_not_of_one_that_is_paused(cache: Cache):
    other = another(cache)
    mine, theirs = put(cache), put(cache, 2, account_key=other)
    assert ask(cache, outbox.load_due, NOW, None) == [(mine, cache.account_key), (theirs, other)]
    assert due(cache, NOW, other) == [theirs]
    assert ask(cache, outbox.load_next_due, NOW) == {cache.account_key: NOW, other: NOW}
    do(
        cache,
        lambda uow: (
            uow.connection.exec_driver_sql(f"UPDATE account SET paused = 1 WHERE account_key = {other}") and None
        ),
    )
    assert due(cache) == [mine]
    assert ask(cache, outbox.load_next_due, NOW) == {cache.account_key: NOW}


def test_its_writers_moment_is_waited_for(cache: Cache):
    key = put(cache, send_at=NOW + HOUR)
    assert (due(cache, NOW + HOUR - 1), due(cache, NOW + HOUR)) == ([], [key])
    told(cache)
    do(cache, lambda uow: outbox.hasten(uow, cache.account_key))
    assert due(cache) == []
    put(cache, 2, send_at=NOW + HOUR)
    told(cache)
    do(cache, lambda uow: outbox.send_now(uow, key))
    assert told(cache) == {"outbox"}
    assert column(cache, "send_at", key) == 0, "else it would be told of as late"
    assert due(cache) == [key]


def test_a_moment_from_before_the_clock_went_back_is_not_waited_for(cache: Cache):
    near, far = put(cache, not_before=NOW + 2 * HOUR), put(cache, 2, not_before=NOW + 2 * HOUR + 1)
    held = put(cache, 3, state="held", not_before=NOW + 9 * HOUR)
    assert due(cache) == [far]
    assert due(cache, NOW + 2 * HOUR) == [near], "now it is not too far ahead to be meant"
    assert due(cache, NOW + 2 * HOUR + 1) == [near, far]
    assert held in due(cache, NOW + 9 * HOUR)


def test_what_waited_over_a_start_is_looked_for_first(cache: Cache):
    waits, held = put(cache, not_before=NOW - 50), put(cache, 2, state="held")
    failed = put(cache, 3, state="failed")
    told(cache)
    do(cache, outbox.look_first)
    assert told(cache) == {"outbox"}
    new = put(cache, 4)
    assert due(cache, NOW + LOOK_SECONDS - 1) == [new]
    assert due(cache, NOW + LOOK_SECONDS) == [waits, held, new], "where nobody answers it goes all the same"
    unknown = put(cache, 5, state="unknown")
    doubted = sorted(one.outbox_key for one in ask(cache, outbox.load_doubted, cache.account_key))
    assert doubted == [waits, held, unknown]
    assert ask(cache, outbox.load_doubted, cache.account_key + 1) == []
    told(cache)
    do(cache, lambda uow: outbox.let_go(uow, [waits]))
    assert told(cache) == {"outbox"}
    assert due(cache) == [waits, new]
    assert {one.outbox_key for one in ask(cache, outbox.load_doubted, cache.account_key)} == {held, unknown}
    assert column(cache, "look_until", failed) == 0


def test_a_look_from_before_the_clock_went_back_holds_nothing_up(cache: Cache):
    key = put(cache, not_before=NOW - 2 * HOUR)
    do(cache, outbox.look_first)
    assert due(cache, NOW) == []
    assert due(cache, NOW - 1) == [key], "more than ten minutes ahead"


def test_hastened_are_the_waiting_of_that_account(cache: Cache):
    other = another(cache)
    key, held = put(cache, not_before=NOW + 60), put(cache, 2, state="held", not_before=NOW + 60)
    theirs, past = put(cache, 3, account_key=other, not_before=NOW + 60), put(cache, 4, not_before=NOW - 60)
    told(cache)
    do(cache, lambda uow: outbox.hasten(uow, cache.account_key))
    assert told(cache) == {"outbox"}
    assert [column(cache, "not_before", one) for one in (key, held, theirs, past)] == [
        NOW,
        NOW + 60,
        NOW + 60,
        NOW - 60,
    ]


def test_a_larger_plan_lets_the_held_ask_again(cache: Cache):
    held, waits = put(cache, state="held", not_before=NOW + 60), put(cache, 2, not_before=NOW + 60)
    past = put(cache, 3, state="held", not_before=NOW - 60)
    told(cache)
    do(cache, outbox.release_held)
    assert told(cache) == {"outbox"}
    assert [column(cache, "not_before", one) for one in (held, waits, past)] == [NOW, NOW + 60, NOW - 60]


# in another's place


@pytest.mark.parametrize("state", ["waiting", "held", "failed", "sending", "handed_over", "unknown", "sent"])
def test_another_goes_in_the_place_of_one_that_has_not_left(cache: Cache, state: str):
    key = put(cache, state=state)
    do(cache, lambda uow: outbox.reserve(uow, key, "2026-11", 9))
    may = state in ("waiting", "held", "failed")
    told(cache)
    assert do(cache, lambda uow: outbox.replace(Recorder(uow, None), key)) is may
    assert column(cache, "state", key) == ("replaced" if may else state)
    assert len(ledger(cache)) == (0 if may else 1)
    assert told(cache) == ({"outbox", "plan"} if may else set())


# the month


def test_a_mail_takes_one_place_however_often_it_is_tried(cache: Cache):
    keys = [put(cache, number) for number in range(3)]
    told(cache)
    assert [do(cache, lambda uow, key=key: outbox.reserve(uow, key, "2026-11", 2)) for key in keys] == [
        True,
        True,
        False,
    ]
    assert told(cache) == {"plan"}
    assert do(cache, lambda uow: outbox.reserve(uow, keys[0], "2026-11", 2))
    assert told(cache) == set()
    assert ledger(cache) == [(key, "2026-11", "reserved", NOW) for key in keys[:2]]
    assert ask(cache, outbox.count_sent, "2026-11") == 2
    assert ask(cache, outbox.count_sent, "2026-10") == 0


def test_what_waited_moves_into_the_month_in_which_it_goes_and_never_back(cache: Cache):
    old, done, new = put(cache), put(cache, 2), put(cache, 3)
    for key in (old, done):
        do(cache, lambda uow, key=key: outbox.reserve(uow, key, "2026-11", 9))
    do(cache, lambda uow: outbox.settle_ledger(uow, done, "confirmed"))
    cache.clock.advance(100)
    assert do(cache, lambda uow: outbox.reserve(uow, new, "2026-12", 1))
    assert not do(cache, lambda uow: outbox.reserve(uow, old, "2026-12", 1)), "the month it moves into is full"
    told(cache)
    assert do(cache, lambda uow: outbox.reserve(uow, old, "2026-12", 2))
    assert told(cache) == {"plan"}
    assert do(cache, lambda uow: outbox.reserve(uow, done, "2026-12", 2)), "what counts in its month stays there"
    assert ledger(cache) == [
        (old, "2026-12", "reserved", NOW + 100), (done, "2026-11", "confirmed", NOW), (new, "2026-12", "reserved", NOW + 100),
    ]  # fmt: skip
    back = put(cache, 4)
    assert do(cache, lambda uow: outbox.reserve(uow, back, "2026-10", 3)), "the clock was set back"
    assert ledger(cache)[-1][1] == "2026-12"


def test_settled_it_counts_or_gives_its_place_back(cache: Cache):
    keys = [put(cache, number) for number in range(3)]
    for key in keys:
        do(cache, lambda uow, key=key: outbox.reserve(uow, key, "2026-11", 9))
    told(cache)
    do(cache, lambda uow: outbox.settle_ledger(uow, keys[0], "confirmed"))
    assert told(cache) == {"plan"}
    do(cache, lambda uow: outbox.settle_ledger(uow, keys[1], "released"))
    assert told(cache) == {"plan"}
    assert [(key, state) for key, _, state, _ in ledger(cache)] == [(keys[0], "confirmed"), (keys[2], "reserved")]


def test_booked_are_at_most_those_that_are_left(cache: Cache):
    key = put(cache)
    do(cache, lambda uow: outbox.reserve(uow, key, "2026-11", 9))
    told(cache)
    assert do(cache, lambda uow: outbox.book(uow, "2026-11", 3, 9)) == 3
    assert told(cache) == {"plan"}
    assert ask(cache, outbox.count_sent, "2026-11") == 4
    assert do(cache, lambda uow: outbox.book(uow, "2026-11", 30, 9)) == 5
    told(cache)
    assert do(cache, lambda uow: outbox.book(uow, "2026-11", 1, 9)) == 0
    assert do(cache, lambda uow: outbox.book(uow, "2026-11", -1, 99)) == 0
    assert told(cache) == set()
    assert ask(cache, outbox.count_sent, "2026-11") == 9
    assert ask(cache, outbox.newest_month) == "2026-11"
    assert do(cache, lambda uow: outbox.book(uow, "2027-01", 1, 9)) == 1
    assert ask(cache, outbox.newest_month) == "2027-01"
    do(cache, lambda uow: outbox.reserve(uow, put_key(uow, cache), "2027-02", 9))
    assert ask(cache, outbox.newest_month) == "2027-02"


def put_key(uow: Any, cache: Cache) -> int:
    return outbox.add_outbox(
        uow, account_key=cache.account_key, message_id="late@example.org", subject="", envelope_from="", recipients=[],
        raw=b"", not_before=0,
    )  # fmt: skip


def test_there_is_no_newest_month_where_nothing_counts_and_none_that_cannot_be(cache: Cache):
    assert ask(cache, outbox.newest_month) is None
    key = put(cache)
    do(cache, lambda uow: outbox.reserve(uow, key, "2026-11", 9))
    do(
        cache,
        lambda uow: (
            uow.connection.exec_driver_sql("UPDATE ledger SET month = 'Texto ajeno largo y sin sentido'") and None
        ),
    )
    with pytest.raises(ValueError, match=r"^no month: 'Texto ajeno largo y '$"):
        ask(cache, outbox.newest_month)
    do(cache, lambda uow: uow.connection.exec_driver_sql("UPDATE ledger SET month = '2026-x1'") and None)
    with pytest.raises(ValueError, match=r"^no month: '2026-x1'$"):
        ask(cache, outbox.newest_month)


def test_what_counts_is_told_by_the_quarter_of_an_hour(cache: Cache):
    quarter = NOW - NOW % 900
    for number, seconds in enumerate((0, 899, 900)):
        cache.clock.set(quarter + seconds)
        key = put(cache, number)
        do(cache, lambda uow, key=key: outbox.reserve(uow, key, "2026-11", 9))
    cache.clock.set(quarter + 5)
    do(cache, lambda uow: outbox.book(uow, "2026-11", 4, 99))
    do(cache, lambda uow: outbox.book(uow, "2026-12", 1, 99))
    assert ask(cache, outbox.load_sent, "2026-11") == [(quarter, 2), (quarter + 900, 1), (quarter + 5, 4)]
    assert ask(cache, outbox.load_sent, "2026-12") == [(quarter + 5, 1)]
