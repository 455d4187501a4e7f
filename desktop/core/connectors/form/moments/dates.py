"""Days in folded text: "20 de noviembre", "next Friday", "mañana", "in two weeks", "a final de mes". Pure.

A day that lies in the past of the mail is none; habits ("every Friday"), greetings ("happy Friday") and names are none.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from desktop.core.connectors.form.moments.calendar_days import (
    friday_of,
    make_day,
    month_end,
    months_after,
    named_weekday,
    nearest_day,
    next_fifteenth,
    next_with_number,
    weekday_with_number,
    working_day_after,
)
from desktop.core.connectors.form.moments.words import MONTHS, NUMBERS, SHORT_WEEKDAYS, WEEKDAYS
from desktop.values import dataclass

MOST = 200
_LONGEST_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Day:
    """`last` differs in a range. `weak` counts only with an hour beside it or a word like "before"; `minutes` is set by "in
    two hours", which says an hour of itself: minutes after the mail was written."""

    start: int
    end: int
    first: date
    last: date
    weak: bool = False
    minutes: int | None = None
    clock: int | None = None
    """Minute of the day that the words themselves say ("tonight")."""
    named: bool = False
    """A weekday alone: a date or a week beside it says which one."""
    void: bool = False
    """A day that has been, or a habit: the hour beside it is no answer either."""


@dataclass(frozen=True, slots=True)
class _Context:
    original: str
    today: date
    day_first: bool


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)
_ANY_WEEKDAY = _WEEKDAY + "|" + "|".join(sorted(SHORT_WEEKDAYS, key=len, reverse=True))
_NUMBER = r"\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_TH = r"(?:st|nd|rd|th|[ºª°])?"
_BEFORE = rf"(?:\b(?P<wd>{_ANY_WEEKDAY})\b[.,]?\s+(?:dia\s+|the\s+|el\s+)?)?"
_EDGE = r"(?<![\w.,:/$€£#@-])"
_NOT_MORE = r"(?![\w%€$£]|[.,:/-]\d|\s?(?:€|\$|%|euros?\b|eur\b|h\b|hs\b|horas?\b|[ap]\.?m\b))"

_ISO = re.compile(r"(?<![\w.-])(\d{4})-(\d\d)-(\d\d)(?=t\d\d:\d\d|(?![\w-]))")
_NUMERIC = re.compile(rf"{_BEFORE}(?<![\w.,/-])(\d{{1,2}})([/.-])(\d{{1,2}})\3(\d{{4}}|\d{{2}})(?![\w/-]|\.\d)")
_SHORT_NUMERIC = re.compile(
    rf"(?P<lead>\b(?:el|dia|on|by|before|del|until|hasta|del dia|{_ANY_WEEKDAY})\b,?\s+(?:dia\s+)?)?(?<![\w.,/-])"
    r"(\d{1,2})/(\d{1,2})(?![\w/%-]|\.\d)"
)
_DAY_MONTH = re.compile(
    rf"{_BEFORE}{_EDGE}(?P<d>\d{{1,2}}|primero){_TH}(?:\s*(?:-|al|a|y|to|and|hasta el)\s*(?:el\s+)?(?P<e>\d{{1,2}}){_TH})?"
    rf"(?:\s+de\s+|\s+of\s+|-|\s+)(?P<m>{_MONTH})\b\.?(?:(?:,|\s+de|\s+del)?\s+(?P<y>(?:19|20)\d\d)\b|-(?P<y2>(?:19|20)\d\d)\b)?"
)
_MONTH_DAY = re.compile(
    rf"{_BEFORE}\b(?P<m>{_MONTH})\.?\s+(?:the\s+)?(?P<d>\d{{1,2}}){_TH}(?:\s*(?:-|to|and|through)\s*(?P<e>\d{{1,2}}){_TH})?"
    rf"(?:,?\s+(?P<y>(?:19|20)\d\d)\b)?{_NOT_MORE}"
)
_WEEKDAY_ALONE = re.compile(
    rf"(?P<pre>\b(?:este|esta|el proximo|proximo|el siguiente|next|this coming|this|coming|on|el|los|las|cada|todos los|every|each"
    rf"|last|happy|feliz|buen|black|good|past|hasta el proximo)\s+)?\b(?P<wd>{_WEEKDAY})\b(?P<s>'?s\b)?"
    r"(?P<post>\s+(?:que viene|proximo|siguiente|pasado|negro|santo|de (?:la )?(?:semana que viene|proxima semana|semana proxima)"
    r"|(?:of )?next week|de esta semana|this week|de la semana pasada|of last week|last week))?"
)
_OFFICE_HOURS = re.compile(rf"\b(?:{_ANY_WEEKDAY})\b\.?\s*(?:a|-|to|through|hasta)\s*(?:el\s+)?(?:{_ANY_WEEKDAY})\b\.?")
_SHORT_ALONE = re.compile(
    r"\b(?P<wd>mon|tues?|wed|thu(?:rs?)?|fri|lun|mie|jue|vie)\b[.,]?(?=\s+(?:at\s+|a\s+las\s+)?\d)"
)
_BESIDE = re.compile(r"\s?[,(–-]?\s*(?:el\s+)?")
_WITH_NUMBER = re.compile(
    rf",?\s+(?:dia\s+|the\s+)?(?P<d>\d{{1,2}}){_TH}(?![\w:%€$£/]|[.,]\d|\s?(?:-|a|y|to|and)\s?\d|\s?(?:€|\$|h\b|hs\b|horas?\b|[ap]\.?m\b"
    r"|de la\b|personas|people))"
)
_RELATIVE = re.compile(
    r"\b(?P<past>ayer|anteayer|anoche|yesterday|last night)\b|\b(?P<after>pasado mañana|(?:the )?day after tomorrow)\b"
    r"|(?P<this>\b(?:esta (?P<part>mañana|tarde|noche)|this (?P<part2>morning|afternoon|evening)|tonight)\b)"
    r"|(?P<guard>\b(?:la|las|una|cada|de|toda la|hasta|el dia de|media|hoy en dia|hoy por hoy|a dia de)\s+)?"
    r"\b(?P<word>mañana|tomorrow|hoy|today)\b(?!s\b|'s\b)(?P<tail>\s+(?:en dia|por hoy|mismo)\b)?"
)
_OF_MORNINGS = re.compile(r"\b(?:turno|horario|clases?|muy|jornada)\s+$")
_IN = re.compile(
    rf"\b(?P<in>in|within|dentro de|en|en (?:un|el) plazo(?: maximo)? de|en menos de|antes de)\s+(?:the next\s+|los proximos\s+|las proximas\s+)?"
    rf"(?P<n>{_NUMBER}|media|half an|half a|couple of|un par de|a couple of)\s+"
    r"(?P<work>business\s+|working\s+)?(?P<unit>minutos?|minutes?|mins?|horas?|hours?|dias?|days?|semanas?|weeks?|mes(?:es)?|months?)\b"
    r"(?P<work2>\s+(?:habiles|laborables|working|business))?(?!\s+(?:ago|atras))"
)
_SPANS = re.compile(
    r"(?P<nextweek>\b(?:(?:la )?(?:proxima semana|semana que viene|semana proxima)|next week)\b)"
    r"|(?P<endweek>\b(?:(?:a |al |el )?final(?:es)? de (?:la |esta )?semana|(?:the )?end of (?:the |this )?week|eow)\b)"
    r"|(?P<thisweek>\b(?:esta semana|this week)\b)"
    r"|(?P<endnext>\b(?:final(?:es)? del (?:mes que viene|proximo mes)|(?:the )?end of next month)\b)"
    r"|(?P<endmonth>\b(?:(?:a |al )?(?:fin(?:al)?(?:es)? de(?:l| este)? mes|ultimos? de mes)|(?:the )?end of (?:the |this )?month|eom)\b)"
    rf"|(?P<endof>\b(?:(?:a |al )?final(?:es)? de|(?:the )?end of)\s+(?P<month>{_MONTH})\b)"
    r"|(?P<midmonth>\ba mediados de mes\b)"
    r"|(?P<endyear>\b(?:(?:a |al )?fin(?:al)?(?:es)? de(?: este)? año|(?:the )?end of (?:the|this) year)\b)"
)
_DAY_ONLY = re.compile(
    rf"\b(?:(?P<es>(?:el|del|al)\s+dia|(?:el|del|al))\s+(?P<d>\d{{1,2}})|(?P<en>(?:on|by|before|until|from)\s+the)\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th))"
    rf"(?!\s*(?:al?|-|y|to|and|hasta)\s*(?:el\s+)?\d){_NOT_MORE}(?!\s+(?:[a-zñ]{{3,}}s|de)\b)"
)


def find_days(folded: str, original: str, today: date, *, day_first: bool) -> list[Day]:
    """In their order; none overlaps another."""
    context = _Context(original, today, day_first)
    taken: list[tuple[int, int]] = []
    found: list[Day] = []
    for find in (
        _isos,
        _numerics,
        _day_months,
        _month_days,
        _short_numerics,
        _ins,
        _weekdays,
        _relatives,
        _spans,
        _day_onlys,
    ):
        for start, end, day in find(folded, context):
            if len(taken) >= MOST:
                break
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            if day is None or day.last < today or day.first > today + _LONGEST_AHEAD:
                day = Day(start, end, today, today, void=True)
            found.append(day)
    return _joined(folded, sorted(found, key=lambda day: day.start))


def _joined(folded: str, days: list[Day]) -> list[Day]:
    """ "2 de diciembre, miércoles" is one day, and so is "next week, maybe Tuesday"."""
    joined: list[Day] = []
    for day in days:
        before = joined[-1] if joined else None
        if before is not None and not before.void and not day.void and before.named != day.named:
            between = folded[before.end : day.start]
            weekday, other = (before, day) if before.named else (day, before)
            is_date = other.first == other.last and other.minutes is None
            if is_date and _BESIDE.fullmatch(between) and weekday.first.weekday() == other.first.weekday():
                joined[-1] = replace(other, start=before.start, end=day.end)
                continue
            is_week = other is before and (other.last - other.first).days == 4 and other.first.weekday() == 0
            if is_week and len(between) <= 30 and not re.search(r"[.;!?\n]", between):
                there = other.first + timedelta(days=weekday.first.weekday())
                joined[-1] = Day(before.start, day.end, there, there)
                continue
        joined.append(day)
    return joined


FoundDays = Iterator[tuple[int, int, Day | None]]


def _isos(folded: str, context: _Context) -> FoundDays:
    for match in _ISO.finditer(folded):
        yield _day(match, make_day(int(match[1]), int(match[2]), int(match[3])))


def _numerics(folded: str, context: _Context) -> FoundDays:
    for match in _NUMERIC.finditer(folded):
        sign, year = match[3], match[5]
        if sign != "/" and len(year) == 2:
            continue
        day, month = int(match[2]), int(match[4])
        if month > 12 or (not context.day_first and day <= 12):
            day, month = month, day
        yield _day(match, make_day(int(year) if len(year) == 4 else 2000 + int(year), month, day))


def _short_numerics(folded: str, context: _Context) -> FoundDays:
    for match in _SHORT_NUMERIC.finditer(folded):
        day, month = int(match[2]), int(match[3])
        if (day, month) == (24, 7) or day == 0:
            continue
        if month > 12 or (not context.day_first and day <= 12):
            day, month = month, day
        yield _day(match, nearest_day(context.today, month, day), weak=match["lead"] is None)


def _day_months(folded: str, context: _Context) -> FoundDays:
    for match in _DAY_MONTH.finditer(folded):
        if not _is_month(context, match):
            continue
        first = 1 if match["d"] == "primero" else int(match["d"])
        yield _ranged(match, context, first, match["y"] or match["y2"])


def _month_days(folded: str, context: _Context) -> FoundDays:
    for match in _MONTH_DAY.finditer(folded):
        if context.original[match.start("m")].isupper():
            yield _ranged(match, context, int(match["d"]), match["y"])


def _ranged(match: re.Match[str], context: _Context, first: int, year: str | None) -> tuple[int, int, Day | None]:
    month = MONTHS[match["m"]]
    begins = make_day(int(year), month, first) if year else nearest_day(context.today, month, first)
    last = int(match["e"]) if match["e"] else first
    ends = None if begins is None or last < first else make_day(begins.year, month, last)
    return _day(match, begins, ends)


def _is_month(context: _Context, match: re.Match[str]) -> bool:
    """ "may" and "march" are verbs, "mar" and "sept" may be anything, when they are not written like months."""
    return match["m"] not in ("may", "march", "mar", "sep") or context.original[match.start("m")].isupper()


def _weekdays(folded: str, context: _Context) -> FoundDays:
    for match in _OFFICE_HOURS.finditer(folded):
        yield match.start(), match.end(), None
    for match in _SHORT_ALONE.finditer(folded):
        if context.original[match.start()].isupper() or match["wd"] in ("mie", "jue"):
            start, end, day = _day(match, named_weekday(context.today, SHORT_WEEKDAYS[match["wd"]], "", ""))
            yield start, end, None if day is None else replace(day, named=True)
    for match in _WEEKDAY_ALONE.finditer(folded):
        pre, post = (match["pre"] or "").strip(), (match["post"] or "").strip()
        habit = bool(match["s"] and match["s"] == "s") or pre in ("los", "las", "cada", "todos los", "every", "each")
        habit = habit or pre in ("last", "past", "happy", "feliz", "buen", "black", "good")
        habit = habit or post in ("pasado", "negro", "santo", "de la semana pasada", "of last week", "last week")
        if habit or _is_name(match, context):
            yield match.start(), match.end(), None
            continue
        wanted = WEEKDAYS[match["wd"]]
        number = _WITH_NUMBER.match(folded, match.end())
        if number is not None:
            exact = weekday_with_number(context.today, wanted, int(number["d"]))
            if exact is not None:
                yield match.start(), number.end(), Day(match.start(), number.end(), exact, exact)
                continue
        start, end, day = _day(match, named_weekday(context.today, wanted, pre, post), weak=match["s"] is not None)
        yield start, end, None if day is None else replace(day, named=True)


def _is_name(match: re.Match[str], context: _Context) -> bool:
    """ "Plácido Domingo": in Spanish days are not capitalised, and no capitalised word stands before one."""
    at = match.start("wd")
    if match["wd"] not in ("domingo", "sabado", "viernes") or not context.original[at].isupper():
        return False
    before = re.search(r"(\w+)\s+$", context.original[max(0, at - 30) : at])
    return before is not None and before[1][0].isupper() and before[1].lower() not in ("el", "este", "próximo")


def _relatives(folded: str, context: _Context) -> FoundDays:
    for match in _RELATIVE.finditer(folded):
        if match["past"]:
            yield match.start(), match.end(), None
        elif match["after"]:
            yield _day(match, context.today + timedelta(days=2))
        elif match["this"]:
            part = match["part"] or match["part2"] or "noche"
            if part in ("mañana", "morning"):  # it is mostly what has happened that is told so
                yield (
                    match.start(),
                    match.end(),
                    Day(match.start(), match.end(), context.today, context.today, weak=True),
                )
                continue
            clock = {"mañana": 540, "morning": 540, "tarde": 1020, "afternoon": 1020}.get(part, 1200)
            tonight = Day(match.start(), match.end(), context.today, context.today, weak=True, clock=clock)
            yield match.start(), match.end(), tonight
        else:
            guard, word = (match["guard"] or "").strip(), match["word"]
            start = match.start("word")
            other_sense = word == "mañana" and (
                guard in ("la", "las", "una", "cada", "toda la", "el dia de", "media")
                or (
                    guard == "de"
                    and _OF_MORNINGS.search(folded[max(0, match.start() - 12) : match.start()]) is not None
                )
            )
            farewell = guard == "hasta" and re.match(r"\s*(?:[.!,]|$)", folded[match.end() :]) is not None
            if other_sense or farewell or (match["tail"] or "").strip() in ("en dia", "por hoy") or guard == "a dia de":
                yield match.start(), match.end(), None
                continue
            ahead = 1 if word in ("mañana", "tomorrow") else 0
            day = context.today + timedelta(days=ahead)
            weak = ahead == 0 and not match["tail"]
            yield start, match.end(), Day(start, match.end(), day, day, weak=weak)


def _ins(folded: str, context: _Context) -> FoundDays:
    for match in _IN.finditer(folded):
        unit, number = match["unit"], match["n"]
        half = number.startswith(("media", "half"))
        count = 1 if half else 2 if "par" in number or "couple" in number else _count(number)
        bare = (
            match["in"] in ("en", "antes de", "in")
            and number in ("a", "an", "un", "una")
            and not unit.startswith(("h", "sem", "week", "mes", "month", "day", "dia"))
        )
        if bare or ((match["in"] == "antes de" and unit.startswith(("mes", "dia", "sem"))) and not number.isdigit()):
            continue
        if unit.startswith(("min", "h")):
            minutes = count * (60 if unit.startswith("h") else 1) // (2 if half else 1)
            day = context.today
            yield match.start(), match.end(), Day(match.start(), match.end(), day, day, minutes=minutes)
        elif unit.startswith(("dia", "day")):
            work = match["work"] or match["work2"]
            yield _day(
                match, working_day_after(context.today, count) if work else context.today + timedelta(days=count)
            )
        elif unit.startswith(("sem", "week")):
            yield _day(match, context.today + timedelta(days=7 * count))
        else:
            yield _day(match, months_after(context.today, count))


def _spans(folded: str, context: _Context) -> FoundDays:
    today = context.today
    monday = today - timedelta(days=today.weekday())
    days: dict[str, Callable[[], tuple[date, date]]] = {
        "nextweek": lambda: (monday + timedelta(days=7), monday + timedelta(days=11)),
        "endweek": lambda: (friday_of(today), friday_of(today)),
        "thisweek": lambda: (today, friday_of(today)),
        "endmonth": lambda: (month_end(today, 0), month_end(today, 0)),
        "endnext": lambda: (month_end(today, 1), month_end(today, 1)),
        "midmonth": lambda: (next_fifteenth(today), next_fifteenth(today)),
        "endyear": lambda: (date(today.year, 12, 31), date(today.year, 12, 31)),
    }
    for match in _SPANS.finditer(folded):
        name = next(name for name, text in match.groupdict().items() if text and name != "month")
        if name == "endof":
            month = MONTHS[match["month"]]
            year = today.year if month >= today.month else today.year + 1
            last = date(year, month, calendar.monthrange(year, month)[1])
            yield _day(match, last)
            continue
        first, last = days[name]()
        yield _day(match, first, last, weak=name == "thisweek")


def _day_onlys(folded: str, context: _Context) -> FoundDays:
    for match in _DAY_ONLY.finditer(folded):
        number = int(match["d"] or match["d2"])
        day = next_with_number(context.today, number)
        sure = (match["es"] or "").endswith("dia") or match["en"]
        yield _day(match, day, weak=not sure)


# days


def _day(
    match: re.Match[str], first: date | None, last: date | None = None, *, weak: bool = False
) -> tuple[int, int, Day | None]:
    start = match.start()
    if first is None:
        return start, match.end(), None
    return start, match.end(), Day(start, match.end(), first, last or first, weak)


def _count(number: str) -> int:
    return min(400, int(number)) if number.isdigit() else NUMBERS.get(number, 1)
