"""The original of an answer or a forward as HTML that can be sent on: what the reader shows of it, with its own pictures.

Invariant: nothing that the reader's layers take out goes back or on (covert text, scripts, forms, trackers' pixels); `sanitise`
changes nothing of the result; its size and its pictures are bounded, and so is the time. Pictures on the network stay addresses,
as with every other program: nothing is fetched here. Pure; any thread but the UI's.
"""

from __future__ import annotations

import binascii
import re
from html import escape, unescape
from urllib.parse import unquote

from desktop.core.mail.outgoing import OutgoingAttachment, picture_id
from desktop.core.mail.rich_text import from_text
from desktop.core.mail.structure import Attachment, ParsedMessage
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.parse_message import load_attachment
from desktop.core.mime.picture_facts import read_picture_facts
from desktop.core.mime.visible_html import style_seen
from desktop.core.mime.write_rich import QUOTE, write_html
from desktop.values import dataclass

MAX_HTML = 1_000_000
"""Characters of HTML that are quoted; a longer one is quoted as text."""
MAX_PICTURES = 5_000_000
"""Bytes of the pictures in it; more are left out of an answer, and are files of a forward."""
_SHOWN = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"))
_IMAGE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,(.+)", re.I | re.S)


@dataclass(frozen=True, slots=True)
class QuotedHtml:
    """`pictures` are those that the HTML names; `paths` are the parts of the original that they were."""

    html: str
    pictures: tuple[OutgoingAttachment, ...] = ()
    paths: frozenset[str] = frozenset()


def quote_html(parsed: ParsedMessage, raw: bytes, introduction: str, *, inside: bool) -> QuotedHtml | None:
    """The original under its `introduction` (lines of text), marked as quoted when it stands `inside` an answer; None where
    there is no HTML, or none that is fit to be sent on."""
    if parsed.html is None:
        return None
    clean = sanitise(parsed.html)
    if clean.too_complex or len(clean.html) > MAX_HTML:
        return None
    seen = sanitise(style_seen(clean.html), allow_remote=True)
    if seen.too_complex or len(seen.html) > MAX_HTML:
        return None
    pictures = _Pictures(parsed.attachments, raw)
    html = _IMAGE.sub(pictures.rewrite, seen.html)
    opening, closing = (QUOTE, "</blockquote>") if inside else ("<div>", "</div>")
    above = write_html(from_text(introduction)) if introduction else ""
    return QuotedHtml(
        sanitise(above + opening + html + closing, allow_remote=True).html,
        tuple(pictures.taken.values()),
        frozenset(pictures.paths),
    )


class _Pictures:
    """Gives the pictures of a page names of their own."""

    def __init__(self, attachments: tuple[Attachment, ...], raw: bytes) -> None:
        self._parts = {one.content_id.casefold(): one for one in reversed(attachments) if one.content_id}
        self._raw, self._room = raw, MAX_PICTURES
        self.taken: dict[str, OutgoingAttachment] = {}
        self.paths: set[str] = set()

    def rewrite(self, match: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        source = unescape(attributes.get("src", ""))
        if source[:4].lower() in ("cid:", "data"):
            name = self._take(source)
            del attributes["src"]
            if name:
                attributes["src"] = f"cid:{escape(name)}"
        if "src" not in attributes:
            return ""  # not there, one too many, or there to tell somebody that the mail was opened
        return "<img" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + ">"

    def _take(self, source: str) -> str:
        """The new Content-ID, or nothing."""
        part = None
        if source[:4].lower() == "cid:":
            part = self._parts.get(unquote(source[4:]).casefold())
            if part is None or part.content_type not in _SHOWN or part.size > self._room:
                return ""
            data = load_attachment(self._raw, part.path)
        else:
            found = _DATA.fullmatch(source)
            try:
                data = binascii.a2b_base64(found[1]) if found else b""
            except ValueError:
                return ""
        facts = read_picture_facts(data)
        if facts is None or len(data) > self._room:
            return ""  # whatever it says it is: an SVG, say, is a page that opens files
        if part is not None:
            self.paths.add(part.path)
        name = picture_id(data)
        if name not in self.taken:
            self._room -= len(data)
            filename = part.filename if part is not None else f"image.{facts.content_type.partition('/')[2]}"
            self.taken[name] = OutgoingAttachment(filename, facts.content_type, data, name)
        return name
