"""A small HTTPS server on loopback that answers what it is told to, or does what no server should.

`answer` is called for every whole request, one at a time. `trouble` may pick a `Trouble` for a request: the test's lost
answers and hostile bytes. Everything that was asked is kept in `asked`.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import socket
import ssl
import threading
import urllib.parse
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    DROP_BEFORE = "drop_before"
    """Hang up before doing anything."""
    DROP_AFTER = "drop_after"
    """Do it, then hang up: the lost answer."""
    CUT = "cut"
    """Do it, and hang up in the middle of the answer."""
    STALL = "stall"
    """Do it and say nothing until the server ends."""
    DRIP = "drip"
    """Do it, and answer a byte at a time, for ever."""
    HEAD_DRIP = "head_drip"
    REDIRECT = "redirect"
    HTML = "html"
    HUGE = "huge"
    """1 GB is announced and begun."""
    ENDLESS = "endless"
    """Chunks without an end."""
    BOMB = "bomb"
    """200 MB of nothing, packed."""
    NOT_HTTP = "not_http"
    COOKIE = "cookie"
    """The right answer, with cookies for everybody."""


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


@dataclass
class HttpsServer:
    answer: Callable[[Asked], Reply]
    context: ssl.SSLContext | None
    trouble: Callable[[Asked], Trouble | Reply | None] = lambda asked: None
    elsewhere: str = "https://elsewhere.example.com/"
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._open: set[socket.socket] = set()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 30

            def setup(self) -> None:
                outer.connections += 1
                if outer.context is not None:
                    self.request = outer.context.wrap_socket(self.request, server_side=True)
                outer._open.add(self.request)
                super().setup()

            def handle(self) -> None:
                with contextlib.suppress(OSError, ValueError):
                    super().handle()

            def finish(self) -> None:
                outer._open.discard(self.request)
                with contextlib.suppress(OSError, ValueError):
                    super().finish()
                with contextlib.suppress(OSError):
                    self.request.close()

            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                outer._serve(self)

            do_POST = do_PUT = do_DELETE = do_GET

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_: object) -> None:
                pass  # a handshake that the client refused

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http{'' if self.context is None else 's'}://localhost:{self.port}/"

    def __enter__(self) -> HttpsServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for one in list(self._open):
            with contextlib.suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, handler: http.server.BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        parts = urllib.parse.urlsplit(handler.path)
        asked = Asked(
            handler.command,
            urllib.parse.unquote(parts.path),
            dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in handler.headers.items()},
            handler.rfile.read(length),
        )
        with self._one_at_a_time:
            self.asked.append(asked)
            trouble = self.trouble(asked)
            if isinstance(trouble, Reply):
                reply = trouble
            else:
                unserved = (Trouble.DROP_BEFORE, Trouble.REDIRECT, Trouble.HTML)
                reply = Reply() if trouble in unserved else self.answer(asked)
        for piece in self._pieces(reply, trouble if isinstance(trouble, Trouble) else None):
            handler.wfile.write(piece)
            handler.wfile.flush()
        if trouble is not None and not isinstance(trouble, Reply) and trouble is not Trouble.COOKIE:
            handler.close_connection = True

    def _pieces(self, reply: Reply, trouble: Trouble | None) -> Iterator[bytes]:
        whole = _head(reply.status, {**reply.headers, "Content-Length": str(len(reply.body))}) + reply.body
        match trouble:
            case None:
                yield whole
            case Trouble.DROP_BEFORE | Trouble.DROP_AFTER:
                return
            case Trouble.CUT:
                yield whole[: -max(1, len(reply.body) // 2)]
            case Trouble.STALL:
                self.ended.wait(60)
            case Trouble.DRIP | Trouble.HEAD_DRIP:
                yield (
                    _head(200, {"Content-Length": "100000"}) + b"{"
                    if trouble is Trouble.DRIP
                    else b"HTTP/1.1 200 OK\r\nX-"
                )
                while not self.ended.wait(0.05):
                    yield b" " if trouble is Trouble.DRIP else b"x"
            case Trouble.REDIRECT:
                yield _head(302, {"Location": self.elsewhere, "Content-Length": "0"})
            case Trouble.HTML:
                page = b"<!doctype html><title>502</title><h1>Bad gateway</h1>"
                yield _head(502, {"Content-Type": "text/html", "Content-Length": str(len(page))}) + page
            case Trouble.HUGE:
                yield _head(200, {"Content-Length": str(1 << 30)})
                yield from self._until_ended(b"[" + b"0," * 32_000)
            case Trouble.ENDLESS:
                yield _head(200, {"Transfer-Encoding": "chunked"})
                yield from self._until_ended(b"8000\r\n" + b" " * 0x8000 + b"\r\n")
            case Trouble.BOMB:
                packed = _bomb()
                yield _head(200, {"Content-Encoding": "gzip", "Content-Length": str(len(packed))}) + packed
            case Trouble.NOT_HTTP:
                yield b"* OK IMAP4rev1 ready\r\n\r\n"
            case Trouble.COOKIE:
                cookie = {**reply.headers, "Set-Cookie": "spy=1; Path=/", "Content-Length": str(len(reply.body))}
                yield _head(reply.status, cookie) + reply.body

    def _until_ended(self, block: bytes) -> Iterator[bytes]:
        while not self.ended.is_set():
            yield block


def packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def _head(status: int, headers: dict[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode("latin-1")


@functools.cache
def _bomb() -> bytes:
    """Fully flushed blocks stand for themselves, so one can be repeated; nobody gets as far as the checksum."""
    pack = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = pack.compress(b" " * (1 << 20)) + pack.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(b"", mtime=0)[:10] + block * 200
