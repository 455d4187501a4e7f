"""Which signature a mail gets, and the mail with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.core.api.commands import DraftContent
from desktop.core.api.rows import AccountRow
from desktop.core.mail.signature import swap_signature, written_text


def signature_for(content: DraftContent, accounts: Sequence[AccountRow]) -> str:
    """That of the account it is written from; "" for none, or where answers and forwarded mail go without."""
    row = next((one for one in accounts if one.account_key == content.account_key), None)
    is_answer = bool(content.in_reply_to or content.references or content.answers_location or content.forwards_location)
    if row is None or (is_answer and not row.signature_in_replies):
        return ""
    return row.signature


def sign(content: DraftContent, accounts: Sequence[AccountRow]) -> DraftContent:
    """With the signature of its account in the place of the one that stands there, if that is still as the program put it."""
    text, standing = swap_signature(content.text, content.signature, signature_for(content, accounts))
    return replace(content, text=text, signature=standing)


def is_same_mail(one: DraftContent, other: DraftContent) -> bool:
    """But for the account and its signature."""
    return _bare(one) == _bare(other)


def _bare(content: DraftContent) -> DraftContent:
    text = written_text(content.text, content.signature).rstrip("\n")
    return replace(content, account_key=0, text=text, signature=None)
