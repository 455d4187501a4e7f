"""A raw IMAP client for dialogues in tests: sends bytes, reads whole answers, takes them apart. Knows nothing of the program.

`Nested` values: bytes for atoms, strings and literals, None for NIL, lists for parentheses.
"""

from __future__ import annotations

import re
import socket
import ssl
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 10.0
_LITERAL_END = re.compile(rb"\{(\d+)\}\r\n\Z")
_LITERAL = re.compile(rb"\{(\d+)\}\r\n")
_ATOM = re.compile(rb'[^\s()"{]+')
Nested = Any


@dataclass
class Answer:
    """One tagged answer: OK, NO or BAD, its words, and the untagged lines (without "* " and line end) before it."""

    status: str
    text: str
    lines: list[bytes] = field(default_factory=list)

    def code(self, name: str) -> str | None:
        """What follows the name in a response code of the tagged line; empty when nothing does, None without such a code."""
        return _code(self.text, name)

    def untagged_code(self, name: str) -> str | None:
        found = (_code(line.decode("latin-1").partition(" ")[2], name) for line in self.lines if line[:3] == b"OK ")
        return next((each for each in found if each is not None), None)

    def starting(self, word: bytes) -> list[bytes]:
        """The rest of the untagged lines that start with this word."""
        return [
            line[len(word) + 1 :] for line in self.lines if line.upper().startswith((word + b" ", word + b"\r"))
        ] + [b"" for line in self.lines if line.upper() == word]

    def numbers(self, word: bytes) -> list[int]:
        """The n of lines like `* n EXISTS`."""
        return [int(line.split()[0]) for line in self.lines if re.fullmatch(rb"\d+ " + word, line.upper())]

    def fetches(self) -> list[dict[str, Nested]]:
        """Each FETCH line as a dict with upper-case names, and the sequence number as "SEQ"."""
        found = []
        for line in self.lines:
            match = re.match(rb"(\d+) FETCH ", line, re.IGNORECASE)
            if match is not None:
                items = _pairs(parse(line[match.end() :])[0])
                found.append({"SEQ": int(match[1]), **items})
        return found

    def by_uid(self) -> dict[int, dict[str, Nested]]:
        merged: dict[int, dict[str, Nested]] = {}
        for each in self.fetches():
            merged.setdefault(int(each["UID"]), {}).update(each)
        return merged

    def search(self) -> list[int]:
        return [int(word) for line in self.starting(b"SEARCH") for word in line.split(b"(")[0].split()]

    def vanished(self) -> set[int]:
        found: set[int] = set()
        for rest in self.starting(b"VANISHED"):
            found |= uids(rest.split()[-1].decode("ascii"))
        return found


def _code(text: str, name: str) -> str | None:
    match = re.search(r"\[(\S+?)(?: ([^\]]*))?\]", text)
    return (match[2] or "") if match is not None and match[1].upper() == name else None


def uids(text: str) -> set[int]:
    """{1, 2, 3, 7} of "1:3,7"."""
    found: set[int] = set()
    for piece in text.split(","):
        first, _, last = piece.partition(":")
        low, high = sorted((int(first), int(last or first)))
        found |= set(range(low, high + 1))
    return found


def _pairs(items: list[Nested]) -> dict[str, Nested]:
    found: dict[str, Nested] = {}
    position = 0
    while position < len(items):
        name = items[position]
        position += 1
        label = name.decode("latin-1").upper()
        while label.count("[") > label.count("]"):  # BODY[HEADER.FIELDS (A B)]
            piece = items[position]
            position += 1
            words = piece if isinstance(piece, list) else [piece]
            text = " ".join(word.decode("latin-1").upper() for word in words)
            label += f" ({text})" if isinstance(piece, list) else text
        found[label] = items[position]
        position += 1
    return found


def parse(data: bytes) -> list[Nested]:
    """All values of a line."""
    stack: list[list[Nested]] = [[]]
    position = 0
    while position < len(data):
        byte = data[position : position + 1]
        if byte == b"(":
            stack.append([])
            position += 1
        elif byte == b")":
            done = stack.pop()
            stack[-1].append(done)
            position += 1
        elif byte == b'"':
            end = position + 1
            while data[end : end + 1] != b'"':
                end += 2 if data[end : end + 1] == b"\\" else 1
            stack[-1].append(re.sub(rb"\\(.)", rb"\1", data[position + 1 : end]))
            position = end + 1
        elif (literal := _LITERAL.match(data, position)) is not None:
            start = literal.end()
            stack[-1].append(data[start : start + int(literal[1])])
            position = start + int(literal[1])
        elif (atom := _ATOM.match(data, position)) is not None:
            stack[-1].append(None if atom.group().upper() == b"NIL" else atom.group())
            position = atom.end()
        else:
            assert byte.isspace(), data[position : position + 40]
            position += 1
    assert len(stack) == 1, data
    return stack[0]


class Dialogue:
    """One connection. Every method fails the test rather than wait for ever."""

    def __init__(self, host: str, port: int, *, ca_file: Path | None = None, patience: float = PATIENCE) -> None:
        """With `ca_file` TLS from the first byte."""
        self._socket: socket.socket = socket.create_connection((host, port), patience)
        self._host = host
        if ca_file is not None:
            self.start_tls(ca_file)
        self._buffer = b""
        self._tags = 0
        self._inflater: Any = None
        self._deflater: Any = None
        self.greeting = self.read_line()

    def close(self) -> None:
        self._socket.close()

    def start_tls(self, ca_file: Path) -> None:
        context = ssl.create_default_context(cafile=str(ca_file))
        self._socket = context.wrap_socket(self._socket, server_hostname=self._host)
        self._buffer = b""

    def start_deflate(self) -> None:
        self._inflater = zlib.decompressobj(-15)
        self._deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
        self._buffer = self._inflater.decompress(self._buffer) if self._buffer else b""

    def send(self, data: bytes) -> None:
        if self._deflater is not None:
            data = self._deflater.compress(data) + self._deflater.flush(zlib.Z_SYNC_FLUSH)
        self._socket.sendall(data)

    def _more(self) -> None:
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError("the server has hung up")
        self._buffer += self._inflater.decompress(data) if self._inflater is not None else data

    def read_line(self) -> bytes:
        """One line with the literals in it, without its end."""
        end = 0
        while True:
            while (found := self._buffer.find(b"\n", end)) < 0:
                self._more()
            end = found + 1
            literal = _LITERAL_END.search(self._buffer, max(0, end - 40), end)
            if literal is None:
                line, self._buffer = self._buffer[:end], self._buffer[end:]
                return line.removesuffix(b"\r\n")
            end += int(literal[1])
            while len(self._buffer) < end:
                self._more()

    def is_closed(self) -> bool:
        """Whether the server hangs up after what it has said. Ends this side too."""
        try:
            while True:
                self.read_line()
        except (ConnectionError, ssl.SSLError, zlib.error):
            return True
        except TimeoutError:
            return False
        finally:
            self.close()

    def start(self, command: bytes | str) -> bytes:
        """Send a command and do not wait; its tag."""
        self._tags += 1
        tag = b"t%d" % self._tags
        self.send(tag + b" " + (command.encode("utf-8") if isinstance(command, str) else command) + b"\r\n")
        return tag

    def finish(self, tag: bytes) -> Answer:
        lines = []
        while True:
            line = self.read_line()
            if line.startswith(tag + b" "):
                status, _, text = line[len(tag) + 1 :].decode("utf-8", "replace").partition(" ")
                return Answer(status, text, lines)
            if line.startswith(b"* "):
                lines.append(line[2:])
            else:
                raise AssertionError(f"unexpected line {line[:200]!r}")

    def ask(self, command: bytes | str) -> Answer:
        return self.finish(self.start(command))

    def ok(self, command: bytes | str) -> Answer:
        answer = self.ask(command)
        assert answer.status == "OK", (command, answer)
        return answer

    def continued(self) -> bytes:
        """The text of a continuation request."""
        line = self.read_line()
        assert line.startswith(b"+"), line
        return line[1:].strip()

    def append(self, mailbox: str, raw: bytes, arguments: str = "") -> Answer:
        """APPEND with a synchronising literal."""
        tag = self.start(f'APPEND "{mailbox}" {arguments}{" " if arguments else ""}{{{len(raw)}}}')
        self.continued()
        self.send(raw + b"\r\n")
        return self.finish(tag)

    def heard_until(self, pattern: bytes) -> list[bytes]:
        """Untagged lines while idling, up to and with the first that matches."""
        lines = []
        while True:
            lines.append(self.read_line())
            if re.fullmatch(pattern, lines[-1], re.IGNORECASE | re.DOTALL):
                return lines
