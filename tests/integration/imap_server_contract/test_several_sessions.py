"""Several sessions on one mailbox see each other's changes, at the times when they may be told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.integration.imap_server_contract.conftest import Site
from tests.integration.imap_server_contract.dialogue import Dialogue
from tests.integration.imap_server_contract.mails import PLAIN, numbered


@pytest.fixture
def pair(filled: Callable[[int], Site]) -> tuple[Dialogue, Dialogue]:
    """Two sessions in INBOX with five mails."""
    site = filled(5)
    return site.log_in("INBOX"), site.log_in("INBOX")


def idle(dialogue: Dialogue) -> bytes:
    tag = dialogue.start("IDLE")
    dialogue.continued()
    return tag


def done(dialogue: Dialogue, tag: bytes) -> str:
    dialogue.send(b"DONE\r\n")
    return dialogue.finish(tag).status


def test_arrivals_are_told(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    acting.append("INBOX", PLAIN)
    assert watching.ok("NOOP").numbers(b"EXISTS") == [6]
    assert sorted(watching.ok("UID FETCH 6 FLAGS").by_uid()) == [6]


def test_flag_changes_are_told(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    acting.ok("UID STORE 3 +FLAGS (\\Flagged)")
    (told,) = watching.ok("NOOP").fetches()
    assert told["SEQ"] == 3
    assert b"\\Flagged" in told["FLAGS"]
    assert watching.ok("NOOP").fetches() == []


def test_expunges_are_told(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    acting.ok("UID STORE 2 +FLAGS.SILENT (\\Deleted)")
    acting.ok("EXPUNGE")
    assert watching.ok("NOOP").numbers(b"EXPUNGE") == [2]
    assert [each["SEQ"] for each in watching.ok("FETCH 1:* FLAGS").fetches()] == [1, 2, 3, 4]


def test_numbers_hold_during_fetch_store_and_search(pair: tuple[Dialogue, Dialogue]):
    """RFC 3501, section 7.4.1: no EXPUNGE while a command with sequence numbers is answered."""
    watching, acting = pair
    acting.ok("UID MOVE 1 Trash")
    for command in ("FETCH 2 (UID)", "STORE 3 +FLAGS.SILENT (\\Seen)", "SEARCH ALL"):
        assert watching.ok(command).numbers(b"EXPUNGE") == []
    assert watching.ok("NOOP").numbers(b"EXPUNGE") == [1]
    assert watching.ok("UID SEARCH SEEN").search() == [3]


def test_what_is_gone_can_be_asked_for_without_harm(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    acting.ok("UID MOVE 1:2 Trash")
    assert watching.ask("FETCH 1 (FLAGS)").status in ("OK", "NO")
    assert watching.ask("STORE 1 +FLAGS (\\Seen)").status in ("OK", "NO")
    watching.ok("NOOP")
    assert sorted(watching.ok("UID FETCH 1:* FLAGS").by_uid()) == [3, 4, 5]


def test_idle_pushes_arrivals(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    tag = idle(watching)
    acting.append("INBOX", PLAIN)
    watching.heard_until(rb"\* 6 EXISTS")
    assert done(watching, tag) == "OK"


def test_idle_pushes_flags_and_expunges(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    tag = idle(watching)
    acting.ok("UID STORE 4 +FLAGS (\\Deleted)")
    watching.heard_until(rb"\* 4 FETCH .*\\Deleted.*")
    acting.ok("EXPUNGE")
    watching.heard_until(rb"\* 4 EXPUNGE")
    assert done(watching, tag) == "OK"


def test_idle_tells_what_happened_before_it(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    acting.append("INBOX", PLAIN)
    tag = watching.start("IDLE")
    lines = [watching.read_line()]
    while not any(line.endswith(b"6 EXISTS") for line in lines):
        lines.append(watching.read_line())
    assert done(watching, tag) == "OK"


def test_idle_ends_only_with_done(pair: tuple[Dialogue, Dialogue]):
    watching, _ = pair
    tag = idle(watching)
    watching.send(b"NONSENSE\r\n")
    assert watching.finish(tag).status == "BAD"
    watching.ok("NOOP")


def test_idle_without_a_mailbox(site: Site):
    dialogue = site.log_in()
    assert done(dialogue, idle(dialogue)) == "OK"


def test_a_session_is_not_told_its_own_silent_changes(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    acting.ok("STORE 1:5 +FLAGS.SILENT (\\Seen)")
    assert acting.ok("NOOP").fetches() == []
    assert len(watching.ok("NOOP").fetches()) == 5


def test_a_read_only_session_is_told_too(pair: tuple[Dialogue, Dialogue]):
    watching, acting = pair
    watching.ok("EXAMINE INBOX")
    acting.append("INBOX", PLAIN)
    assert watching.ok("NOOP").numbers(b"EXISTS") == [6]


def test_a_mailbox_deleted_under_a_session(site: Site):
    watching, acting = site.log_in(), site.log_in()
    acting.ok("CREATE Doomed")
    acting.append("Doomed", PLAIN)
    watching.ok("SELECT Doomed")
    acting.ok("DELETE Doomed")
    watching.start("NOOP")
    lines = []
    try:
        lines.append(watching.read_line())
    except ConnectionError:
        return
    assert lines[0].startswith((b"* BYE", b"t")), lines


def test_sessions_agree_after_a_storm(site: Site):
    """Four sessions append, flag and expunge at once; then all see the same mailbox (the checkpoint of imaptest)."""
    site.fill(numbered(number) for number in range(1, 21))
    sessions = [site.log_in("INBOX") for _ in range(4)]
    failures: list[BaseException] = []

    def play(at: int, dialogue: Dialogue) -> None:
        try:
            for turn in range(15):
                dialogue.append("INBOX", numbered(100 * at + turn))
                dialogue.ok(f"UID STORE {1 + (turn * 7 + at) % 30} +FLAGS (\\Flagged $K{at})")
                dialogue.ok(f"UID STORE {1 + (turn * 5 + at) % 40} +FLAGS.SILENT (\\Deleted)")
                if turn % 4 == at:
                    dialogue.ok("EXPUNGE")
                dialogue.ok("NOOP")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=play, args=each) for each in enumerate(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    states = []
    for dialogue in [*sessions, site.log_in("INBOX")]:
        dialogue.ok("NOOP")
        found = dialogue.ok("UID FETCH 1:* (FLAGS)").by_uid()
        states.append({uid: (each["SEQ"], set(each["FLAGS"]) - {b"\\Recent"}) for uid, each in found.items()})
    assert states[1:] == states[:1] * 4
    assert len(states[0]) < 80
