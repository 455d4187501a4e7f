"""Where the writer's own text ends and the quoted or forwarded mail begins. Pure.

Invariant: the two parts joined are the text, character by character, so that folding and saving lose nothing.
"""

from __future__ import annotations

import re

_FORWARDED = re.compile(
    r"^-{2,}\s*(?:(?:original|forwarded)\s+(?:message|mail)|(?:mensaje|correo)\s+(?:original|reenviado))?\s*-*\s*$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"\W{0,3}(?:from|de|date|fecha|sent|enviado|subject|asunto|to|para)\b[^:]{0,20}:", re.IGNORECASE)
_ANNOUNCEMENT_LINES = 3


def split_quote(text: str) -> tuple[str, str]:
    """(own text, quote). The quote is the block of ">" lines at the end with the line that announces it, or everything
    from a line such as "---------- Forwarded message ----------" on. No quote: an empty second part."""
    lines = text.split("\n")
    start = _forwarded_start(lines)
    if start is None:
        start = _quoted_start(lines)
    if start is None:
        return text, ""
    own = "".join(f"{line}\n" for line in lines[:start])
    return own, text[len(own) :]


def count_lines(quote: str) -> int:
    return len(quote.strip("\n").split("\n")) if quote.strip("\n") else 0


def _forwarded_start(lines: list[str]) -> int | None:
    for number, line in enumerate(lines):
        # Three hyphens alone are a forward only when a header follows; a mail may hold a ruler of its own.
        if _FORWARDED.match(line) and len(line.strip()) >= 3:
            worded = any(character.isalpha() for character in line)
            if worded or any(_FIELD.match(after) for after in lines[number + 1 : number + 3]):
                return number
    return None


def _quoted_start(lines: list[str]) -> int | None:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    start = end
    while start and (lines[start - 1].startswith(">") or (not lines[start - 1].strip() and start < end)):
        start -= 1
    while start < end and not lines[start].startswith(">"):
        start += 1
    if start == end:
        return None
    above = start
    while above and not lines[above - 1].strip():
        above -= 1
    if above and lines[above - 1].rstrip().endswith(":"):
        first = above - 1
        for _ in range(_ANNOUNCEMENT_LINES - 1):  # "On Tuesday … Ana <ana@…> wrote:" may be wrapped
            if first and lines[first - 1].strip() and not lines[first - 1].startswith(">"):
                first -= 1
            else:
                break
        return first
    return start
