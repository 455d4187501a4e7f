"""Two of the four layers around foreign HTML: the scheme that serves it under a strict policy, and the interceptor.

Invariant: a page comes from memory only, with a Content-Security-Policy that allows inline styles and pictures of this
mail, and no request for anything but mailmsg:, cid:, mailpic: and data: ever leaves the interceptor. A picture that lies on the
network is one number to the page; the core gets it, or does not. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlSchemeHandler,
)

from desktop.core.api.pictures import SCHEME

_Name = TypeVar("_Name", str, int)
POLICY = (
    "default-src 'none'; img-src cid: data: mailpic:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-src 'none'; sandbox"
)
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon", "image/avif"})
"""What is served for cid:. SVG is a document with links of its own and stays an attachment."""
_ALLOWED = frozenset({"mailmsg", "cid", "data", SCHEME})

Receiver = Callable[[tuple[str, bytes] | None], None]
FetchPicture = Callable[[str, Receiver], None]
"""(content id, receiver): reads the part on a worker and calls the receiver on the event loop."""
FetchRemote = Callable[[int, Receiver], None]
"""(number in the page's plan, receiver): the same for a picture on the network, None while it is not allowed."""


def nothing_remote(number: int, arrived: Receiver) -> None:
    arrived(None)


class RequestInterceptor(QWebEngineUrlRequestInterceptor):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocked = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        if info.requestUrl().scheme() not in _ALLOWED:
            self.blocked += 1
            info.block(True)


class MailScheme(QWebEngineUrlSchemeHandler):
    """Serves mailmsg:NUMBER from `pages`, cid:ID and mailpic:NUMBER through the page's own `fetch` and `fetch_remote`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pages: dict[int, bytes] = {}
        self.fetch: FetchPicture | None = None
        self.fetch_remote: FetchRemote = nothing_remote

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        if bytes(job.requestMethod().data()) != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif url.scheme() == "cid":
            self._serve_picture(job, self.fetch, unquote(url.path()))
        elif url.scheme() == SCHEME:
            number = url.path()
            known = number.isascii() and number.isdigit() and len(number) < 6
            self._serve_picture(job, self.fetch_remote if known else None, int(number) if known else 0)
        else:
            self._serve_page(job, url.path())

    def _serve_page(self, job: QWebEngineUrlRequestJob, number: str) -> None:
        page = self.pages.get(int(number)) if number.isascii() and number.isdigit() else None
        if page is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        headers: Any = {  # a multimap: its stubs do not say that Qt wants a list a name
            QByteArray(b"Content-Security-Policy"): [QByteArray(POLICY.encode())],
            QByteArray(b"Referrer-Policy"): [QByteArray(b"no-referrer")],
            QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
        }
        job.setAdditionalResponseHeaders(headers)
        _reply(job, b"text/html;charset=utf-8", page)

    def _serve_picture(
        self, job: QWebEngineUrlRequestJob, fetch: Callable[[_Name, Receiver], None] | None, name: _Name
    ) -> None:
        if fetch is None:
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

        fetch(name, arrived)


def _reply(job: QWebEngineUrlRequestJob, content_type: bytes, content: bytes) -> None:
    buffer = QBuffer(job)
    buffer.setData(content)
    job.reply(content_type, buffer)
