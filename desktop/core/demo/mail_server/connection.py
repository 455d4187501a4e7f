"""One client's byte stream: bounded lines in, bytes out, TLS and DEFLATE in between, and the cuts of the switchboard.

Never holds more unread input than HIGH_WATER plus one block, however much a client sends or a DEFLATE stream swells.
Belongs to the server's loop; only `wake` may come from elsewhere, by way of `call_soon_threadsafe`.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import zlib
from collections.abc import Callable
from typing import cast

from desktop.core.demo.mail_server.faults import Ending, Faults

HIGH_WATER = 512 * 1024
LOW_WATER = 64 * 1024
BLOCK = 64 * 1024
WRITE_BUFFER = 512 * 1024


class ConnectionGone(Exception):
    """The client has hung up, or a fault has cut it off."""


class LineTooLong(Exception):
    pass


class Connection(asyncio.Protocol):
    def __init__(self, opened: Callable[[Connection], None], faults: Faults) -> None:
        self._opened = opened
        self._faults = faults
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._scanned = 0  # up to here the buffer holds no line end
        self._changed = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._gone = False
        self._ending: Ending | None = None
        self._paused = False
        self._deflater: zlib._Compress | None = None
        self._inflater: zlib._Decompress | None = None
        self._unread = b""  # compressed

    # -- asyncio.Protocol ----------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=WRITE_BUFFER)
        self._opened(self)

    def data_received(self, data: bytes) -> None:
        if self._inflater is None:
            self._buffer += data
        else:
            self._unread += data
            self._inflate()
        if len(self._buffer) > HIGH_WATER and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._changed.set()

    def connection_lost(self, error: Exception | None) -> None:
        self._gone = True
        self._writable.set()
        self._changed.set()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def wake(self) -> None:
        """Ends `wait`."""
        self._changed.set()

    # -- input ---------------------------------------------------------------------------------------------------------

    def take_line(self, limit: int) -> bytes | None:
        """The next line without its end, None when it is not there yet. Raises LineTooLong, ConnectionGone."""
        end = self._buffer.find(b"\n", self._scanned)
        if end > limit or (end < 0 and len(self._buffer) > limit):
            raise LineTooLong
        if end < 0:
            self._scanned = len(self._buffer)
            if self._gone:
                raise ConnectionGone
            return None
        line = bytes(self._buffer[:end])
        self._consume(end + 1)
        return line.removesuffix(b"\r")

    async def wait(self) -> None:
        """Until there is new input, the client is gone, or somebody called `wake`."""
        await self._changed.wait()
        self._changed.clear()

    async def read_line(self, limit: int) -> bytes:
        while (line := self.take_line(limit)) is None:
            await self.wait()
        return line

    async def read_exactly(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            piece = self._buffer[: count - len(data)]
            if piece:
                data += piece
                self._consume(len(piece))
            elif self._gone:
                raise ConnectionGone
            else:
                await self.wait()
        return bytes(data)

    async def discard(self, count: int) -> None:
        while count:
            count -= len(await self.read_exactly(min(count, BLOCK)))

    def _consume(self, count: int) -> None:
        del self._buffer[:count]
        self._scanned = 0
        if len(self._buffer) < LOW_WATER:
            self._inflate()
            if self._paused and not self._unread and self._transport is not None:
                self._paused = False
                self._transport.resume_reading()

    def _inflate(self) -> None:
        while self._inflater is not None and self._unread and len(self._buffer) <= HIGH_WATER:
            try:
                self._buffer += self._inflater.decompress(self._unread, BLOCK)
            except zlib.error:
                self._unread = b""
                self.abort()
                return
            self._unread = b"" if self._inflater.eof else self._inflater.unconsumed_tail

    # -- output --------------------------------------------------------------------------------------------------------

    def write(self, data: bytes) -> None:
        if self._gone or self._ending is not None or self._transport is None:
            return
        cut = self._faults.count_sent(data)
        if cut is not None:
            data, self._ending = data[: cut[0]], cut[1]
        if self._deflater is not None:
            data = self._deflater.compress(data) + self._deflater.flush(zlib.Z_SYNC_FLUSH)
        self._transport.write(data)

    async def drain(self) -> None:
        """Until the client has taken most of what was written. Raises ConnectionGone."""
        if self._ending is not None:
            await self.end(self._ending)
        await self._writable.wait()
        if self._gone:
            raise ConnectionGone

    async def end(self, ending: Ending) -> None:
        """Lose the connection in this way, after what was written has left. Always raises ConnectionGone."""
        self._ending = ending
        if self._transport is None:
            raise ConnectionGone
        if ending is Ending.SILENCE:
            while not self._gone:
                self._consume(len(self._buffer))
                await self.wait()
        self._transport.set_write_buffer_limits(high=0)
        await self._writable.wait()
        if ending is Ending.RESET:
            handle = self._transport.get_extra_info("socket")
            if handle is not None and not self._gone:
                with contextlib.suppress(OSError):  # lingering for no time makes the close a reset
                    handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(LINGER, 1, 0))
            self._transport.abort()
        else:
            self._transport.close()
        raise ConnectionGone

    def close(self) -> None:
        """After all that was written has left."""
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    # -- layers --------------------------------------------------------------------------------------------------------

    async def start_tls(self, context: ssl.SSLContext, last_clear_words: bytes) -> None:
        """Send the last bytes in the clear, forget everything the client sent ahead of TLS, and shake hands."""
        assert self._transport is not None
        self._transport.pause_reading()  # what follows belongs to the handshake
        self.write(last_clear_words)
        await self.drain()
        self._buffer.clear()
        self._scanned = 0
        try:
            transport = await asyncio.get_running_loop().start_tls(self._transport, self, context, server_side=True)
        except (OSError, ssl.SSLError) as error:
            raise ConnectionGone from error
        if transport is None:
            raise ConnectionGone
        self._transport = transport
        self._transport.set_write_buffer_limits(high=WRITE_BUFFER)

    def start_deflate(self) -> None:
        """From here on both directions are raw DEFLATE (RFC 4978); input that has come already is part of it."""
        self._deflater = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        self._unread = bytes(self._buffer)
        self._buffer.clear()
        self._scanned = 0
        self._inflate()


LINGER = "hh" if hasattr(socket, "SO_EXCLUSIVEADDRUSE") else "ii"  # Windows has two shorts, all others two integers
