"""What one row of the list shows: a mail, or a folded conversation as one mail that speaks for all of its. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop.core.api.rows import LinkBadge, MessageRow
from desktop.core.mail.flags import Flag
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.message_list.chips import clean, person_of, sender_of
from desktop.ui.message_list.folding import Fold
from desktop.values import dataclass

MOST_SPEAKING = 50
"""Of a conversation's mails, the newest: so many are read to say what it is like."""
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    unread: bool
    """Some mail of theirs is."""


@dataclass(frozen=True, slots=True)
class Line:
    mail: MessageRow
    """Of a folded conversation its newest one, unread, starred, linked and about to leave as any of them is."""
    fold: Fold = Fold.ALONE
    count: int = 1
    """Mails of the conversation in this list, on its first row."""
    people: tuple[Person, ...] = ()
    """Who takes part, in the order in which they began to; of a folded conversation only."""
    unread: int = 0


def fold_up(mails: Sequence[MessageRow], count: int) -> Line:
    """One row for a conversation of `count` mails, of which the newest are given, newest first."""
    newest = mails[0]
    flags = newest.flags & ~(Flag.SEEN | Flag.FLAGGED)
    if all(mail.seen for mail in mails):
        flags |= Flag.SEEN
    if any(mail.flagged for mail in mails):
        flags |= Flag.FLAGGED
    leaving = [mail for mail in mails if mail.expires_at is not None and mail.held_by is None]
    soonest = min(leaving, key=lambda mail: mail.expires_at or 0, default=newest)
    back = [mail.snoozed_until for mail in mails if mail.snoozed_until is not None]
    awaited = [mail.remind_at for mail in mails if mail.remind_at is not None]
    shown = replace(
        newest,
        flags=flags,
        has_attachment=any(mail.has_attachment for mail in mails),
        pending=any(mail.pending for mail in mails),
        on_server=all(mail.on_server for mail in mails),
        expires_at=soonest.expires_at,
        held_by=soonest.held_by,
        links=_badges(mails),
        snoozed_until=min(back, default=None),
        remind_at=min(awaited, default=None),
    )
    return Line(shown, Fold.FOLDED, count, _people(mails), sum(not mail.seen for mail in mails))


def names_of(people: Sequence[Person]) -> list[Person | None]:
    """Those to be named, None for others between them: the first, and the last ones."""
    if len(people) <= MOST_NAMED:
        return list(people)
    return [people[0], None, *people[1 - MOST_NAMED :]]


def spoken(line: Line) -> str:
    """What a screen reader says before the mail, "" for a mail alone."""
    translate = QCoreApplication.translate
    if line.fold is Fold.INNER:
        return translate("Lines", "In the conversation above")
    if line.fold is Fold.ALONE:
        return ""
    said = tr("Conversation of {count} mail(s)", "", line.count).format(count=words.number(line.count))
    if line.fold is Fold.UNFOLDED:
        return said + ", " + translate("Lines", "unfolded")
    if line.unread:
        said += ", " + tr("{count} unread", "", line.unread).format(count=words.number(line.unread))
    return f"{said}. {all_names(line)}"


def all_names(line: Line) -> str:
    return ", ".join(person.name for person in line.people) or sender_of(line.mail)


def _badges(mails: Sequence[MessageRow]) -> tuple[LinkBadge, ...]:
    """Each once, of the newest mail first."""
    return tuple(dict.fromkeys(badge for mail in mails for badge in mail.links))


def _people(mails: Sequence[MessageRow]) -> tuple[Person, ...]:
    found: dict[str, tuple[str, bool]] = {}
    for mail in reversed(mails):
        who = mail.sender_address.lower() or person_of(mail)
        _, unread = found.get(who, ("", False))
        found[who] = (person_of(mail), unread or not mail.seen)
    if len(found) == 1:
        return tuple(Person(name, unread) for name, unread in found.values())
    short = [_given_name(name) for name, _ in found.values()]
    return tuple(
        Person(name if short.count(brief) > 1 else brief, unread)
        for brief, (name, unread) in zip(short, found.values(), strict=True)
    )


def _given_name(name: str) -> str:
    """Among several a first name is enough: "Lucía" of "Lucía Ferrer" and of "Ferrer, Lucía"; an address without its host."""
    last, comma, first = name.partition(", ")
    whole = clean(first if comma and first else last)
    return (whole.partition("@")[0] if "@" in whole else whole.split(" ")[0]) or name
