"""The title and the text of an object that is made from mails. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from urllib.parse import quote

from desktop.core.api.quote_words import QuoteWords
from desktop.core.connectors.form.letters import Letter
from desktop.core.mime.snippet import is_attribution, make_snippet
from desktop.core.mime.threading_keys import base_subject
from desktop.moments import moment_at

LONGEST_TITLE = 250
LONGEST_TEXT = 20_000
"""Characters of one mail's text."""
LONGEST_WHOLE = 100_000
FOLD = "[…]"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HEADER_OF_QUOTE = re.compile(
    r"^\s*-{2,} ?(?:original message|forwarded message|mensaje original|mensaje reenviado).{0,80}$", re.I
)
_OUTLOOK_RULE = re.compile(r"^_{10,}\s*$")
_OUTLOOK_FROM = re.compile(r"^\*?(?:from|de)\*?:\*? .{3,200}$", re.I)
_DATE_OF_HEAD = re.compile(r"\W{0,4}(?:sent|date|enviado(?: el)?|fecha)\W{0,3}:", re.I)
_AUTHOR_OF_HEAD = re.compile(r"\W{0,4}(?:from|de)\W{0,3}:", re.I)
_SIGNATURE = "-- "


def title_of(letters: Sequence[Letter]) -> str:
    """The first mail's subject without "Re:", else its first words, else its sender."""
    envelope = letters[0].parsed.envelope
    title = base_subject(_CONTROL.sub(" ", envelope.subject)) or make_snippet(letters[0].text)[:80]
    if not title and envelope.from_:
        title = envelope.from_[0].short_name
    return " ".join(title.split())[:LONGEST_TITLE] or "—"


def text_of(letters: Sequence[Letter], zone: tzinfo, words: QuoteWords) -> str:
    """What the mails say in their own words, one under another, each with the link that leads back to it. `words` has the
    patterns in which the user writes a date."""
    blocks = []
    for letter in letters:
        own = fold_quotes(letter.text)
        link = mid_url(letter.parsed.envelope.message_id)
        head = _head(letter, zone, words)
        lines = [head, own] if len(letters) > 1 else [own, head]
        blocks.append("\n\n".join(part for part in (*lines, link) if part))
    whole = "\n\n────────\n\n".join(blocks)
    return whole if len(whole) <= LONGEST_WHOLE else whole[:LONGEST_WHOLE].rstrip() + f"\n{FOLD}"


def mid_url(message_id: str) -> str:
    """mid: of RFC 2392, percent-encoded; "" for a mail without a Message-ID."""
    return f"mid:{quote(message_id, safe='')}" if message_id else ""


def fold_quotes(text: str) -> str:
    """The text with every quoted stretch as one mark, and without the old mail that some programs append unmarked. A mail of
    quotes alone is given whole: then they are what it says."""
    lines = _CONTROL.sub("", text[: LONGEST_TEXT * 5].replace("\r\n", "\n")).split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if _begins_old_mail(lines, number):
            kept.append(FOLD)
            break
        if line.startswith(">"):
            if kept and kept[-1] == FOLD:
                continue
            _drop_attribution(kept)
            kept.append(FOLD)
        elif not (not line.strip() and kept and kept[-1] == FOLD):
            kept.append(line.rstrip() if line != _SIGNATURE else line)
    own = "\n".join(kept).strip("\n")
    if not own.replace(FOLD, "").strip():
        own = "\n".join(line.rstrip() for line in lines).strip("\n")
    own = re.sub(r"\n{4,}", "\n\n\n", own)
    return own if len(own) <= LONGEST_TEXT else own[:LONGEST_TEXT].rstrip() + f"\n{FOLD}"


def own_words(text: str) -> str:
    """What the author wrote, without any quote: where times may be read from."""
    lines = fold_quotes(text).replace(FOLD, "\n").split("\n")
    return "\n".join(line for number, line in enumerate(lines) if not _is_head(lines, number))


def _is_head(lines: list[str], number: int) -> bool:
    """ "Sent: Friday, 3 November" of a mail that was forwarded is no time that anybody speaks of."""
    if not _DATE_OF_HEAD.match(lines[number]):
        return False
    return any(_AUTHOR_OF_HEAD.match(line) for line in lines[max(0, number - 3) : number + 4])


def _begins_old_mail(lines: list[str], number: int) -> bool:
    line = lines[number]
    if _HEADER_OF_QUOTE.match(line):
        return True
    following = lines[number + 1 : number + 3]
    return bool(_OUTLOOK_RULE.match(line) and any(_OUTLOOK_FROM.match(one) for one in following))


def _drop_attribution(kept: list[str]) -> None:
    """ "On Monday Ana wrote:", on one line or two, goes with what it introduces."""
    while kept and not kept[-1].strip():
        kept.pop()
    for count in (1, 2):
        if len(kept) >= count and is_attribution(" ".join(line.strip() for line in kept[-count:])):
            del kept[-count:]
            return


def _head(letter: Letter, zone: tzinfo, words: QuoteWords) -> str:
    """Who wrote when, on the user's own clock."""
    envelope = letter.parsed.envelope
    moment = (envelope.date or moment_at(letter.received)).astimezone(zone)
    author = str(envelope.from_[0]) if envelope.from_ else ""
    pieces = [" ".join(_CONTROL.sub(" ", author).split()), moment.strftime(f"{words.date} {words.time}")]
    return " · ".join(piece for piece in pieces if piece)
