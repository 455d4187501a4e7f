"""Plain text always, and HTML where the web engine is missing: a QTextBrowser that can read nothing by itself.

Invariant: `loadResource` answers from the pictures handed in with the mail and from data: URLs, never from a file or a
host; HTML that would freeze it is not given to it (`PageFacts.suits_text_view`). GUI thread.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from PySide6.QtCore import QByteArray, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from desktop.core.api.pictures import SCHEME
from desktop.ui.message_list.lettering import qt_length
from desktop.ui.pictures import read_picture
from desktop.ui.reader.plain_text import MORE, QUOTE_LEVEL, QUOTE_STEP, UNFOLD, Labels, build_document, quote_colours
from desktop.ui.theme import LIGHT, Role, Type, font, theme

if TYPE_CHECKING:  # with the first search
    from desktop.core.api.searching.marking import Sought

MAX_PIXELS = 20_000_000
MAX_DATA_URL = 8 * 1024 * 1024
MAX_MARKED = 1_000


class TextView(QTextBrowser):
    link_clicked = Signal(str)
    link_hovered = Signal(str)
    found = Signal(int, int)
    menu_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(self.tr("Text of the mail"))
        self.document().setDocumentMargin(16)
        self._pictures: Mapping[str, bytes] = {}
        self._text = ""
        self._is_html = False
        self._folded, self._pieces = True, 1
        self._zoom = 1.0
        self._matches: list[QTextCursor] = []
        self._match = -1
        self.sought: Sought | None = None
        """What of a search is marked in what is shown next."""
        self.anchorClicked.connect(self._on_anchor)
        self.highlighted.connect(lambda url: self.link_hovered.emit("" if url.scheme() == "fold" else _plain(url)))
        theme().changed.connect(self._restyle)

    def show_text(self, text: str) -> None:
        self._text, self._is_html, self._pictures = text, False, {}
        self._folded, self._pieces = True, 1
        self._build()

    def show_html(self, html: str, pictures: Mapping[str, bytes]) -> None:
        """Sanitised HTML on a light ground whatever the palette: its own colours were chosen for white."""
        self._text, self._is_html, self._pictures = html, True, pictures
        self._build()

    @property
    def _is_continued(self) -> bool:
        """More of the same text was asked for: what was read stays where it is."""
        return not self._folded or self._pieces > 1

    def set_zoom(self, factor: float) -> None:
        if factor != self._zoom:
            self._zoom = factor
            self._build()

    def selected_text(self) -> str:
        return self.textCursor().selectedText().replace("\u2029", "\n")

    def select_all(self) -> None:
        self.selectAll()

    def find_text(self, text: str, backward: bool = False) -> None:
        """Mark every match and go to the next one; told by `found`."""
        self._mark(text)
        count = len(self._matches)
        if count:
            self._match = (self._match + (-1 if backward else 1)) % count
            shown = QTextCursor(self._matches[self._match])
            self.setTextCursor(shown)
            self.ensureCursorVisible()
        self.found.emit(self._match + 1 if count else 0, count)

    def loadResource(self, kind: int, address: QUrl | str) -> object:
        name = QUrl(address)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return QByteArray()
        if name.scheme() == "cid":
            return _read_picture(self._pictures.get(unquote(name.path()), b""))
        if name.scheme() == SCHEME:
            return _read_picture(self._pictures.get(name.toString(), b""))
        if name.scheme() == "data":
            return _read_picture(_read_data_url(name.toString(QUrl.ComponentFormattingOption.FullyEncoded)))
        return QImage()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_html:
            self._paint_quote_bars(event)

    def _paint_quote_bars(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setPen(Qt.PenStyle.NoPen)
        layout, colours = self.document().documentLayout(), quote_colours()
        top, left = self.verticalScrollBar().value(), self.horizontalScrollBar().value()
        block = self.cursorForPosition(event.rect().topLeft()).block()
        while block.isValid():
            area = layout.blockBoundingRect(block)
            if area.top() - top > event.rect().bottom():
                break
            for level in range(block.blockFormat().intProperty(QUOTE_LEVEL)):
                painter.setBrush(colours[level % len(colours)])
                x = self.document().documentMargin() + level * QUOTE_STEP - left
                painter.drawRect(QRectF(x, area.top() - top, 3, area.height() + 1))
            block = block.next()
        painter.end()

    def _build(self) -> None:
        at = self.verticalScrollBar().value()
        self._matches, self._match = [], -1
        palette = self.palette()
        if self._is_html:
            # Foreign HTML chooses its colours for white paper.
            palette.setColor(QPalette.ColorRole.Base, QColor("#ffffff"))
            palette.setColor(QPalette.ColorRole.Text, QColor("#1f2628"))
            self.setPalette(palette)
            self.setStyleSheet("QTextBrowser { background: #ffffff; color: #1f2628; }")
            self.document().setDefaultFont(self._scaled_font())
            self.setHtml(self._text)
        else:
            self.setStyleSheet("")
            palette.setColor(QPalette.ColorRole.Base, theme().colour(Role.SURFACE))
            palette.setColor(QPalette.ColorRole.Text, theme().colour(Role.TEXT))
            self.setPalette(palette)
            labels = Labels(self.tr("··· show {count} quoted lines"), self.tr("··· show more ({count} lines left)"))
            document = build_document(self._text, labels, folded=self._folded, pieces=self._pieces)
            document.setParent(self)
            document.setDefaultFont(self._scaled_font())
            self.setDocument(document)  # which deletes the one before
        self.document().setDocumentMargin(16)
        self._mark("")
        self.verticalScrollBar().setValue(min(at, self.verticalScrollBar().maximum()) if self._is_continued else 0)

    def _scaled_font(self) -> QFont:
        made = font(Type.SENDER)
        made.setPixelSize(max(6, round(Type.SENDER * self._zoom)))
        return made

    def _mark(self, text: str) -> None:
        self._matches = []
        cursor = QTextCursor(self.document())
        while text and len(self._matches) < MAX_MARKED:
            cursor = self.document().find(text, cursor)
            if cursor.isNull():
                break
            self._matches.append(QTextCursor(cursor))
        if not self._matches:
            self._match = -1
        dark_on_light = self._is_html  # whatever the palette
        ground = QColor(LIGHT[Role.MARK]) if dark_on_light else theme().colour(Role.MARK)
        ink = QColor(LIGHT[Role.TEXT]) if dark_on_light else theme().colour(Role.TEXT)
        marks = []
        for match in self._matches or ([] if text else self._find_sought()):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = match
            mark.format.setBackground(ground)
            mark.format.setForeground(ink)
            marks.append(mark)
        self.setExtraSelections(marks)

    def _find_sought(self) -> list[QTextCursor]:
        found: list[QTextCursor] = []
        block = self.document().begin()
        while self.sought is not None and block.isValid() and len(found) < MAX_MARKED:
            text = block.text()
            for start, end in self.sought.spans(text):
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + qt_length(text[:start]))
                cursor.setPosition(block.position() + qt_length(text[:end]), QTextCursor.MoveMode.KeepAnchor)
                found.append(cursor)
            block = block.next()
        return found

    def _on_anchor(self, url: QUrl) -> None:
        if url.toString() == UNFOLD:
            self._folded = False
            self._build()
        elif url.toString() == MORE:
            self._pieces += 1
            self._build()
        else:
            self.link_clicked.emit(_plain(url))

    def _restyle(self) -> None:
        if not self._is_html:
            self._build()


def _plain(url: QUrl) -> str:
    return url.toString(QUrl.ComponentFormattingOption.FullyEncoded)


def _read_picture(content: bytes) -> QImage:
    """The picture, or an empty one when it is none or would need too much memory."""
    return read_picture(content, MAX_PIXELS) or QImage()


def _read_data_url(url: str) -> bytes:
    head, comma, body = url.partition(",")
    if not comma or len(url) > MAX_DATA_URL or not head.lower().startswith("data:image/"):
        return b""
    content = unquote_to_bytes(body)
    if not head.lower().endswith(";base64"):
        return content
    try:
        return base64.b64decode(content)
    except (binascii.Error, ValueError):
        return b""
