"""QtWebEngine made ready for foreign HTML before there is an application, and loaded for the first mail that needs it.

Invariant: the engine can reach no host, whatever a page, a bug or a missed layer asks for: every name and every IP
address is mapped to nothing. `prepare_web_engine` runs once, on the main thread, before QApplication; `load_web_engine`, on the
GUI thread, before anything of the engine is made. Loading takes 35 MB and 50 ms, which a start need not pay.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

from PySide6.QtCore import QByteArray, QCoreApplication, Qt

from desktop.core.api.pictures import SCHEME

MAIL_SCHEME = b"mailmsg"
CID_SCHEME = b"cid"
PICTURE_SCHEME = SCHEME.encode("ascii")
PDF_SCHEME = b"mailpdf"
"""With a host, which Chromium's viewer wants of what it shows: mailpdf://file/NUMBER."""
_FLAGS = (
    '--host-resolver-rules="MAP * ~NOTFOUND"',
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--renderer-process-limit=1",
)
_ready = _loaded = False


def prepare_web_engine() -> bool:
    """Whether HTML can be shown by QtWebEngine. False where it is not installed (Windows on ARM) or not wanted
    (BANDEJA_WEB_ENGINE=0 saves about 200 MB); the text view serves then. May be called again."""
    global _ready
    if _ready or os.environ.get("BANDEJA_WEB_ENGINE") == "0":
        return _ready
    if QCoreApplication.instance() is not None:
        return False
    if find_spec("PySide6.QtWebEngineWidgets") is None:
        return False
    _set_environment()
    # With it Qt allows that the engine is loaded when the application is there already.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    _ready = True
    return True


def is_web_engine_ready() -> bool:
    """As far as is known: it is here, wanted and prepared, and loading it has not failed."""
    return _ready


def load_web_engine() -> bool:
    """Load it where it is ready. False when it is not, or a library of the system that it needs is missing."""
    global _ready, _loaded
    if _ready and not _loaded:
        try:
            _register_schemes()
            _loaded = True
        except ImportError:
            _ready = False
    return _ready


def _register_schemes() -> None:
    from PySide6.QtWebEngineCore import QWebEngineUrlScheme
    from PySide6.QtWebEngineWidgets import QWebEngineView  # noqa: F401 -- whether it loads is to be known here

    for name in (MAIL_SCHEME, CID_SCHEME, PICTURE_SCHEME):
        scheme = QWebEngineUrlScheme(QByteArray(name))
        scheme.setSyntax(QWebEngineUrlScheme.Syntax.Path)
        scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
        QWebEngineUrlScheme.registerScheme(scheme)
    scheme = QWebEngineUrlScheme(QByteArray(PDF_SCHEME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)


def _set_environment() -> None:
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    missing = [flag for flag in _FLAGS if flag not in flags]
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join([flags, *missing]).strip()
    # With the graphics card Qt must make the whole window anew when the first page is put into it: it blinks black. Text and
    # pictures need no card; who has set the backend otherwise keeps it.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    # Chromium's sandbox refuses to run as root and takes the whole process with it; nobody else does without it.
    if sys.platform != "win32" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
