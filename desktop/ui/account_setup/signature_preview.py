"""How a signature looks to whoever gets it, on white paper and in a dark window: a black picture is nothing in one of them. GUI thread."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.mail.rich_text import RichText
from desktop.ui.composer import document
from desktop.ui.theme import DARK, LIGHT, Role, Space, Type, font

_MOST = 170


class SignaturePreview(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.light, self.dark = _Paper(LIGHT), _Paper(DARK)
        self.light.setAccessibleName(self.tr("Preview on a light ground"))
        self.dark.setAccessibleName(self.tr("Preview on a dark ground"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.light, 1)
        row.addWidget(self.dark, 1)
        self.hide()

    def show_signature(self, rich: RichText, pictures: Mapping[str, QImage]) -> None:
        for paper in (self.light, self.dark):
            paper.show_signature(rich, pictures)
        self.setVisible(bool(rich))


class _Paper(QWidget):
    def __init__(self, colours: Mapping[Role, str]) -> None:
        super().__init__()
        self._colours = colours
        self._document = QTextDocument(self)
        self._document.setDefaultFont(font(Type.BASE))
        self._document.setDocumentMargin(Space.S)

    def show_signature(self, rich: RichText, pictures: Mapping[str, QImage]) -> None:
        self._document.clear()
        for name, picture in pictures.items():
            self._document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"cid:{name}"), picture)
        document.insert(QTextCursor(self._document), rich)
        link = QTextCharFormat()
        link.setForeground(QColor(self._colours[Role.LINK]))
        link.setFontUnderline(True)
        for block in document.blocks_of(self._document):
            for start, length, look, _ in list(document.runs_of(block)):
                if look.isAnchor():
                    cursor = QTextCursor(self._document)
                    cursor.setPosition(start)
                    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
                    cursor.mergeCharFormat(link)
        self.setFixedHeight(min(_MOST, self.sizeHint().height()))
        self.update()

    def sizeHint(self) -> QSize:
        self._document.setTextWidth(max(120, self.width()))
        return QSize(200, round(self._document.size().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(self._colours[Role.BORDER]))
        painter.setBrush(QColor(self._colours[Role.SURFACE]))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._document.setTextWidth(self.width())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, QColor(self._colours[Role.TEXT]))
        painter.setClipRect(self.rect(), Qt.ClipOperation.IntersectClip)
        self._document.documentLayout().draw(painter, context)
        painter.end()
