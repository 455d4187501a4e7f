"""What a row says beyond its words: link badges, attachment, days left; and the whole row as one sentence to be heard.

Pure: a row, the time and the language in force give the same answer. GUI thread, for the language.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.api.rows import LinkBadge, MessageRow
from desktop.core.mail.flags import Flag
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.links import words as link_words
from desktop.ui.theme import Role
from desktop.values import dataclass

SHOW_DAYS = 5
"""A mail that leaves within so many days says so …"""
WARN_DAYS = 3
"""… and from here on in amber."""


@dataclass(frozen=True, slots=True)
class Chip:
    """`icon` may be empty, and so may `text`; `tooltip` gives the reason in a sentence."""

    icon: str
    text: str
    tooltip: str
    ground: Role = Role.RAISED
    ink: Role = Role.TEXT_MUTED


def chips_of(mail: MessageRow, now: int) -> tuple[Chip, ...]:
    """In the order they are painted; empty for most mails."""
    translate = QCoreApplication.translate
    chips = [_link_chip(badge) for badge in mail.links]
    if not mail.on_server:
        tooltip = translate("Chips", "No longer on the mail server. It is kept here because it is linked.")
        chips.append(Chip("offline", translate("Chips", "only here"), tooltip))
    if mail.snoozed_until is not None:
        chips.append(_back_chip(words.coming(mail.snoozed_until, now)))
    if mail.remind_at is not None:
        chips.append(_answer_chip(mail, mail.remind_at, now))
    if mail.expires_at is not None and mail.held_by is None:
        days = words.days_left(mail.expires_at, now)
        if days <= SHOW_DAYS:
            chips.append(_days_chip(days, words.day(mail.expires_at, now)))
    if mail.has_attachment:
        chips.append(Chip("attachment", "", translate("Chips", "With attachment"), Role.SURFACE, Role.ICON))
    return tuple(chips)


def describe(mail: MessageRow, now: int) -> str:
    """The row as a screen reader says it: state first, then who, what and when."""
    translate = QCoreApplication.translate
    marks = []
    if not mail.seen:
        marks.append(translate("Chips", "Unread"))
    if mail.flagged:
        marks.append(translate("Chips", "Starred"))
    if Flag.ANSWERED in mail.flags:
        marks.append(translate("Chips", "Answered"))
    if mail.pending:
        marks.append(translate("Chips", "Not yet on the server"))
    pieces = [
        ", ".join(marks),
        sender_of(mail),
        subject_of(mail),
        words.moment(mail.internaldate, now),
        *(chip.tooltip for chip in chips_of(mail, now)),
        mail.snippet,
    ]
    return ". ".join(piece for piece in pieces if piece)


def sender_of(mail: MessageRow) -> str:
    """Who wrote it, or to whom it goes: in a search both stand beside each other."""
    if mail.outgoing:
        return QCoreApplication.translate("Chips", "To: {name}").format(name=person_of(mail))
    return person_of(mail)


def person_of(mail: MessageRow) -> str:
    return clean(mail.sender_name) or clean(mail.sender_address) or QCoreApplication.translate("Chips", "No sender")


def subject_of(mail: MessageRow) -> str:
    return clean(mail.subject) or QCoreApplication.translate("Chips", "No subject")


def initials(name: str, address: str) -> str:
    """One or two letters for the avatar: of the name's first and last word, else of the address."""
    parts = [part for part in clean(name).split() if part[0].isalnum()]
    if not parts:
        local = "".join(letter for letter in address.partition("@")[0] if letter.isalnum())
        return local[:1].upper() or "?"
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 and parts[-1][0].isascii() == parts[0][0].isascii() else "")
    # In scripts without capitals and words of one sign (CJK) one sign says enough.
    return letters.upper() if letters.upper() != letters.lower() else letters[0]


def clean(text: str) -> str:
    """One line of foreign text without the marks that would turn the words around it; at most 400 characters."""
    kept = "".join(letter for letter in text[:400] if letter not in _TURNING)
    return " ".join(kept.split())


_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00")


def _link_chip(badge: LinkBadge) -> Chip:
    """The state is in the words and in the sign, so that it can be told without colours and where only the sign fits."""
    translate = QCoreApplication.translate
    try:
        kind, state = LinkKind(badge.kind), LinkState(badge.state)
    except ValueError:
        return Chip("link", badge.kind, badge.title, Role.ACCENT_SOFT, Role.ACCENT)
    word, said = link_words.kind_word(kind), link_words.state_word(kind, state)
    icon, ink = link_words.state_sign(kind, state)
    tooltip = translate("Chips", "Linked to {kind}: {title}").format(kind=word, title=clean(badge.title))
    if said:
        tooltip += f" ({said})"
    return Chip(icon, f"{word} · {said}" if said else word, tooltip, GROUNDS_OF_INKS.get(ink, Role.ACCENT_SOFT), ink)


GROUNDS_OF_INKS = {
    Role.DANGER: Role.DANGER_SOFT,
    Role.WARNING: Role.WARNING_SOFT,
    Role.SUCCESS: Role.SUCCESS_SOFT,
    Role.TEXT_MUTED: Role.RAISED,
}


def _back_chip(when: str) -> Chip:
    translate = QCoreApplication.translate
    tooltip = translate("Chips", "It was put off, and comes back unread where it was: {moment}").format(moment=when)
    return Chip("later", when, tooltip)


def _answer_chip(mail: MessageRow, remind_at: int, now: int) -> Chip:
    translate = QCoreApplication.translate
    if remind_at > now:
        when = words.coming(remind_at, now)
        tooltip = translate("Chips", "Waits for an answer. It is brought forward {moment} unless somebody answers.")
        return Chip("bell", when, tooltip.format(moment=when))
    days = max(0, (now - mail.internaldate) // words.DAY)
    text = tr("no answer for {count} day(s)", "", days) if days else translate("Chips", "no answer yet")
    tooltip = translate("Chips", "Nobody has answered since {moment}.").format(
        moment=words.moment(mail.internaldate, now)
    )
    return Chip("bell", text.format(count=words.number(days)), tooltip, Role.WARNING_SOFT, Role.WARNING)


def _days_chip(days: int, date: str) -> Chip:
    translate = QCoreApplication.translate
    text = tr("{count} day(s) left", "", days).format(count=days) if days else translate("Chips", "leaves today")
    tooltip = translate(
        "Chips",
        "Leaves this computer on {date}, as the plan says; the mail stays on your server. A linked task keeps it here.",
    ).format(date=date)
    if days <= WARN_DAYS:
        return Chip("clock", text, tooltip, Role.WARNING_SOFT, Role.WARNING)
    return Chip("clock", text, tooltip)
