"""The ear on 127.0.0.1 that hears one answer of the browser, and nothing else.

A random port that nobody else can share; only GET / under this very host name; small requests; several connections at
once, since browsers open some that stay silent; an end in time. Closed before the answer is used. Worker thread only.
"""

from __future__ import annotations

import contextlib
import hmac
import selectors
import socket
import sys
import threading
import urllib.parse
from collections.abc import Callable

from desktop.core.accounts.oauth import WrongAnswer
from desktop.core.accounts.secret import Secret
from desktop.core.api.errors import AuthenticationError, Code, ConnectionFailure, SetupError
from desktop.core.clock import Clock

_MAX_REQUEST = 16 * 1024
_MAX_CONNECTIONS = 16
_TICK = 0.5
_PAGE = (
    "<!doctype html><meta charset=utf-8><title>Bandeja</title><p lang=es>Ya puede cerrar esta ventana y volver a "
    "Bandeja.<p lang=en>You can close this window and go back to Bandeja."
)


class LoopbackListener:
    """Open it before the browser, since the redirect address names its port."""

    def __init__(self, clock: Clock, port: int = 0) -> None:
        """`port` for providers that know the redirect address beforehand; 0 is any. Raises OSError when it is taken."""
        self._clock = clock
        self._received: dict[socket.socket, bytes] = {}
        self._selector = selectors.DefaultSelector()
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform == "win32":
            # Without it another process may bind the same port there and take the answer.
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        elif port:
            # The answer before this one left the port waiting; on these systems two still cannot listen on it.
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._listener.bind(("127.0.0.1", port))
        except OSError:
            self._listener.close()
            self._selector.close()
            raise
        self._listener.listen(_MAX_CONNECTIONS)
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._host = f"127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def redirect_uri(self) -> str:
        return f"http://{self._host}/"

    def __enter__(self) -> LoopbackListener:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in list(self._received):
            self._drop(connection)
        self._selector.close()
        self._listener.close()

    def wait(self, take: Callable[[str], Secret], seconds: float, cancelled: threading.Event) -> Secret | None:
        """The first answer that `take` takes from a query, None when cancelled.

        What raises WrongAnswer is refused and the wait goes on; other errors of `take` go through. Raises
        ConnectionFailure(TIMEOUT) after `seconds`.
        """
        end = self._clock.monotonic() + seconds
        while (left := end - self._clock.monotonic()) > 0:
            if cancelled.is_set():
                return None
            for key, _ in self._selector.select(min(left, _TICK)):
                if key.fileobj is self._listener:
                    self._accept()
                elif isinstance(key.fileobj, socket.socket) and (answer := self._hear(key.fileobj, take)) is not None:
                    return answer
        raise ConnectionFailure(Code.TIMEOUT, host="The browser", seconds=round(seconds))

    def _accept(self) -> None:
        """The oldest connection makes room, so that silent ones cannot keep the browser out."""
        with contextlib.suppress(OSError):
            connection, _ = self._listener.accept()
            connection.setblocking(False)
            if len(self._received) >= _MAX_CONNECTIONS:
                self._drop(next(iter(self._received)))
            self._received[connection] = b""
            self._selector.register(connection, selectors.EVENT_READ)

    def _drop(self, connection: socket.socket) -> None:
        if self._received.pop(connection, None) is not None:
            self._selector.unregister(connection)
            connection.close()

    def _hear(self, connection: socket.socket, take: Callable[[str], Secret]) -> Secret | None:
        """Read on; when the request is whole, answer it and hang up."""
        if connection not in self._received:
            return None
        try:
            data = connection.recv(4096)
        except OSError:
            data = b""
        self._received[connection] += data
        head, blank_line, _ = self._received[connection].partition(b"\r\n\r\n")
        if not blank_line and data and len(head) <= _MAX_REQUEST:
            return None
        status = "404 Not Found"
        try:
            answer = take(self._query(head.decode("latin-1")) if blank_line else "")
            status = "200 OK"
            return answer
        except WrongAnswer:
            return None
        except AuthenticationError:
            status = "200 OK"
            raise
        finally:
            _reply(connection, status)
            self._drop(connection)

    def _query(self, head: str) -> str:
        """What follows "/?"; empty, which nobody takes, when the request is for anything else than this ear."""
        request, *fields = head.split("\r\n")
        hosts = [field.partition(":")[2].strip() for field in fields if field.lower().startswith("host:")]
        method, _, rest = request.partition(" ")
        target, _, version = rest.partition(" ")
        path, _, query = target.partition("?")
        fits = (method, path, hosts) == ("GET", "/", [self._host]) and version in ("HTTP/1.0", "HTTP/1.1")
        return query if fits else ""


def hear_redirect(
    address: str,
    port: int,
    state: str,
    *,
    open_browser: Callable[[str], object],
    clock: Clock,
    seconds: float,
    cancelled: threading.Event,
) -> str:
    """The query with which the browser comes back to `port` after `address` was opened in it, when its `state` is ours.

    Raises ConnectionFailure(TIMEOUT) after `seconds` or when cancelled, SetupError when another program has the port.
    """

    def take(query: str) -> Secret:
        given = urllib.parse.parse_qs(query[:_MAX_REQUEST]).get("state", [])
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(), state.encode()):
            raise WrongAnswer
        return Secret(query)

    try:
        listener = LoopbackListener(clock, port)
    except OSError:
        why = "another program uses it"
        raise SetupError(Code.BAD_INPUT, what=f"The port {port} for the browser's answer", why=why) from None
    with listener:
        open_browser(address)
        answer = listener.wait(take, seconds, cancelled)
    if answer is None:
        raise ConnectionFailure(Code.TIMEOUT, host="The browser", seconds=round(seconds))
    return answer.reveal()


def _reply(connection: socket.socket, status: str) -> None:
    body = _PAGE.encode() if status.startswith("200") else b""
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Content-Security-Policy: default-src 'none'\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    with contextlib.suppress(OSError):
        connection.sendall(head.encode("ascii") + body)
