"""A bit in a text that is to be JSON: SQLite finds the file sound, and whoever reads the row stumbles. It is mended once."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import DraftContent
from desktop.core.api.rows import OutboxState
from desktop.core.store import accounts, crm_rules, drafts, outbox, salvage
from desktop.core.store.salvage_values import find_broken
from tests.fakes.cache import Cache, cache, mail

__all__ = ["cache"]
BROKEN = '{"a": "\x01}'


def break_(cache: Cache, table: str, column: str, where: str = "1") -> None:
    cache.store.writer.run(
        "a bit",
        lambda uow: uow.connection.exec_driver_sql(f"UPDATE {table} SET {column} = ? WHERE {where}", (BROKEN,)),
    )


def stumble(cache: Cache, read) -> None:
    with pytest.raises(ValueError, match="control character"):
        cache.store.read(read)
    assert salvage.is_marked(cache.store.path)


@pytest.fixture
def filled(cache: Cache) -> Cache:
    cache.put("INBOX", mail(1), 1)
    content = DraftContent(cache.account_key, to="bob@example.com", subject="kept", text="Hola")
    cache.store.writer.run("d", lambda uow: drafts.save_draft(uow, None, content))
    return cache


def kept(cache: Cache) -> list[str]:
    return [row.subject for row in cache.store.read(drafts.load_rows)]


def test_a_mail_of_which_the_envelope_broke_is_fetched_again(filled: Cache):
    key = filled.scalar("SELECT message_key FROM message")
    break_(filled, "message", "envelope")
    stumble(filled, lambda connection: crm_rules.load_judged(connection, key))
    filled.reopen()
    assert filled.store.salvaged is not None
    assert filled.scalar("SELECT count(*) FROM message") == 0
    assert kept(filled) == ["kept"]
    filled.reopen()
    assert filled.store.salvaged is None


def test_a_setting_that_broke_is_as_it_was_at_first(filled: Cache):
    filled.store.writer.run("s", lambda uow: accounts.set_setting(uow, "colour", "blue"))
    break_(filled, "setting", "value", "name = 'colour'")
    stumble(filled, lambda connection: accounts.load_setting(connection, "colour", "red"))
    filled.reopen()
    assert filled.store.read(lambda connection: accounts.load_setting(connection, "colour", "red")) == "red"
    assert kept(filled) == ["kept"]


def test_an_unsent_mail_whose_recipients_broke_is_shown_and_not_sent(filled: Cache):
    filled.store.writer.run(
        "o",
        lambda uow: uow.connection.exec_driver_sql(
            "INSERT INTO outbox (account_key, message_id, subject, envelope_from, recipients, raw, state, created_at,"
            " not_before) VALUES (?, 'o@example.org', 'Obra', 'ana@example.org', ?, x'41', 'waiting', 1, 1)",
            (filled.account_key, BROKEN),
        ),
    )
    stumble(filled, outbox.load_rows)
    filled.reopen()
    (row,) = filled.store.read(outbox.load_rows)
    assert (row.subject, row.state, row.recipients) == ("Obra", OutboxState.FAILED, ())


def test_an_account_whose_settings_broke_waits_under_its_address(filled: Cache):
    break_(filled, "account", "settings")
    break_(filled, "message", "envelope")
    salvage.mark(filled.store.path)
    filled.reopen()
    settings = filled.store.read(lambda connection: accounts.load_settings(connection, filled.account_key))
    assert settings is not None
    assert settings.address == "ana@example.org"
    assert filled.scalar("SELECT paused FROM account") == 1
    assert kept(filled) == ["kept"]


def test_a_key_that_is_the_text_of_another_table_does_not_cost_the_rest(filled: Cache):
    """Seen where pages had changed places: SQLite holds a text in a column of numbers."""
    filled.store.writer.submit_outside(
        "mix",
        lambda driver: driver.executescript(
            "PRAGMA foreign_keys=OFF; UPDATE mailbox SET account_key = 'INBOX' WHERE name = 'Junk'"
        ),
    ).result()
    salvage.mark(filled.store.path, met=True)
    filled.reopen()
    assert filled.store.salvaged is not None
    assert kept(filled) == ["kept"]


def test_a_sound_profile_has_none(filled: Cache):
    assert filled.store.read(find_broken) is None


def test_a_month_that_broke_is_counted_no_more(filled: Cache):
    """Met with the plan: pages of the file had been swapped."""
    filled.store.writer.run("b", lambda uow: outbox.book(uow, "2026-07", 3, 10))
    filled.store.writer.run("b", lambda uow: outbox.book(uow, "2026-06", 3, 10))
    break_(filled, "booking", "month", "month = '2026-07'")
    with pytest.raises(ValueError, match="no month"):
        filled.store.read(outbox.newest_month)
    assert salvage.is_marked(filled.store.path)
    filled.reopen()
    assert filled.store.read(outbox.newest_month) == "2026-06"
    assert kept(filled) == ["kept"]
