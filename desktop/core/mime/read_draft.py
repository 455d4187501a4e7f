"""The body of a draft that lies on the server, written here or by another program, as what a composer holds.

Invariant: no word of it is lost: what cannot be told apart is text, and what cannot be formatted here is read as what can. The
quote of a draft of ours is known by its mark and stays the original that it was. Pure; any thread but the UI's.
"""

from __future__ import annotations

import re
from html import unescape

from desktop.core.mail.rich_text import MAX_BLOCKS, Block, RichText, is_plain, pictures_of, to_text
from desktop.core.mail.structure import ParsedMessage
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.read_rich import read_html
from desktop.core.mime.visible_html import style_seen
from desktop.core.mime.write_formatted import QUOTE_CLASS
from desktop.values import dataclass

_MARK = f'<div class="{QUOTE_CLASS}">'
_PICTURE = re.compile(r'<img[^>]* src="cid:([^"]+)"')


@dataclass(frozen=True, slots=True)
class DraftBody:
    """As of `DraftContent`."""

    text: str
    formatted: RichText = ()
    quoted_html: str = ""

    @property
    def pictures(self) -> set[str]:
        """The Content-IDs that it names."""
        return pictures_of(self.formatted) | {unescape(name) for name in _PICTURE.findall(self.quoted_html)}


def read_draft(parsed: ParsedMessage) -> DraftBody:
    if parsed.html is None:
        return DraftBody(parsed.text)
    own_html, mark, rest = parsed.html.partition(_MARK)
    own = read_html(own_html)
    below = parsed.text.removeprefix(to_text(own))
    if not own or len(below) < len(parsed.text):
        blank = len(below) - len(below.lstrip("\n"))
        own = (*own, *(Block() for _ in range(blank if own else 0)))
        clean = sanitise(rest.rpartition("</div>")[0]) if mark else None
        quoted = "" if clean is None or clean.too_complex else style_seen(clean.html)
        quoted = sanitise(quoted, allow_remote=True).html.removeprefix("<div>").removesuffix("</div>")
        if mark or not below.strip("\n"):
            return DraftBody(parsed.text, () if is_plain(own) else own, quoted)
    whole = read_html(parsed.html)
    if len(whole) >= MAX_BLOCKS:
        return DraftBody(parsed.text)  # going on with a part of it would take the place of all of it
    return DraftBody(to_text(whole), () if is_plain(whole) else whole) if whole else DraftBody(parsed.text)
