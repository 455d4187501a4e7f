"""The switchboard: every way to go wrong, seen from the client."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desktop.core.demo.mail_server.faults import Ending, When
from tests.fakes.servers import EmbeddedServer
from tests.integration.imap_server_contract.conftest import quoted
from tests.integration.imap_server_contract.dialogue import Dialogue
from tests.integration.imap_server_contract.mails import PLAIN, numbered


@pytest.fixture
def connect(embedded_server: EmbeddedServer) -> Iterator[Callable[..., Dialogue]]:
    """Makes sessions with INBOX, five mails in it, selected."""
    embedded_server.account.deliver_many("INBOX", [(numbered(number), None, ()) for number in range(1, 6)])
    made: list[Dialogue] = []

    def log_in(**options: float) -> Dialogue:
        made.append(Dialogue(embedded_server.host, embedded_server.port, **options))
        made[-1].ok(f"LOGIN ana {quoted(embedded_server.password)}")
        made[-1].ok("SELECT INBOX")
        return made[-1]

    yield log_in
    for dialogue in made:
        dialogue.close()


def test_refusing_a_command_once(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect()
    embedded_server.faults.refuse("UID STORE", "NO [OVERQUOTA] Full")
    answer = dialogue.ask("UID STORE 1 +FLAGS (\\Seen)")
    assert (answer.status, answer.code("OVERQUOTA")) == ("NO", "")
    dialogue.ok("UID STORE 1 +FLAGS (\\Seen)")


def test_refusing_the_third_command_that_names_a_mailbox(
    embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]
):
    dialogue = connect()
    embedded_server.faults.refuse("STATUS", "BAD Broken", containing="sent", skip=1)
    assert [dialogue.ask(f"STATUS {name} (MESSAGES)").status for name in ("Sent", "INBOX", "Sent", "Sent")] == [
        *("OK", "OK", "BAD", "OK")
    ]


def test_goodbye_instead_of_an_answer(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect()
    embedded_server.faults.refuse("*", "BYE [UNAVAILABLE] Back soon")
    dialogue.start("NOOP")
    assert dialogue.read_line() == b"* BYE [UNAVAILABLE] Back soon"
    assert dialogue.is_closed()


def test_goodbye_instead_of_a_greeting(embedded_server: EmbeddedServer):
    embedded_server.faults.refuse("GREETING", "BYE Too many connections")
    dialogue = Dialogue(embedded_server.host, embedded_server.port)
    assert dialogue.greeting == b"* BYE Too many connections"
    assert dialogue.is_closed()


@pytest.mark.parametrize("ending", [Ending.RESET, Ending.CLOSE])
@pytest.mark.parametrize(("when", "carried_out"), [(When.BEFORE, False), (When.AFTER, True)])
def test_losing_the_connection_at_a_command(
    embedded_server: EmbeddedServer, connect: Callable[..., Dialogue], ending: Ending, when: When, carried_out: bool
):
    dialogue = connect()
    embedded_server.faults.drop("UID MOVE", when=when, ending=ending)
    dialogue.start("UID MOVE 2 Trash")
    with pytest.raises(ConnectionError):
        dialogue.read_line()
    assert (2 not in embedded_server.account.snapshot()["INBOX"].by_uid()) is carried_out
    connect().ok("NOOP")


def test_silence(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect(patience=0.3)
    embedded_server.faults.drop("NOOP", ending=Ending.SILENCE)
    dialogue.start("NOOP")
    with pytest.raises(TimeoutError):
        dialogue.read_line()
    connect().ok("NOOP")


def test_a_stall_ends_when_released(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    waiting, other = connect(), connect()
    embedded_server.faults.stall("UID FETCH")
    tag = waiting.start("UID FETCH 1 FLAGS")
    other.ok("UID SEARCH ALL")
    assert [heard.name for heard in embedded_server.faults.commands("UID FETCH")] == ["UID FETCH"]
    embedded_server.faults.release()
    assert waiting.finish(tag).fetches() != []
    waiting.ok("UID FETCH 1 FLAGS")


def test_a_stall_ends_by_itself(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect()
    embedded_server.faults.stall("NOOP", seconds=0.01)
    dialogue.ok("NOOP")


@pytest.mark.parametrize("ending", [Ending.RESET, Ending.CLOSE])
@pytest.mark.parametrize("count", [0, 1, 37, 300])
def test_cutting_after_bytes(
    embedded_server: EmbeddedServer, connect: Callable[..., Dialogue], ending: Ending, count: int
):
    dialogue = connect()
    dialogue.start("NOOP")
    dialogue.read_line()
    whole = sum(len(line) + 2 for line in everything(connect(), "UID FETCH 1:* BODY.PEEK[]"))
    assert whole > 300
    embedded_server.faults.cut_after_bytes(count, ending)
    dialogue.start("UID FETCH 1:* BODY.PEEK[]")
    assert received(dialogue) == count
    connect().ok("NOOP")


def test_cutting_after_the_last_byte(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect()
    whole = sum(len(line) + 2 for line in everything(dialogue, "UID FETCH 1:* FLAGS"))
    embedded_server.faults.cut_after_bytes(whole, Ending.CLOSE)
    dialogue.start("UID FETCH 1:* FLAGS")
    assert received(dialogue) == whole


def test_cutting_after_lines(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect()
    embedded_server.faults.cut_after_lines(3)
    dialogue.start("FETCH 1:5 FLAGS")
    assert [dialogue.read_line().split()[1] for _ in range(3)] == [b"1", b"2", b"3"]
    with pytest.raises(ConnectionError):
        dialogue.read_line()


def test_cutting_into_silence(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect(patience=0.3)
    embedded_server.faults.cut_after_bytes(5, Ending.SILENCE)
    dialogue.start("NOOP")
    with pytest.raises(TimeoutError):
        dialogue.read_line()


def everything(dialogue: Dialogue, command: str) -> list[bytes]:
    tag = dialogue.start(command)
    lines = [dialogue.read_line()]
    while not lines[-1].startswith(tag):
        lines.append(dialogue.read_line())
    return lines


def received(dialogue: Dialogue) -> int:
    """Bytes until the connection is lost."""
    count = 0
    try:
        while data := dialogue._socket.recv(65536):
            count += len(data)
    except ConnectionResetError:
        return count
    return count


def test_omitted_answers(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect()
    embedded_server.faults.omit_fetch([2, 4])
    assert sorted(dialogue.ok("UID FETCH 1:* FLAGS").by_uid()) == [1, 3, 5]
    embedded_server.faults.omit_fetch(lambda uid: uid > 1, times=1)
    assert sorted(dialogue.ok("UID FETCH 1:* FLAGS").by_uid()) == [1, 3, 4, 5]
    assert sorted(dialogue.ok("UID FETCH 1:* FLAGS").by_uid()) == [1, 2, 3, 4, 5]


def test_a_mailbox_that_looks_empty_at_first(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect()
    embedded_server.faults.empty_select("INBOX")
    assert dialogue.ok("SELECT INBOX").numbers(b"EXISTS") == [0]
    answer = dialogue.ok("UID SEARCH ALL")
    assert (answer.search(), answer.numbers(b"EXISTS")) == ([], [5])
    assert dialogue.ok("UID SEARCH ALL").search() == [1, 2, 3, 4, 5]
    assert dialogue.ok("SELECT INBOX").numbers(b"EXISTS") == [5]


@pytest.mark.parametrize(
    ("capability", "command"),
    [
        ("MOVE", "UID MOVE 1 Trash"),
        ("UIDPLUS", "UID EXPUNGE 1"),
        ("IDLE", "IDLE"),
        ("CONDSTORE", "UID FETCH 1 (MODSEQ)"),
        ("CONDSTORE", "UID FETCH 1 (FLAGS) (CHANGEDSINCE 1)"),
        ("CONDSTORE", "UID STORE 1 (UNCHANGEDSINCE 9) +FLAGS (\\Seen)"),
        ("CONDSTORE", "UID SEARCH MODSEQ 1"),
        ("CONDSTORE", "STATUS INBOX (HIGHESTMODSEQ)"),
        ("CONDSTORE", "SELECT INBOX (CONDSTORE)"),
        ("SPECIAL-USE", 'LIST (SPECIAL-USE) "" "*"'),
        ("LIST-STATUS", 'LIST "" "*" RETURN (STATUS (MESSAGES))'),
        ("LIST-EXTENDED", 'LIST "" "*" RETURN (CHILDREN)'),
        ("UNSELECT", "UNSELECT"),
        ("ENABLE", "ENABLE CONDSTORE"),
        ("COMPRESS=DEFLATE", "COMPRESS DEFLATE"),
        ("NAMESPACE", "NAMESPACE"),
        ("ID", "ID NIL"),
        ("OBJECTID", "UID FETCH 1 (EMAILID)"),
    ],
)
def test_hidden_capabilities(
    embedded_server: EmbeddedServer, connect: Callable[..., Dialogue], capability: str, command: str
):
    dialogue = connect()
    embedded_server.faults.hide(capability)
    assert capability not in dialogue.ok("CAPABILITY").starting(b"CAPABILITY")[0].decode().split()
    assert dialogue.ask(command).status == "BAD"
    dialogue.ok("NOOP")


def test_without_uidplus_no_uids_are_told(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    embedded_server.faults.hide("UIDPLUS")
    dialogue = connect()
    assert dialogue.ok("UID COPY 1 Trash").code("COPYUID") is None
    assert dialogue.append("Sent", PLAIN).code("APPENDUID") is None
    assert dialogue.ok("UID MOVE 1 Trash").untagged_code("COPYUID") is None


def test_without_condstore_no_modseq_is_told(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    embedded_server.faults.hide("CONDSTORE")
    dialogue = connect()
    answer = dialogue.ok("SELECT INBOX")
    assert answer.untagged_code("HIGHESTMODSEQ") is None
    assert answer.untagged_code("NOMODSEQ") == ""
    assert b"QRESYNC" not in dialogue.ok("CAPABILITY").starting(b"CAPABILITY")[0]
    assert b"QRESYNC" not in dialogue.ok("ENABLE QRESYNC").starting(b"ENABLED")[0]


def test_without_special_use_names_stand_alone(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    embedded_server.faults.hide("SPECIAL-USE")
    assert b"\\Sent" not in b" ".join(connect().ok('LIST "" "*"').starting(b"LIST"))


def test_small_literals_only(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    embedded_server.faults.hide("LITERAL+")
    dialogue = connect()
    assert b"LITERAL-" in dialogue.ok("CAPABILITY").starting(b"CAPABILITY")[0].split()
    dialogue.ok(b"APPEND Sent {%d+}\r\n%s" % (len(PLAIN), PLAIN))
    large = PLAIN + b"x" * 5000
    assert dialogue.ask(b"APPEND Sent {%d+}\r\n%s" % (len(large), large)).status == "BAD"
    assert dialogue.append("Sent", large).status == "OK"


def test_no_literals_without_asking(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    embedded_server.faults.hide("LITERAL+", "LITERAL-")
    dialogue = connect()
    assert dialogue.ask(b"APPEND Sent {%d+}\r\n%s" % (len(PLAIN), PLAIN)).status == "BAD"
    assert dialogue.append("Sent", PLAIN).status == "OK"


def test_the_record(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    dialogue = connect()
    dialogue.ok("UID STORE 1 +FLAGS (\\Seen)")
    heard = embedded_server.faults.commands()
    assert [each.name for each in heard] == ["GREETING", "LOGIN", "SELECT", "UID STORE"]
    assert heard[-1].text == "UID STORE 1 +FLAGS (\\Seen)"
    assert len({each.connection for each in heard}) == 1
    embedded_server.faults.forget()
    assert embedded_server.faults.commands() == []


def test_the_record_holds_no_secrets(embedded_server: EmbeddedServer):
    dialogue = Dialogue(embedded_server.host, embedded_server.port)
    dialogue.ask("LOGIN ana secret-one")
    dialogue.ask("AUTHENTICATE PLAIN c2VjcmV0LXR3bw==")
    dialogue.ask("LOGIN {3+}\r\nana {10+}\r\nsecret-one")
    dialogue.close()
    record = str(embedded_server.faults.commands())
    assert "secret-one" not in record
    assert "c2VjcmV0" not in record


def test_reset_makes_everything_work_again(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    faults = embedded_server.faults
    dialogue = connect()
    faults.refuse("*", times=None)
    faults.hide("MOVE")
    faults.omit_fetch(lambda uid: True)
    faults.empty_select("INBOX", times=9)
    faults.cut_after_bytes(1_000_000)
    faults.reset()
    dialogue.ok("SELECT INBOX")
    assert len(dialogue.ok("UID FETCH 1:* FLAGS").fetches()) == 5
    dialogue.ok("UID MOVE 1 Trash")


def test_dropping_all_connections(embedded_server: EmbeddedServer, connect: Callable[..., Dialogue]):
    one, two = connect(), connect()
    embedded_server.server.drop_connections()
    assert one.is_closed()
    assert two.is_closed()
    connect().ok("NOOP")
