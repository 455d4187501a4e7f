"""H1 for a search: servers that answer with a million mails, garbage, an endless stream, another folder, or not at all."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.errors import BandejaError, Code, ConnectionFailure
from desktop.core.api.queries import ListView
from desktop.core.api.server_search import MOST_OF_A_FOLDER, SearchResult
from desktop.core.clock import ManualClock, SystemClock
from desktop.core.engine import Engine
from desktop.core.imap.connect import connect_imap
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.profile import load_catalogue, real_connections
from desktop.core.seeking.service import LONGEST_SECONDS
from desktop.core.store import mailboxes
from desktop.core.store.mailboxes import Listed
from tests.fakes.cache import NOW
from tests.fakes.scripted_server import Peer, ScriptedServer, account_on
from tests.integration.imap_client.conftest import PATIENT_SECONDS, QUICK_SECONDS
from tests.integration.imap_client.conftest import within_bounds as within_bounds

pytestmark = pytest.mark.usefixtures("within_bounds")
Play = Callable[[Peer], None]
HEADER = b"Subject: one\r\nFrom: a@x.org\r\n\r\n"


class Profile:
    """Accounts of which each has an INBOX and a folder Work on a scripted server, which hangs up after its last answer."""

    def __init__(self, directory) -> None:
        self.clock = ManualClock(NOW)
        self.read_seconds = PATIENT_SECONDS

        def imap(settings: AccountSettings, secret: str):
            return connect_imap(settings, secret, clock=SystemClock(), read_seconds=self.read_seconds)

        connections = dataclasses.replace(real_connections(self.clock), imap=imap)
        self.engine = Engine(
            directory, connections=connections, credentials=MemoryCredentials(), catalogue=load_catalogue(), clock=self.clock,
            threads=False,
        )  # fmt: skip

    def add(self, port: int, address: str = "ana@example.org", listed: Sequence[Listed] = ()) -> None:
        from desktop.core.store import accounts

        account = dataclasses.replace(account_on(port), address=address)
        names = listed or [Listed("INBOX", "/", SpecialUse.INBOX, True), Listed("Work", "/", SpecialUse.NONE, True)]

        def put(uow) -> int:
            key = accounts.add_account(uow, account, f"secret {address}")
            mailboxes.merge_listed(uow, key, names)
            return key

        key = self.engine.store.writer.run("account", put)
        self.engine.logins.lend(key, "secret")

    def search(self, typed: str = "one") -> SearchResult:
        return self.engine.server_search.begin(ListView(search=typed)).done.result(30)


@pytest.fixture
def profile(tmp_path) -> Iterator[Profile]:
    made = Profile(tmp_path / "profile")
    yield made
    made.engine.close()


def greet(peer: Peer) -> None:
    peer.imap_login()


def examine(peer: Peer, exists: int = 3) -> bytes:
    command = peer.command(b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\nTAG OK [READ-ONLY] done\r\n" % exists)
    assert command.startswith(b"EXAMINE "), command
    return command


def header(uid: int, raw: bytes = HEADER) -> bytes:
    return (
        b'* 1 FETCH (UID %d FLAGS () INTERNALDATE "17-Jul-2026 02:44:25 +0000" RFC822.SIZE 90 BODY[HEADER] {%d}\r\n%s)\r\n'
        % (uid, len(raw), raw)
    )


def empty_work(peer: Peer) -> None:
    examine(peer)
    peer.command(b"* SEARCH\r\nTAG OK done\r\n")


def test_of_a_million_mails_the_last_ones_are_taken(profile):
    asked: list[bytes] = []

    def play(peer: Peer) -> None:
        greet(peer)
        examine(peer)
        peer.command(b"* SEARCH " + b" ".join(b"%d" % uid for uid in range(1, 1_000_001)) + b"\r\nTAG OK done\r\n")
        asked.append(peer.command(header(1_000_000), header(999_999, b"X: y\r\n" + HEADER), b"TAG OK done\r\n"))
        empty_work(peer)

    with ScriptedServer(play) as server:
        profile.add(server.port)
        result = profile.search()
    assert asked[0].startswith(b"UID FETCH %d:1000000 " % (1_000_001 - MOST_OF_A_FOLDER))
    assert (len(result.keys), result.more, result.failures) == (2, True, ())


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"* SEARCH one two\r\nTAG OK done\r\n", Code.SERVER_CONFUSED),
        (b"* SEARCH 99999999999999999999\r\nTAG OK done\r\n", Code.SERVER_CONFUSED),
        (bytes(range(128, 256)) + b"\r\n", Code.SERVER_CONFUSED),
        (b"* 4 EXISTS\r\n" * 200_000, Code.SERVER_CONFUSED),
        (b"* SEARCH " + b"1 " * 13_000_000, Code.SERVER_CONFUSED),
        (b"* BYE enough\r\n", Code.CONNECTION_LOST),
        (b"* SEARCH 1", Code.CONNECTION_LOST),
    ],
    ids=["words", "huge", "noise", "chatter", "line without end", "bye", "cut off"],
)
def test_what_cannot_be_trusted_ends_that_account_in_one_sentence(profile, answer, code):
    def play(peer: Peer) -> None:
        greet(peer)
        examine(peer)
        peer.command(answer)
        peer.close()

    with ScriptedServer(play) as server:
        profile.add(server.port)
        result = profile.search()
    assert (result.keys, [one.error.code for one in result.failures]) == ((), [code])


def test_a_server_that_says_nothing_is_given_up(profile):
    def play(peer: Peer) -> None:
        greet(peer)
        examine(peer)
        peer.command()
        peer.stall()

    with ScriptedServer(play) as server:
        profile.add(server.port)
        profile.read_seconds = QUICK_SECONDS
        (failure,) = profile.search().failures
    assert failure.error.code in (Code.TIMEOUT, Code.CONNECTION_LOST)


def test_mails_that_nobody_asked_for_are_not_believed(profile):
    """Of another folder, of other numbers, without an end."""

    def play(peer: Peer) -> None:
        greet(peer)
        examine(peer)
        peer.command(b"* SEARCH 5\r\nTAG OK done\r\n")
        peer.command(*[header(uid) for uid in range(1, 2_000)], b"TAG OK done\r\n")
        empty_work(peer)

    with ScriptedServer(play) as server:
        profile.add(server.port)
        result = profile.search()
        assert len(result.keys) == 1
        assert profile.engine.server_search.place_of(result.keys[0]).uid == 5


def test_a_refused_folder_is_told_and_the_next_one_searched(profile):
    def play(peer: Peer) -> None:
        greet(peer)
        assert peer.command(b"TAG NO [NOPERM] not yours\r\n").startswith(b"EXAMINE ")
        examine(peer)
        peer.command(b"* SEARCH 5\r\nTAG OK done\r\n")
        peer.command(header(5), b"TAG OK done\r\n")

    with ScriptedServer(play) as server:
        profile.add(server.port)
        result = profile.search()
    assert (len(result.keys), [one.mailbox for one in result.failures]) == (1, ["INBOX"])


def test_a_server_that_knows_ascii_alone_is_asked_for_a_piece_of_each_word(profile):
    asked: list[bytes] = []

    def play(peer: Peer) -> None:
        greet(peer)
        for _ in range(2):
            examine(peer)
            line = peer.line()  # the literal waits for the go-ahead
            tag = line.split()[0]
            peer.send(tag + b" NO [BADCHARSET (US-ASCII)] no\r\n")
            asked.append(peer.command(b"* SEARCH\r\nTAG OK done\r\n"))

    with ScriptedServer(play) as server:
        profile.add(server.port)
        assert profile.search("reformáramos").failures == ()
    assert asked[0] == b'UID SEARCH TEXT "reform"'


def test_one_that_is_away_does_not_keep_the_others_from_being_searched(profile):
    def play(peer: Peer) -> None:
        greet(peer)
        for _ in range(2):
            examine(peer)
            peer.command(b"* SEARCH 5\r\nTAG OK done\r\n")
            peer.command(header(5), b"TAG OK done\r\n")

    with ScriptedServer(play) as server:
        gone = ScriptedServer(greet)
        with gone:
            away = gone.port
        profile.add(away, "away@example.org")
        profile.add(server.port)
        result = profile.search()
    assert len(result.keys) == 1
    assert [(one.address, one.error.code) for one in result.failures] == [("away@example.org", Code.CONNECTION_REFUSED)]


def test_cancelled_it_is_over_at_once_whatever_the_server_does(profile):
    """And says what has been found by then."""
    reached = threading.Event()

    def play(peer: Peer) -> None:
        greet(peer)
        examine(peer)
        peer.command(b"* SEARCH 5\r\nTAG OK done\r\n")
        peer.command(header(5), b"TAG OK done\r\n")
        examine(peer)
        peer.command()
        reached.set()
        peer.stall()

    with ScriptedServer(play) as server:
        profile.add(server.port)
        search = profile.engine.server_search.begin(ListView(search="one"))
        assert reached.wait(20)
        (running,) = search.progress().running
        assert (running.mailbox, running.done, running.total) == ("Work", 1, 2)
        search.cancel()
        result = search.done.result(0)
    assert (len(result.keys), result.stopped, result.failures) == (1, True, ())


def test_a_mail_that_is_far_too_large_is_not_even_asked_for(profile):
    def play(peer: Peer) -> None:
        greet(peer)
        examine(peer)
        peer.command(b"* SEARCH 5\r\nTAG OK done\r\n")
        peer.command(header(5).replace(b"RFC822.SIZE 90", b"RFC822.SIZE 999999999"), b"TAG OK done\r\n")
        empty_work(peer)

    def refuse(peer: Peer) -> None:
        greet(peer)
        examine(peer)

    plays = iter((play, refuse))
    with ScriptedServer(lambda peer: next(plays)(peer)) as server:
        profile.add(server.port)
        (key,) = profile.search().keys
        with pytest.raises(BandejaError) as caught:
            profile.engine.server_search.fetch(key)
    assert caught.value.code is Code.TOO_LARGE_THERE


def test_a_server_that_only_says_that_it_is_still_there_is_left_after_a_while(profile):
    def play(peer: Peer) -> None:
        greet(peer)
        examine(peer)
        peer.command(b"* OK Still here\r\n")
        profile.clock.wait(threading.Event(), LONGEST_SECONDS + 1)
        peer.flood(b"* OK Still here\r\n", 3)
        peer.close()

    with ScriptedServer(play) as server:
        profile.add(server.port)
        (failure,) = profile.search().failures
    assert isinstance(failure.error, ConnectionFailure)


def test_gmail_is_asked_in_its_words_and_for_all_mail_instead_of_each_label(profile):
    asked: list[bytes] = []

    def play(peer: Peer) -> None:
        peer.imap_login(b"IMAP4rev1 X-GM-EXT-1")
        for _ in range(2):
            asked.append(examine(peer))
            asked.append(peer.command(b"* SEARCH\r\nTAG OK done\r\n"))
        peer.close()

    boxes = [
        Listed("INBOX", "/", SpecialUse.INBOX, True), Listed("[Gmail]/All Mail", "/", SpecialUse.ALL, True),
        Listed("[Gmail]/Spam", "/", SpecialUse.JUNK, True), Listed("Work", "/", SpecialUse.NONE, True),
    ]  # fmt: skip
    with ScriptedServer(play) as server:
        profile.add(server.port, listed=boxes)
        result = profile.search('from:ana "final price" OR file:plan has:attachment larger:5m')
    assert (result.failures, result.unasked) == ((), frozenset())
    keys = (
        b'UID SEARCH X-GM-RAW "from:(ana)" OR X-GM-RAW "\\"final price\\"" X-GM-RAW "filename:(plan)" '
        b'X-GM-RAW "has:attachment" LARGER 5242880'
    )
    assert asked == [b'EXAMINE "[Gmail]/Spam"', keys, b'EXAMINE "[Gmail]/All Mail"', keys] or asked == [
        b'EXAMINE "[Gmail]/All Mail"', keys, b'EXAMINE "[Gmail]/Spam"', keys,
    ]  # fmt: skip
