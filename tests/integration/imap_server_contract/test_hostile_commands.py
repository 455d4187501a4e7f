"""Whatever a client sends, the server answers or hangs up, stays within bounds, and serves others."""

from __future__ import annotations

import contextlib
import random
import time
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.servers import EmbeddedServer
from tests.integration.imap_server_contract.conftest import quoted
from tests.integration.imap_server_contract.dialogue import Dialogue
from tests.integration.imap_server_contract.mails import ALL, numbered

QUICK = 5.0  # seconds of CPU for one hostile case


@pytest.fixture
def running(embedded_server: EmbeddedServer) -> Iterator[EmbeddedServer]:
    """Three mails in INBOX. Afterwards the server serves a new session as if nothing had been, within its bounds."""
    embedded_server.account.deliver_many("INBOX", [(numbered(number), None, ()) for number in (1, 2, 3)])
    before = time.process_time()
    yield embedded_server
    with logged_in(embedded_server) as dialogue:
        assert dialogue.ok("SELECT INBOX").status == "OK"
        dialogue.ok("LOGOUT")
    assert time.process_time() - before < QUICK
    assert not embedded_server.server.failures


@contextlib.contextmanager
def logged_in(running: EmbeddedServer) -> Iterator[Dialogue]:
    dialogue = Dialogue(running.host, running.port)
    try:
        dialogue.ok(f"LOGIN ana {quoted(running.password)}")
        yield dialogue
    finally:
        dialogue.close()


LINES = [
    b"",
    b" ",
    b"\0",
    b"\xff\xfe",
    b"NOOP",
    b"a",
    b"a ",
    b"* OK",
    b"+ NOOP",
    b"a\tNOOP",
    b"(a) NOOP",
    b"a NOOP NOOP",
    b"a UID",
    b"a UID NOOP",
    b"a LOGIN",
    b"a LIST",
    b'a LIST "',
    b'a LIST "" "',
    b'a LIST "" {',
    b'a LIST "" {x}',
    b'a LIST "" {-1}',
    b'a LIST "" (',
    b'a LIST "" ()',
    b'a LIST (NONSENSE) "" "*"',
    b'a LIST (RECURSIVEMATCH) "" "*"',
    b'a LIST "" "*" RETURN',
    b'a LIST "" "*" RETURN (STATUS)',
    b"a SELECT",
    b"a SELECT INBOX (",
    b"a SELECT INBOX (QRESYNC",
    b"a SELECT INBOX (QRESYNC (1 1 *))",
    b"a SELECT \xc3\xa9",
    b"a STATUS INBOX",
    b"a STATUS INBOX ()()",
    b"a FETCH 1",
    b"a FETCH 1:",
    b"a FETCH ,1 FLAGS",
    b"a FETCH 1,,2 FLAGS",
    b"a FETCH -1 FLAGS",
    b"a FETCH 4294967296 FLAGS",
    b"a FETCH 99999999999999999999 FLAGS",
    b"a UID FETCH 1:99999999999 FLAGS",
    b"a FETCH 1 ()",
    b"a FETCH 1 (FLAGS  UID)",
    b"a FETCH 1 BODY[1.]",
    b"a FETCH 1 BODY[.1]",
    b"a FETCH 1 BODY[1..2]",
    b"a FETCH 1 BODY[" + b"9" * 300 + b"]",
    b"a FETCH 1 BODY[HEADER.FIELDS (",
    b"a FETCH 1 BODY[]<",
    b"a FETCH 1 BODY[]<-1.5>",
    b"a FETCH 1 BODY[]<1.99999999999999999999>",
    b"a FETCH 1 FLAGS (CHANGEDSINCE)",
    b"a FETCH 1 FLAGS (CHANGEDSINCE 99999999999999999999999)",
    b"a STORE 1 FLAGS (",
    b"a STORE 1 +FLAGS (\\)",
    b"a STORE 1 +FLAGS (a b",
    b"a STORE 1 (UNCHANGEDSINCE x) +FLAGS (a)",
    b"a SEARCH CHARSET",
    b"a SEARCH OR",
    b"a SEARCH ()",
    b"a SEARCH NOT NOT",
    b"a SEARCH HEADER",
    b"a SEARCH LARGER 99999999999999999999",
    b"a SEARCH UID",
    b"a SEARCH BODY {5}x",
    b"a COPY 1",
    b"a COPY 1 \xff",
    b"a APPEND",
    b"a APPEND INBOX",
    b"a APPEND INBOX ()",
    b'a APPEND INBOX "not a literal"',
    b'a APPEND INBOX "99-Foo-9999 99:99:99 +9999" {1+}\r\nx',
    b'a APPEND INBOX " 1-Jan-0000 00:00:00 +0000" {1+}\r\nx',
    b"a CREATE &",
    b"a CREATE *",
    b'a CREATE "a\\x"',
    b"a CREATE " + b"x" * 300,
    b"a CREATE " + b"/".join([b"d"] * 40),
    b'a RENAME "INBOX" ""',
    b"a RENAME Sent Sent/below",
    b"a ENABLE",
    b"a ENABLE (",
    b"a ID",
    b"a ID (x)",
    b'a ID ("x"',
    b"a IDLE now",
    b"a COMPRESS",
    b"a AUTHENTICATE PLAIN",
    b"a STARTTLS",
    b"a UID EXPUNGE",
    b"a EXPUNGE 1",
    b"a CLOSE x",
    b"a DONE",
]


@pytest.mark.parametrize("line", LINES)
def test_lines_that_make_no_sense(running: EmbeddedServer, line: bytes):
    with logged_in(running) as dialogue:
        dialogue.ok("SELECT INBOX")
        dialogue.send(line + b"\r\n")
        said = dialogue.read_line()
        while said.startswith(b"* ") and not said.startswith(b"* BAD"):
            said = dialogue.read_line()
        assert said.split()[1] in (b"BAD", b"NO") or line == b"a UID FETCH 1:99999999999 FLAGS"
        dialogue.ok("NOOP")
        assert len(running.account.snapshot()["INBOX"].messages) == 3


@pytest.mark.parametrize("line", LINES)
def test_the_same_before_login(running: EmbeddedServer, line: bytes):
    dialogue = Dialogue(running.host, running.port)
    dialogue.send(line + b"\r\n*\r\n")
    dialogue.send(b"z NOOP\r\n")
    while not dialogue.read_line().startswith(b"z OK"):
        pass
    dialogue.close()


def test_lines_end_with_lf_too(running: EmbeddedServer):
    with logged_in(running) as dialogue:
        dialogue.send(b"x NOOP\ny NOOP\n")
        assert [dialogue.read_line()[:4] for _ in range(2)] == [b"x OK", b"y OK"]


@pytest.mark.parametrize("size", [8 * 1024, 300 * 1024])
def test_a_line_without_an_end(running: EmbeddedServer, size: int):
    """Before login 8 KiB are too much, after it 256 KiB."""
    dialogue = Dialogue(running.host, running.port)
    if size > 8 * 1024:
        dialogue.ok(f"LOGIN ana {quoted(running.password)}")
    with contextlib.suppress(ConnectionError):
        dialogue.send(b"a" * (size + 1))
    assert dialogue.is_closed()
    dialogue.close()


def test_an_endless_stream_is_not_kept(running: EmbeddedServer):
    """20 MB in front of a server that is stalled stay in the socket, not in memory."""
    running.faults.stall("NOOP")
    with logged_in(running) as dialogue:
        dialogue.start("NOOP")
        tracemalloc.start()
        dialogue._socket.settimeout(0.5)
        with contextlib.suppress(TimeoutError):
            for _ in range(320):
                dialogue._socket.sendall(b"x NOOP\r\n" * 8192)
        held = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert held < 4 * 1024 * 1024
        running.faults.release()


@pytest.mark.parametrize("literal", [b"{99999999999}", b"{999999999999999999}", b"{70000}"])
def test_literals_that_are_too_large_are_refused_unread(running: EmbeddedServer, literal: bytes):
    with logged_in(running) as dialogue:
        assert dialogue.ask(b"SELECT " + literal).status == "NO"
        dialogue.ok("NOOP")


def test_a_huge_literal_sent_without_asking_ends_the_session(running: EmbeddedServer):
    with logged_in(running) as dialogue:
        dialogue.start(b"APPEND INBOX {99999999999+}")
        assert dialogue.read_line().startswith(b"* BYE")
        assert dialogue.is_closed()


def test_a_large_literal_sent_without_asking_is_skipped(running: EmbeddedServer):
    with logged_in(running) as dialogue:
        assert dialogue.ask(b"SELECT {70000+}\r\n" + b"x" * 70_000).status == "NO"
        dialogue.ok("NOOP")


def test_before_login_literals_are_small(running: EmbeddedServer):
    dialogue = Dialogue(running.host, running.port)
    assert dialogue.ask("LOGIN {5000}").status == "NO"
    assert dialogue.ask("APPEND INBOX {5000}").status == "NO"
    dialogue.close()


def test_a_literal_that_never_comes(running: EmbeddedServer):
    with logged_in(running) as dialogue:
        dialogue.start("APPEND INBOX {1000}")
        dialogue.continued()
        dialogue.send(b"half")
    assert len(running.account.snapshot()["INBOX"].messages) == 3


def test_thousands_of_literals(running: EmbeddedServer):
    with logged_in(running) as dialogue:
        dialogue.ok("SELECT INBOX")
        assert dialogue.ask(b"SEARCH" + b" SUBJECT {1+}\r\nx" * 3000).status in ("NO", "BAD")


@pytest.mark.parametrize(
    "keys",
    [
        "(" * 5000,
        "NOT " * 5000,
        "OR " * 5000,
        "(" * 40 + "ALL" + ")" * 40,
        " ".join(["OR ALL ALL"] * 6000),
        "NOT " * 45 + "ALL",
    ],
)
def test_deep_searches(running: EmbeddedServer, keys: str):
    with logged_in(running) as dialogue:
        dialogue.ok("SELECT INBOX")
        assert dialogue.ask(f"SEARCH {keys}").status in ("OK", "BAD")


def test_patterns_that_could_take_for_ever(running: EmbeddedServer):
    running.account.create("a" * 200)
    with logged_in(running) as dialogue:
        for pattern in ("*a" * 100 + "b", "%a" * 100 + "b", "*%" * 200 + "b"):
            assert dialogue.ok(f'LIST "" "{pattern}"').starting(b"LIST") == []
        assert dialogue.ask(f'LIST "" "{"*a" * 1000}"').status == "BAD"


def test_a_huge_set(running: EmbeddedServer):
    with logged_in(running) as dialogue:
        dialogue.ok("SELECT INBOX")
        everything = ",".join(["1:4294967295"] * 10_000)
        assert len(dialogue.ok(f"UID FETCH {everything} FLAGS").fetches()) == 3


def test_too_many_mistakes_end_the_session(running: EmbeddedServer):
    dialogue = Dialogue(running.host, running.port)
    for _ in range(60):
        with contextlib.suppress(ConnectionError):
            dialogue.send(b"x NONSENSE\r\n")
    assert dialogue.is_closed()


def test_a_bomb_of_deflate(running: EmbeddedServer):
    """A megabyte that swells to a gigabyte: neither memory nor time go with it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = b"".join(packer.compress(b"\0" * 1024 * 1024) for _ in range(200)) + packer.flush()
    with logged_in(running) as dialogue:
        dialogue.ok("COMPRESS DEFLATE")
        tracemalloc.start()
        with contextlib.suppress(ConnectionError):
            dialogue._socket.sendall(bomb)
        dialogue.start_deflate()
        assert dialogue.is_closed()
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
        tracemalloc.stop()


def test_deflate_that_is_none(running: EmbeddedServer):
    with logged_in(running) as dialogue:
        dialogue.ok("COMPRESS DEFLATE")
        dialogue.send(b"\xff\xff\xff\xff not deflate")
        dialogue.start_deflate()
        assert dialogue.is_closed()


def test_connections_that_say_nothing_and_go(running: EmbeddedServer):
    for _ in range(50):
        Dialogue(running.host, running.port).close()
    with logged_in(running) as dialogue:
        dialogue.ok("NOOP")


def deep(kind: bytes, levels: int) -> bytes:
    if kind == b"multipart":
        return b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(levels)
        )
    return b"Content-Type: message/rfc822\r\n\r\n" * levels


HOSTILE_MAILS = {
    "nested multiparts": deep(b"multipart", 2000),
    "nested messages": deep(b"message", 5000),
    "many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 50_000,
    "many recipients": b"To: " + b"a@example.org, " * 20_000 + b"\r\n\r\n",
    "open comments": b"To: " + b"(" * 50_000 + b"\r\nContent-Type: text/plain" + b";(" * 20_000 + b"\r\n\r\n",
    "dots": b"To: " + b"a." * 200_000 + b"\r\n\r\n",
    "quotes": b"To: " + b'"\\' * 50_000 + b"\r\n\r\n",
    "many fields": b"".join(b"X-%d: y\r\n" % number for number in range(20_000)) + b"\r\n",
    "a long field": b"Subject: " + b"x" * 2_000_000 + b"\r\n\r\n",
    "folds": b"Subject: x" + b"\r\n y" * 100_000 + b"\r\n\r\n",
    "only colons": b":" * 50_000,
    "nothing but line ends": b"\r\n" * 20_000,
    "a boundary within a boundary": b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
    + b"--a\r\n--a--\r\n--ab\r\n" * 5000,
    "a boundary of spaces": b'Content-Type: multipart/mixed; boundary="   "\r\n\r\n--   \r\n\r\nx\r\n--   --\r\n',
    "lone returns": b"Subject: x\rFrom: y\r\r\n\r\n\r.\r",
    "nul": b"Subject: a\0b\r\nFrom: \0 <\0@\0>\r\n\r\n\0",
    "random": random.Random(7).randbytes(100_000),
}


@pytest.mark.parametrize("name", list(HOSTILE_MAILS))
def test_mails_made_to_hurt(running: EmbeddedServer, name: str):
    running.account.deliver("Sent", HOSTILE_MAILS[name], 1_700_000_000)
    with logged_in(running) as dialogue:
        dialogue.ok("SELECT Sent")
        items = "ENVELOPE BODYSTRUCTURE BODY BODY.PEEK[1] BODY.PEEK[1.1.1.MIME] BODY.PEEK[HEADER.FIELDS (Subject To)]"
        assert len(dialogue.ok(f"FETCH 1 ({items})").fetches()) == 1
        dialogue.ok("SEARCH TEXT nothing SENTSINCE 1-Jan-2026")
        assert (
            dialogue.ok("FETCH 1 BODY.PEEK[]").fetches()[0]["BODY[]"]
            == running.account.snapshot()["Sent"].messages[0].raw
        )


@pytest.fixture(scope="module")
def seeds() -> list[bytes]:
    return [
        b"UID FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (FROM TO)]<0.100> ENVELOPE) (CHANGEDSINCE 3)",
        b'LIST (SUBSCRIBED) "" ("%" "*") RETURN (STATUS (MESSAGES UIDNEXT) CHILDREN)',
        b'SEARCH OR (SEEN SINCE 1-Feb-2026) NOT HEADER X "y" UID 1:*,3 MODSEQ 4',
        b"UID STORE 1:* (UNCHANGEDSINCE 9) +FLAGS.SILENT (\\Seen $x)",
        b"SELECT INBOX (QRESYNC (1000 4 1:5 (1,3 1,3)) CONDSTORE)",
        b'APPEND Sent (\\Seen) " 1-Jan-2026 00:00:00 +0100" {4+}\r\nabcd (\\Draft) {2+}\r\nxy',
        b"UID COPY 1:2 &AMk-t",
    ]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_commands(embedded_server: EmbeddedServer, seeds: list[bytes], data: st.DataObject):
    """Commands with bytes changed, cut out and put in: no failure inside, and the session goes on or ends in order."""
    line = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(line)))
        line[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3)).replace(b"\n", b"")
    dialogue = Dialogue(embedded_server.host, embedded_server.port)
    try:
        dialogue.ok(f"LOGIN ana {quoted(embedded_server.password)}")
        dialogue.ok("ENABLE QRESYNC")
        dialogue.ok("SELECT INBOX")
        dialogue.send(b"x " + bytes(line) + b"\r\n" + b"\r\n" * 3 + b"z NOOP\r\nDONE\r\nz NOOP\r\n")
        with contextlib.suppress(ConnectionError):
            while not (said := dialogue.read_line()).startswith((b"z OK", b"* BYE")):
                if said.startswith(b"+"):
                    dialogue.send(b"y" * 5000 + b"\r\nz NOOP\r\n")
    except TimeoutError:
        pytest.fail(f"no answer to {bytes(line)!r}")
    finally:
        dialogue.close()
    assert not embedded_server.server.failures


def test_every_authored_mail_is_searched(running: EmbeddedServer):
    running.account.deliver_many("Sent", [(raw, 1_700_000_000, ()) for raw in ALL.values()])
    with logged_in(running) as dialogue:
        dialogue.ok("SELECT Sent")
        assert len(dialogue.ok("SEARCH NOT TEXT frobnicate").search()) == len(ALL)
