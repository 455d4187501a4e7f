"""The wire below `http`: one connection at a time, made by `core.network`, with an end in time that nothing moves.

A read that gets a byte now and then would never time out by itself, so every step on the socket gets what is left of the
whole exchange. Another thread may hang up at any moment. Failures leave as errors of `core.api.errors`; `began` tells
whether a byte of the request had been handed to the network. The thread of whoever sends; `cancel` from any.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from desktop.core.api.errors import Code, ConnectionFailure, SecurityError
from desktop.core.clock import Clock
from desktop.core.network import failure_of, is_loopback_peer, open_socket, start_tls

_CHUNK = 1 << 16
_KEEP_ALIVE_SECONDS = 20.0


class Wire(httpx.BaseTransport):
    """What httpx sends through. Set the end with `start` before each request."""

    def __init__(self, context: ssl.SSLContext, clock: Clock, connect_seconds: float) -> None:
        self._clock = clock
        self._connect_seconds = connect_seconds
        self._ends = 0.0
        self._seconds = 0.0
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._cancelled = False
        self.began = False
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=_KEEP_ALIVE_SECONDS,
            network_backend=_Backend(self),
        )

    def start(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = self._clock.monotonic() + seconds
        self.began = False

    def cancel(self) -> None:
        """Hang up now and for good; a request on its way fails at once."""
        with self._lock:
            self._cancelled = True
            if self._socket is not None:
                # Past SSLSocket.shutdown, which would take the TLS state from under the reading thread.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method.encode("ascii"),
                asked,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        self._pool.close()

    def left(self, host: str, port: int) -> float:
        """Seconds left of the exchange. Raises ConnectionFailure when there are none, or after `cancel`."""
        if self._cancelled:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=host, port=port)
        left = self._ends - self._clock.monotonic()
        if left <= 0:
            raise ConnectionFailure(Code.TIMEOUT, host=host, port=port, seconds=round(self._seconds))
        return left

    def connect(self, host: str, port: int) -> _Stream:
        sock = open_socket(host, port, seconds=min(self._connect_seconds, self.left(host, port)))
        self.watch(sock)
        return _Stream(self, sock, host, port)

    def secure(self, stream: _Stream, context: ssl.SSLContext, host: str) -> _Stream:
        seconds = min(self._connect_seconds, self.left(host, stream.port))
        secured = start_tls(stream.sock, context, host, stream.port, clock=self._clock, seconds=seconds)
        self.watch(secured)
        return _Stream(self, secured, host, stream.port)

    def watch(self, sock: socket.socket | None) -> None:
        with self._lock:
            self._socket = sock


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return self._wire.connect(host, port)


class _Stream(httpcore.NetworkStream):
    def __init__(self, wire: Wire, sock: socket.socket, host: str, port: int) -> None:
        self._wire = wire
        self.sock = sock
        self.host = host
        self.port = port

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = self._wait(timeout)
        try:
            return self.sock.recv(min(max_bytes, _CHUNK))
        except OSError as error:
            raise failure_of(error, self.host, self.port, seconds) from None

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if not isinstance(self.sock, ssl.SSLSocket) and not is_loopback_peer(self.sock):
            raise SecurityError(Code.PLAIN_REFUSED, host=self.host, port=self.port)
        rest = memoryview(buffer)
        while rest:
            seconds = self._wait(timeout)
            self._wire.began = True
            try:
                rest = rest[self.sock.send(rest[:_CHUNK]) :]
            except TimeoutError as error:
                raise failure_of(error, self.host, self.port, seconds) from None
            except OSError:
                # The server may have answered before it had read everything: what it said comes with the next read.
                raise httpcore.WriteError from None

    def close(self) -> None:
        self._wire.watch(None)
        self.sock.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return self._wire.secure(self, ssl_context, server_hostname or self.host)

    def get_extra_info(self, info: str) -> Any:
        if info != "is_readable":
            return None
        # An idle connection that can be read is one that the server has closed.
        if self.sock.fileno() < 0:
            return True
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, selectors.EVENT_READ)
            return bool(selector.select(0))

    def _wait(self, timeout: float | None) -> float:
        left = self._wire.left(self.host, self.port)
        seconds = left if timeout is None else min(timeout, left)
        self.sock.settimeout(seconds)
        return seconds
