"""PDFs of strangers in Chromium's own viewer, behind layers like those of HTML mail.

The viewer is a page of the engine's with scripts of the engine's: here, and only here, scripts run, and the one foreign thing that
the profile serves is `application/pdf`. Scripts inside a PDF are not run (a test holds that). Invariant: nothing but that file and
the viewer's own parts is let through, no address is gone to, no window opened, no dialog shown; a click on a link only tells where
it would go. The file is unpacked and drawn in the sandboxed process of its own that the engine gives it. GUI thread.
"""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QPoint, QPointF, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlSchemeHandler,
)
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.reader.page_cover import PageCover
from desktop.ui.reader.web_engine import PDF_SCHEME, load_web_engine
from desktop.ui.reader.web_profile import ForeignPage, closed_profile, release_at_exit

_VIEWER = "mhjfbmdgcfjbbpaeojofohoefgiehjai"
"""The name of Chromium's viewer among its extensions."""
_OWN_PARTS = frozenset({("chrome-extension", _VIEWER), ("chrome", "resources")})
_NEEDED = (
    QWebEngineSettings.WebAttribute.PluginsEnabled,
    QWebEngineSettings.WebAttribute.PdfViewerEnabled,
    QWebEngineSettings.WebAttribute.JavascriptEnabled,
)
_NOTCH = 120
_LOOK_MS, _MOST_LOOKS = 100, 1_200
LATE = 50
"""Looks."""
_LOOK = "#toolbar=0&navpanes=0&view="
"""Its own bar and lists stay away."""


class PdfInterceptor(QWebEngineUrlRequestInterceptor):
    def __init__(self) -> None:
        super().__init__()
        self.blocked = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if url.scheme().encode() != PDF_SCHEME and (url.scheme(), url.host()) not in _OWN_PARTS:
            self.blocked += 1
            info.block(True)


class PdfScheme(QWebEngineUrlSchemeHandler):
    """Serves mailpdf://file/NUMBER: the one file that is shown, as what it was found to be."""

    def __init__(self) -> None:
        super().__init__()
        self.number, self.content = 0, b""

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        known = job.requestUrl().path() == f"/{self.number}" and bytes(job.requestMethod().data()) == b"GET"
        if not known:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        headers: Any = {QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")]}
        job.setAdditionalResponseHeaders(headers)
        buffer = QBuffer(job)
        buffer.setData(self.content)
        job.reply(b"application/pdf", buffer)


class _View(QWebEngineView):
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        copy = menu.addAction(self.tr("Copy"), lambda: self.page().triggerAction(QWebEnginePage.WebAction.Copy))
        icons.set_icon(copy, "copy")
        copy.setEnabled(self.page().hasSelection())
        menu.exec(event.globalPos())
        menu.deleteLater()


class _PaperCover(PageCover):
    """Stays until paper is seen: for a while the viewer is dark and empty, and with a file that it cannot read it stays so."""

    late = Signal()

    def _look(self) -> None:
        super()._look()
        if self._looks == LATE and not self.isHidden():
            self.late.emit()

    def is_blank(self) -> bool:
        seen = self._page.grab(QRect(0, self._page.height() // 2, self._page.width(), 1)).toImage()
        return len({seen.pixel(x, 0) for x in range(0, seen.width(), 3)}) < 2


class PdfView(QWidget):
    link_clicked = Signal(str)
    link_hovered = Signal(str)
    seen = Signal()
    """The first page is there."""
    late = Signal()
    """It is not, after some seconds: the file is large, or damaged, or locked."""
    crashed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = 0
        load_web_engine()  # its schemes must be known before there is a profile
        self._interceptor, self._scheme = PdfInterceptor(), PdfScheme()
        self._profile = closed_profile(self._interceptor, self._scheme, (PDF_SCHEME,))
        self._page = ForeignPage(self._profile, self)
        for attribute in _NEEDED:
            self._page.settings().setAttribute(attribute, True)
        self._view = _View(self)
        self._view.setPage(self._page)
        self._profile.setParent(self)  # after the page: a profile must outlive its pages
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self._cover = _PaperCover(self._view, self, look_ms=_LOOK_MS, most_looks=_MOST_LOOKS)
        self._cover.lifted.connect(self.seen)
        self._cover.late.connect(self.late)
        self._cover.lifted.connect(self._take_keys)
        self.setFocusProxy(self._view)
        self._page.clicked.connect(self.link_clicked)
        self._page.linkHovered.connect(self.link_hovered)
        self._page.loadFinished.connect(self._on_loaded)
        self._page.renderProcessTerminated.connect(self._on_crashed)
        release_at_exit(self)

    @property
    def blocked(self) -> int:
        """Requests that were refused."""
        return self._interceptor.blocked

    def show_pdf(self, content: bytes, ground: QColor, *, whole: bool = False) -> None:
        """A page is as wide as the view, or `whole`."""
        self._steps = 0
        self._scheme.number += 1
        self._scheme.content = content
        address = f"{PDF_SCHEME.decode()}://file/{self._scheme.number}{_LOOK}{'Fit' if whole else 'FitH'}"
        self._page.setBackgroundColor(ground)
        self._cover.set_ground(ground)
        self._cover.begin()
        self._page.show_address(QUrl(address))

    def zoom_by(self, steps: int) -> None:
        """So many times what the wheel does with Ctrl: the viewer listens to no other size; 0 for as wide as the view again."""
        steps = steps or -self._steps
        self._steps += steps
        for _ in range(abs(steps)):
            self._turn_wheel(_NOTCH if steps > 0 else -_NOTCH, Qt.KeyboardModifier.ControlModifier)

    def leaf(self, pages: int) -> None:
        """Go so many windows full on, or back."""
        self._turn_wheel(-pages * self._view.height(), Qt.KeyboardModifier.NoModifier)

    def leave_to_clicks(self) -> None:
        """Tab goes past the paper: who gets into the viewer by it does not come out. For a window that leafs by keys of its own."""
        if (target := self._view.focusProxy()) is not None:
            target.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def _turn_wheel(self, angle: int, modifier: Qt.KeyboardModifier) -> None:
        target = self._view.focusProxy()
        if target is None:
            return
        at = QPointF(target.rect().center())
        QApplication.sendEvent(
            target,
            QWheelEvent(
                at, QPointF(target.mapToGlobal(at)), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, modifier,
                Qt.ScrollPhase.NoScrollPhase, False,
            ),
        )  # fmt: skip

    def release(self) -> None:
        if shiboken6.isValid(self._page):
            shiboken6.delete(self._page)
        if shiboken6.isValid(self._profile):
            shiboken6.delete(self._profile)

    def _take_keys(self) -> None:
        """The viewer hears keys once it was clicked: beside the paper, where there is nothing to be hit."""
        target = self._view.focusProxy()
        if target is None or not target.hasFocus():
            return
        at = QPointF(2, target.height() / 2)
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            held = Qt.MouseButton.LeftButton if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
            QApplication.sendEvent(
                target,
                QMouseEvent(
                    kind, at, QPointF(target.mapToGlobal(at)), Qt.MouseButton.LeftButton, held,
                    Qt.KeyboardModifier.NoModifier,
                ),
            )  # fmt: skip

    def _on_loaded(self, _ok: bool) -> None:
        if shiboken6.isValid(self):
            self._cover.end()

    def _on_crashed(self) -> None:
        self._cover.end()
        self.crashed.emit()
