"""Two of the four layers around foreign HTML: the scheme that serves it under a strict policy, and the interceptor.

Invariant: a page comes from memory only, with a Content-Security-Policy that allows inline styles and pictures of this
mail, and no request for anything but mailmsg:, cid: and data: ever leaves the interceptor. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlSchemeHandler,
)

POLICY = (
    "default-src 'none'; img-src cid: data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-src 'none'; sandbox"
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon", "image/avif"})
"""What is served for cid:. SVG is a document with links of its own and stays an attachment."""
_ALLOWED = frozenset({"mailmsg", "cid", "data"})

FetchPicture = Callable[[str, Callable[[tuple[str, bytes] | None], None]], None]
"""(content id, receiver): reads the part on a worker and calls the receiver on the event loop."""


class RequestInterceptor(QWebEngineUrlRequestInterceptor):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocked = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl().scheme() not in _ALLOWED:
            self.blocked += 1
            info.block(True)


class MailScheme(QWebEngineUrlSchemeHandler):
    """Serves mailmsg:NUMBER from `pages` and cid:ID through the page's own `fetch`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pages: dict[int, bytes] = {}
        self.fetch: FetchPicture | None = None

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        if bytes(job.requestMethod().data()) != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif url.scheme() == "cid":
            self._serve_picture(job, unquote(url.path()))
        else:
            self._serve_page(job, url.path())

    def _serve_page(self, job: QWebEngineUrlRequestJob, number: str) -> None:
        page = self.pages.get(int(number)) if number.isascii() and number.isdigit() else None
        if page is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        job.setAdditionalResponseHeaders(
            {
                QByteArray(b"Content-Security-Policy"): [QByteArray(POLICY.encode())],
                QByteArray(b"Referrer-Policy"): [QByteArray(b"no-referrer")],
                QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
            }
        )
        _reply(job, b"text/html;charset=utf-8", page)

    def _serve_picture(self, job: QWebEngineUrlRequestJob, content_id: str) -> None:
        if self.fetch is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return

        def arrived(found: tuple[str, bytes] | None) -> None:
            if not shiboken6.isValid(job):
                return
            kind = found[0].partition(";")[0].strip().lower() if found else ""
            if found is None or kind not in PICTURES:
                job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            else:
                _reply(job, kind.encode(), found[1])

        self.fetch(content_id, arrived)


def _reply(job: QWebEngineUrlRequestJob, content_type: bytes, content: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(content)
    job.reply(content_type, buffer)
