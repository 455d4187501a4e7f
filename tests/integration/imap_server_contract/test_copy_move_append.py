"""COPY, MOVE and APPEND with the UIDs they tell (RFC 4315, 6851, 3502, 7888)."""

from __future__ import annotations

import pytest

from tests.integration.imap_server_contract.conftest import Site
from tests.integration.imap_server_contract.dialogue import Dialogue, uids
from tests.integration.imap_server_contract.mails import PLAIN, RAW_8BIT


def copied(code: str | None) -> tuple[set[int], set[int]]:
    assert code is not None
    _, source, target = code.split()
    return uids(source), uids(target)


def bodies(dialogue: Dialogue, mailbox: str) -> dict[int, bytes]:
    dialogue.ok(f"SELECT {mailbox}")
    return {uid: each["BODY[]"] for uid, each in dialogue.ok("UID FETCH 1:* (BODY.PEEK[])").by_uid().items()}


def test_copy_tells_uids(inbox: Dialogue):
    answer = inbox.ok("UID COPY 2:4 Archive")
    assert copied(answer.code("COPYUID")) == ({2, 3, 4}, {1, 2, 3})
    before = bodies(inbox, "INBOX")
    assert bodies(inbox, "Archive") == {1: before[2], 2: before[3], 3: before[4]}


def test_copy_by_number(inbox: Dialogue):
    assert copied(inbox.ok("COPY 5 Archive").code("COPYUID")) == ({5}, {1})


def test_copy_keeps_flags_and_date(inbox: Dialogue):
    inbox.ok("STORE 1 +FLAGS (\\Flagged $Work)")
    date = inbox.ok("FETCH 1 INTERNALDATE").fetches()[0]["INTERNALDATE"]
    inbox.ok("COPY 1 Archive")
    inbox.ok("SELECT Archive")
    (found,) = inbox.ok("FETCH 1 (FLAGS INTERNALDATE)").fetches()
    assert {b"\\Flagged", b"$Work"} <= set(found["FLAGS"])
    assert found["INTERNALDATE"] == date


def test_copy_into_the_same_mailbox(inbox: Dialogue):
    assert copied(inbox.ok("UID COPY 1 INBOX").code("COPYUID")) == ({1}, {6})
    inbox.ok("NOOP")
    assert len(inbox.ok("FETCH 1:* FLAGS").fetches()) == 6


@pytest.mark.parametrize("command", ["COPY 1 Nowhere", "UID COPY 1 Nowhere", "UID MOVE 1 Nowhere"])
def test_a_missing_target_can_be_made(inbox: Dialogue, command: str):
    answer = inbox.ask(command)
    assert (answer.status, answer.code("TRYCREATE")) == ("NO", "")


def test_copy_of_unknown_uids(inbox: Dialogue):
    answer = inbox.ok("UID COPY 99 Archive")
    assert answer.code("COPYUID") is None


def test_move(inbox: Dialogue):
    answer = inbox.ok("UID MOVE 2,4 Trash")
    assert copied(answer.untagged_code("COPYUID") or answer.code("COPYUID")) == ({2, 4}, {1, 2})
    assert len(answer.numbers(b"EXPUNGE")) == 2
    assert sorted(inbox.ok("UID FETCH 1:* FLAGS").by_uid()) == [1, 3, 5]
    assert sorted(bodies(inbox, "Trash")) == [1, 2]


def test_move_by_number(inbox: Dialogue):
    assert inbox.ok("MOVE 1:2 Trash").numbers(b"EXPUNGE") in ([2, 1], [1, 1])
    assert sorted(inbox.ok("UID FETCH 1:* FLAGS").by_uid()) == [3, 4, 5]


def test_move_leaves_other_deleted_mails_alone(inbox: Dialogue):
    inbox.ok("UID STORE 5 +FLAGS.SILENT (\\Deleted)")
    inbox.ok("UID MOVE 1 Trash")
    assert sorted(inbox.ok("UID FETCH 1:* FLAGS").by_uid()) == [2, 3, 4, 5]


def test_append_tells_its_uid(site: Site):
    dialogue = site.log_in()
    answer = dialogue.append("Sent", PLAIN, '(\\Seen $Mine) "01-Nov-2026 10:00:00 +0000"')
    uidvalidity, uid = (answer.code("APPENDUID") or "").split()
    selected = dialogue.ok("SELECT Sent")
    assert (selected.untagged_code("UIDVALIDITY"), uid) == (uidvalidity, "1")
    (found,) = dialogue.ok("UID FETCH 1 (FLAGS INTERNALDATE BODY.PEEK[])").fetches()
    assert {b"\\Seen", b"$Mine"} <= set(found["FLAGS"])
    assert found["INTERNALDATE"].strip() in (b"01-Nov-2026 10:00:00 +0000", b"1-Nov-2026 10:00:00 +0000")
    assert found["BODY[]"] == PLAIN


def test_append_without_waiting(site: Site):
    dialogue = site.log_in()
    assert dialogue.ask(b"APPEND Sent {%d+}\r\n%s" % (len(RAW_8BIT), RAW_8BIT)).status == "OK"
    assert bodies(dialogue, "Sent") == {1: RAW_8BIT}


def test_append_of_several(site: Site):
    dialogue = site.log_in()
    first = b" (\\Seen) {%d+}\r\n%s" % (len(PLAIN), PLAIN)
    second = b' "01-Nov-2026 10:00:00 +0000" {%d+}\r\n%s' % (len(RAW_8BIT), RAW_8BIT)
    answer = dialogue.ok(b"APPEND Sent" + first + second)
    assert uids((answer.code("APPENDUID") or "").split()[1]) == {1, 2}
    assert bodies(dialogue, "Sent") == {1: PLAIN, 2: RAW_8BIT}


def test_append_to_the_selected_mailbox_is_told(inbox: Dialogue):
    assert inbox.append("INBOX", PLAIN).numbers(b"EXISTS") == [6]


def test_append_to_nowhere(site: Site):
    dialogue = site.log_in()
    tag = dialogue.start(f"APPEND Nowhere {{{len(PLAIN)}}}")
    line = dialogue.read_line()
    if line.startswith(b"+"):
        dialogue.send(PLAIN + b"\r\n")
        line = dialogue.read_line()
    assert line.startswith(tag + b" NO [TRYCREATE]")
    dialogue.ok("NOOP")


def test_append_of_nothing(site: Site):
    dialogue = site.log_in()
    assert dialogue.ask(b"APPEND Sent {0+}\r\n").status in ("NO", "BAD")


@pytest.mark.parametrize("arguments", ['"yesterday"', "(\\Nonsense)"])
def test_append_that_cannot_be_understood(site: Site, arguments: str):
    dialogue = site.log_in()
    tag = dialogue.start(f"APPEND Sent {arguments} {{4}}")
    line = dialogue.read_line()
    if line.startswith(b"+"):
        dialogue.send(b"abcd\r\n")
        line = dialogue.read_line()
    assert line.startswith((tag + b" BAD", tag + b" NO"))
    dialogue.ok("NOOP")
    assert bodies(dialogue, "Sent") == {}
