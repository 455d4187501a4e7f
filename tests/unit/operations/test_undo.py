"""What an undo takes back and what it leaves, on a store alone: drafts, rows, mails and folders, of wishes that wait
and of wishes that are done."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.api.commands import (
    CopyTo,
    CreateMailbox,
    Delete,
    DeleteMailbox,
    DiscardDraft,
    DraftContent,
    MoveTo,
    Receipt,
    RenameMailbox,
    SetFlagged,
    SetSeen,
)
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.operations import draft_commands, mail_commands, mailbox_commands
from desktop.core.operations.delivery import file_mail
from desktop.core.operations.undo import NOTHING, TOO_LATE, fail, undo
from desktop.core.operations.writing import own_mail
from desktop.core.store import drafts, locations, operations, undo_groups
from desktop.core.store.operations import NewOperation, StoredOperation
from desktop.core.store.schema import task
from desktop.core.store.undo_rows import Recorder
from tests.fakes.cache import NOW, Cache, cache, mail

__all__ = ["cache"]
CONTENT = DraftContent(1, to="bob@example.com", subject="Oferta", text="Texto entero")


def do(cache: Cache, job: Any) -> Any:
    return cache.store.writer.run("do", job)


def draft_state(cache: Cache, key: int | None) -> str | None:
    assert key is not None
    return cache.store.read(lambda connection: drafts.load_draft_state(connection, key))


def rows(cache: Cache) -> list[StoredOperation]:
    sql = "SELECT operation_key FROM operation ORDER BY operation_key"
    with cache.store.reading() as connection:
        keys = [row[0] for row in connection.exec_driver_sql(sql).all()]
        found = [operations.load_operation(connection, key) for key in keys]
    return [one for one in found if one is not None]


def finish(cache: Cache) -> None:
    """As if the server had done what waits: its words and the state of the rows."""
    keys = [one.operation_key for one in rows(cache) if one.state == "waiting"]
    do(cache, lambda uow: operations.set_states(uow, keys, "done"))


def shown(cache: Cache, key: int) -> tuple[Flag, bool, bool]:
    """(flags, hidden, pending)"""
    found = cache.store.read(lambda connection: locations.load_shown(connection, [key]))[key]
    return found.flags.flags, found.hidden, found.pending


def inbox(cache: Cache, uid: int = 1) -> int:
    return cache.put("INBOX", mail(uid), uid)


def test_a_discarded_draft_is_back_with_its_copy(cache: Cache):
    def discard(uow) -> int:
        key = drafts.save_draft(uow, None, CONTENT)
        drafts.set_location(uow, key, copy)
        draft_commands.discard_draft(uow, DiscardDraft(key))
        return key

    copy = cache.put("Drafts", mail(1), 1)
    key = do(cache, discard)
    assert (draft_state(cache, key), cache.total("Drafts")[0]) == ("discarded", 0)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("restored", 1, key=key)
    assert (draft_state(cache, key), cache.total("Drafts")[0]) == ("open", 1)
    assert rows(cache) == []


# wishes about rows


def about_rows(cache: Cache, count: int, *, of_mail: int | None = None) -> None:
    """A wish that makes so many rows, and reads a mail."""

    def wish(uow) -> None:
        group = undo_groups.add_group(uow, "x", 1)
        recorder = Recorder(uow, group)
        for number in range(count):
            recorder.insert(task, title=f"T{number}", created_at=NOW)
        if of_mail is not None:
            payload = {"add": ["\\Seen"]}
            news = [NewOperation(cache.account_key, "store", of_mail, cache.keys["INBOX"], payload=payload)]
            operations.add_operations(uow, group, news, not_before=NOW)

    do(cache, wish)


@pytest.mark.parametrize(("count", "receipt"), [(0, NOTHING), (1, Receipt("undone", 1)), (3, Receipt("undone", 3))])
def test_the_rows_of_a_wish_are_as_they_were(cache: Cache, count: int, receipt: Receipt):
    about_rows(cache, count)
    assert do(cache, lambda uow: undo(uow, None)) == receipt
    assert cache.scalar("SELECT count(*) FROM task") == 0


def test_rows_and_mails_of_a_wish_count_together(cache: Cache):
    about_rows(cache, 2, of_mail=inbox(cache))
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 3)


def test_what_is_aside_counts_for_nothing(cache: Cache):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.set_flagged(uow, SetFlagged((key,), True)))
    sql = "UPDATE operation SET payload = json_set(payload, '$.aside', json('true'))"
    do(cache, lambda uow: uow.connection.exec_driver_sql(sql) and None)
    assert do(cache, lambda uow: undo(uow, None)) == TOO_LATE
    assert rows(cache) == []


# wishes about mails


@pytest.mark.parametrize(
    ("state", "attempts", "forgotten"),
    [("waiting", 0, True), ("waiting", 1, True), ("failed", 1, True), ("claimed", 0, False), ("done", 1, False)],
)
@pytest.mark.parametrize("kind", ["expunge", "delete_mailbox"])
def test_what_cannot_be_inverted_is_forgotten_as_long_as_nobody_knows_it_done(
    cache: Cache, kind: str, state: str, attempts: int, forgotten: bool
):
    key = inbox(cache)
    if kind == "expunge":
        do(cache, lambda uow: mail_commands.delete(uow, Delete((key,), permanent=True)))
    else:
        do(cache, lambda uow: mailbox_commands.delete_mailbox(uow, DeleteMailbox(cache.keys["Work"])))
    sql = f"UPDATE operation SET state = '{state}', attempts = {attempts}"
    do(cache, lambda uow: uow.connection.exec_driver_sql(sql) and None)
    assert do(cache, lambda uow: undo(uow, None)) == (Receipt("undone", 1) if forgotten else TOO_LATE)
    assert len(rows(cache)) == (0 if forgotten else 1)
    if kind == "expunge":
        assert cache.total("INBOX")[0] == int(forgotten)
    else:
        assert named(cache, "Work") == [("Work", not forgotten)]


def test_a_mail_written_here_that_waits_goes_with_its_wish(cache: Cache):
    def file(uow) -> int:
        group = undo_groups.add_group(uow, "filed", 1)
        return file_mail(
            uow, cache.account_key, cache.keys["Drafts"], own_mail(mail(9)), FlagSet(), group, not_before=NOW
        )

    key = do(cache, file)
    do(cache, lambda uow: uow.connection.exec_driver_sql("UPDATE operation SET attempts = 1") and None)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    assert cache.scalar(f"SELECT count(*) FROM location WHERE location_key = {key}") == 0


def test_one_that_the_server_has_numbered_stays(cache: Cache):
    """Whoever has put it there."""

    def file(uow) -> int:
        group = undo_groups.add_group(uow, "filed", 1)
        return file_mail(
            uow, cache.account_key, cache.keys["Drafts"], own_mail(mail(9)), FlagSet(), group, not_before=NOW
        )

    do(cache, file)
    do(cache, lambda uow: uow.connection.exec_driver_sql("UPDATE location SET uid = 7") and None)
    do(cache, lambda uow: undo(uow, None))
    assert cache.total("Drafts")[0] == 1


def test_what_has_not_left_is_forgotten(cache: Cache):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.set_flagged(uow, SetFlagged((key,), True)))
    assert shown(cache, key) == (Flag.FLAGGED, False, True)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    assert shown(cache, key) == (Flag(0), False, False)
    assert rows(cache) == []


def test_what_is_done_gets_its_inverse_and_an_undo_is_not_itself_undone(cache: Cache):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.set_flagged(uow, SetFlagged((key,), True)))
    finish(cache)
    do(cache, lambda uow: mail_commands.set_seen(uow, SetSeen((key,), True)))
    finish(cache)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    last = rows(cache)[-1]
    assert (last.kind, last.payload, last.location_key) == ("store", {"add": [], "remove": ["\\Seen"]}, key)
    assert (last.state, last.not_before, last.mailbox_key) == ("waiting", NOW, cache.keys["INBOX"])
    finish(cache)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    assert rows(cache)[-1].payload == {"add": [], "remove": ["\\Flagged"]}, "not the undo of the undo"
    assert do(cache, lambda uow: undo(uow, None)) == NOTHING
    assert len(rows(cache)) == 4


def test_a_wish_is_undone_once(cache: Cache):
    key = inbox(cache)
    receipt = do(cache, lambda uow: mail_commands.set_flagged(uow, SetFlagged((key,), True)))
    finish(cache)
    assert do(cache, lambda uow: undo(uow, receipt.undo_key)) == Receipt("undone", 1)
    assert do(cache, lambda uow: undo(uow, receipt.undo_key)) == NOTHING
    assert do(cache, lambda uow: undo(uow, 999)) == NOTHING
    assert len(rows(cache)) == 2


@pytest.mark.parametrize(
    ("state", "attempts", "inverse"),
    [("waiting", 0, False), ("waiting", 1, True), ("failed", 1, False), ("claimed", 0, True), ("done", 1, True)],
)
def test_what_may_have_left_is_inverted_and_not_forgotten(cache: Cache, state: str, attempts: int, inverse: bool):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.set_flagged(uow, SetFlagged((key,), True)))
    sql = f"UPDATE operation SET state = '{state}', attempts = {attempts}"
    do(cache, lambda uow: uow.connection.exec_driver_sql(sql) and None)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    assert [one.payload for one in rows(cache)] == (
        [{"add": ["\\Flagged"]}, {"add": [], "remove": ["\\Flagged"]}] if inverse else []
    )
    assert Flag.FLAGGED not in shown(cache, key)[0]


def test_a_move_that_waits_leaves_nothing_behind(cache: Cache):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.move_to(uow, MoveTo((key,), cache.keys["Work"])))
    (moving,) = rows(cache)
    assert moving.result_location_key is not None
    do(cache, lambda uow: mail_commands.set_seen(uow, SetSeen((moving.result_location_key,), True)))
    assert (cache.total("INBOX"), cache.total("Work")) == ((0, 0), (1, 0))
    first = "SELECT min(group_key) FROM undo_group"
    assert do(cache, lambda uow: undo(uow, cache.scalar(first))) == Receipt("undone", 1)
    assert rows(cache) == [], "what was built upon it goes too"
    assert (cache.total("INBOX"), cache.total("Work")) == ((1, 1), (0, 0))


def test_a_move_that_is_done_is_followed_by_its_way_back(cache: Cache):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.move_to(uow, MoveTo((key,), cache.keys["Work"])))
    finish(cache)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    moved, back = rows(cache)
    assert (back.kind, back.location_key, back.target_mailbox_key) == (
        "move",
        moved.result_location_key,
        cache.keys["INBOX"],
    )
    assert cache.total("Work") == (0, 0)


def test_a_copy_that_is_done_is_expunged_and_the_mail_stays(cache: Cache):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.copy_to(uow, CopyTo((key,), cache.keys["Work"])))
    finish(cache)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    copied, gone = rows(cache)
    assert (gone.kind, gone.location_key, gone.mailbox_key) == (
        "expunge",
        copied.result_location_key,
        cache.keys["Work"],
    )
    assert (cache.total("INBOX"), cache.total("Work")) == ((1, 1), (0, 0))


def test_a_copy_whose_row_is_gone_cannot_be_taken_back(cache: Cache):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.copy_to(uow, CopyTo((key,), cache.keys["Work"])))
    finish(cache)
    do(cache, lambda uow: locations.drop_locations(uow, [rows(cache)[0].result_location_key], keep_linked=False))
    assert do(cache, lambda uow: undo(uow, None)) == TOO_LATE


def test_of_several_mails_the_last_is_brought_back_first(cache: Cache):
    keys = tuple(inbox(cache, uid) for uid in (1, 2, 3))
    do(cache, lambda uow: mail_commands.set_flagged(uow, SetFlagged(keys, True)))
    finish(cache)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 3)
    made = [one.location_key for one in rows(cache)]
    assert made[3:] == made[2::-1]
    groups = {one.group_key for one in rows(cache)[3:]}
    assert len(groups) == 1
    sql = f"SELECT count FROM undo_group WHERE group_key = {groups.pop()}"
    assert cache.scalar(sql) == 3


# folders


def named(cache: Cache, name: str) -> list[tuple[str, bool]]:
    sql = "SELECT coalesce(shown_name, name), hidden FROM mailbox WHERE name = ?"
    return [(row[0], bool(row[1])) for row in cache.store.read(lambda c: c.exec_driver_sql(sql, (name,)).all())]


def test_a_folder_that_waits_to_be_made_is_gone_at_once(cache: Cache):
    do(cache, lambda uow: mailbox_commands.create_mailbox(uow, CreateMailbox(cache.account_key, "Plans")))
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    assert (rows(cache), named(cache, "Plans")) == ([], [])


def test_a_folder_that_was_made_is_deleted_if_it_is_empty(cache: Cache):
    do(cache, lambda uow: mailbox_commands.create_mailbox(uow, CreateMailbox(cache.account_key, "Plans")))
    finish(cache)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    made, gone = rows(cache)
    assert (gone.kind, gone.mailbox_key) == ("delete_mailbox", made.mailbox_key)
    assert gone.payload == {"name": "Plans", "only_if_empty": True}
    assert named(cache, "Plans") == [("Plans", True)]


def test_a_folder_that_was_renamed_gets_its_name_back(cache: Cache):
    do(cache, lambda uow: mailbox_commands.rename_mailbox(uow, RenameMailbox(cache.keys["Work"], "Obra")))
    assert named(cache, "Work") == [("Obra", False)]
    finish(cache)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    assert rows(cache)[-1].payload == {"old_name": "Obra", "new_name": "Work"}
    assert named(cache, "Work") == [("Work", False)]


def test_a_rename_that_waits_is_forgotten(cache: Cache):
    do(cache, lambda uow: mailbox_commands.rename_mailbox(uow, RenameMailbox(cache.keys["Work"], "Obra")))
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    assert (rows(cache), named(cache, "Work")) == ([], [("Work", False)])


# what the server will not do


def test_what_the_server_refuses_is_parked_with_its_words_and_off_the_screen(cache: Cache):
    key = inbox(cache)
    do(cache, lambda uow: mail_commands.move_to(uow, MoveTo((key,), cache.keys["Work"])))
    do(cache, lambda uow: fail(uow, rows(cache), "No room."))
    (parked,) = rows(cache)
    assert (parked.state, cache.scalar("SELECT said FROM operation")) == ("failed", "No room.")
    assert (cache.total("INBOX"), cache.total("Work")) == ((1, 1), (0, 0))
    assert shown(cache, key) == (Flag(0), False, False)
    assert do(cache, lambda uow: undo(uow, None)) == Receipt("undone", 1)
    assert rows(cache) == []


def test_a_folder_that_could_not_be_made_is_gone_with_what_was_to_go_there(cache: Cache):
    do(cache, lambda uow: mailbox_commands.create_mailbox(uow, CreateMailbox(cache.account_key, "Plans")))
    do(cache, lambda uow: fail(uow, rows(cache), "No."))
    assert named(cache, "Plans") == []


def test_a_rename_that_was_refused_shows_the_old_name(cache: Cache):
    do(cache, lambda uow: mailbox_commands.rename_mailbox(uow, RenameMailbox(cache.keys["Work"], "Obra")))
    do(cache, lambda uow: fail(uow, rows(cache), "No."))
    assert named(cache, "Work") == [("Work", False)]
