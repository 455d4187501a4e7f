"""An editor's document as formatted text, and formatted text put into a document: Qt's formats are known here alone.

Invariant: what is read is what stands there, tidy, with nothing of Qt's; only what `Block` and `Run` can say is ever put in, so
no letters, colours or addresses of pictures come from elsewhere. GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
    QTextList,
    QTextListFormat,
)

from desktop.core.mail.rich_text import (
    BULLET,
    HEADING,
    LISTS,
    MAX_LEVEL,
    NUMBER,
    TEXT,
    Block,
    RichText,
    Run,
    Style,
    tidy,
)
from desktop.ui.theme import Space

PICTURE = "\ufffc"
_LOCAL = "cid:"
_SHAPES = {BULLET: QTextListFormat.Style.ListDisc, NUMBER: QTextListFormat.Style.ListDecimal}
_HOLLOW = QTextListFormat.Style.ListCircle
"""Below the first level, as everywhere."""


def read(document: QTextDocument, first: int = 0) -> RichText:
    """From that block on."""
    return tidy(_read_block(block) for block in islice(blocks_of(document), first, None))


def read_selection(cursor: QTextCursor) -> RichText:
    """What is selected, as if it stood alone."""
    alone = QTextDocument()
    QTextCursor(alone).insertFragment(cursor.selection())
    return read(alone)


def blocks_of(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def kind_of(block: QTextBlock) -> str:
    made = block.textList()
    if made is not None:
        return NUMBER if made.format().style() == _SHAPES[NUMBER] else BULLET
    return HEADING if block.blockFormat().headingLevel() else TEXT


def level_of(block: QTextBlock) -> int:
    made = block.textList()
    return 0 if made is None else made.format().indent()


def quote_of(block: QTextBlock) -> int:
    return int(block.blockFormat().intProperty(QTextFormat.Property.BlockQuoteLevel))


def set_block(block: QTextBlock, kind: str, level: int = 0, quote: int | None = None) -> None:
    """Make of a block what is wanted; a quote that is not named stays as deep as it is."""
    quote = quote_of(block) if quote is None else quote
    made = block.textList()
    if made is not None and (kind not in LISTS or (kind, level) != (kind_of(block), level_of(block))):
        made.remove(block)
    QTextCursor(block).setBlockFormat(_block_format(kind, quote, block))
    if kind in LISTS:
        _join_list(block, kind, max(1, min(level, MAX_LEVEL)))


def settle_lists(block: QTextBlock) -> None:
    """The items from here on belong to the lists that they seem to: numbers begin anew after what is no item."""
    while block.isValid() and block.textList() is not None:
        _join_list(block, kind_of(block), level_of(block))
        block = block.next()


def insert(cursor: QTextCursor, rich: RichText) -> None:
    """Put it where the cursor is, in the place of what is selected; what stands in a line already stays in it."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    for number, block in enumerate(rich):
        if number:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        if number or not cursor.block().text():
            set_block(cursor.block(), block.kind, block.level, block.quote or (None if not number else 0))
        for run in block.runs:
            if run.picture:
                cursor.insertImage(picture_format(run.picture, run.text))
            else:
                cursor.insertText(run.text.replace("\n", "\u2028"), char_format(run.style, run.link))
    settle_lists(cursor.block())
    cursor.endEditBlock()


def insert_text(cursor: QTextCursor, text: str) -> None:
    """Plain lines, whatever stands around them."""
    cursor.beginEditBlock()
    cursor.removeSelectedText()
    for number, line in enumerate(text.split("\n")):
        if number:
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())
        cursor.insertText(line, QTextCharFormat())
    cursor.endEditBlock()


def char_format(style: int, link: str = "") -> QTextCharFormat:
    made = QTextCharFormat()
    if style & Style.BOLD:
        made.setFontWeight(QFont.Weight.Bold)
    if style & Style.ITALIC:
        made.setFontItalic(True)
    if style & Style.UNDERLINE:
        made.setFontUnderline(True)
    if style & Style.STRIKE:
        made.setFontStrikeOut(True)
    if link:
        made.setAnchor(True)
        made.setAnchorHref(link)
    return made


def style_of(look: QTextCharFormat) -> int:
    return int(
        (Style.BOLD if look.fontWeight() >= QFont.Weight.DemiBold else 0)
        | (Style.ITALIC if look.fontItalic() else 0)
        | (Style.UNDERLINE if look.fontUnderline() else 0)
        | (Style.STRIKE if look.fontStrikeOut() else 0)
    )


def picture_format(name: str, words: str) -> QTextImageFormat:
    made = QTextImageFormat()
    made.setName(_LOCAL + name)
    made.setProperty(QTextFormat.Property.ImageAltText, words)
    return made


def picture_of(look: QTextCharFormat) -> str:
    """The Content-ID of a picture, or nothing."""
    return look.toImageFormat().name().removeprefix(_LOCAL) if look.isImageFormat() else ""


def runs_of(block: QTextBlock) -> Iterator[tuple[int, int, QTextCharFormat, str]]:
    """(position in the document, length, look, text) of each stretch."""
    place = block.begin()
    while not place.atEnd():
        piece = place.fragment()
        yield piece.position(), piece.length(), piece.charFormat(), piece.text()
        place += 1


def _read_block(block: QTextBlock) -> Block:
    runs: list[Run] = []
    for _, _, look, text in runs_of(block):
        link = look.anchorHref() if look.isAnchor() else ""
        picture = picture_of(look)
        words = str(look.property(QTextFormat.Property.ImageAltText) or "")
        for number, piece in enumerate(text.split(PICTURE)):  # what is typed behind a picture may look like one
            if number and picture:
                runs.append(Run(words, 0, link, picture))
            runs.append(Run(piece, style_of(look), link))
    return Block(tuple(runs), kind_of(block), level_of(block), quote_of(block))


def _block_format(kind: str, quote: int, block: QTextBlock) -> QTextBlockFormat:
    made = QTextBlockFormat()
    if kind == HEADING:
        made.setHeadingLevel(2)
        made.setTopMargin(Space.S)
        made.setBottomMargin(Space.XS)
    if quote:
        made.setProperty(QTextFormat.Property.BlockQuoteLevel, quote)
        made.setLeftMargin(quote * Space.L)
    if kind in LISTS and block.textList() is not None:
        made.setObjectIndex(block.blockFormat().objectIndex())
    return made


def _join_list(block: QTextBlock, kind: str, level: int) -> None:
    wanted, own = _list_above(block, kind, level), block.textList()
    if wanted is not None:
        if own is None or own.objectIndex() != wanted.objectIndex():
            wanted.add(block)
    elif own is None or own.item(0) != block or (kind_of(block), level_of(block)) != (kind, level):
        shape = QTextListFormat()
        shape.setStyle(_HOLLOW if kind == BULLET and level > 1 else _SHAPES[kind])
        shape.setIndent(level)
        QTextCursor(block).createList(shape)


def _list_above(block: QTextBlock, kind: str, level: int) -> QTextList | None:
    """The list that an item of that kind and level goes on with."""
    quote, above = quote_of(block), block.previous()
    while above.isValid() and above.textList() is not None and quote_of(above) == quote:
        if level_of(above) < level:
            return None
        if level_of(above) == level:
            return above.textList() if kind_of(above) == kind else None
        above = above.previous()
    return None
