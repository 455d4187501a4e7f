"""What a sheet begins with, so that Enter takes it as it is. Pure but for the letters, which were read before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from desktop.core.api.linking import AttachmentChoice, CrmTarget, LinkForm, LinkKind, LinkRow
from desktop.core.api.quote_words import QuoteWords
from desktop.core.connectors.form.letters import Letter
from desktop.core.connectors.form.people import people_of
from desktop.core.connectors.form.text import own_words, text_of, title_of
from desktop.core.connectors.form.times import Span, read_times
from desktop.moments import moment_at
from desktop.values import dataclass

_GUESS = time(10)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a form is made: the backend that will do the work, the user's zone, now, and how the user writes dates."""

    backend: str
    backend_name: str
    site: str
    zone: str
    now: int
    is_inside: Callable[[str], bool]
    words: QuoteWords = field(default_factory=QuoteWords)


def build_form(
    kind: LinkKind,
    letters: Sequence[Letter],
    setting: Setting,
    *,
    existing: Mapping[int, tuple[LinkRow, ...]] = {},
    targets: tuple[CrmTarget, ...] = (),
) -> LinkForm:
    """`existing` are the mails' links by message key."""
    zone = ZoneInfo(setting.zone)
    span = read_times(letters, zone, kind) if kind in (LinkKind.TASK, LinkKind.EVENT) else None
    due_at = starts_at = ends_at = None
    all_day, place, found, name, series = False, "", "", setting.zone, None
    if span is not None:
        found, name = span.words, span.zone or setting.zone
        if kind is LinkKind.TASK:
            due_at = span.due_at
        else:
            starts_at, ends_at, all_day, place = span.starts_at, span.ends_at, span.all_day, span.place
            series = span.series
    elif kind is LinkKind.EVENT:
        starts_at, ends_at = _guess(setting.now, zone)
    return LinkForm(
        kind=kind,
        locations=tuple(letter.location_key for letter in letters),
        backend=setting.backend,
        backend_name=setting.backend_name,
        title=(span.title if span is not None and kind is LinkKind.EVENT and span.title else title_of(letters)),
        text=text_of(letters, zone, setting.words),
        people=people_of(kind, letters, setting.is_inside),
        attachments=_attachments(letters),
        due_at=due_at,
        starts_at=starts_at,
        ends_at=ends_at,
        all_day=all_day,
        zone=name,
        place=place,
        series=series,
        found=found,
        targets=targets,
        site=setting.site,
        existing=tuple(row for letter in letters for row in existing.get(letter.message_key, ()) if row.kind is kind),
    )


def _attachments(letters: Sequence[Letter]) -> tuple[AttachmentChoice, ...]:
    """What a person would call an attachment; pictures inside the text are not."""
    return tuple(
        AttachmentChoice(letter.location_key, one.path, one.filename, one.size)
        for letter in letters
        for one in letter.parsed.attachments
        if not one.inline
    )


def _guess(now: int, zone: ZoneInfo) -> tuple[int, int]:
    """An hour on the morning of the next working day."""
    day = moment_at(now, zone).date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    start = datetime.combine(day, _GUESS, zone)
    return int(start.timestamp()), int((start + _HOUR).timestamp())


__all__ = ["Setting", "Span", "build_form", "own_words"]
