"""A TCP server that says exactly what a test wrote: the misbehaving servers that no real program can play.

A script is a function of one `Peer`; it runs in a thread of the server for each connection. What clients sent is kept, apart
for the time before and after TLS. Stalls end when the server is left, so that no thread stays behind.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from pathlib import Path

from desktop.core.api.account_settings import AccountSettings, Auth, Security, ServerSettings
from desktop.core.demo.mail_server.connection import LINGER

Script = Callable[["Peer"], None]
PATIENCE = 20.0  # seconds; a test that needs them has failed


class Peer:
    """One client's connection, seen from the server. `clear` and `secured` are what it sent before and inside TLS."""

    def __init__(self, sock: socket.socket, over: threading.Event) -> None:
        self.clear = bytearray()
        self.secured = bytearray()
        self._sock = sock
        self._over = over
        self._unread = bytearray()
        sock.settimeout(PATIENCE)

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def line(self) -> bytes:
        """The client's next line without its end; empty when it hung up."""
        while b"\n" not in self._unread:
            if not self._take():
                return b""
        line, _, rest = bytes(self._unread).partition(b"\n")
        self._unread[:] = rest
        return line.rstrip(b"\r")

    def read(self, size: int) -> bytes:
        while len(self._unread) < size and self._take():
            pass
        data = bytes(self._unread[:size])
        del self._unread[:size]
        return data

    def read_until(self, end: bytes) -> bytes:
        """Bytes up to and with `end`; fewer when the client hung up."""
        while end not in self._unread and self._take():
            pass
        cut = self._unread.find(end)
        return self.read(cut + len(end) if cut >= 0 else len(self._unread))

    def _take(self) -> bool:
        try:
            data = self._sock.recv(65536)
        except OSError:
            return False
        (self.secured if isinstance(self._sock, ssl.SSLSocket) else self.clear).extend(data)
        self._unread += data
        return bool(data)

    def start_tls(self, context: ssl.SSLContext) -> None:
        self._sock = context.wrap_socket(self._sock, server_side=True)

    def wait_for_hangup(self) -> None:
        """Read on until the client closes."""
        while self._take():
            pass

    def stall(self) -> None:
        """Say nothing until the test is over."""
        self._over.wait(PATIENCE)

    def drip(self, data: bytes, seconds: float) -> None:
        """One byte every so many seconds, until the data, the client or the test is at an end."""
        for byte in data:
            if self._over.wait(seconds):
                return
            self.send(bytes([byte]))

    def flood(self, data: bytes, times: int) -> None:
        for _ in range(times):
            self.send(data)

    def reset(self) -> None:
        """Hang up with RST."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(LINGER, 1, 0))
        self._sock.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.close()

    # ---- IMAP

    def command(self, *answers: bytes) -> bytes:
        """Read one tagged command, send the answers with TAG replaced by its tag; the command after its tag."""
        tag, _, rest = self.line().partition(b" ")
        for answer in answers:
            self.send(re.sub(rb"\bTAG\b", lambda _: tag, answer))
        return rest

    def imap_login(self, capability: bytes = b"IMAP4rev1", greeting: bytes = b"* OK ready\r\n") -> None:
        """Play a good server up to and with the client's login by LOGIN."""
        self.send(greeting)
        caps = b"* CAPABILITY " + capability + b"\r\nTAG OK done\r\n"
        assert self.command(caps).upper() == b"CAPABILITY"
        assert self.command(b"TAG OK hello\r\n").upper().startswith(b"LOGIN ")
        assert self.command(caps).upper() == b"CAPABILITY"

    def imap_select(self, exists: int = 3) -> None:
        answer = b"* %d EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 100] ok\r\nTAG OK [READ-WRITE] done\r\n"
        command = self.command(answer % exists)
        assert command.startswith(b"SELECT "), command

    # ---- SMTP

    def smtp_hello(self, *features: bytes, greeting: bytes = b"220 here\r\n") -> None:
        self.send(greeting)
        self.smtp_ehlo(*features)

    def smtp_ehlo(self, *features: bytes) -> None:
        assert self.line().upper().startswith(b"EHLO ")
        lines = [b"here", *features]
        self.send(
            b"".join(b"250%c%s\r\n" % (b" "[0] if i == len(lines) - 1 else b"-"[0], x) for i, x in enumerate(lines))
        )

    def smtp_reply(self, answer: bytes) -> bytes:
        """Read one command and answer it; the command."""
        line = self.line()
        self.send(answer)
        return line


class ScriptedServer:
    """`peers` are the connections so far; `errors` what the scripts raised, apart from the client's hanging up."""

    def __init__(self, script: Script, *, context: ssl.SSLContext | None = None) -> None:
        self.peers: list[Peer] = []
        self.errors: list[BaseException] = []
        self._script = script
        self._context = context
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, name="scripted-server")]

    def __enter__(self) -> ScriptedServer:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for peer in self.peers:
            with contextlib.suppress(OSError):
                peer._sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE)
        if self.errors:
            raise AssertionError(f"the scripted server was not asked what it expected: {self.errors[0]!r}")

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(sock,), name="scripted-connection")
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        peer = Peer(sock, self._over)
        self.peers.append(peer)
        try:
            if self._context is not None:
                peer.start_tls(self._context)
            self._script(peer)
        except AssertionError as error:
            self.errors.append(error)
        except OSError:
            pass  # the client hung up: often the very thing that is tested
        finally:
            peer.close()


def account_on(
    imap_port: int,
    *,
    smtp_port: int = 1,
    security: Security = Security.PLAIN,
    host: str = "127.0.0.1",
    ca_file: Path | None = None,
    auth: Auth = Auth.PASSWORD,
    user: str = "ana",
) -> AccountSettings:
    """Settings of an account whose servers are on this machine."""
    return AccountSettings(
        address="ana@example.org",
        display_name="Ana",
        imap=ServerSettings(host, imap_port, security, user or "ana"),
        smtp=ServerSettings(host, smtp_port, security, user),
        ca_file=str(ca_file) if ca_file else None,
        auth=auth,
    )
