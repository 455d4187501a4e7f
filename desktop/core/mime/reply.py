"""What a composer starts with when a mail is answered or forwarded: recipients, subject, quoted text, ids, files.

The invariant: only what the reader showed is quoted (the visible part of the HTML when there is HTML, and the text of it, in an
answer without its author's signature; else the text), and an own address is never answered when there is another. Pure; any thread but the UI's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import html2text

from desktop.core.mail.address import Address
from desktop.core.mail.outgoing import Answer, OutgoingAttachment
from desktop.core.mail.signature import drop_foreign_signature
from desktop.core.mail.structure import ParsedMessage
from desktop.core.mime.headers import MAX_REFERENCES
from desktop.core.mime.html_clean import sanitise
from desktop.core.mime.html_text import html_to_text, tidy
from desktop.core.mime.parse_message import load_attachment
from desktop.core.mime.quote_html import QuotedHtml, quote_html
from desktop.core.mime.threading_keys import is_reply_subject
from desktop.core.mime.visible_html import remove_unseen

MAX_QUOTE = 200_000
"""Characters quoted; a longer mail is cut with a mark."""

_MAX_HTML_FOR_LAYOUT = 400_000
_ESCAPED = re.compile(r"^((?:> )*+[ \t]*+\d*+)\\([-+.])", re.M)
_HEADING = re.compile(r"(</?)h[1-6](?=[ >])")
"""A paragraph in a text: html2text would write Markdown's signs before it."""
_CELL = re.compile(r"<(?=t[dh][ >])")
_LONG_BLANKS = re.compile(r"\s{20,}+")  # html2text looks at them again from each of their characters
_FORWARDED = re.compile(r"\s*(?:fwd?|wg|rv|tr|enc|i)\s*:", re.I)
_ENGLISH_LABELS = {
    "title": "Forwarded message",
    "from": "From",
    "date": "Date",
    "subject": "Subject",
    "to": "To",
    "cc": "Cc",
}


def reply_to(
    parsed: ParsedMessage,
    raw: bytes,
    *,
    to_all: bool = False,
    own_addresses: Iterable[str] = (),
    attribution: str | None = None,
) -> Answer:
    """Reply, or with `to_all` Reply all. `attribution` is the line above the quote in the user's language; None makes an English
    one. `raw` holds the pictures of its HTML."""
    envelope = parsed.envelope
    own = {address.lower() for address in own_addresses}
    senders = envelope.reply_to or envelope.from_ or envelope.sender
    if senders and all(address.addr_spec.lower() in own for address in senders) and envelope.to:
        senders = envelope.to  # answering one's own mail goes on talking to the same people
    to = _once(senders, set())
    cc: tuple[Address, ...] = ()
    if to_all:
        taken = {address.addr_spec.lower() for address in to}
        to += _once(envelope.to, own | taken)
        taken |= {address.addr_spec.lower() for address in to}
        cc = _once(envelope.cc, own | taken)
    if attribution is None:
        attribution = _attribution(parsed)
    quoted = quote(drop_foreign_signature(visible_text(parsed), from_html=parsed.html is not None))
    text = "\n\n" + (attribution + "\n" if attribution and quoted else "") + quoted
    original = quote_html(parsed, raw, attribution, inside=True) if quoted else None
    ids = (envelope.message_id,) if envelope.message_id else ()
    references = (envelope.references or envelope.in_reply_to[:1]) + ids
    return Answer(
        to=to,
        cc=cc,
        subject=_prefixed(envelope.subject, "Re:", is_reply_subject(envelope.subject)),
        text=text,
        in_reply_to=ids,
        references=_shortened(references),
        attachments=original.pictures if original else (),
        quoted_html=original.html if original else "",
    )


def forward(parsed: ParsedMessage, raw: bytes, labels: dict[str, str] | None = None, sent: str | None = None) -> Answer:
    """Forward with all files of the mail. `labels` are the words of the block above the text in the user's language, `sent`
    the mail's date as the user writes it."""
    words = _ENGLISH_LABELS | (labels or {})
    envelope = parsed.envelope
    lines = [f"---------- {words['title']} ----------"]
    for label, value in (
        ("from", _join(envelope.from_)),
        ("date", sent or (envelope.date.strftime("%Y-%m-%d %H:%M UTC") if envelope.date else "")),
        ("subject", envelope.subject),
        ("to", _join(envelope.to)),
        ("cc", _join(envelope.cc)),
    ):
        if value:
            lines.append(f"{words[label]}: {value}")
    original = quote_html(parsed, raw, "\n".join(lines), inside=False) or QuotedHtml("")
    attachments = tuple(
        OutgoingAttachment(attachment.filename, attachment.content_type, load_attachment(raw, attachment.path))
        for attachment in parsed.attachments
        if attachment.path not in original.paths
    )
    return Answer(
        to=(),
        cc=(),
        subject=_prefixed(envelope.subject, "Fwd:", _FORWARDED.match(envelope.subject) is not None),
        text="\n\n" + "\n".join(lines) + "\n\n" + visible_text(parsed),
        references=_shortened(envelope.references + ((envelope.message_id,) if envelope.message_id else ())),
        attachments=original.pictures + attachments,
        quoted_html=original.html,
    )


def visible_text(parsed: ParsedMessage) -> str:
    """The text of what the reader shows, for quoting."""
    if parsed.html is None:
        return parsed.text[:MAX_QUOTE]
    clean = sanitise(parsed.html)
    if clean.too_complex:
        return parsed.text[:MAX_QUOTE]  # this is what the reader falls back to as well
    seen = remove_unseen(clean.html)
    text = _lay_out(seen) if len(seen) <= _MAX_HTML_FOR_LAYOUT else html_to_text(seen)
    return text[:MAX_QUOTE] + ("\n[…]" if len(text) > MAX_QUOTE else "")


def quote(text: str) -> str:
    """Every line with "> " in front (RFC 3676, section 4.5: no blank between marks)."""
    lines = text.rstrip().split("\n") if text.strip() else []
    return "".join(
        (">" if line.startswith(">") else "> " if line.strip() else ">") + line.rstrip() + "\n" for line in lines
    )


def _lay_out(html: str) -> str:
    layout = html2text.HTML2Text(bodywidth=0)
    layout.ignore_images = True
    layout.ignore_links = True
    layout.ignore_emphasis = True
    layout.ignore_tables = True
    layout.unicode_snob = True
    layout.single_line_break = True
    layout.ul_item_mark = "-"
    html = _HEADING.sub(r"\1p", _CELL.sub(" <", html))
    return tidy(_ESCAPED.sub(r"\1\2", layout.handle(_LONG_BLANKS.sub("\n\n", html))))


def _attribution(parsed: ParsedMessage) -> str:
    envelope = parsed.envelope
    name = envelope.from_[0].short_name if envelope.from_ else ""
    if not name:
        return ""
    moment = f"On {envelope.date:%Y-%m-%d %H:%M} UTC, " if envelope.date else ""
    return f"{moment}{name} wrote:"


def _once(addresses: Iterable[Address], without: set[str]) -> tuple[Address, ...]:
    kept: dict[str, Address] = {}
    for address in addresses:
        key = address.addr_spec.lower()
        if "@" in key and key not in without:
            kept.setdefault(key, address)
    return tuple(kept.values())


def _join(addresses: tuple[Address, ...]) -> str:
    shown = ", ".join(str(address) for address in addresses[:50])
    return shown + (", …" if len(addresses) > 50 else "")


def _prefixed(subject: str, prefix: str, has_prefix: bool) -> str:
    return subject if has_prefix else f"{prefix} {subject}".strip()


def _shortened(ids: tuple[str, ...]) -> tuple[str, ...]:
    once = tuple(dict.fromkeys(ids))
    return once if len(once) <= MAX_REFERENCES else once[:1] + once[-(MAX_REFERENCES - 1) :]
