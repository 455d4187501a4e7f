"""Which signature a mail gets, and what of a mail is not its signature. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from desktop.core.api.commands import DraftAttachment, DraftContent
from desktop.core.api.rows import AccountRow
from desktop.core.mail.formatted_signature import formatted_or_plain, letters_of
from desktop.core.mail.rich_text import RichText, is_plain, pictures_of
from desktop.core.mail.signature import MARK, written_text


class Signature(NamedTuple):
    """`text` is what `blocks` say as text; empty for none."""

    text: str = ""
    blocks: RichText = ()
    pictures: tuple[DraftAttachment, ...] = ()


def signature_for(content: DraftContent, accounts: Sequence[AccountRow]) -> Signature:
    """That of the account it is written from; none where answers and forwarded mail go without."""
    row = next((one for one in accounts if one.account_key == content.account_key), None)
    is_answer = bool(content.in_reply_to or content.references or content.answers_location or content.forwards_location)
    if row is None or (is_answer and not row.signature_in_replies):
        return Signature()
    return signature_of(row)


def signature_of(row: AccountRow) -> Signature:
    text, blocks, pictures = formatted_or_plain(row.signature, row.signature_formatted)
    return Signature(
        text,
        blocks,
        tuple(DraftAttachment(one.filename, one.content_type, one.data, one.content_id) for one in pictures),
    )


def pictures_of_signatures(accounts: Sequence[AccountRow]) -> frozenset[str]:
    """The Content-IDs of all: they come and go with a signature, and are nobody's files."""
    return frozenset(
        one.content_id for row in accounts if row.signature_formatted for one in signature_of(row).pictures
    )


def is_same_mail(one: DraftContent, other: DraftContent) -> bool:
    """But for the account and its signature."""
    return _bare(one) == _bare(other)


def _bare(content: DraftContent) -> DraftContent:
    text = written_text(content.text, content.signature).rstrip("\n")
    written, signature = _cut(content.formatted)
    signing = pictures_of(signature) - pictures_of(written)
    attachments = tuple(one for one in content.attachments if one.content_id not in signing)
    written = () if is_plain(written) else written
    return replace(content, account_key=0, text=text, signature=None, formatted=written, attachments=attachments)


def _cut(rich: RichText) -> tuple[RichText, RichText]:
    """Above the last mark, and from it on."""
    marks = [place for place, block in enumerate(rich) if not block.quote and letters_of([block]) == MARK]
    place = marks[-1] if marks else len(rich)
    return rich[:place], rich[place:]
