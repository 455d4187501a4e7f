"""The text of a mail being written: plain text, its signature in grey, the quoted mail folded away below until it is wanted.

Invariant: `text` is always the whole text, folded or not. Pictures and files that are pasted or dropped become attachments.
GUI thread.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from desktop.core.mail.quote import count_lines
from desktop.core.mail.signature import find_signature, split_own
from desktop.ui import words
from desktop.ui.theme import Role, Space, Type, font, theme


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
        self._signature: str | None = ""
        self.editor = _Editor()
        self.editor.setProperty("kind", "bare")
        self.editor.setFont(font(Type.SENDER))
        self.editor.setTabChangesFocus(True)
        self.editor.setPlaceholderText(self.tr("Write here"))
        self.editor.setAccessibleName(self.tr("Text of the mail"))
        self.editor.textChanged.connect(self._mark_signature)
        self.editor.textChanged.connect(self.changed)
        theme().changed.connect(self._mark_signature)
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

    def set_text(self, text: str, signature: str | None = "") -> None:
        """Show a text with its quote folded; the cursor stands where one begins to write. `signature` as of
        `DraftContent`."""
        self._signature = signature
        own, self._quote = split_own(text, signature)
        self.editor.setPlainText(own)
        self.editor.document().clearUndoRedoStacks()
        place = find_signature(own, signature)
        written = own if place is None else own[: place[0]].rstrip("\n")
        cursor = self.editor.textCursor()
        cursor.setPosition(_units(written) if written.strip() else 0)
        self.editor.setTextCursor(cursor)
        self._show_fold()

    def change_text(self, text: str, signature: str | None) -> None:
        """Another signature in the text: only what differs is written, and the cursor stays with the words around it."""
        self._signature = signature
        old, new = self.editor.toPlainText(), text.removesuffix(self._quote)
        start = _alike(old, new)
        end = _alike(old[start:][::-1], new[start:][::-1])
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(_units(old[:start]))
        cursor.setPosition(_units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[start : len(new) - end])
        self._mark_signature()

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

    def _mark_signature(self) -> None:
        text = self.editor.toPlainText()
        place = find_signature(text, self._signature)
        marked = []
        if place is not None:
            grey = QTextEdit.ExtraSelection()
            grey.cursor = QTextCursor(self.editor.document())
            grey.cursor.setPosition(_units(text[: place[0]]))
            grey.cursor.setPosition(_units(text[: place[1]]), QTextCursor.MoveMode.KeepAnchor)
            grey.format.setForeground(theme().colour(Role.TEXT_MUTED))
            marked.append(grey)
        self.editor.setExtraSelections(marked)

    def _show_fold(self) -> None:
        count = count_lines(self._quote)
        self.unfold.setVisible(bool(count))
        self.unfold.setText(self.tr("··· show {count} quoted line(s)", "", count).format(count=words.number(count)))


def _units(text: str) -> int:
    """Its length as Qt counts it, in UTF-16."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def _alike(one: str, other: str) -> int:
    """How many characters they begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def local_files(source: QMimeData) -> list[Path]:
    """The files of this computer among what is pasted or dropped."""
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
