"""STORE in its forms, EXPUNGE and UID EXPUNGE."""

from __future__ import annotations

import pytest

from tests.integration.imap_server_contract.conftest import Site
from tests.integration.imap_server_contract.dialogue import Dialogue


def flags(dialogue: Dialogue, uid: int) -> set[bytes]:
    return set(dialogue.ok(f"UID FETCH {uid} FLAGS").by_uid()[uid]["FLAGS"]) - {b"\\Recent"}


def test_add_remove_replace(inbox: Dialogue):
    inbox.ok("UID STORE 2 +FLAGS (\\Seen \\Flagged)")
    assert flags(inbox, 2) == {b"\\Seen", b"\\Flagged"}
    inbox.ok("UID STORE 2 -FLAGS (\\Seen)")
    assert flags(inbox, 2) == {b"\\Flagged"}
    inbox.ok("UID STORE 2 FLAGS (\\Answered $Work)")
    assert flags(inbox, 2) == {b"\\Answered", b"$Work"}
    inbox.ok("UID STORE 2 FLAGS ()")
    assert flags(inbox, 2) == set()
    assert flags(inbox, 1) == set()


def test_store_tells_the_new_flags(inbox: Dialogue):
    (told,) = inbox.ok("STORE 3 +FLAGS (\\Seen)").fetches()
    assert told["SEQ"] == 3
    assert b"\\Seen" in told["FLAGS"]
    (told,) = inbox.ok("UID STORE 4 +FLAGS (\\Seen)").fetches()
    assert (told["SEQ"], told["UID"]) == (4, b"4")


def test_silent_store_tells_nothing(inbox: Dialogue):
    assert inbox.ok("STORE 1:5 +FLAGS.SILENT (\\Seen)").fetches() == []
    assert flags(inbox, 5) == {b"\\Seen"}
    assert inbox.ok("NOOP").fetches() == []


def test_flags_without_parentheses(inbox: Dialogue):
    inbox.ok("STORE 1 +FLAGS \\Seen \\Draft")
    assert flags(inbox, 1) == {b"\\Seen", b"\\Draft"}


def test_system_flags_in_any_case(inbox: Dialogue):
    inbox.ok("STORE 1 +FLAGS (\\sEEn)")
    assert flags(inbox, 1) == {b"\\Seen"}


def test_keywords_are_one_in_any_case(inbox: Dialogue):
    inbox.ok("STORE 1 +FLAGS (Urgent)")
    inbox.ok("STORE 1 +FLAGS (URGENT)")
    assert flags(inbox, 1) == {b"Urgent"}
    inbox.ok("STORE 1 -FLAGS (urgent)")
    assert flags(inbox, 1) == set()


def test_a_new_keyword_is_announced(inbox: Dialogue):
    answer = inbox.ok("STORE 1 +FLAGS (Brand-New)")
    assert b"Brand-New" in b" ".join(answer.starting(b"FLAGS"))


@pytest.mark.parametrize("arguments", ["+FLAGS (\\Recent)", "+FLAGS (\\Nonsense)", "FLAG (\\Seen)", "*FLAGS (\\Seen)"])
def test_store_that_cannot_be_understood(inbox: Dialogue, arguments: str):
    assert inbox.ask(f"STORE 1 {arguments}").status in ("BAD", "NO")
    assert flags(inbox, 1) == set()


def test_store_of_unknown_uids(inbox: Dialogue):
    assert inbox.ok("UID STORE 99 +FLAGS (\\Seen)").fetches() == []


def test_expunge_tells_numbers_that_shift(inbox: Dialogue):
    inbox.ok("UID STORE 2,3,5 +FLAGS.SILENT (\\Deleted)")
    left = [1, 2, 3, 4, 5]
    for number in inbox.ok("EXPUNGE").numbers(b"EXPUNGE"):
        del left[number - 1]
    assert left == [1, 4]
    assert sorted(inbox.ok("UID FETCH 1:* FLAGS").by_uid()) == [1, 4]


def test_uid_expunge_takes_only_what_it_names(inbox: Dialogue):
    inbox.ok("UID STORE 1:3 +FLAGS.SILENT (\\Deleted)")
    assert len(inbox.ok("UID EXPUNGE 2:4").numbers(b"EXPUNGE")) == 2
    assert sorted(inbox.ok("UID FETCH 1:* FLAGS").by_uid()) == [1, 4, 5]


def test_expunge_of_nothing(inbox: Dialogue):
    assert inbox.ok("EXPUNGE").numbers(b"EXPUNGE") == []


def test_uids_are_not_used_again(inbox: Dialogue):
    inbox.ok("UID STORE 5 +FLAGS.SILENT (\\Deleted)")
    inbox.ok("EXPUNGE")
    assert inbox.append("INBOX", b"Subject: new\r\n\r\nnew\r\n").code("APPENDUID").split()[1] == "6"


def test_read_only_mailboxes_cannot_be_expunged(inbox: Dialogue, site: Site):
    inbox.ok("STORE 1 +FLAGS (\\Deleted)")
    inbox.ok("EXAMINE INBOX")
    assert inbox.ask("EXPUNGE").status in ("NO", "OK")
    assert len(site.log_in("INBOX").ok("UID FETCH 1:* FLAGS").by_uid()) == 5
