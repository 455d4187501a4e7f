"""What every view of foreign content has from the web engine: a profile that remembers nothing, all powers off, an end in time.

Invariant: a profile outlives its pages, and both are gone before the engine is. Imported with the first view. GUI thread.
"""

from __future__ import annotations

import atexit
import weakref
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject
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


def disarm(page: QWebEnginePage) -> None:
    """No script, no plug-in, no storage, no permission."""
    for attribute in _OFF:
        page.settings().setAttribute(attribute, False)
    page.permissionRequested.connect(lambda permission: permission.deny())


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
