"""CONDSTORE and QRESYNC (RFC 7162)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.imap_server_contract.conftest import Site
from tests.integration.imap_server_contract.dialogue import Answer, Dialogue, uids
from tests.integration.imap_server_contract.mails import PLAIN


def modseq(dialogue: Dialogue, uid: int) -> int:
    return int(dialogue.ok(f"UID FETCH {uid} (MODSEQ)").by_uid()[uid]["MODSEQ"][0])


def highest(dialogue: Dialogue, mailbox: str = "INBOX") -> int:
    return int(dialogue.ok(f"STATUS {mailbox} (HIGHESTMODSEQ)").starting(b"STATUS")[0].rstrip(b")").split()[-1])


def selected(answer: Answer) -> tuple[int, int]:
    """(UIDVALIDITY, HIGHESTMODSEQ)."""
    return int(answer.untagged_code("UIDVALIDITY") or 0), int(answer.untagged_code("HIGHESTMODSEQ") or 0)


def known(site: Site) -> tuple[int, int]:
    """(UIDVALIDITY, HIGHESTMODSEQ) of INBOX, as a client knows them that asked for modification sequences."""
    return selected(site.log_in().ok("SELECT INBOX (CONDSTORE)"))


@pytest.fixture
def five(filled: Callable[[int], Site]) -> Site:
    return filled(5)


def test_every_mail_has_a_modseq_not_above_the_highest(five: Site):
    dialogue = five.log_in()
    _, top = selected(dialogue.ok("SELECT INBOX (CONDSTORE)"))
    found = [int(each["MODSEQ"][0]) for each in dialogue.ok("UID FETCH 1:* (MODSEQ)").fetches()]
    assert len(found) == 5
    assert 0 < min(found) <= max(found) <= top


def test_a_change_raises_the_modseq_of_its_mail_alone(five: Site):
    dialogue = five.log_in("INBOX")
    before = {uid: modseq(dialogue, uid) for uid in (1, 2)}
    dialogue.ok("UID STORE 2 +FLAGS (\\Seen)")
    assert modseq(dialogue, 1) == before[1]
    assert modseq(dialogue, 2) > before[2]
    assert highest(dialogue) >= modseq(dialogue, 2)


def test_store_tells_the_new_modseq(five: Site):
    dialogue = five.log_in(enable="CONDSTORE", mailbox="INBOX")
    told = dialogue.ok("UID STORE 2 +FLAGS (\\Seen)").fetches()
    assert any("MODSEQ" in each for each in told)
    told = dialogue.ok("UID STORE 3 +FLAGS.SILENT (\\Seen)").fetches()
    assert [int(each["MODSEQ"][0]) for each in told if "MODSEQ" in each] == [modseq(dialogue, 3)]


def test_fetch_changed_since(five: Site):
    dialogue = five.log_in("INBOX")
    base = highest(dialogue)
    assert dialogue.ok(f"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {base})").fetches() == []
    dialogue.ok("UID STORE 2,4 +FLAGS.SILENT (\\Flagged)")
    found = dialogue.ok(f"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {base})").by_uid()
    assert sorted(found) == [2, 4]
    assert all(int(each["MODSEQ"][0]) > base for each in found.values())
    assert sorted(dialogue.ok(f"UID FETCH 3:5 (FLAGS) (CHANGEDSINCE {base})").by_uid()) == [4]


def test_store_unless_changed(five: Site):
    dialogue = five.log_in("INBOX", enable="CONDSTORE")
    base = highest(dialogue)
    dialogue.ok("UID STORE 2 +FLAGS.SILENT (\\Flagged)")
    answer = dialogue.ask(f"UID STORE 1:3 (UNCHANGEDSINCE {base}) +FLAGS.SILENT (\\Seen)")
    assert uids(answer.code("MODIFIED") or "") == {2}
    assert dialogue.ok("UID SEARCH SEEN").search() == [1, 3]


def test_a_store_that_changes_nothing_keeps_the_modseq(five: Site):
    dialogue = five.log_in("INBOX")
    dialogue.ok("UID STORE 2 +FLAGS (\\Seen)")
    before = modseq(dialogue, 2)
    dialogue.ok("UID STORE 2 +FLAGS (\\Seen)")
    assert modseq(dialogue, 2) == before


def test_search_by_modseq(five: Site):
    dialogue = five.log_in("INBOX")
    base = highest(dialogue)
    dialogue.ok("UID STORE 3 +FLAGS (\\Seen)")
    answer = dialogue.ok(f"UID SEARCH MODSEQ {base + 1}")
    assert answer.search() == [3]
    assert b"(MODSEQ %d)" % modseq(dialogue, 3) in answer.starting(b"SEARCH")[0]
    assert dialogue.ok(f'UID SEARCH MODSEQ "/flags/\\\\Seen" all {base + 1}').search() == [3]


def test_arrivals_and_expunges_raise_the_highest(five: Site):
    dialogue = five.log_in("INBOX")
    first = highest(dialogue)
    dialogue.append("INBOX", PLAIN)
    second = highest(dialogue)
    dialogue.ok("UID STORE 1 +FLAGS.SILENT (\\Deleted)")
    dialogue.ok("EXPUNGE")
    assert first < second < highest(dialogue)


def test_others_are_told_modseqs(five: Site):
    watching, acting = five.log_in("INBOX", enable="CONDSTORE"), five.log_in("INBOX")
    acting.ok("UID STORE 2 +FLAGS (\\Seen)")
    (told,) = watching.ok("NOOP").fetches()
    assert told["SEQ"] == 2
    assert b"\\Seen" in told["FLAGS"]
    assert "MODSEQ" in told


def test_qresync_tells_what_vanished_and_what_changed(five: Site):
    state = known(five)
    dialogue = five.log_in("INBOX")
    dialogue.ok("UID STORE 2 +FLAGS.SILENT (\\Flagged)")
    dialogue.ok("UID STORE 4:5 +FLAGS.SILENT (\\Deleted)")
    dialogue.ok("UID EXPUNGE 4:5")
    later = five.log_in(enable="QRESYNC")
    answer = later.ok("SELECT INBOX (QRESYNC ({} {} 1:5))".format(*state))
    assert answer.vanished() == {4, 5}
    assert any(b"EARLIER" in rest.upper() for rest in answer.starting(b"VANISHED"))
    assert sorted(answer.by_uid()) == [2]
    assert b"\\Flagged" in answer.by_uid()[2]["FLAGS"]
    assert answer.numbers(b"EXISTS") == [3]


def test_qresync_is_limited_to_known_uids(five: Site):
    state = known(five)
    dialogue = five.log_in("INBOX")
    dialogue.ok("UID STORE 4:5 +FLAGS.SILENT (\\Deleted)")
    dialogue.ok("EXPUNGE")
    answer = five.log_in(enable="QRESYNC").ok("SELECT INBOX (QRESYNC ({} {} 1:4))".format(*state))
    assert answer.vanished() == {4}


def test_qresync_with_nothing_new(five: Site):
    state = known(five)
    answer = five.log_in(enable="QRESYNC").ok("SELECT INBOX (QRESYNC ({} {} 1:5))".format(*state))
    assert answer.vanished() == set()
    assert answer.fetches() == []


def test_qresync_with_another_uidvalidity_tells_nothing(five: Site):
    uidvalidity, top = known(five)
    acting = five.log_in("INBOX")
    acting.ok("UID STORE 1:3 +FLAGS.SILENT (\\Deleted)")
    acting.ok("UID EXPUNGE 2")
    answer = five.log_in(enable="QRESYNC").ok(f"SELECT INBOX (QRESYNC ({uidvalidity + 7} {top} 1:9))")
    assert answer.vanished() == set()
    assert answer.fetches() == []
    assert selected(answer)[0] == uidvalidity


def test_qresync_takes_matching_numbers(five: Site):
    state = known(five)
    answer = five.log_in(enable="QRESYNC").ask("SELECT INBOX (QRESYNC ({} {} 1:5 (1,3 1,3)))".format(*state))
    assert answer.status == "OK"


def test_qresync_must_be_enabled_first(five: Site):
    assert five.log_in().ask("SELECT INBOX (QRESYNC (1 1))").status == "BAD"
    assert five.log_in("INBOX").ask("UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)").status == "BAD"


def test_fetch_vanished(five: Site):
    dialogue = five.log_in("INBOX", enable="QRESYNC")
    base = highest(dialogue)
    dialogue.ok("UID STORE 2,5 +FLAGS.SILENT (\\Deleted)")
    dialogue.ok("EXPUNGE")
    dialogue.ok("UID STORE 3 +FLAGS.SILENT (\\Seen)")
    answer = dialogue.ok(f"UID FETCH 1:4 (FLAGS) (CHANGEDSINCE {base} VANISHED)")
    assert answer.vanished() == {2}
    assert sorted(answer.by_uid()) == [3]


def test_with_qresync_expunges_are_told_by_uid(five: Site):
    dialogue = five.log_in("INBOX", enable="QRESYNC")
    dialogue.ok("UID STORE 2,4 +FLAGS.SILENT (\\Deleted)")
    answer = dialogue.ok("EXPUNGE")
    assert answer.vanished() == {2, 4}
    assert answer.numbers(b"EXPUNGE") == []
    assert int(answer.code("HIGHESTMODSEQ") or 0) == highest(dialogue)


def test_with_qresync_a_move_is_told_by_uid(five: Site):
    answer = five.log_in("INBOX", enable="QRESYNC").ok("UID MOVE 3 Trash")
    assert answer.vanished() == {3}


def test_with_qresync_the_old_mailbox_is_closed_aloud(five: Site):
    dialogue = five.log_in("INBOX", enable="QRESYNC")
    assert dialogue.ok("SELECT Sent").untagged_code("CLOSED") == ""


def test_changed_since_must_be_a_number(five: Site):
    assert five.log_in("INBOX").ask("UID FETCH 1 (FLAGS) (CHANGEDSINCE x)").status == "BAD"
    assert five.log_in("INBOX").ask("UID FETCH 1 (FLAGS) (NONSENSE 1)").status == "BAD"
