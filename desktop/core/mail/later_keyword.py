"""The IMAP keywords by which every program sees until when a mail is put off: `$Later-20261201T0800Z`, in UTC, to the minute.

Where it came from follows as `$LaterFrom-` and a digest of the mailbox's name, unless that was the inbox. Keywords are foreign
text: what is not exactly of this shape, or no moment of this century, is none of ours. Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from desktop.moments import moment_at

_MOMENT = re.compile(r"\$later-(20\d\d)(\d\d)(\d\d)t(\d\d)(\d\d)z", re.ASCII | re.IGNORECASE)
_OURS = re.compile(r"\$later(?:from)?-[0-9a-z]{1,40}", re.ASCII | re.IGNORECASE)
_MOST = 200
"""Keywords of one mail that are looked at."""
_FIRST, _LAST = 946_684_800, 4_102_444_740
"""The first and the last minute of the century."""


def keyword_of(moment: int) -> str:
    """Of a moment (epoch seconds), never before it."""
    minute = max(_FIRST, min(-(-moment // 60) * 60, _LAST))
    return f"$Later-{moment_at(minute):%Y%m%dT%H%MZ}"


def moment_of(keyword: str) -> int | None:
    """Epoch seconds; None for a keyword that is no moment."""
    match = _MOMENT.fullmatch(keyword)
    if match is None:
        return None
    try:
        return int(datetime(*map(int, match.groups()), tzinfo=UTC).timestamp())  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def moment_in(keywords: Iterable[str]) -> int | None:
    """The earliest: of two wishes the one that brings the mail back rather too early than too late."""
    return min((moment for one in sorted(keywords)[:_MOST] if (moment := moment_of(one)) is not None), default=None)


def origin_keyword(mailbox_name: str) -> str:
    digest = hashlib.blake2s(mailbox_name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"$LaterFrom-{digest}"


def is_from(keywords: Iterable[str], mailbox_name: str) -> bool:
    return origin_keyword(mailbox_name).lower() in {one.lower() for one in keywords}


def marks_in(keywords: Iterable[str]) -> frozenset[str]:
    """Those that are about putting off, to be taken away."""
    return frozenset(one for one in keywords if _OURS.fullmatch(one))
