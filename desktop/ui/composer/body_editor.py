"""The text of a mail being written: plain text, with the quoted mail folded away below until it is wanted.

Invariant: `text` is always the whole text, folded or not. Pictures and files that are pasted or dropped become attachments.
GUI thread.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui import words
from desktop.ui.composer.quote import count_lines, split_quote
from desktop.ui.theme import Space, Type, font


class _Editor(QPlainTextEdit):
    files_given = Signal(list)
    """[Path]"""
    image_given = Signal(object)
    """QImage"""

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or local_files(source) != [] or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        files = local_files(source)
        if files:
            self.files_given.emit(files)
        elif source.hasImage() and not source.hasText():
            image = source.imageData()
            if isinstance(image, QImage):
                self.image_given.emit(image)
        else:
            super().insertFromMimeData(source)


class BodyEditor(QWidget):
    changed = Signal()
    files_given = Signal(list)
    image_given = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quote = ""
        self.editor = _Editor()
        self.editor.setProperty("kind", "bare")
        self.editor.setFont(font(Type.SENDER))
        self.editor.setTabChangesFocus(True)
        self.editor.setPlaceholderText(self.tr("Write here"))
        self.editor.setAccessibleName(self.tr("Text of the mail"))
        self.editor.textChanged.connect(self.changed)
        self.editor.files_given.connect(self.files_given)
        self.editor.image_given.connect(self.image_given)
        self.unfold = QPushButton()
        self.unfold.setProperty("kind", "link")
        self.unfold.clicked.connect(self.show_quote)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, 0)
        layout.setSpacing(0)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.editor)

    @property
    def text(self) -> str:
        return self.editor.toPlainText() + self._quote

    def set_text(self, text: str) -> None:
        """Show a text with its quote folded; the cursor stands where one begins to write."""
        own, self._quote = split_quote(text)
        self.editor.setPlainText(own)
        self.editor.document().clearUndoRedoStacks()
        self.editor.moveCursor(QTextCursor.MoveOperation.Start if not own.strip() else QTextCursor.MoveOperation.End)
        self._show_fold()

    def show_quote(self) -> None:
        """Put the quote under the text, where it can be edited; the cursor stays."""
        at = self.editor.textCursor().position()
        cursor = QTextCursor(self.editor.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        quote, self._quote = self._quote, ""
        cursor.insertText(quote)
        back = self.editor.textCursor()
        back.setPosition(at)
        self.editor.setTextCursor(back)
        self._show_fold()
        self.editor.setFocus()

    def _show_fold(self) -> None:
        count = count_lines(self._quote)
        self.unfold.setVisible(bool(count))
        self.unfold.setText(self.tr("··· show {count} quoted line(s)", "", count).format(count=words.number(count)))


def local_files(source: QMimeData) -> list[Path]:
    """The files of this computer among what is pasted or dropped."""
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
