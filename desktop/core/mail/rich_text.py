"""Formatted text as a value: blocks of runs, and the plain text that says the same.

What one may write is small on purpose: bold, italic, underline, strikethrough, links, pictures, lists, quotes and one size of
heading; no letters, colours or sizes. Invariant: `tidy` gives one form to what looks the same, and what any of the readers makes
(a mail's HTML, an editor, a stored draft) is tidy. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntFlag
from itertools import groupby
from typing import Any, NamedTuple

TEXT, HEADING, BULLET, NUMBER = "text", "heading", "bullet", "number"
_KINDS = (TEXT, HEADING, BULLET, NUMBER)
LISTS = (BULLET, NUMBER)
MAX_LEVEL = 8
"""How deep lists and quotes nest."""
MAX_BLOCKS = 20_000
LINK = re.compile(r"(?:https?://|mailto:)[^\s\"<>\\]{1,4000}", re.I)
"""Addresses that a link may have."""
_PICTURE = re.compile(r"[^\s\"'<>\\]{1,998}")
_BREAKS = re.compile("(\n+)")
_QUOTED = re.compile(r"(?:> ?)+")
_NO_LETTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufdd0\ufdd1\ufffc\ufeff\ud800-\udfff]")
_BLANKS = str.maketrans({"\u00a0": " ", "\u2028": "\n", "\u2029": "\n"})


class Style(IntFlag):
    BOLD = 1
    ITALIC = 2
    UNDERLINE = 4
    STRIKE = 8


class Run(NamedTuple):
    """A stretch of one look. A newline in it is a line break within its block; with a `picture` (a Content-ID without brackets)
    the text is what stands for it."""

    text: str
    style: int = 0
    link: str = ""
    picture: str = ""


class Block(NamedTuple):
    """A line, a heading or an item. `level` counts from 1 in lists and is 0 elsewhere; `quote` is how deep it is quoted."""

    runs: tuple[Run, ...] = ()
    kind: str = TEXT
    level: int = 0
    quote: int = 0


RichText = tuple[Block, ...]


def is_plain(rich: RichText) -> bool:
    """Nothing in it needs more than a text to be said."""
    return all(
        block.kind == TEXT and not block.quote and not any(run.style or run.link or run.picture for run in block.runs)
        for block in rich
    )


def from_text(text: str) -> RichText:
    """The lines of a text, quoted ones as deep as their marks say."""
    blocks = []
    for line in text.split("\n"):
        match = _QUOTED.match(line)
        rest = line[match.end() :] if match else line
        blocks.append(Block((Run(rest),), quote=match[0].count(">") if match else 0))
    return tidy(blocks)


def to_text(rich: RichText) -> str:
    """The same as plain text, a line for each block: items with their mark, links with their address, quotes with ">"."""
    counts: list[tuple[str, int]] = []
    """Of the lists that are open: their kind, and how many items."""
    lines: list[str] = []
    before = Block()
    for block in rich:
        mark = "> " if not block.quote else ">" * block.quote + " "
        first = rest = ""
        if block.kind in LISTS:
            counts = counts[: block.level] if before.kind in LISTS and before.quote == block.quote else []
            counts += [("", 0)] * (block.level - len(counts))
            kind, number = counts[-1]
            counts[-1] = (block.kind, number + 1 if kind == block.kind else 1)
            first = "  " * (block.level - 1) + (f"{counts[-1][1]}. " if block.kind == NUMBER else "- ")
            rest = " " * len(first)
        for place, line in enumerate(_said(block.runs).split("\n")):
            line = (rest if place else first) + line
            lines.append((mark + line if line.strip() else mark.rstrip()) if block.quote else line)
        before = block
    return "\n".join(lines)


def tidy(blocks: Iterable[Block]) -> RichText:
    """The one form of it: alike runs joined, empty ones gone, levels without gaps, nothing said twice."""
    made: list[Block] = []
    level = 0
    for block in blocks:
        is_item = block.kind in LISTS
        quote = max(0, min(block.quote, MAX_LEVEL))
        if made and made[-1].quote != quote:
            level = 0
        level = max(1, min(block.level, level + 1, MAX_LEVEL)) if is_item else 0
        runs = _tidy_runs(block.runs, block.kind)
        if block.kind == TEXT:
            made += (Block(line, TEXT, 0, quote) for line in _lines(runs))
        else:
            made.append(Block(tuple(runs), block.kind, level, quote))
    return tuple(made)


def pictures_of(rich: RichText) -> set[str]:
    return {run.picture for block in rich for run in block.runs if run.picture}


def unpack(stored: object) -> RichText:
    """From the lists that JSON makes of it; what is none of ours is nothing."""
    if not isinstance(stored, list):
        return ()
    try:
        return tidy(
            Block(tuple(_unpack_run(run) for run in runs), kind if kind in _KINDS else TEXT, int(level), int(quote))
            for runs, kind, level, quote in stored[:MAX_BLOCKS]
        )
    except (TypeError, ValueError, OverflowError):
        return ()


def is_own_address(label: str, link: str) -> bool:
    """A link that says where it leads needs none: programs see it by themselves."""
    return link in (label, f"http://{label}", f"mailto:{label}")


def _unpack_run(stored: Sequence[Any]) -> Run:
    text, style, link, picture = stored
    link, picture = str(link), str(picture)
    return Run(
        str(text), int(style) & 15, link if LINK.fullmatch(link) else "", picture if _PICTURE.fullmatch(picture) else ""
    )


def _said(runs: Sequence[Run]) -> str:
    pieces: list[str] = []
    for link, group in groupby(runs, key=lambda run: run.link):
        label = "".join(f"[{run.text}]" if run.picture else run.text for run in group)
        address = link.removeprefix("mailto:")
        pieces.append(f"{label} <{address}>" if link and address != label else label)
    return "".join(pieces)


def _tidy_runs(runs: Sequence[Run], kind: str) -> list[Run]:
    cleaned: list[Run] = []
    for link, group in groupby(runs, key=lambda run: run.link):
        linked = [run._replace(text=_NO_LETTERS.sub("", run.text.translate(_BLANKS))) for run in group]
        label = "".join("\0" if run.picture else run.text for run in linked)
        if link and is_own_address(label, link):
            linked = [run._replace(link="") for run in linked]
        for run in linked:
            if run.picture:
                cleaned.append(run._replace(text=" ".join(run.text.split()), style=0))
            else:
                cleaned += (_tidy_look(run, piece, kind) for piece in _BREAKS.split(run.text) if piece)
    joined: list[Run] = []
    for run in cleaned:
        if joined and not run.picture and not joined[-1].picture and joined[-1][1:] == run[1:]:
            joined[-1] = run._replace(text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return joined


def _tidy_look(run: Run, piece: str, kind: str) -> Run:
    if piece[0] == "\n":
        return Run(piece)
    style = run.style
    if run.link:
        style &= ~Style.UNDERLINE
    if kind == HEADING:
        style &= ~Style.BOLD
    return Run(piece, int(style), run.link)


def _lines(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """A break between two lines of text is as good as another block."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if not run.picture and run.text[0] == "\n":
            lines += ([] for _ in run.text)
        else:
            lines[-1].append(run)
    return [tuple(line) for line in lines]
