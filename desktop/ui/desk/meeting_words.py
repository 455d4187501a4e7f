"""What guests of an event were told and are told, in words; and who may be told at all. Foreign names stand on one line. Pure but
for locale and zone of the process. GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, QTimeZone

from desktop.core.api.desk import EventDetail, Guest
from desktop.core.api.invitations import MeetingWords
from desktop.core.api.rows import OutboxState
from desktop.ui import words
from desktop.ui.desk.calendar_days import span_words
from desktop.ui.desk.series_words import series_words
from desktop.ui.i18n import QT_TRANSLATE_NOOP
from desktop.ui.message_list.chips import clean

_NOT_LEFT = (OutboxState.WAITING, OutboxState.HELD, OutboxState.FAILED, None)
_SENT = {
    OutboxState.WAITING: QT_TRANSLATE_NOOP("Meeting", "The mail to the guests waits in the outbox."),
    OutboxState.SENDING: QT_TRANSLATE_NOOP("Meeting", "The mail to the guests is being sent."),
    OutboxState.HELD: QT_TRANSLATE_NOOP(
        "Meeting", "The mail to the guests is held in the outbox by a limit of the plan."
    ),
    OutboxState.FAILED: QT_TRANSLATE_NOOP("Meeting", "The mail to the guests could not be sent: look into what waits."),
    OutboxState.UNKNOWN: QT_TRANSLATE_NOOP(
        "Meeting", "Nobody knows whether the mail to the guests was sent: look into what waits."
    ),
    None: QT_TRANSLATE_NOOP("Meeting", "The mail to the guests was discarded before it left."),
}


def say(text: str) -> str:
    return QCoreApplication.translate("Meeting", text)


def invitable(event: EventDetail, own: Collection[str]) -> list[Guest]:
    """Whom a mail may ask to it: guests with an address, of an event that nobody else has invited to."""
    if event.of_series is not None or is_foreign(event, own):
        return []
    return [one for one in event.guests if one.address and not one.organiser and one.address.lower() not in own]


def is_foreign(event: EventDetail, own: Collection[str]) -> bool:
    """Somebody else has invited to it. `own` are addresses in lower case."""
    return any(one.organiser and one.address.lower() not in own for one in event.guests)


def knows_nothing(event: EventDetail) -> bool:
    """No mail has reached any guest."""
    return event.meeting is None or (event.meeting.sequence == 0 and event.meeting.sent in _NOT_LEFT)


def told_words(event: EventDetail, now: int) -> str:
    """What the guests know, "" where nobody was invited."""
    meeting = event.meeting
    if meeting is None:
        return say(QT_TRANSLATE_NOOP("Meeting", "The guests have not been invited yet."))
    if meeting.sent is OutboxState.SENT:
        text = say(QT_TRANSLATE_NOOP("Meeting", "The guests were told: {when}."))
        sentence = text.format(when=words.moment(meeting.told_at, now))
    else:
        sentence = say(_SENT[meeting.sent])
    if meeting.changed:
        sentence += " " + say(QT_TRANSLATE_NOOP("Meeting", "They do not know what has changed since."))
    return sentence


def button_words(event: EventDetail) -> str:
    """What the button says that tells them, "" where there is nothing to tell."""
    if knows_nothing(event):
        waits = event.meeting is not None and event.meeting.sent is not None and not event.meeting.changed
        return "" if waits else say(QT_TRANSLATE_NOOP("Meeting", "Send invitation…"))
    assert event.meeting is not None
    again = event.meeting.changed or event.meeting.sent is None
    return say(QT_TRANSLATE_NOOP("Meeting", "Tell the guests…")) if again else ""


def names_of(guests: Collection[Guest]) -> str:
    return ", ".join(clean(one.name or one.address)[:80] for one in guests)


def mail_words(event: EventDetail, name: str) -> MeetingWords:
    """Of the mail that invites, or tells of a change."""
    title = _title(event)
    if knows_nothing(event):
        subject = say(QT_TRANSLATE_NOOP("Meeting", "Invitation: {title}"))
        text = say(QT_TRANSLATE_NOOP("Meeting", "{name} invites you: {title}, {when}."))
    else:
        subject = say(QT_TRANSLATE_NOOP("Meeting", "Changed: {title}"))
        text = say(QT_TRANSLATE_NOOP("Meeting", "{name} has changed this: {title} is now {when}."))
    return MeetingWords(subject.format(title=title), text.format(name=name, title=title, when=_when(event)))


def farewell_words(event: EventDetail, name: str) -> MeetingWords:
    """Of the mail that calls it off, for all or for some."""
    title = _title(event)
    subject = say(QT_TRANSLATE_NOOP("Meeting", "Cancelled: {title}"))
    text = say(QT_TRANSLATE_NOOP("Meeting", "{name} has cancelled this for you: {title}, {when}."))
    return MeetingWords(subject.format(title=title), text.format(name=name, title=title, when=_when(event)))


def _title(event: EventDetail) -> str:
    return clean(event.row.title)[:200] or say(QT_TRANSLATE_NOOP("Meeting", "No subject"))


def _when(event: EventDetail) -> str:
    """With the zone it is said in, for guests may be elsewhere."""
    row = event.row
    when = span_words(row)
    if event.series:
        when += f" ({series_words(event.series).lower()})"
    zone = QTimeZone.systemTimeZoneId().toStdString().rpartition("/")[2].replace("_", " ")
    when = f"{when} ({zone})" if zone and not row.all_day else when
    place = clean(row.place)[:200]
    return f"{when}, {place}" if place else when
