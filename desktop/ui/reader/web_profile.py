"""What every view of foreign content has from the web engine: a profile that remembers nothing, a page without powers that goes
nowhere, an end in time.

Invariant: a profile outlives its pages, and both are gone before the engine is. Imported with the first view. GUI thread.
"""

from __future__ import annotations

import atexit
import weakref
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlSchemeHandler,
)

_On = QWebEngineSettings.WebAttribute
_OFF = (
    _On.JavascriptEnabled,
    _On.JavascriptCanOpenWindows,
    _On.JavascriptCanAccessClipboard,
    _On.LocalStorageEnabled,
    _On.LocalContentCanAccessRemoteUrls,
    _On.LocalContentCanAccessFileUrls,
    _On.HyperlinkAuditingEnabled,
    _On.PluginsEnabled,
    _On.ErrorPageEnabled,
    _On.FullScreenSupportEnabled,
    _On.AutoLoadIconsForPage,
    _On.WebGLEnabled,
    _On.PdfViewerEnabled,
    _On.DnsPrefetchEnabled,
    _On.AllowWindowActivationFromJavaScript,
    _On.NavigateOnDropEnabled,
)


class _Released(Protocol):
    def release(self) -> None:
        """Give the engine back: pages first, then their profile. The view shows nothing any more."""
        ...


_views: weakref.WeakSet[_Released] = weakref.WeakSet()


def closed_profile(
    interceptor: QWebEngineUrlRequestInterceptor, handler: QWebEngineUrlSchemeHandler, schemes: tuple[bytes, ...]
) -> QWebEngineProfile:
    """One of its own for a view: nothing is kept, nothing downloaded, and only these schemes are served."""
    profile = QWebEngineProfile()  # without a name it remembers nothing
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
    profile.downloadRequested.connect(lambda request: request.cancel())
    for part in (interceptor, handler):
        part.setParent(profile)
    profile.setUrlRequestInterceptor(interceptor)
    for name in schemes:
        profile.installUrlSchemeHandler(name, handler)
    return profile


class ForeignPage(QWebEnginePage):
    """Goes to nothing but what it is told to show, and opens no window and no dialog. Made without script, plug-in, storage and
    permission; what a view needs of them it gives by name."""

    clicked = Signal(str)
    """Where a link would lead."""

    def __init__(self, profile: QWebEngineProfile, parent: QObject) -> None:
        super().__init__(profile, parent)
        self.shown = QUrl()
        for attribute in _OFF:
            self.settings().setAttribute(attribute, False)
        self.permissionRequested.connect(lambda permission: permission.deny())

    def show_address(self, url: QUrl) -> None:
        self.shown = url
        self.load(url)

    def acceptNavigationRequest(
        self, address: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        url = QUrl(address)
        if is_main_frame and url.toString().partition("#")[0] == self.shown.toString().partition("#")[0]:
            return True
        if kind is QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            self.clicked.emit(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return False

    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> None:  # type: ignore[override]
        """No page opens a window; Qt takes None for that, its stubs do not."""

    def javaScriptConsoleMessage(self, *message: object) -> None:
        pass

    def javaScriptAlert(self, *message: object) -> None:
        """Nothing foreign speaks by a dialog; nor by the two below."""

    def javaScriptConfirm(self, *message: object) -> bool:
        return False

    def javaScriptPrompt(self, *message: object) -> tuple[bool, str]:
        return False, ""


def release_at_exit(view: _Released) -> None:
    """A page that outlives the engine takes the process down with it, as one whose deletion still waits at the exit does."""
    if not _views:
        atexit.unregister(_release_all)
        atexit.register(_release_all)  # now, to run before the bindings end the application
    _views.add(view)


def _release_all() -> None:
    for view in list(_views):
        if isinstance(view, QObject) and shiboken6.isValid(view):
            view.release()
