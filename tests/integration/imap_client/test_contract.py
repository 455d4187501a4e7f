"""What the gateway promises, kept over real servers: one suite, run against each of them.

Each test has a user of its own, and puts its mail there through the client that is tested; a second client plays the
other program on the same account.
"""

from __future__ import annotations

import contextlib
import dataclasses
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.core.api.account_settings import Security
from desktop.core.api.errors import AuthenticationError, ConnectionFailure, ServerRefusal
from desktop.core.api.searching.parsing import parse
from desktop.core.clock import SystemClock
from desktop.core.demo.mail_server.server import ImapServer
from desktop.core.imap.client import ImapClient
from desktop.core.imap.connect import connect_imap
from desktop.core.imap.gateway import IdleOutcome
from desktop.core.imap.search_keys import build_search
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from tests.fakes.certificates import Certificates
from tests.fakes.dovecot import Dovecot
from tests.fakes.real_server import RealServer
from tests.fakes.scripted_server import account_on
from tests.fakes.servers import REAL_SERVERS, embedded, real_server
from tests.fakes.servers import dovecot_server as dovecot_server

Connect = Callable[..., ImapClient]
WHEN = 1_700_000_000  # 14 November 2023, 22:13:20 UTC


@dataclasses.dataclass(frozen=True)
class Place:
    """An empty account on some server: where it answers for each kind of security."""

    port_for: Callable[[Security], int]
    ca_file: Path
    user: str
    password: str
    prefix: str = ""
    delimiter: str = "/"
    refuses: frozenset[str] = frozenset()
    """Names that it will not make."""
    hides_8_bit_headers: bool = False

    def named(self, *levels: str) -> str:
        """The name of a mailbox of the user's own."""
        return self.prefix + self.delimiter.join(levels)


@pytest.fixture(
    params=[
        pytest.param("dovecot", marks=pytest.mark.dovecot),
        *(pytest.param(name, marks=pytest.mark.servers) for name in REAL_SERVERS),
        "embedded",
    ]
)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "dovecot":
        server = request.getfixturevalue("dovecot_server")
        yield Place(_ports(server), server.ca_file, server.new_user(), server.password)
        return
    if request.param in REAL_SERVERS:
        server, is_cyrus = real_server(request.param), request.param.startswith("cyrus")
        yield Place(
            _ports(server),
            server.ca_file,
            server.new_user(),
            server.password,
            prefix=server.prefix,
            delimiter=server.delimiter,
            refuses=frozenset({'Quo"te'} if is_cyrus else {"😀"}),
            hides_8_bit_headers=is_cyrus,
        )
        return
    certificates: Certificates = request.getfixturevalue("certificates")
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(embedded())
        ports = {Security.PLAIN: server.port}

        def port_for(security: Security) -> int:
            """The same mail behind another door, opened when somebody asks."""
            if security not in ports:
                options = {"ssl_context": certificates.good(), "starttls": security is Security.STARTTLS}
                door = stack.enter_context(ImapServer(server.store, **options))
                ports[security] = door.port
            return ports[security]

        yield Place(port_for, certificates.ca_file, server.user, server.password)


def _ports(server: Dovecot | RealServer) -> Callable[[Security], int]:
    ports = {Security.PLAIN: server.port, Security.STARTTLS: server.port, Security.TLS: server.tls_port}
    return ports.__getitem__


@pytest.fixture
def connect(place: Place) -> Iterator[Connect]:
    """Connections of one fresh user; all are closed at the end."""
    clients: list[ImapClient] = []

    def open_one(security: Security = Security.PLAIN, password: str | None = None, **options) -> ImapClient:
        account = account_on(
            place.port_for(security), security=security, host="localhost", ca_file=place.ca_file, user=place.user
        )
        clients.append(
            connect_imap(account, password or place.password, clock=SystemClock(), read_seconds=20, **options)
        )
        return clients[-1]

    yield open_one
    for client in clients:
        client.close()


@pytest.fixture
def client(connect: Connect) -> ImapClient:
    return connect()


def mail(number: int, text: str = "body\r\n") -> bytes:
    return f"From: a@example.org\r\nMessage-ID: <m{number}@example.org>\r\nSubject: {number}\r\n\r\n{text}".encode()


def needs(client: ImapClient, *extensions: str) -> ImapClient:
    """The client, if its server has these; what happens without them, test_lesser_servers.py asks."""
    for extension in extensions:
        if not getattr(client.capabilities, extension):
            pytest.skip(f"this server has no {extension.upper()}")
    return client


def fill(client: ImapClient, count: int, name: str = "INBOX") -> list[int]:
    for number in range(1, count + 1):
        client.append(name, mail(number), FlagSet(), WHEN + number)
    client.select(name)
    return client.search_since(None)


# ---- connecting


@pytest.mark.parametrize("security", list(Security))
def test_every_kind_of_security(connect: Connect, security: Security):
    client = connect(security)
    assert client.select("INBOX").exists == 0


@pytest.mark.parametrize("security", list(Security))
def test_a_wrong_password(connect: Connect, security: Security):
    with pytest.raises(AuthenticationError):
        connect(security, "not this one")


def test_compression(connect: Connect):
    client = needs(connect(Security.TLS, is_near=False), "compress")
    raw = mail(1, "the same line again\r\n" * 20_000)
    client.append("INBOX", raw, FlagSet(), WHEN)
    sent = client.bytes_sent
    client.select("INBOX")
    (body,) = client.fetch_bodies([1], max_size=10_000_000)
    assert body.raw == raw
    assert sent + client.bytes_received < len(raw) // 10


def test_a_closed_client(client: ImapClient):
    client.close()
    client.close()
    client.wake_up()
    with pytest.raises(ConnectionFailure):
        client.noop()


# ---- mailboxes


@pytest.mark.parametrize("list_status", [True, False])
def test_listing(client: ImapClient, place: Place, list_status: bool):
    if list_status:
        needs(client, "list_status")
    client.capabilities = dataclasses.replace(client.capabilities, list_status=list_status)
    fill(client, 2)
    sent, trash, made = place.named("Sent"), place.named("Trash"), place.named("Proyectos", "Niño & Co")
    client.create(made)
    listed = {box.name: box for box in client.list_mailboxes(with_status=True)}
    assert {"INBOX", sent, trash, made} <= listed.keys()
    assert listed["INBOX"].special_use is SpecialUse.INBOX
    assert listed[sent].special_use is SpecialUse.SENT
    assert listed[sent].special_use_by_name is not client.capabilities.special_use
    assert listed[trash].special_use is SpecialUse.TRASH
    assert listed["INBOX"].delimiter == place.delimiter
    status = listed["INBOX"].status
    assert status is not None
    assert (status.messages, status.unseen, status.uidnext) == (2, 2, 3)
    assert status.uidvalidity
    assert bool(status.highestmodseq) is client.capabilities.condstore
    assert all(box.status is not None for box in listed.values() if box.selectable)
    assert all(box.status is None for box in client.list_mailboxes(with_status=False))


@pytest.mark.parametrize(
    "name", ["Plain", "With space", "Ñandú", "Tom & Jerry", 'Quo"te', "Back~slash", "日本語", "😀"]
)
def test_mailbox_names(client: ImapClient, place: Place, name: str):
    name = place.named(name)
    try:
        client.create(name)
    except ServerRefusal:
        assert name in map(place.named, place.refuses)
        client.noop()
        return
    assert name in [box.name for box in client.list_mailboxes(with_status=False)]
    assert client.append(name, mail(1), FlagSet(), WHEN) == 1
    assert client.fetch_status(name).messages == 1
    client.rename(name, name + " 2")
    assert client.select(name + " 2").exists == 1
    client.select("INBOX")
    client.delete(name + " 2")
    assert name + " 2" not in [box.name for box in client.list_mailboxes(with_status=False)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda c: c.select("Nowhere"),
        lambda c: c.fetch_status("Nowhere"),
        lambda c: c.delete("Nowhere"),
        lambda c: c.rename("Nowhere", "Elsewhere"),
        lambda c: (c.create("INBOX"), c.create("INBOX")),
        lambda c: c.append("Nowhere", mail(1), FlagSet(), WHEN),
    ],
    ids=["select", "status", "delete", "rename", "create", "append"],
)
def test_what_is_not_there_is_refused_and_the_connection_stays(client: ImapClient, ask: Callable[[ImapClient], object]):
    with pytest.raises(ServerRefusal) as caught:
        ask(client)
    assert caught.value.parameters["said"]
    assert client.select("INBOX").exists == 0


def test_select_is_fresh(client: ImapClient, connect: Connect):
    first = client.select("INBOX")
    connect().append("INBOX", mail(1), FlagSet(), WHEN)
    second = client.select("INBOX")
    assert (first.exists, second.exists) == (0, 1)
    assert (first.uidnext, second.uidnext) in ((1, 2), (None, None))
    assert first.uidvalidity == second.uidvalidity
    if client.capabilities.condstore:
        assert (second.highestmodseq or 0) > (first.highestmodseq or 0)
    assert not second.read_only
    assert client.select("INBOX", read_only=True).read_only


# ---- search


def test_search_since_is_a_day_early(client: ImapClient):
    day = 86_400
    for age in (10, 5, 3, 2, 1, 0):
        client.append("INBOX", mail(age), FlagSet(), WHEN - age * day)
    client.select("INBOX")
    assert client.search_since(None) == [1, 2, 3, 4, 5, 6]
    assert client.search_since(WHEN - 2 * day) == [3, 4, 5, 6]
    assert client.search_since(WHEN + 9 * day) == []


def test_search_by_keys_finds_text_of_any_script_and_only_the_highest(client: ImapClient):
    """The mailbox is not changed, not even by looking."""
    for number, text in enumerate(("obra", "mañana", "obra y mañana", "nada", "obra"), 1):
        raw = mail(number, f"{text}\r\n").replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain; charset=utf-8\r\nMIME-Version: 1.0\r\n"
            b"Content-Transfer-Encoding: 8bit\r\n\r\n", 1)  # fmt: skip
        client.append("INBOX", raw, FlagSet(Flag.SEEN if number == 5 else Flag(0)), WHEN + number * 86_400)
    assert client.select("INBOX", read_only=True).read_only
    now = datetime.fromtimestamp(WHEN, UTC)

    def find(typed: str, most: int = 10) -> tuple[list[int], bool]:
        keys = build_search(parse(typed, now).query, is_in=lambda _: True)
        return client.search(keys, most=most, stop=lambda: False)

    assert find("obra") == ([1, 3, 5], False)
    assert find("mañana") == ([2, 3], False)
    assert find("mañana obra") == ([3], False)
    assert find("mañana OR nada") == ([2, 3, 4], False)
    assert find("obra -mañana") == ([1, 5], False)
    assert find("is:unread OR larger:5m obra") == ([1, 3], False)
    assert find("after:2023-11-18") == ([3, 4, 5], False), "a day early, as days of servers are their own"
    assert find("subject:4") == ([4], False)
    assert find("obra", most=2) == ([3, 5], True)
    assert find("nowhere") == ([], False)


def test_search_by_message_id_is_exact(client: ImapClient):
    for identifier in ("a@x", "aa@x", "a@xx", 'q"\\uote@x'):
        client.append("INBOX", f"Message-ID: <{identifier}>\r\n\r\n".encode(), FlagSet(), WHEN)
    client.append("INBOX", b"Message-ID:\r\n <a@x>\r\n\r\n", FlagSet(), WHEN)
    client.append("INBOX", b"Subject: a@x\r\nReferences: <a@x>\r\n\r\n", FlagSet(), WHEN)
    client.select("INBOX")
    assert client.search_message_id("a@x") == [1, 5]
    assert client.search_message_id('q"\\uote@x') == [4]
    assert client.search_message_id("none@x") == []


# ---- fetch


def test_append_keeps_flags_date_and_bytes(client: ImapClient):
    raw = b"Subject: n\r\n\r\n" + bytes(range(1, 256)).replace(b"\r", b"").replace(b"\n", b"") + b"\r\n.\r\n"
    flags = FlagSet(Flag.SEEN | Flag.FLAGGED | Flag.FORWARDED, frozenset({"Trabajo", "$custom"}))
    assert client.append("INBOX", raw, flags, WHEN) == 1
    client.select("INBOX")
    (header,) = client.fetch_headers([1])
    assert header.flags == flags
    assert header.internaldate == WHEN
    assert header.size == len(raw)
    assert header.header == b"Subject: n\r\n"
    assert [body.raw for body in client.fetch_bodies([1], max_size=10_000)] == [raw]


def test_whole_mails_are_headers_and_bodies_at_once(client: ImapClient):
    small, empty = mail(1), b"\r\nno header\r\n"
    large = mail(2) + b"x" * 5_000 + b"\r\n"
    for raw in (small, large, empty):
        client.append("INBOX", raw, FlagSet(Flag.SEEN), WHEN)
    client.select("INBOX")
    uids = client.search_since(None)
    found = {one.uid: one for one in client.fetch_mails(uids, most=4_000)}
    headers = {header.uid: header for header in client.fetch_headers(uids)}
    bodies = {body.uid: body.raw for body in client.fetch_bodies(uids, max_size=4_000)}
    assert {uid: one.header for uid, one in found.items()} == headers
    assert {uid: one.raw for uid, one in found.items() if one.raw is not None} == bodies
    assert len(bodies) == 2
    assert [one.uid for one in client.fetch_mails([uids[0], 99], most=4_000)] == [uids[0]]


def test_8_bit_headers(client: ImapClient, place: Place):
    """Cyrus puts an X in the place of each such byte: the size stays, the words do not."""
    client.append("INBOX", b"Subject: \xc3\xb1\r\n\r\n", FlagSet(), WHEN)
    client.select("INBOX")
    (header,) = client.fetch_headers([1])
    assert header.header == (b"Subject: XX\r\n" if place.hides_8_bit_headers else b"Subject: \xc3\xb1\r\n")
    assert header.size == 15


def test_headers(client: ImapClient):
    raw = (
        b"Received: from x\r\nSubject: hello\r\n there\r\nX-Other: y\r\nTo: b@example.net\r\n\r\nSubject: not this\r\n"
    )
    client.append("INBOX", raw, FlagSet(), WHEN)
    uids = [*fill(client, 3), 77]
    headers = list(client.fetch_headers(uids))
    assert [header.uid for header in headers] == [1, 2, 3, 4]
    assert b"Subject: hello\r\n there\r\n" in headers[0].header
    assert b"To: b@example.net\r\n" in headers[0].header
    assert b"not this" not in headers[0].header
    assert b"Received" in headers[0].header
    assert headers[3].header.count(b"\r\n") == 3
    assert all(bool(header.modseq) is client.capabilities.condstore for header in headers)
    assert [flags.flags for flags in client.fetch_flags(uids)] == [FlagSet()] * 4


def test_bodies_are_streamed_in_batches_and_never_marked_seen(client: ImapClient):
    uids = fill(client, 600)
    bodies = {body.uid: body.raw for body in client.fetch_bodies(uids, max_size=1_000)}
    assert bodies == {number: mail(number) for number in range(1, 601)}
    assert not any(flags.flags.flags & Flag.SEEN for flags in client.fetch_flags(None))


def test_a_body_over_the_limit_is_left_out(client: ImapClient):
    client.append("INBOX", mail(1, "x" * 5_000_000), FlagSet(), WHEN)
    client.append("INBOX", mail(2), FlagSet(), WHEN)
    client.select("INBOX")
    assert [body.uid for body in client.fetch_bodies([1, 2], max_size=1_000_000)] == [2]
    assert [body.uid for body in client.fetch_bodies([1, 2], max_size=6_000_000)] == [1, 2]


def test_a_fetch_that_nobody_reads_on_is_in_nobodys_way(client: ImapClient):
    uids = fill(client, 600)
    replies = client.fetch_bodies(uids, max_size=1_000)
    assert next(replies).uid == 1
    replies.close()
    assert len(list(client.fetch_flags(uids))) == 600
    other = client.fetch_bodies(uids, max_size=1_000)
    assert next(other).uid == 1
    client.noop()
    with pytest.raises(RuntimeError):
        next(other)


def test_no_uids_are_no_command(client: ImapClient, place: Place):
    client.select("INBOX")
    sent = client.bytes_sent
    assert list(client.fetch_headers([])) == []
    assert list(client.fetch_bodies([], max_size=1)) == []
    assert list(client.fetch_flags([])) == []
    assert client.fetch_identity([]) == {}
    assert client.fetch_vanished([], 1) == (set() if client.capabilities.qresync else None)
    client.store_flags([], add=["\\Seen"])
    assert client.copy([], place.named("Trash")).uids == {}
    assert client.move([], place.named("Trash")).uids == {}
    assert client.bytes_sent == sent
    assert list(client.fetch_flags(None)) == []


def test_uids_that_are_not_there_are_only_missing(client: ImapClient):
    fill(client, 3)
    sparse = list(range(1, 40_000_000, 3_001))
    assert [flags.uid for flags in client.fetch_flags([*sparse, 2])] == [1, 2]
    assert client.fetch_identity([3, 99]).keys() == {3}
    client.store_flags(sparse, add=["\\Seen"])
    assert [bool(flags.flags.flags & Flag.SEEN) for flags in client.fetch_flags(None)] == [True, False, False]


def test_changes_since(client: ImapClient, connect: Connect):
    uids = fill(needs(client, "condstore"), 5)
    before = client.select("INBOX").highestmodseq
    assert before is not None
    other = connect()
    other.select("INBOX")
    other.store_flags([2, 4], add=["\\Flagged"])
    changed = list(client.fetch_flags(uids, changed_since=before))
    assert {flags.uid for flags in changed} == {2, 4}
    assert all(flags.flags.flags & Flag.FLAGGED and (flags.modseq or 0) > before for flags in changed)
    assert {flags.uid for flags in client.fetch_flags(None, changed_since=before)} == {2, 4}


def test_vanished(client: ImapClient, connect: Connect):
    uids = fill(needs(client, "qresync"), 6)
    before = client.select("INBOX").highestmodseq
    assert before is not None
    other = connect()
    other.select("INBOX")
    assert other.expunge([2, 5])
    client.select("INBOX")
    assert client.fetch_vanished(uids, before) == {2, 5}
    assert client.fetch_vanished([1, 2], before) == {2}
    assert client.fetch_vanished(uids, 0) is None
    client.capabilities = dataclasses.replace(client.capabilities, qresync=False)
    assert client.fetch_vanished(uids, before) is None


def test_identity(client: ImapClient):
    fill(client, 2)
    client.append("INBOX", b"Subject: none\r\n\r\n", FlagSet(), WHEN)
    client.select("INBOX")
    assert client.fetch_identity([1, 2, 3]) == {
        1: ("m1@example.org", len(mail(1)), WHEN + 1),
        2: ("m2@example.org", len(mail(2)), WHEN + 2),
        3: ("", 17, WHEN),
    }


# ---- changes


def test_flags_and_keywords(client: ImapClient):
    fill(client, 3)
    client.store_flags([1, 3], add=["\\Seen", "Trabajo"])
    client.store_flags([3], add=["\\Answered"], remove=["\\Seen"])
    assert [flags.flags for flags in client.fetch_flags([1, 2, 3])] == [
        FlagSet(Flag.SEEN, frozenset({"Trabajo"})),
        FlagSet(),
        FlagSet(Flag.ANSWERED, frozenset({"Trabajo"})),
    ]


@pytest.mark.parametrize("verb", ["copy", "move"])
def test_copy_and_move_say_what_became_what(client: ImapClient, place: Place, verb: str):
    trash = place.named("Trash")
    fill(client, 4)
    client.append(trash, mail(9), FlagSet(), WHEN)
    copied = getattr(client, verb)([4, 2], trash)
    assert copied.uids == {2: 2, 4: 3}
    assert copied.uidvalidity == client.fetch_status(trash).uidvalidity
    assert client.search_since(None) == ([1, 2, 3, 4] if verb == "copy" else [1, 3])
    client.select(trash)
    assert [client.fetch_identity([uid])[uid][0] for uid in (1, 2, 3)] == [f"m{n}@example.org" for n in (9, 2, 4)]


@pytest.mark.parametrize("verb", ["copy", "move"])
def test_a_target_that_is_not_there(client: ImapClient, verb: str):
    fill(client, 1)
    with pytest.raises(ServerRefusal):
        getattr(client, verb)([1], "Nowhere")
    assert client.search_since(None) == [1]


def test_move_without_move(client: ImapClient, place: Place):
    client.capabilities = dataclasses.replace(client.capabilities, move=False)
    fill(client, 3)
    assert client.move([2], place.named("Trash")).uids == {2: 1}
    assert client.search_since(None) == [1, 3]


@pytest.mark.parametrize("uidplus", [True, False])
def test_what_others_have_marked_is_never_expunged(client: ImapClient, connect: Connect, place: Place, uidplus: bool):
    """C4: only the mails that were meant go; without UIDPLUS they stay marked, too."""
    client.capabilities = dataclasses.replace(client.capabilities, uidplus=uidplus, move=False)
    fill(client, 6)
    other = connect()
    other.select("INBOX")
    other.store_flags([1, 2, 3, 4, 5], add=["\\Deleted"])
    assert client.expunge([6]) is uidplus
    client.move([5], place.named("Trash"))
    client.close()
    other.select("INBOX")
    assert other.search_since(None) == ([1, 2, 3, 4] if uidplus else [1, 2, 3, 4, 5, 6])
    assert all(flags.flags.flags & Flag.DELETED for flags in other.fetch_flags(None))


# ---- waiting


def test_idle_rings_for_what_others_do(client: ImapClient, connect: Connect):
    fill(client, 1)
    other = connect()
    other.select("INBOX")
    for change in (
        lambda: other.append("INBOX", mail(2), FlagSet(), WHEN),
        lambda: other.store_flags([1], add=["\\Seen"]),
        lambda: other.expunge([1]),
    ):
        timer = threading.Timer(0.05, change)
        timer.start()
        assert client.idle(threading.Event(), timeout=20) is IdleOutcome.NEWS
        timer.join()
    client.noop()  # a session may go on seeing an expunged mail until it is told (RFC 3501, section 7.4.1)
    assert client.search_since(None) == [2]


@pytest.mark.parametrize("can_idle", [True, False])
def test_idle_ends_when_woken_or_when_time_is_up(client: ImapClient, can_idle: bool):
    client.capabilities = dataclasses.replace(client.capabilities, idle=can_idle)
    client.select("INBOX")
    assert client.idle(threading.Event(), timeout=0.05) is IdleOutcome.TIMEOUT
    wake = threading.Event()
    timer = threading.Timer(0.05, lambda: (wake.set(), client.wake_up()))
    timer.start()
    assert client.idle(wake, timeout=20) is IdleOutcome.WOKEN
    timer.join()
    assert client.idle(wake, timeout=20) is IdleOutcome.WOKEN
    wake.clear()
    client.noop()


def test_without_idle_news_is_asked_for(client: ImapClient, connect: Connect):
    client.capabilities = dataclasses.replace(client.capabilities, idle=False)
    client.select("INBOX")
    connect().append("INBOX", mail(1), FlagSet(), WHEN)
    assert client.idle(threading.Event(), timeout=0.01) is IdleOutcome.NEWS


def test_idle_over_tls_and_compression(connect: Connect):
    client = connect(Security.TLS, is_near=False)
    client.select("INBOX")
    other = connect()
    timer = threading.Timer(0.05, lambda: other.append("INBOX", mail(1), FlagSet(), WHEN))
    timer.start()
    assert client.idle(threading.Event(), timeout=20) is IdleOutcome.NEWS
    timer.join()
    assert client.search_since(None) == [1]
