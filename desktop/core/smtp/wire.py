"""A composed mail and its addresses in the form that may cross the wire (RFC 5321), or the reason why they may not.

Nothing that leaves here can end a command or the DATA phase early: bare CR and LF are gone, dots are stuffed, addresses
hold no control character. Pure.
"""

from __future__ import annotations

import re

from desktop.core.api.account_settings import parse_host
from desktop.core.api.errors import SetupError

MAX_LINE = 998
"""RFC 5321, section 4.5.3.1.6, without the line end."""
_LONG_LINE = re.compile(rb"^[^\r\n]{999}", re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r\n\r\n|\A\r\n")
_LOCAL = re.compile(r'[^\x00-\x20\x7f-\x9f()<>\[\]:;@\\,"]+')
_QUOTED_LOCAL = re.compile(r'"(?:[^\x00-\x1f\x7f-\x9f"\\]|\\[ -~])*"')
_ADDRESS_LITERAL = re.compile(r"\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]")


class UnsendableError(ValueError):
    """What was composed cannot be sent by anybody; the text says why."""


def normalise(raw: bytes) -> bytes:
    """The mail with CRLF line ends throughout and at its end, dots not yet stuffed. Raises UnsendableError."""
    if b"\0" in raw:
        raise UnsendableError("the mail holds a NUL character")
    text = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
    if not text.endswith(b"\r\n"):
        text += b"\r\n"
    if _LONG_LINE.search(text):
        raise UnsendableError(f"the mail has a line over {MAX_LINE} bytes")
    return text


def stuff_dots(text: bytes) -> bytes:
    """RFC 5321, section 4.5.2: a dot before each line that begins with one. `text` as `normalise` gives it."""
    stuffed = text.replace(b"\r\n.", b"\r\n..")
    return b"." + stuffed if stuffed.startswith(b".") else stuffed


def has_8bit_header(text: bytes) -> bool:
    """Whether the header needs SMTPUTF8 (RFC 6532)."""
    blank = _BLANK_LINE.search(text)
    return not text[: blank.start() if blank else len(text)].isascii()


def envelope_address(address: str) -> str:
    """The address for MAIL FROM and RCPT TO without brackets, its domain in A-labels; empty is the null sender.

    The local part may be non-ASCII (RFC 6531). Raises UnsendableError.
    """
    if not address:
        return ""
    local, at, domain = address.rpartition("@")
    if not at or domain != domain.strip() or not (_LOCAL.fullmatch(local) or _QUOTED_LOCAL.fullmatch(local)):
        raise UnsendableError(f"the address {_shown(address)} cannot be sent to")
    if not _ADDRESS_LITERAL.fullmatch(domain):
        try:
            domain = parse_host(domain)
        except SetupError:
            raise UnsendableError(f"the address {_shown(address)} cannot be sent to") from None
    try:
        length = len(local.encode("utf-8"))
    except UnicodeEncodeError:
        raise UnsendableError(f"the address {_shown(address)} holds half a character") from None
    if length > 64 or length + len(domain) > 253:
        raise UnsendableError(f"the address {_shown(address)} is too long")
    return f"{local}@{domain}"


def _shown(address: str) -> str:
    return "".join(c if c.isprintable() else "·" for c in address[:60])
