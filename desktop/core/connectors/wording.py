"""Texts of mail made fit for other programs: one line for a title, lines for a text, no character that acts. Pure."""

from __future__ import annotations

import unicodedata

from desktop.core.connectors.protocol import SnapshotAttachment, Wish

TITLE_LENGTH = 250
_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""They let a title show other words than it has. Joiners stay: emoji are made with them."""
_ACTS = frozenset(("Cc", "Cs", "Cn", "Zl", "Zp"))


def one_line(text: str, limit: int = TITLE_LENGTH) -> str:
    """Without control and direction characters, cut at its end with an ellipsis."""
    line = " ".join("".join(_shown(c) for c in text[: 8 * limit]).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def plain_lines(text: str, limit: int) -> str:
    """Lines that end with a newline alone; tabs stay. Cut at its end with an ellipsis."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c in "\n\t" else _shown(c) for c in cut)


def title_of(wish: Wish) -> str:
    """The wish's title, else what tells its mail from others."""
    mail = wish.mails[0] if wish.mails else None
    offers = (wish.title, mail.subject, mail.sender.name, mail.sender.address) if mail else (wish.title,)
    return next((line for line in map(one_line, offers) if line), "Mail")


def name_of(attachment: SnapshotAttachment) -> str:
    """A file name that is one: no folder, never empty."""
    return one_line(attachment.filename.replace("/", "_").replace("\\", "_"), 150).strip(" .") or "attachment"


def type_of(attachment: SnapshotAttachment) -> str:
    """A media type that is one."""
    kind, _, sub = attachment.content_type.partition(";")[0].strip().lower().partition("/")
    good = all(
        part and part.isascii() and part.replace("-", "").replace(".", "").replace("+", "").isalnum()
        for part in (kind, sub)
    )
    return f"{kind}/{sub}" if good and len(kind + sub) < 120 else "application/octet-stream"


def links_of(wish: Wish) -> str:
    """A line with its mid: URL for each mail that has one."""
    return "".join(f"<{mail.mid_url}>\n" for mail in wish.mails if mail.mid_url)


def origins_of(wish: Wish) -> str:
    """A line for each mail, with what it is about and who wrote it, and its mid: URL."""
    lines = []
    for mail in wish.mails:
        who = one_line(mail.sender.name or mail.sender.address, 100)
        lines.append(" · ".join(part for part in (one_line(mail.subject), who) if part) or "Mail")
        lines += [f"<{mail.mid_url}>"] if mail.mid_url else []
    return "".join(f"{line}\n" for line in lines)


def _shown(character: str) -> str:
    return " " if character in _DIRECTIONS or unicodedata.category(character) in _ACTS else character
