"""The one click of RFC 8058: one form of one fixed field, to one https address, and nothing about anybody.

Invariant: the address was taken from a mail whose sender is proven, a person has said yes to its host, and no redirect is followed;
addresses of this computer and its network are refused at the moment of connecting. A thread of the caller's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.core.accounts.lookup import is_public

if TYPE_CHECKING:
    import ssl

    from desktop.core.accounts.network import Allow

FIELD = {"List-Unsubscribe": "One-Click"}
_SECONDS = 20.0
_LONGEST_ANSWER = 2 << 20
# As for pictures: no name of this program, no cookie, no login.
_HEADERS = {"User-Agent": "Mozilla/5.0", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}

Post = Callable[[str], int]
"""Post the one click to that address; the status of the answer. Raises Unanswered."""


def one_click_post(context: ssl.SSLContext | None = None, allow: Allow = is_public) -> Post:
    """To the open Internet. Tests give another authority and let loopback pass."""

    def post(url: str) -> int:
        from desktop.core.accounts.network import HttpsClient

        client = HttpsClient(context, allow, limit=_LONGEST_ANSWER, headers=_HEADERS)
        return client.post(url, FIELD, timeout=_SECONDS)[0]

    return post
