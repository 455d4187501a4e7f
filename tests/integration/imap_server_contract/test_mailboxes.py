"""LIST, LSUB, STATUS, SELECT, CREATE, DELETE, RENAME and the names they take."""

from __future__ import annotations

import pytest

from tests.integration.imap_server_contract.conftest import Site, quoted
from tests.integration.imap_server_contract.dialogue import Answer, Dialogue, parse
from tests.integration.imap_server_contract.mails import PLAIN

SPECIAL = {"Sent", "Archive", "Trash", "Drafts", "Junk"}


def listed(answer: Answer, word: bytes = b"LIST") -> dict[str, set[str]]:
    """Mailbox name (as on the wire) -> attributes in lower case."""
    found = {}
    for rest in answer.starting(word):
        attributes, _, name = parse(rest)[:3]
        found[name.decode()] = {each.decode().lower() for each in attributes}
    return found


def status(dialogue: Dialogue, mailbox: str, items: str) -> dict[str, int]:
    name, values = parse(dialogue.ok(f"STATUS {quoted(mailbox)} ({items})").starting(b"STATUS")[0])
    assert name.decode() == mailbox
    return {values[at].decode().upper(): int(values[at + 1]) for at in range(0, len(values), 2)}


@pytest.fixture
def tree(site: Site) -> Dialogue:
    dialogue = site.log_in()
    for name in ("Work", "Work/2026", "Work/2026/June", "Play"):
        dialogue.ok(f'CREATE "{name}"')
    return dialogue


def test_list_everything(site: Site):
    assert set(listed(site.log_in().ok('LIST "" "*"'))) == {"INBOX", *SPECIAL}


def test_list_tells_the_delimiter(site: Site):
    assert site.log_in().ok('LIST "" ""').starting(b"LIST") == [b'(\\Noselect) "/" ""']


def test_list_tells_special_use(site: Site):
    boxes = listed(site.log_in().ok('LIST "" "*"'))
    assert {name: boxes[name] & {"\\" + each.lower() for each in SPECIAL} for name in SPECIAL} == {
        name: {"\\" + name.lower()} for name in SPECIAL
    }


def test_list_selecting_special_use_only(site: Site):
    assert set(listed(site.log_in().ok('LIST (SPECIAL-USE) "" "*"'))) == SPECIAL


@pytest.mark.parametrize(
    ("reference", "pattern", "names"),
    [
        ("", "Work*", {"Work", "Work/2026", "Work/2026/June"}),
        ("", "Work%", {"Work"}),
        ("", "Work/%", {"Work/2026"}),
        ("", "Work/*", {"Work/2026", "Work/2026/June"}),
        ("Work/", "%", {"Work/2026"}),
        ("", "%/%", {"Work/2026"}),
        ("", "*une", {"Work/2026/June"}),
        ("", "P%y", {"Play"}),
        ("", "inbox", {"INBOX"}),
        ("", "iNb%", {"INBOX"}),
        ("", "play", set()),
        ("", "*Nothing*", set()),
    ],
)
def test_list_wildcards(tree: Dialogue, reference: str, pattern: str, names: set[str]):
    assert set(listed(tree.ok(f'LIST "{reference}" "{pattern}"'))) == names


def test_list_of_several_patterns(tree: Dialogue):
    assert set(listed(tree.ok('LIST "" (Play "Work/%")'))) == {"Play", "Work/2026"}


def test_list_tells_children(tree: Dialogue):
    boxes = listed(tree.ok('LIST "" "*" RETURN (CHILDREN)'))
    assert "\\haschildren" in boxes["Work"]
    assert "\\hasnochildren" in boxes["Play"]


def test_list_with_status(site: Site):
    site.fill([PLAIN])
    answer = site.log_in().ok('LIST "" "%" RETURN (STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY))')
    states = {parse(rest)[0].decode(): parse(rest)[1] for rest in answer.starting(b"STATUS")}
    assert set(states) == set(listed(answer)) == {"INBOX", *SPECIAL}
    counts = dict(zip(states["INBOX"][::2], states["INBOX"][1::2], strict=True))
    assert (counts[b"MESSAGES"], counts[b"UNSEEN"], counts[b"UIDNEXT"]) == (b"1", b"1", b"2")


def test_list_of_subscribed_mailboxes(tree: Dialogue):
    tree.ok('SUBSCRIBE "Work/2026"')
    boxes = listed(tree.ok('LIST (SUBSCRIBED) "" "Work*"'))
    assert set(boxes) == {"Work/2026"}
    assert "\\subscribed" in boxes["Work/2026"]
    assert "\\subscribed" in listed(tree.ok('LIST "" "Work/%" RETURN (SUBSCRIBED)'))["Work/2026"]


def test_list_of_subscribed_mailboxes_below(tree: Dialogue):
    tree.ok('SUBSCRIBE "Work/2026"')
    answer = tree.ok('LIST (SUBSCRIBED RECURSIVEMATCH) "" "Work"')
    assert set(listed(answer)) == {"Work"}
    assert b"CHILDINFO" in answer.starting(b"LIST")[0].upper()


def test_lsub(tree: Dialogue):
    tree.ok('SUBSCRIBE "Work/2026/June"')
    assert set(listed(tree.ok('LSUB "" "Work*"'), b"LSUB")) == {"Work/2026/June"}
    assert "\\noselect" in listed(tree.ok('LSUB "" "Work/%"'), b"LSUB")["Work/2026"]
    tree.ok('UNSUBSCRIBE "Work/2026/June"')
    assert not listed(tree.ok('LSUB "" "Work*"'), b"LSUB")


def test_status(site: Site):
    site.fill([PLAIN, PLAIN])
    dialogue = site.log_in()
    counts = status(dialogue, "INBOX", "MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ RECENT")
    assert (counts["MESSAGES"], counts["UNSEEN"], counts["UIDNEXT"], counts["RECENT"]) == (2, 2, 3, 2)
    assert counts["UIDVALIDITY"] > 0
    assert counts["HIGHESTMODSEQ"] > 0


def test_status_of_nothing(site: Site):
    assert site.log_in().ask("STATUS Nowhere (MESSAGES)").status == "NO"
    assert site.log_in().ask("STATUS INBOX (NONSENSE)").status == "BAD"


def test_select_tells_the_state(site: Site):
    site.fill([PLAIN])
    answer = site.log_in().ok("SELECT INBOX (CONDSTORE)")
    assert answer.numbers(b"EXISTS") == [1]
    assert answer.numbers(b"RECENT") == [1]
    assert b"\\Seen" in answer.starting(b"FLAGS")[0]
    assert "\\*" in (answer.untagged_code("PERMANENTFLAGS") or "")
    assert answer.untagged_code("UIDNEXT") == "2"
    assert int(answer.untagged_code("UIDVALIDITY") or 0) > 0
    assert int(answer.untagged_code("HIGHESTMODSEQ") or 0) > 0
    assert answer.untagged_code("UNSEEN") == "1"
    assert answer.code("READ-WRITE") == ""


def test_examine_is_read_only(site: Site):
    site.fill([PLAIN])
    dialogue = site.log_in()
    answer = dialogue.ok("EXAMINE INBOX")
    assert answer.code("READ-ONLY") == ""
    assert dialogue.ask("STORE 1 +FLAGS (\\Seen)").status in ("NO", "OK")  # in any case without effect
    dialogue.ok("FETCH 1 BODY[]")
    assert status(site.log_in(), "INBOX", "UNSEEN RECENT") == {"UNSEEN": 1, "RECENT": 1}


def test_recent_is_for_the_first_session_only(site: Site):
    site.fill([PLAIN])
    assert site.log_in().ok("SELECT INBOX").numbers(b"RECENT") == [1]
    assert site.log_in().ok("SELECT INBOX").numbers(b"RECENT") == [0]


def test_select_inbox_in_any_case(site: Site):
    assert site.log_in().ask("SELECT inBox").status == "OK"


def test_select_of_nothing_deselects(site: Site):
    dialogue = site.log_in("INBOX")
    assert dialogue.ask("SELECT Nowhere").status == "NO"
    assert dialogue.ask("FETCH 1 FLAGS").status == "BAD"


def test_unselect_keeps_deleted_mail_and_close_removes_it(site: Site):
    site.fill([PLAIN])
    dialogue = site.log_in("INBOX")
    dialogue.ok("STORE 1 +FLAGS (\\Deleted)")
    dialogue.ok("UNSELECT")
    assert status(dialogue, "INBOX", "MESSAGES") == {"MESSAGES": 1}
    dialogue.ok("SELECT INBOX")
    assert not dialogue.ok("CLOSE").numbers(b"EXPUNGE")
    assert status(dialogue, "INBOX", "MESSAGES") == {"MESSAGES": 0}
    assert dialogue.ask("FETCH 1 FLAGS").status == "BAD"


def test_close_of_a_read_only_mailbox_removes_nothing(site: Site):
    site.fill([PLAIN])
    dialogue = site.log_in("INBOX")
    dialogue.ok("STORE 1 +FLAGS (\\Deleted)")
    dialogue.ok("EXAMINE INBOX")
    dialogue.ok("CLOSE")
    assert status(dialogue, "INBOX", "MESSAGES") == {"MESSAGES": 1}


def test_create_twice(site: Site):
    dialogue = site.log_in()
    dialogue.ok("CREATE New")
    answer = dialogue.ask("CREATE New")
    assert (answer.status, answer.code("ALREADYEXISTS")) == ("NO", "")


def test_create_makes_the_names_above(site: Site):
    dialogue = site.log_in()
    dialogue.ok('CREATE "a/b/c"')
    boxes = listed(dialogue.ok('LIST "" "a*"'))
    assert set(boxes) == {"a", "a/b", "a/b/c"}
    assert "\\noselect" in boxes["a"]
    assert dialogue.ask("SELECT a").status == "NO"
    dialogue.ok("CREATE a")
    dialogue.ok("SELECT a")


def test_delete(site: Site):
    dialogue = site.log_in()
    dialogue.ok("CREATE Old")
    dialogue.ok("DELETE Old")
    assert "Old" not in listed(dialogue.ok('LIST "" "*"'))
    answer = dialogue.ask("DELETE Old")
    assert (answer.status, answer.code("NONEXISTENT")) == ("NO", "")


def test_inbox_cannot_be_deleted(site: Site):
    assert site.log_in().ask("DELETE INBOX").status == "NO"


def test_delete_keeps_what_lies_below(tree: Dialogue):
    tree.ok('DELETE "Work/2026"')
    boxes = listed(tree.ok('LIST "" "Work*"'))
    assert set(boxes) == {"Work", "Work/2026", "Work/2026/June"}
    assert "\\noselect" in boxes["Work/2026"]


def test_a_mailbox_made_again_has_another_uidvalidity(site: Site):
    dialogue = site.log_in()
    dialogue.ok("CREATE Again")
    before = status(dialogue, "Again", "UIDVALIDITY")
    dialogue.ok("DELETE Again")
    dialogue.ok("CREATE Again")
    assert status(dialogue, "Again", "UIDVALIDITY") != before


def test_names_that_hold_nothing_any_more_cannot_be_selected(site: Site):
    """A server may keep the names above a deleted mailbox, or drop them."""
    dialogue = site.log_in()
    dialogue.ok('CREATE "a/b/c"')
    dialogue.ok('DELETE "a/b/c"')
    left = listed(dialogue.ok('LIST "" "a*"'))
    assert "a/b/c" not in left
    assert all("\\noselect" in attributes for attributes in left.values())


def test_rename_moves_what_lies_below(tree: Dialogue):
    before = status(tree, "Work/2026/June", "UIDVALIDITY")
    tree.ok('RENAME "Work" "Office/Old"')
    assert set(listed(tree.ok('LIST "" "Office*"'))) >= {"Office/Old", "Office/Old/2026", "Office/Old/2026/June"}
    assert not listed(tree.ok('LIST "" "Work*"'))
    assert status(tree, "Office/Old/2026/June", "UIDVALIDITY") == before


def test_rename_refusals(tree: Dialogue):
    assert tree.ask("RENAME Nowhere Somewhere").status == "NO"
    answer = tree.ask("RENAME Play Work")
    assert (answer.status, answer.code("ALREADYEXISTS")) == ("NO", "")


def test_rename_keeps_the_mails(site: Site):
    site.fill([PLAIN], "Archive")
    dialogue = site.log_in()
    dialogue.ok("RENAME Archive Kept")
    dialogue.ok("SELECT Kept")
    assert dialogue.ok("UID FETCH 1:* (BODY.PEEK[])").by_uid()[1]["BODY[]"] == PLAIN


def test_subscribing_twice_and_unsubscribing(tree: Dialogue):
    for command in ("SUBSCRIBE", "SUBSCRIBE", "UNSUBSCRIBE"):
        tree.ok(f"{command} Play")
    assert "Play" not in listed(tree.ok('LSUB "" "*"'), b"LSUB")


@pytest.mark.parametrize(
    "name", ["&AMk-t&AOk-", "&ZeVnLIqe-", "A &- B", "&2D3eAA-", "M&APw-ll/Tr&APY-del", "with space", 'q\\\\uo\\"te']
)
def test_names_survive(site: Site, name: str):
    dialogue = site.log_in()
    dialogue.ok(f'CREATE "{name}"')
    plain = name.replace('\\"', '"').replace("\\\\", "\\")
    assert plain in listed(dialogue.ok('LIST "" "*"'))
    dialogue.ok(f'SELECT "{name}"')


@pytest.mark.parametrize("name", ["&", "caf\u00e9", "&AMk", "&!!-"])
def test_names_that_are_not_modified_utf_7(site: Site, name: str):
    assert site.log_in().ask(f'CREATE "{name}"').status in ("NO", "BAD")


@pytest.mark.parametrize("name", ['""', '"a//b"', '"/a"'])
def test_names_that_are_no_names(site: Site, name: str):
    assert site.log_in().ask(f"CREATE {name}").status in ("NO", "BAD")
