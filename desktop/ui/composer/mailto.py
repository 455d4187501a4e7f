"""A mailto: URL as the content of a new mail. Only what `core.mail.mailto` lets through; nothing is sent by it."""

from __future__ import annotations

from desktop.core.api.commands import DraftContent
from desktop.core.mail.mailto import parse_mailto


def compose_from_mailto(url: str, account_key: int) -> DraftContent | None:
    """None when it is no mailto: URL."""
    request = parse_mailto(url)
    if request is None:
        return None
    return DraftContent(account_key, request.to, request.cc, request.bcc, request.subject, request.body)
