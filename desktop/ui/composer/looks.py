"""How formatted text is shown while it is written: links in their colour, headings larger, quotes quieter.

Invariant: nothing of it is in the document, so none of it is sent and a change of the palette changes all of it. GUI thread.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from desktop.ui.composer.document import quote_of, runs_of
from desktop.ui.theme import Role, Type, theme


class Looks(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._take_colours()
        theme().changed.connect(self._change_colours)

    def highlightBlock(self, text: str) -> None:
        block = self.currentBlock()
        if block.blockFormat().headingLevel():
            self.setFormat(0, block.length(), self._heading)
        elif quote_of(block):
            self.setFormat(0, block.length(), self._quote)
        start = block.position()
        for position, length, look, _ in runs_of(block):
            if look.isAnchor():
                shown = QTextCharFormat(self._link)
                if block.blockFormat().headingLevel():
                    shown.merge(self._heading)
                self.setFormat(position - start, length, shown)

    def _take_colours(self) -> None:
        self._link, self._quote, self._heading = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        self._link.setForeground(theme().colour(Role.LINK))
        self._link.setFontUnderline(True)
        self._quote.setForeground(theme().colour(Role.TEXT_MUTED))
        self._heading.setFontWeight(QFont.Weight.DemiBold)
        self._heading.setProperty(QTextCharFormat.Property.FontPixelSize, int(Type.HEADING) + 2)

    def _change_colours(self) -> None:
        self._take_colours()
        self.rehighlight()
