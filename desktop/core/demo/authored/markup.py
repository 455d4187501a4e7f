"""The small markup in which bodies are authored, as blocks; from them come the plain text and the HTML of a mail.

`# ` and `## ` headings, `- ` items, `| a | b |` rows, `![alt](url)` picture, `=> label <url>` button, `---` rule, `> ` quote,
everything else paragraphs; inside a line `*bold*` and `[text](url)`. Invariant: what is not markup is text and is escaped.
Pure. Any thread.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby, zip_longest

from desktop.values import dataclass

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)$")
_BUTTON = re.compile(r"=> (.+) <([^>]+)>$")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*")
_PREFIXES = (("# ", "title"), ("## ", "heading"), ("- ", "item"), ("> ", "quote"))


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body; `target` is the URL of a picture or button, `cells` the columns of a table row."""

    kind: str
    text: str = ""
    target: str = ""
    cells: tuple[str, ...] = ()


def parse_blocks(body: str) -> tuple[Block, ...]:
    """The blocks of an authored body; lines of one paragraph are kept apart by a line feed in its text."""
    blocks: list[Block] = []
    paragraph: list[str] = []

    def flush() -> None:
        if paragraph:
            blocks.append(Block("paragraph", "\n".join(paragraph)))
            paragraph.clear()

    for line in body.splitlines():
        block = _special(line)
        if block is not None or not line.strip():
            flush()
            if block is not None:
                blocks.append(block)
        else:
            paragraph.append(line)
    flush()
    return tuple(blocks)


def _special(line: str) -> Block | None:
    if line == "---":
        return Block("rule")
    if match := _PICTURE.match(line):
        return Block("picture", match[1], match[2])
    if match := _BUTTON.match(line):
        return Block("button", match[1], match[2])
    if line.startswith("| ") and line.endswith(" |"):
        return Block("row", cells=tuple(cell.strip() for cell in line[1:-1].split("|")))
    for prefix, kind in _PREFIXES:
        if line.startswith(prefix):
            return Block(kind, line[len(prefix) :])
    return None


def plain_text(blocks: tuple[Block, ...]) -> str:
    """The body as a person reads it without HTML: links written out, tables as lines."""
    groups: list[str] = []
    for kind, run in groupby(blocks, lambda block: block.kind):
        group = list(run)
        close = "\n" if kind in {"item", "quote"} else "\n\n"
        groups.append(_plain_table(group) if kind == "row" else close.join(map(_plain_block, group)))
    return "\n\n".join(groups)


def _plain_table(rows: list[Block]) -> str:
    """Columns under each other, as far as a font of fixed width shows it."""
    cells = [[_plain_inline(cell) for cell in row.cells] for row in rows]
    widths = [max(map(len, column)) for column in zip_longest(*cells, fillvalue="")]
    return "\n".join("   ".join(map(str.ljust, row, widths)).rstrip() for row in cells)


def _plain_block(block: Block) -> str:
    match block.kind:
        case "title":
            return _plain_inline(block.text).upper()
        case "item":
            return "- " + _plain_inline(block.text)
        case "picture":
            return f"[{block.text}]"
        case "button":
            return f"{block.text}: {block.target}"
        case "rule":
            return "----------"
        case "quote":
            return "> " + block.text
        case _:
            return _plain_inline(block.text)


def _plain_inline(text: str) -> str:
    return _BOLD.sub(r"\1", _LINK.sub(r"\1 (\2)", text))


def html_inline(text: str, colour: str = "") -> str:
    """One line of text as HTML."""
    style = f' style="color:{colour}"' if colour else ""
    html = escape(text, quote=False)
    html = _LINK.sub(lambda match: f'<a href="{escape(match[2])}"{style}>{match[1]}</a>', html)
    return _BOLD.sub(r"<b>\1</b>", html).replace("\n", "<br>\n")
