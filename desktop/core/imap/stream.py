"""The bytes of one IMAP connection: a buffered reader with caps and deadlines, a wake-up call, TLS and DEFLATE.

Memory is bounded by what the caller asked for: a line has a limit, a literal is read only after its size was agreed to,
a compressed stream may not swell without end. Time is bounded too: a line has one deadline however slowly its bytes
drip, a literal must come at 1 KiB/s at least. Belongs to the thread that owns the connection, except `wake`.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import zlib
from collections.abc import Iterator
from enum import Enum, auto

from desktop.core import network
from desktop.core.api.errors import Code, ConnectionFailure, ProtocolError, SecurityError
from desktop.core.clock import Clock

LINE_LIMIT = 1024 * 1024
READ_SECONDS = 60.0
_CHUNK = 256 * 1024
_SEND_CHUNK = 64 * 1024
_SLOWEST_BYTES_PER_SECOND = 1024
_FREE_INFLATION = 64 * 1024 * 1024
_MAX_RATIO = 200


class Signal(Enum):
    DATA = auto()
    WOKEN = auto()
    TIMEOUT = auto()


class Stream:
    """`bytes_received` and `bytes_sent` count what crossed the wire, after compression."""

    def __init__(
        self,
        sock: socket.socket,
        host: str,
        port: int,
        *,
        clock: Clock,
        read_seconds: float = READ_SECONDS,
        handshake_seconds: float = network.CONNECT_SECONDS,
    ) -> None:
        self.socket = sock
        self.host = host
        self.port = port
        self.read_seconds = read_seconds
        self.bytes_received = 0
        self.bytes_sent = 0
        self.is_closed = False
        self._handshake_seconds = handshake_seconds
        self._clock = clock
        self._chunk = b""
        self._position = 0
        self._inflater: _Inflater | None = None
        self._deflater: _Deflater | None = None
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._wake_reader.setblocking(False)
        self._wake_writer.setblocking(False)

    # ---- reading

    def readline(self, limit: int = LINE_LIMIT) -> bytes:
        """One line with its line end. Raises ProtocolError over `limit` bytes, ConnectionFailure on end or timeout."""
        end = self._chunk.find(b"\n", self._position) + 1
        if end:
            line = self._chunk[self._position : end]
            self._position = end
        else:
            line = self._read_split_line(limit)
        if len(line) > limit:
            raise ProtocolError(Code.SERVER_CONFUSED, host=self.host, said=f"a line over {limit} bytes")
        return line

    def _read_split_line(self, limit: int) -> bytes:
        deadline = self._clock.monotonic() + self.read_seconds
        line = bytearray()
        end = 0
        while not end:
            line += self._chunk[self._position :]
            if len(line) > limit:
                raise ProtocolError(Code.SERVER_CONFUSED, host=self.host, said=f"a line over {limit} bytes")
            self._chunk, self._position = self._receive(deadline), 0
            end = self._chunk.find(b"\n") + 1
        line += self._chunk[:end]
        self._position = end
        return bytes(line)

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes; the caller has agreed to the size."""
        end = self._position + size
        if end <= len(self._chunk):
            data = self._chunk[self._position : end]
            self._position = end
            return data
        whole = bytearray()
        for piece in self._pieces(size):
            whole += piece
        return bytes(whole)

    def skip(self, size: int) -> None:
        """Read `size` bytes off the wire and drop them."""
        for _ in self._pieces(size):
            pass

    def _pieces(self, size: int) -> Iterator[bytes]:
        deadline = self._clock.monotonic() + self.read_seconds + size / _SLOWEST_BYTES_PER_SECOND
        while size:
            if self._position >= len(self._chunk):
                self._chunk, self._position = self._receive(deadline), 0
            piece = self._chunk[self._position : self._position + size]
            self._position += len(piece)
            size -= len(piece)
            yield piece

    def _receive(self, deadline: float) -> bytes:
        """The next bytes, at least one; waits until the deadline, and never longer than `read_seconds` in silence."""
        while True:
            if self._inflater is not None and (data := self._inflater.take()):
                return data
            raw = self._receive_raw(min(self.read_seconds, deadline - self._clock.monotonic()))
            if self._inflater is None:
                return raw
            self._inflater.feed(raw)

    def _receive_raw(self, seconds: float) -> bytes:
        if self.is_closed:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self.host)
        if seconds <= 0:
            raise ConnectionFailure(Code.TIMEOUT, host=self.host, seconds=round(self.read_seconds))
        try:
            self.socket.settimeout(seconds)
            data = self.socket.recv(_CHUNK)
        except (OSError, ValueError) as error:
            raise self._lost(error) from None
        if not data:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self.host)
        self.bytes_received += len(data)
        return data

    # ---- waiting

    def wait(self, seconds: float) -> Signal:
        """Wait until there is something to read, `wake` was called, or the seconds are over.

        DATA may be said once without a readable byte (TLS has records of its own): ask `poll` then. Looks into the
        buffers first, as data that was read ahead makes no socket ready.
        """
        if self._position < len(self._chunk) or self._has_hidden_data():
            return Signal.DATA
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake_reader, selectors.EVENT_READ)
            selector.register(self.socket, selectors.EVENT_READ)
            ready = {key.fileobj for key, _ in selector.select(max(0.0, seconds))}
        if self.socket in ready:
            return Signal.DATA
        if self._wake_reader in ready:
            self._drain_wake()
            return Signal.WOKEN
        return Signal.TIMEOUT

    def poll(self) -> bool:
        """Take what is there without waiting; whether the buffer now holds anything. Raises when the connection ended."""
        if self._position < len(self._chunk):
            return True
        try:
            self.socket.setblocking(False)
            raw = self.socket.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError):
            raw = None
        except (OSError, ValueError) as error:
            raise self._lost(error) from None
        if raw == b"":
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self.host)
        self.bytes_received += len(raw or b"")
        if self._inflater is not None:
            self._inflater.feed(raw or b"")
            raw = self._inflater.take()
        self._chunk, self._position = raw or b"", 0
        return bool(raw)

    def wake(self) -> None:
        """End `wait` soon. The only method for other threads; harmless at any time."""
        try:
            self._wake_writer.send(b"\0")
        except OSError:
            # A full pipe has woken already; a closed one has nobody to wake.
            return

    def _drain_wake(self) -> None:
        try:
            while self._wake_reader.recv(4096):
                pass
        except OSError:
            return

    def _has_hidden_data(self) -> bool:
        if self._inflater is not None and self._inflater.has_more:
            return True
        return isinstance(self.socket, ssl.SSLSocket) and self.socket.pending() > 0

    # ---- writing

    def send(self, data: bytes) -> None:
        """All of it, in pieces that have `read_seconds` each. Raises ConnectionFailure."""
        if self.is_closed:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=self.host)
        if self._deflater is not None:
            data = self._deflater.deflate(data)
        try:
            self.socket.settimeout(self.read_seconds)
            for start in range(0, len(data), _SEND_CHUNK):
                self.socket.sendall(data[start : start + _SEND_CHUNK])
        except (OSError, ValueError) as error:
            raise self._lost(error) from None
        self.bytes_sent += len(data)

    # ---- layers

    def secure(self, context: ssl.SSLContext) -> None:
        """Turn the connection into TLS after a STARTTLS that was answered OK.

        Raises SecurityError when the server already sent more than that answer: those bytes came in the clear and anybody
        could have put them there (response injection, "NO STARTTLS", USENIX Security 2021).
        """
        if self._position < len(self._chunk):
            self.close()
            raise SecurityError(Code.TLS_FAILED, host=self.host, said="data in the clear after the answer to STARTTLS")
        self.socket = network.start_tls(
            self.socket, context, self.host, self.port, clock=self._clock, seconds=self._handshake_seconds
        )

    def compress(self) -> None:
        """Turn on COMPRESS=DEFLATE (RFC 4978) both ways, after the server agreed."""
        rest = self._chunk[self._position :]
        self._chunk, self._position = b"", 0
        self._inflater, self._deflater = _Inflater(self.host), _Deflater()
        self._inflater.feed(rest)

    def close(self) -> None:
        """Close at once, without words; again is harmless."""
        self.is_closed = True
        for sock in (self.socket, self._wake_reader, self._wake_writer):
            sock.close()

    def _lost(self, error: Exception) -> Exception:
        failure = network.failure_of(error, self.host, self.port, self.read_seconds)
        if isinstance(failure, SecurityError):
            # A TLS fault in mid-session is a broken connection; nothing about the set-up is wrong.
            return ConnectionFailure(Code.CONNECTION_LOST, host=self.host, said=failure.parameters.get("said", ""))
        return failure


class _Deflater:
    def __init__(self) -> None:
        self._deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)

    def deflate(self, data: bytes) -> bytes:
        return self._deflate.compress(data) + self._deflate.flush(zlib.Z_SYNC_FLUSH)


class _Inflater:
    """Inflates at most one chunk at a time; beyond 64 MiB the whole stream may not have swollen over 200 to 1."""

    def __init__(self, host: str) -> None:
        self._host = host
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        self._waiting = b""
        self._taken = 0
        self._fed = 0
        self.has_more = False

    def feed(self, data: bytes) -> None:
        self._fed += len(data)
        self._waiting += data
        self.has_more = self.has_more or bool(self._waiting)

    def take(self) -> bytes:
        """Up to one chunk of plain bytes; empty when more must be fed first."""
        if not self.has_more:
            return b""
        try:
            data = self._inflate.decompress(self._waiting, _CHUNK)
        except zlib.error:
            raise ProtocolError(Code.SERVER_CONFUSED, host=self._host, said="broken compression") from None
        self._waiting = self._inflate.unconsumed_tail
        # A full chunk may have left plain bytes inside zlib with no compressed ones waiting.
        self.has_more = bool(self._waiting) or len(data) == _CHUNK
        self._taken += len(data)
        if self._taken > _FREE_INFLATION + _MAX_RATIO * self._fed:
            raise ProtocolError(Code.TOO_LARGE, host=self._host, said="compressed data that swells without end")
        if self._inflate.eof:
            raise ProtocolError(Code.SERVER_CONFUSED, host=self._host, said="compression that ends")
        return data
