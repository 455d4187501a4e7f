"""The pages that say where the tables are come to harm: what exists nowhere else is found all the same."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.api.commands import DraftContent
from desktop.core.clock import ManualClock
from desktop.core.store import drafts, known_tables, salvage
from desktop.core.store.database import PAGE_BYTES
from desktop.core.store.file import load_driver
from desktop.core.store.store import FILE_NAME, Store
from tests.fakes.cache import NOW, Cache
from tests.fakes.damages import Row, all_rows
from tests.fakes.held_files import as_on_windows

__all__ = ["as_on_windows"]
pytestmark = pytest.mark.usefixtures("as_on_windows")

Harm = Callable[[bytearray, set[int]], None]
LATE = "a draft that is only in the log"


def pages_of_the_table_of_tables(path: Path) -> set[int]:
    """Page 1 and those below it, by the numbers in the interior page."""
    content = path.read_bytes()
    assert content[100] == 5, "all of it is in the first page"
    cells = int.from_bytes(content[103:105])
    children = {int.from_bytes(content[108:112])}
    for number in range(cells):
        at = int.from_bytes(content[112 + 2 * number : 114 + 2 * number])
        children.add(int.from_bytes(content[at : at + 4]))
    return {1, *children}


def open_store(profile: Path) -> Store:
    return Store(profile, ManualClock(NOW))


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> tuple[Path, set[int], dict[Row, tuple]]:
    """With drafts and settings, the last draft in the log alone; the pages of its table of tables; its rows."""
    folder = tmp_path_factory.mktemp("sound")
    cache = Cache(folder / "profile")
    cache.store.close()
    cache.open()  # an account without a member gets one
    write = cache.store.writer

    def draft(subject: str) -> None:
        content = DraftContent(cache.account_key, to="bob@example.com", subject=subject, text="Hola. " * 500)
        write.run("draft", lambda uow: drafts.save_draft(uow, None, content), durable=True)

    for number in range(20):
        draft(f"draft {number}")
    write.submit_outside("fold", lambda driver: driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()).result()
    draft(LATE)
    shutil.copytree(folder / "profile", folder / "left", ignore=shutil.ignore_patterns("*-shm"))
    cache.store.close()
    path = folder / "left" / FILE_NAME
    rows = all_rows(shutil.copytree(folder / "left", folder / "read") / FILE_NAME)
    assert sum(name == "draft" for name, _ in rows) == 21
    return folder / "left", pages_of_the_table_of_tables(path), rows


def zero(content: bytearray, pages: set[int]) -> None:
    for page in pages:
        content[(page - 1) * PAGE_BYTES : page * PAGE_BYTES] = bytes(PAGE_BYTES)


def zero_first(content: bytearray, pages: set[int]) -> None:
    zero(content, {1})


def zero_a_child(content: bytearray, pages: set[int]) -> None:
    zero(content, {max(pages)})


def noise_behind_the_head(content: bytearray, pages: set[int]) -> None:
    content[100:PAGE_BYTES] = b"\xa5" * (PAGE_BYTES - 100)


def other_letters(content: bytearray, pages: set[int]) -> None:
    """UTF-16 in the head."""
    content[56:60] = b"\0\0\0\2"


def another_column(content: bytearray, pages: set[int]) -> None:
    """One bit of a name."""
    at = content.index(b"reply_to_message_key") if b"reply_to_message_key" in content else content.index(b"secret_id")
    content[at] ^= 2


def nothing_left_of_it(content: bytearray, pages: set[int]) -> None:
    zero(content, pages)


def other_words(content: bytearray, pages: set[int]) -> None:
    """One bit of how words are indexed, which only a search would meet."""
    content[content.index(b"contentless_delete=1")] ^= 2


HARMS = [
    zero_first,
    zero_a_child,
    noise_behind_the_head,
    other_letters,
    another_column,
    other_words,
    nothing_left_of_it,
]


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("log", [pytest.param("with its log", marks=pytest.mark.slow), "without"])
def test_every_row_that_exists_nowhere_else_is_saved(sound, tmp_path: Path, harm: Harm, log: str):
    folder, pages, rows = sound
    profile = shutil.copytree(folder, tmp_path / "profile")
    path = profile / FILE_NAME
    if log == "without":
        path.with_name(path.name + "-wal").unlink()
        rows = all_rows(shutil.copytree(profile, tmp_path / "read") / FILE_NAME)
    content = bytearray(path.read_bytes())
    harm(content, pages)
    path.write_bytes(content)
    store = open_store(profile)
    salvaged = store.salvaged
    store.close()
    # The log has the first page too; what is in the file below it is never looked at.
    assert salvaged is not None or (log == "with its log" and harm is not zero_a_child)
    kept = all_rows(path)
    assert {key for key, row in rows.items() if kept.get(key) != row} == set()
    assert not salvage.is_marked(path)
    store = open_store(profile)
    assert store.salvaged is None
    store.close()


def test_what_stood_in_the_first_page_is_kept(sound, tmp_path: Path):
    profile = shutil.copytree(sound[0], tmp_path / "profile")
    path = profile / FILE_NAME
    path.with_name(path.name + "-wal").unlink()
    content = bytearray(path.read_bytes())
    noise_behind_the_head(content, sound[1])
    path.write_bytes(content)
    open_store(profile).close()
    (kept,) = profile.glob("*.first-page")
    assert kept.read_bytes()[:PAGE_BYTES] == content[:PAGE_BYTES]
    assert kept.stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_an_emptied_file_gives_back_what_is_in_its_log(sound, tmp_path: Path):
    profile = shutil.copytree(sound[0], tmp_path / "profile")
    (profile / FILE_NAME).write_bytes(b"")
    store = open_store(profile)
    assert store.salvaged is not None
    store.close()
    assert list(profile.glob("*.damaged-*"))


def test_the_copy_of_another_file_is_not_believed(sound, tmp_path: Path):
    """A database that was put back without the files beside it, with a sound table of tables."""
    profile = shutil.copytree(sound[0], tmp_path / "profile")
    path = profile / FILE_NAME
    shifted = tuple(
        known_tables.Entry(one.type, one.name, one.table, one.page + 1, one.sql) for one in known_tables.load(path)
    )
    known_tables._write(path, shifted)
    salvage.mark(path, met=True)
    store = open_store(profile)
    assert "21 x draft" in (store.salvaged or "")
    store.close()


def test_a_copy_that_is_torn_or_missing_is_written_anew(sound, tmp_path: Path):
    profile = shutil.copytree(sound[0], tmp_path / "profile")
    path = profile / FILE_NAME
    right = known_tables.load(path)
    beside = profile / "tables-of-the-database"
    for content in (beside.read_bytes()[:-9], b"", b"\0" * 100, b"[]"):
        beside.write_bytes(content)
        assert known_tables.load(path) == ()
        store = open_store(profile)
        assert store.salvaged is None
        store.close()
        assert known_tables.load(path) == right


def test_it_holds_nothing_of_anybodys_mail(sound):
    content = (sound[0] / "tables-of-the-database").read_bytes()
    assert b"draft" in content
    assert b"Hola" not in content
    assert b"@" not in content


@pytest.mark.parametrize("moved", ["nothing", "the log", "all", "all, and the new file was begun"])
def test_a_death_while_it_is_built_anew_loses_nothing(sound, tmp_path: Path, moved: str):
    profile = shutil.copytree(sound[0], tmp_path / "profile")
    path = profile / FILE_NAME
    salvage._write_marker(path, f"rebuilt from {FILE_NAME}.damaged-7")
    aside = path.with_name(f"{FILE_NAME}.damaged-7")
    if moved != "nothing":
        path.with_name(path.name + "-wal").rename(aside.with_name(aside.name + "-wal"))
    if moved.startswith("all"):
        path.rename(aside)
    if moved.endswith("begun"):
        driver = load_driver()
        connection = driver.connect(str(path))
        connection.execute("CREATE TABLE draft (draft_key INTEGER)")
        connection.close()
    store = open_store(profile)
    assert "21 x draft" in (store.salvaged or "")
    store.close()
    kept = all_rows(path)
    assert {key for key, row in sound[2].items() if kept.get(key) != row} == set()
