"""The projection: the server's state with the unfinished operations replayed on it."""

import pytest

from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.operations.overlay import project
from desktop.core.operations.retry import FIRST_SECONDS, GIVE_UP_AFTER, LONGEST_SECONDS, retry_delay
from desktop.core.store.operations import StoredOperation

UNREAD = FlagSet()
READ = FlagSet(Flag.SEEN)


def op(kind, **payload):
    return StoredOperation(1, 1, 1, kind, "waiting", 1, 1, None, None, payload, 0, 0)


def test_without_operations_the_server_is_shown():
    shown = project(READ, [])
    assert (shown.flags, shown.hidden, shown.pending) == (READ, False, False)


@pytest.mark.parametrize("kind", ["move", "expunge"])
def test_what_goes_elsewhere_is_hidden(kind):
    assert project(UNREAD, [op(kind)]).hidden


def test_a_copy_hides_nothing_but_is_pending():
    shown = project(UNREAD, [op("copy")])
    assert not shown.hidden
    assert shown.pending


def test_flags_replay_in_order():
    shown = project(
        UNREAD, [op("store", add=["\\Seen"]), op("store", remove=["\\Seen"]), op("store", add=["\\Flagged"])]
    )
    assert shown.flags.flags == Flag.FLAGGED


def test_keywords_come_and_go():
    server = FlagSet(Flag.SEEN, frozenset({"$label1"}))
    shown = project(server, [op("store", add=["$NotJunk"], remove=["$label1", "$Junk"])])
    assert shown.flags == FlagSet(Flag.SEEN, frozenset({"$NotJunk"}))


def test_removing_the_operation_brings_the_servers_state_back():
    assert project(READ, [op("store", remove=["\\Seen"])]).flags == UNREAD
    assert project(READ, []).flags == READ


def test_a_provisional_row_is_pending_by_nature():
    assert project(UNREAD, [], provisional=True).pending


def test_retries_grow_to_an_hour_and_never_hammer():
    delays = [retry_delay(n, 0.5) for n in range(30)]
    assert delays == sorted(delays)
    assert delays[0] == FIRST_SECONDS
    assert delays[-1] == LONGEST_SECONDS
    assert retry_delay(0, 0.0) >= 1


def test_retries_double_from_five_seconds_and_wait_an_hour_at_most():
    assert [retry_delay(n, 0.5) for n in (0, 1, 2, 3, 9, 10, 50, 10**9)] == [5, 10, 20, 40, 2560, 3600, 3600, 3600]
    assert (retry_delay(0, 0.0), retry_delay(0, 1.0)) == (4, 6), (
        "a fifth less or more, so that computers do not knock together"
    )
    assert (retry_delay(20, 0.0), retry_delay(20, 1.0)) == (2880, 4320)
    assert GIVE_UP_AFTER == 12
