"""QtWebEngine made ready for foreign HTML before there is an application, or found missing.

Invariant: the engine can reach no host, whatever a page, a bug or a missed layer asks for: every name and every IP
address is mapped to nothing. `prepare_web_engine` runs once, on the main thread, before QApplication.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QByteArray, QCoreApplication, Qt

from desktop.core.api.pictures import SCHEME

MAIL_SCHEME = b"mailmsg"
CID_SCHEME = b"cid"
PICTURE_SCHEME = SCHEME.encode("ascii")
_FLAGS = (
    '--host-resolver-rules="MAP * ~NOTFOUND"',
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--renderer-process-limit=1",
)
_ready = False


def prepare_web_engine() -> bool:
    """Whether HTML can be shown by QtWebEngine. False where it is not installed (Windows on ARM) or not wanted
    (BANDEJA_WEB_ENGINE=0 saves about 200 MB); the text view serves then. May be called again."""
    global _ready
    if _ready or os.environ.get("BANDEJA_WEB_ENGINE") == "0":
        return _ready
    if QCoreApplication.instance() is not None:
        return False
    try:
        from PySide6.QtWebEngineCore import QWebEngineUrlScheme
        from PySide6.QtWebEngineWidgets import QWebEngineView  # noqa: F401 -- must be loaded before the application
    except ImportError:
        return False
    _set_environment()
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    for name in (MAIL_SCHEME, CID_SCHEME, PICTURE_SCHEME):
        scheme = QWebEngineUrlScheme(QByteArray(name))
        scheme.setSyntax(QWebEngineUrlScheme.Syntax.Path)
        scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
        QWebEngineUrlScheme.registerScheme(scheme)
    _ready = True
    return True


def is_web_engine_ready() -> bool:
    return _ready


def _set_environment() -> None:
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    missing = [flag for flag in _FLAGS if flag not in flags]
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join([flags, *missing]).strip()
    # Chromium's sandbox refuses to run as root and takes the whole process with it; nobody else does without it.
    if sys.platform != "win32" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
