"""In which direction a text is read: by its first letter that has one (UAX #9, rules P2 and P3). Pure; any thread."""

from __future__ import annotations

import unicodedata

RTL, LTR = "rtl", "ltr"
_LONGEST = 1_000
"""Characters that are looked at; what begins with more that have no direction is read as what stands around it."""
_STRONG = {"L": LTR, "R": RTL, "AL": RTL}


def direction_of(text: str) -> str:
    """ "rtl", "ltr", or nothing for a text without a letter that would say it (numbers, signs, blanks)."""
    depth = 0
    for character in text[:_LONGEST]:
        kind = unicodedata.bidirectional(character)
        if kind in ("LRI", "RLI", "FSI"):
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and kind in _STRONG:
            return _STRONG[kind]
    return ""
