"""Whatever happens to a folder, within one transaction or several: its counters are what counting its rows would give."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.operations.overlay import reproject
from desktop.core.store import expiry, locations, messages
from desktop.core.store.writer import UnitOfWork
from tests.fakes.cache import NOW, Cache

FOLDERS = ("INBOX", "Work")
SEEN, UNSEEN = FlagSet(Flag.SEEN), FlagSet(Flag.FLAGGED)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "add", "flag", "drop", "move", "hide", "forget", "evict", "evict"]),
        st.sampled_from(FOLDERS),
        st.integers(0, 30),
        st.booleans(),
    ),
    max_size=6,
)
"""What is done, where, with which mail, seen or unseen."""


@pytest.fixture(scope="module")
def folders() -> Iterator[Cache]:
    with tempfile.TemporaryDirectory() as directory:
        made = Cache(Path(directory) / "profile")
        yield made
        made.store.close()


def add(uow: UnitOfWork, cache: Cache, folder: str, number: int, flags: FlagSet) -> None:
    new = messages.NewMessage(number.to_bytes(16, "big"), 100 + number, NOW - number, Envelope(), f"t{number}")
    (key,) = messages.find_or_add(uow, cache.account_key, [new])
    place = locations.NewLocation(number + 1, key, NOW - number, flags, False)
    reproject(uow, locations.add_locations(uow, cache.keys[folder], [place]).settled)


def do(uow: UnitOfWork, cache: Cache, step: tuple[str, str, int, bool]) -> None:
    name, folder, number, seen = step
    flags = SEEN if seen else UNSEEN
    if name == "add":
        for one in range(number, number + 3):
            add(uow, cache, folder, one, flags)
        return
    if name == "forget":
        locations.forget_uids(uow, cache.keys[folder])
        return
    here = locations.load_keys_of(uow.connection, cache.keys[folder])
    if not here:
        return
    key = here[number % len(here)]
    if name == "flag":
        locations.set_server_flags(uow, [(key, flags)])
        reproject(uow, [key])
    elif name == "drop":
        locations.drop_locations(uow, [key], keep_linked=False)
    elif name == "evict":
        going = expiry.load_expired(uow.connection, received_before=NOW + 1, only=here[number % len(here) :][:5])
        expiry.evict(uow, going)
    elif name == "hide":
        locations.set_projections(uow, {key: locations.Projection(flags, True, True)})
    else:
        placed = locations.load_placed(uow.connection, [key])[key]
        other = cache.keys[FOLDERS[folder == FOLDERS[0]]]
        locations.add_provisional(
            uow, other, placed.message_key, placed.internaldate, flags, has_attachment=False
        )  # fmt: skip


@settings(max_examples=60)
@given(st.lists(STEPS, min_size=1, max_size=4))
def test_counters_are_what_counting_would_give(folders, transactions):
    cache = folders
    keys = set(cache.keys[name] for name in FOLDERS)

    def clear(uow: UnitOfWork) -> None:
        for key in keys:
            locations.drop_locations(uow, locations.load_keys_of(uow.connection, key), keep_linked=False)

    cache.store.writer.run("clear", clear)
    for steps in transactions:
        cache.store.writer.run("steps", lambda uow, steps=steps: [do(uow, cache, step) for step in steps])
        shown = {name: cache.total(name) for name in FOLDERS}
        cache.store.writer.run("all", lambda uow: uow.mailboxes.update(keys))
        assert shown == {name: cache.total(name) for name in FOLDERS}


def test_new_rows_are_counted_without_looking_at_the_others(folders):
    """The first sync of a large folder would count it with every step."""
    cache = folders
    seen: list[str] = []
    cache.store.writer.run("one", lambda uow: add(uow, cache, "Work", 100, UNSEEN))

    def more(uow: UnitOfWork) -> None:
        add(uow, cache, "Work", 101, UNSEEN)
        uow.connection.connection.driver_connection.set_trace_callback(seen.append)

    cache.store.writer.run("two", more)
    cache.store.writer.submit_outside("end", lambda driver: driver.set_trace_callback(None)).result()
    assert any(one.startswith("UPDATE mailbox") for one in seen)
    assert not [one for one in seen if "count(" in one]
