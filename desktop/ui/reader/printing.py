"""A mail as PDF: head and body through the sanitised path, on paper's white. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from desktop.core.mail.visible_text import visible_text
from desktop.ui import words
from desktop.ui.reader.html_page import build_plain_page, build_print_page
from desktop.ui.reader.loading import LoadedMail
from desktop.ui.reader.person_words import full_names


def build_paper(mail: LoadedMail, *, plain: bool) -> str:
    """The whole document: subject, people and date as text, then the body as it was shown."""
    translate = QCoreApplication.translate
    envelope = mail.message.envelope
    seconds = int(envelope.date.timestamp()) if envelope.date else mail.detail.row.internaldate
    head = [
        (translate("Reader", "From"), full_names(envelope.from_)),
        (translate("Reader", "To"), full_names(envelope.to).replace("\n", ", ")),
        (translate("Reader", "Cc"), full_names(envelope.cc).replace("\n", ", ")),
        (translate("Reader", "Date"), words.moment_long(seconds)),
        (
            translate("Reader", "Attachments"),
            ", ".join(one.filename for one in mail.message.attachments if not one.inline),
        ),
    ]
    subject = visible_text(envelope.subject) or translate("Reader", "(no subject)")
    body = build_plain_page(mail.message.text) if plain or mail.html is None else mail.html
    return build_print_page([line for line in head if line[1]], subject, body)


def write_text_pdf(paper: str, path: str) -> bool:
    """Lay a document out without the web engine. False when the file cannot be written."""
    writer = QPdfWriter(path)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(15, 15, 15, 15),
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setCreator("Bandeja")
    document = _DenyAll()
    document.setDefaultFont(QFont("sans-serif", 10))
    document.setHtml(paper)
    document.print_(writer)
    return _is_written(path)


class _DenyAll(QTextDocument):
    """A document that reads no file and no host."""

    def loadResource(self, kind: int, name: object) -> object:
        return None


def _is_written(path: str) -> bool:
    return Path(path).exists() and Path(path).stat().st_size > 0
