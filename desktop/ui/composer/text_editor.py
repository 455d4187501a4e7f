"""The field that formatted text is written in: its keys, what is pasted and dropped, and the bar beside a quote.

Invariant: nothing that is pasted is shown before it has been cleaned elsewhere (`html_given`), and nothing is ever loaded, from a
disk or a network: a picture is one that was put in by `show_picture`. What is too much to be laid out at once is not taken in
(`text_refused`). GUI thread.
"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QTextEdit

from desktop.core.mail.rich_text import to_text, unpack
from desktop.ui.composer import document
from desktop.ui.composer.formatting import Formatting
from desktop.ui.composer.looks import Looks
from desktop.ui.theme import Role, Space, theme

_OWN = "application/x-bandeja-text"
_INDENT = 22
MOST_LETTERS, MOST_LINES = 100_000, 2_000
"""Of one paste: what an editor lays out in a tenth of a second …"""
MOST_HELD = 3
"""… and how many times that all of the text may be, for whoever goes on pasting."""
_ENDLESS = 10_000
"""Letters of a word for which looking for a place to break it takes longer than is seen: the square of its length."""
_RAW_PICTURE = "image/png"


class _Document(QTextDocument):
    """Loads nothing: what is no resource of it is not there."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None


class TextEditor(QTextEdit):
    files_given = Signal(list)
    """[Path]"""
    image_given = Signal(object)
    """QImage, or bytes of a PNG that nobody has looked at"""
    text_refused = Signal(str)
    """A text that was pasted and is too long to be written here."""
    html_given = Signal(str, object)
    """HTML that was pasted; its text stands in the document already, and is what the QTextCursor selects."""

    def __init__(self) -> None:
        super().__init__()
        self.setDocument(_Document(self))
        self.document().setIndentWidth(_INDENT)
        self.document().setDocumentMargin(0)
        self.setAcceptRichText(False)
        self.setAutoFormatting(QTextEdit.AutoFormattingFlag.AutoNone)
        self.setTabChangesFocus(True)
        self.formats = True
        """Whether anything may be formatted here."""
        self.formatting = Formatting(self)
        self._looks = Looks(self.document())
        self.document().contentsChange.connect(self._mind_endless_words)

    def show_picture(self, name: str, picture: QImage) -> None:
        """Show a picture of the text, no wider than the text."""
        self.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"cid:{name}"), picture)
        width = min(picture.width(), max(160, self.viewport().width() - 2 * Space.L))
        for block in document.blocks_of(self.document()):
            for start, length, look, _ in list(document.runs_of(block)):
                if document.picture_of(look) == name:
                    made = look.toImageFormat()
                    made.setWidth(width)
                    made.setHeight(round(picture.height() * width / max(1, picture.width())))
                    cursor = QTextCursor(block)
                    cursor.setPosition(start)
                    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
                    cursor.joinPreviousEditBlock()
                    cursor.setCharFormat(made)
                    cursor.endEditBlock()

    def paste_plain(self) -> None:
        """What was copied, without its formatting."""
        text = QGuiApplication.clipboard().text()
        if self.has_room(text):
            document.insert_text(self.textCursor(), text)
            self.ensureCursorVisible()
        else:
            self.text_refused.emit(text)

    def has_room(self, text: str) -> bool:
        """Can it be put into the text without the window standing still?"""
        letters, lines = len(text), text.count("\n")
        held = self.document()
        return (
            letters <= MOST_LETTERS
            and lines <= MOST_LINES
            and letters + held.characterCount() <= MOST_HELD * MOST_LETTERS
            and lines + held.blockCount() <= MOST_HELD * MOST_LINES
        )

    # what Qt asks

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasHtml() or source.hasText() or local_files(source) != []

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = local_files(source)
        if files:
            self.files_given.emit(files)
        elif source.hasImage() and not source.hasText():
            # As it comes where it can be had: making a picture of thirty megabytes of PNG takes a second.
            image = source.data(_RAW_PICTURE).data() if source.hasFormat(_RAW_PICTURE) else source.imageData()
            if isinstance(image, QImage | bytes):
                self.image_given.emit(image)
        elif not self.has_room(source.text()):
            self.text_refused.emit(source.text())
        elif self.formats and source.hasFormat(_OWN):
            document.insert(self.textCursor(), unpack(_read_json(source.data(_OWN))))
        elif self.formats and source.hasHtml():
            cursor = self.textCursor()
            cursor.removeSelectedText()
            start = cursor.position()
            document.insert_text(cursor, source.text())
            end = cursor.position()
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self.html_given.emit(source.html(), cursor)
        else:
            self.textCursor().insertText(source.text())
        self.ensureCursorVisible()

    def _mind_endless_words(self, position: int, _removed: int, added: int) -> None:
        """Told before the text is laid out: from the first endless word on lines break anywhere."""
        if self.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere:
            return
        block = self.document().findBlock(position)
        while block.isValid() and block.position() <= position + added:
            if block.length() > _ENDLESS and max(map(len, block.text().split()), default=0) > _ENDLESS:
                self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
                return
            block = block.next()

    def createMimeDataFromSelection(self) -> QMimeData:
        rich = document.read_selection(self.textCursor())
        made = QMimeData()
        made.setHtml(self.textCursor().selection().toHtml())
        made.setText(to_text(rich))
        made.setData(_OWN, QByteArray(json.dumps(rich).encode()))
        return made

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key, shift = event.key(), Qt.KeyboardModifier.ShiftModifier
        if not self.formats or self.isReadOnly():
            super().keyPressEvent(event)
            return
        if key == Qt.Key.Key_Backspace and not held and self.formatting.step_out():
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if not self.formatting.leave_block():
                super().keyPressEvent(event)
                self.formatting.end_heading()
            return
        if event.text() and event.text().isprintable() and not held & ~shift:
            self.formatting.leave_link()
        super().keyPressEvent(event)
        if key == Qt.Key.Key_Space and not held:
            self.formatting.start_list()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.formatting.leave_link()
        super().inputMethodEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        colour, layout = theme().colour(Role.BORDER_STRONG), self.document().documentLayout()
        block = self.cursorForPosition(event.rect().topLeft()).block()
        top = self.verticalScrollBar().value()
        while block.isValid():
            place = layout.blockBoundingRect(block)
            if place.top() - top > event.rect().bottom():
                break
            for depth in range(document.quote_of(block)):
                painter.fillRect(
                    int(depth * Space.L + 2), int(place.top() - top), 2, int(QSizeF(place.size()).height() + 1), colour
                )
            block = block.next()
        painter.end()


def local_files(source: QMimeData) -> list[Path]:
    """The files of this computer among what is pasted or dropped."""
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]


def _read_json(data: QByteArray) -> object:
    try:
        return json.loads(bytes(data.data()))
    except ValueError:
        return None
