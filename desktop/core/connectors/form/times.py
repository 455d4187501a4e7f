"""When something that a mail speaks of is due or takes place: from its invitation, else from its words. Pure.

The newest mail that says a time counts; what it quotes and its signature do not. Hours are the writer's: the offset of the
Date field where it says one that is not the user's, else the user's zone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone, tzinfo

from desktop.core.api.desk import Series
from desktop.core.api.errors import BandejaError
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.form.letters import Letter
from desktop.core.connectors.form.moments.reader import Times, read_moment
from desktop.core.connectors.form.text import own_words
from desktop.core.mime.parse_message import load_attachment
from desktop.core.mime.read_calendar import read_calendar
from desktop.core.mime.threading_keys import is_reply_subject
from desktop.moments import moment_at
from desktop.values import dataclass

_OFFSET = re.compile(rb"^date:[^\r\n]{0,80}?([+-])(\d\d)(\d\d)\b", re.I | re.M)
_HEADER = 64 << 10
_MOST_MAILS = 20


@dataclass(frozen=True, slots=True)
class Span:
    """Epoch seconds. `due_at` is when it must be done, for a task; `words` are those of the mail."""

    due_at: int
    starts_at: int
    ends_at: int
    all_day: bool
    words: str
    zone: str = ""
    """IANA name where one is known; "" for the user's."""
    place: str = ""
    title: str = ""
    series: Series | None = None


def read_times(letters: Sequence[Letter], zone: tzinfo, kind: LinkKind) -> Span | None:
    newest_first = sorted(letters, key=moment_of, reverse=True)[:_MOST_MAILS]
    for letter in newest_first:
        invited = _invitation(letter, getattr(zone, "key", "UTC"))
        if invited is not None:
            return invited
    for letter in newest_first:
        said = _said(letter, zone, kind)
        if said is not None:
            return said
    return None


def moment_of(letter: Letter) -> datetime:
    """When it was written: what its words are relative to. A date after its receipt is not believed."""
    received = moment_at(letter.received)
    written = letter.parsed.envelope.date
    return received if written is None or written > received + timedelta(days=1) else written


def _said(letter: Letter, zone: tzinfo, kind: LinkKind) -> Span | None:
    written = moment_of(letter)
    theirs = _writers_zone(letter, written, zone)
    event = kind is LinkKind.EVENT
    texts = [own_words(letter.text)]
    subject = letter.parsed.envelope.subject
    if not is_reply_subject(subject):
        texts.append(subject)
    for text in texts:
        times = read_moment(text, written, theirs, event=event)
        if times is not None:
            return _span(times)
    return None


def _span(times: Times) -> Span:
    return Span(
        int(times.due.timestamp()), int(times.starts.timestamp()), int(times.ends.timestamp()), times.all_day,
        times.words, _zone_name(times.starts.tzinfo),
    )  # fmt: skip


def _invitation(letter: Letter, zone: str) -> Span | None:
    """The first event of a calendar part that still takes place."""
    for one in letter.parsed.attachments:
        if one.content_type != "text/calendar" and not one.filename.lower().endswith(".ics"):
            continue
        try:
            events = read_calendar(load_attachment(letter.raw or b"", one.path), zone)
        except (BandejaError, KeyError):
            continue
        for event in events:
            row = event.row
            if "cancelled" not in event.notes:
                return Span(
                    row.starts_at,
                    row.starts_at,
                    row.ends_at,
                    row.all_day,
                    one.filename,
                    row.zone,
                    row.place,
                    row.title,
                    event.series,
                )
    return None


def _writers_zone(letter: Letter, written: datetime, zone: tzinfo) -> tzinfo:
    """+0000 is what servers write who know nothing of the writer."""
    match = _OFFSET.search((letter.raw or b"")[:_HEADER])
    if match is None or not letter.incoming:
        return zone
    minutes = (int(match[2]) * 60 + int(match[3])) * (-1 if match[1] == b"-" else 1)
    offset = timedelta(minutes=minutes)
    if not minutes or abs(minutes) > 14 * 60 or offset == written.astimezone(zone).utcoffset():
        return zone
    return timezone(offset)


def _zone_name(zone: tzinfo | None) -> str:
    """An IANA name; for a mere offset one of those that are one, where it has full hours."""
    key = getattr(zone, "key", "")
    if key or zone is None:
        return str(key)
    offset = zone.utcoffset(None)
    hours, rest = divmod(offset or timedelta(0), timedelta(hours=1))
    if rest or not -14 <= -hours <= 12:
        return ""
    return "UTC" if not hours else f"Etc/GMT{-hours:+d}"
