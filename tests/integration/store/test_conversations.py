"""The conversation of an opened mail on a real store: found by ids across folders and accounts, with what has not been sent."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import DraftContent
from desktop.core.api.conversation import Conversation, EntryKind
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.reading.conversations import MOST_SHOWN, load_conversation
from desktop.core.store import accounts, drafts, lists, locations, mailboxes, messages, outbox
from desktop.core.store.mailboxes import Listed
from desktop.core.store.schema import location
from desktop.core.store.writer import UnitOfWork
from tests.fakes.cache import NOW, Cache, cache, settings

__all__ = ["cache"]
HOUR, DAY = 3_600, 86_400
ME = "ana@example.org"


def raw(
    name: str, *ancestors: str, who: str = "bob@x.org", to: str = ME, subject: str = "Offer", words: str = ""
) -> bytes:
    named = f"References: {' '.join(f'<{one}@x>' for one in ancestors)}\r\n" if ancestors else ""
    return (
        f"Message-ID: <{name}@x>\r\nFrom: {who}\r\nTo: {to}\r\nSubject: {subject}\r\n{named}"
        f"Content-Type: text/plain\r\n\r\n{words or f'These are the words of {name}.'}\r\n"
    ).encode()


def find(cache: Cache, key: int, visible: frozenset[int] | None = None) -> Conversation:
    with cache.store.reading() as connection:
        found = load_conversation(
            connection,
            key,
            visible,
            lambda keys: lists.load_message_rows(connection, keys, lambda received, seen: None),
        )
    assert found is not None
    return found


def keys(found: Conversation) -> list[int]:
    return [entry.key for entry in found.entries]


def test_own_answers_in_sent_and_what_was_archived_are_part_of_it(cache: Cache):
    first = cache.put("Archive", raw("a"), 1, received=NOW - 5 * HOUR, flags=FlagSet(Flag.SEEN))
    own = cache.put("Sent", raw("b", "a", who=ME, to="bob@x.org", subject="Re: Offer"), 2, received=NOW - 4 * HOUR)
    last = cache.put("INBOX", raw("c", "a", "b", subject="Re: Offer"), 3, received=NOW - 3 * HOUR)
    cache.put("INBOX", raw("z", subject="Offer"), 4, received=NOW - 2 * HOUR)
    for opened, key in enumerate((first, own, last)):
        found = find(cache, key)
        assert (keys(found), found.opened, found.more) == ([first, own, last], opened, False)
    entries = found.entries
    assert [entry.own for entry in entries] == [False, True, False]
    assert [entry.special_use for entry in entries] == [SpecialUse.ARCHIVE, SpecialUse.SENT, SpecialUse.INBOX]
    assert [entry.seen for entry in entries] == [True, False, False]
    assert (entries[1].author_address, entries[1].recipient) == (ME, "bob@x.org")
    assert entries[0].words == "These are the words of a."


def test_what_goes_on_under_another_subject_is_part_of_it(cache: Cache):
    first = cache.put("INBOX", raw("a"), 1, received=NOW - 3 * HOUR)
    second = cache.put("INBOX", raw("b", "a", subject="Another matter"), 2, received=NOW - 2 * HOUR)
    third = cache.put("INBOX", raw("c", "b", subject="A third one"), 3, received=NOW - HOUR)
    for key in (first, second, third):
        assert keys(find(cache, key)) == [first, second, third]


def test_one_mail_alone_is_a_conversation_of_one(cache: Cache):
    key = cache.put("INBOX", raw("a"), 1)
    assert keys(find(cache, key)) == [key]


def test_what_is_in_the_trash_belongs_to_it_only_there(cache: Cache):
    first, gone = cache.put("INBOX", raw("a"), 1), cache.put("Trash", raw("b", "a"), 2)
    assert keys(find(cache, first)) == [first]
    assert set(keys(find(cache, gone))) == {first, gone}


def test_a_mail_that_lies_twice_is_shown_once_where_one_is(cache: Cache):
    first = cache.put("INBOX", raw("a"), 1, received=NOW - DAY)
    twin = cache.put("Work", raw("a"), 2, received=NOW - DAY)
    answer = cache.put("Work", raw("b", "a"), 3)
    assert keys(find(cache, first)) == [first, answer]
    assert keys(find(cache, answer)) == [twin, answer]


def test_it_goes_over_the_accounts_that_are_seen(cache: Cache):
    other = cache.store.writer.run("a", lambda uow: accounts.add_account(uow, settings("eva@example.org"), "s2"))
    listed = [Listed("INBOX", "/", SpecialUse.INBOX, True)]
    box = cache.store.writer.run("m", lambda uow: mailboxes.merge_listed(uow, other, listed))["INBOX"]
    first = cache.put("INBOX", raw("a"), 1, received=NOW - DAY)
    mine, cache.account_key, cache.keys["INBOX"] = cache.account_key, other, box
    second = cache.put("INBOX", raw("b", "a"), 1)
    assert keys(find(cache, first)) == [first, second]
    assert keys(find(cache, first, frozenset({mine}))) == [first]


def test_drafts_and_waiting_mails_are_part_of_it(cache: Cache):
    first = cache.put("INBOX", raw("a"), 1, received=NOW - DAY)
    copy = cache.put("Drafts", raw("d", "a", who=ME), 2)

    def write(uow: UnitOfWork) -> tuple[int, int]:
        content = DraftContent(
            cache.account_key, to="bob@x.org", text="Not yet.", in_reply_to=("a@x",), references=("a@x",)
        )
        draft = drafts.save_draft(uow, None, content)
        drafts.set_location(uow, draft, copy)
        drafts.save_draft(uow, None, DraftContent(cache.account_key, text="Another matter."))
        waiting = outbox.add_outbox(
            uow, account_key=cache.account_key, message_id="w@x", subject="Re: Offer", envelope_from=ME,
            recipients=("bob@x.org",), raw=raw("w", "a", who=ME, to="Bob <bob@x.org>"), not_before=NOW,
        )  # fmt: skip
        outbox.add_outbox(
            uow, account_key=cache.account_key, message_id="v@x", subject="Other", envelope_from=ME,
            recipients=("bob@x.org",), raw=raw("v", who=ME), not_before=NOW,
        )  # fmt: skip
        return draft, waiting

    draft, waiting = cache.store.writer.run("w", write)
    found = find(cache, first)
    shown = {entry.kind: entry for entry in found.entries}
    assert [entry.kind for entry in found.entries[:1]] == [EntryKind.MAIL]
    assert (len(found.entries), len(found.mails)) == (3, 1)
    assert (shown[EntryKind.DRAFT].key, shown[EntryKind.DRAFT].words) == (draft, "Not yet.")
    assert (shown[EntryKind.WAITING].key, shown[EntryKind.WAITING].recipient) == (waiting, "Bob")
    assert keys(find(cache, copy)) == [first, copy, waiting], "it is the mail that is open"


def test_an_answer_that_names_nothing_joins_by_subject_and_people(cache: Cache):
    asked = cache.put("INBOX", raw("a", subject="Invoice"), 1, received=NOW - 9 * DAY)
    answer = cache.put(
        "Sent", raw("b", who=ME, to="bob@x.org", subject="Re: [work] Invoice"), 2, received=NOW - 8 * DAY
    )
    cache.put("INBOX", raw("c", who="eva@x.org", subject="Invoice"), 3, received=NOW - 7 * DAY)
    cache.put("INBOX", raw("d", who="eva@x.org", to="list@x.org", subject="RV: Invoice"), 4, received=NOW - 7 * DAY)
    late = cache.put("Sent", raw("e", who=ME, to="bob@x.org", subject="Re: Invoice"), 5, received=NOW + 40 * DAY)
    assert keys(find(cache, asked)) == keys(find(cache, answer)) == [asked, answer]
    assert keys(find(cache, late)) == [late]


def test_what_names_only_what_is_gone_is_found_by_its_subject(cache: Cache):
    """The first mails have left by the plan: two answers name different ones of them, and one in common."""
    one = cache.put("INBOX", raw("c", "a", "b", subject="Re: Offer"), 1, received=NOW - DAY)
    other = cache.put("INBOX", raw("d", "q", "b", subject="Re: Offer"), 2)
    assert keys(find(cache, one)) == [one, other]


def test_a_chain_in_which_each_names_only_the_one_before_is_whole(cache: Cache):
    chain = [
        cache.put("INBOX", raw(f"n{n}", *([f"n{n - 1}"] if n else [])), n + 1, received=NOW - DAY + n)
        for n in range(40)
    ]
    assert keys(find(cache, chain[20])) == chain


def test_a_long_one_is_bounded_and_has_the_opened_mail(cache: Cache):
    put_many(cache, MOST_SHOWN + 60)
    newest, oldest = (
        cache.scalar("SELECT max(location_key) FROM location"),
        cache.scalar("SELECT min(location_key) FROM location"),
    )
    for key in (newest, oldest):
        found = find(cache, key)
        assert (len(found.entries), found.more) == (MOST_SHOWN, True)
        assert found.entries[found.opened].key == key


@pytest.mark.parametrize(
    "subject", ["", "Re:", "[x]", '"AND" OR NEAR(', "e\u0301l\u0000 \ud800", "東京都の会議", "a" * 2_000]
)
def test_no_subject_disturbs_the_index(cache: Cache, subject: str):
    encoded = subject.encode("utf-8", "surrogatepass")
    one = cache.put("INBOX", raw("a", subject="S").replace(b"Subject: S", b"Subject: " + encoded), 1)
    assert keys(find(cache, one)) == [one]


def test_hostile_headers_are_bounded(cache: Cache):
    many = tuple(f"r{n}" for n in range(10_000))
    one = cache.put("INBOX", raw("a", *many, "a", "x" * 20_000), 1, received=NOW - DAY)
    circle = [
        cache.put("INBOX", raw("b", "c", "a"), 2, received=NOW - 3), cache.put("INBOX", raw("c", "b"), 3, received=NOW - 2)
    ]  # fmt: skip
    assert keys(find(cache, one)) == [one, *circle]


def test_it_goes_by_what_is_shown(cache: Cache):
    """A mail that an unfinished wish has taken away is not there, nor is one whose row is gone."""
    first, second = cache.put("INBOX", raw("a"), 1), cache.put("INBOX", raw("b", "a"), 2)
    cache.store.writer.run(
        "hide",
        lambda uow: uow.connection.execute(location.update().where(location.c.location_key == second).values(hidden=1)),
    )
    assert keys(find(cache, first)) == [first]
    with cache.store.reading() as connection:
        assert load_conversation(connection, second, None, lambda keys: {}) is None
        assert load_conversation(connection, 999, None, lambda keys: {}) is None


def put_many(cache: Cache, count: int) -> None:
    from desktop.core.mail.address import Address
    from desktop.core.mail.envelope import Envelope

    def put(uow: UnitOfWork) -> None:
        news = [
            messages.NewMessage(
                n.to_bytes(16, "big"), 100, NOW - DAY + n * 60,
                Envelope("Long", (Address("", "bob@x.org"),), message_id=f"n{n}@x", references=("root@x",)), "root@x",
            )
            for n in range(count)
        ]  # fmt: skip
        places = [
            locations.NewLocation(n + 1, key, new.internaldate, FlagSet(), False)
            for n, (key, new) in enumerate(zip(messages.find_or_add(uow, cache.account_key, news), news, strict=True))
        ]
        locations.add_locations(uow, cache.keys["INBOX"], places)

    cache.store.writer.run("many", put)
