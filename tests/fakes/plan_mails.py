"""Random mails around every boundary of the plan rules, put into a store in bulk, with the facts that the oracle judges by.

Each mail has what a rule looks at (receipt, first sight, links, queue, mailbox) and what none may look at (Date header, flags).
The same seed gives the same mails.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime

from sqlalchemy import bindparam, insert, update

from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.structure import IndexedBody
from desktop.core.store import locations, messages
from desktop.core.store.schema import link, location, message, operation
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from tests.fakes.cache import NAMES, NOW, Cache
from tests.fakes.plan_oracle import DAY, Fact

BATCH = 1000
_YEARS = 365 * DAY
_STATES = ("pending", "open", "done", "gone", "failed", "unsure")
_DATES = (
    None,
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2099, 12, 31, tzinfo=UTC),
    datetime(2026, 11, 16, tzinfo=UTC),
)


def fill(cache: Cache, count: int, seed: int, first: int = 0) -> dict[int, Fact]:
    """location key -> its facts, of so many mails with the numbers from `first` on; a few lie in two mailboxes."""
    chance = random.Random(seed)
    facts: dict[int, Fact] = {}
    for begin in range(first, first + count, BATCH):
        numbers = range(begin, min(begin + BATCH, first + count))
        facts |= cache.store.writer.run("fill", lambda uow, n=numbers: _fill(uow, cache, chance, n))
    return facts


def _moment(chance: random.Random) -> int:
    """Around a boundary, to the second; of any age; of no age that can be."""
    kind = chance.random()
    if kind < 0.6:
        return NOW - chance.choice((7, 30, 90)) * DAY - chance.choice((-2, -1, -1, 0, 0, 1, 1, 2))
    if kind < 0.85:
        return NOW - chance.randrange(200 * DAY)
    return chance.choice((0, 1, NOW + 1, NOW + DAY, NOW + 70 * _YEARS, NOW - 20 * _YEARS, NOW - 60 * DAY))


def _times(chance: random.Random) -> tuple[int, int]:
    """(INTERNALDATE, first seen): mostly seen when it came, sometimes late, sometimes before the server says it came."""
    received = _moment(chance)
    way = chance.random()
    if way < 0.5:
        return received, min(NOW, max(0, received) + chance.randrange(3600))
    if way < 0.75:
        return received, NOW
    return received, min(NOW, _moment(chance))


def _fill(uow: UnitOfWork, cache: Cache, chance: random.Random, numbers: range) -> dict[int, Fact]:
    times = [_times(chance) for _ in numbers]
    news, bodies = [], []
    for number, (received, _) in zip(numbers, times, strict=True):
        sender = Address(f"Bob {number}", f"bob{number}@example.com")
        envelope = Envelope(
            subject=f"Mail {number}", from_=(sender,), message_id=f"m{number}@example.org", date=chance.choice(_DATES)
        )
        news.append(
            messages.NewMessage(number.to_bytes(16, "big"), 100 + number % 900, received, envelope, f"t{number}")
        )
        bodies.append(IndexedBody("Hola", f"word{number}", (), False))
    keys = messages.find_or_add(uow, cache.account_key, news)
    messages.add_bodies(uow, [(key, b"x" * 50, read) for key, read in zip(keys, bodies, strict=True)])
    uow.connection.execute(
        update(message).where(message.c.message_key == bindparam("k")).values(first_seen=bindparam("seen")),
        [{"k": key, "seen": seen} for key, (_, seen) in zip(keys, times, strict=True)],
    )
    linked = {key: links for key in keys if (links := _links(chance))}
    rows = [
        {"message_key": key, "kind": kind, "backend": "local", "remote_id": str(key), "title": "T", "state": state,
         "created_at": NOW}
        for key, links in linked.items() for kind, state in links
    ]  # fmt: skip
    if rows:
        uow.connection.execute(insert(link), rows)
    facts: dict[int, Fact] = {}
    for number, key, (received, seen) in zip(numbers, keys, times, strict=True):
        places = [(chance.choice(list(NAMES)), received)]
        if chance.random() < 0.1:  # copied or moved: some servers keep the date, some do not
            places.append(
                (chance.choice([name for name in NAMES if name != places[0][0]]), chance.choice((received, NOW)))
            )
        for name, date in places:
            place, queued = _place(uow, cache, chance, name, number, key, date)
            facts[place] = Fact(date, seen, name == "Drafts", linked.get(key, ()), queued)
    return facts


def _links(chance: random.Random) -> tuple[tuple[str, str], ...]:
    if chance.random() < 0.7:
        return ()
    count = 1 if chance.random() < 0.8 else 2
    return tuple(
        (chance.choice(("task", "task", "crm", "crm", "chat", "event")), chance.choice(_STATES)) for _ in range(count)
    )


def _place(
    uow: UnitOfWork, cache: Cache, chance: random.Random, name: str, number: int, key: int, date: int
) -> tuple[int, bool]:
    """(location key, does the queue want it)"""
    flags = FlagSet(chance.choice((Flag(0), Flag.SEEN, Flag.FLAGGED, Flag.FLAGGED | Flag.ANSWERED)))
    new = locations.NewLocation(number + 1, key, date, flags, False)
    added = locations.add_locations(uow, cache.keys[name], [new])
    place = (added.settled + added.new)[0]
    way = chance.random()
    if way < 0.04:  # the target of a move or an append that the server has not answered
        uow.connection.execute(update(location).where(location.c.location_key == place).values(uid=None))
        return place, True
    if way < 0.07:  # the server has lost it
        uow.connection.execute(
            update(location).where(location.c.location_key == place).values(uid=None, on_server=False)
        )
        return place, False
    if way < 0.2:
        state = chance.choice(("waiting", "claimed", "done", "failed"))
        role = chance.choice(("location_key", "result_location_key"))
        uow.connection.execute(
            insert(operation).values(
                account_key=cache.account_key, group_key=1, kind="flags", state=state, created_at=NOW, not_before=NOW,
                **{role: place},
            )
        )  # fmt: skip
        hides = chance.random() < 0.3
        uow.connection.execute(
            update(location).where(location.c.location_key == place).values(hidden=hides, pending=True)
        )
        return place, state in ("waiting", "claimed")
    return place, False


def locations_of(store: Store) -> set[int]:
    return set(store.read(lambda connection: connection.exec_driver_sql("SELECT location_key FROM location").scalars()))


def assert_no_left_over(store: Store) -> None:
    """What no location needs is gone with body, index and links; what one needs is whole."""
    with store.reading() as connection:
        count = lambda sql: connection.exec_driver_sql(sql).scalar_one()  # noqa: E731
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        held = "EXISTS (SELECT 1 FROM location WHERE location.message_key = message.message_key)"
        assert count(f"SELECT count(*) FROM message WHERE NOT {held}") == 0
        assert count("SELECT count(*) FROM message") == count("SELECT count(*) FROM body")
        assert count("SELECT count(*) FROM link WHERE message_key IS NULL") == 0
