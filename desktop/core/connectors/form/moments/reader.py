"""The moment a text speaks of: the day and the hour that belong together, and the best of several. Pure.

Relative words count from when the mail was written. What is past by then is no answer; no answer is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo

from desktop.core.connectors.form.moments.clocks import Clock, find_clocks
from desktop.core.connectors.form.moments.dates import Day, find_days
from desktop.core.connectors.form.moments.words import UNITED_STATES, fold, is_spanish
from desktop.values import dataclass

LONGEST_TEXT = 20_000
CLOSE_OF_DAY = 18 * 60
HOUR = 60
_LONGEST_WORDS = 160
_SENTENCE = 90
_SENTENCE_END = re.compile(r"[.!?;]\s|\n\s*\n|\n\s*[-*]")
_BETWEEN = re.compile(
    r"t?[\s,;:.()·*|-]*(?:(?:a|at|on|de|del|of|el|the|este|this|dia|entre|between|from|desde|por|en|in|sobre|hacia|around|about"
    r"|antes de|before|by|hasta|until|hora|horario|time|when|sharp|y|and|his)\b[\s,;:.()·*|-]*){0,3}"
)
_STRICT = re.compile(r"(?:\bbefore|\bantes(?:\s+del?)?|\bprior to|\bprevio a|\bahead of)\s*(?:el\s+|the\s+|las?\s+)?$")
_BY = re.compile(
    r"(?:\bby|\bdue(?: date)?(?: on| by)?|\bdeadline(?: is| of| on)?|\buntil|\bno later than|\bat the latest|\bpara|\bhasta"
    r"|\ba mas tardar|\bcomo (?:muy )?tarde|\bfecha (?:limite|tope|de entrega|maxima)(?: es)?|\bplazo(?: es| hasta)?|\bvence"
    r"|\bvencimiento|\bexpires?|\bcaduca|\bentreg\w+|\bdelivery|\bdeliver(?:ed)?|\bnot after|\bwithin|\blimite|\btope|\bfor)"
    r"[\s:]*(?:el\s+|este\s+|the\s+|on\s+|en\s+|es\s+|proximo\s+|las?\s+)*$"
)
_BY_AFTER = re.compile(r"\s*,?\s*(?:at the latest|a mas tardar|como (?:muy )?(?:tarde|maximo)|sin falta|latest)\b")
_HABIT = re.compile(r"\s*,?\s*(?:every|each|daily|cada|todos los|todas las|a diario|on weekdays)\b")
_MEETING = re.compile(
    r"\b(?:reunion|reunirnos|reunimos|vernos|vemos|quedamos|quedar|cita|llamada|videollamada|llamarnos|comida|cena|comer|evento"
    r"|entrevista|visita|convoc\w+|meet\w*|call|appointment|lunch|dinner|interview|webinar|demo|session|sesion|see you|join|zoom"
    r"|teams|cuando|when|fecha|date)\b"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Where it stands in the text, and the days and minutes it says. `strict` is "before", `by` any word for a deadline."""

    start: int
    end: int
    first: date
    last: date
    clock: Clock | None
    in_minutes: int | None
    strict: bool
    by: bool
    score: float
    said_from: int = 0
    """Where the words begin, with "before" and the like."""


@dataclass(frozen=True, slots=True)
class Times:
    """Aware moments. `words` are those of the text."""

    due: datetime
    starts: datetime
    ends: datetime
    all_day: bool
    words: str


def read_moment(text: str, written: datetime, zone: tzinfo, *, event: bool = False) -> Times | None:
    """`zone` is the writer's; `written` is when."""
    text = text[:LONGEST_TEXT]
    folded = fold(text)
    if len(folded) != len(text):
        return None
    local = written.astimezone(zone)
    day_first = is_spanish(folded) or getattr(zone, "key", "") not in UNITED_STATES
    days = find_days(folded, text, local.date(), day_first=day_first)
    clocks = find_clocks(folded)
    best: tuple[float, Times] | None = None
    for moment in _moments(folded, days, clocks, local, event=event):
        times = _resolve(moment, local, zone, text)
        if times is not None and (best is None or moment.score > best[0]):
            best = moment.score, times
    return None if best is None else best[1]


def _moments(folded: str, days: list[Day], clocks: list[Clock], local: datetime, *, event: bool) -> Iterator[Moment]:
    taken: set[int] = set()
    for day in days:
        clock = _clock_of(folded, day, clocks, days)
        start, end = day.start, day.end
        if clock is not None:
            taken.add(clock.start)
            start, end = min(start, clock.start), max(end, clock.end)
            if day.clock is not None and day.clock >= 720 > clock.begins and clock.ends is None:
                clock = replace(clock, begins=clock.begins + 720)  # "tonight at 8"
        elif day.clock is not None:
            clock = Clock(day.start, day.end, day.clock, day.clock + 180, vague=True)
        cue = _cue(folded, start, end)
        strict, by = cue.strict, cue.by
        if day.void or (event and day.minutes is not None and day.minutes < HOUR):
            continue  # "in six minutes" is over before the mail is read, or how long something takes: nobody enters that
        if clock is not None and clock.start > day.start:
            inner = _cue(folded, clock.start, clock.end)
            strict, by = strict or inner.strict, by or inner.by
        said = day.start != start or day.end != end
        # A date that is the mail's own is how letters begin, not a time that they speak of.
        same_day = day.first == day.last == local.date() and day.clock is None and day.minutes is None
        same_day = same_day and not folded.startswith(("hoy", "today"), day.start)
        if (day.weak or same_day) and not (said or by or strict or day.clock is not None):
            continue
        score = (2.0 if not day.weak else 1.0) + (2.5 if said and clock and not clock.vague else 1.0 if clock else 0.0)
        score += (1.0 if event else 3.0) if by or strict else 0.0
        if day.minutes is not None:
            score += 1.0
        if _MEETING.search(folded[max(0, start - 70) : start]):
            score += 2.0 if event else 0.5
        yield Moment(
            start, end, day.first, day.last, clock, day.minutes, strict, by, score - start / 100_000, cue.start
        )
    for clock in clocks:
        if _HABIT.match(folded, clock.end) or clock.start in taken or clock.weak or clock.vague or clock.may_last:
            continue
        cue = _cue(folded, clock.start, clock.end)
        now = local.hour * 60 + local.minute
        if clock.begins > now:
            today = local.date()
            score = 1.0 + (1.0 if cue.by or cue.strict else 0.0) - clock.start / 100_000
            yield Moment(clock.start, clock.end, today, today, clock, None, cue.strict, cue.by, score, cue.start)


def _clock_of(folded: str, day: Day, clocks: list[Clock], days: list[Day]) -> Clock | None:
    """The hour beside the day: a precise one before a part of the day, what follows before what precedes."""
    if day.minutes is not None:
        return None
    after = [c for c in clocks if c.start >= day.end and c.start - day.end <= 40]
    before = [c for c in clocks if c.end <= day.start and day.start - c.end <= 24]
    found: list[Clock] = []
    end = day.end
    for clock in after:
        if any(end <= other.start < clock.start for other in days):
            break
        if not _BETWEEN.fullmatch(folded[end : clock.start]):
            break
        found.append(clock)
        end = clock.end
    start = day.start
    for clock in reversed(before):
        if any(clock.end <= other.start < start for other in days) or not _BETWEEN.fullmatch(folded[clock.end : start]):
            break
        found.append(clock)
        start = clock.start
    if not found:
        return _in_sentence(folded, day, clocks, days)
    precise = [clock for clock in found if not clock.vague]
    part = next((clock for clock in found if clock.vague), None)
    if not precise:
        return part
    chosen = precise[0]
    if part is not None and part.begins >= 900 and chosen.begins < 720 and not chosen.zone:
        return replace(chosen, begins=chosen.begins + 720, ends=None)
    return chosen


def _in_sentence(folded: str, day: Day, clocks: list[Clock], days: list[Day]) -> Clock | None:
    """The nearest hour that is surely one in the same sentence, with no other day in between."""
    nearest: tuple[int, Clock] | None = None
    for clock in clocks:
        if clock.weak or clock.vague or clock.may_last:
            continue
        start, end = (day.end, clock.start) if clock.start >= day.end else (clock.end, day.start)
        if not 0 <= end - start <= _SENTENCE or _SENTENCE_END.search(folded[start:end]):
            continue
        if any(other is not day and start <= other.start < end for other in days):
            continue
        if nearest is None or end - start < nearest[0]:
            nearest = end - start, clock
    return None if nearest is None else nearest[1]


@dataclass(frozen=True, slots=True)
class _Cue:
    strict: bool
    by: bool
    start: int


def _cue(folded: str, start: int, end: int) -> _Cue:
    """Is a deadline said in front of it, behind it, or at its beginning?"""
    left = max(0, start - 40)
    before = folded[left:start]
    strict, by = _STRICT.search(before), _BY.search(before)
    inside = re.match(
        r"(?:(?P<strict>antes de|before)|by|until|hasta|para|within|en (?:un|el) plazo(?: maximo)? de)\b",
        folded[start:end],
    )
    match = strict or by
    return _Cue(
        strict is not None or (inside is not None and inside["strict"] is not None),
        by is not None or inside is not None or _BY_AFTER.match(folded, end) is not None,
        start if match is None else left + match.start(),
    )


def _resolve(moment: Moment, local: datetime, zone: tzinfo, text: str) -> Times | None:
    words = " ".join(text[moment.said_from : moment.end].split())[:_LONGEST_WORDS]
    if moment.in_minutes is not None:
        at = (local + timedelta(minutes=moment.in_minutes)).replace(second=0, microsecond=0)
        return Times(at, at, at + timedelta(hours=1), False, words)
    clock = moment.clock
    if clock is None:
        starts = datetime.combine(moment.first, time(), zone)
        ends = datetime.combine(moment.last + timedelta(days=1), time(), zone)
        due = _at(moment.last, CLOSE_OF_DAY, zone)
        if moment.strict:
            due = _at(_working_day_before(moment.first), CLOSE_OF_DAY, zone)
            due = due if due > local else _at(moment.first, 9 * 60, zone)
        return Times(due, starts, ends, True, words) if due > local or moment.last >= local.date() else None
    there = clock.zone or zone
    starts = _at(moment.first, clock.begins, there)
    ends = (
        starts + timedelta(minutes=HOUR) if clock.ends is None or clock.vague else _at(moment.last, clock.ends, there)
    )
    due = _at(moment.first, clock.ends, there) if clock.vague and clock.ends else starts
    if moment.strict and not clock.vague:
        starts, ends = starts - timedelta(minutes=HOUR), starts
    if max(due, ends) <= local:
        return None
    return Times(due, starts, ends, False, words)


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    if minutes >= 1440:
        day, minutes = day + timedelta(days=1), minutes - 1440
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone)


def _working_day_before(day: date) -> date:
    day -= timedelta(days=1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day
