"""A mail as its writer means it to the bytes that are sent (RFC 5322, 2045 to 2049, 2183, 2387).

The invariant: CRLF line ends only, lines of at most 998 bytes, ASCII throughout, no field that the caller's text could add, and
no Bcc unless it is asked for. Equal input gives equal bytes: Message-ID and Date come from outside and boundaries are derived
from the content, so that every attempt to send is the same mail. Pure; any thread.
"""

from __future__ import annotations

import binascii
import re
from email.utils import format_datetime
from hashlib import sha256

from desktop.core.mail.outgoing import OutgoingAttachment, OutgoingMessage
from desktop.core.mime.encode_header import address_field, id_field, text_field, value_field
from desktop.core.mime.file_names import safe_file_name
from desktop.core.mime.headers import MAX_REFERENCES, find_body

MAX_LINE = 998
_TYPE = re.compile(r"[a-zA-Z0-9!#$&^_.+-]{1,100}/[a-zA-Z0-9!#$&^_.+-]{1,100}")
_LONG_LINE = re.compile(rb"^[^\r\n]{999}", re.M)
_NOT_FOR_7BIT = re.compile(rb"[^\t\n\x20-\x7e]")


def compose(message: OutgoingMessage, *, include_bcc: bool = False) -> bytes:
    """The bytes to send; with `include_bcc` the copy for Drafts and Sent. Raises ValueError for what cannot be written down."""
    header = [
        _own_field("Date", format_datetime(message.date)),
        address_field("From", [message.from_]),
        address_field("Reply-To", message.reply_to) if message.reply_to else b"",
        address_field("To", message.to) if message.to else b"",
        address_field("Cc", message.cc) if message.cc else b"",
        address_field("Bcc", message.bcc) if message.bcc and include_bcc else b"",
        b"" if message.to or message.cc else b"To: undisclosed-recipients:;\r\n",
        text_field("Subject", message.subject),
        id_field("Message-ID", [message.message_id]),
        id_field("In-Reply-To", message.in_reply_to) if message.in_reply_to else b"",
        id_field("References", message.references[-MAX_REFERENCES:]) if message.references else b"",
        b"MIME-Version: 1.0\r\n",
    ]
    return b"".join(header) + _body(message)


def redact_for_wire(raw: bytes) -> bytes:
    """A foreign .eml ready to be submitted: CRLF line ends only, no Bcc. Raises ValueError when it cannot be sent as it is."""
    if b"\0" in raw:
        raise ValueError("the mail contains a NUL character")
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if raw.startswith((b"From ", b">From ")):  # the line an mbox puts in front
        raw = raw.partition(b"\n")[2]
    header_end, body = find_body(raw)
    kept: list[bytes] = []
    skipping = False
    for line in raw[:header_end].split(b"\n"):
        if line[:1] not in (b" ", b"\t"):
            skipping = line.partition(b":")[0].strip().lower() in (b"bcc", b"resent-bcc")
        if line and not skipping:
            kept.append(line)
    if not kept:
        raise ValueError("the mail has no header")
    text = b"\n".join(kept) + b"\n\n" + raw[body:]
    if _LONG_LINE.search(text):
        raise ValueError(f"the mail has a line of more than {MAX_LINE} bytes")
    return (text if text.endswith(b"\n") else text + b"\n").replace(b"\n", b"\r\n")


def _own_field(name: str, value: str) -> bytes:
    """A field whose value this module has made itself."""
    return f"{name}: {value}\r\n".encode("ascii")


def _body(message: OutgoingMessage) -> bytes:
    """The whole body as one entity: its header lines, a blank line, its content."""
    images = [attachment for attachment in message.attachments if attachment.content_id and message.html is not None]
    files = [attachment for attachment in message.attachments if attachment not in images]
    entity = _text_entity("text/plain", message.text)
    if message.html is not None:
        shown = _text_entity("text/html", message.html)
        if images:
            shown = _multipart("related", [shown, *map(_file_entity, images)], ("type", "text/html"))
        entity = _multipart("alternative", [entity, shown])
    elif message.calendar:
        entity = _multipart("alternative", [entity, _calendar_entity(message)])
    if files:
        entity = _multipart("mixed", [entity, *map(_file_entity, files)])
    return entity


def _text_entity(content_type: str, text: str) -> bytes:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    data = text.encode("utf-8", "replace")
    if data and not data.endswith(b"\n"):
        data += b"\n"
    encoding, body = _encode_text(data)
    return (
        value_field("Content-Type", content_type, [("charset", "utf-8")])
        + _own_field("Content-Transfer-Encoding", encoding)
        + b"\r\n"
        + body
    )


def _calendar_entity(message: OutgoingMessage) -> bytes:
    """RFC 6047, section 2.4: the method stands in the type too, so that a mailbox knows it without looking inside."""
    encoding, body = _encode_text(message.calendar.replace(b"\r\n", b"\n"))
    parameters = [("charset", "utf-8"), ("method", message.method)]
    return (
        value_field("Content-Type", "text/calendar", parameters)
        + _own_field("Content-Transfer-Encoding", encoding)
        + b"\r\n"
        + body
    )


def _encode_text(data: bytes) -> tuple[str, bytes]:
    if not _NOT_FOR_7BIT.search(data) and not _LONG_LINE.search(data) and b"\nFrom " not in b"\n" + data:
        return "7bit", data.replace(b"\n", b"\r\n")
    non_ascii = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if non_ascii * 6 > len(data):  # quoted-printable would treble most of it
        return "base64", _encode_base64(data.replace(b"\n", b"\r\n"))
    encoded = binascii.b2a_qp(data, istext=True).replace(b"\r\n", b"\n").replace(b"\r", b"=0D")
    encoded = re.sub(rb"^From ", b"=46rom ", encoded, flags=re.M)  # mbox stores would otherwise put ">" in front
    return "quoted-printable", _short_lines(encoded).replace(b"\n", b"\r\n")


def _short_lines(encoded: bytes) -> bytes:
    """Quoted-printable lines of at most 76; the substitutions above may have made one longer."""
    lines = []
    for line in encoded.split(b"\n"):
        while len(line) > 76:
            cut = 73 if line[73:74] != b"=" and line[72:73] != b"=" and line[71:72] != b"=" else 70
            lines.append(line[:cut] + b"=")
            line = line[cut:]
        lines.append(line)
    return b"\n".join(lines)


def _encode_base64(data: bytes) -> bytes:
    text = binascii.b2a_base64(data, newline=False)
    return b"".join(text[start : start + 76] + b"\r\n" for start in range(0, len(text), 76))


def _file_entity(attachment: OutgoingAttachment) -> bytes:
    content_type = attachment.content_type.lower()
    if not _TYPE.fullmatch(content_type) or content_type.startswith("multipart/"):
        content_type = "application/octet-stream"
    data = attachment.data
    encoding, body = "base64", b""
    if content_type == "message/rfc822":
        lines = data.replace(b"\r\n", b"\n")
        if _NOT_FOR_7BIT.search(lines) or _LONG_LINE.search(lines):
            content_type = "application/octet-stream"  # RFC 2046, section 5.2.1: this type may not be encoded
        else:
            encoding, body = "7bit", lines.replace(b"\n", b"\r\n")
    elif content_type.startswith("message/"):
        content_type = "application/octet-stream"
    name = safe_file_name(attachment.filename, content_type)
    header = value_field("Content-Type", content_type, [("name", name)]) + _own_field(
        "Content-Transfer-Encoding", encoding
    )
    if attachment.content_id:
        header += id_field("Content-ID", [attachment.content_id])
    header += value_field(
        "Content-Disposition", "inline" if attachment.content_id else "attachment", [("filename", name)]
    )
    return header + b"\r\n" + (body if encoding == "7bit" else _encode_base64(data))


def _multipart(subtype: str, entities: list[bytes], *parameters: tuple[str, str]) -> bytes:
    digest = sha256(b"\0".join(entities)).hexdigest()
    boundary = f"=_{digest[:40]}"
    while any(boundary.encode("ascii") in entity for entity in entities):
        digest = sha256(digest.encode("ascii")).hexdigest()
        boundary = f"=_{digest[:40]}"
    mark = b"--" + boundary.encode("ascii")
    body = b"".join(mark + b"\r\n" + entity + (b"" if entity.endswith(b"\r\n") else b"\r\n") for entity in entities)
    return (
        value_field("Content-Type", f"multipart/{subtype}", [("boundary", boundary), *parameters])
        + b"\r\n"
        + body
        + mark
        + b"--\r\n"
    )
