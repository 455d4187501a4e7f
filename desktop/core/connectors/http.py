"""HTTP as connectors may use it: one origin, verified TLS, and everything that comes back bounded in size and time.

A secret never leaves its origin: redirects are refused, no cookie is kept, no proxy and no .netrc is asked. A secret is
never printed: not in a log line, an error or a repr, neither those in the address nor those a server sends back. What left
and was not answered is `Unanswered`, so that nobody makes a thing twice. The connector's thread; `cancel` from any.
"""

from __future__ import annotations

import http.cookiejar
import json
import logging
import re
import ssl
import threading
import zlib
from collections.abc import Iterable, Mapping
from urllib.parse import quote

import httpcore
import httpx

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, SecurityError, SetupError
from desktop.core.clock import Clock
from desktop.core.connectors.http_wire import Wire
from desktop.core.connectors.pace import Pace
from desktop.core.connectors.protocol import Unanswered
from desktop.core.network import CONNECT_SECONDS, plain_words
from desktop.values import dataclass

_log = logging.getLogger(__name__)
# They would write addresses, which hold webhook secrets, and headers, which hold tokens.
for _noisy in ("httpx", "httpcore"):
    logging.getLogger(_noisy).setLevel(logging.WARNING)

_WEBHOOK = re.compile(r"(/rest/(?:api/)?\d+/)[^/\s?#\"'<>]+")
_BLOCK = 1 << 16
_UPLOAD_RATE = 25_000
"""Bytes a second that a slow line still manages: a large upload gets more time by this."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of one exchange. `total_seconds` is for everything from the connection to the last byte."""

    connect_seconds: float = CONNECT_SECONDS
    read_seconds: float = 30.0
    total_seconds: float = 60.0
    body_bytes: int = 8 << 20
    """Of the answer, as it came and as unpacked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> object:
        """Raises ValueError for anything that is not JSON, or is nested beyond reason."""
        try:
            return json.loads(self.body, parse_constant=_no_constant)
        except RecursionError:
            raise ValueError("nested too deeply") from None


class Http:
    """Requests to the origin of `base_url`, one after another over a connection that is kept.

    `secrets` are hidden wherever they turn up. Plain http is for this computer alone. Raises SetupError for an address
    that cannot be used.
    """

    def __init__(
        self,
        base_url: str,
        *,
        context: ssl.SSLContext,
        clock: Clock,
        bounds: Bounds = Bounds(),
        pace: Pace | None = None,
        secrets: Iterable[str] = (),
    ) -> None:
        self._base = _checked(base_url)
        self._clock = clock
        self._bounds = bounds
        self._pace = pace
        self._secrets: set[str] = set()
        for secret in secrets:
            self.hide(secret)
        self._cancelled = threading.Event()
        self._wire = Wire(context, clock, bounds.connect_seconds)
        no_cookies = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.Client(
            transport=self._wire,
            cookies=no_cookies,
            follow_redirects=False,
            trust_env=False,
            timeout=bounds.read_seconds,
            headers={"User-Agent": "Bandeja", "Accept-Encoding": "gzip", "Accept": "application/json"},
        )

    @property
    def host(self) -> str:
        """Whom errors name."""
        return self._base.host

    def __repr__(self) -> str:
        return f"Http({self._base.scheme}://{self.host})"

    def hide(self, secret: str) -> None:
        """Never print this either, as it is or percent-encoded; for tokens that come later."""
        if len(secret) >= 4:
            self._secrets |= {secret, quote(secret, safe="")}

    def words(self, said: str | bytes) -> str:
        """What a server said, as one harmless line without secrets."""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        longest_first = sorted(self._secrets, key=len, reverse=True)
        return _WEBHOOK.sub(r"\1•••", plain_words(_WEBHOOK.sub(r"\1•••", text[:10_000]), longest_first))

    def send(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        seconds: float | None = None,
        inner_redirect: bool = False,
    ) -> Answer:
        """Ask once; never repeated by itself. `path` is taken relative to the base address and must stay in its origin.

        Raises ConnectionFailure when surely nothing was asked, Unanswered when it may have been, SetupError for a redirect,
        CertificateError and SecurityError. Any status but a redirect is an answer; with `inner_redirect` one that stays in
        the origin is an answer too.
        """
        url = self._base.join(path)
        if not self._is_inside(url):
            raise SecurityError(Code.REDIRECTED, host=self.host, other=plain_words(url.host))
        total = (seconds or self._bounds.total_seconds) + len(content or b"") / _UPLOAD_RATE
        self._wait_for_place(total)
        request = self._client.build_request(method, url, content=content, headers=headers, params=query)
        started = self._clock.monotonic()
        self._wire.start(total)
        try:
            answer = self._exchange(request, inner_redirect)
        except BandejaError as error:
            _log.info("%s %s: %s", method, self._shown(url), self.words(error.sentence()))
            raise
        spent = round(1000 * (self._clock.monotonic() - started))
        _log.info("%s %s: %d, %d bytes, %d ms", method, self._shown(url), answer.status, len(answer.body), spent)
        return answer

    def is_origin(self, address: str) -> bool:
        """Whether an address a server gave is in the only origin that is asked."""
        try:
            return self._is_inside(httpx.URL(address))
        except httpx.InvalidURL:
            return False

    def cancel(self) -> None:
        """End what is under way, and refuse everything after it."""
        self._cancelled.set()
        self._wire.cancel()

    def close(self) -> None:
        self._client.close()

    def pause(self, seconds: float) -> None:
        """The server asked for one; requests wait for it, or fail when it is longer than they may take."""
        if self._pace is not None:
            self._pace.hold(seconds)

    def unanswered(self, code: Code, said: str = "") -> Unanswered:
        """The error for an answer that tells nothing."""
        return Unanswered(code, host=self.host, said=self.words(said))

    def _is_inside(self, url: httpx.URL) -> bool:
        return (url.scheme, url.host, url.port) == (self._base.scheme, self._base.host, self._base.port)

    def _wait_for_place(self, at_most: float) -> None:
        if self._cancelled.is_set():
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self.host)
        if self._pace is not None and (seconds := self._pace.take(self._cancelled, at_most)):
            raise ConnectionFailure(Code.SERVER_BUSY, host=self.host, seconds=round(seconds))

    def _exchange(self, request: httpx.Request, inner_redirect: bool) -> Answer:
        try:
            response = self._client.send(request, stream=True)
            try:
                self._refuse_redirect(response, inner_redirect)
                body = self._read(response)
            finally:
                response.close()
        except ConnectionFailure as error:
            raise self._placed(error) from None
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
            raise self._placed(self.unanswered(*_told(error))) from None
        return Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, body)

    def _placed(self, error: ConnectionFailure) -> ConnectionFailure:
        """The same failure, told as Unanswered when the request had begun to leave, and not so when it had not."""
        kind = Unanswered if self._wire.began else ConnectionFailure
        return error if type(error) is kind else kind(error.code, **error.parameters)

    def _refuse_redirect(self, response: httpx.Response, inner_redirect: bool) -> None:
        if not 300 <= response.status_code < 400:
            return
        location = response.headers.get("location", "")
        try:
            target = response.request.url.join(location)
            other = target.host or self.host
            if inner_redirect and self._is_inside(target):
                return
        except httpx.InvalidURL:
            other = "?"
        raise SetupError(Code.REDIRECTED, host=self.host, other=self.words(other)[:200])

    def _read(self, response: httpx.Response) -> bytes:
        limit = self._bounds.body_bytes
        packing = response.headers.get("content-encoding", "identity").strip().lower()
        if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
            raise self.unanswered(Code.SERVER_CONFUSED, f"an answer packed as {packing}")
        unpack = None if packing in ("identity", "") else zlib.decompressobj(zlib.MAX_WBITS | 32)
        parts: list[bytes] = []
        taken = came = 0
        for raw in response.iter_raw(_BLOCK):
            came += len(raw)
            try:
                part = raw if unpack is None else unpack.decompress(raw, limit + 1 - taken)
            except zlib.error:
                raise self.unanswered(Code.SERVER_CONFUSED, "broken compression") from None
            taken += len(part)
            if max(taken, came) > limit:
                raise self.unanswered(Code.TOO_LARGE, f"more than {limit >> 20} MB")
            parts.append(part)
        if unpack is not None and came and not unpack.eof:
            raise self.unanswered(Code.SERVER_CONFUSED, "broken compression")
        return b"".join(parts)

    def _shown(self, url: httpx.URL) -> str:
        return self.words(f"{url.scheme}://{url.host}{url.path}")


def _checked(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url.strip())
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("https", "http") or not url.host or url.userinfo or url.query or url.fragment:
        raise SetupError(
            Code.BAD_INPUT, what="The address", why="it must look like https://example.org/, without a name or password"
        )
    return url if url.path.endswith("/") else url.copy_with(path=url.path + "/")


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _told(error: Exception) -> tuple[Code, str]:
    """h11 tells a server that hung up, before or within its answer, by words alone."""
    hung_up = "disconnected" in str(error) or "closed connection" in str(error)
    if isinstance(error, httpcore.ProtocolError | httpx.ProtocolError) and not hung_up:
        return Code.SERVER_CONFUSED, "no HTTP"
    return Code.CONNECTION_LOST, ""
