"""A mail on paper: head and body through the sanitised path, on white, and the sheets that there are. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QMarginsF
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrinter

from desktop.core.mail.visible_text import visible_text
from desktop.ui import words
from desktop.ui.reader.html_page import MARGIN_MM, build_plain_page, build_print_page
from desktop.ui.reader.loading import LoadedMail
from desktop.ui.reader.person_words import full_names

LETTER = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
"""Countries whose paper is Letter (CLDR); it is A4 in all others."""
DPI = 300
"""The engine prints pictures of its pages: a second each at 1200, and no eye sees it."""


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


def layout_of(size: QPageSize.PageSizeId, *, sideways: bool = False) -> QPageLayout:
    turned = QPageLayout.Orientation.Landscape if sideways else QPageLayout.Orientation.Portrait
    margin = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    return QPageLayout(QPageSize(size), turned, margin, QPageLayout.Unit.Millimeter)


def usual_size() -> QPageSize.PageSizeId:
    """What lies in the printers of this country."""
    letter = QLocale.territoryToCode(QLocale.system().territory()) in LETTER
    return QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4


def make_printer(layout: QPageLayout, name: str) -> QPrinter:
    """`name` is what the printer's queue shows. Asks the system for its printers, which may take a moment."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setResolution(DPI)
    printer.setPageLayout(layout)
    printer.setDocName(name)
    printer.setCreator("Bandeja")
    return printer


def write_text_pdf(paper: str, path: str) -> bool:
    """Lay a document out without the web engine. False when the file cannot be written."""
    writer = QPdfWriter(path)
    writer.setPageLayout(layout_of(usual_size()))
    writer.setCreator("Bandeja")
    print_text(paper, writer)
    return _is_written(path)


def print_text(paper: str, device: QPagedPaintDevice) -> None:
    """The same without the web engine: as rich text."""
    document = _DenyAll()
    document.setDefaultFont(QFont("sans-serif", 10))
    document.setHtml(paper)
    document.print_(device)


class _DenyAll(QTextDocument):
    """A document that reads no file and no host."""

    def loadResource(self, kind: int, name: object) -> object:
        return None


def _is_written(path: str) -> bool:
    return Path(path).exists() and Path(path).stat().st_size > 0
