"""Plain text to the HTML that shows it: escaped, links made, quotes marked by depth. Own words only, nothing foreign. Pure; any thread."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

_MAX_DEPTH = 8
_MAX_CLOSERS = 20
_URL = re.compile(r"\b(?:https?://|mailto:|www\.)[^\s<>\"'`|\\^{}\u00a0\u200b\u3000-\u303f\uff00-\uffef]{2,2000}", re.I)
_CLOSERS = {")": "(", "]": "["}
_QUOTE = re.compile(r"(?:> ?)+")


def find_urls(text: str) -> list[tuple[int, int]]:
    """(start, end) of the addresses in plain text, without the punctuation that follows them in a sentence."""
    found = []
    for match in _URL.finditer(text):
        end = match.end()
        for _ in range(_MAX_CLOSERS):
            last = text[end - 1]
            opener = _CLOSERS.get(last)
            if last in ".,;:!?*_~" or (
                opener and text.count(opener, match.start(), end) < text.count(last, match.start(), end)
            ):
                end -= 1
            else:
                break
        if end - match.start() > 7:
            found.append((match.start(), end))
    return found


def quote_depth(line: str) -> tuple[int, str]:
    """How many ">" start the line, and the rest of it. "> " and ">" count alike; ">From" of an mbox is not seen as one."""
    match = _QUOTE.match(line)
    if match is None:
        return 0, line
    return match[0].count(">"), line[match.end() :]


def text_to_html(text: str) -> str:
    """A fragment: lines kept, quoted stretches in nested <blockquote>, addresses as links."""
    pieces: list[str] = []
    lines = (quote_depth(line) for line in text.split("\n"))
    for depth, group in groupby(lines, key=lambda pair: min(pair[0], _MAX_DEPTH)):
        body = _linked("\n".join(rest for _, rest in group))
        pieces.append(
            f'{"<blockquote>" * depth}<div style="white-space:pre-wrap">{body}</div>{"</blockquote>" * depth}'
        )
    return "".join(pieces)


def _linked(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in find_urls(text):
        url = text[start:end]
        target = url if "://" in url or url.lower().startswith("mailto:") else f"http://{url}"
        pieces.append(escape(text[position:start], quote=False))
        pieces.append(f'<a href="{escape(target)}" rel="noopener noreferrer">{escape(url, quote=False)}</a>')
        position = end
    pieces.append(escape(text[position:], quote=False))
    return "".join(pieces)
