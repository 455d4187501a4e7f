"""What an invitation says, in the language in force: when in this computer's zone and in the organiser's, who, and how it stands.

Names and titles are foreign: they are put in as they are, bounded, and shown as plain text. Pure but for locale and zone of the
process. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTimeZone

from desktop.core.api.desk import EventRow, Guest
from desktop.core.api.invitations import Answer, GivenAnswer, Invitation, Method, Span, Validity
from desktop.core.api.rows import OutboxState
from desktop.ui import words
from desktop.ui.desk.calendar_days import date_of, span_words
from desktop.ui.desk.series_words import series_words
from desktop.ui.i18n import QT_TRANSLATE_NOOP, tr
from desktop.ui.message_list.chips import clean

NAMED = 3
ANSWER_WORDS = {
    Answer.ACCEPTED: QT_TRANSLATE_NOOP("Invitation", "Accept"),
    Answer.TENTATIVE: QT_TRANSLATE_NOOP("Invitation", "Maybe"),
    Answer.DECLINED: QT_TRANSLATE_NOOP("Invitation", "Decline"),
}
_SUBJECTS = {
    Answer.ACCEPTED: QT_TRANSLATE_NOOP("Invitation", "Accepted: {title}"),
    Answer.TENTATIVE: QT_TRANSLATE_NOOP("Invitation", "Maybe: {title}"),
    Answer.DECLINED: QT_TRANSLATE_NOOP("Invitation", "Declined: {title}"),
}
_TEXTS = {
    Answer.ACCEPTED: QT_TRANSLATE_NOOP("Invitation", "{name} has accepted this invitation: {title}, {when}."),
    Answer.TENTATIVE: QT_TRANSLATE_NOOP("Invitation", "{name} may come: {title}, {when}."),
    Answer.DECLINED: QT_TRANSLATE_NOOP("Invitation", "{name} has declined this invitation: {title}, {when}."),
}
_GIVEN = {
    Answer.ACCEPTED: QT_TRANSLATE_NOOP("Invitation", "You have accepted."),
    Answer.TENTATIVE: QT_TRANSLATE_NOOP("Invitation", "You have answered “maybe”."),
    Answer.DECLINED: QT_TRANSLATE_NOOP("Invitation", "You have declined."),
}
_REPLIES = {
    "accepted": QT_TRANSLATE_NOOP("Invitation", "{name} accepts"),
    "tentative": QT_TRANSLATE_NOOP("Invitation", "{name} may come"),
    "declined": QT_TRANSLATE_NOOP("Invitation", "{name} declines"),
}
STATES = {
    "accepted": QT_TRANSLATE_NOOP("Invitation", "accepted"),
    "tentative": QT_TRANSLATE_NOOP("Invitation", "maybe"),
    "declined": QT_TRANSLATE_NOOP("Invitation", "declined"),
    "needs-action": QT_TRANSLATE_NOOP("Invitation", "not answered"),
    "delegated": QT_TRANSLATE_NOOP("Invitation", "delegated"),
}


def say(text: str) -> str:
    return QCoreApplication.translate("Invitation", text)


def title_words(invitation: Invitation) -> str:
    return clean(invitation.title)[:200] or say(QT_TRANSLATE_NOOP("Invitation", "No subject"))


def heading_words(invitation: Invitation) -> str:
    """The first line: what this mail does, and to what."""
    title = title_words(invitation)
    if invitation.method is Method.CANCEL and (invitation.foreign_sender or invitation.unproven):
        return say(QT_TRANSLATE_NOOP("Invitation", "Cancelled? {title}")).format(title=title)
    if invitation.method is Method.CANCEL or invitation.validity is Validity.CANCELLED:
        return say(QT_TRANSLATE_NOOP("Invitation", "Cancelled: {title}")).format(title=title)
    if invitation.method is Method.REPLY:
        replier = invitation.replier
        said = _REPLIES.get(replier.state if replier else "", QT_TRANSLATE_NOOP("Invitation", "{name} has answered"))
        return f"{say(said).format(name=guest_name(replier))}: {title}"
    return title


def when_words(invitation: Invitation) -> str:
    """When it is here, and where."""
    when = span_words(_row(invitation.span))
    if invitation.series:
        when += f" ({series_words(invitation.series).lower()})"
    elif invitation.repeats:
        when += " " + say(QT_TRANSLATE_NOOP("Invitation", "(repeats)"))
    place = clean(invitation.place)[:200]
    return f"{when} · {place}" if place else when


def zone_words(span: Span) -> str:
    """The hours as they are where the organiser is, if clocks differ; "" where they do not or nobody knows."""
    if span.all_day or span.zone in ("", "UTC"):
        return ""
    zone = QTimeZone(span.zone.encode("ascii", "ignore"))
    start, there = QDateTime.fromSecsSinceEpoch(span.starts_at), QDateTime.fromSecsSinceEpoch(span.starts_at, zone)
    if not zone.isValid() or start.offsetFromUtc() == there.offsetFromUtc():
        return ""
    end = QDateTime.fromSecsSinceEpoch(span.ends_at, zone)
    locale = QLocale()
    hours = f"{_clock(locale, there)}–{_clock(locale, end)}"
    if there.date() != start.date():
        day = locale.toString(there.date(), QLocale.FormatType.LongFormat)
        hours = f"{day[:1].upper()}{day[1:]}, {hours}"
    text = say(QT_TRANSLATE_NOOP("Invitation", "{hours} where the organiser is ({zone})"))
    return text.format(hours=hours, zone=_place(span.zone))


def people_words(invitation: Invitation) -> str:
    """Who asks, and who else is asked."""
    me = invitation.me.lower()
    others = [one for one in invitation.guests if one.address.lower() != me and not one.organiser]
    pieces = []
    if invitation.organiser.address or invitation.organiser.name:
        text = say(QT_TRANSLATE_NOOP("Invitation", "From {name}"))
        pieces.append(text.format(name=guest_name(invitation.organiser)))
    if others:
        text = say(QT_TRANSLATE_NOOP("Invitation", "also asked: {names}"))
        pieces.append(text.format(names=_names(others, invitation.more_guests)))
    return " · ".join(pieces)


def guest_lines(invitation: Invitation) -> str:
    """One line a guest, the organiser first, for a tooltip: name, address, answer."""
    guests = [one for one in (invitation.organiser, *invitation.guests) if one.address or one.name]
    lines = dict.fromkeys(_guest_line(one) for one in guests)
    return "\n".join([*lines][:20]) + ("\n…" if len(lines) > 20 or invitation.more_guests else "")


def guest_name(guest: Guest | None) -> str:
    return "—" if guest is None else clean(guest.name or guest.address)[:80] or "—"


def was_words(invitation: Invitation) -> str:
    """changed: was 10:00, now 11:00; with the day where that is another."""
    was, now = invitation.was, invitation.span
    if was is None:
        return ""
    if was.all_day or now.all_day or date_of(was.starts_at) != date_of(now.starts_at):
        before, after = _short(was, now.starts_at), _short(now, was.starts_at)
    elif was.starts_at != now.starts_at:
        before, after = words.clock_time(was.starts_at), words.clock_time(now.starts_at)
    else:
        before, after = (f"{words.clock_time(one.starts_at)}–{words.clock_time(one.ends_at)}" for one in (was, now))
    text = say(QT_TRANSLATE_NOOP("Invitation", "Changed: it was {before}, and is {after} now."))
    return text.format(before=before, after=after)


def conflict_words(invitation: Invitation) -> str:
    if not invitation.conflicts:
        return ""
    named = [_conflict(row) for row in invitation.conflicts]
    if invitation.more_conflicts:
        count = invitation.more_conflicts
        named.append(tr("{count} more", "", count).format(count=words.number(count)))
    return say(QT_TRANSLATE_NOOP("Invitation", "At the same time: {events}")).format(events=", ".join(named))


def validity_words(invitation: Invitation) -> str:
    """Why it cannot be answered, "" where it can."""
    if invitation.validity is Validity.OUTDATED:
        return say(QT_TRANSLATE_NOOP("Invitation", "This is outdated: a newer mail about the meeting is here."))
    if invitation.validity is Validity.CANCELLED:
        return say(QT_TRANSLATE_NOOP("Invitation", "Its organiser has cancelled it in a later mail."))
    if invitation.method is Method.REQUEST and not invitation.me:
        return say(QT_TRANSLATE_NOOP(
            "Invitation", "None of your addresses is invited: it can be put into the calendar, but not answered."
        ))  # fmt: skip
    if invitation.method is Method.REQUEST and not invitation.organiser.address:
        return say(QT_TRANSLATE_NOOP("Invitation", "It names no organiser, so nobody would get an answer."))
    if invitation.method is Method.CANCEL and invitation.link is None and invitation.event_key is None:
        return say(QT_TRANSLATE_NOOP("Invitation", "It is not in the calendar here."))
    if invitation.method is Method.REPLY and invitation.recorded:
        return say(QT_TRANSLATE_NOOP("Invitation", "This is noted at the event."))
    if invitation.method is Method.REPLY and not invitation.recordable:
        return say(QT_TRANSLATE_NOOP("Invitation", "No event in the calendar here has asked this person."))
    return ""


def sender_words(invitation: Invitation) -> str:
    """The mail is from somebody else than it says."""
    if not invitation.foreign_sender:
        return _unproven_words(invitation)
    sender = clean(invitation.foreign_sender)[:120]
    if invitation.method is Method.REPLY:
        text = say(QT_TRANSLATE_NOOP("Invitation", "The mail is from {sender}, not from {name}."))
        return text.format(sender=sender, name=guest_name(invitation.replier))
    if not invitation.organiser.address:
        return ""
    if invitation.answerable:
        text = say(QT_TRANSLATE_NOOP(
            "Invitation", "The mail is from {sender}, but an answer goes to {organiser}, whom it names as organiser."
        ))  # fmt: skip
    else:
        text = say(QT_TRANSLATE_NOOP("Invitation", "The mail is from {sender}, not from the organiser ({organiser})."))
    return text.format(sender=sender, organiser=clean(invitation.organiser.address)[:120])


def _unproven_words(invitation: Invitation) -> str:
    if not invitation.unproven:
        return ""
    text = say(
        QT_TRANSLATE_NOOP("Invitation", "Your mail server doubts that this mail is from {sender}: it may be forged.")
    )
    who = invitation.replier if invitation.method is Method.REPLY else invitation.organiser
    return text.format(sender=clean(who.address if who else "")[:120] or "—")


def claim_words(invitation: Invitation) -> str:
    """What another mail says of the meeting that may not be from its organiser."""
    if invitation.claimed is None:
        return ""
    if invitation.claimed is Validity.CANCELLED:
        text = say(QT_TRANSLATE_NOOP(
            "Invitation", "Another mail says that this is cancelled, but it may not be from {organiser}. Ask them."
        ))  # fmt: skip
    else:
        text = say(QT_TRANSLATE_NOOP(
            "Invitation", "Another mail says that this has changed, but it may not be from {organiser}. Ask them."
        ))  # fmt: skip
    return text.format(organiser=guest_name(invitation.organiser))


def given_words(answered: GivenAnswer | None) -> str:
    """What was answered from here, and how far that has come."""
    if answered is None:
        return ""
    return f"{say(_GIVEN[answered.answer])} {_sent_words(answered.sent)}".strip()


def subject_words(answer: Answer, invitation: Invitation) -> str:
    return say(_SUBJECTS[answer]).format(title=title_words(invitation))


def text_words(answer: Answer, invitation: Invitation, name: str) -> str:
    when = span_words(_row(invitation.span))
    there = zone_words(invitation.span)
    return say(_TEXTS[answer]).format(
        name=name, title=title_words(invitation), when=f"{when}; {there}" if there else when
    )  # fmt: skip


def _sent_words(sent: OutboxState | None) -> str:
    if sent is OutboxState.SENT:
        return say(QT_TRANSLATE_NOOP("Invitation", "The answer was sent."))
    if sent is OutboxState.HELD:
        return say(QT_TRANSLATE_NOOP("Invitation", "The answer is held in the outbox by a limit of the plan."))
    if sent is OutboxState.FAILED:
        return say(QT_TRANSLATE_NOOP("Invitation", "The answer could not be sent: look into what waits."))
    if sent is OutboxState.UNKNOWN:
        return say(QT_TRANSLATE_NOOP("Invitation", "Nobody knows whether the answer was sent: look into what waits."))
    if sent is None:
        return say(QT_TRANSLATE_NOOP("Invitation", "The answer was discarded before it left."))
    return say(QT_TRANSLATE_NOOP("Invitation", "The answer waits in the outbox."))


def _short(span: Span, now: int) -> str:
    """3 Nov, 10:42"""
    day = words.day(span.starts_at, now)
    return day if span.all_day else f"{day}, {words.clock_time(span.starts_at)}"


def _conflict(row: EventRow) -> str:
    title = clean(row.title)[:60] or say(QT_TRANSLATE_NOOP("Invitation", "No subject"))
    return title if row.all_day else f"{title} ({words.clock_time(row.starts_at)}–{words.clock_time(row.ends_at)})"


def _names(guests: list[Guest], more: int) -> str:
    shown = guests if len(guests) + more <= NAMED + 1 else guests[:NAMED]
    rest = len(guests) - len(shown) + more
    named = ", ".join(guest_name(one) for one in shown)
    return f"{named}, {tr('{count} more', '', rest).format(count=words.number(rest))}" if rest else named


def _guest_line(guest: Guest) -> str:
    name = clean(guest.name)[:80]
    address = clean(guest.address)[:120]
    state = say(STATES[guest.state]) if guest.state in STATES else ""
    return " · ".join(part for part in (f"{name} <{address}>" if name and address else name or address, state) if part)


def _row(span: Span) -> EventRow:
    return EventRow(0, "", span.starts_at, span.ends_at, span.all_day, span.zone, "", None, 0)


def _clock(locale: QLocale, moment: QDateTime) -> str:
    return locale.toString(moment.time(), QLocale.FormatType.ShortFormat)


def _place(zone: str) -> str:
    """America/New_York as New York."""
    return zone.rpartition("/")[2].replace("_", " ")
