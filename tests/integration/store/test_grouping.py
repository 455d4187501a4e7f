"""Lists by conversation on a real store: of one folder, of all inboxes, of a filter; the first screen like the whole."""

from __future__ import annotations

from desktop.core.api.queries import Filter, ListView
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.grouping import Groups
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import accounts, grouping, mailboxes
from desktop.core.store.list_view import Bounds
from desktop.core.store.mailboxes import Listed
from tests.fakes.cache import NOW, Cache, cache, mail, settings

__all__ = ["cache"]


def reference(*numbers: int) -> str:
    return f"References: {' '.join(f'<m{number}@example.org>' for number in numbers)}\r\n"


def read(cache: Cache, view: ListView, bounds: Bounds = Bounds()) -> list[list[int]]:
    whole = members(cache.store.read(lambda connection: grouping.load_groups(connection, view, bounds)))
    if view.descending:
        first = members(cache.store.read(lambda connection: grouping.load_first_groups(connection, view, 2, bounds)))
        assert first == whole[: len(first)]
        assert len(first) == min(len(first), 2) > 0
    return whole


def members(groups: Groups) -> list[list[int]]:
    return [list(groups.members(group)) for group in range(len(groups))]


def test_a_folder_by_conversation(cache: Cache):
    put, inbox = cache.put, ListView(mailbox_key=cache.keys["INBOX"])
    root = put("INBOX", mail(1), 1, received=NOW - 900)
    other = put("INBOX", mail(2), 2, received=NOW - 800)
    mine = put("Sent", mail(3, extra=reference(1)), 1, received=NOW - 700)
    back = put("INBOX", mail(4, extra="In-Reply-To: <m3@example.org>\r\n"), 3, received=NOW - 600)
    assert read(cache, inbox) == [[back, root], [other]], "an answer that names only one's own is found through Sent"
    assert read(cache, ListView(mailbox_key=inbox.mailbox_key, descending=False)) == [[other], [back, root]]
    assert read(cache, ListView(mailbox_key=cache.keys["Sent"])) == [[mine]]


def test_a_subject_joins_nothing(cache: Cache):
    keys = [
        cache.put("INBOX", mail(1, subject="Invoice"), 1, received=NOW - 30),
        cache.put("INBOX", mail(2, subject="Re: Invoice"), 2, received=NOW - 20),
        cache.put("INBOX", mail(3, subject="Re: Invoice"), 3, received=NOW - 10),
        cache.put("INBOX", mail(4, subject="AW: Invoice", extra=reference(2)), 4, received=NOW - 5),
    ]
    found = read(cache, ListView(mailbox_key=cache.keys["INBOX"]))
    assert found == [[keys[3], keys[1]], [keys[2]], [keys[0]]]


def test_only_what_passes_the_filter_is_a_conversations_mail(cache: Cache):
    box = cache.keys["INBOX"]
    keys = [
        cache.put("INBOX", mail(1), 1, received=NOW - 30, flags=FlagSet(Flag.SEEN)),
        cache.put("INBOX", mail(2, extra=reference(1)), 2, received=NOW - 20),
        cache.put("INBOX", mail(3, extra=reference(1, 2)), 3, received=NOW - 10, flags=FlagSet(Flag.SEEN)),
        cache.put("INBOX", mail(4, extra=reference(1, 2)), 4, received=NOW - 5),
    ]
    assert read(cache, ListView(mailbox_key=box, filter=Filter(unread=True))) == [[keys[3], keys[1]]]
    assert read(cache, ListView(mailbox_key=box)) == [keys[::-1]]


def test_over_the_inboxes_of_all_accounts_that_are_seen(cache: Cache):
    second = cache.store.writer.run("a", lambda uow: accounts.add_account(uow, settings("eva@example.org"), "other"))
    listed = [Listed("INBOX", "/", SpecialUse.INBOX, True)]
    cache.keys["INBOX 2"] = cache.store.writer.run("m", lambda uow: mailboxes.merge_listed(uow, second, listed))[
        "INBOX"
    ]
    cache.store.writer.run("s", lambda uow: mailboxes.set_state(uow, cache.keys["INBOX 2"], uidvalidity=1))
    one = cache.put("INBOX", mail(1), 1, received=NOW - 30)
    answer = mail(2, extra=reference(1))
    copies = cache.put("INBOX", answer, 2, received=NOW - 20), cache.put("INBOX 2", answer, 1, received=NOW - 20)
    inboxes = ListView(special_use=SpecialUse.INBOX)
    assert read(cache, inboxes) == [[copies[1], copies[0], one]]
    assert read(cache, inboxes, Bounds(accounts=frozenset({cache.account_key}))) == [[copies[0], one]]
    assert read(cache, ListView(mailbox_key=cache.keys["INBOX 2"])) == [[copies[1]]]
