"""Mailbox names: modified UTF-7 (RFC 3501, section 5.1.3) and the wildcards of LIST.

Names are text everywhere inside the server and modified UTF-7 on the wire only. Pure; any thread.
"""

from __future__ import annotations

import base64
import binascii

MAX_NAME = 255
MAX_LEVELS = 16


def encode_name(name: str) -> bytes:
    """Text to modified UTF-7."""
    out = bytearray()
    run: list[str] = []

    def close_run() -> None:
        if run:
            utf16 = "".join(run).encode("utf-16-be", "surrogatepass")
            out.extend(b"&" + base64.b64encode(utf16).rstrip(b"=").replace(b"/", b",") + b"-")
            run.clear()

    for character in name:
        if " " <= character <= "~":
            close_run()
            out.extend(b"&-" if character == "&" else character.encode("ascii"))
        else:
            run.append(character)
    close_run()
    return bytes(out)


def decode_name(wire: bytes) -> str:
    """Modified UTF-7 to text. Raises ValueError for 8-bit bytes and for shifts that another encoder would not have made."""
    pieces: list[str] = []
    position = 0
    while position < len(wire):
        shift = wire.find(b"&", position)
        plain = wire[position : shift if shift >= 0 else len(wire)]
        if any(not 0x20 <= byte <= 0x7E for byte in plain):
            raise ValueError("mailbox name is not modified UTF-7")
        pieces.append(plain.decode("ascii"))
        if shift < 0:
            break
        end = wire.find(b"-", shift)
        if end < 0:
            raise ValueError("mailbox name is not modified UTF-7")
        pieces.append(_decode_shift(wire[shift + 1 : end]))
        position = end + 1
    name = "".join(pieces)
    if encode_name(name) != wire:
        raise ValueError("mailbox name is not in its shortest modified UTF-7 form")
    return name


def _decode_shift(encoded: bytes) -> str:
    if not encoded:
        return "&"
    try:
        utf16 = base64.b64decode(encoded.replace(b",", b"/") + b"=" * (-len(encoded) % 4), validate=True)
        return utf16.decode("utf-16-be")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("mailbox name is not modified UTF-7") from error


def canonical_name(name: str) -> str:
    """INBOX in any case is INBOX (RFC 3501, section 5.1); all other names keep their case."""
    return "INBOX" if name.upper() == "INBOX" else name


def is_valid_name(name: str, delimiter: str) -> bool:
    """Whether a mailbox may be created under this name."""
    levels = name.split(delimiter)
    return (
        0 < len(name) <= MAX_NAME
        and len(levels) <= MAX_LEVELS
        and all(levels)
        and all(character.isprintable() for character in name)
        and not set(name) & {"*", "%"}
    )


def matches(pattern: str, name: str, delimiter: str) -> bool:
    """Whether a LIST pattern covers the name: `*` is anything, `%` anything within one level, INBOX in any case.

    All ways of matching are followed at once, so a hostile pattern costs its length times that of the name and no more.
    """
    if name == "INBOX":
        pattern, name = pattern.upper(), "INBOX"
    if pattern == "*":
        return True
    places = _past_wildcards({0}, pattern)
    for character in name:
        reached = set()
        for place in places:
            wanted = pattern[place : place + 1]
            if wanted == "*" or (wanted == "%" and character != delimiter):
                reached.add(place)
            elif wanted == character and wanted != "%":
                reached.add(place + 1)
        places = _past_wildcards(reached, pattern)
    return len(pattern) in places


def _past_wildcards(places: set[int], pattern: str) -> set[int]:
    """The places and those behind wildcards that match nothing."""
    found = set(places)
    for start in places:
        place = start
        while pattern[place : place + 1] in ("*", "%") and place + 1 not in found:
            place += 1
            found.add(place)
    return found
