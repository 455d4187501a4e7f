"""BODY and BODYSTRUCTURE of RFC 3501: the tree of parts in the words of IMAP. Pure; any thread."""

from __future__ import annotations

from desktop.core.demo.mail_server.envelope import format_envelope
from desktop.core.demo.mail_server.structure import Parameters, Part, parse_parameters, skip_blank
from desktop.core.demo.mail_server.wire import format_nstring, format_string

_EMPTY_PART = b'("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0%s)'


def format_body(raw: bytes, part: Part, *, extended: bool) -> bytes:
    """BODYSTRUCTURE when `extended`, else BODY without brackets."""
    if part.is_multipart:
        return _format_multipart(raw, part, extended)
    too_deep = part.is_message and not part.children  # the grammar wants an envelope, which was not looked for
    pieces = [
        b'"application" "octet-stream"' if too_deep else format_string(part.type) + b" " + format_string(part.subtype),
        _format_parameters(_with_charset(part)),
        format_nstring(part.value(b"content-id")),
        format_nstring(part.value(b"content-description")),
        format_string(_first_word(part.value(b"content-transfer-encoding")) or b"7bit"),
        b"%d" % (part.end - part.body_start),
    ]
    lines = b"%d" % raw.count(b"\n", part.body_start, part.end)
    if part.is_message and part.children:
        inner = part.children[0]
        pieces += [
            format_envelope(raw[inner.start : inner.body_start]),
            format_body(raw, inner, extended=extended),
            lines,
        ]
    elif part.type.lower() == b"text":
        pieces.append(lines)
    if extended:
        pieces.append(format_nstring(part.value(b"content-md5")))
        pieces += _extension(part)
    return b"(%s)" % b" ".join(pieces)


def _with_charset(part: Part) -> Parameters:
    """Text without a charset is US-ASCII (RFC 2045, section 5.2)."""
    if part.type.lower() != b"text" or any(name.lower() == b"charset" for name, _ in part.parameters):
        return part.parameters
    return [*part.parameters, (b"charset", b"us-ascii")]


def _format_multipart(raw: bytes, part: Part, extended: bool) -> bytes:
    children = b"".join(format_body(raw, child, extended=extended) for child in part.children)
    if not children:  # the grammar wants at least one
        children = _EMPTY_PART % (b" NIL NIL NIL NIL" if extended else b"")
    pieces = [children + b" " + format_string(part.subtype)]
    if extended:
        pieces.append(_format_parameters(part.parameters))
        pieces += _extension(part)
    return b"(%s)" % b" ".join(pieces)


def _extension(part: Part) -> list[bytes]:
    """Disposition, language and location."""
    disposition = part.value(b"content-disposition")
    kind = _first_word(disposition)
    languages = [word.strip() for word in (part.value(b"content-language") or b"").split(b",") if word.strip()]
    return [
        b"(%s %s)" % (format_string(kind), _format_parameters(parse_parameters(disposition or b"", 0)))
        if kind
        else b"NIL",
        b"(%s)" % b" ".join(map(format_string, languages)) if languages else b"NIL",
        format_nstring(part.value(b"content-location")),
    ]


def _first_word(value: bytes | None) -> bytes | None:
    """The word before parameters and comments, as in `attachment; filename=x` and `8bit (by hand)`."""
    if not value:
        return None
    start = skip_blank(value, 0)
    end = start
    while end < len(value) and value[end : end + 1] not in (b";", b"(", b" ", b"\t"):
        end += 1
    return value[start:end] or None


def _format_parameters(parameters: Parameters) -> bytes:
    if not parameters:
        return b"NIL"
    return b"(%s)" % b" ".join(format_string(piece) for pair in parameters for piece in pair)
