"""What is said of mail that waits for an answer: for how long, to whom it went, and that nobody has answered. Pure but for the
language."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop.core.api.commands import Receipt
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.message_list.chips import clean
from desktop.ui.words import DAY

_HOUR = 3_600


def wait_words(seconds: int) -> str:
    """In 3 days, in 5 hours: a wait that begins with the sending."""
    if seconds < 36 * _HOUR:
        hours = max(1, round(seconds / _HOUR))
        return tr("in {count} hour(s)", "", hours).format(count=words.number(hours))
    days = round(seconds / DAY)
    return tr("in {count} day(s)", "", days).format(count=words.number(days))


def button_words(seconds: int) -> str:
    """What the composer's button says of the wait that was chosen; "" for none."""
    if not seconds:
        return ""
    return QCoreApplication.translate("Answers", "If no answer: {wait}").format(wait=wait_words(seconds))


def sent_words(seconds: int) -> str:
    """Beside what is said of a mail that goes."""
    return QCoreApplication.translate("Answers", "reminder {wait} if nobody answers").format(wait=wait_words(seconds))


def stored_sentence(receipt: Receipt, at: int, now: int) -> str:
    """What the undo bar says."""
    count = words.number(receipt.count)
    if not at:
        return tr("No answer to {count} mail(s) is waited for any more", "", receipt.count).format(count=count)
    text = tr("{count} mail(s) brought forward {moment} unless somebody answers", "", receipt.count)
    return text.format(count=count, moment=words.coming(at, now))


def no_answer_sentence(about: Mapping[str, str], now: int) -> str:
    """Like "Nobody has answered: “Presupuesto”, sent to Ana 3 days ago"; `about` is what the core told."""
    translate = QCoreApplication.translate
    subject = clean(about.get("subject", ""))[:120] or translate("Chips", "No subject")
    sent = number_of(about, "sent")
    days = max(0, (now - sent) // DAY)
    if days:
        text = tr("Nobody has answered: “{subject}”, sent to {person} {count} day(s) ago.", "", days)
    else:
        text = translate("Answers", "Nobody has answered: “{subject}”, sent to {person} at {time}.")
    told = text.format(subject=subject, person=_person(about), count=words.number(days), time=words.clock_time(sent))
    if about.get("late"):
        late = translate("Answers", "This was due on {date}, when Bandeja was closed or the computer asleep.")
        told = f"{told} {late.format(date=words.day(number_of(about, 'due'), now))}"
    return told


def many_sentence(count: int) -> str:
    return tr("{count} mail(s) have no answer yet.", "", count).format(count=words.number(count))


def number_of(about: Mapping[str, str], name: str) -> int:
    text = about.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _person(about: Mapping[str, str]) -> str:
    name = clean(about.get("person", ""))[:80] or QCoreApplication.translate("Answers", "somebody")
    more = number_of(about, "more")
    if not more:
        return name
    return tr("{name} and {count} other(s)", "", more).format(name=name, count=words.number(more))
