"""What one does to the text one writes: emphasis, lists, quotes, headings, links, and away with all of them.

Invariant: one command is one step of undo, and nothing is done to a picture but to let it be. GUI thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from desktop.core.mail.rich_text import BULLET, HEADING, LISTS, MAX_LEVEL, NUMBER, TEXT, Style
from desktop.ui.composer.document import (
    char_format,
    kind_of,
    level_of,
    picture_of,
    quote_of,
    runs_of,
    set_block,
    settle_lists,
    style_of,
)

STYLES = {"bold": Style.BOLD, "italic": Style.ITALIC, "underline": Style.UNDERLINE, "strike": Style.STRIKE}
KINDS = {"bullets": BULLET, "numbers": NUMBER, "heading": HEADING}
_MARK = re.compile(r"(?:[-*]|1[.)]) ")


class Formatting(QObject):
    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor

    def do(self, name: str) -> None:
        """A command by its name."""
        if name in STYLES:
            self._toggle_style(STYLES[name])
        elif name in KINDS:
            self._toggle_kind(KINDS[name])
        elif name == "quote":
            self._toggle_quote()
        elif name == "clear":
            self._clear()
        else:
            self.indent(1 if name == "indent" else -1)

    def active(self) -> set[str]:
        """Which commands are in force where the cursor is; `indent` means that there is an item to move."""
        look, block = self._editor.currentCharFormat(), self._editor.textCursor().block()
        style, kind = style_of(look), kind_of(block)
        names = {name for name, one in STYLES.items() if style & one}
        names |= {name for name, one in KINDS.items() if kind == one}
        names |= {"quote"} if quote_of(block) else set()
        names |= {"link"} if look.isAnchor() else set()
        return names | ({"indent", "outdent"} if kind in LISTS else set())

    def indent(self, step: int) -> None:
        """Items one level in or out; out of the first is out of the list."""
        with self._step() as blocks:
            for block in blocks:
                if block.textList() is None:
                    continue
                level = min(level_of(block) + step, MAX_LEVEL)
                if level < 1:
                    set_block(block, TEXT)
                elif step < 0 or level <= _level_above(block) + 1:
                    set_block(block, kind_of(block), level)

    def link(self) -> tuple[QTextCursor, str, str]:
        """What a link would be made of: the selection or the link at the cursor; its words and its address."""
        cursor = self._editor.textCursor()
        href = self._editor.currentCharFormat().anchorHref()
        if not cursor.hasSelection() and href:
            for start, length, look, _ in runs_of(cursor.block()):
                if look.anchorHref() == href and start <= cursor.position() <= start + length:
                    cursor.setPosition(start)
                    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        return cursor, cursor.selectedText().replace("\u2029", " "), href

    def set_link(self, cursor: QTextCursor, words: str, address: str) -> None:
        """Make what is selected a link, or put one there; without an address what was one is its words again."""
        cursor.beginEditBlock()
        if cursor.hasSelection() and words == cursor.selectedText().replace("\u2029", " "):
            look = QTextCharFormat()
            look.setAnchor(bool(address))
            look.setAnchorHref(address)
            cursor.mergeCharFormat(look)
        else:
            cursor.insertText(words or address, char_format(style_of(cursor.charFormat()), address))
        cursor.endEditBlock()
        cursor.setPosition(max(cursor.position(), cursor.anchor()))
        self._editor.setTextCursor(cursor)
        self.leave_link()

    def leave_link(self) -> None:
        """What is typed behind a link is no part of it."""
        cursor = self._editor.textCursor()
        look = self._editor.currentCharFormat()
        if not look.isAnchor() or cursor.hasSelection():
            return
        after = QTextCursor(cursor)
        within = after.movePosition(QTextCursor.MoveOperation.Right) and not cursor.atBlockEnd()
        if not within or after.charFormat().anchorHref() != look.anchorHref():
            self._editor.setCurrentCharFormat(char_format(style_of(look)))

    # while typing

    def start_list(self) -> None:
        """A blank was typed: behind "-" or "1." at the start of a line it has made a list."""
        cursor = self._editor.textCursor()
        block = cursor.block()
        if kind_of(block) != TEXT or not _MARK.fullmatch(block.text()[: cursor.positionInBlock()]):
            return
        kind = NUMBER if block.text()[0] == "1" else BULLET
        cursor.beginEditBlock()
        cursor.setPosition(block.position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        set_block(cursor.block(), kind, 1)
        settle_lists(cursor.block())
        cursor.endEditBlock()

    def leave_block(self) -> bool:
        """Enter in an empty item or quote goes one step out of it, and in an empty heading makes it text."""
        cursor = self._editor.textCursor()
        block = cursor.block()
        return not cursor.hasSelection() and not block.text() and self._step_out()

    def step_out(self) -> bool:
        """Backspace at the start of an item, heading or quote takes that away first."""
        cursor = self._editor.textCursor()
        return not cursor.hasSelection() and cursor.atBlockStart() and self._step_out()

    def end_heading(self) -> None:
        """A line after a heading is text again."""
        cursor = self._editor.textCursor()
        if kind_of(cursor.block()) == HEADING and cursor.atBlockEnd():
            set_block(cursor.block(), TEXT)

    def _step_out(self) -> bool:
        block = self._editor.textCursor().block()
        if block.textList() is not None:
            self.indent(-1)
        elif kind_of(block) == HEADING:
            self._toggle_kind(HEADING)
        elif quote_of(block):
            with self._step():
                set_block(block, TEXT, 0, quote_of(block) - 1)
        else:
            return False
        return True

    # commands

    def _toggle_style(self, style: Style) -> None:
        on = not style_of(self._editor.currentCharFormat()) & style
        wanted, look = char_format(style if on else 0), QTextCharFormat()
        if style is Style.BOLD:
            look.setFontWeight(wanted.fontWeight())
        elif style is Style.ITALIC:
            look.setFontItalic(on)
        elif style is Style.UNDERLINE:
            look.setFontUnderline(on)
        else:
            look.setFontStrikeOut(on)
        self._editor.mergeCurrentCharFormat(look)

    def _toggle_kind(self, kind: str) -> None:
        with self._step() as blocks:
            off = all(kind_of(block) == kind for block in blocks)
            for block in blocks:
                set_block(block, TEXT if off else kind, 0 if off else max(1, level_of(block)))

    def _toggle_quote(self) -> None:
        with self._step() as blocks:
            step = -1 if all(quote_of(block) for block in blocks) else 1
            for block in blocks:
                quote = max(0, min(quote_of(block) + step, MAX_LEVEL))
                set_block(block, kind_of(block), level_of(block), quote)

    def _clear(self) -> None:
        cursor = self._editor.textCursor()
        whole = not cursor.hasSelection()
        with self._step() as blocks:
            for block in blocks:
                set_block(block, TEXT, 0, 0)
                first = block.position() if whole else max(block.position(), cursor.selectionStart())
                last = block.position() + block.length() - 1
                last = last if whole else min(last, cursor.selectionEnd())
                for start, length, look, _ in list(runs_of(block)):
                    if not picture_of(look):
                        piece = QTextCursor(block)
                        piece.setPosition(max(start, first))
                        if start + length > first and start < last:
                            piece.setPosition(min(start + length, last), QTextCursor.MoveMode.KeepAnchor)
                            piece.setCharFormat(QTextCharFormat())
        self._editor.setCurrentCharFormat(QTextCharFormat())

    @contextmanager
    def _step(self) -> Iterator[list[QTextBlock]]:
        """One step of undo on the blocks that are selected; the lists below are settled after it."""
        cursor = self._editor.textCursor()
        document = self._editor.document()
        block, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
        blocks = [block]
        while block != last and block.isValid():
            block = block.next()
            blocks.append(block)
        cursor.beginEditBlock()
        try:
            yield blocks
            settle_lists(blocks[0] if blocks[0].textList() is not None else blocks[0].next())
            settle_lists(blocks[-1].next())
        finally:
            cursor.endEditBlock()


def _level_above(block: QTextBlock) -> int:
    above = block.previous()
    return level_of(above) if above.isValid() and quote_of(above) == quote_of(block) else 0
