"""H1: an IMAP server that lies, floods, drips or breaks off after login. Bounded, closed, and nothing believed."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ProtocolError, ServerRefusal
from desktop.core.imap.client import ImapClient
from desktop.core.mail.flags import FlagSet
from tests.fakes.scripted_server import Peer
from tests.integration.imap_client.conftest import QUICK_SECONDS, assert_is_closed

pytestmark = pytest.mark.usefixtures("within_bounds")
Ask = Callable[[ImapClient], object]


def bodies(client: ImapClient) -> object:
    return list(client.fetch_bodies([1, 2, 3], max_size=10_000_000))


def headers(client: ImapClient) -> object:
    return list(client.fetch_headers([1, 2, 3]))


def flags(client: ImapClient) -> object:
    return list(client.fetch_flags([1, 2, 3]))


def all_flags(client: ImapClient) -> object:
    client.select("INBOX")
    return list(client.fetch_flags(None))


def select(client: ImapClient) -> object:
    return client.select("INBOX")


def search(client: ImapClient) -> object:
    return client.search_since(None)


def listing(client: ImapClient) -> object:
    return client.list_mailboxes(with_status=False)


def status(client: ImapClient) -> object:
    return client.fetch_status("INBOX")


def noop(client: ImapClient) -> object:
    return client.noop()


def idle(client: ImapClient) -> object:
    return client.idle(threading.Event(), timeout=30)


DEEP = 100_000
UNTRUSTWORTHY: list[tuple[str, Ask, bytes]] = [
    ("literal_10_digits", bodies, b"* 1 FETCH (UID 1 BODY[] {9999999999}\r\n"),
    ("literal_negative", bodies, b"* 1 FETCH (UID 1 BODY[] {-1}\r\n)\r\n"),
    ("literal_1e20", bodies, b"* 1 FETCH (UID 1 BODY[] {100000000000000000000}\r\n"),
    ("literal_5000_digits", bodies, b"* 1 FETCH (UID 1 BODY[] {" + b"9" * 5000 + b"}\r\n"),
    ("literal_in_flags", flags, b"* 1 FETCH (UID 1 FLAGS {2000000}\r\n"),
    ("literal_in_listing", listing, b'* LIST () "/" {99999999}\r\n'),
    ("literals_in_a_row", bodies, b"* 1 FETCH (UID 1" + b" X {1}\r\na" * 200 + b")\r\n"),
    ("line_2_mb", noop, b"* OK " + b"A" * 2_000_000 + b"\r\n"),
    ("line_2_mb_of_brackets", noop, b"* " + b"[" * 2_000_000 + b"\r\n"),
    ("parens_100000_deep", bodies, b"* 1 FETCH " + b"(" * DEEP + b")" * DEEP + b"\r\n"),
    ("parens_never_closed", bodies, b"* 1 FETCH (UID 1 FLAGS (\r\n"),
    ("parens_too_many", bodies, b"* 1 FETCH (UID 1)) BODY[] (\r\n"),
    ("quote_never_closed", headers, b'* 1 FETCH (UID 1 INTERNALDATE "17-Jul-1996\r\n'),
    ("uid_0", flags, b"* 1 FETCH (UID 0 FLAGS ())\r\n"),
    ("uid_2_to_32_plus_1", flags, b"* 1 FETCH (UID 4294967297 FLAGS ())\r\n"),
    ("uid_20_digits", flags, b"* 1 FETCH (UID 99999999999999999999 FLAGS ())\r\n"),
    ("uid_negative", flags, b"* 1 FETCH (UID -1 FLAGS ())\r\n"),
    ("uid_word", bodies, b"* 1 FETCH (UID one BODY[] {1}\r\na)\r\n"),
    ("uid_list", flags, b"* 1 FETCH (UID (1) FLAGS ())\r\n"),
    ("items_odd", bodies, b"* 1 FETCH (UID 1 BODY[])\r\n"),
    ("items_without_names", bodies, b"* 1 FETCH ((UID) 1)\r\n"),
    ("modseq_2_to_64", flags, b"* 1 FETCH (UID 1 FLAGS () MODSEQ (18446744073709551616))\r\n"),
    ("size_word", headers, b"* 1 FETCH (UID 1 FLAGS () RFC822.SIZE big BODY[HEADER] {1}\r\na)\r\n"),
    ("flags_word", flags, b"* 1 FETCH (UID 1 FLAGS Seen)\r\n"),
    ("flags_1000", flags, b"* 1 FETCH (UID 1 FLAGS (" + b"x " * 1000 + b"))\r\n"),
    ("tag_of_another", noop, b"Z9 OK done\r\n"),
    ("tag_longer", noop, b"TAG9 OK done\r\n"),
    ("tag_without_result", noop, b"TAG\r\n"),
    ("tag_with_unknown_result", noop, b"TAG MAYBE done\r\n"),
    ("go_ahead_out_of_the_blue", noop, b"+ go on\r\n"),
    ("empty_line", noop, b"\r\n"),
    ("bare_line_feed", noop, b"* 1 EXISTS\nTAG OK done\r\n"),
    ("nul", noop, b"* 1 EX\0ISTS\r\n"),
    ("http", noop, b"HTTP/1.1 400 Bad Request\r\n"),
    ("8_bit_noise", noop, bytes(range(128, 256)) + b"\r\n"),
    ("untagged_1e6", noop, b"* 1 EXISTS\r\n" * 1_000_000),
    ("fetch_flood", flags, b"* 1 FETCH (UID 1 FLAGS ())\r\n" * 1_000_000),
    ("fetch_flood_for_all", all_flags, b"* 1 FETCH (UID 1 FLAGS ())\r\n" * 1_000_000),
    ("select_without_uidvalidity", select, b"* 3 EXISTS\r\nTAG OK done\r\n"),
    ("select_without_exists", select, b"* OK [UIDVALIDITY 1] ok\r\nTAG OK done\r\n"),
    ("select_uidvalidity_word", select, b"* 3 EXISTS\r\n* OK [UIDVALIDITY one] ok\r\nTAG OK done\r\n"),
    ("select_exists_1e12", select, b"* 1000000000000 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\nTAG OK done\r\n"),
    ("select_uidnext_2_to_33", select, b"* 3 EXISTS\r\n* OK [UIDNEXT 8589934592] ok\r\nTAG OK done\r\n"),
    ("search_huge", search, b"* SEARCH 99999999999999999999999999\r\nTAG OK done\r\n"),
    ("search_words", search, b"* SEARCH 1 two 3\r\nTAG OK done\r\n"),
    ("search_uid_0", search, b"* SEARCH 0\r\nTAG OK done\r\n"),
    ("esearch_everything", search, b"* ESEARCH UID ALL 1:4294967295\r\nTAG OK done\r\n"),
    ("esearch_star", search, b"* ESEARCH UID ALL 5,0\r\nTAG OK done\r\n"),
    ("list_without_name", listing, b'* LIST () "/"\r\nTAG OK done\r\n'),
    ("list_name_is_list", listing, b'* LIST () "/" (a)\r\nTAG OK done\r\n'),
    ("list_deep", listing, b"* LIST " + b"(" * DEEP + b"\r\n"),
    ("status_number_huge", status, b"* STATUS INBOX (MESSAGES 99999999999)\r\nTAG OK done\r\n"),
    ("status_odd", status, b"* STATUS INBOX (MESSAGES)\r\nTAG OK done\r\n"),
    ("idle_flood", idle, b"+ idling\r\n" + b"* OK still here\r\n" * 1_000_000),
    ("idle_nonsense", idle, b"+ idling\r\nnonsense\r\n"),
]


def playing(answer: bytes, *, selects: bool) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        if selects:
            peer.imap_select()
        peer.command(answer)
        peer.wait_for_hangup()

    return script


@pytest.mark.parametrize(
    ("ask", "answer"), [case[1:] for case in UNTRUSTWORTHY], ids=[case[0] for case in UNTRUSTWORTHY]
)
def test_an_answer_that_cannot_be_trusted_closes_the_connection(connected, ask: Ask, answer: bytes):
    with connected(playing(answer, selects=ask is all_flags), capability=b"IMAP4rev1 IDLE") as client:
        with pytest.raises(ProtocolError) as caught:
            ask(client)
        assert caught.value.parameters["host"] == "127.0.0.1"
        assert_is_closed(client)


LOST: list[tuple[str, Ask, Callable[[Peer], None]]] = [
    ("end_within_literal", bodies, lambda p: p.command(b"* 1 FETCH (UID 1 BODY[] {1000}\r\nonly this")),
    ("end_within_line", noop, lambda p: p.command(b"* 1 EXI")),
    ("end_before_answer", noop, lambda p: p.command()),
    ("end_between_answers", flags, lambda p: p.command(b"* 1 FETCH (UID 1 FLAGS ())\r\n")),
    ("reset", noop, lambda p: (p.command(), p.reset())),
    ("bye", noop, lambda p: p.command(b"* BYE maintenance\r\n")),
    ("bye_loop", noop, lambda p: p.command(b"* BYE go away\r\n" * 1000)),
    ("bye_within_fetch", bodies, lambda p: p.command(b"* 1 FETCH (UID 1 BODY[] {1}\r\na)\r\n* BYE x\r\n")),
    ("silence", noop, lambda p: (p.command(), p.stall())),
    ("silence_within_literal", bodies, lambda p: (p.command(b"* 1 FETCH (UID 1 BODY[] {1000}\r\nab"), p.stall())),
    ("idle_end", idle, lambda p: p.command(b"+ idling\r\n")),
    ("idle_end_at_once", idle, lambda p: p.command()),
    ("idle_bye", idle, lambda p: p.command(b"+ idling\r\n* BYE timeout\r\n")),
    ("idle_reset", idle, lambda p: (p.command(b"+ idling\r\n"), p.reset())),
    ("idle_dead_at_done", idle, lambda p: (p.command(b"+ idling\r\n* 4 EXISTS\r\n"), p.stall())),
]


@pytest.mark.parametrize(("ask", "script"), [case[1:] for case in LOST], ids=[case[0] for case in LOST])
def test_a_connection_that_goes_away_is_never_an_answer(connected, ask: Ask, script: Callable[[Peer], None]):
    with connected(script, capability=b"IMAP4rev1 IDLE", silence=QUICK_SECONDS) as client:
        with pytest.raises(ConnectionFailure):
            ask(client)
        assert_is_closed(client)


def test_a_line_without_end_is_not_kept(connected):
    with connected(lambda p: (p.command(), p.flood(b"A" * 1_000_000, 1000))) as client:
        with pytest.raises(ProtocolError):
            client.noop()
        assert client.bytes_received < 5_000_000


@pytest.mark.parametrize("start", [b"* 1 FETCH (UID 1 BODY[] {500}\r\n", b"* OK "], ids=["literal", "line"])
def test_what_drips_is_given_up(connected, start: bytes):
    def script(peer: Peer) -> None:
        peer.command(start)
        peer.drip(b"x" * 500, 0.05)

    with connected(script, silence=QUICK_SECONDS) as client:
        with pytest.raises(ConnectionFailure) as caught:
            bodies(client)
        assert caught.value.code is Code.TIMEOUT


SEVERAL = (
    b"* 2 EXPUNGE\r\n* 1 EXISTS\r\n* 0 RECENT\r\n* 9 FETCH (FLAGS (\\Seen))\r\n* OK [ALERT] hello\r\n"
    b"* 3 FETCH (UID 3 BODY[] {1}\r\nc)\r\n"
    b"* 8 FETCH (UID 8 BODY[] {1}\r\nx)\r\n"
    b"* 1 FETCH (UID 1 BODY[] {1}\r\na)\r\n* 1 FETCH (BODY[] {1}\r\nA UID 1)\r\n"
    b"* 2 FETCH (UID 2 BODY[] NIL)\r\n* VANISHED 77\r\nTAG OK done\r\n"
)


def test_what_was_not_asked_for_is_not_handed_on(connected):
    """Unannounced UIDs, repeated ones, NIL, EXPUNGE and EXISTS in the middle; the order is the server's."""
    with connected(lambda p: (p.command(SEVERAL), p.command(b"TAG OK\r\n"))) as client:
        assert [(body.uid, body.raw) for body in client.fetch_bodies([1, 2, 3], max_size=10)] == [(3, b"c"), (1, b"a")]
        client.noop()


def test_a_body_over_the_size_is_read_away(connected):
    answer = (
        b"* 1 FETCH (UID 1 BODY[] {100000}\r\n"
        + b"x" * 100_000
        + b")\r\n* 2 FETCH (UID 2 BODY[] {2}\r\nok)\r\nTAG OK\r\n"
    )
    with connected(lambda p: (p.command(answer), p.command(b"TAG OK\r\n"))) as client:
        assert [body.uid for body in client.fetch_bodies([1, 2], max_size=99_999)] == [2]
        client.noop()


def test_a_download_that_is_given_up_costs_the_connection_when_too_much_of_it_is_left(connected):
    def script(peer: Peer) -> None:
        peer.command(b"* 2 FETCH (UID 2 BODY[] {1}\r\nx)\r\n* 1 FETCH (UID 1 BODY[] {20000000}\r\n")
        peer.flood(b"x" * 1_000_000, 20)
        peer.send(b")\r\n")
        peer.wait_for_hangup()

    with connected(script) as client:
        bodies = client.fetch_bodies([1, 2], max_size=100_000_000)
        assert next(bodies).uid == 2
        with pytest.raises(ConnectionFailure):
            client.noop()
        with pytest.raises(RuntimeError):
            next(bodies)


def test_a_refusal_is_one_harmless_line_and_leaves_the_connection(connected):
    """An [ALERT] of 900 KB with ANSI, HTML and direction marks; a referral that nobody follows."""
    alert = b"TAG NO [ALERT] \x1b[2J\x1b]0;title\x07<b>Call \xe2\x80\xae0800</b>" + b" pay" * 220_000 + b"\r\n"
    referral = b"TAG NO [REFERRAL imap://evil.invalid/INBOX] elsewhere\r\n"
    with connected(lambda p: (p.command(alert), p.command(referral), p.command(b"TAG OK\r\n"))) as client:
        with pytest.raises(ServerRefusal) as caught:
            client.noop()
        said = caught.value.parameters["said"]
        assert len(said) <= 300
        assert said.isprintable()
        assert "\u202e" not in said
        with pytest.raises(ServerRefusal):
            client.select("INBOX")
        client.noop()


@pytest.mark.parametrize("code", [b"UNAVAILABLE", b"INUSE", b"LIMIT", b"SERVERBUG"])
def test_some_refusals_pass_by_themselves(connected, code: bytes):
    with connected(lambda p: p.command(b"TAG NO [" + code + b"] not now\r\n")) as client:
        with pytest.raises(ServerRefusal) as caught:
            client.create("x")
        assert not caught.value.permanent


def test_a_fetch_that_is_refused_hands_on_what_came_and_then_says_so(connected):
    answer = b"* 1 FETCH (UID 1 FLAGS (\\Seen))\r\nTAG NO some could not be fetched\r\n"
    with connected(lambda p: (p.command(answer), p.command(b"TAG OK done\r\n"))) as client:
        replies = client.fetch_flags([1, 2])
        assert next(replies).uid == 1
        with pytest.raises(ServerRefusal):
            next(replies)
        client.noop()


@pytest.mark.parametrize(
    "argument",
    [b"1 1:3 4:5", b"1 1:4294967295 1:4294967295", b"1 a b", b"x 1 2", b"1 1", b"", b"1 0 0", b"99 1,2,3 7"],
)
def test_pairs_that_may_be_wrong_are_no_pairs(connected, argument: bytes):
    answer = b"* OK [COPYUID " + argument + b"] moved\r\n* 1 EXPUNGE\r\nTAG OK done\r\n"
    with connected(lambda p: p.command(answer), capability=b"IMAP4rev1 MOVE UIDPLUS") as client:
        assert client.move([1, 2, 3], "Archive").uids == {}


@pytest.mark.parametrize(
    "told", [b"[APPENDUID 1 0]", b"[APPENDUID 1 x]", b"[APPENDUID 1]", b"", b"[APPENDUID 1 99999999999]"]
)
def test_an_appended_mail_is_appended_whatever_its_uid(connected, told: bytes):
    def script(peer: Peer) -> None:
        tag, _, _ = peer.line().partition(b" ")
        peer.send(b"+ go on\r\n")
        assert peer.read(6) == b"mail\r\n"
        peer.line()
        peer.send(tag + b" OK " + told + b" done\r\n")

    with connected(script) as client:
        assert client.append("Sent", b"mail\r\n", FlagSet(), 0) is None


def test_a_name_that_cannot_be_asked_for_is_not_listed(connected):
    answer = b'* LIST () "/" {9}\r\nevil\r\nX Y\r\n* LIST () NIL good\r\n* LIST () "/" NIL\r\nTAG OK done\r\n'
    with connected(lambda p: p.command(answer)) as client:
        assert [box.name for box in client.list_mailboxes(with_status=False)] == ["good", "NIL"]


def test_two_mailboxes_that_read_alike_are_two_and_each_is_selected_by_its_own_name(connected):
    raws = [b"Sent&AOk-", "Senté".encode(), b"Sent", b"&AFM-ent"]
    listed = b"".join(b'* LIST () "/" {%d}\r\n%s\r\n' % (len(raw), raw) for raw in raws)
    selected: list[bytes] = []

    def script(peer: Peer) -> None:
        peer.command(listed + b"TAG OK done\r\n")
        for _ in raws:
            tag, _, rest = peer.line().partition(b" ")
            if b"{" in rest:
                peer.send(b"+ go on\r\n")
                rest = peer.line()
            selected.append(rest.strip().removeprefix(b"EXAMINE ").split(b" (")[0].strip(b'"'))
            peer.send(b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n" + tag + b" OK [READ-ONLY] done\r\n")

    with connected(script) as client:
        boxes = client.list_mailboxes(with_status=False)
        assert len({box.name for box in boxes}) == 4
        for box in boxes:
            client.select(box.name, read_only=True)
    assert selected == raws


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        (b'"17-Jul-1996 02:44:25 -0700"', 837596665),
        (b'" 1-Jan-1970 00:00:00 +0000"', 0),
        (b'"32-Jan-2020 00:00:00 +0000"', 0),
        (b'"01-Foo-2020 00:00:00 +0000"', 0),
        (b'"01-Jan-0000 00:00:00 +0000"', 0),
        (b'"yesterday"', 0),
        (b"NIL", 0),
        (b"(1 2)", 0),
    ],
)
def test_an_odd_internaldate_is_no_reason_to_lose_a_mail(connected, date: bytes, seconds: int):
    answer = (
        b"* 1 FETCH (UID 1 FLAGS () INTERNALDATE "
        + date
        + b" RFC822.SIZE 9 BODY[HEADER] {6}\r\nA: b\r\n)\r\nTAG OK\r\n"
    )
    with connected(lambda p: p.command(answer)) as client:
        (header,) = client.fetch_headers([1])
        assert (header.internaldate, header.header, header.size) == (seconds, b"A: b\r\n", 9)


INJECTIONS = ["INBOX\r\nX1 DELETE INBOX", "a\nb", "a\rb", "nul\0", ""]


@pytest.mark.parametrize("name", INJECTIONS)
@pytest.mark.parametrize(
    "ask",
    [
        lambda c, n: c.select(n),
        lambda c, n: c.fetch_status(n),
        lambda c, n: c.create(n),
        lambda c, n: c.delete(n),
        lambda c, n: c.rename("a", n),
        lambda c, n: c.rename(n, "a"),
        lambda c, n: c.copy([1], n),
        lambda c, n: c.move([1], n),
        lambda c, n: c.append(n, b"x", FlagSet(), 0),
        lambda c, n: c.search_message_id(n or "\r\n"),
        lambda c, n: c.store_flags([1], add=[n]),
    ],
)
def test_no_argument_can_become_a_second_command(connected, ask: Callable[[ImapClient, str], object], name: str):
    """I11 and M14: refused before a byte leaves."""
    seen = []
    with connected(lambda p: seen.append(p.command(b"TAG OK\r\n"))) as client:
        sent = client.bytes_sent
        with pytest.raises(ServerRefusal) as caught:
            ask(client, name)
        assert caught.value.code is Code.BAD_INPUT
        assert client.bytes_sent == sent
        client.noop()
    assert seen == [b"NOOP"]


@pytest.mark.parametrize("flag", ["\\Seen) X", "a b", 'quo"te', "\\", "{5}", "ñ", "x" * 200, "a]b", "%"])
def test_what_is_no_flag_is_refused(connected, flag: str):
    with connected(lambda p: p.command(b"TAG OK\r\n")) as client:
        with pytest.raises(ServerRefusal):
            client.store_flags([1], remove=[flag])


def test_errors_are_ours_only():
    assert issubclass(ProtocolError, BandejaError)
    assert ProtocolError.temporary
