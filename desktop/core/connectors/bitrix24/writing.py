"""What a wish says, in the portal's words: titles in one line, texts with where they came from, names files can have.

Every text ends with the mail's mid: link and the line `bandeja:<key>`, by which an earlier try is found again. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.core.api.linking import Person
from desktop.core.connectors.bitrix24.bbcode import escape_bb, html_to_bb
from desktop.core.connectors.protocol import MailSnapshot, SnapshotAttachment, Wish
from desktop.core.mime.html_text import drop_controls
from desktop.moments import moment_at

LONGEST_TITLE = 250
LONGEST_TEXT = 500_000
LONGEST_MESSAGE = 19_000
LONGEST_NAME = 120
_NAMED = ("✉", "📎", "mid:")
"""How the lines begin that say where a text came from."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')


def mark_of(wish: Wish) -> str:
    return f"bandeja:{wish.key}"


def without_named(text: str, key: str) -> str:
    """A text without the paragraph in which mails were named for the wish of that key: its mark and what stands before it."""
    lines = text.split("\n")
    mark = f"bandeja:{key}"
    end = next((place for place, line in enumerate(lines) if line.strip() == mark), None)
    if end is None:
        return text
    first = end
    while first and lines[first - 1].lstrip().startswith(_NAMED):
        first -= 1
    while first and not lines[first - 1].strip():
        first -= 1
    return "\n".join([*lines[:first], *lines[end + 1 :]])


def title_of(wish: Wish) -> str:
    """One line, never empty."""
    for text in (wish.title, *(mail.subject for mail in wish.mails), *(person_line(m.sender) for m in wish.mails)):
        line = one_line(text)[:LONGEST_TITLE].rstrip()
        if line:
            return line
    return "E-mail"


def one_line(text: str) -> str:
    shown = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else " " for c in text[:10_000])
    return " ".join(shown.split())


def text_in_bb(wish: Wish, *, full: bool = False, limit: int = LONGEST_TEXT) -> str:
    """The wish's text and where it came from, in BB code. `full`: with every mail whose text is not in it already."""
    return _compose(wish, _body(wish, full=full), limit)


def text_plain(wish: Wish, limit: int = LONGEST_TEXT) -> str:
    return _compose(wish, drop_controls(wish.text.replace("\r\n", "\n")), limit)


def person_line(person: Person) -> str:
    name, address = one_line(person.name), one_line(person.address)
    if not name or not address:
        return name or address
    return f"{name} <{address}>"


def address_of(wish: Wish) -> str:
    """Of the other side of the first mail: its sender, or whom it went to; "" when it names nobody."""
    for mail in wish.mails:
        for person in (mail.sender, *mail.to, *mail.cc) if mail.incoming else (*mail.to, *mail.cc, mail.sender):
            address = one_line(person.address)
            if "@" in address and address.casefold() != mail.account.casefold():
                return address
    return ""


def attachments_of(wish: Wish) -> list[SnapshotAttachment]:
    """With names that a drive takes, no two alike."""
    found: list[SnapshotAttachment] = []
    taken: set[str] = set()
    for mail in wish.mails:
        for attachment in mail.attachments:
            name = _file_name(attachment.filename)
            stem, dot, ending = name.rpartition(".")
            number = 1
            while name.casefold() in taken:
                number += 1
                name = f"{stem or ending} ({number}){dot + ending if stem else ''}"
            taken.add(name.casefold())
            found.append(SnapshotAttachment(name, attachment.content_type, attachment.content))
    return found


def moment(epoch: int, zone: str) -> str:
    """ISO 8601 with the offset of that moment in that zone: the portal then asks no zone of its own."""
    return _at(epoch, zone).isoformat(timespec="seconds")


def day(epoch: int, zone: str, *, minus: int = 0) -> str:
    return (_at(epoch, zone) - timedelta(days=minus)).date().isoformat()


def wall_time(epoch: int, zone: str) -> str:
    """Y-m-d H:i:s as a clock in that zone shows it."""
    return _at(epoch, zone).strftime("%Y-%m-%d %H:%M:%S")


def zone_of(name: str) -> str:
    """`name` when this computer knows the zone, else UTC."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return "UTC"
    return name


def _at(epoch: int, zone: str) -> datetime:
    return moment_at(max(0, min(epoch, 253_000_000_000)), ZoneInfo(zone_of(zone)))


def _body(wish: Wish, *, full: bool) -> str:
    whole = len(wish.mails) == 1 and wish.mails[0].html is not None
    if whole and wish.text.split() == wish.mails[0].text.split():
        # Nobody has changed the text, so the mail's own formatting may stay.
        return html_to_bb(wish.mails[0].html or "")
    parts = [escape_bb(wish.text)]
    said = " ".join(wish.text.split())
    for mail in wish.mails if full else ():
        if " ".join(mail.text.split()) not in said:
            parts.append(html_to_bb(mail.html) if mail.html is not None else escape_bb(mail.text))
    return "\n\n— — —\n\n".join(part for part in parts if part.strip())


def _compose(wish: Wish, body: str, limit: int) -> str:
    end = "\n".join([*(line for mail in wish.mails for line in _origin(mail)), mark_of(wish)])
    room = max(0, limit - len(end) - 3)
    body = body.strip()
    if len(body) > room:
        body = body[:room].rstrip() + "…"
    return f"{body}\n\n{end}" if body else end


def _origin(mail: MailSnapshot) -> list[str]:
    """Who wrote it and when, in figures: the portal's readers may speak any language."""
    when = moment_at(max(0, min(mail.date or mail.received, 253_000_000_000)), UTC)
    who = escape_bb(person_line(mail.sender))[:300]
    named = [f"📎 {escape_bb(_file_name(one.filename))}" for one in mail.attachments[:50]]
    return [
        f"✉ {who} · {when:%Y-%m-%d %H:%M} UTC".replace("✉  ·", "✉"),
        *named,
        *([mail.mid_url] if mail.mid_url else []),
    ]


def _file_name(name: str) -> str:
    line = one_line(_NOT_IN_NAMES.sub(" ", name)).strip(". ")
    if len(line) > LONGEST_NAME:
        stem, dot, ending = line.rpartition(".")
        line = f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if stem else line[:LONGEST_NAME]
    return line or "file"
