"""The HTML that goes beside the text of a mail, or none for a mail in which nothing is formatted.

Invariant: text and HTML say the same, the writer's own part and the quote; what is only text goes into the HTML as its lines, and a
mail that is text alone stays text alone. Pure; any thread but the UI's.
"""

from __future__ import annotations

from desktop.core.mail.rich_text import Block, RichText, from_text, to_text
from desktop.core.mail.signature import split_own
from desktop.core.mime.write_rich import write_html

QUOTE_CLASS = "quoted-mail"
"""Around the quote, so that a draft that comes back from the server is known in its two parts."""


def write_formatted(text: str, formatted: RichText, quoted_html: str, signature: str | None) -> str | None:
    """As the fields of `DraftContent` say it. A quote that is not in the text any more is not sent unseen."""
    if not formatted and not quoted_html:
        return None
    own = to_text(formatted) if formatted else split_own(text, signature)[0]
    if not text.startswith(own):
        own, formatted = split_own(text, signature)[0], ()
    quote = text[len(own) :].strip("\n")
    if not formatted and not quote:
        return None
    above = write_html(_without_end(formatted or from_text(own)))
    if not quote:
        return _page(above)
    return _page(f'{above}<div class="{QUOTE_CLASS}">{quoted_html or write_html(from_text(quote))}</div>')


def _without_end(rich: RichText) -> RichText:
    """Blank lines at the end are the distance to the quote, which has its own."""
    end = len(rich)
    while end and rich[end - 1] == Block():
        end -= 1
    return rich[:end]


def _page(body: str) -> str:
    return f"<!DOCTYPE html>\n<html><body>{body}</body></html>\n"
