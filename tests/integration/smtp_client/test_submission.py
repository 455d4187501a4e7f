"""What becomes of a mail: accepted, refused or unknown (D1, D3, D4, D13), and never anything in between."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.core.api.account_settings import Auth
from desktop.core.api.errors import AuthenticationError, Code, ConnectionFailure
from desktop.core.clock import SystemClock
from desktop.core.smtp.client import SmtpClient
from desktop.core.smtp.gateway import Accepted, Refused, Submission, UnknownOutcome
from tests.fakes.scripted_server import Peer, ScriptedServer, account_on
from tests.integration.smtp_client.conftest import MAIL, PASSWORD, PATIENT, QUICK, submit

EVERYTHING = (b"PIPELINING", b"SIZE 100000", b"8BITMIME", b"SMTPUTF8", b"AUTH PLAIN LOGIN")
END = b"\r\n.\r\n"


def until_data(peer: Peer, *features: bytes, rcpt: tuple[bytes, ...] = (b"250 ok\r\n",)) -> list[bytes]:
    """A good server up to and with 354; the commands it got."""
    peer.smtp_hello(*(features or EVERYTHING))
    said = []
    if not features or b"AUTH PLAIN LOGIN" in features:
        said.append(peer.smtp_reply(b"235 welcome\r\n"))
    said.append(peer.smtp_reply(b"250 ok\r\n"))
    said += [peer.smtp_reply(answer) for answer in rcpt]
    said.append(peer.smtp_reply(b"354 go\r\n"))
    return said


def play(script: Callable[[Peer], None], **options) -> tuple[Submission, Peer]:
    auth = options.pop("auth", Auth.PASSWORD)
    user = options.pop("user", "ana")
    with ScriptedServer(script) as server:
        result = submit(account_on(1, smtp_port=server.port, auth=auth, user=user), **options)
    return result, server.peers[0]


def test_a_mail_is_accepted_and_its_bytes_are_the_composed_ones():
    commands: list[bytes] = []

    def script(peer: Peer) -> None:
        commands.extend(until_data(peer))
        peer.data = peer.read_until(END)
        peer.send(b"250 2.0.0 queued as 77\r\n")
        commands.append(peer.smtp_reply(b"221 bye\r\n"))

    result, peer = play(script)
    assert result == Accepted("250 2.0.0 queued as 77")
    assert commands == [
        b"AUTH PLAIN " + base64.b64encode(f"\0ana\0{PASSWORD}".encode()),
        b"MAIL FROM:<ana@example.org> SIZE=%d" % len(MAIL),
        b"RCPT TO:<bob@example.net>",
        b"DATA",
        b"QUIT",
    ]
    assert peer.data == MAIL.replace(b"\r\n.hello", b"\r\n..hello") + b".\r\n"


def test_the_dot_leaves_after_the_caller_has_committed():
    """Everything but the final dot is there before; an error in the callback sends nothing more."""
    seen = []

    def script(peer: Peer) -> None:
        until_data(peer)
        peer.wait_for_hangup()
        seen.append(bytes(peer.clear))

    class Full(Exception):
        pass

    def fail() -> None:
        raise Full

    with pytest.raises(Full):
        play(script, before_data_end=fail)
    assert seen[0].endswith(b"DATA\r\n" + MAIL.replace(b"\r\n.hello", b"\r\n..hello"))
    assert b"\r\n.\r\n" not in seen[0]
    assert b"QUIT" not in seen[0]


# ---- D1: after the dot


def after_dot(what: Callable[[Peer], object]) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        until_data(peer)
        peer.read_until(END)
        what(peer)

    return script


UNKNOWN: list[tuple[str, Callable[[Peer], object]]] = [
    ("reset", lambda p: p.reset()),
    ("hang_up", lambda p: p.close()),
    ("stall", lambda p: p.stall()),
    ("cut_in_line", lambda p: p.send(b"250 2.0.0 que")),
    ("cut_before_line_end", lambda p: p.send(b"250 2.0.0 queued")),
    ("cut_in_continuation", lambda p: p.send(b"250-2.0.0 queued\r\n")),
    ("421", lambda p: p.send(b"421 shutting down\r\n")),
    ("354_again", lambda p: p.send(b"354 go on\r\n")),
    ("334", lambda p: p.send(b"334 \r\n")),
    ("nonsense", lambda p: p.send(b"what?\r\n")),
    ("code_0", lambda p: p.send(b"000 ok\r\n")),
    ("code_999", lambda p: p.send(b"999 ok\r\n")),
    ("two_codes", lambda p: p.send(b"250-ok\r\n550 no\r\n")),
    ("empty_line", lambda p: p.send(b"\r\n")),
    ("drip", lambda p: p.drip(b"250 ok, and it was queued as number 77\r\n", 0.05)),
    ("flood", lambda p: p.flood(b"250-ok\r\n" * 1000, 100)),
    ("line_1_mb", lambda p: p.send(b"250 " + b"x" * 1_000_000 + b"\r\n")),
]


@pytest.mark.parametrize("what", [case[1] for case in UNKNOWN], ids=[case[0] for case in UNKNOWN])
def test_after_the_dot_only_a_clear_answer_is_one(what: Callable[[Peer], object]):
    committed = []
    impatient = replace(PATIENT, data_end=QUICK.data_end)
    result, peer = play(after_dot(what), before_data_end=lambda: committed.append(1), timeouts=impatient)
    assert isinstance(result, UnknownOutcome)
    assert result.detail
    assert committed == [1]
    assert peer.clear.count(b"DATA\r\n") == 1


@pytest.mark.parametrize(("code", "permanent"), [(451, False), (452, False), (550, True), (554, True)])
def test_a_clear_refusal_after_the_dot(code: int, permanent: bool):
    result, _ = play(after_dot(lambda p: (p.send(b"%d no\r\n" % code), p.line(), p.send(b"221 bye\r\n"))))
    assert result == Refused(code, "no", permanent=permanent)


@pytest.mark.parametrize("ending", [b"", b"500 what\r\n", b"221"])
def test_what_happens_at_quit_does_not_matter(ending: bytes):
    result, _ = play(after_dot(lambda p: (p.send(b"250 ok\r\n"), p.line(), p.send(ending))))
    assert result == Accepted("250 ok")


def test_a_stall_at_quit_is_short():
    result, _ = play(after_dot(lambda p: (p.send(b"250 ok\r\n"), p.stall())))
    assert isinstance(result, Accepted)


# ---- D3: some recipients

THREE = ("a@example.net", "b@example.net", "c@example.net")


@pytest.mark.parametrize(
    ("answer", "taken"),
    [(b"550 5.1.1 unknown", False), (b"451 later", False), (b"252 cannot verify", True), (b"251 will forward", True)],
)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_one_of_three_recipients(answer: bytes, taken: bool, which: int):
    replies = [b"250 ok\r\n"] * 3
    replies[which] = answer + b"\r\n"

    def script(peer: Peer) -> None:
        until_data(peer, rcpt=tuple(replies))
        peer.read_until(END)
        peer.send(b"250 ok\r\n")
        peer.smtp_reply(b"221 bye\r\n")

    result, _ = play(script, recipients=THREE)
    words = answer[4:].decode()
    assert result == Accepted("250 ok", () if taken else ((THREE[which], int(answer[:3]), words),))


@pytest.mark.parametrize(
    ("answers", "code", "permanent"),
    [((550, 550, 551), 550, True), ((550, 451, 550), 451, False), ((450, 451, 452), 450, False)],
)
def test_no_recipient_at_all(answers: tuple[int, ...], code: int, permanent: bool):
    def script(peer: Peer) -> None:
        peer.smtp_hello()
        peer.smtp_reply(b"250 ok\r\n")
        for answer in answers:
            peer.smtp_reply(b"%d no\r\n" % answer)
        assert peer.smtp_reply(b"221 bye\r\n") == b"QUIT"

    result, peer = play(script, recipients=THREE)
    assert isinstance(result, Refused)
    assert (result.code, result.permanent, len(result.refused)) == (code, permanent, 3)
    assert b"DATA" not in peer.clear


# ---- D4: refused at each step

STEPS = ["mail", "rcpt", "data", "within_data"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("code", "permanent"), [(421, False), (450, False), (451, False), (550, True), (552, True), (554, True)]
)
def test_a_refusal_at_each_step(step: str, code: int, permanent: bool):
    no = b"%d no\r\n" % code

    def script(peer: Peer) -> None:
        peer.smtp_hello(b"SIZE")
        for name in ("mail", "rcpt", "data"):
            peer.smtp_reply(no if name == step else b"354 go\r\n" if name == "data" else b"250 ok\r\n")
            if name == step:
                peer.wait_for_hangup()
                return
        peer.read(1000)
        peer.send(no)
        peer.wait_for_hangup()

    committed = []
    raw = MAIL + b"x\r\n" * 3_000_000 if step == "within_data" else MAIL
    result, peer = play(script, raw=raw, before_data_end=lambda: committed.append(1))
    assert isinstance(result, Refused)
    assert (result.code, result.permanent) == (code, permanent)
    assert committed == []
    assert END not in peer.clear


@pytest.mark.parametrize("code", [530, 535])
@pytest.mark.parametrize("step", [0, 1])
def test_a_login_that_ended_in_mid_session_asks_for_the_password(code: int, step: int):
    def script(peer: Peer) -> None:
        peer.smtp_hello()
        for _ in range(step):
            peer.smtp_reply(b"250 ok\r\n")
        peer.smtp_reply(b"%d log in first\r\n" % code)
        peer.wait_for_hangup()

    with pytest.raises(AuthenticationError):
        play(script)


BEFORE_DOT: list[tuple[str, Callable[[Peer], object]]] = [
    ("no_greeting", lambda p: p.stall()),
    ("hang_up", lambda p: p.close()),
    ("greeting_554", lambda p: p.send(b"554 go away\r\n")),
    ("greeting_nonsense", lambda p: p.send(b"* OK IMAP4rev1\r\n")),
    ("greeting_1_mb", lambda p: p.flood(b"x" * 100_000, 10)),
    ("greeting_flood", lambda p: p.flood(b"220-x\r\n" * 10_000, 100)),
    ("ehlo_hang_up", lambda p: (p.send(b"220 hi\r\n"), p.line())),
    ("ehlo_flood", lambda p: (p.send(b"220 hi\r\n"), p.line(), p.flood(b"250-X\r\n" * 10_000, 100))),
    ("mail_hang_up", lambda p: (p.smtp_hello(), p.line())),
    ("mail_reset", lambda p: (p.smtp_hello(), p.line(), p.reset())),
    ("mail_354", lambda p: (p.smtp_hello(), p.smtp_reply(b"354 go\r\n"), p.stall())),
    ("rcpt_stall", lambda p: (p.smtp_hello(), p.smtp_reply(b"250 ok\r\n"), p.line(), p.stall())),
    ("data_250", lambda p: (p.smtp_hello(), *[p.smtp_reply(b"250 ok\r\n") for _ in range(3)], p.stall())),
    ("data_hang_up", lambda p: (p.smtp_hello(), *[p.smtp_reply(b"250 ok\r\n") for _ in range(2)], p.line())),
    ("within_data_250", lambda p: (p.smtp_hello(), *[p.smtp_reply(b"250 ok\r\n") for _ in range(2)], p.smtp_reply(b"354 go\r\n250 ok\r\n"), p.stall())),
    ("within_data_reset", lambda p: (p.smtp_hello(), *[p.smtp_reply(b"250 ok\r\n") for _ in range(2)], p.smtp_reply(b"354 go\r\n"), p.read(10), p.reset())),
]  # fmt: skip


@pytest.mark.usefixtures("within_bounds")
@pytest.mark.parametrize("what", [case[1] for case in BEFORE_DOT], ids=[case[0] for case in BEFORE_DOT])
def test_a_connection_that_breaks_before_the_dot_can_be_tried_again(what: Callable[[Peer], object]):
    """H3 as well: every reply has a size and a time."""
    committed = []

    def script(peer: Peer) -> None:
        what(peer)

    try:
        raw = MAIL + b"x\r\n" * 3_000_000
        result, peer = play(script, raw=raw, before_data_end=lambda: committed.append(1), timeouts=QUICK)
    except ConnectionFailure:
        return
    finally:
        assert committed == []
    assert isinstance(result, Refused)
    assert not result.permanent
    assert END not in peer.clear


@pytest.mark.parametrize(("lines", "is_taken"), [(200, True), (201, False), (10_000, False)])
def test_a_reply_has_200_lines_at_most(lines: int, is_taken: bool):
    def script(peer: Peer) -> None:
        peer.send(b"220-hello\r\n" * (lines - 1) + b"220 hello\r\n")
        if is_taken:
            peer.smtp_ehlo()
            peer.smtp_reply(b"550 not you\r\n")
        peer.wait_for_hangup()

    if is_taken:
        assert play(script)[0] == Refused(550, "not you", permanent=True)
        return
    with pytest.raises(ConnectionFailure) as caught:
        play(script)
    assert caught.value.code is Code.SERVER_CONFUSED


# ---- what the server can take


def test_a_mail_over_size_is_not_even_announced():
    def script(peer: Peer) -> None:
        peer.smtp_hello(b"SIZE 50")
        assert peer.smtp_reply(b"221 bye\r\n") == b"QUIT"

    result, _ = play(script)
    assert isinstance(result, Refused)
    assert (result.code, result.permanent) == (552, True)


@pytest.mark.parametrize("size", [b"SIZE", b"SIZE 0", b"SIZE x", b"SIZE " + b"9" * 40, b"SIZE -1"])
def test_a_size_that_says_nothing_is_no_limit(size: bytes):
    def script(peer: Peer) -> None:
        peer.smtp_hello(size)
        peer.smtp_reply(b"250 ok\r\n")
        peer.smtp_reply(b"250 ok\r\n")
        peer.smtp_reply(b"354 go\r\n")
        peer.read_until(END)
        peer.send(b"250 ok\r\n")

    assert isinstance(play(script)[0], Accepted)


@pytest.mark.parametrize(
    ("raw", "recipient", "features", "words"),
    [
        (b"A: b\r\n\r\n\xc3\xb1\r\n", "bob@example.net", [b"8BITMIME"], b" BODY=8BITMIME"),
        (b"A: \xc3\xb1\r\n\r\nx\r\n", "bob@example.net", [b"8BITMIME", b"SMTPUTF8"], b" BODY=8BITMIME SMTPUTF8"),
        (b"A: b\r\n\r\nx\r\n", "josé@example.net", [b"SMTPUTF8"], b" SMTPUTF8"),
        (b"A: b\r\n\r\nx\r\n", "bob@münchen.example", [b"X"], b""),
    ],
)
def test_8_bit_and_utf_8_are_announced(raw: bytes, recipient: str, features: list[bytes], words: bytes):
    said = []

    def script(peer: Peer) -> None:
        peer.smtp_hello(*features)
        said.append(peer.smtp_reply(b"250 ok\r\n"))
        said.append(peer.smtp_reply(b"250 ok\r\n"))
        peer.smtp_reply(b"354 go\r\n")
        peer.read_until(END)
        peer.send(b"250 ok\r\n")

    assert isinstance(play(script, raw=raw, recipients=[recipient])[0], Accepted)
    assert said[0] == b"MAIL FROM:<ana@example.org>" + words
    assert said[1] == b"RCPT TO:<" + recipient.replace("münchen", "xn--mnchen-3ya").encode() + b">"


@pytest.mark.parametrize(
    ("raw", "recipient", "features"),
    [
        (b"A: b\r\n\r\n\xc3\xb1\r\n", "bob@example.net", [b"SMTPUTF8"]),
        (b"A: \xc3\xb1\r\n\r\nx\r\n", "bob@example.net", [b"8BITMIME"]),
        (b"A: b\r\n\r\nx\r\n", "josé@example.net", [b"8BITMIME"]),
    ],
)
def test_what_the_server_cannot_carry_is_refused_here(raw: bytes, recipient: str, features: list[bytes]):
    def script(peer: Peer) -> None:
        peer.smtp_hello(*features)
        assert peer.smtp_reply(b"221 bye\r\n") == b"QUIT"

    result, _ = play(script, raw=raw, recipients=[recipient])
    assert isinstance(result, Refused)
    assert result.permanent


@pytest.mark.parametrize(
    ("sender", "recipients", "raw"),
    [
        ("ana@example.org", ["v@x.org>\r\nRCPT TO:<w@x.org"], MAIL),
        ("ana@example.org>\r\nRCPT TO:<w@x.org", ["bob@example.net"], MAIL),
        ("ana@example.org", ["bob@example.net", "nul\0@x.org"], MAIL),
        ("ana@example.org", ["bob@example.net"], b"a\0b"),
        ("ana@example.org", ["bob@example.net"], b"x" * 1000),
        ("ana@example.org", [], MAIL),
        ("ana@example.org", [""], MAIL),
    ],
)
def test_what_cannot_be_sent_never_meets_a_server(sender: str, recipients: list[str], raw: bytes):
    """M16 and I11: the server here would answer nothing; nobody connects."""
    with ScriptedServer(lambda p: None) as server:
        result = submit(account_on(1, smtp_port=server.port), sender=sender, recipients=recipients, raw=raw)
        assert isinstance(result, Refused)
        assert result.permanent
        assert server.peers == []


def test_a_recipient_twice_is_asked_once():
    result, peer = play(after_dot(lambda p: p.send(b"250 ok\r\n")), recipients=["a@x.org", "a@x.org"])
    assert isinstance(result, Accepted)
    assert peer.clear.count(b"RCPT") == 1


def test_a_server_without_ehlo_is_greeted_the_old_way():
    def script(peer: Peer) -> None:
        peer.send(b"220 hi\r\n")
        assert peer.smtp_reply(b"502 what\r\n").upper().startswith(b"EHLO")
        assert peer.smtp_reply(b"250 hi\r\n").upper().startswith(b"HELO")
        peer.smtp_reply(b"250 ok\r\n")
        peer.smtp_reply(b"250 ok\r\n")
        peer.smtp_reply(b"354 go\r\n")
        peer.read_until(END)
        peer.send(b"250 ok\r\n")

    assert isinstance(play(script)[0], Accepted)


# ---- login


def logging_in(
    *replies: bytes, offered: bytes = b"AUTH PLAIN LOGIN XOAUTH2"
) -> tuple[Callable[[Peer], None], list[bytes]]:
    said: list[bytes] = []

    def script(peer: Peer) -> None:
        peer.smtp_hello(offered)
        for reply in replies:
            said.append(peer.smtp_reply(reply))
        peer.wait_for_hangup()

    return script, said


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (b"535 5.7.8 bad\r\n", Code.WRONG_PASSWORD),
        (b"534 5.7.9 Application-specific password required\r\n", Code.APP_PASSWORD_NEEDED),
        (b"500 no\r\n", Code.WRONG_PASSWORD),
    ],
)
def test_a_login_that_fails(reply: bytes, code: Code):
    script, _ = logging_in(reply)
    with pytest.raises(AuthenticationError) as caught:
        play(script)
    assert caught.value.code is code
    assert PASSWORD not in str(caught.value)


def test_a_login_that_is_put_off():
    script, _ = logging_in(b"454 4.7.0 later\r\n")
    assert play(script)[0] == Refused(454, "4.7.0 later", permanent=False)


def test_login_by_questions():
    script, said = logging_in(b"334 VXNlcm5hbWU6\r\n", b"334 UGFzc3dvcmQ6\r\n", b"535 no\r\n", offered=b"AUTH LOGIN")
    with pytest.raises(AuthenticationError):
        play(script)
    assert said == [b"AUTH LOGIN", base64.b64encode(b"ana"), base64.b64encode(PASSWORD.encode())]


def test_login_by_token():
    script, said = logging_in(b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n", b"535 expired\r\n")
    with pytest.raises(AuthenticationError):
        play(script, auth=Auth.XOAUTH2)
    token = base64.b64encode(f"user=ana\1auth=Bearer {PASSWORD}\1\1".encode())
    assert said == [b"AUTH XOAUTH2 " + token, b""]


def test_login_questions_without_end():
    script, said = logging_in(*[b"334 \r\n"] * 3, b"334 \r\n")
    with pytest.raises(ConnectionFailure):
        play(script)
    assert len(said) == 2 or said[2] == b""


def test_no_common_way_to_log_in():
    script, _ = logging_in(offered=b"AUTH GSSAPI NTLM")
    with pytest.raises(AuthenticationError) as caught:
        play(script)
    assert caught.value.code is Code.SERVER_REFUSED


def test_a_server_that_repeats_the_secret_does_not_get_it_into_the_error():
    def script(peer: Peer) -> None:
        peer.smtp_hello(b"AUTH PLAIN")
        told = peer.line().split()[-1]
        peer.send(b"535 you said " + told + b" that is " + PASSWORD.encode() + b"\r\n")

    with pytest.raises(AuthenticationError) as caught:
        play(script)
    assert caught.value.parameters["said"].count("•••") == 2


def test_nobody_logs_in_where_there_is_no_user():
    result, peer = play(lambda p: (until_data(p, b"AUTH PLAIN"), p.read_until(END), p.send(b"250 ok\r\n")), user="")
    assert isinstance(result, Accepted)
    assert b"AUTH" not in peer.clear


def test_the_own_name_is_nobodys_business():
    _, peer = play(after_dot(lambda p: p.send(b"250 ok\r\n")))
    assert peer.clear.startswith(b"ehlo [127.0.0.1]\r\n")


def test_checking_a_login_sends_no_mail():
    script, said = logging_in(b"235 ok\r\n", b"221 bye\r\n")
    with ScriptedServer(script) as server:
        client = SmtpClient(account_on(1, smtp_port=server.port), PASSWORD, clock=SystemClock(), timeouts=PATIENT)
        assert client.check_login() is None
    assert said[-1] == b"QUIT"
    assert b"MAIL" not in server.peers[0].clear
