"""The signature of an account among its settings: written as a mail is, with a small picture if wanted, and whether answers get it
too. Below it stands how it looks on a light and on a dark ground.

Invariant: a signature in which nothing is formatted is kept as text alone. GUI thread; pictures are made small by workers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QFileDialog, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.rows import AccountRow
from desktop.core.api.workspace_commands import SetSignature
from desktop.core.mail import signature
from desktop.core.mail.formatted_signature import (
    MAX_PICTURES,
    MAX_SIDE,
    from_lines,
    pack_signature,
    tidy_formatted,
    unpack_signature,
)
from desktop.core.mail.outgoing import OutgoingAttachment, picture_id
from desktop.core.mail.rich_text import RichText, pictures_of, to_text
from desktop.ui import words
from desktop.ui.account_setup.fields import caption
from desktop.ui.account_setup.signature_preview import SignaturePreview
from desktop.ui.composer.body_editor import BodyEditor
from desktop.ui.composer.format_controls import FormatControls
from desktop.ui.composer.format_row import FormatRow
from desktop.ui.composer.pictures import decode, make_small
from desktop.ui.dispatch import Dispatch
from desktop.ui.layouts import layout_of
from desktop.ui.theme import Space

_LINES = 5
_BUTTONS = ("bold", "italic", "underline", "link", "clear")
_MOST_FILE = 30_000_000


class SignatureForm(QWidget):
    refused = Signal(str)
    """A sentence: why a picture was not taken."""

    def __init__(self, row: AccountRow, dispatch: Dispatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row, self._dispatch = row, dispatch
        self._pictures: dict[str, OutgoingAttachment] = {}
        self._shown: dict[str, QImage] = {}
        self.choose_picture: Callable[[], str] = self._ask_picture
        self.body = BodyEditor(lambda html, then: dispatch.read("", lambda: dispatch.session.rich_text(html), then))
        self.text = self.body.editor
        self.text.setProperty("kind", "")
        self.text.setAccessibleName(self.tr("Signature"))
        self.text.setPlaceholderText(self.tr("none"))
        self.text.setFixedHeight(round(self.text.fontMetrics().lineSpacing() * _LINES + Space.M))
        self.buttons = FormatRow(only=_BUTTONS)
        for part in (self.body, self.buttons):
            layout_of(part).setContentsMargins(0, 0, 0, 0)
        self.picture_button: QToolButton = self.buttons.add_button("picture", "image", self.tr("Small picture…"))
        self.preview = SignaturePreview()
        self.in_replies = QCheckBox(self.tr("In answers and forwarded mail too, above the quote"))
        self.in_replies.setChecked(row.signature_in_replies)
        self._lay_out()
        self.controls = FormatControls(self, self.body, self.buttons, None)
        self.picture_button.clicked.connect(self._choose)
        self.body.image_given.connect(self._take)
        self.body.pictures_wanted.connect(self._show_pictures)
        self.body.changed.connect(self._preview)
        rich, pictures = unpack_signature(row.signature_formatted)
        self._pictures = {one.content_id: one for one in pictures}
        rich = rich or from_lines(row.signature)
        self.body.set_text(to_text(rich), None, rich)
        self.setFocusProxy(self.text)

    def find_problem(self) -> str:
        """Why it cannot be kept, in a sentence; empty when it can."""
        if not signature.fits(self._read()[0]):
            most = {"count": words.number(signature.LONGEST), "lines": words.number(signature.MOST_LINES)}
            return self.tr("It may have {count} characters and {lines} lines. Shorten it.").format(**most)
        named = pictures_of(self.body.formatted)
        if sum(len(one.data) for one in self._pictures.values() if one.content_id in named) > MAX_PICTURES:
            return self.tr("Its pictures may have {size} together. Take one out.").format(size=words.size(MAX_PICTURES))
        return ""

    def read_change(self) -> SetSignature | None:
        """What has to be stored; None when nothing has changed."""
        text, rich = self._read()
        packed = pack_signature(rich, list(self._pictures.values()))
        in_replies = self.in_replies.isChecked()
        if (text, packed, in_replies) == (
            self._row.signature, self._row.signature_formatted, self._row.signature_in_replies
        ):  # fmt: skip
            return None
        return SetSignature(self._row.account_key, text, in_replies, packed)

    def _read(self) -> tuple[str, RichText]:
        rich = tidy_formatted(self.body.formatted)
        return (to_text(rich), rich) if rich else (signature.tidy_signature(self.body.text), ())

    # pictures

    def _choose(self) -> None:
        if path := self.choose_picture():
            self._take(Path(path))

    def _take(self, given: Path | QImage | bytes) -> None:
        """One from the clipboard or a file, made as small as a signature may be."""
        cursor = self.text.textCursor()
        name = given.stem if isinstance(given, Path) else self.tr("picture")

        def made(found: tuple[bytes, QImage] | None) -> None:
            if not shiboken6.isValid(self):
                return
            if found is None:
                self.refused.emit(self.tr("This file is no picture that can be read."))
                return
            one = OutgoingAttachment(f"{name}.png", "image/png", found[0], picture_id(found[0]))
            self._pictures[one.content_id] = one
            self._shown[one.content_id] = found[1]
            self.body.insert_picture(cursor, one.content_id, name[:60])
            self.text.show_picture(one.content_id, found[1])
            self._preview()

        self._dispatch.read("", lambda: _small(given), made)

    def _show_pictures(self, names: set[str]) -> None:
        for name in names & set(self._pictures):
            self._load(self._pictures[name])

    def _load(self, one: OutgoingAttachment) -> None:
        def loaded(image: QImage | None) -> None:
            if image is not None and shiboken6.isValid(self):
                self._shown[one.content_id] = image
                self.text.show_picture(one.content_id, image)
                self._preview()

        self._dispatch.read("", lambda: decode(one.data), loaded)

    def _preview(self) -> None:
        text, rich = self._read()
        self.preview.show_signature(rich or from_lines(text), self._shown)

    def _ask_picture(self) -> str:
        kinds = self.tr("Pictures (*.png *.jpg *.jpeg *.gif *.webp *.bmp)")
        return QFileDialog.getOpenFileName(self, self.tr("Picture of the signature"), "", kinds)[0]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(caption(self.tr("Signature, under every mail that you write"), self.text))
        column.addWidget(self.body)
        column.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.preview)
        column.addWidget(self.in_replies)


def _small(given: Path | QImage | bytes) -> tuple[bytes, QImage] | None:
    """On a worker."""
    if isinstance(given, Path):
        try:
            with given.open("rb") as file:
                given = file.read(_MOST_FILE)
        except OSError:
            return None
    return make_small(given, MAX_SIDE, MAX_PICTURES)
