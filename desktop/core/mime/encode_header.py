"""Text and values to header fields that are plain ASCII, folded, and cannot be broken out of (RFC 5322, 2047, 2231).

The invariant: whatever text is given, a field is one field: no CR, LF or NUL of the caller's reaches it unencoded, and no line is
longer than 78 bytes unless a single word is (never over 998). Pure; any thread.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Iterable

from desktop.core.mail.address import Address

_LINE = 78
_MAX_LINE = 998
_MAX_WORD = 75
_FIELD_NAME = len("Reply-To: ")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+")
_QUOTED_LOCAL = re.compile(r'"(?:[^\x00-\x1f\x7f"\\]|\\[\x20-\x7e])*"')
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[A-Za-z0-9:.]+\]")
_TOKEN = re.compile(r"[A-Za-z0-9!#$&+.^_`{|}~-]+")
_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,990}")
_Q_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
_UNSENDABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f]")


def text_field(name: str, text: str) -> bytes:
    """A field of free text, such as Subject. Raises ValueError when `text` holds a line break, NUL or other control."""
    text = _checked(text, name)
    if text.isascii() and "=?" not in text and all(len(word) < _LINE - 12 for word in text.split(" ")):
        return (
            _fold(name, text.split(" "))
            if text == text.strip() and "  " not in text
            else _fold(name, encode_words(text, taken=len(name) + 2))
        )
    return _fold(name, encode_words(text, taken=len(name) + 2))


def address_field(name: str, addresses: Iterable[Address]) -> bytes:
    """A field of addresses. Raises ValueError for an address that cannot be written down."""
    words: list[str] = []
    for address in addresses:
        if words:
            words[-1] += ","
        words.extend(_address_words(address))
    return _fold(name, words)


def id_field(name: str, ids: Iterable[str]) -> bytes:
    """Message-ID, In-Reply-To or References; ids that no mail could carry raise ValueError."""
    words = []
    for identifier in ids:
        if not _ID.fullmatch(identifier):
            raise ValueError(f"{name} cannot hold the id {identifier!r}")
        words.append(f"<{identifier}>")
    return _fold(name, words)


def value_field(name: str, value: str, parameters: Iterable[tuple[str, str]] = ()) -> bytes:
    """`Name: value; parameter="text"`, each parameter plain, quoted, or in the pieces of RFC 2231."""
    if not re.fullmatch(r"[\x21-\x7e]+", value):
        raise ValueError(f"{name} cannot hold {value!r}")
    words = [value]
    for key, text in parameters:
        for piece in encode_parameter(key, _checked(text, key)):
            words[-1] += ";"
            words.append(piece)
    return _fold(name, words)


def encode_parameter(key: str, text: str) -> list[str]:
    """`key=text` in as many pieces as it needs (RFC 2231, section 3 and 4)."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        whole = f"{key}={text}" if _TOKEN.fullmatch(text) else f'{key}="{escaped}"'
        if len(whole) <= _LINE - 4:
            return [whole]
    encoded = [f"%{byte:02X}" if not chr(byte).isalnum() or byte > 127 else chr(byte) for byte in text.encode()]
    pieces: list[str] = []
    line = f"{key}*0*=utf-8''"
    for unit in encoded:
        if len(line) + len(unit) > _LINE - 4:
            pieces.append(line)
            line = f"{key}*{len(pieces)}*="
        line += unit
    pieces.append(line)
    if len(pieces) == 1:
        pieces[0] = pieces[0].replace("*0*=", "*=", 1)
    return pieces


def encode_words(text: str, taken: int = 1) -> list[str]:
    """`text` as RFC 2047 encoded words that never cut a character; Q or B, whichever is shorter.

    No line with one is longer than 76 (section 2): the first leaves room for the `taken` characters in front of it.
    """
    data = text.encode("utf-8")
    q_length = sum(1 if byte in _Q_PLAIN or byte == 32 else 3 for byte in data)
    use_q = q_length <= len(data) * 4 // 3 + 4
    room = _MAX_WORD - len("=?utf-8?q??=") - taken + 1
    words: list[str] = []
    piece, length = bytearray(), 0
    for character in text:
        unit = character.encode("utf-8")
        cost = sum(1 if byte in _Q_PLAIN or byte == 32 else 3 for byte in unit) if use_q else len(unit)
        if length + cost > (room if use_q else room // 4 * 3):
            words.append(_encoded_word(bytes(piece), use_q))
            piece, length = bytearray(), 0
            room = _MAX_WORD - len("=?utf-8?q??=")
        piece += unit
        length += cost
    words.append(_encoded_word(bytes(piece), use_q))
    return words


def encode_domain(domain: str) -> str:
    """The domain as ASCII (IDNA). Raises ValueError when it is no domain."""
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError(f"{domain!r} is not a mail domain") from None
    if not _DOMAIN.fullmatch(ascii_domain) or ".." in ascii_domain or len(ascii_domain) > 253:
        raise ValueError(f"{domain!r} is not a mail domain")
    return ascii_domain


def _address_words(address: Address) -> list[str]:
    local, at, domain = address.addr_spec.rpartition("@")
    if not at or not local or len(local) > 200:
        raise ValueError(f"{address.addr_spec!r} is not a mail address")
    if not local.isascii() or not (_LOCAL.fullmatch(local) or _QUOTED_LOCAL.fullmatch(local)):
        raise ValueError(f"{address.addr_spec!r} is not a mail address this program can send to")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        local = f'"{local}"'  # some providers give such addresses out; only quoted are they addresses
    specific = f"{local}@{encode_domain(domain)}"
    name = _checked(address.display_name, "a name")
    if not name:
        return [specific]
    if not name.isascii() or "=?" in name or any(len(word) > _MAX_WORD - 5 for word in name.split(" ")):
        return [*encode_words(name, _FIELD_NAME), f"<{specific}>"]
    if _ATOMS.fullmatch(name) and name == name.strip() and "  " not in name:
        return [*name.split(" "), f"<{specific}>"]
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return [quoted, f"<{specific}>"] if len(quoted) < 500 else [*encode_words(name, _FIELD_NAME), f"<{specific}>"]


def _checked(text: str, name: str) -> str:
    if _UNSENDABLE.search(text):
        raise ValueError(f"{name} must not contain line breaks or control characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds half a character") from None
    return text.replace("\t", " ")


def _encoded_word(data: bytes, use_q: bool) -> str:
    if use_q:
        body = "".join(chr(byte) if byte in _Q_PLAIN else "_" if byte == 32 else f"={byte:02X}" for byte in data)
        return f"=?utf-8?q?{body}?="
    return f"=?utf-8?b?{b2a_base64(data, newline=False).decode('ascii')}?="


def _fold(name: str, words: list[str]) -> bytes:
    """Words joined by blanks, lines broken before the word that would not fit."""
    lines: list[str] = []
    line = f"{name}:"
    for word in words:
        if len(word) + 1 > _MAX_LINE:
            raise ValueError(f"{name} holds a word too long to send")
        if len(line) + 1 + len(word) > _LINE and line != f"{name}:":
            lines.append(line)
            line = ""
        line += " " + word
    lines.append(line)
    return "\r\n".join(lines).encode("ascii") + b"\r\n"
