"""What follows from a sent mail, on a store alone: one copy in Sent, the mark on what was answered, the end of
its draft."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.api.commands import DraftContent, SetFlagged
from desktop.core.api.rows import BodyState
from desktop.core.mail.address import Address
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.operations import mail_commands
from desktop.core.operations.delivery import file_mail, finish_sent, remove_copy
from desktop.core.operations.undo import NOTHING, undo
from desktop.core.operations.writing import own_mail
from desktop.core.store import bodies, drafts, locations, mailboxes, operations, outbox, reminders, undo_groups
from desktop.core.store.operations import StoredOperation
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]
RAW = mail(7, extra="X-Own: 1\r\n")


def do(cache: Cache, job: Any) -> Any:
    return cache.store.writer.run("do", job)


def rows(cache: Cache) -> list[StoredOperation]:
    sql = "SELECT operation_key FROM operation ORDER BY operation_key"
    with cache.store.reading() as connection:
        keys = [row[0] for row in connection.exec_driver_sql(sql).all()]
        return [one for key in keys if (one := operations.load_operation(connection, key)) is not None]


def draft(cache: Cache, **content: Any) -> int:
    made = DraftContent(cache.account_key, to="bob@example.com", subject="Oferta", text="Hola.", **content)
    return do(cache, lambda uow: drafts.save_draft(uow, None, made))


def queued(cache: Cache, draft_key: int | None = None) -> outbox.Queued:
    def put(uow) -> int:
        key = outbox.add_outbox(
            uow, account_key=cache.account_key, message_id="m7@example.org", subject="Oferta",
            envelope_from="ana@example.org", recipients=["bob@example.com"], raw=RAW, not_before=NOW, draft_key=draft_key,
        )  # fmt: skip
        outbox.reserve(uow, key, "2026-11", 9)
        reminders.add(uow, cache.account_key, "m7@example.org", "Oferta", [Address("Bob", "bob@example.com")], 60)
        return key

    key = do(cache, put)
    found = cache.store.read(lambda connection: outbox.load_queued(connection, key))
    assert found is not None
    return found


def sent(cache: Cache, one: outbox.Queued, *, copy: bool = True) -> None:
    own = own_mail(RAW) if copy else None
    do(cache, lambda uow: finish_sent(uow, one, own, said="250 OK"))


def in_draft_folder(cache: Cache, draft_key: int) -> int:
    """The draft's copy, waiting to be brought to the server."""

    def file(uow) -> int:
        group = undo_groups.add_group(uow, "draft_saved", 1)
        key = file_mail(
            uow,
            cache.account_key,
            cache.keys["Drafts"],
            own_mail(mail(8)),
            FlagSet(Flag.DRAFT),
            group,
            not_before=NOW + 20,
        )
        drafts.set_location(uow, draft_key, key)
        return key

    return do(cache, file)


def test_it_is_sent_counted_waited_for_and_filed(cache: Cache):
    one = queued(cache)
    cache.clock.advance(9)
    sent(cache, one)
    state = "SELECT state || '|' || said FROM outbox"
    assert cache.scalar(state) == "sent|250 OK"
    assert cache.scalar("SELECT state FROM ledger") == "confirmed"
    assert cache.scalar("SELECT due_at FROM reminder") == NOW + 69, "the time runs from now on"
    (append,) = rows(cache)
    assert (append.kind, append.account_key, append.mailbox_key) == ("append", cache.account_key, cache.keys["Sent"])
    assert (append.not_before, append.state) == (NOW + 9, "waiting")
    place = cache.store.read(lambda c: locations.load_placed(c, [append.location_key]))[append.location_key]
    assert (place.uid, place.message_id, place.size) == (None, "m7@example.org", len(RAW))
    assert cache.store.read(lambda c: bodies.load_raw(c, place.message_key)) == RAW
    found = cache.store.read(lambda c: locations.load_shown(c, [append.location_key]))[append.location_key]
    assert (found.flags.flags, found.hidden, found.pending) == (Flag.SEEN, False, True)
    assert cache.scalar("SELECT body_state FROM message") == BodyState.COMPLETE.value
    assert cache.scalar("SELECT internaldate FROM location") == NOW + 9
    assert cache.total("Sent") == (1, 0)
    assert do(cache, lambda uow: undo(uow, None)) == NOTHING, "what is sent is not undone by Ctrl+Z"


def test_a_provider_that_files_it_gets_no_copy(cache: Cache):
    sent(cache, queued(cache), copy=False)
    assert (rows(cache), cache.total("Sent")) == ([], (0, 0))
    assert cache.scalar("SELECT state FROM ledger") == "confirmed"


def test_an_account_without_a_folder_for_it_gets_one(cache: Cache):
    do(cache, lambda uow: mailboxes.drop_mailbox(uow, cache.keys["Sent"]))
    sent(cache, queued(cache))
    made, append = rows(cache)
    assert (made.kind, made.payload["name"], append.kind) == ("create_mailbox", "Sent", "append")
    assert append.mailbox_key == made.mailbox_key
    assert cache.total("Sent") == (1, 0)


def test_nothing_follows_where_the_account_is_gone_meanwhile(cache: Cache):
    one = queued(cache)
    do(cache, lambda uow: outbox.drop_outbox(uow, one.outbox_key))
    sent(cache, one)
    assert (rows(cache), cache.total("Sent")) == ([], (0, 0))


def test_its_draft_ends_and_what_it_answers_is_marked(cache: Cache):
    asked, told = cache.put("INBOX", mail(1), 1), cache.put("Work", mail(2), 5)
    key = draft(cache, answers_location=asked, forwards_location=told)
    sent(cache, queued(cache, key))
    assert cache.store.read(lambda c: drafts.load_draft(c, key)) is None
    marks = {
        one.location_key: (one.mailbox_key, one.payload, one.not_before) for one in rows(cache) if one.kind == "store"
    }
    assert marks == {
        asked: (cache.keys["INBOX"], {"add": ["\\Answered"]}, NOW),
        told: (cache.keys["Work"], {"add": ["$Forwarded"]}, NOW),
    }
    shown = cache.store.read(lambda c: locations.load_shown(c, [asked, told]))
    assert [shown[each].flags.flags for each in (asked, told)] == [Flag.ANSWERED, Flag.FORWARDED]


def test_an_answer_to_a_mail_that_is_gone_marks_nothing(cache: Cache):
    key = draft(cache, answers_location=999)
    sent(cache, queued(cache, key))
    assert [one.kind for one in rows(cache)] == ["append"]


def test_the_copy_in_drafts_that_has_not_left_goes_without_a_word(cache: Cache):
    key = draft(cache)
    in_draft_folder(cache, key)
    assert cache.total("Drafts")[0] == 1
    sent(cache, queued(cache, key))
    assert [one.kind for one in rows(cache)] == ["append"], "only that of the copy in Sent"
    assert cache.total("Drafts")[0] == 0
    assert cache.scalar("SELECT count(*) FROM location") == 1


@pytest.mark.parametrize("how", ["tried", "claimed", "there"])
def test_one_that_has_or_may_have_is_expunged(cache: Cache, how: str):
    key = draft(cache)
    copy = in_draft_folder(cache, key)
    change = {
        "tried": "UPDATE operation SET attempts = 1", "claimed": "UPDATE operation SET state = 'claimed'",
        "there": "UPDATE location SET uid = 4",
    }[how]  # fmt: skip
    do(cache, lambda uow: uow.connection.exec_driver_sql(change) and None)
    cache.clock.advance(5)
    sent(cache, queued(cache, key))
    gone = next(one for one in rows(cache) if one.kind == "expunge")
    assert (gone.location_key, gone.mailbox_key, gone.not_before) == (copy, cache.keys["Drafts"], NOW + 5)
    assert cache.total("Drafts")[0] == 0


def test_a_mark_on_one_that_may_have_left_is_not_taken_for_its_way(cache: Cache):
    key = draft(cache)
    copy = in_draft_folder(cache, key)
    do(cache, lambda uow: uow.connection.exec_driver_sql("UPDATE operation SET attempts = 1") and None)
    do(cache, lambda uow: mail_commands.set_flagged(uow, SetFlagged((copy,), True)))
    sent(cache, queued(cache, key))
    assert [one.location_key for one in rows(cache) if one.kind == "expunge"] == [copy]


def test_no_copy_or_one_that_is_gone_is_nothing_to_remove(cache: Cache):
    def remove(uow) -> None:
        group = undo_groups.add_group(uow, "x", 1)
        remove_copy(uow, None, group, not_before=NOW)
        remove_copy(uow, 999, group, not_before=NOW)

    do(cache, remove)
    assert rows(cache) == []
