"""A sanitised document on its way to paper: laid out by the web engine as a PDF, which is looked at, kept or printed.

Invariant: it stands behind the layers of HTML mail, in a profile of its own that ends with it, so what is shown meanwhile
changes nothing on the paper. GUI thread; the engine lays out and prints beside it.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QByteArray, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWebEngineWidgets import QWebEngineView

from desktop.ui.reader.web_engine import CID_SCHEME, MAIL_SCHEME, PICTURE_SCHEME
from desktop.ui.reader.web_profile import ForeignPage, closed_profile, release_at_exit
from desktop.ui.reader.web_scheme import FetchPicture, FetchRemote, MailScheme, RequestInterceptor


class Paper(QObject):
    ready = Signal(bool)
    """Whether the document could be loaded; nothing is laid out before."""
    laid_out = Signal(object)
    """bytes of a PDF; empty when the engine could not make it."""
    saved = Signal(str, bool)
    """(path, whether the PDF was written)"""
    printed = Signal(bool)

    def __init__(self, html: str, fetch: FetchPicture, fetch_remote: FetchRemote) -> None:
        """The engine must have been loaded. `fetch` reads inline pictures, `fetch_remote` those that the core may get.
        It belongs to no other object, for its page must go before its profile: whoever made it ends it."""
        super().__init__()
        self._printer: QPrinter | None = None
        self._interceptor, self._scheme = RequestInterceptor(), MailScheme()
        self._profile = closed_profile(self._interceptor, self._scheme, (MAIL_SCHEME, CID_SCHEME, PICTURE_SCHEME))
        self._view = QWebEngineView()  # never shown: what Qt prints is a view
        self._page = ForeignPage(self._profile, self._view)
        self._view.setPage(self._page)
        self._scheme.pages = {1: html.encode("utf-8", "replace")}
        self._scheme.fetch, self._scheme.fetch_remote = fetch, fetch_remote
        self._page.loadFinished.connect(self.ready)
        self._page.renderProcessTerminated.connect(lambda *_how: self.ready.emit(False))
        self._page.pdfPrintingFinished.connect(self.saved)
        self._view.printFinished.connect(self._on_printed)
        release_at_exit(self)
        self._page.show_address(QUrl(f"{MAIL_SCHEME.decode()}:1"))

    @property
    def blocked(self) -> int:
        """Requests that reached the interceptor and were refused."""
        return self._interceptor.blocked

    def lay_out(self, layout: QPageLayout) -> None:
        """`laid_out` brings the PDF; not to be called again before: the engine would forget it."""

        def arrived(content: QByteArray) -> None:
            if shiboken6.isValid(self):
                self.laid_out.emit(bytes(content.data()))

        self._page.printToPdf(arrived, layout)

    def save(self, path: str, layout: QPageLayout) -> None:
        self._page.printToPdf(path, layout)

    def print(self, printer: QPrinter) -> None:
        """`printed` tells; the printer is held until then."""
        self._printer = printer
        self._view.print(printer)

    def end(self) -> None:
        """Give the engine back as soon as nothing of it is on the stack."""
        QTimer.singleShot(0, self.release)

    def release(self) -> None:
        """Give the engine back: the page first, then its profile."""
        for part in (self._page, self._view, self._profile):
            if shiboken6.isValid(part):
                shiboken6.delete(part)

    def _on_printed(self, ok: bool) -> None:
        self._printer = None
        self.printed.emit(ok)
