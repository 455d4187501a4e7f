"""One attachment read as far as a person looks at it: what it is, whether it can be shown, and what of it.

Never raises for any bytes. A file that would cost too much is refused by what its first bytes claim, before anything unpacks it;
pictures and PDFs are passed on unread. Pure; worker threads: it loads the library that reads calendars.
"""

from __future__ import annotations

import codecs
from dataclasses import replace

from desktop.core.api.errors import BandejaError
from desktop.core.api.previews import FileKind, Preview, Unfit
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.structure import Attachment, ParsedMessage
from desktop.core.mime.charsets import decode_text
from desktop.core.mime.file_kind import file_kind, is_pdf
from desktop.core.mime.headers import STRAY, find_body, read_fields
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.html_text import html_to_text
from desktop.core.mime.parse_message import INSIDE, load_attachment, load_cid, parse_message
from desktop.core.mime.picture_facts import read_picture_facts
from desktop.core.mime.read_calendar import read_calendar
from desktop.core.mime.read_contacts import read_contacts
from desktop.core.mime.read_invitation import read_invitation
from desktop.core.mime.sections import normalise_line_ends, read_structure

MAX_BYTES = 128 << 20
MAX_PIXELS = 110_000_000
"""Of the largest telephone cameras; unpacked they take 440 MB of a process that may break."""
MAX_SIDE = 60_000
MAX_TEXT = 1 << 20
MAX_LINE = 5_000
"""Longer lines are broken: one of a megabyte freezes a text widget."""
MOST_EVENTS = 50
MOST_PICTURES = 40
MAX_PICTURE_BYTES = 20 << 20


def look_at(raw: bytes, path: str, local_zone: str) -> Preview | None:
    """The attachment of the mail `raw` at that path (`INSIDE` leads into mails that are enclosed); None when it has none there."""
    outer, _, last = path.rpartition(INSIDE)
    try:
        raw = load_attachment(raw, outer) if outer else raw
        found = next((one for one in parse_message(raw).attachments if one.path == last), None)
        if found is None:
            return None
        content, charset = load_attachment(raw, last), _charset(raw, last)
    except KeyError:
        return None
    return read_file(content, replace(found, path=path), charset, local_zone)


def read_file(content: bytes, attachment: Attachment, charset: str, local_zone: str) -> Preview:
    kind, size = file_kind(content, attachment.filename, attachment.content_type), len(content)
    if not content.strip(b"\0\r\n\t "):
        return Preview(kind, size, Unfit.EMPTY)
    if kind in (FileKind.OFFICE, FileKind.OTHER):
        return Preview(kind, size)
    if size > MAX_BYTES:
        return Preview(kind, size, Unfit.TOO_LARGE)
    if kind is FileKind.PICTURE:
        return _read_picture(content)
    if kind is FileKind.PDF:
        fits = is_pdf(content)
        return Preview(kind, size, None if fits else Unfit.NOT_WHAT_IT_SAYS, content if fits else b"")
    if kind is FileKind.MAIL:
        return _read_mail(content, attachment.path)
    if kind is FileKind.CALENDAR:
        return _read_calendar(content, local_zone)
    if kind is FileKind.CONTACTS:
        cards, more = read_contacts(content, charset)
        return Preview(kind, size, None if cards else Unfit.UNREADABLE, contacts=cards, shortened=more)
    return _read_text(content, charset) if kind is FileKind.TEXT else _read_page(content, charset)


def _read_picture(content: bytes) -> Preview:
    facts = read_picture_facts(content)
    if facts is None:
        return Preview(FileKind.PICTURE, len(content), Unfit.NOT_WHAT_IT_SAYS)
    measures = {"content_type": facts.content_type, "width": facts.width, "height": facts.height}
    if facts.pixels > MAX_PIXELS or max(facts.width, facts.height) > MAX_SIDE:
        return Preview(FileKind.PICTURE, len(content), Unfit.TOO_MANY_PIXELS, **measures)  # type: ignore[arg-type]
    return Preview(FileKind.PICTURE, len(content), content=content, **measures)  # type: ignore[arg-type]


def _read_text(content: bytes, charset: str) -> Preview:
    head = content[: MAX_TEXT + 4]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        charset = "utf-16"
    elif b"\0" in head[:65_536] and not charset.lower().startswith(("utf-16", "utf-32", "utf16", "utf32", "ucs")):
        return Preview(FileKind.TEXT, len(content), Unfit.NOT_WHAT_IT_SAYS)
    text = decode_text(head[:MAX_TEXT], charset or "utf-8")
    pieces = (line[at : at + MAX_LINE] for line in text.split("\n") for at in range(0, len(line) or 1, MAX_LINE))
    return Preview(FileKind.TEXT, len(content), text="\n".join(pieces), shortened=len(content) > MAX_TEXT)


def _read_page(content: bytes, charset: str) -> Preview:
    html = decode_text(content[: 4 * MAX_TEXT], charset or "utf-8")
    clean = sanitise(html)
    mail = ParsedMessage(Envelope(), html_to_text(html)[:MAX_TEXT], html)
    return Preview(
        FileKind.PAGE, len(content), mail=mail, html=None if clean.too_complex else clean.html,
        html_refused=clean.too_complex, shortened=len(content) > 4 * MAX_TEXT,
    )  # fmt: skip


def _read_mail(content: bytes, path: str) -> Preview:
    raw = normalise_line_ends(content)
    if not read_fields(raw[: find_body(raw)[0]]).keys() - {STRAY}:
        return Preview(FileKind.MAIL, len(content), Unfit.NOT_WHAT_IT_SAYS)
    mail = parse_message(raw)
    clean = None if mail.html is None else sanitise(mail.html)
    files = tuple(replace(one, path=f"{path}{INSIDE}{one.path}") for one in mail.attachments)
    refused = clean is not None and clean.too_complex
    html = None if clean is None or refused else clean.html
    return Preview(
        FileKind.MAIL, len(content), mail=replace(mail, attachments=files), html=html, html_refused=refused,
        pictures=_pictures(raw, mail) if html else {},
    )  # fmt: skip


def _pictures(raw: bytes, mail: ParsedMessage) -> dict[str, tuple[str, bytes]]:
    """What stands inside the HTML, as long as it is little."""
    found: dict[str, tuple[str, bytes]] = {}
    left = MAX_PICTURE_BYTES
    for one in [one for one in mail.attachments if one.inline and one.size <= MAX_PICTURE_BYTES][:MOST_PICTURES]:
        picture = load_cid(raw, one.content_id)
        if picture is not None and len(picture[1]) <= left:
            found[one.content_id] = picture
            left -= len(picture[1])
    return found


def _read_calendar(content: bytes, local_zone: str) -> Preview:
    try:
        events = read_calendar(content, local_zone)
    except BandejaError:
        return Preview(FileKind.CALENDAR, len(content), Unfit.UNREADABLE)
    if len(events) == 1 and (asked := read_invitation(content, local_zone)) is not None:
        people = [one for one in (asked.organiser, *asked.guests) if one.address or one.name]
        unique = {(one.address.lower() or one.name): one for one in reversed(people)}
        events = (replace(events[0], guests=tuple(reversed(unique.values()))),)
    return Preview(
        FileKind.CALENDAR, len(content), events=events[:MOST_EVENTS], shortened=len(events) > MOST_EVENTS
    )  # fmt: skip


def _charset(raw: bytes, path: str) -> str:
    leaves = read_structure(normalise_line_ends(raw)).leaves()
    return next((one.parameters.get("charset", "") for one in leaves if one.path == path), "")
