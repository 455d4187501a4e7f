"""Does a mail say that no person wrote it? Vacation notes, receipts, and what mail servers say of a delivery.

By RFC 3834 (Auto-Submitted, an empty Return-Path), RFC 3462 (multipart/report) and the older marks that answering machines set.
A list's mail is a person's. Bounded; never raises. Pure; any thread.
"""

from __future__ import annotations

import re

from desktop.core.mime.headers import read_fields, skip_leading_lines

_FIELDS = frozenset(
    {b"auto-submitted", b"content-type", b"precedence", b"return-path", b"x-autoreply", b"x-autorespond"}
)
_LONGEST = 1_000
_WORD = re.compile(rb"\(.*?\)|[\s\"]+", re.DOTALL)
_NOBODY = re.compile(rb"\s*<\s*>\s*\Z")


def is_automatic(header: bytes) -> bool:
    """`header` is a raw header block."""
    fields = read_fields(header[skip_leading_lines(header) :], _FIELDS)
    submitted = [_first_word(value) for value in fields.get(b"auto-submitted", [])[:10]]
    if any(word not in (b"", b"no") for word in submitted):
        return True
    if any(_first_word(value) == b"multipart/report" for value in fields.get(b"content-type", [])[:1]):
        return True
    if any(_first_word(value) == b"auto_reply" for value in fields.get(b"precedence", [])[:10]):
        return True
    if b"x-autorespond" in fields or any(_first_word(value) == b"yes" for value in fields.get(b"x-autoreply", [])[:10]):
        return True
    return any(_NOBODY.match(value[:_LONGEST]) for value in fields.get(b"return-path", [])[:10])


def _first_word(value: bytes) -> bytes:
    return _WORD.sub(b"", value[:_LONGEST].partition(b";")[0]).lower()
