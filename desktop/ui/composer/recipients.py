"""What stands in an address field, as typed: split into recipients, each usable or not. Pure.

Separators are comma, semicolon and line break outside quotes and angle brackets; nothing is corrected or thrown away.
"""

from __future__ import annotations

from desktop.core.api.account_settings import parse_account_address
from desktop.core.api.errors import SetupError
from desktop.values import dataclass

_SEPARATORS = ",;\n"


@dataclass(frozen=True, slots=True)
class Recipient:
    """`text` as typed, `address` the addr-spec in it, `valid` whether a mail could go there."""

    text: str
    address: str
    valid: bool


def split_recipients(field: str) -> list[Recipient]:
    return [_read(piece) for _, piece in _pieces(field) if piece.strip()]


def piece_at(field: str, cursor: int) -> tuple[int, int]:
    """(start, end) of the piece of the field in which the cursor stands, without the blanks around it."""
    for start, piece in _pieces(field):
        if start <= cursor <= start + len(piece):
            return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
    return len(field), len(field)


def _pieces(field: str) -> list[tuple[int, str]]:
    """(where it starts, what stands between two separators)."""
    found: list[tuple[int, str]] = []
    start, quoted, bracketed = 0, False, False
    for index, character in enumerate(field):
        if character == '"' and field[index - 1 : index] != "\\":
            quoted = not quoted
        elif not quoted and character in "<>":
            bracketed = character == "<"
        elif character in _SEPARATORS and (character == "\n" or not (quoted or bracketed)):
            found.append((start, field[start:index]))
            start, quoted, bracketed = index + 1, False, False
    found.append((start, field[start:]))
    return found


def _read(piece: str) -> Recipient:
    text = piece.strip()
    address = text
    if text.endswith(">") and "<" in text:
        address = text[text.rindex("<") + 1 : -1].strip()
    try:
        parse_account_address(address)
    except SetupError:
        return Recipient(text, address, False)
    return Recipient(text, address, True)
