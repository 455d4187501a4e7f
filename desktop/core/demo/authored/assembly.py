"""Values to the bytes of a mail: headers with encoded words, bodies, multiparts (RFC 5322, 2045, 2047, 2231).

The standard library's generator takes about a millisecond a mail; the demo needs three hundred at once and some that no
generator would write, so they are put together here. Invariant: the same values give the same bytes, lines end in CRLF and
no line is over 998 bytes. Pure. Any thread.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from desktop.values import dataclass

_ASCII = bytes(range(128))
_UTF8 = "utf-8''"
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """A MIME part: header lines without the final line feed, and an encoded body with `\\n` line ends."""

    headers: tuple[str, ...]
    body: bytes


def encoded_words(text: str, charset: str = "utf-8") -> str:
    """Text for an unstructured header or a display name: itself when ASCII, else RFC 2047 B words of at most 75 characters."""
    if text.isascii():
        return text
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        # A Japanese mail to Beltrán: programs fall back to UTF-8 for the one name that their charset cannot hold.
        charset = "utf-8"
    words: list[str] = []
    chunk = ""
    for char in text:
        if len(base64.b64encode((chunk + char).encode(charset))) > 75 - len(charset) - 7:
            words.append(chunk)
            chunk = ""
        chunk += char
    words.append(chunk)
    return " ".join(f"=?{charset}?B?{base64.b64encode(word.encode(charset)).decode()}?=" for word in words)


def folded(name: str, value: str) -> str:
    """A header, folded at spaces to 76 columns where it can be (RFC 5322 section 2.2.3)."""
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        if len(line) + 1 + len(word) > 76 and not line.endswith(":"):
            lines.append(line)
            line = ""
        line += " " + word
    return "\n".join([*lines, line])


def mailbox_address(name: str, address: str, charset: str = "utf-8") -> str:
    """`Name <address>` as it stands in a header."""
    if not name:
        return address
    if not name.isascii():
        return f"{encoded_words(name, charset)} <{address}>"
    return f"{name} <{address}>" if _ATOMS.match(name) else f'"{name}" <{address}>'


def text_part(text: str, subtype: str = "plain", charset: str = "utf-8", extra: str = "") -> Part:
    """A text part: 7bit where possible, 8-bit free otherwise (quoted-printable for Latin text, else base64).

    `extra` are further parameters of Content-Type, such as `; format=flowed`.
    """
    data = (text.rstrip("\n") + "\n").encode(charset)
    if charset == "iso-2022-jp" or (data.isascii() and max(map(len, data.split(b"\n"))) < 990):
        named = charset if not (charset == "utf-8" and data.isascii()) else "us-ascii"
        return Part((f"Content-Type: text/{subtype}; charset={named}{extra}", "Content-Transfer-Encoding: 7bit"), data)
    head = f"Content-Type: text/{subtype}; charset={charset}{extra}"
    if len(data.translate(None, _ASCII)) * 4 < len(data):
        return Part((head, "Content-Transfer-Encoding: quoted-printable"), binascii.b2a_qp(data, istext=True))
    return Part((head, "Content-Transfer-Encoding: base64"), base64.encodebytes(data))


def file_part(name: str, media_type: str, data: bytes, content_id: str = "") -> Part:
    """An attachment, or with a Content-ID a picture of the HTML beside it; names as RFC 2231 says, long ones continued."""
    headers = [f"Content-Type: {media_type}", "Content-Transfer-Encoding: base64"]
    headers.append(f"Content-Disposition: {'inline' if content_id else 'attachment'};\n" + _filename(name))
    if content_id:
        headers.append(f"Content-ID: <{content_id}>")
    return Part(tuple(headers), base64.encodebytes(data))


def _filename(name: str) -> str:
    if name.isascii() and len(name) < 60:
        return f' filename="{name}"'
    coded = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"%{byte:02X}" for byte in name.encode())
    if len(coded) < 60:
        return f" filename*={_UTF8}{coded}"
    pieces = re.findall(r"(?:%..|.){1,20}", coded)
    return ";\n".join(f" filename*{n}*={'' if n else _UTF8}{piece}" for n, piece in enumerate(pieces))


def multipart(subtype: str, parts: list[Part], seed: str, extra: str = "") -> Part:
    """Several parts as one; a single part stays itself. `seed` makes the boundary, so that bytes do not change."""
    if len(parts) == 1 and not extra:
        return parts[0]
    boundary = "=_" + hashlib.sha1(f"{seed}/{subtype}".encode(), usedforsecurity=False).hexdigest()[:24]
    pieces = [b"--" + boundary.encode() + b"\n" + part_bytes(part) for part in parts]
    body = b"\n".join(piece.removesuffix(b"\n") + b"\n" for piece in pieces)
    return Part(
        (f'Content-Type: multipart/{subtype};\n boundary="{boundary}"{extra}',),
        body + b"\n--" + boundary.encode() + b"--\n",
    )


def part_bytes(part: Part) -> bytes:
    """A part with its headers, `\\n` line ends."""
    return "".join(f"{header}\n" for header in part.headers).encode("ascii") + b"\n" + part.body


def mail_bytes(headers: list[str], content: Part) -> bytes:
    """The finished mail with CRLF line ends."""
    head = "\n".join([*headers, "MIME-Version: 1.0", *content.headers])
    return (head.encode("utf-8") + b"\n\n" + content.body).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
