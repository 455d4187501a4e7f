"""The stream: lines and literals however they are cut, limits, wake-up, counters."""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Iterator

import pytest

from desktop.core.api.errors import Code, ConnectionFailure, ProtocolError
from desktop.core.clock import SystemClock
from desktop.core.imap.stream import Signal, Stream


@pytest.fixture
def pair() -> Iterator[tuple[Stream, socket.socket]]:
    near, far = socket.socketpair()
    stream = Stream(near, "mail.example.org", 143, clock=SystemClock(), read_seconds=30.0)
    yield stream, far
    stream.close()
    far.close()


def test_lines_and_literals_in_one_piece(pair):
    stream, far = pair
    far.sendall(b"* a\r\n* b {3}\r\nxyz)\r\nrest")
    assert stream.readline() == b"* a\r\n"
    assert stream.readline() == b"* b {3}\r\n"
    assert stream.read(3) == b"xyz"
    assert stream.readline() == b")\r\n"
    assert stream.read(4) == b"rest"
    assert stream.bytes_received == 24


@pytest.mark.parametrize("size", [1, 2, 7])
def test_lines_and_literals_in_small_pieces(pair, size: int):
    stream, far = pair
    data = b"* first line\r\nliteral bytes* second line\r\n"

    def send() -> None:
        for start in range(0, len(data), size):
            far.sendall(data[start : start + size])

    thread = threading.Thread(target=send)
    thread.start()
    assert stream.readline() == b"* first line\r\n"
    assert stream.read(13) == b"literal bytes"
    assert stream.readline() == b"* second line\r\n"
    thread.join()


def test_a_literal_of_many_chunks_and_one_that_is_skipped(pair):
    stream, far = pair
    big = bytes(range(256)) * 8000
    thread = threading.Thread(target=lambda: far.sendall(big + big + b"\r\n"))
    thread.start()
    assert stream.read(len(big)) == big
    stream.skip(len(big))
    assert stream.readline() == b"\r\n"
    thread.join()


@pytest.mark.parametrize("ended", [True, False])
def test_a_line_has_a_limit(pair, ended: bool):
    stream, far = pair
    far.sendall(b"x" * 2000 + (b"\r\n" if ended else b""))
    with pytest.raises(ProtocolError):
        stream.readline(1000)


def test_the_end_and_the_silence_are_told_apart(pair):
    stream, far = pair
    stream.read_seconds = 0.05
    with pytest.raises(ConnectionFailure) as caught:
        stream.readline()
    assert caught.value.code is Code.TIMEOUT
    far.close()
    with pytest.raises(ConnectionFailure) as caught:
        stream.readline()
    assert caught.value.code is Code.CONNECTION_LOST


def test_waiting(pair):
    stream, far = pair
    assert stream.wait(0.01) is Signal.TIMEOUT
    stream.wake()
    stream.wake()
    assert stream.wait(10) is Signal.WOKEN
    assert stream.wait(0.01) is Signal.TIMEOUT
    far.sendall(b"a\r\nb\r\n")
    assert stream.wait(10) is Signal.DATA
    assert stream.readline() == b"a\r\n"
    # The second line was read ahead: no socket is ready, and yet there is something to read.
    assert stream.wait(10) is Signal.DATA
    assert stream.poll()
    assert stream.readline() == b"b\r\n"
    assert not stream.poll()
    far.close()
    assert stream.wait(10) is Signal.DATA
    with pytest.raises(ConnectionFailure):
        stream.poll()


def test_waking_from_another_thread(pair):
    stream, _ = pair
    thread = threading.Timer(0.02, stream.wake)
    thread.start()
    assert stream.wait(10) is Signal.WOKEN
    thread.join()


def test_waking_never_blocks_nor_fails(pair):
    stream, _ = pair
    for _ in range(200_000):
        stream.wake()
    assert stream.wait(10) is Signal.WOKEN
    stream.close()
    stream.wake()


def test_a_closed_stream_says_so(pair):
    stream, _ = pair
    stream.close()
    stream.close()
    with pytest.raises(ConnectionFailure):
        stream.readline()
    with pytest.raises(ConnectionFailure):
        stream.send(b"x")


def test_compression_after_plain_bytes(pair):
    stream, far = pair
    deflater = zlib.compressobj(wbits=-15)

    def deflate(data: bytes) -> bytes:
        return deflater.compress(data) + deflater.flush(zlib.Z_SYNC_FLUSH)

    far.sendall(b"A OK go\r\n" + deflate(b"* early\r\n"))
    assert stream.readline() == b"A OK go\r\n"
    stream.compress()
    assert stream.wait(10) is Signal.DATA
    assert stream.poll()
    assert stream.readline() == b"* early\r\n"
    big = b"0" * 3_000_000
    far.sendall(deflate(big + b"\r\n"))
    # Much more comes out than went in: what zlib still holds makes no socket ready.
    assert stream.read(len(big)) == big
    assert stream.wait(10) is Signal.DATA
    assert stream.readline() == b"\r\n"
    stream.send(b"B NOOP\r\n")
    assert zlib.decompressobj(-15).decompress(far.recv(1000)) == b"B NOOP\r\n"


def test_the_counters_count_the_wire(pair):
    stream, far = pair
    stream.send(b"x" * 10_000)
    received = 0
    while received < 10_000:
        received += len(far.recv(65536))
    assert stream.bytes_sent == 10_000
