"""An authored document before it becomes a file: the same sheet can be a PDF, a text document, a spreadsheet or a CSV. Any thread."""

from __future__ import annotations

from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows[0]` is the table's head; `walls` are lines (x1, y1, x2, y2) and `labels` words (x, y, text) in metres."""

    title: str
    issuer: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    walls: tuple[tuple[float, float, float, float], ...] = ()
    labels: tuple[tuple[float, float, str], ...] = ()
