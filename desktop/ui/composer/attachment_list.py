"""The attachments of a mail being written: cards that can be taken away, and how much of the allowed size they use.

Invariant: the sum of all attachments never passes the limit of every plan; what does not fit is told in words at once. Pictures
that stand in the text or the quote (`set_inline`) count, and have no card.
GUI thread; files are read by workers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.commands import DraftAttachment
from desktop.core.mail.visible_text import visible_text
from desktop.ui import icons, words
from desktop.ui.composer.files import ReadFiles, read_files
from desktop.ui.dispatch import Dispatch
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.labels import PlainLabel
from desktop.ui.reader.attachment_kind import icon_of
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

LONGEST_NAME = 34


class AttachmentList(QWidget):
    changed = Signal()
    refused = Signal(str)
    """A sentence: what was not attached and why."""

    def __init__(self, dispatch: Dispatch, limit: int, parent: QWidget | None = None) -> None:
        """`limit` in decoded bytes for all attachments together."""
        super().__init__(parent)
        self._dispatch, self._limit = dispatch, limit
        self._attachments: list[DraftAttachment] = []
        self._inline: set[str] = set()
        self._total = PlainLabel()
        self._total.setProperty("kind", "small")
        self._cards = QWidget()
        self._flow = FlowLayout(self._cards, Space.S)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        layout.setSpacing(Space.XS)
        layout.addWidget(self._cards)
        layout.addWidget(self._total)
        self.hide()

    @property
    def attachments(self) -> tuple[DraftAttachment, ...]:
        return tuple(self._attachments)

    @property
    def total_text(self) -> str:
        return self._total.text()

    @property
    def room(self) -> int:
        """Bytes that still fit."""
        return self._limit - sum(len(one.content) for one in self._attachments)

    def set_attachments(self, attachments: Sequence[DraftAttachment]) -> None:
        self._attachments = list(attachments)
        self._fill()

    @property
    def files(self) -> list[DraftAttachment]:
        """Those with a card."""
        return [one for one in self._attachments if one.content_id not in self._inline]

    def set_inline(self, content_ids: set[str]) -> None:
        """Which of them are no files now."""
        if content_ids != self._inline:
            self._inline = content_ids
            self._fill()

    def add_picture(self, attachment: DraftAttachment) -> bool:
        """One for the text; False, and a sentence, when it does not fit."""
        if any(one.content_id == attachment.content_id for one in self._attachments):
            return True
        self._inline = self._inline | {attachment.content_id}
        fits = len(attachment.content) <= self.room
        self._take(ReadFiles((attachment,)))
        return fits

    def add_paths(self, paths: Sequence[Path], then: Callable[[], None] = lambda: None) -> None:
        """Read the files on a worker and attach what fits."""
        room = self.room

        def taken(found: ReadFiles) -> None:
            self._take(found)
            then()

        if paths:
            self._dispatch.read("", lambda: read_files(paths, room), taken)

    def add(self, attachment: DraftAttachment) -> None:
        """A file that is in memory already."""
        self._take(ReadFiles((attachment,)))

    def refuse(self, name: str) -> None:
        """Tell of one that cannot be attached."""
        self._take(ReadFiles(unreadable=(name,)))

    def picture_name(self) -> str:
        number = sum(one.content_type == "image/png" for one in self._attachments) + 1
        return self.tr("picture-{number}.png").format(number=number)

    def remove(self, attachment: DraftAttachment) -> None:
        self._attachments = [one for one in self._attachments if one is not attachment]
        self._fill()
        self.changed.emit()

    def _take(self, found: ReadFiles) -> None:
        # Another read may have ended meanwhile: what does not fit any more is refused now.
        too_large = list(found.too_large)
        for one in found.attachments:
            if len(one.content) <= self.room:
                self._attachments.append(one)
            else:
                too_large.append((one.filename, len(one.content)))
        if found.attachments:
            self._fill()
            self.changed.emit()
        if too_large:
            self.refused.emit(self._too_large_words(too_large))
        elif found.unreadable:
            names = ", ".join(visible_text(name) for name in found.unreadable[:3])
            self.refused.emit(
                self.tr("{names} cannot be read as a file. To send a folder, pack it into one file first.").format(
                    names=names
                )
            )

    def _too_large_words(self, files: Sequence[tuple[str, int]]) -> str:
        named = ", ".join(f"{visible_text(name)} ({words.size(size)})" for name, size in files[:3])
        if len(files) > 3:
            named += "…"
        if not self._attachments:
            return self.tr(
                "{files} does not fit: the attachments of one mail may have {limit}. Send a link to the file instead."
            ).format(files=named, limit=words.size(self._limit))
        return self.tr(
            "{files} does not fit: all attachments of one mail may have {limit} together, and {left} are left. "
            "Remove others, or send a link to the file instead."
        ).format(files=named, limit=words.size(self._limit), left=words.size(max(0, self.room)))

    def _fill(self) -> None:
        for old in self._cards.findChildren(_Card):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        files = self.files
        for attachment in files:
            card = _Card(attachment)
            card.removed.connect(lambda one=attachment: self.remove(one))
            self._flow.addWidget(card)
            card.show()
        self.setVisible(bool(files))
        count = len(files)
        sentence = self.tr("{count} attachment(s): {used} of {limit}", "", count)
        used = self._limit - self.room
        self._total.setText(
            sentence.format(count=words.number(count), used=words.size(used), limit=words.size(self._limit))
        )


class _Card(QFrame):
    removed = Signal()

    def __init__(self, attachment: DraftAttachment) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        name = visible_text(attachment.filename)
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap(icon_of(attachment.filename, attachment.content_type), 18, Role.ICON))
        short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 12]}…{name[-11:]}"
        label = PlainLabel(short)
        size = PlainLabel(words.size(len(attachment.content)))
        size.setProperty("kind", "small")
        self.setToolTip(plain_tip(name))
        remove = QToolButton()
        icons.set_icon(remove, "close", Role.ICON_MUTED)
        remove.setToolTip(self.tr("Remove"))
        remove.setAccessibleName(self.tr("Remove {name}").format(name=name))
        remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 2, 2, 2)
        row.setSpacing(Space.S)
        for widget in (picture, label, size, remove):
            row.addWidget(widget)
