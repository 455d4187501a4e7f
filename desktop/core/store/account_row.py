"""What screens read of an account, from its columns. Pure."""

from __future__ import annotations

from desktop.core.api.account_settings import parse_settings
from desktop.core.api.rows import AccountRow


def account_row(
    key: int, text: str, position: int, signature: str, in_replies: bool, signature_formatted: str
) -> AccountRow:
    """`text` are its settings as stored."""
    settings = parse_settings(text)
    return AccountRow(
        key, settings.address, settings.display_name, position, settings.imap.host, signature, bool(in_replies),
        signature_formatted,
    )  # fmt: skip
