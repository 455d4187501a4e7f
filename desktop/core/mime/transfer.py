"""Content-Transfer-Encodings of a part body to its bytes (RFC 2045, section 6), whatever state the encoding is in.

Never raises: what cannot be decoded is returned as it stands. Pure; any thread.
"""

from __future__ import annotations

import binascii
import re

_NOT_BASE64 = bytes(
    byte for byte in range(256) if not (chr(byte).isascii() and (chr(byte).isalnum() or byte in b"+/="))
)
_UU_BEGIN = re.compile(rb"(?:^|\n)begin [0-7]{3,4} [^\r\n]*\r?\n")


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """The decoded bytes of a body; an unknown or identity encoding returns `data`."""
    if encoding == "base64":
        return decode_base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _decode_uu(data)
    return data


def decode_base64(data: bytes) -> bytes:
    """Base64 with anything else in between ignored; wrong padding, and blocks padded one by one, are put up with."""
    text = data.translate(None, _NOT_BASE64)
    padding = text.find(b"=")
    if padding < 0 or len(text) - padding <= 2:
        return _decode_block(text)
    # Either blocks padded one by one (all of them whole groups of four) or a footer that somebody appended as plain text.
    blocks = [block for block in text[:8_000_000].split(b"=") if block]
    if len(blocks) > 1 and all(len(block) % 4 in (2, 3) for block in blocks[:-1]) and _is_all_base64(data):
        return b"".join(_decode_block(block) for block in blocks)
    return _decode_block(text[:padding])


def _decode_block(text: bytes) -> bytes:
    text = text.rstrip(b"=")
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + b"==="[: -len(text) % 4])


def _is_all_base64(data: bytes) -> bool:
    return not data.translate(None, b"\r\n\t ").translate(None, bytes(set(range(256)) - set(_NOT_BASE64)))


def _decode_uu(data: bytes) -> bytes:
    begin = _UU_BEGIN.search(data)
    if begin is None:
        return data
    decoded = []
    for line in data[begin.end() :].split(b"\n"):
        line = line.rstrip(b"\r")
        if line in (b"end", b"`", b""):
            break
        try:
            decoded.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders pad the last group wrongly; take the length the line itself states.
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                decoded.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                break
    return b"".join(decoded)


def measure_decoded(raw: bytes, start: int, end: int, encoding: str) -> int:
    """Decoded size in bytes of raw[start:end] without decoding where that can be helped (exact for well-formed base64)."""
    if encoding == "base64":
        blanks = raw.count(b"\n", start, end) + raw.count(b"\r", start, end) + raw.count(b" ", start, end)
        padding = raw.count(b"=", max(start, end - 8), end)
        return max(0, (end - start - blanks) * 3 // 4 - padding)
    if encoding in ("", "7bit", "8bit", "binary"):
        return end - start
    return len(decode_transfer(raw[start:end], encoding))
