"""A profile as the first schema left it, for what becomes of it today."""

from __future__ import annotations

from pathlib import Path

from desktop.core.store import accounts
from desktop.core.store.file import load_driver
from desktop.core.store.store import FILE_NAME
from tests.fakes.cache import Cache

NEW_TABLES = ("share", "member", "plan_change", "booking", "sweep_log", "unsubscription", "reminder", "template")
NEW_COLUMNS = (
    ("account", "member_key"),
    ("account", "chosen"),
    ("account", "deletes_for_good"),
    ("account", "signature"),
    ("account", "signature_in_replies"),
    ("account", "signature_formatted"),
    ("outbox", "refusal"),
)


SECOND_TABLES = ("snooze", "unsubscription", "reminder", "template")
SECOND_COLUMNS = (
    ("account", "signature"),
    ("account", "signature_in_replies"),
    ("account", "signature_formatted"),
    ("outbox", "send_at"),
)
"""What a file of the second schema lacks."""
_SECOND_INDEX = """
CREATE VIRTUAL TABLE message_index USING fts5(
    subject, people, body, attachments,
    content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
)
"""


def age_to_second(path: Path, *, index: bool) -> None:
    """As a file of the second schema, with its own index if wanted."""
    driver = load_driver().connect(str(path), isolation_level=None)
    driver.execute("PRAGMA foreign_keys=OFF")
    for table in SECOND_TABLES:
        driver.execute(f"DROP TABLE {table}")
    for table, column in SECOND_COLUMNS:
        driver.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    if index:
        driver.execute("DROP TABLE message_index")
        driver.execute(_SECOND_INDEX)
    driver.execute("PRAGMA user_version=2")
    driver.close()


def age_to_third(path: Path) -> None:
    """As a file of the third schema, which knew of no mail that waits for an answer."""
    driver = load_driver().connect(str(path), isolation_level=None)
    driver.execute("DROP TABLE reminder")
    driver.execute("DROP TABLE template")
    driver.execute("ALTER TABLE account DROP COLUMN signature_formatted")
    driver.execute("PRAGMA user_version=3")
    driver.close()


def age_to_fourth(path: Path) -> None:
    """As a file of the fourth schema, whose signatures were text, without templates."""
    driver = load_driver().connect(str(path), isolation_level=None)
    driver.execute("DROP TABLE template")
    driver.execute("ALTER TABLE account DROP COLUMN signature_formatted")
    driver.execute("PRAGMA user_version=4")
    driver.close()


def age(cache: Cache, plan: str | None) -> None:
    """As a file of the first schema: no members, no plan changes, columns missing. It is opened again by today's program."""
    if plan is not None:
        cache.store.writer.run("plan", lambda uow: accounts.set_setting(uow, "plan", plan))
    cache.store.close()
    age_file(cache.directory / FILE_NAME)
    cache.open()


def age_file(path: Path) -> None:
    driver = load_driver().connect(str(path), isolation_level=None)
    driver.execute("PRAGMA foreign_keys=OFF")
    for table in NEW_TABLES:
        driver.execute(f"DROP TABLE {table}")
    for table, column in NEW_COLUMNS:
        driver.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    driver.execute("PRAGMA user_version=1")
    driver.close()
