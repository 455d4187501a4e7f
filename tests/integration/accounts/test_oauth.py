"""Signing in with the browser against a strict provider over loopback (reliability.md, J5 and A7)."""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Callable, Iterator, Mapping

import pytest
import trustme

from desktop.core.accounts.credentials import MemoryCredentials, Purpose
from desktop.core.accounts.network import HttpsClient
from desktop.core.accounts.oauth import OAuthClient, Tokens, start_attempt
from desktop.core.accounts.oauth_loopback import LoopbackListener, hear_redirect
from desktop.core.accounts.oauth_tokens import SignedIn, sign_in
from desktop.core.accounts.secret import Secret
from desktop.core.api.discovery import SignIn
from desktop.core.api.errors import AuthenticationError, CertificateError, Code, ConnectionFailure, SetupError
from desktop.core.clock import ManualClock, SystemClock
from tests.integration.accounts.fake_authority import Browser, FakeAuthority, read_all

ANA = "ana@bodega.es"
ACCOUNT = "account-1"


@pytest.fixture(scope="module")
def certificates() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def authority(certificates: trustme.CA) -> Iterator[FakeAuthority]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificates.issue_cert("localhost").configure_cert(context)
    running = FakeAuthority(context)
    yield running
    running.close()


@pytest.fixture
def https(certificates: trustme.CA) -> HttpsClient:
    context = ssl.create_default_context()
    certificates.configure_trust(context)
    return HttpsClient(context, lambda address: True)


@pytest.fixture
def browser() -> Iterator[Browser]:
    running = Browser()
    yield running
    running.close()


Visit = Callable[[str], object]


def _sign_in(authority: FakeAuthority, https: HttpsClient, visit: Visit, **options: object) -> Tokens:
    seconds = options.pop("seconds", 5.0)
    client = authority.client(**options)
    tokens = sign_in(client, ANA, post=https.post, open_browser=visit, clock=SystemClock(), seconds=seconds)
    assert tokens is not None
    return tokens


def _after(browser: Browser, authority: FakeAuthority, first: Callable[[str, dict[str, str]], object]) -> Visit:
    """A browser that does `first` with the redirect address and the right fields, and then answers rightly."""

    def visit(url: str) -> None:
        redirect_uri, fields = authority.agree(url)
        first(redirect_uri, fields)
        browser.send(redirect_uri, fields)

    return visit


def test_sign_in_brings_tokens(authority: FakeAuthority, https: HttpsClient, browser: Browser) -> None:
    shown: list[socket.socket] = []

    def visit(url: str) -> None:
        redirect_uri, fields = authority.agree(url)
        assert redirect_uri.startswith("http://127.0.0.1:")
        shown.append(browser.send(redirect_uri, fields))

    tokens = _sign_in(authority, https, visit, secret=Secret("not-so-secret"))
    assert (tokens.access, tokens.refresh, tokens.lifetime) == (Secret("access-2"), Secret("refresh-2"), 3600)
    assert authority.posted[0]["client_secret"] == "not-so-secret"
    page = read_all(shown[0])
    assert page.startswith(b"HTTP/1.1 200 OK")
    assert b"default-src 'none'" in page
    assert b"code-1" not in page


# --- J5: requests that are not the answer; each is refused, and the right one still works --------------------------

_NOT_THE_ANSWER: dict[str, Callable[[Browser, str, dict[str, str]], object]] = {
    "01 wrong state": lambda browser, uri, fields: browser.send(uri, {**fields, "code": "evil", "state": "guess"}),
    "02 missing state": lambda browser, uri, fields: browser.send(uri, {"code": "evil"}),
    "03 state of another attempt": lambda browser, uri, fields: browser.send(
        uri, {**fields, "code": "evil", "state": start_attempt(uri).state}
    ),
    "04 other path": lambda browser, uri, fields: browser.send(uri, {**fields, "code": "evil"}, path="/other"),
    "05 favicon": lambda browser, uri, fields: browser.send(uri, "", path="/favicon.ico"),
    "06 host localhost": lambda browser, uri, fields: browser.send(
        uri, {**fields, "code": "evil"}, host=f"Host: localhost:{urllib.parse.urlsplit(uri).port}\r\n"
    ),
    "07 host of an attacker": lambda browser, uri, fields: browser.send(
        uri, {**fields, "code": "evil"}, host="Host: evil.example\r\n"
    ),
    "08 no host": lambda browser, uri, fields: browser.send(uri, {**fields, "code": "evil"}, host=""),
    "09 two hosts": lambda browser, uri, fields: browser.send(
        uri, {**fields, "code": "evil"}, host=f"Host: {urllib.parse.urlsplit(uri).netloc}\r\nHost: evil.example\r\n"
    ),
    "10 post": lambda browser, uri, fields: browser.send(uri, {**fields, "code": "evil"}, method="POST"),
    "11 another issuer": lambda browser, uri, fields: browser.send(
        uri, {**fields, "code": "evil", "iss": "https://evil.example"}
    ),
    "12 empty issuer": lambda browser, uri, fields: browser.send(uri, {**fields, "code": "evil", "iss": ""}),
    "13 token in the address": lambda browser, uri, fields: browser.send(
        uri, {**fields, "code": "evil", "access_token": "evil"}
    ),
    "14 a field twice": lambda browser, uri, fields: browser.send(uri, urllib.parse.urlencode(fields) + "&code=evil"),
    "15 no code": lambda browser, uri, fields: browser.send(uri, {"state": fields["state"], "iss": fields["iss"]}),
    "16 too many fields": lambda browser, uri, fields: browser.send(uri, urllib.parse.urlencode(fields) + "&a=b" * 40),
    "17 not http": lambda browser, uri, fields: browser.connect(uri).sendall(b"\x16\x03\x01\x02\x00\x01\r\n\r\n"),
    "18 hangs up": lambda browser, uri, fields: browser.connect(uri).close(),
}


@pytest.mark.parametrize("name", _NOT_THE_ANSWER)
def test_j5_what_is_not_the_answer_is_refused(
    name: str, authority: FakeAuthority, https: HttpsClient, browser: Browser
) -> None:
    disturb = _NOT_THE_ANSWER[name]
    visit = _after(browser, authority, lambda uri, fields: disturb(browser, uri, fields))
    assert _sign_in(authority, https, visit).refresh == Secret("refresh-2")
    assert [form["code"] for form in authority.posted] == ["code-1"], "no other code was ever handed on"


def test_j5_missing_issuer_is_refused_where_the_provider_always_names_it(
    authority: FakeAuthority, https: HttpsClient, browser: Browser
) -> None:
    def first(uri: str, fields: dict[str, str]) -> None:
        browser.send(uri, {"code": "evil", "state": fields["state"]})

    assert _sign_in(authority, https, _after(browser, authority, first), issuer_required=True)
    assert [form["code"] for form in authority.posted] == ["code-1"]


def test_j5_huge_request_is_cut_off(authority: FakeAuthority, https: HttpsClient, browser: Browser) -> None:
    """The sender of an endless request is hung up on long before 100 MB."""
    sent = [0]

    def flood(connection: socket.socket, uri: str, fields: dict[str, str]) -> None:
        with contextlib.suppress(OSError):
            while sent[0] < 100_000_000:
                sent[0] += connection.send(b"GET /?" + b"a" * 65_536)
        browser.send(uri, fields)

    threads: list[threading.Thread] = []

    def visit(url: str) -> None:
        uri, fields = authority.agree(url)
        threads.append(threading.Thread(target=flood, args=(browser.connect(uri), uri, fields)))
        threads[0].start()

    assert _sign_in(authority, https, visit)
    threads[0].join()
    assert sent[0] < 20_000_000


def test_j5_silent_and_dripping_connections_do_not_keep_the_browser_out(
    authority: FakeAuthority, https: HttpsClient, browser: Browser
) -> None:
    threads: list[threading.Thread] = []

    def crowd(uri: str, fields: dict[str, str]) -> None:
        for _ in range(40):
            with contextlib.suppress(OSError):  # hung up on, to make room
                browser.connect(uri).sendall(b"G")
        browser.send(uri, fields)

    def visit(url: str) -> None:
        threads.append(threading.Thread(target=crowd, args=authority.agree(url)))
        threads[0].start()

    assert _sign_in(authority, https, visit)
    threads[0].join()


def test_j5_answer_in_pieces_is_put_together(authority: FakeAuthority, https: HttpsClient, browser: Browser) -> None:
    pieces: list[threading.Thread] = []

    def visit(url: str) -> None:
        uri, fields = authority.agree(url)
        request = (
            f"GET /?{urllib.parse.urlencode(fields)} HTTP/1.1\r\nHost: {urllib.parse.urlsplit(uri).netloc}\r\n\r\n"
        )
        connection = browser.connect(uri)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def drip() -> None:
            for character in request:
                connection.sendall(character.encode())

        pieces.append(threading.Thread(target=drip))
        pieces[0].start()

    assert _sign_in(authority, https, visit)
    pieces[0].join()


def test_j5_second_answer_finds_nobody(authority: FakeAuthority, https: HttpsClient, browser: Browser) -> None:
    addresses: list[str] = []

    def visit(url: str) -> None:
        redirect_uri, fields = authority.agree(url)
        addresses.append(redirect_uri)
        browser.send(redirect_uri, fields)

    _sign_in(authority, https, visit)
    with pytest.raises(ConnectionRefusedError):
        browser.connect(addresses[0])


def test_j5_port_is_random_and_shared_with_nobody() -> None:
    with LoopbackListener(SystemClock()) as one, LoopbackListener(SystemClock()) as other:
        assert one.redirect_uri != other.redirect_uri
        port = urllib.parse.urlsplit(one.redirect_uri).port
        for option in (socket.SO_REUSEADDR, getattr(socket, "SO_REUSEPORT", socket.SO_REUSEADDR)):
            with socket.socket() as squatter:
                squatter.setsockopt(socket.SOL_SOCKET, option, 1)
                with pytest.raises(OSError):
                    squatter.bind(("127.0.0.1", port))


def _hear(port: int, visit: Callable[[str], object], seconds: float = 5.0) -> str:
    more = {"clock": SystemClock(), "seconds": seconds, "cancelled": threading.Event()}
    return hear_redirect("https://portal.example.org/oauth/", port, "st4te", open_browser=visit, **more)


def test_j5_a_known_port_hears_only_the_query_with_our_state(browser: Browser) -> None:
    with LoopbackListener(SystemClock()) as spare:
        address = spare.redirect_uri
    port = urllib.parse.urlsplit(address).port or 0

    def visit(url: str) -> None:
        assert url == "https://portal.example.org/oauth/"
        browser.send(address, {"code": "stolen", "state": "other"})
        browser.send(address, {"code": "c0de", "state": "st4te", "domain": "portal.example.org"})

    for _ in range(2):  # the port is free again at once
        assert urllib.parse.parse_qs(_hear(port, visit))["code"] == ["c0de"]


def test_j5_a_known_port_that_is_taken_or_stays_silent() -> None:
    with LoopbackListener(SystemClock()) as other:
        port = urllib.parse.urlsplit(other.redirect_uri).port or 0
        with pytest.raises(SetupError):
            _hear(port, lambda url: None)
    with pytest.raises(ConnectionFailure):
        _hear(port, lambda url: None, seconds=0.1)


def test_j5_refusal_by_the_person_ends_the_wait(authority: FakeAuthority, https: HttpsClient, browser: Browser) -> None:
    def visit(url: str) -> None:
        redirect_uri, fields = authority.agree(url)
        browser.send(
            redirect_uri, {"error": "access_denied", "error_description": "No\r\nthanks", "state": fields["state"]}
        )

    with pytest.raises(AuthenticationError) as caught:
        _sign_in(authority, https, visit)
    assert "access_denied No thanks" in caught.value.sentence()
    assert authority.posted == []


def test_j5_browser_that_never_comes_back(authority: FakeAuthority, https: HttpsClient) -> None:
    with pytest.raises(ConnectionFailure) as caught:
        _sign_in(authority, https, lambda url: None, seconds=0.2)
    assert caught.value.code is Code.TIMEOUT


def test_j5_person_cancels(authority: FakeAuthority, https: HttpsClient) -> None:
    cancelled = threading.Event()
    tokens = sign_in(
        authority.client(),
        ANA,
        post=https.post,
        open_browser=lambda url: cancelled.set(),
        clock=SystemClock(),
        cancelled=cancelled,
    )
    assert tokens is None


def test_j5_code_works_once(authority: FakeAuthority, https: HttpsClient, browser: Browser) -> None:
    used: dict[str, str] = {}

    def visit(url: str) -> None:
        redirect_uri, fields = authority.agree(url)
        used.update(code=fields["code"])
        browser.send(redirect_uri, fields)

    def replay(url: str) -> None:
        redirect_uri, fields = authority.agree(url)
        browser.send(redirect_uri, {**fields, "code": used["code"]})

    _sign_in(authority, https, visit)
    with pytest.raises(AuthenticationError, match="invalid_grant"):
        _sign_in(authority, https, replay)


def test_j5_request_carries_a_hashed_challenge_and_no_secret(authority: FakeAuthority, https: HttpsClient) -> None:
    """No PKCE and plain PKCE are refused by the provider; neither is ever asked for."""
    seen: list[dict[str, str]] = []
    for _ in range(2):
        with pytest.raises(ConnectionFailure):
            _sign_in(
                authority,
                https,
                lambda url: seen.append(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))),
                seconds=0.05,
                secret=Secret("client-canary"),
            )
    assert [one["code_challenge_method"] for one in seen] == ["S256", "S256"]
    assert "client-canary" not in repr(seen)
    for field in ("state", "code_challenge"):
        assert seen[0][field] != seen[1][field]
        assert len(seen[0][field]) == 43, "256 bits"


@pytest.mark.parametrize("url", ["http://login.example/t", "https:///t", "https://a@login.example/t", "ftp://x/"])
def test_j5_endpoint_must_be_https(url: str) -> None:
    good = "https://login.example/a"
    for urls in ((url, good), (good, url)):
        with pytest.raises(SetupError):
            OAuthClient("id", SignIn("", *urls, "mail"))
    with pytest.raises(SetupError):
        OAuthClient("i\nd", SignIn("", good, good, "mail"))


# --- the token endpoint --------------------------------------------------------------------------------------------


def _signed_in(
    authority: FakeAuthority, https: HttpsClient, credentials: MemoryCredentials, clock: ManualClock | None = None
) -> SignedIn:
    return SignedIn(authority.client(), ACCOUNT, credentials, https.post, clock or ManualClock(1_800_000_000))


def _start(authority: FakeAuthority, credentials: MemoryCredentials) -> None:
    """As after a sign-in in an earlier run."""
    authority._refresh = {"refresh-0"}
    credentials.set(Purpose.REFRESH_TOKEN, ACCOUNT, Secret("refresh-0"))


def test_rotation_is_stored_before_the_token_is_used(authority: FakeAuthority, https: HttpsClient) -> None:
    credentials = MemoryCredentials()
    _start(authority, credentials)
    account = _signed_in(authority, https, credentials)
    assert account.access_token() == Secret("access-1")
    assert credentials.load(Purpose.REFRESH_TOKEN, ACCOUNT) == Secret("refresh-1")
    assert account.access_token() == Secret("access-1"), "from memory"
    assert len(authority.posted) == 1


def test_provider_without_rotation_keeps_its_token(authority: FakeAuthority, https: HttpsClient) -> None:
    authority.rotates = False
    credentials = MemoryCredentials()
    _start(authority, credentials)
    clock = ManualClock(1_800_000_000)
    account = _signed_in(authority, https, credentials, clock)
    account.access_token()
    clock.advance(4000)
    assert account.access_token() == Secret("access-2")
    assert credentials.load(Purpose.REFRESH_TOKEN, ACCOUNT) == Secret("refresh-0")


@pytest.mark.parametrize("move", ["waits", "sleeps", "set back"])
def test_j5_clock_skew(authority: FakeAuthority, https: HttpsClient, move: str) -> None:
    """Either clock may lie; a token is used only while both say that it lives."""
    credentials = MemoryCredentials()
    _start(authority, credentials)
    clock = ManualClock(1_800_000_000)
    account = _signed_in(authority, https, credentials, clock)
    account.access_token()
    if move == "waits":
        clock.advance(3600 - 61)
        assert account.access_token() == Secret("access-1")
        clock.advance(2)
    elif move == "sleeps":
        clock.set(1_800_000_000 + 3600)  # and the monotonic clock stood still
    else:
        clock.advance(3600)
        clock.set(1_700_000_000)
    assert account.access_token() == Secret("access-2")


def test_j5_revoked_sign_in_asks_once_and_no_more(authority: FakeAuthority, https: HttpsClient) -> None:
    credentials = MemoryCredentials()
    credentials.set(Purpose.IMAP, ACCOUNT, Secret("another secret"))
    _start(authority, credentials)
    authority.revoke()
    account = _signed_in(authority, https, credentials)
    for _ in range(5):
        with pytest.raises(AuthenticationError):
            account.access_token()
    assert len(authority.posted) == 1
    assert credentials.load(Purpose.IMAP, ACCOUNT) == Secret("another secret")
    authority._refresh = {"refresh-new"}
    account.keep(Tokens(Secret("access-new"), Secret("refresh-new"), 0))
    assert account.access_token() == Secret("access-1"), "after signing in again all is well"


def test_refused_access_token_is_renewed_once(authority: FakeAuthority, https: HttpsClient) -> None:
    credentials = MemoryCredentials()
    _start(authority, credentials)
    account = _signed_in(authority, https, credentials)
    stale = account.access_token()
    assert account.access_token(refused_one=stale) == Secret("access-2")
    assert account.access_token(refused_one=stale) == Secret("access-2"), "the second connection gets the new one"
    assert len(authority.posted) == 2


def test_connections_that_need_a_token_at_once_ask_once(authority: FakeAuthority, https: HttpsClient) -> None:
    """Two refreshes with one rotating token would revoke the whole sign-in."""
    credentials = MemoryCredentials()
    _start(authority, credentials)
    all_are_waiting = threading.Event()

    def post(url: str, form: Mapping[str, str], *, timeout: float) -> tuple[int, bytes]:
        all_are_waiting.wait(5)
        return https.post(url, form, timeout=timeout)

    account = SignedIn(authority.client(), ACCOUNT, credentials, post, ManualClock(1_800_000_000))
    got: list[Secret] = []
    threads = [threading.Thread(target=lambda: got.append(account.access_token())) for _ in range(8)]
    for thread in threads:
        thread.start()
    all_are_waiting.set()
    for thread in threads:
        thread.join()
    assert got == [Secret("access-1")] * 8
    assert len(authority.posted) == 1


def test_not_signed_in_asks_nobody(authority: FakeAuthority, https: HttpsClient) -> None:
    with pytest.raises(AuthenticationError, match="sign in again"):
        _signed_in(authority, https, MemoryCredentials()).access_token()
    assert authority.posted == []


class PowerCut(BaseException):
    pass


@pytest.mark.parametrize("rotates", [True, False])
def test_a7_crash_between_answer_and_keyring(authority: FakeAuthority, https: HttpsClient, rotates: bool) -> None:
    """Then the old token works on, or the person signs in once: never a loop."""

    class Dying(MemoryCredentials):
        def set(self, *_: object) -> None:
            raise PowerCut

    authority.rotates = rotates
    before = Dying()
    MemoryCredentials.set(before, Purpose.REFRESH_TOKEN, ACCOUNT, Secret("refresh-0"))
    authority._refresh = {"refresh-0"}
    with contextlib.suppress(PowerCut):
        _signed_in(authority, https, before).access_token()
    after = MemoryCredentials()
    stored = before.load(Purpose.REFRESH_TOKEN, ACCOUNT)
    assert stored is not None
    after.set(Purpose.REFRESH_TOKEN, ACCOUNT, stored)
    account = _signed_in(authority, https, after)
    asked = len(authority.posted)
    for _ in range(3):
        if rotates:
            with pytest.raises(AuthenticationError):
                account.access_token()
        else:
            assert account.access_token()
    assert len(authority.posted) == asked + 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_provider_in_trouble_is_tried_again_later(authority: FakeAuthority, https: HttpsClient, status: int) -> None:
    credentials = MemoryCredentials()
    _start(authority, credentials)
    account = _signed_in(authority, https, credentials)
    authority.answers.append((status, b"<html>", {}))
    with pytest.raises(ConnectionFailure):
        account.access_token()
    assert account.access_token() == Secret("access-1")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{", b'{"token_type": "Bearer"}', b'{"access_token": "", "token_type": "Bearer"}',
        b'{"access_token": 7, "token_type": "Bearer"}', b'{"access_token": "a\\r\\nb", "token_type": "Bearer"}',
        b'{"access_token": "a\\u0001auth", "token_type": "Bearer"}', b'{"access_token": "a", "token_type": "mac"}',
        b'{"access_token": "a"}', b'{"access_token": "a", "token_type": "Bearer", "refresh_token": 5}', b"[" * 100_000,
        b'{"access_token": "' + b"a" * 9000 + b'", "token_type": "Bearer"}',
    ],
)  # fmt: skip
def test_unusable_answer_is_refused_and_changes_nothing(
    authority: FakeAuthority, https: HttpsClient, body: bytes
) -> None:
    credentials = MemoryCredentials()
    _start(authority, credentials)
    authority.answers.append((200, body, {}))
    with pytest.raises(AuthenticationError):
        _signed_in(authority, https, credentials).access_token()
    assert credentials.load(Purpose.REFRESH_TOKEN, ACCOUNT) == Secret("refresh-0")


@pytest.mark.parametrize("lifetime", [-5, "soon", None, 10**12, "3600", 1e300, True])
def test_odd_lifetimes_do_no_harm(authority: FakeAuthority, https: HttpsClient, lifetime: object) -> None:
    authority.lifetime = lifetime
    credentials = MemoryCredentials()
    _start(authority, credentials)
    assert _signed_in(authority, https, credentials).access_token() == Secret("access-1")


def test_redirected_token_request_is_not_followed(authority: FakeAuthority, https: HttpsClient) -> None:
    credentials = MemoryCredentials()
    _start(authority, credentials)
    authority.answers.append((307, b"", {"Location": f"{authority.url}/thief"}))
    with pytest.raises(AuthenticationError):
        _signed_in(authority, https, credentials).access_token()
    assert authority.requested_paths == ["/token"]


def test_token_goes_to_nobody_with_a_wrong_certificate(authority: FakeAuthority) -> None:
    credentials = MemoryCredentials()
    _start(authority, credentials)
    distrusting = HttpsClient(None, lambda address: True)
    with pytest.raises(CertificateError):
        _signed_in(authority, distrusting, credentials).access_token()
    assert authority.posted == []


def test_j5_nothing_secret_is_in_logs_addresses_or_errors(
    authority: FakeAuthority, https: HttpsClient, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    opened: list[str] = []

    def visit(url: str) -> None:
        opened.append(url)
        redirect_uri, fields = authority.agree(url)
        browser.send(redirect_uri, fields)

    tokens = _sign_in(authority, https, visit)
    credentials = MemoryCredentials()
    account = _signed_in(authority, https, credentials)
    account.keep(tokens)
    authority.revoke()
    with pytest.raises(AuthenticationError) as caught:
        account.access_token(refused_one=tokens.access)
    verifier = authority.posted[0]["code_verifier"]
    told = caplog.text + repr(opened) + repr(authority.requested_paths) + repr(tokens) + caught.value.sentence()
    for secret in (verifier, "code-1", "access-2", "refresh-2"):
        assert secret not in told
