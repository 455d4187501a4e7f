"""The text of a mail being written: formatted or plain, its signature in grey, the quoted mail folded away below until it is wanted.

Invariant: `text` is always the whole text, folded or not, and `formatted` says the same as what it begins with; `formatted` and
`quoted_html` are empty while the mail is plain. GUI thread; what comes from elsewhere as HTML is cleaned by `clean`, on a worker.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton, QTextEdit, QVBoxLayout, QWidget

from desktop.core.mail.formatted_signature import letters_between, letters_of
from desktop.core.mail.quote import count_lines
from desktop.core.mail.rich_text import Block, RichText, is_plain, pictures_of, to_text
from desktop.core.mail.signature import MARK, find_signature, split_own, swap_signature
from desktop.ui import words
from desktop.ui.composer import document
from desktop.ui.composer.text_editor import TextEditor
from desktop.ui.theme import Role, Space, Type, font, theme

MOST_BLOCKS = 1_500
"""A longer quote is unfolded as text, and what is pasted stays text."""
_AS_TEXT = str.maketrans({"\u00a0": " ", "\u2028": "\n"})
Clean = Callable[[str, Callable[[RichText], None]], None]
"""Reads HTML elsewhere and hands over what can be written of it."""


class BodyEditor(QWidget):
    changed = Signal()
    files_given = Signal(list)
    image_given = Signal(object)
    text_refused = Signal(str)
    pictures_wanted = Signal(set)
    """Content-IDs that have come into the text and are to be shown."""
    mode_changed = Signal(bool)
    """Whether the mail is plain now."""

    def __init__(self, clean: Clean, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clean = clean
        self._quote = self._quoted_html = ""
        self._signature: str | None = ""
        self._shown: str | None = ""
        """The signature that stands there as the letters of the document: without marks of items, with something for a picture."""
        self._plain = False
        self._read: tuple[int, RichText] = (-1, ())
        self.editor = TextEditor()
        self.editor.setProperty("kind", "bare")
        self.editor.setFont(font(Type.SENDER))
        self.editor.setPlaceholderText(self.tr("Write here"))
        self.editor.setAccessibleName(self.tr("Text of the mail"))
        self.editor.textChanged.connect(self._mark_signature)
        self.editor.textChanged.connect(self.changed)
        self.editor.document().contentsChange.connect(self._look_again)
        theme().changed.connect(self._mark_signature)
        self.editor.files_given.connect(self.files_given)
        self.editor.image_given.connect(self.image_given)
        self.editor.text_refused.connect(self.text_refused)
        self.editor.html_given.connect(self._paste)
        self.unfold = QPushButton()
        self.unfold.setProperty("kind", "link")
        self.unfold.clicked.connect(self.show_quote)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, 0)
        layout.setSpacing(0)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self.unfold, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.editor)

    # what it holds

    @property
    def text(self) -> str:
        formatted = self.formatted
        return (to_text(formatted) if formatted else self.editor.toPlainText()) + self._quote

    @property
    def formatted(self) -> RichText:
        rich = () if self._plain else self._rich()
        return () if is_plain(rich) else rich

    @property
    def quoted_html(self) -> str:
        return self._quoted_html if self._quote and not self._plain else ""

    @property
    def plain(self) -> bool:
        return self._plain

    @property
    def written(self) -> RichText:
        """What somebody wrote, above signature and quote."""
        text, count = self._own()
        place = find_signature(text if count is None else f"{text}>", self._shown)
        cursor = QTextCursor(self.editor.document())
        end = _units(text[: place[0] if place else None].rstrip("\n"))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return document.read_selection(cursor) if end else ()

    # showing

    def set_text(self, text: str, signature: str | None = "", formatted: RichText = (), quoted_html: str = "") -> None:
        """Show a text with its quote folded; the cursor stands where one begins to write. As of `DraftContent`."""
        self._signature = signature
        if formatted and text.startswith(to_text(formatted)):
            self._quote = text.removeprefix(to_text(formatted))
            self.editor.clear()
            document.insert(QTextCursor(self.editor.document()), formatted)
            self.pictures_wanted.emit(pictures_of(formatted))
        else:
            own, self._quote = split_own(text, signature)
            self.editor.setPlainText(own)
        self._quoted_html = quoted_html if self._quote else ""
        self._learn_letters()
        self.editor.document().clearUndoRedoStacks()
        own, count = self._own()
        place = find_signature(own if count is None else f"{own}>", self._shown)
        written = own if place is None else own[: place[0]].rstrip("\n")
        cursor = self.editor.textCursor()
        cursor.setPosition(_units(written) if written.strip() else 0)
        self.editor.setTextCursor(cursor)
        self._show_fold()

    def change_signature(self, text: str, blocks: RichText) -> str | None:
        """Another signature in the place of the one that the program put there, or none ("" for none), as one step of undo; what stands
        there now, as `DraftContent.signature` says it. The cursor stays with the words around it."""
        letters = text if self._plain else letters_of(blocks)
        own, rest = self._parts()
        old = own + rest
        new, shown = swap_signature(old, self._shown, letters)
        if new != old or shown:  # the same letters may have another look
            self._exchange(old, new, len(own), shown or "", blocks)
        self._shown, self._signature = shown, shown and text
        self._mark_signature()
        return self._signature

    def settle(self) -> None:
        """What stands there now is where writing begins: no undo goes behind it."""
        self.editor.document().clearUndoRedoStacks()

    def _exchange(self, old: str, new: str, own: int, letters: str, blocks: RichText) -> None:
        """Write what differs of two texts of which the first `own` letters stand in the document; the signature whole."""
        was, now = _place(old, self._shown), _place(new, letters)
        start = min(_alike(old, new), *(place[0] for place in (was, now) if place))
        ends = [len(text) - place[1] for text, place in ((old, was), (new, now)) if place]
        end = max(min(_alike(old[start:][::-1], new[start:][::-1]), *ends), len(old) - own)
        at = self.editor.textCursor()
        kept = at.position() if at.position() <= _units(old[:start]) and not at.hasSelection() else None
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(_units(old[:start]))
        cursor.setPosition(_units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.beginEditBlock()
        if now is None or self._plain:
            document.insert_text(cursor, new[start : len(new) - end])
        else:
            document.insert_text(cursor, f"{new[start : now[0]]}{MARK}\n")
            document.insert(cursor, blocks)
            document.insert_text(cursor, new[now[1] : len(new) - end])
        cursor.endEditBlock()
        if kept is not None:
            at.setPosition(kept)
            self.editor.setTextCursor(at)
        self.pictures_wanted.emit(pictures_of(blocks))

    def show_quote(self) -> None:
        """Put the quote under the text, where it can be edited; the cursor stays."""
        if self.quoted_html:
            self.unfold.setEnabled(False)
            self._clean(self._quoted_html, self._unfold)
        else:
            self._unfold(())

    def set_plain(self, plain: bool) -> None:
        """Make the mail plain text, which an undo takes back, or let it be formatted again."""
        if plain == self._plain:
            return
        self._plain, self.editor.formats = plain, not plain
        rich = self._rich()
        if plain and not is_plain(rich):
            at = self.editor.textCursor().position()
            cursor = QTextCursor(self.editor.document())
            cursor.select(QTextCursor.SelectionType.Document)
            document.insert_text(cursor, to_text(rich))
            back = self.editor.textCursor()
            back.setPosition(min(at, self.editor.document().characterCount() - 1))
            self.editor.setTextCursor(back)
        self._learn_letters()
        self.mode_changed.emit(plain)
        self.changed.emit()

    def insert_picture(self, cursor: QTextCursor, name: str, filename: str) -> None:
        cursor.insertImage(document.picture_format(name, filename))

    def _unfold(self, rich: RichText) -> None:
        quote, self._quote, self._quoted_html = self._quote, "", ""
        at = self.editor.textCursor().position()
        cursor = QTextCursor(self.editor.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if rich and len(rich) <= MOST_BLOCKS and not self._plain:
            if cursor.block().text():
                rich = (Block(), *rich)
            document.insert(cursor, rich)
            self.pictures_wanted.emit(pictures_of(rich))
        else:
            document.insert_text(cursor, quote)
        self.editor.document().clearUndoRedoStacks()  # an undo would take the quote out of the mail, below what is seen
        back = self.editor.textCursor()
        back.setPosition(at)
        self.editor.setTextCursor(back)
        self.unfold.setEnabled(True)
        self._show_fold()
        self.editor.setFocus()

    def _paste(self, html: str, cursor: QTextCursor) -> None:
        brings_text = cursor.hasSelection()
        cursor.setKeepPositionOnInsert(True)  # what is typed behind it meanwhile is no part of it

        def cleaned(rich: RichText) -> None:
            if not shiboken6.isValid(self) or self._plain:
                return
            cursor.setKeepPositionOnInsert(False)
            if not brings_text and (is_plain(rich) or len(rich) > MOST_BLOCKS):
                self._insert_text(cursor, to_text(_without_pictures(rich)))
            elif len(rich) <= MOST_BLOCKS and not is_plain(rich):
                cursor.joinPreviousEditBlock()
                document.insert(cursor, _without_pictures(rich))
                cursor.endEditBlock()
                self.editor.ensureCursorVisible()

        self._clean(html, cleaned)

    def _insert_text(self, cursor: QTextCursor, text: str) -> None:
        if self.editor.has_room(text):
            document.insert_text(cursor, text)
        else:
            self.text_refused.emit(text)

    # what it is made of

    def _rich(self) -> RichText:
        revision = self.editor.document().revision()
        if self._read[0] != revision:
            self._read = (revision, document.read(self.editor.document()))
        return self._read[1]

    def _parts(self) -> tuple[str, str]:
        """The writer's own part as its letters stand in the document, and the quote below as text, folded or not."""
        own, count = self._own()
        if count is None:
            return own, self._quote
        return own, to_text(document.read(self.editor.document(), count)) + self._quote

    def _own(self) -> tuple[str, int | None]:
        """The first of the two, and of how many blocks it is where a quote stands below it in the document."""
        own: list[str] = []
        for block in document.blocks_of(self.editor.document()):
            if document.quote_of(block):
                return "".join(f"{line}\n" for line in own), len(own)
            own.append(block.text().translate(_AS_TEXT))
        return self.editor.toPlainText(), None

    def _look_again(self, _position: int, removed: int, added: int) -> None:
        """An undo may bring formatting back into a mail that was made plain."""
        if self._plain and removed and added and not is_plain(document.read(self.editor.document())):
            self._plain, self.editor.formats = False, True
            self._learn_letters()
            self.mode_changed.emit(False)

    def _learn_letters(self) -> None:
        """Of the signature that stands there, once other letters may stand for it."""
        self._shown = self._signature
        if not self._signature or self._signature not in self.text:
            return
        text, place = self.text, _place(self.text, self._signature)
        if place is not None:
            first = text.count("\n", 0, place[0]) + 1
            self._shown = letters_between(self._rich(), first, first + self._signature.count("\n"))

    def _mark_signature(self) -> None:
        text, count = self._own()
        place = find_signature(text if count is None else f"{text}>", self._shown)
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


def _without_pictures(rich: RichText) -> RichText:
    """Of another program or mail: they are not among this mail's."""
    return tuple(block._replace(runs=tuple(run for run in block.runs if not run.picture)) for block in rich)


def _place(text: str, signature: str | None) -> tuple[int, int] | None:
    """Where this very signature stands, with its mark."""
    place = find_signature(text, signature) if signature else None
    return place if place is not None and text[place[0] : place[1]] == f"{MARK}\n{signature}" else None


def _units(text: str) -> int:
    """Its length as Qt counts it, in UTF-16."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def _alike(one: str, other: str) -> int:
    """How many characters they begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
