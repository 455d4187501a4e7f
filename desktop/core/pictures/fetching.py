"""Fetches the pictures of one shown page: few at a time, each bounded, all of them within one budget.

Invariant: what comes back was a picture by its own bytes, small enough to be unpacked, and larger than a dot. Nothing is told
to the server but the address itself: no cookie, no referrer, no name of this program or its user. Threads of the pool.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING

from desktop.core import mime
from desktop.core.accounts.lookup import Unanswered, is_public
from desktop.core.api.pictures import Picture, PicturePlan

if TYPE_CHECKING:
    import ssl

    from desktop.core.accounts.network import Allow

MAX_BYTES = 6 << 20
MAX_PIXELS = 24_000_000
PAGE_BYTES = 30 << 20
PAGE_PIXELS = 150_000_000
CACHE_BYTES = 32 << 20
_SECONDS = 15.0
_DOT = 2
# Many hosts refuse a client without the usual words, and those of a browser of no version tell the least.
_HEADERS = {
    "User-Agent": "Mozilla/5.0",
    "Accept": "image/png, image/jpeg, image/gif, image/webp;q=0.9, image/bmp;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_log = logging.getLogger(__name__)

Fetch = Callable[[str], bytes]
"""The bytes behind an https address, at most MAX_BYTES. Raises Unanswered."""


def picture_fetch(context: ssl.SSLContext | None = None, allow: Allow = is_public) -> Fetch:
    """From the open Internet, after at most three redirects to https: addresses of this computer and its network are refused
    at the moment of connecting. Tests give another authority and let loopback pass."""

    def fetch(url: str) -> bytes:
        from desktop.core.accounts.network import HttpsClient

        return HttpsClient(context, allow, limit=MAX_BYTES, headers=_HEADERS).fetch(url, timeout=_SECONDS)

    return fetch


class PictureCache:
    """The last pictures of this run, so that looking at a mail again asks nobody again. Never on the disk."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self._limit, self._size = limit, 0
        self._held: OrderedDict[str, Picture | None] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, url: str) -> tuple[bool, Picture | None]:
        """(known, the picture). Known and None: it was fetched and is not one to be shown."""
        with self._lock:
            if url not in self._held:
                return False, None
            self._held.move_to_end(url)
            return True, self._held[url]

    def keep(self, url: str, picture: Picture | None) -> None:
        with self._lock:
            self._size += _weight(url, picture) - (_weight(url, self._held[url]) if url in self._held else 0)
            self._held[url] = picture
            self._held.move_to_end(url)
            while self._size > self._limit:
                old, dropped = self._held.popitem(last=False)
                self._size -= _weight(old, dropped)

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._size = 0


class Load:
    """Implements `api.pictures.PictureLoad`."""

    def __init__(self, plan: PicturePlan, fetch: Fetch, pool: Executor, cache: PictureCache) -> None:
        self._addresses, self._fetch, self._pool, self._cache = plan.addresses, fetch, pool, cache
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._asked: dict[int, Future[Picture | None]] = {}
        self._bytes, self._pixels = PAGE_BYTES, PAGE_PIXELS

    def fetch(self, number: int) -> Future[Picture | None]:
        with self._lock:
            if number not in self._asked:
                self._asked[number] = self._begin(number)
            return self._asked[number]

    def stop(self) -> None:
        self._stopped.set()
        with self._lock:
            for future in self._asked.values():
                future.cancel()

    def _begin(self, number: int) -> Future[Picture | None]:
        known, picture = False, None
        if 0 <= number < len(self._addresses):
            known, picture = self._cache.find(self._addresses[number])
        if not known and 0 <= number < len(self._addresses) and not self._stopped.is_set():
            return self._pool.submit(self._get, self._addresses[number])
        done: Future[Picture | None] = Future()
        done.set_result(picture)
        return done

    def _get(self, url: str) -> Picture | None:
        with self._lock:
            if self._stopped.is_set() or self._bytes <= 0:
                return None
        try:
            content = self._fetch(url)
        except Unanswered as reason:
            _log.info("a picture was not fetched: %s", reason.outcome)
            return None
        facts = mime.picture_facts.read_picture_facts(content)
        if facts is None or facts.pixels > MAX_PIXELS or min(facts.width, facts.height) <= _DOT:
            picture = None
        else:
            picture = Picture(facts.content_type, content)
        with self._lock:
            self._bytes -= len(content)
            self._pixels -= facts.pixels if picture is not None and facts is not None else 0
            if self._bytes < 0 or self._pixels < 0:
                return None
        self._cache.keep(url, picture)
        return picture


def _weight(url: str, picture: Picture | None) -> int:
    return len(url) + 200 + (len(picture.content) if picture is not None else 0)
