"""Plain mail text as a document: quotes by depth, links that can be clicked, a long quoted tail folded away.

Invariant: the characters of the mail are shown as they are; only the quote marks at the start of a line become bars.
Long texts are shown without any of it and piece by piece, and endless lines are broken, so that opening stays quick.
GUI thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop.ui import words
from desktop.ui.theme import Role, Type, font, theme
from desktop.values import dataclass

QUOTE_LEVEL = QTextFormat.Property.UserProperty.value + 1
"""Block property with the depth of the quote, 1 to DEEPEST; the view paints that many bars."""
QUOTE_STEP = 14
DEEPEST = 6
DECORATED_LINES = 1_500
DECORATED_CHARACTERS = 200_000
PIECE_LINES = 5_000
PIECE_CHARACTERS = 300_000
"""How much of a long text is laid out at once: about 0.15 s of the event loop."""
LONGEST_LINE = 4_000
"""A paragraph of 300,000 characters takes Qt six seconds; broken into such lines, a tenth of one."""
FOLDED_LINES = 12
"""Fewer quoted lines at the end are not worth a fold."""
UNFOLD = "fold:all"
MORE = "fold:more"

_LINK = re.compile(
    r"https?://[^\s<>\"'«»\x00-\x1f]{1,2000}|mailto:[^\s<>\"']{1,300}|www\.[^\s<>\"'«»]{3,500}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[^\W\d_]{2,24}",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"(?:>[ \t]?)+")


@dataclass(frozen=True, slots=True)
class Line:
    """`depth` is the number of quote marks that stood before `text`."""

    depth: int
    text: str


def read_lines(text: str) -> list[Line]:
    lines = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n"):
        mark = _QUOTE.match(raw)
        depth = mark.group().count(">") if mark else 0
        lines.append(Line(depth, raw[mark.end() :] if mark else raw))
    return lines


def count_folded(lines: list[Line]) -> int:
    """How many lines at the end are one quoted block (with the line that announces it) and may be folded; 0 for none.
    A mail that is nothing but a quote is not folded."""
    end = len(lines)
    while end and not lines[end - 1].text.strip() and not lines[end - 1].depth:
        end -= 1
    start = end
    while start and (lines[start - 1].depth or not lines[start - 1].text.strip()):
        start -= 1
    while start < end and not lines[start].depth:
        start += 1
    if end - start < FOLDED_LINES:
        return 0
    above = start
    while above and not lines[above - 1].text.strip():
        above -= 1
    for _ in range(3):  # "On Tuesday, Ana <ana@…> wrote:" may be wrapped
        if above and lines[above - 1].text.strip():
            above -= 1
            if lines[above].text.rstrip().endswith(":") or above == 0:
                break
    announced = any(line.text.rstrip().endswith(":") for line in lines[above:start])
    first = above if announced else start
    return len(lines) - first if any(line.text.strip() for line in lines[:first]) else 0


def find_links(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, href) of what can be clicked; a full stop or bracket that closes the sentence is not part of it."""
    for match in _LINK.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in ".,;:!?…'\"*_>]}":
            end -= 1
        if text[end - 1] == ")" and text[start:end].count(")") > text[start:end].count("("):
            end -= 1
        shown = text[start:end]
        lower = shown.lower()
        if lower.startswith("www."):
            yield start, end, f"https://{shown}"
        elif lower.startswith(("http://", "https://", "mailto:")):
            yield start, end, shown
        else:
            yield start, end, f"mailto:{shown}"


def break_lines(text: str) -> str:
    """The text with lines of more than LONGEST_LINE characters broken; nothing written by a person has any."""
    lines = text.split("\n")
    if all(len(line) <= LONGEST_LINE for line in lines):
        return text
    return "\n".join(line[at : at + LONGEST_LINE] for line in lines for at in range(0, max(len(line), 1), LONGEST_LINE))


@dataclass(frozen=True, slots=True)
class Labels:
    """Links inside the text; "{count}" is a number of lines."""

    fold: str
    """Stands for a folded quote, leads to UNFOLD."""
    more: str
    """Stands at the end of a piece of a long text, leads to MORE."""


def build_document(text: str, labels: Labels, *, folded: bool, pieces: int = 1) -> QTextDocument:
    """`pieces` is how many pieces of a long text are wanted."""
    document = QTextDocument()
    document.setDefaultFont(font(Type.SENDER))
    document.setUndoRedoEnabled(False)
    text = break_lines(text)
    if len(text) > DECORATED_CHARACTERS or text.count("\n") > DECORATED_LINES:
        _fill_long(document, text, labels, pieces)
        return document
    lines = read_lines(text)
    hidden = count_folded(lines) if folded else 0
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    for number, line in enumerate(lines[: len(lines) - hidden]):
        _insert_line(cursor, line, first=number == 0)
    if hidden:
        _insert_line(cursor, Line(0, ""), first=False)
        cursor.insertText(labels.fold.format(count=words.number(hidden)), _link_format(UNFOLD))
    cursor.endEditBlock()
    return document


def _fill_long(document: QTextDocument, text: str, labels: Labels, pieces: int) -> None:
    end, line = 0, 0
    while end < len(text) and line < PIECE_LINES * pieces and end < PIECE_CHARACTERS * pieces:
        following = text.find("\n", end) + 1 or len(text)
        end, line = following, line + 1
    document.setPlainText(text[:end])
    if end < len(text):
        cursor = QTextCursor(document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertBlock()
        rest = text.count("\n", end) + 1
        cursor.insertText(labels.more.format(count=words.number(rest)), _link_format(MORE))


def _insert_line(cursor: QTextCursor, line: Line, *, first: bool) -> None:
    depth = min(line.depth, DEEPEST)
    block = QTextBlockFormat()
    block.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if depth:
        block.setLeftMargin(QUOTE_STEP * depth)
        block.setProperty(QUOTE_LEVEL, depth)
    plain = QTextCharFormat()
    if depth:
        plain.setForeground(QBrush(theme().colour(Role.TEXT_MUTED)))
    if first:
        cursor.setBlockFormat(block)
        cursor.setBlockCharFormat(plain)
    else:
        cursor.insertBlock(block, plain)
    at = 0
    for start, end, href in find_links(line.text):
        cursor.insertText(line.text[at:start], plain)
        cursor.insertText(line.text[start:end], _link_format(href))
        at = end
    cursor.insertText(line.text[at:], plain)


def _link_format(href: str) -> QTextCharFormat:
    link = QTextCharFormat()
    link.setAnchor(True)
    link.setAnchorHref(href)
    link.setForeground(QBrush(theme().colour(Role.LINK)))
    ours = href in (UNFOLD, MORE)
    if ours:
        link.setFontWeight(QFont.Weight.DemiBold)
    link.setUnderlineStyle(
        QTextCharFormat.UnderlineStyle.NoUnderline if ours else QTextCharFormat.UnderlineStyle.SingleUnderline
    )
    return link


def quote_colours() -> list[QBrush]:
    """The bars of quotes, outermost first; deeper ones repeat."""
    return [QBrush(theme().colour(role), Qt.BrushStyle.SolidPattern) for role in (Role.BORDER_STRONG, Role.FOCUS)]
