"""Formatted text to the HTML that is sent: few elements, no styles but the bar of a quote, nothing of any editor.

Invariant: `read_rich` makes the same value of it, and `sanitise` changes nothing but the links' rel. Lines without a blank one between
them are one paragraph, so that it looks to its reader as it did to its writer. What is read from the right says so (`dir`): a paragraph
by its first letter, and a line in it that goes the other way. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from desktop.core.mail.direction import LTR, RTL, direction_of
from desktop.core.mail.rich_text import HEADING, LISTS, NUMBER, Block, RichText, Run, Style
from desktop.core.mime.text_html import find_urls

QUOTE = '<blockquote type="cite" style="margin:0 0 0 8px;border-left:2px solid #b9c0c1;padding-left:12px">'
_TAGS = ((Style.BOLD, "b"), (Style.ITALIC, "i"), (Style.UNDERLINE, "u"), (Style.STRIKE, "s"))
_LOST_BLANK = re.compile(r"(?:^|(?<=[ \n])) | (?=\n|$)")
_TAB = "\u00a0" * 4


def write_html(rich: RichText) -> str:
    """A fragment."""
    pieces: list[str] = []
    depth = 0
    for quote, group in groupby(rich, key=lambda block: block.quote):
        pieces.append(QUOTE * (quote - depth) + "</blockquote>" * (depth - quote))
        depth = quote
        for is_list, blocks in groupby(group, key=lambda block: block.kind in LISTS):
            alike = list(blocks)
            pieces += _list(alike) if is_list else _paragraphs(alike)
    return "".join(pieces) + "</blockquote>" * depth


def _paragraphs(blocks: list[Block]) -> list[str]:
    pieces: list[str] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == HEADING:
            pieces += (f"<h2{_dir(_direction(block))}>{_inside(block)}</h2>" for block in group)
        else:
            pieces += _lines([(_inline(block.runs), _direction(block)) for block in group])
    return pieces


def _lines(lines: list[tuple[str, str]]) -> list[str]:
    """Paragraphs of lines and their directions. The blank line between two is their distance; each further one is written down."""
    pieces: list[str] = []
    pending: list[tuple[str, str]] = []
    blank = 0
    for line in lines:
        if not line[0]:
            blank += 1
            continue
        if pending and blank:
            pieces.append(_paragraph(pending))
            pending, blank = [], blank - 1
        pending += [("", "")] * blank + [line]
        blank = 0
    return [*pieces, _paragraph(pending + [("", "")] * blank, "<br>" if blank else "")]


def _paragraph(lines: list[tuple[str, str]], end: str = "") -> str:
    whole = next((direction for _, direction in lines if direction), "")
    pieces = []
    for number, (line, direction) in enumerate(lines):
        line += end if number == len(lines) - 1 else "<br>"
        other = direction and direction != whole
        pieces.append(f'<span dir="{direction}" style="display:block">{line}</span>' if other else line)
    return f"<p{_dir(whole)}>{''.join(pieces)}</p>"


def _direction(block: Block) -> str:
    return direction_of("".join(run.text for run in block.runs if not run.picture))


def _dir(direction: str, around: str = LTR) -> str:
    """The attribute, where it is another than that of what stands around."""
    return f' dir="{direction}"' if direction and direction != around else ""


def _list(items: list[Block]) -> list[str]:
    pieces: list[str] = []
    opened: list[str] = []
    whole = next((RTL for item in items[:1] if _direction(item) == RTL), LTR)
    for item in items:
        tag = "ol" if item.kind == NUMBER else "ul"
        while len(opened) > item.level or (len(opened) == item.level and opened[-1] != tag):
            pieces.append(f"</li></{opened.pop()}>")
        if len(opened) == item.level:
            pieces.append("</li>")
        else:
            pieces.append(f"<{tag}{_dir(whole)}>" if not opened else f"<{tag}>")
            opened.append(tag)
        pieces.append(f"<li{_dir(_direction(item), whole)}>" + _inside(item))
    pieces += (f"</li></{tag}>" for tag in reversed(opened))
    return pieces


def _inside(block: Block) -> str:
    """Of a block that has an element of its own: where the last break would not be seen, it is doubled."""
    inline = _inline(block.runs)
    return inline + "<br>" if not inline or inline.endswith("<br>") else inline


def _inline(runs: Sequence[Run]) -> str:
    spaced = _LOST_BLANK.sub("\u00a0", "".join(run.text for run in runs))
    pieces: list[str] = []
    position = 0
    for link, group in groupby(runs, key=lambda run: run.link):
        inside: list[str] = []
        for run in group:
            text = spaced[position : position + len(run.text)]
            position += len(run.text)
            inside.append(_run(run, text))
        pieces.append(f'<a href="{escape(link)}">{"".join(inside)}</a>' if link else "".join(inside))
    return "".join(pieces)


def _run(run: Run, text: str) -> str:
    if run.picture:
        return f'<img src="cid:{escape(run.picture)}" alt="{escape(text)}">'
    opening = "".join(f"<{tag}>" for style, tag in _TAGS if run.style & style)
    closing = "".join(f"</{tag}>" for style, tag in reversed(_TAGS) if run.style & style)
    return opening + (_escape(text) if run.link else _linked(text)) + closing


def _linked(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for start, end in find_urls(text):
        label = text[start:end]
        target = label if ":" in label[:8] else f"http://{label}"
        pieces += (_escape(text[position:start]), f'<a href="{escape(target)}">{_escape(label)}</a>')
        position = end
    return "".join(pieces) + _escape(text[position:])


def _escape(text: str) -> str:
    escaped = escape(text.replace("\t", _TAB), quote=False)
    return escaped.replace("\u00a0", "&nbsp;").replace("\n", "<br>")
