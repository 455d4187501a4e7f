"""What only the embedded server can be asked: XOAUTH2, OBJECTID, its limits, its control, and the points where Dovecot is lax."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterator

import pytest

from desktop.core.clock import ManualClock
from desktop.core.demo.mail_server.mailbox import FlagChange
from desktop.core.demo.mail_server.mailstore import MailStore
from desktop.core.demo.mail_server.server import ImapServer
from tests.fakes.servers import EmbeddedServer, embedded
from tests.integration.imap_server_contract.conftest import quoted
from tests.integration.imap_server_contract.dialogue import Dialogue
from tests.integration.imap_server_contract.mails import PLAIN, numbered


@contextlib.contextmanager
def session(running: EmbeddedServer, mailbox: str | None = None) -> Iterator[Dialogue]:
    dialogue = Dialogue(running.host, running.port)
    try:
        dialogue.ok(f"LOGIN {running.user} {quoted(running.password)}")
        if mailbox is not None:
            dialogue.ok(f"SELECT {quoted(mailbox)}")
        yield dialogue
    finally:
        dialogue.close()


@pytest.fixture
def ana(embedded_server: EmbeddedServer) -> Iterator[Dialogue]:
    """Logged in, INBOX with three mails selected."""
    embedded_server.account.deliver_many("INBOX", [(numbered(number), None, ()) for number in (1, 2, 3)])
    with session(embedded_server, "INBOX") as dialogue:
        yield dialogue


def oauth(user: str, token: str) -> str:
    return base64.b64encode(f"user={user}\x01auth=Bearer {token}\x01\x01".encode()).decode()


def test_xoauth2(embedded_server: EmbeddedServer):
    dialogue = Dialogue(embedded_server.host, embedded_server.port)
    assert b"AUTH=XOAUTH2" in dialogue.greeting
    dialogue.ok(f"AUTHENTICATE XOAUTH2 {oauth('ana', 'good-token')}")
    dialogue.ok("SELECT INBOX")
    dialogue.close()


@pytest.mark.parametrize(
    "response", [oauth("ana", "stale"), oauth("bob", "good-token"), base64.b64encode(b"x").decode()]
)
def test_xoauth2_refusal_tells_why_first(embedded_server: EmbeddedServer, response: str):
    dialogue = Dialogue(embedded_server.host, embedded_server.port)
    tag = dialogue.start(f"AUTHENTICATE XOAUTH2 {response}")
    assert b"401" in base64.b64decode(dialogue.continued())
    dialogue.send(b"\r\n")
    answer = dialogue.finish(tag)
    assert (answer.status, answer.code("AUTHENTICATIONFAILED")) == ("NO", "")
    dialogue.close()


def test_passwords_are_refused_in_the_clear_when_tls_is_required():
    with embedded(require_tls=True) as running:
        dialogue = Dialogue(running.host, running.port)
        assert b"LOGINDISABLED" in dialogue.greeting
        assert b"AUTH=" not in dialogue.greeting
        answer = dialogue.ask(f"LOGIN ana {quoted(running.password)}")
        assert (answer.status, answer.code("PRIVACYREQUIRED")) == ("NO", "")
        dialogue.close()


def test_email_ids_follow_a_mail_and_mailbox_ids_a_mailbox(ana: Dialogue, embedded_server: EmbeddedServer):
    first = ana.ok("UID FETCH 1:* (EMAILID)").by_uid()
    assert len({each["EMAILID"][0] for each in first.values()}) == 3
    ana.ok("UID MOVE 2 Archive")
    box = ana.ok("SELECT Archive").untagged_code("MAILBOXID")
    assert ana.ok("UID FETCH 1 (EMAILID)").by_uid()[1]["EMAILID"] == first[2]["EMAILID"]
    embedded_server.account.rename("Archive", "Kept")
    assert box is not None
    assert box in ana.ok("STATUS Kept (MAILBOXID)").starting(b"STATUS")[0].decode()


def test_a_negated_group_of_flags(ana: Dialogue):
    """Dovecot 2.3 takes NOT (SEEN FLAGGED) for NOT SEEN NOT FLAGGED."""
    ana.ok("STORE 1 +FLAGS.SILENT (\\Seen)")
    ana.ok("STORE 2 +FLAGS.SILENT (\\Seen \\Flagged)")
    assert ana.ok("SEARCH NOT (SEEN FLAGGED)").search() == [1, 3]


@pytest.mark.parametrize(
    "command",
    [
        "FETCH 1 BODY[0]",
        "FETCH 1 BODY[]<0>",
        "FETCH 1 BODY[]<0.0>",
        "SEARCH SINCE 31-Feb-2026",
        "STORE 1 +FLAGS",
        'APPEND INBOX "32-Nov-2026 10:00:00 +0000" {4+}\r\nabcd',
        "CREATE inbox",
    ],
)
def test_where_dovecot_is_lax(ana: Dialogue, command: str):
    assert ana.ask(command).status in ("BAD", "NO")


def test_an_append_beyond_the_limit_is_refused_before_it_is_sent():
    with embedded(append_limit=100_000) as running, session(running) as dialogue:
        assert b"APPENDLIMIT=100000" in dialogue.ok("CAPABILITY").starting(b"CAPABILITY")[0]
        answer = dialogue.ask("APPEND Sent {100001}")
        assert (answer.status, answer.code("TOOBIG")) == ("NO", "")
        answer = dialogue.ask(b"APPEND Sent {100001+}\r\n" + b"x" * 100_001)
        assert (answer.status, answer.code("TOOBIG")) == ("NO", "")
        dialogue.ok(b"APPEND Sent {100000+}\r\n" + b"x" * 100_000)


def test_what_is_delivered_takes_the_clock_and_the_flags_given():
    store = MailStore(ManualClock(1_700_000_000))
    account = store.add_account("eva", "pw")
    account.deliver("INBOX", PLAIN)
    account.deliver("INBOX", PLAIN, 1_600_000_000, ["\\seen", "$Junk"])
    first, second = account.snapshot()["INBOX"].messages
    assert (first.internaldate, first.flags) == (1_700_000_000, frozenset())
    assert (second.internaldate, second.flags) == (1_600_000_000, {"\\Seen", "$Junk"})


def test_control_is_told_to_sessions_at_once(ana: Dialogue, embedded_server: EmbeddedServer):
    account = embedded_server.account
    tag = ana.start("IDLE")
    ana.continued()
    assert account.deliver("INBOX", PLAIN) == 4
    ana.heard_until(rb"\* 4 EXISTS")
    account.set_flags("INBOX", [2], ["\\Flagged"], FlagChange.ADD)
    ana.heard_until(rb"\* 2 FETCH .*\\Flagged.*")
    assert account.expunge("INBOX", [1, 77]) == [1]
    ana.heard_until(rb"\* 1 EXPUNGE")
    assert account.move("INBOX", [2, 3], "Trash") == {2: 1, 3: 2}
    ana.heard_until(rb"\* 1 EXPUNGE")
    ana.send(b"DONE\r\n")
    assert ana.finish(tag).status == "OK"
    assert [message.uid for message in account.snapshot()["INBOX"].messages] == [4]
    assert sorted(account.snapshot()["Trash"].by_uid()) == [1, 2]


@pytest.mark.parametrize("renumber", [False, True])
def test_a_new_uidvalidity_cuts_sessions_off(ana: Dialogue, embedded_server: EmbeddedServer, renumber: bool):
    before = embedded_server.account.snapshot()["INBOX"]
    embedded_server.account.change_uidvalidity("INBOX", renumber=renumber)
    ana.start("NOOP")
    assert ana.read_line().startswith(b"* BYE")
    assert ana.is_closed()
    after = embedded_server.account.snapshot()["INBOX"]
    assert after.uidvalidity > before.uidvalidity
    assert [message.raw for message in after.messages] == [message.raw for message in before.messages]
    assert (set(after.by_uid()) == set(before.by_uid())) is not renumber
    with session(embedded_server) as again:
        assert again.ok("SELECT INBOX").untagged_code("UIDVALIDITY") == str(after.uidvalidity)


def test_a_session_that_idles_is_cut_off_by_a_new_uidvalidity(ana: Dialogue, embedded_server: EmbeddedServer):
    ana.start("IDLE")
    ana.continued()
    embedded_server.account.change_uidvalidity("INBOX")
    ana.heard_until(rb"\* BYE .*")
    assert ana.is_closed()


def test_accounts_are_apart():
    store = MailStore()
    one, two = store.add_account("one", "1"), store.add_account("two", "2", special_use={"Gesendet": "\\Sent"})
    one.deliver("INBOX", PLAIN)
    with ImapServer(store) as server:
        dialogue = Dialogue("127.0.0.1", server.port)
        dialogue.ok("LOGIN two 2")
        assert dialogue.ok("SELECT INBOX").numbers(b"EXISTS") == [0]
        assert b"\\Sent" in b" ".join(dialogue.ok('LIST "" Gesendet').starting(b"LIST"))
        dialogue.close()
    assert two.snapshot()["INBOX"].messages == ()


def test_a_delimiter_of_ones_own():
    store = MailStore(delimiter=".")
    store.add_account("ana", "pw").create("INBOX.Work")
    with ImapServer(store) as server:
        dialogue = Dialogue("127.0.0.1", server.port)
        dialogue.ok("LOGIN ana pw")
        assert dialogue.ok('LIST "" "INBOX.%"').starting(b"LIST") == [b'(\\HasNoChildren) "." "INBOX.Work"']
        dialogue.close()


def test_names_that_hold_nothing_any_more_go(ana: Dialogue):
    ana.ok("CREATE a/b/c")
    ana.ok("CREATE a/d")
    ana.ok("DELETE a/b/c")
    assert {rest.split()[-1] for rest in ana.ok('LIST "" "a*"').starting(b"LIST")} == {b'"a"', b'"a/d"'}
    ana.ok("RENAME a/d g")
    assert ana.ok('LIST "" "a*"').starting(b"LIST") == []


def test_idle_connections_are_ended():
    with embedded(idle_seconds=0.05) as running, session(running) as dialogue:
        assert dialogue.read_line().startswith(b"* BYE")
        assert dialogue.is_closed()


def test_the_server_starts_again_and_refuses_a_port_that_is_taken(embedded_server: EmbeddedServer):
    with pytest.raises(OSError):
        ImapServer(MailStore()).start(embedded_server.port)
    port = embedded_server.port
    embedded_server.server.stop()
    embedded_server.server.stop()
    assert embedded_server.server.start() > 0
    assert port > 0


def test_stopping_hangs_up(embedded_server: EmbeddedServer):
    with session(embedded_server, "INBOX") as dialogue:
        dialogue.start("IDLE")
        dialogue.continued()
        embedded_server.server.stop()
        assert dialogue.is_closed()
