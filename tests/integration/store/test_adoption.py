"""A profile of the first schema, and a damaged one, become a workspace: everybody's mailboxes have an owner, the plan its date."""

from __future__ import annotations

import hashlib
from datetime import UTC

import pytest

from desktop.core.api.commands import DraftContent
from desktop.core.api.errors import Code, PlanError
from desktop.core.profile import load_catalogue
from desktop.core.store import accounts, drafts, members, migrations, outbox, plan_changes, reminders, search, snoozes
from desktop.core.store.file import FILE_NAME, SCHEMA_VERSION
from desktop.core.workspace import plan_time
from desktop.core.workspace.standing import Standing
from tests.fakes.cache import NOW, Cache, cache, mail, settings
from tests.fakes.older_profile import age, age_to_fourth, age_to_second, age_to_third

__all__ = ["cache"]


def begun(cache: Cache) -> Standing:
    standing = Standing(load_catalogue(), UTC, cache.clock.now)
    cache.store.writer.run("begin", lambda uow: plan_time.begin(uow, standing))
    return standing


def test_accounts_of_an_older_file_belong_to_the_first_member(cache):
    age(cache, "basic")
    with cache.store.reading() as connection:
        assert [(one.member_key, one.name) for one in members.load_members(connection)] == [(1, "Ana Beltrán")]
        (owned,) = members.load_owned(connection)
        assert (owned.member_key, owned.chosen, owned.deletes_for_good) == (1, False, False)
        assert members.load_current(connection) == 1
        assert outbox.load_rows(connection) == []


def test_the_chosen_plan_of_an_older_file_is_the_first_change(cache):
    age(cache, "basic")
    standing = begun(cache)
    with cache.store.reading() as connection:
        assert standing.plan(connection).plan_id == "basic"
        (change,) = standing.changes(connection)
        assert (change.at, change.reason.value) == (NOW, "first")
    begun(cache)
    assert cache.scalar("SELECT count(*) FROM plan_change") == 1


def test_without_a_chosen_plan_it_is_the_default_and_a_trial_gets_its_end(cache):
    age(cache, None)
    assert cache.store.read(begun(cache).plan).plan_id == "standard"
    age(cache, "trial")
    standing = begun(cache)
    assert [one.plan_id for one in cache.store.read(standing.changes)] == ["trial", "free"]


def test_an_account_whose_owner_was_lost_to_damage_comes_to_the_first_member(cache):
    cache.store.writer.run("lost", lambda uow: uow.connection.exec_driver_sql("UPDATE account SET member_key = 77"))
    cache.reopen()
    assert cache.scalar("SELECT member_key FROM account") == 1


def test_a_damaged_file_keeps_members_shares_and_plans(cache):
    def fill(uow):
        second = members.add_member(uow, "Luis")
        other = accounts.add_account(uow, settings("luis@example.org"), "secret2")
        members.set_owner(uow, other, second)
        members.set_shares(uow, cache.account_key, [second])
        members.set_current(uow, second)
        members.set_chosen(uow, [other], [])
        plan_changes.begin(uow, "basic")
        outbox.book(uow, "2026-11", 5, 10)
        uow.connection.exec_driver_sql("UPDATE plan_change SET keep = '[2]'")

    cache.reopen()
    cache.store.writer.run("fill", fill, durable=True)
    for number in range(120):
        cache.put("INBOX", mail(number, body="relleno " * 400), number + 1)
    standing = Standing(load_catalogue(), UTC, cache.clock.now)
    before = [
        cache.store.read(one)
        for one in (members.load_members, members.load_owned, members.load_shares, standing.changes)
    ]
    cache.store.close()
    path = cache.directory / FILE_NAME
    raw = bytearray(path.read_bytes())
    middle = len(raw) * 3 // 4  # where the mails are; what exists nowhere else came before them
    raw[middle : middle + 40_000] = b"\xff" * 40_000
    path.write_bytes(bytes(raw))
    (cache.directory / "check-at-next-start").touch()
    cache.open()
    assert cache.store.salvaged is not None
    after = [
        cache.store.read(one)
        for one in (members.load_members, members.load_owned, members.load_shares, standing.changes)
    ]
    assert after == before
    assert cache.store.read(members.load_current) == 2
    assert cache.store.read(lambda connection: outbox.count_sent(connection, "2026-11")) == 5
    assert cache.store.read(standing.plan).plan_id == "basic"


def test_what_holds_a_mail_is_stored_with_its_values(cache):
    refusal = PlanError(Code.PLAN_SUSPENDED, plan="Basic", limit=1, address="ana@example.org")

    def hold(uow):
        key = outbox.add_outbox(
            uow, account_key=cache.account_key, message_id="m", subject="s", envelope_from="a@example.org",
            recipients=["b@example.com"], raw=b"", not_before=0,
        )  # fmt: skip
        outbox.set_outbox_state(uow, key, "held", said=refusal.sentence(), refusal=refusal)
        return key

    key = cache.store.writer.run("hold", hold)
    (row,) = cache.store.read(outbox.load_rows)
    assert row.refusal is not None
    assert (row.refusal.code, row.refusal.parameters) == (refusal.code, refusal.parameters)
    cache.store.writer.run("wait", lambda uow: outbox.set_outbox_state(uow, key, "waiting"))
    assert cache.store.read(outbox.load_rows)[0].refusal is None


def test_a_schema_that_has_changed_has_a_step_and_a_number_of_its_own():
    """Else files of the day before are taken for damaged ones. With the step, its number here, and the digest of what it leads to."""
    spelled = "\n".join(sorted((*migrations._creation("sqlite"), search.INDEX)))
    digest = hashlib.sha256(" ".join(spelled.split()).encode()).hexdigest()[:16]
    assert (SCHEMA_VERSION, digest) == (6, "a9d63a13bdabe1a5")


@pytest.mark.parametrize("index", [False, True])
def test_a_file_of_the_second_schema_keeps_all_that_exists_nowhere_else(cache: Cache, index: bool):
    """Where its index has other columns, it is built again: the mail comes back from the server."""
    cache.put("INBOX", mail(1), 1)
    content = DraftContent(cache.account_key, to="bob@example.com", subject="Kept")
    cache.store.writer.run("draft", lambda uow: drafts.save_draft(uow, None, content))
    path = cache.directory / FILE_NAME
    cache.store.close()
    age_to_second(path, index=index)
    cache.open()
    assert (cache.store.salvaged is not None) is index
    with cache.store.reading() as connection:
        (row,) = accounts.load_accounts(connection)
        assert (row.address, row.signature, row.signature_in_replies) == ("ana@example.org", "", True)
        assert [one.subject for one in drafts.load_rows(connection)] == ["Kept"]
        assert snoozes.load_next(connection) is None
        assert outbox.load_rows(connection) == []
    assert cache.scalar("SELECT count(*) FROM message") == (0 if index else 1)
    cache.reopen()
    assert cache.store.salvaged is None


def test_a_file_of_the_third_schema_keeps_everything(cache: Cache):
    cache.put("INBOX", mail(1), 1)
    path = cache.directory / FILE_NAME
    cache.store.close()
    age_to_third(path)
    cache.open()
    assert cache.store.salvaged is None
    assert cache.store.read(reminders.load_rows) == []
    assert cache.scalar("SELECT count(*) FROM message") == 1
    assert path.with_suffix(".before-4").exists()


def test_signatures_of_the_fourth_schema_stay_as_they_are(cache: Cache):
    cache.store.writer.run("s", lambda uow: accounts.set_signature(uow, cache.account_key, "Ana", True, "", None))
    path = cache.directory / FILE_NAME
    cache.store.close()
    age_to_fourth(path)
    cache.open()
    assert cache.store.salvaged is None
    [row] = cache.store.read(accounts.load_accounts)
    assert (row.signature, row.signature_formatted) == ("Ana", "")
    assert path.with_suffix(".before-5").exists()
