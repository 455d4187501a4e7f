"""The bytes of one mail and what was read from them once; copies of a mail in several mailboxes share one Content.

Immutable but for its lazy readings, which are the same whoever makes them: safe in any thread.
"""

from __future__ import annotations

import hashlib
import re

from desktop.core.demo.mail_server.bodystructure import format_body
from desktop.core.demo.mail_server.envelope import format_envelope
from desktop.core.demo.mail_server.structure import Part, header_end, parse_structure

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_LONE_LF = re.compile(rb"(?<!\r)\n")


class Content:
    __slots__ = ("_body", "_bodystructure", "_envelope", "_header_end", "_structure", "raw")

    def __init__(self, raw: bytes) -> None:
        """Line ends become CRLF, as a delivery over SMTP would have made them; no other byte is touched."""
        self.raw = raw if raw.count(b"\n") == raw.count(b"\r\n") else _LONE_LF.sub(b"\r\n", raw)
        self._header_end: int | None = None
        self._structure: Part | None = None
        self._envelope: bytes | None = None
        self._body: bytes | None = None
        self._bodystructure: bytes | None = None

    @property
    def email_id(self) -> str:
        """EMAILID of RFC 8474: the same for equal bytes."""
        return "M" + hashlib.blake2b(self.raw, digest_size=12).hexdigest()

    @property
    def header_end(self) -> int:
        """Where the body starts, after the blank line."""
        if self._header_end is None:
            self._header_end = header_end(self.raw, 0, len(self.raw))
        return self._header_end

    def in_ascii(self) -> Content:
        """With an X for each byte of the header that is not ASCII."""
        head, body = self.raw[: self.header_end], self.raw[self.header_end :]
        return Content(_NOT_ASCII.sub(b"X", head) + body)

    @property
    def structure(self) -> Part:
        if self._structure is None:
            self._structure = parse_structure(self.raw)
        return self._structure

    @property
    def envelope(self) -> bytes:
        """ENVELOPE as it goes over the wire."""
        if self._envelope is None:
            self._envelope = format_envelope(self.raw[: self.header_end])
        return self._envelope

    @property
    def body(self) -> bytes:
        """BODY without brackets, as it goes over the wire."""
        if self._body is None:
            self._body = format_body(self.raw, self.structure, extended=False)
        return self._body

    @property
    def bodystructure(self) -> bytes:
        if self._bodystructure is None:
            self._bodystructure = format_body(self.raw, self.structure, extended=True)
        return self._bodystructure
