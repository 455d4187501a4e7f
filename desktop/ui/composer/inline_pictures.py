"""The pictures that stand in a text or its quote: which of the attachments they are, and their way onto the screen.

Invariant: what goes with the mail is what its text and its quote name, and the files; in a plain mail a picture of the writer's or
of a forwarded mail becomes a file, and one of an answered mail stays behind. GUI thread; pictures are made by workers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QTextCursor

from desktop.core.api.commands import DraftAttachment, DraftContent
from desktop.core.mail.outgoing import picture_id
from desktop.core.mail.rich_text import pictures_of
from desktop.ui.composer.attachment_list import AttachmentList
from desktop.ui.composer.body_editor import BodyEditor
from desktop.ui.composer.pictures import decode, prepare
from desktop.ui.dispatch import Dispatch

_NAMED = re.compile(r'"cid:([^"]+)"')


class Pictures(QObject):
    def __init__(
        self,
        dispatch: Dispatch,
        body: BodyEditor,
        attachments: AttachmentList,
        content: DraftContent,
        signing: frozenset[str] = frozenset(),
    ) -> None:
        """`signing` are the pictures of signatures."""
        super().__init__(body)
        self._signing = signing
        self._dispatch, self._body, self._attachments = dispatch, body, attachments
        self._quoted = frozenset(_NAMED.findall(content.quoted_html))
        self._is_answer = bool(content.in_reply_to) or content.answers_location is not None
        self._making = 0
        self._waiting: list[Callable[[], object]] = []
        body.pictures_wanted.connect(self._show)
        body.mode_changed.connect(lambda _plain: self._settle())
        self._attachments.set_inline({one.content_id for one in content.attachments if one.content_id})

    def attachments(self) -> tuple[DraftAttachment, ...]:
        """What goes with the mail as it is now."""
        held = self._attachments.attachments
        if not any(one.content_id for one in held):
            return held
        if self._body.plain:
            kept = (one for one in held if not self._stays_behind(one))
            return tuple(replace(one, content_id="") if one.content_id else one for one in kept)
        named = pictures_of(self._body.formatted) | (self._quoted if self._body.quoted_html else set())
        return tuple(one for one in held if not one.content_id or one.content_id in named)

    def add(self, pictures: Sequence[DraftAttachment]) -> None:
        """Some that the text is about to name."""
        for one in pictures:
            self._attachments.add_picture(one)

    def delay(self, action: Callable[[], object]) -> bool:
        """Whether a picture is still on its way into the text; then the action follows once it is there."""
        if self._making:
            self._waiting.append(action)
        return self._making > 0

    def take(self, given: QImage | bytes) -> None:
        """A picture from the clipboard: into the text where the cursor is, or beside a plain one."""
        cursor = self._body.editor.textCursor()
        cursor.removeSelectedText()
        cursor.setKeepPositionOnInsert(True)
        self._making += 1

        def made(found: tuple[bytes, str, QImage] | None) -> None:
            if not shiboken6.isValid(self):
                return
            self._making -= 1
            name = self._attachments.picture_name()
            if found is None:
                self._attachments.refuse(name)
            elif self._body.plain:
                self._attachments.add(DraftAttachment(name, "image/png", found[0]))
            else:
                self._insert(cursor, DraftAttachment(name, "image/png", found[0], found[1]), found[2])
            waiting, self._waiting = self._waiting, []
            for action in waiting:
                action()

        def make() -> tuple[bytes, str, QImage] | None:
            prepared = prepare(given)
            return None if prepared is None else (prepared[0], picture_id(prepared[0]), prepared[1])

        self._dispatch.read("", make, made)

    def _insert(self, cursor: QTextCursor, picture: DraftAttachment, shown: QImage) -> None:
        if self._attachments.add_picture(picture):
            cursor.setKeepPositionOnInsert(False)
            cursor.setPosition(cursor.position())  # its other end has gone with what was typed meanwhile
            self._body.insert_picture(cursor, picture.content_id, picture.filename)
            self._body.editor.show_picture(picture.content_id, shown)
            self._body.editor.ensureCursorVisible()

    def _show(self, names: set[str]) -> None:
        for one in self._attachments.attachments:
            if one.content_id in names:
                self._load(one)

    def _load(self, attachment: DraftAttachment) -> None:
        def loaded(image: QImage | None) -> None:
            if image is not None and shiboken6.isValid(self):
                self._body.editor.show_picture(attachment.content_id, image)

        self._dispatch.read("", lambda: decode(attachment.content), loaded)

    def _settle(self) -> None:
        """Which have a card now."""
        pictures = {one.content_id for one in self._attachments.attachments if one.content_id}
        if self._body.plain:
            pictures = {one.content_id for one in self._attachments.attachments if self._stays_behind(one)}
        self._attachments.set_inline(pictures - {""})

    def _stays_behind(self, one: DraftAttachment) -> bool:
        return one.content_id in self._signing or (self._is_answer and one.content_id in self._quoted)
