"""The folder pane's rows: each right behind what it is inside of, special ones on top wherever the server keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.clock import ManualClock
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import accounts, folder_rows, mailboxes
from desktop.core.store.mailboxes import Listed
from desktop.core.store.store import Store
from tests.fakes.cache import NOW, settings


def shown(folder: Path, *names: str, delimiter: str = "/", prefix: str = "") -> list[tuple[int, str]]:
    """(depth, label) of mailboxes that were listed so; a name behind "!" has that use, one in brackets cannot be opened."""
    listed = []
    for name in names:
        use, _, rest = name.rpartition("!")
        listed.append(
            Listed(rest.strip("()"), delimiter, SpecialUse(use) if use else SpecialUse.NONE, not rest.startswith("("))
        )
    store = Store(folder, ManualClock(NOW), lambda changes: None)
    try:
        key = store.writer.run("account", lambda uow: accounts.add_account(uow, settings(), "secret"))
        store.writer.run("list", lambda uow: mailboxes.merge_listed(uow, key, listed, prefix=prefix))
        return [(row.depth, row.label) for row in store.read(folder_rows.load_rows)]
    finally:
        store.close()


@pytest.mark.parametrize("other", ["Work - old", "Work!", "Work (2)", "Work+", "work"])
def test_a_sibling_never_comes_between_a_folder_and_what_is_in_it(tmp_path: Path, other: str):
    rows = shown(tmp_path, "inbox!INBOX", "Work", "Work/2026", *([other] if "!" not in other else ["none!Work "]))
    assert rows[rows.index((0, "Work")) + 1] == (1, "2026")


def test_what_is_in_a_special_folder_stays_in_it(tmp_path: Path):
    assert shown(
        tmp_path, "inbox!INBOX", "INBOX/Club", "archive!Archive", "Archive/2026", "Archive/2026/May", "Able"
    ) == [
        (0, "INBOX"),
        (1, "Club"),
        (0, "Archive"),
        (1, "2026"),
        (2, "May"),
        (0, "Able"),
    ]


def test_special_folders_are_on_top_and_what_only_held_them_is_not_shown(tmp_path: Path):
    """Gmail."""
    names = ("inbox!INBOX", "([Gmail])", "sent![Gmail]/Sent Mail", "trash![Gmail]/Bin", "Clients", "Clients/Able")
    assert shown(tmp_path, *names) == [(0, "INBOX"), (0, "Sent Mail"), (0, "Bin"), (0, "Clients"), (1, "Able")]


def test_what_holds_others_too_is_shown(tmp_path: Path):
    rows = shown(tmp_path, "inbox!INBOX", "(Mail)", "sent!Mail/Sent", "Mail/Club")
    assert rows == [(0, "INBOX"), (0, "Sent"), (0, "Mail"), (1, "Club")]


def test_what_all_names_begin_with_is_no_level(tmp_path: Path):
    """And Bob's folder is not shown inside one of one's own."""
    names = (
        "inbox!INBOX",
        "archive!INBOX.Archive",
        "INBOX.Archive.2026",
        "INBOX.Work",
        "INBOX.Work.May",
        "user.bob.Club",
    )
    assert shown(tmp_path, *names, delimiter=".", prefix="INBOX.") == [
        (0, "INBOX"),
        (0, "Archive"),
        (1, "2026"),
        (0, "user.bob.Club"),
        (0, "Work"),
        (1, "May"),
    ]
