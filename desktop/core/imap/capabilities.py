"""What a server says it can do, corrected by what its provider is known to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop.core.imap.gateway import Capabilities

_SAVES_SENT_HOSTS = ("outlook.com", "office365.com", "hotmail.com", "live.com")
"""Submission through these stores a copy in Sent Items (Microsoft's consumer and Office 365 services)."""
_BROKEN_QRESYNC_HOSTS = ("mail.me.com", "icloud.com")
"""Mailspring had to switch QRESYNC off for iCloud: it loses VANISHED answers."""


def parse_capabilities(names: Iterable[bytes], host: str) -> Capabilities:
    """From the words of a CAPABILITY answer after login; `host` in lower case tells the provider."""
    words = {name.upper() for name in names}
    gmail = b"X-GM-EXT-1" in words
    can_enable = b"ENABLE" in words
    # RFC 7162, section 3.2.3: QRESYNC includes CONDSTORE, but it has to be enabled, so it needs ENABLE.
    qresync = b"QRESYNC" in words and can_enable
    found = Capabilities(
        condstore=b"CONDSTORE" in words or b"QRESYNC" in words,
        qresync=qresync,
        uidplus=b"UIDPLUS" in words or b"IMAP4REV2" in words,
        move=b"MOVE" in words or b"IMAP4REV2" in words,
        idle=b"IDLE" in words or b"IMAP4REV2" in words,
        special_use=b"SPECIAL-USE" in words,
        list_status=b"LIST-STATUS" in words,
        compress=b"COMPRESS=DEFLATE" in words,
        literal_plus=b"LITERAL+" in words,
        utf8_accept=b"UTF8=ACCEPT" in words,
        object_id=b"OBJECTID" in words,
        gmail=gmail,
        append_limit=_append_limit(words),
        saves_sent=gmail or _is_at(host, _SAVES_SENT_HOSTS),
    )
    if _is_at(host, _BROKEN_QRESYNC_HOSTS):
        found = replace(found, qresync=False)
    return found


def _append_limit(words: set[bytes]) -> int | None:
    """RFC 7889: APPENDLIMIT=bytes; a bare APPENDLIMIT says only that each mailbox has its own."""
    for word in words:
        name, _, number = word.partition(b"=")
        if name == b"APPENDLIMIT" and number.isdigit() and len(number) <= 18:
            return int(number)
    return None


def _is_at(host: str, domains: Iterable[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
