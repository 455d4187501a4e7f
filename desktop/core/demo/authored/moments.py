"""When the authored mails happen: from "three working days ago at 10:42" to seconds, and dates inside their texts.

Invariant: pure functions of the `now` they are given; the people live in Spain, so a day is a day of Spanish local time.
Summer time follows Directive 2000/84/EC (last Sunday of March to last Sunday of October, 01:00 UTC) and is computed here
because Windows has no time zone database. Any thread.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache

from desktop.moments import moment_at

DAY = 86_400

_DAYS = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "es": (
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
_WIRE_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WIRE_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_AGO = re.compile(r"ago (\d+(?:\.\d+)?)([mhd])$")
_PAST = re.compile(r"(day|work) (\d+) (\d\d):(\d\d)$")
_FUTURE = re.compile(r"now\+(\d+)(w?) (\d\d):(\d\d)$")
_PLACEHOLDER = re.compile(r"\[\[(now)?([+-]\d+)(w?)\|([a-z-]+)\]\]")


def madrid_offset(seconds: int) -> int:
    """Seconds that Spanish local time is ahead of UTC at this moment: 3600 or 7200."""
    year = moment_at(seconds).year
    return 7200 if _last_sunday(year, 3) <= seconds < _last_sunday(year, 10) else 3600


@cache
def _last_sunday(year: int, month: int) -> int:
    last = date(year, month, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return int(datetime(year, month, sunday.day, 1, tzinfo=UTC).timestamp())


def local_day(seconds: int) -> date:
    """The day on the wall calendar in Spain."""
    return moment_at(seconds + madrid_offset(seconds)).date()


def local_moment(day: date, hour: int, minute: int) -> int:
    """Seconds since 1970 UTC of a Spanish wall time."""
    seconds = int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC).timestamp())
    return seconds - madrid_offset(seconds - 3600)


def move_working_days(day: date, count: int) -> date:
    """The day `count` working days (Monday to Friday) after or, when negative, before `day`."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() > 4:
            day += step
    return day


def parse_moment(text: str, now: int) -> int:
    """Seconds since 1970 for `ago 6.9d`, `ago 35m`, `day 12 21:05`, `work 29 10:42` or, ahead, `now+4w 10:00`.

    `work 1` is the last working day before today, so that nobody in the firm writes on a Sunday by accident.
    """
    if match := _AGO.match(text):
        return now - round(float(match[1]) * {"m": 60, "h": 3600, "d": DAY}[match[2]])
    today = local_day(now)
    if match := _PAST.match(text):
        count = int(match[2])
        day = move_working_days(today, -count) if match[1] == "work" else today - timedelta(days=count)
        return local_moment(day, int(match[3]), int(match[4]))
    if match := _FUTURE.match(text):
        count = int(match[1])
        day = move_working_days(today, count) if match[2] else today + timedelta(days=count)
        return local_moment(day, int(match[3]), int(match[4]))
    raise ValueError(f"not a moment: {text!r}")


def fill_dates(text: str, moment: int, now: int) -> str:
    """Replace `[[+3w|es]]` by a date in words, counted from the mail's own day, or from today with `[[now+3w|es]]`.

    Kinds: `es`, `en` (with the day of the week), `es-day`, `en-day`, `es-date`, `en-date`, `es-month`, `en-month`,
    `num` (31/12/2026), `iso`.
    """

    def words(match: re.Match[str]) -> str:
        base = local_day(now if match[1] else moment)
        count = int(match[2])
        return day_in_words(move_working_days(base, count) if match[3] else base + timedelta(days=count), match[4])

    return _PLACEHOLDER.sub(words, text)


def day_in_words(day: date, kind: str) -> str:
    """A day in the words of `fill_dates`."""
    if kind == "iso":
        return day.isoformat()
    if kind == "num":
        return f"{day.day:02d}/{day.month:02d}/{day.year}"
    language, _, part = kind.partition("-")
    name, month = _DAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    short = f"{day.day} de {month}" if language == "es" else f"{day.day} {month}"
    return {"day": name, "date": short, "month": month, "": f"{name} {short}"}[part]


def wire_date(seconds: int, offset: int) -> str:
    """A Date header's value (RFC 5322 section 3.3) in a zone `offset` seconds ahead of UTC."""
    local = moment_at(seconds + offset)
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset) // 60
    return (
        f"{_WIRE_DAYS[local.weekday()]}, {local.day:02d} {_WIRE_MONTHS[local.month - 1]} {local.year} "
        f"{local:%H:%M:%S} {sign}{minutes // 60:02d}{minutes % 60:02d}"
    )


def attribution(seconds: int, writer: str, language: str) -> str:
    """The line above a quoted mail."""
    day, hour = local_day(seconds), moment_at(seconds + madrid_offset(seconds))
    if language == "es":
        return f"El {day_in_words(day, 'es')} de {day.year} a las {hour:%H:%M}, {writer} escribió:"
    return f"On {day_in_words(day, 'en')} {day.year} at {hour:%H:%M}, {writer} wrote:"
