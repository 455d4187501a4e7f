"""Bytes of a text part to text: charset, format=flowed (RFC 3676), rich text tags (RFC 1896). Pure; any thread."""

from __future__ import annotations

import re

from desktop.core.mime.charsets import decode_text
from desktop.core.mime.sections import Section

_RICH_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,60}>")
_RICH_PARAMETER = re.compile(r"<param>[^<]{0,500}</param>", re.I)

_CHARSET_IN_HTML = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{3,40})", re.I)


def read_plain(section: Section, data: bytes) -> str:
    """The text of a text part that is not HTML; `data` is its decoded body."""
    text = decode_text(data, section.parameters.get("charset", ""))
    if section.content_type in ("text/enriched", "text/richtext"):
        return _RICH_TAG.sub("", _RICH_PARAMETER.sub("", text))
    if section.parameters.get("format", "").lower() == "flowed" and " \n" in text:
        return unflow(text, delete_space=section.parameters.get("delsp", "").lower() == "yes")
    return text


def read_html(section: Section, data: bytes) -> str:
    """The text of an HTML part; without a label, UTF-8 when it is, else what its own <meta> claims."""
    charset = section.parameters.get("charset", "")
    if not charset and not data.isascii() and (claim := _CHARSET_IN_HTML.search(data[:4_096])):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            charset = claim[1].decode("ascii")
    return decode_text(data, charset)


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Lines that end in a blank are joined with the next of the same quote depth (RFC 3676, section 4)."""
    result: list[str] = []
    flowing_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        if content[:1] == " ":
            content = content[1:]
        is_flowed = content.endswith(" ") and content != "-- "
        joined = content[:-1] if is_flowed and delete_space else content
        if flowing_depth == depth and content != "-- ":
            result[-1] += joined
        else:
            result.append(">" * depth + (" " if depth and content else "") + joined)
        flowing_depth = depth if is_flowed else -1
    return "\n".join(result)
