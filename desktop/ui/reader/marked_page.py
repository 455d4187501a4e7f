"""Sanitised HTML with what was searched for put into spans, which the page around it colours; nothing else of it changes.

Only text is looked at: no tag, no style, no reference to a character. Pure; runs on a worker.
"""

from __future__ import annotations

import re

from desktop.core.api.searching.marking import Sought
from desktop.ui.reader.html_page import SOUGHT

MOST_READ = 400_000
"""Characters: what lies behind is not looked at."""
MOST_MARKS = 1_000
_MARKUP = re.compile(r'<style>.*?</style>|<(?:[^<>"]|"[^"]*")*>', re.DOTALL)
"""All attributes stand in double quotes there, where a > means nothing."""
_REFERENCE = re.compile(r"&#?\w+;")


def mark_page(html: str, sought: Sought) -> str:
    if not sought.terms:
        return html
    pieces: list[str] = []
    at = marks = 0
    for markup in _MARKUP.finditer(html, 0, MOST_READ):
        piece, count = _mark_text(html[at : markup.start()], sought)
        pieces += (piece, markup[0])
        at, marks = markup.end(), marks + count
        if marks >= MOST_MARKS:
            break
    else:
        if len(html) <= MOST_READ:
            pieces.append(_mark_text(html[at:], sought)[0])
            return "".join(pieces)
    return "".join((*pieces, html[at:]))


def _mark_text(text: str, sought: Sought) -> tuple[str, int]:
    if not text.strip():
        return text, 0
    spans = sought.spans(_REFERENCE.sub(lambda found: " " * len(found[0]), text))
    pieces, at = [], 0
    for start, end in spans:
        pieces.append(f'{text[at:start]}<span class="{SOUGHT}">{text[start:end]}</span>')
        at = end
    return "".join((*pieces, text[at:])), len(spans)
