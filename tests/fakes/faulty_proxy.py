"""An HTTP proxy on loopback before a real server: it relays, counts, and fails when a test wants it to.

One request can be cut before the server has seen it or after the server has done it, answered by the test's own bytes, or left
without an answer; or all of them, as when the server is away. Threads: one that listens, one a connection; any calls.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from tests.fakes.child_server import free_port

Answer = tuple[int, dict[str, str], bytes]
METHODS = ("DELETE", "GET", "HEAD", "MKCALENDAR", "OPTIONS", "POST", "PROPFIND", "PUT", "REPORT")
PATIENCE = 60.0  # seconds for the real server


@dataclass
class Plan:
    """What happens to the request that `countdown` reaches 1 with; 0 is none."""

    countdown: int = 0
    serve_first: bool = False
    kill: int = 0
    """A process that is killed at that moment."""
    instead: Answer | None = None
    """What the client gets in place of the server's answer; None cuts the line."""


@dataclass
class FaultyProxy:
    """`port` is the proxy's. `answers(method, path)` may give an answer of the test's own, None to relay."""

    upstream: tuple[str, int]
    port: int = 0
    answers: Callable[[str, str], Answer | None] = lambda _method, _path: None
    requests: list[str] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    silent: bool = False
    """Take requests and never answer."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: ThreadingHTTPServer | None = None
    _thread: threading.Thread | None = None
    _sockets: set[socket.socket] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fail(self, number: int, *, serve_first: bool, kill: int = 0) -> None:
        """Let the `number`-th request from now fail."""
        with self._lock:
            self.plan = Plan(number, serve_first, kill)

    def answer_instead(self, number: int, answer: Answer) -> None:
        """Let the server do the `number`-th request from now, and the client hear this."""
        with self._lock:
            self.plan = Plan(number, serve_first=True, instead=answer)

    def failed(self) -> bool:
        """Whether that request has come; asking takes the plan back."""
        with self._lock:
            came, self.plan = self.plan.countdown == 0, Plan()
            return came

    def come_back(self) -> None:
        proxy = self

        class Handler(_Relay):
            owner = proxy

        self._server = _Server(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01], name="faulty-proxy")
        self._thread.start()

    def go_away(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        with self._lock:
            for sock in self._sockets:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        self._server = self._thread = None

    def take(self, line: str) -> Plan:
        """Count one request; the plan if it is its turn."""
        with self._lock:
            self.requests.append(line)
            due = self.plan if self.plan.countdown == 1 else Plan()
            self.plan = replace(self.plan, countdown=max(0, self.plan.countdown - 1))
            return due

    def watch(self, sock: socket.socket) -> None:
        with self._lock:
            self._sockets.add(sock)

    def forget(self, sock: socket.socket) -> None:
        with self._lock:
            self._sockets.discard(sock)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what these tests are about."""


class _Relay(BaseHTTPRequestHandler):
    owner: ClassVar[FaultyProxy]
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def setup(self) -> None:
        super().setup()
        self.owner.watch(self.request)

    def finish(self) -> None:
        self.owner.forget(self.request)
        with contextlib.suppress(OSError):
            super().finish()

    def log_message(self, format: str, *arguments: Any) -> None:
        pass

    def relay(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        plan = self.owner.take(f"{self.command} {self.path}")
        if plan.countdown and not plan.serve_first:
            self._cut(plan)
            return
        if self.owner.silent:
            self.rfile.read(1)  # until the client gives up
            self.close_connection = True
            return
        status, headers, content = self.owner.answers(self.command, self.path) or self._ask(body)
        if plan.countdown:
            if plan.instead is None:
                self._cut(plan)
                return
            status, headers, content = plan.instead
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "content-length" not in {name.lower() for name in headers}:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else content)
        self.wfile.flush()

    def _cut(self, plan: Plan) -> None:
        if plan.kill:
            os.kill(plan.kill, signal.SIGKILL)
        self.close_connection = True

    def _ask(self, body: bytes) -> Answer:
        upstream = http.client.HTTPConnection(*self.owner.upstream, timeout=PATIENCE)
        try:
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            upstream.request(self.command, self.path, body, headers)
            answer = upstream.getresponse()
            content = answer.read()
        finally:
            upstream.close()
        left_out = ("connection", "transfer-encoding", "content-length", "keep-alive", "date", "server")
        return answer.status, {k: v for k, v in answer.getheaders() if k.lower() not in left_out}, content


for _method in METHODS:
    setattr(_Relay, f"do_{_method}", _Relay.relay)


@contextlib.contextmanager
def faulty_proxy(host: str, port: int) -> Iterator[FaultyProxy]:
    proxy = FaultyProxy((host, port), free_port())  # one that nobody gets while it is away
    proxy.come_back()
    try:
        yield proxy
    finally:
        proxy.go_away()
