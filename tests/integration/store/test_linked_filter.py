"""A list of the mail that is linked to one kind of work: what is gone does not count, and neither do other kinds."""

from __future__ import annotations

from desktop.core.api.linking import LinkKind
from desktop.core.api.queries import Filter, ListView
from desktop.core.store import links, lists
from tests.fakes.cache import cache, mail

__all__ = ["cache"]


def keys(cache, **wanted):
    view = ListView(filter=Filter(**wanted))
    return set(cache.store.read(lambda connection: lists.load_keys(connection, view)))


def test_linked_to_one_kind_of_work(cache):
    places = [cache.put("INBOX", mail(number), number + 1) for number in range(4)]
    found = [cache.scalar(f"SELECT message_key FROM location WHERE location_key = {place}") for place in places]
    for message_key, kind, state in zip(found, ("task", "crm", "task"), ("open", "open", "gone"), strict=False):
        cache.store.writer.run(
            "link", lambda uow, values=(message_key, kind, "desk", "1", "x", state): links.add_link(uow, *values)
        )
    assert keys(cache, linked_to=LinkKind.TASK) == {places[0]}
    assert keys(cache, linked_to=LinkKind.CRM) == {places[1]}
    assert keys(cache, linked_to=LinkKind.EVENT) == set()
    assert keys(cache, linked=True) == set(places[:3])


def test_a_mail_is_found_by_its_message_id_the_trash_last(cache):
    raw = mail(1)
    (kept, trashed) = (cache.put("INBOX", raw, 1), cache.put("Trash", raw, 2))
    message_id = cache.scalar("SELECT message_id FROM message")

    def find(wanted, accounts=None):
        return cache.store.read(lambda connection: lists.find_by_message_id(connection, wanted, accounts))

    assert trashed > kept
    assert find(message_id) == kept
    assert find(message_id, {cache.account_key}) == kept
    assert find(message_id, set()) is None
    assert find("nobody@x.org") is None
