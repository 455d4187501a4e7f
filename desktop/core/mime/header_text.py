"""Raw header bytes to the text a person reads (RFC 2047, RFC 2231 language suffix, raw 8-bit).

What comes out is one line: no control characters, no newlines, no NUL, no direction overrides, no lone surrogates, whatever
came in. Adjacent encoded words are joined as bytes before their charset is applied, since senders cut characters in two.
Work is linear in the length. Pure; any thread.
"""

from __future__ import annotations

import binascii
import re

from desktop.core.mime.charsets import decode_text, decode_unlabelled

MAX_VALUE = 1 << 20
"""Bytes of one field value that are read; the rest is dropped."""

# A question mark inside the text is forbidden yet common ("=?utf-8?Q?why??="): up to three are taken.
_ENCODED_WORD = re.compile(rb"=\?([^?*\s]{0,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,3})\?=")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SPACES = re.compile("[ \t\r\n\v\f\u00a0\u2028\u2029]+")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def decode_header(value: bytes) -> str:
    """The text of a field value (unfolded or not), as one clean line. Never raises."""
    value = value[:MAX_VALUE]
    if b"=?" in value:
        return clean_line(_decode_words(value))
    if value.isascii():
        text = value.decode("ascii")
        return text.strip(" ") if text.isprintable() and "  " not in text else clean_line(text)
    return clean_line(decode_unlabelled(value))


def clean_line(text: str) -> str:
    """`text` on one line: runs of white space become one space, unseen characters go.

    Zero-width joiners stay (emoji and several scripts need them), direction overrides and marks do not: they let a name
    read backwards.
    """
    text = _SPACES.sub(" ", text)
    if not text.isprintable():
        text = _UNSEEN.sub("", text)
    return text.strip()


def _decode_words(value: bytes) -> str:
    pieces: list[str] = []
    pending = bytearray()  # decoded bytes of adjacent words that share a charset
    pending_charset = b""
    cut_base64 = b""  # base64 of the last word when the sender cut it off inside a group of four
    end = 0
    for word in _ENCODED_WORD.finditer(value):
        charset, coding, text = word[1].lower(), word[2], word[3]
        between = value[end : word.start()]
        adjacent = end > 0 and not between.strip()
        if not (adjacent and charset == pending_charset):
            if cut_base64:
                pending += decode_base64_word(cut_base64)
                cut_base64 = b""
            if pending:
                pieces.append(decode_text(bytes(pending), pending_charset.decode("ascii", "replace")))
                pending.clear()
            if not adjacent:
                pieces.append(decode_unlabelled(between))
            pending_charset = charset
        end = word.end()
        if coding in b"qQ":
            if cut_base64:
                pending += decode_base64_word(cut_base64)
                cut_base64 = b""
            pending += binascii.a2b_qp(text.replace(b" ", b"_"), header=True)
        else:
            text = cut_base64 + _NOT_BASE64.sub(b"", text) if b"=" not in text else cut_base64 + text
            cut_base64 = b""
            if len(text) % 4 and b"=" not in text:
                cut_base64 = text
            else:
                pending += decode_base64_word(text)
    if cut_base64:
        pending += decode_base64_word(cut_base64)
    if pending:
        pieces.append(decode_text(bytes(pending), pending_charset.decode("ascii", "replace")))
    pieces.append(decode_unlabelled(value[end:]))
    return "".join(pieces)


def decode_base64_word(text: bytes) -> bytes:
    """Base64 as found in encoded words: padding missing or wrong, stray characters."""
    text = _NOT_BASE64.sub(b"", text)
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + b"==="[: -len(text) % 4])
