"""One search on the servers: it is over once, shows the newest of what all accounts gave, and says what was not searched."""

from __future__ import annotations

from desktop.core.api.errors import Code, ConnectionFailure, ServerRefusal
from desktop.core.api.queries import Filter
from desktop.core.api.rows import AccountRow
from desktop.core.api.searching.query import Every, HasAttachment, HasLink, Is, State, Words
from desktop.core.api.server_search import MOST_OF_ALL, Unasked
from desktop.core.seeking.search import FoundOnServer, Search
from desktop.core.seeking.service import with_filter

ONE, TWO = (AccountRow(key, f"{key}@x.org", "", key, "imap.x.org") for key in (1, 2))


def begun() -> Search:
    search = Search()
    search.expect((ONE, TWO))
    assert (search.take(), search.take(), search.take()) == (ONE, TWO, None)
    return search


def test_it_is_over_when_the_last_account_is():
    search = begun()
    search.give(ONE, FoundOnServer([(10, -1), (30, -2)]), None)
    assert not search.is_over
    assert search.progress().keys == (-2, -1)
    assert [one.account_key for one in search.progress().running] == [2]
    search.give(TWO, FoundOnServer([(20, -3), (20, -3)]), None)
    assert search.done.result(0).keys == (-2, -3, -1)


def test_no_more_than_the_newest_are_shown():
    search = begun()
    search.give(ONE, FoundOnServer([(number, -number) for number in range(1, MOST_OF_ALL + 100)]), None)
    search.give(TWO, FoundOnServer(), None)
    result = search.done.result(0)
    assert (len(result.keys), result.keys[0], result.more) == (MOST_OF_ALL, -(MOST_OF_ALL + 99), True)


def test_what_comes_after_a_cancel_counts_for_nothing():
    search = begun()
    search.give(ONE, FoundOnServer([(1, -1)]), None)
    search.cancel()
    search.give(TWO, FoundOnServer([(2, -2)]), ConnectionFailure(Code.TIMEOUT))
    result = search.done.result(0)
    assert (result.keys, result.failures, result.stopped) == ((-1,), (), True)
    assert search.take() is None


def test_failures_are_of_accounts_and_of_folders():
    search = begun()
    search.give(ONE, FoundOnServer(refused=[("Work", ServerRefusal(Code.SERVER_REFUSED, said="no"))]), None)
    search.give(TWO, FoundOnServer(), ConnectionFailure(Code.TIMEOUT))
    assert [(one.address, one.mailbox, one.error.code) for one in search.done.result(0).failures] == [
        ("1@x.org", "Work", Code.SERVER_REFUSED), ("2@x.org", "", Code.TIMEOUT),
    ]  # fmt: skip


def test_it_is_impossible_only_where_no_account_had_anything_to_ask():
    for asks, impossible in ((False, True), (True, False)):
        search = begun()
        search.note(frozenset({Unasked.FILES}), asks=False)
        search.note(frozenset({Unasked.FILES}), asks=asks)
        search.give(ONE, FoundOnServer(), None)
        search.give(TWO, FoundOnServer(), None)
        assert search.done.result(0).impossible is impossible


def test_the_bar_above_the_list_asks_for_more():
    words = Words("obra")
    assert with_filter(words, Filter()) is words
    assert with_filter(None, Filter(unread=True)) is None
    assert with_filter(words, Filter(unread=True, flagged=True, with_attachment=True, linked=True)) == Every(
        (words, Is(State.UNREAD), Is(State.STARRED), HasAttachment(), HasLink())
    )
