"""What a vCard file (.vcf, RFC 6350 and the older 2.1 and 3.0) says of people: names, addresses and telephones, as text.

The file is foreign: its size, lines, cards and texts are bounded, and pictures, keys and sounds in it are not read at all. Never
raises. Pure; not for the event loop.
"""

from __future__ import annotations

import quopri
import re

from desktop.core.api.previews import ContactCard
from desktop.core.mail.visible_text import visible_text
from desktop.core.mime.charsets import decode_text

MAX_BYTES = 1 << 20
MOST_CARDS = 50
_MOST_ROWS = 40
_LONGEST = 500
_LONGEST_NOTE = 2_000
_KINDS = {
    "ORG": "organisation", "TITLE": "title", "ROLE": "title", "EMAIL": "mail", "TEL": "phone", "ADR": "address", "URL": "page",
    "BDAY": "birthday", "NOTE": "note",
}  # fmt: skip
_LINE = re.compile(r"(?:[A-Za-z0-9-]{1,60}\.)?([A-Za-z-]{1,40})((?:;[^:]{0,300})?):(.*)", re.S)
_ESCAPED = re.compile(r"\\(.)", re.S)
_LIST = re.compile(r"(?<!\\);")


def read_contacts(data: bytes, charset: str = "") -> tuple[tuple[ContactCard, ...], bool]:
    """The cards in their order in the file, and whether there is more than was read."""
    text = decode_text(data[:MAX_BYTES], charset)
    cards: list[ContactCard] = []
    fields: list[tuple[str, str, str]] | None = None
    for line in _unfold(text):
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        name, parameters, value = found[1].upper(), found[2].upper(), found[3]
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            fields = []
        elif name == "END" and fields is not None:
            if len(cards) >= MOST_CARDS:
                return tuple(cards), True
            cards.append(_card(fields))
            fields = None
        elif fields is not None and len(fields) < 4 * _MOST_ROWS:
            fields.append((name, parameters, value))
    return tuple(card for card in cards if card.name or card.rows), len(data) > MAX_BYTES


def _unfold(text: str) -> list[str]:
    """Logical lines (RFC 6350, section 3.2); those of quoted-printable end where no "=" does."""
    lines: list[str] = []
    continued = False
    for line in text.split("\n"):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] += line[1:]
        elif continued:
            lines[-1] += line
        else:
            lines.append(line)
        continued = line.endswith("=") and "QUOTED-PRINTABLE" in lines[-1][:200].upper()
        if continued:
            lines[-1] = lines[-1][:-1]
    return lines


def _card(fields: list[tuple[str, str, str]]) -> ContactCard:
    name = spare = ""
    rows: list[tuple[str, str]] = []
    for key, parameters, value in fields:
        plain = _decode(value, parameters) if key in _KINDS or key in ("FN", "N") else ""
        if key == "FN":
            name = name or _text(plain)
        elif key == "N":
            parts = [_text(part) for part in _LIST.split(plain)[:5]] + [""] * 5
            spare = " ".join(part for part in (parts[3], parts[1], parts[2], parts[0], parts[4]) if part)
        elif plain.strip() and len(rows) < _MOST_ROWS:
            rows.append((_KINDS[key], _value(key, plain)))
    return ContactCard(name or spare, tuple(dict.fromkeys(row for row in rows if row[1])))


def _value(key: str, plain: str) -> str:
    if key == "ADR":
        return ", ".join(text for part in _LIST.split(plain)[:7] if (text := _text(part).replace("\n", ", ")))
    if key == "ORG":
        return ", ".join(text for part in _LIST.split(plain)[:5] if (text := _text(part)))
    if key == "NOTE":
        return _text(plain, _LONGEST_NOTE)
    return _text(plain.removeprefix("mailto:").removeprefix("tel:"))


def _decode(value: str, parameters: str) -> str:
    if "QUOTED-PRINTABLE" not in parameters:
        return value
    named = re.search(r"CHARSET=\"?([A-Z0-9_-]{2,40})", parameters)
    return decode_text(quopri.decodestring(value.encode("utf-8", "replace")), named[1] if named else "utf-8")


def _text(value: str, longest: int = _LONGEST) -> str:
    plain = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value[: 4 * longest])
    lines = [visible_text(line).strip() for line in plain.split("\n")]
    return "\n".join(line for line in lines if line)[:longest]
