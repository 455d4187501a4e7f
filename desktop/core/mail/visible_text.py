"""Foreign text as a person may see it: without characters that hide, reorder or overwrite what stands beside them.

A name such as "moc.elpmaxe<RLO>" or "Bank<zero width>" must not look like something that it is not. The result is always
one line, bounded, and safe to show as plain text in any widget. Pure; any thread.
"""

from __future__ import annotations

import unicodedata

LONGEST = 2_000
"""Characters kept; a longer text ends in an ellipsis."""
_MARKS = 4
"""Combining marks kept in a row: more than any language writes, fewer than it takes to climb over the next line."""

BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Embeddings, overrides and isolates: they move what follows, so no name has a use for them."""
_JOINERS = frozenset("\u200c\u200d")
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180e")
"""Letters and marks that draw nothing (Unicode: Default_Ignorable_Code_Point and the Braille blank)."""


def visible_text(text: str) -> str:
    """The text on one line without controls, direction overrides and invisible characters.

    Joiners stay between letters of scripts that need them and in emoji sequences; U+200E and U+200F go, because the
    widget decides the direction of the whole text.
    """
    kept: list[str] = []
    marks = 0
    bounded = text[: LONGEST + 1]
    for index, character in enumerate(bounded):
        if character.isspace() or character in "\u2028\u2029":
            character = " "
            if not kept or kept[-1] == " ":
                continue
        elif not _is_drawn(bounded, index):
            continue
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MARKS:
            kept.append(character)
    shown = "".join(kept).strip()
    return shown[:LONGEST] + "…" if len(text) > LONGEST else shown


def hides_something(text: str) -> bool:
    """True when a direction override or an invisible character stood in the text: no honest program writes one there.

    U+200E, U+200F and a leading byte order mark are what honest programs write around Hebrew and Arabic names.
    """
    bounded = text[:LONGEST]
    return any(
        character in BIDI_OVERRIDES
        or (
            character not in "\u200e\u200f\u061c\ufeff\u00ad" and _is_invisible(character) and not _is_drawn(bounded, i)
        )
        for i, character in enumerate(bounded)
    )


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in _BLANKS


def _is_drawn(text: str, index: int) -> bool:
    character = text[index]
    if character in _JOINERS:
        before, after = text[index - 1 : index], text[index + 1 : index + 2]
        return bool(before and after) and not (_is_plain(before) or _is_plain(after))
    if 0xE0020 <= ord(character) <= 0xE007F:  # tags: only as the tail of the flag emoji (England, Scotland, Wales)
        return "\U0001f3f4" in text[max(0, index - 8) : index]
    return not _is_invisible(character) and unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn")


def _is_plain(character: str) -> bool:
    """Latin, Greek and Cyrillic letters, digits and signs: nothing that a joiner could join."""
    return ord(character) < 0x0530 or 0x1E00 <= ord(character) <= 0x206F
