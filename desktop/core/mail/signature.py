"""The signature under what somebody writes: put in, swapped with the account, left alone once the writer has changed it.

In a text a signature is what stands from the line `-- ` (RFC 3676, section 4.3: dash dash space) to the end of the writer's own
part, above any quote. *standing* says what the program itself put there: a text, "" for none so far, None once it is the
writer's business. Invariants: nothing but the very lines that the program wrote is ever taken out, so no word of the writer is
lost; there are never two. Pure; any thread.
"""

from __future__ import annotations

import re
import unicodedata

from desktop.core.mail.quote import split_quote

MARK = "-- "
LONGEST = 2_000
"""Characters …"""
MOST_LINES = 30
"""… and lines of one signature."""

_LINE_END = re.compile(r"\r\n|[\r\u2028\u2029]")
_BLANK = re.compile(r"[\t\u00a0]")  # an editor gives both back as a blank, and must find its own lines again
_MARK_LINE = re.compile(r"^-- $", re.M)
_BARE_MARK_LINE = re.compile(r"^-- ?$", re.M)
_QUOTE_FOLLOWS = re.compile(r"(?:(?:[^\n>][^\n]*\n){0,2}[^\n>][^\n]*:[ \t]*\n+)?>")
_FOREIGN_LONGEST = 4_000
_FOREIGN_LINES = 40


def tidy_signature(text: str) -> str:
    """As it is kept: no blank lines around it, no blanks at line ends, no mark of its own, nothing that steers a screen."""
    lines = _LINE_END.sub("\n", text[: LONGEST * 4]).split("\n")
    lines = ["".join(c for c in _BLANK.sub(" ", line) if not _steers(c)).rstrip() for line in lines]
    while lines and (not lines[0] or lines[0] == MARK.rstrip()):
        del lines[0]
    while lines and not lines[-1]:
        del lines[-1]
    return "\n".join(lines)


def fits(signature: str) -> bool:
    return len(signature) <= LONGEST and signature.count("\n") < MOST_LINES


def swap_signature(text: str, standing: str | None, wanted: str) -> tuple[str, str | None]:
    """The text with the signature `wanted` ("" for none) in the place of the one that stands there, and what stands there
    now. A signature that the writer changed or took out stays so: the text comes back as it is, with None."""
    if standing is None:
        return text, None
    if not standing:
        if _MARK_LINE.search(split_quote(text)[0]):
            return text, None
        return (_put_in(text, wanted), wanted) if wanted else (text, "")
    place = _find(text, standing)
    if place is None:
        return text, None
    start, end = place
    if wanted:
        return text[:start] + _block(wanted) + text[end:], wanted
    return _taken_out(text[:start], text[end:]), ""


def find_signature(text: str, standing: str | None) -> tuple[int, int] | None:
    """From where to where a signature stands in it, the program's or one that the writer has changed."""
    if f"{MARK}\n" not in text:
        return None
    place = _find(text, standing) if standing else None
    if place is not None:
        return place
    own = split_quote(text)[0]
    marks = list(_MARK_LINE.finditer(own))
    return (marks[-1].start(), len(own.rstrip("\n"))) if marks else None


def split_own(text: str, standing: str | None) -> tuple[str, str]:
    """(own text with its signature, quote), as `split_quote`; whatever a signature looks like, it is not cut."""
    place = _find(text, standing) if standing else None
    if place is None:
        return split_quote(text)
    start, end = place
    own = len(split_quote(text[:start] + text[end:])[0]) + end - start
    return text[:own], text[own:]


def written_text(text: str, standing: str | None) -> str:
    """The text without the signature in it: what somebody wrote, and the quote."""
    place = find_signature(text, standing)
    return text if place is None else text[: place[0]] + text[place[1] :]


def drop_foreign_signature(text: str, *, from_html: bool = False) -> str:
    """A received mail's text without its author's signature, for quoting; what it quotes itself stays. A mail that is nothing
    but a signature, or one too long to be one, is left whole. Layers of HTML lose the blank of the mark."""
    if "--" not in text:
        return text
    own, older = split_quote(text)
    nearest = max(0, len(own.rstrip("\n")) - _FOREIGN_LONGEST)
    for mark in (_BARE_MARK_LINE if from_html else _MARK_LINE).finditer(own, nearest):
        cut = own[mark.start() :].strip("\n")
        if len(cut) <= _FOREIGN_LONGEST and cut.count("\n") <= _FOREIGN_LINES:
            kept = own[: mark.start()].rstrip()
            if not kept:
                return text
            return f"{kept}\n\n{older}" if older else f"{kept}\n"
    return text


def _steers(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in "\ufdd0\ufdd1"


def _block(signature: str) -> str:
    return f"{MARK}\n{signature}"


def _put_in(text: str, signature: str) -> str:
    own, quote = split_quote(text)
    gap = "\n" * max(0, 2 - (len(own) - len(own.rstrip("\n"))))
    return own + gap + _block(signature) + ("\n\n" + quote if quote else "")


def _taken_out(before: str, after: str) -> str:
    """What `_put_in` set between a signature and the quote goes with it; blank lines above are the writer's by now."""
    own, quote = split_quote(before + after)
    is_gap = quote and after.startswith("\n\n") and not own[len(before) :].strip()
    return before + (after[2:] if is_gap else after)


def _find(text: str, signature: str) -> tuple[int, int] | None:
    """Where exactly this signature ends the writer's own part; further lines under it would be the writer's change of it."""
    found = re.search(rf"^{re.escape(_block(signature))}$", text, re.M)
    if found is None:
        return None
    start, end = found.span()
    own = split_quote(text[:start] + text[end:])[0]
    if len(own) < start:
        return None  # it stands in a mail that is forwarded
    rest = own[start:].lstrip("\n")
    return (start, end) if not rest.strip() or _QUOTE_FOLLOWS.match(rest) else None
