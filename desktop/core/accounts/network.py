"""The network that discovery and sign-in ask: https by http.client, DNS by dnspython, a greeting by TLS.

Certificates are always verified, names that lead into this computer or its network are refused before a byte is sent,
and the address that was checked is the one connected to. Every answer is bounded in size and time. No proxy is used:
mail does not pass one either. Worker threads only.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any

from desktop.core.accounts.client_config import MAX_BYTES
from desktop.core.accounts.lookup import MxRecord, SrvRecord, Unanswered, is_public
from desktop.core.api.account_settings import Security, ServerSettings, parse_host
from desktop.core.api.discovery import Outcome
from desktop.core.api.errors import SetupError

_MAX_REDIRECTS = 3
_MAX_GREETING = 2048
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = {"User-Agent": "Bandeja", "Accept-Encoding": "identity", "Connection": "close"}
Allow = Callable[[str], bool]


class HttpsClient:
    """`allow` decides by IP address whom to connect to; the default lets only public ones. `limit` bounds a body in bytes;
    `headers` are all that is told besides the address."""

    def __init__(
        self,
        context: ssl.SSLContext | None = None,
        allow: Allow = is_public,
        *,
        limit: int = MAX_BYTES,
        headers: Mapping[str, str] = _HEADERS,
    ) -> None:
        self._context = context or ssl.create_default_context()
        self._allow, self._limit, self._headers = allow, limit, dict(headers)

    def fetch(self, url: str, *, timeout: float) -> bytes:
        """The body of a 200, after at most three redirects, all of them https. Raises Unanswered."""
        for _ in range(_MAX_REDIRECTS + 1):
            status, location, body = self._request("GET", url, None, timeout)
            if status in _REDIRECTS and location:
                url = _join(url, location)
            elif status == 200:
                return body
            elif status in (404, 410):
                raise Unanswered(Outcome.NOT_FOUND, "there is no such page")
            else:
                raise Unanswered(Outcome.FAILED, f"the server answered {status}")
        raise Unanswered(Outcome.REFUSED, "it redirects more than three times")

    def post(self, url: str, form: Mapping[str, str], *, timeout: float) -> tuple[int, bytes]:
        """Status and body of a form that was posted; redirects are not followed. Raises Unanswered."""
        status, _, body = self._request("POST", url, urllib.parse.urlencode(form).encode(), timeout)
        return status, body

    def _request(self, method: str, url: str, form: bytes | None, timeout: float) -> tuple[int, str, bytes]:
        try:
            parts = urllib.parse.urlsplit(url)
            host, port = parse_host(parts.hostname or ""), parts.port or 443
        except (ValueError, SetupError) as error:
            raise Unanswered(Outcome.REFUSED, "the address of the page is malformed") from error
        if parts.scheme != "https" or parts.username is not None:
            raise Unanswered(Outcome.REFUSED, "it leads away from https")
        headers = dict(self._headers)
        if form is not None:
            headers = {"Accept": "application/json", **headers, "Content-Type": "application/x-www-form-urlencoded"}
        target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        with _Conversation(host, port, timeout, self._allow) as conversation:
            connection = http.client.HTTPSConnection(host, port, context=self._context)
            connection.sock = conversation.start_tls(self._context)
            connection.request(method, target, form, headers)
            with connection.getresponse() as response:
                body = response.read(self._limit + 1)
                cut = response.length and len(body) <= self._limit
            if len(body) > self._limit:
                raise Unanswered(Outcome.REFUSED, f"the page is larger than {self._limit >> 10} KB")
            if cut:
                raise Unanswered(Outcome.FAILED, "the answer was cut off")
            return response.status, response.headers.get("Location", ""), body


def _join(url: str, location: str) -> str:
    try:
        return urllib.parse.urljoin(url, location)
    except ValueError as error:
        raise Unanswered(Outcome.REFUSED, "it redirects to a malformed address") from error


class DnsResolver:
    """SRV and MX by dnspython with the system's servers; addresses by the system itself, with its hosts file."""

    def srv(self, name: str, *, timeout: float) -> list[SrvRecord]:
        return [
            SrvRecord(one.priority, one.weight, one.port, one.target.to_text(omit_final_dot=True).lower().strip("."))
            for one in self._resolve(name, "SRV", timeout)
        ]

    def mx(self, domain: str, *, timeout: float) -> list[MxRecord]:
        """A null MX (RFC 7505) is no record."""
        records = [
            MxRecord(one.preference, one.exchange.to_text(omit_final_dot=True).lower().strip("."))
            for one in self._resolve(domain, "MX", timeout)
        ]
        return [record for record in records if record.host]

    def addresses(self, host: str) -> list[str]:
        try:
            return [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
        except socket.gaierror:
            return []

    def _resolve(self, name: str, kind: str, timeout: float) -> Iterable[Any]:
        import dns.exception  # here, because only setting up an account needs it and it takes a while
        import dns.resolver

        try:
            return dns.resolver.Resolver().resolve(f"{name}.", kind, lifetime=timeout)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except dns.exception.Timeout as error:
            raise Unanswered(Outcome.TIMED_OUT, "DNS did not answer") from error
        except (dns.exception.DNSException, OSError) as error:
            raise Unanswered(Outcome.FAILED, f"DNS failed ({type(error).__name__})") from error


class GreetingProbe:
    """Sees whether a mail server greets under a certificate for its name; says nothing but STARTTLS to it."""

    def __init__(self, context: ssl.SSLContext | None = None, allow: Allow = is_public) -> None:
        self._context = context or ssl.create_default_context()
        self._allow = allow

    def __call__(self, server: ServerSettings, protocol: str, *, timeout: float) -> None:
        with _Conversation(server.host, server.port, timeout, self._allow) as conversation:
            if server.security is Security.STARTTLS:
                _expect(conversation.plain, b"220")
                conversation.plain.sendall(b"EHLO [127.0.0.1]\r\n")
                _expect(conversation.plain, b"250")
                conversation.plain.sendall(b"STARTTLS\r\n")
                _expect(conversation.plain, b"220")
                conversation.start_tls(self._context)
            else:
                _expect(conversation.start_tls(self._context), b"220" if protocol == "smtp" else b"* ")


def _expect(stream: socket.socket, start: bytes) -> None:
    """Read one reply, byte by byte so that nothing behind it is taken, and refuse any other beginning."""
    reply = b""
    while not reply.endswith(b"\n") or reply.rpartition(b"\n")[0].rpartition(b"\n")[2][3:4] == b"-":
        byte = stream.recv(1)
        reply += byte
        if not byte or len(reply) > _MAX_GREETING:
            raise Unanswered(Outcome.FAILED, "no mail server greets there")
    if not reply.startswith(start):
        raise Unanswered(Outcome.FAILED, "the server greets in another way")


class _Conversation:
    """One connection with an end in time: a socket's own timeout would start anew with every byte it gets.

    Network errors inside become Unanswered.
    """

    def __init__(self, host: str, port: int, seconds: float, allow: Allow) -> None:
        self._host = host
        self._expired = threading.Event()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        try:
            self.plain = self._socket = _connect(host, port, seconds, allow)
        except OSError as error:
            raise self._unanswered(error) from error

    def __enter__(self) -> _Conversation:
        self._timer.start()
        return self

    def start_tls(self, context: ssl.SSLContext) -> ssl.SSLSocket:
        secure = context.wrap_socket(self.plain, server_hostname=self._host, do_handshake_on_connect=False)
        self._socket = secure
        secure.do_handshake()
        return secure

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._socket.close()
        if self._expired.is_set():
            raise Unanswered(Outcome.TIMED_OUT, f"{self._host} was too slow") from error
        if isinstance(error, OSError | http.client.HTTPException):
            raise self._unanswered(error) from error

    def _end(self) -> None:
        self._expired.set()
        # Past SSLSocket.shutdown, which would take the TLS state from under the reading thread.
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _unanswered(self, error: Exception) -> Unanswered:
        match error:
            case ssl.SSLCertVerificationError():
                return Unanswered(Outcome.REFUSED, f"the certificate of {self._host} is not valid for it")
            case socket.gaierror():
                return Unanswered(Outcome.NOT_FOUND, f"{self._host} has no address")
            case TimeoutError():
                return Unanswered(Outcome.TIMED_OUT, f"{self._host} did not answer")
            case ConnectionRefusedError():
                return Unanswered(Outcome.NOT_FOUND, f"{self._host} does not answer on this port")
        return Unanswered(Outcome.FAILED, f"the connection to {self._host} failed ({type(error).__name__})")


def _connect(host: str, port: int, seconds: float, allow: Allow) -> socket.socket:
    """Resolve once, check every address, connect to the first that answers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(allow(str(info[4][0])) for info in found):
        raise Unanswered(Outcome.REFUSED, f"{host} leads into this computer or its own network")
    failure: OSError = socket.gaierror(f"no address of {host}")
    for family, kind, protocol, _, address in found[:4]:
        one = socket.socket(family, kind, protocol)
        try:
            one.settimeout(seconds)
            one.connect(address)
        except OSError as error:
            one.close()
            failure = error
        else:
            return one
    raise failure
