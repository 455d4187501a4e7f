"""A text that is too long to be written in a mail, and may go along as a file. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.commands import DraftAttachment
from desktop.ui import words
from desktop.ui.bar import Bar
from desktop.ui.composer.attachment_list import AttachmentList


def offer_as_file(text: str, bar: Bar, attachments: AttachmentList) -> None:
    """Say so of what was pasted; nothing is attached before that is wanted."""
    translate = QCoreApplication.translate
    content = text.encode("utf-8-sig", "replace")  # with the mark by which every program knows it

    def attach() -> None:
        bar.hide()
        attachments.add(DraftAttachment(translate("Composer", "pasted text.txt"), "text/plain", content))

    sentence = translate("Composer", "The pasted text ({size}) is too long to be written here.")
    bar.tell(
        "warning", sentence.format(size=words.size(len(content))),
        (translate("Composer", "Attach as a text file"), attach), closable=True,
    )  # fmt: skip
