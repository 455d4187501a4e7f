"""Foreign HTML in QtWebEngine: no script, no network, no navigation, no memory of earlier mail.

Invariant: what is shown was sanitised before it came here and is served by `MailScheme`; a click only tells where it would
go. A crashed renderer leaves the program alive and is told. Made at the first HTML mail, never before. GUI thread.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtWebEngineCore import QWebEngineFindTextResult, QWebEnginePage, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.reader.page_cover import PageCover
from desktop.ui.reader.page_fit import PageFit
from desktop.ui.reader.web_engine import CID_SCHEME, MAIL_SCHEME, PICTURE_SCHEME, load_web_engine
from desktop.ui.reader.web_profile import ForeignPage, closed_profile, release_at_exit
from desktop.ui.reader.web_scheme import FetchPicture, FetchRemote, MailScheme, RequestInterceptor, nothing_remote


class _View(QWebEngineView):
    menu_wanted = Signal(object)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())


class HtmlView(QWidget):
    link_clicked = Signal(str)
    link_hovered = Signal(str)
    """The target as the page has it; empty when the mouse has left it."""
    loaded = Signal()
    crashed = Signal()
    found = Signal(int, int)
    """(which match is active from 1, how many there are)"""
    menu_wanted = Signal(object)
    """QPoint on the screen"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_web_engine()  # its schemes must be known before there is a profile
        self._number = 0
        self._interceptor = RequestInterceptor()
        self._scheme = MailScheme()
        profile = closed_profile(self._interceptor, self._scheme, (MAIL_SCHEME, CID_SCHEME, PICTURE_SCHEME))
        self._profile = profile
        self._page = ForeignPage(profile, self)
        self._view = _View(self)
        self._view.setPage(self._page)
        self._view.menu_wanted.connect(self.menu_wanted)
        profile.setParent(self)  # after the page: a profile must outlive its pages
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self._cover = PageCover(self._view, self)
        self.setFocusProxy(self._view)
        self._fit = PageFit(self._page, self)
        self._page.clicked.connect(self.link_clicked)
        self._page.linkHovered.connect(self.link_hovered)
        self._page.loadFinished.connect(self._on_loaded)
        self._page.renderProcessTerminated.connect(self._on_crashed)
        self._page.findTextFinished.connect(self._on_found)
        release_at_exit(self)

    def release(self) -> None:
        """Give the engine back: pages first, then their profile. The view shows nothing any more."""
        for part in (self._page, self._profile):
            if shiboken6.isValid(part):
                shiboken6.delete(part)

    @property
    def blocked(self) -> int:
        """Requests that reached the interceptor and were refused; the policy lets none come that far."""
        return self._interceptor.blocked

    def show_page(self, html: str, fetch: FetchPicture, fetch_remote: FetchRemote = nothing_remote) -> None:
        """Show a whole, sanitised document; `fetch` reads its inline pictures, `fetch_remote` those that the core may get."""
        self._number += 1
        self._scheme.pages = {self._number: html.encode("utf-8", "replace")}
        self._scheme.fetch, self._scheme.fetch_remote = fetch, fetch_remote
        self._fit.begin()
        self._cover.begin()
        self._page.show_address(QUrl(f"{MAIL_SCHEME.decode()}:{self._number}"))

    def clear(self) -> None:
        self.show_page("<!doctype html>", lambda _content_id, arrived: arrived(None))

    def set_dark(self, dark: bool, ground: QColor) -> None:
        """`dark`: let the engine repair the colours of the page; `ground` is seen before anything is loaded."""
        self._page.settings().setAttribute(QWebEngineSettings.WebAttribute.ForceDarkMode, dark)
        self._page.setBackgroundColor(ground)
        self._cover.set_ground(ground)

    def set_zoom(self, factor: float) -> None:
        self._fit.set_zoom(factor)

    def find_text(self, text: str, backward: bool = False) -> None:
        flags = QWebEnginePage.FindFlag.FindBackward if backward else QWebEnginePage.FindFlag(0)
        self._page.findText(text, flags)

    def copy(self) -> None:
        self._page.triggerAction(QWebEnginePage.WebAction.Copy)

    def select_all(self) -> None:
        self._page.triggerAction(QWebEnginePage.WebAction.SelectAll)

    def selected_text(self) -> str:
        return self._page.selectedText()

    def _on_loaded(self, ok: bool) -> None:
        if shiboken6.isValid(self):
            self._cover.end()
            if ok:
                self.loaded.emit()

    def _on_crashed(self) -> None:
        self._cover.end()
        self.crashed.emit()

    def _on_found(self, result: QWebEngineFindTextResult) -> None:
        self.found.emit(result.activeMatch(), result.numberOfMatches())
