"""Hours in folded text: "a las 17:00", "5 pm", "de 10 a 11:30", "noon", "por la tarde". Pure.

What only looks like an hour (prices, versions, phone numbers, counts of things) is left out; what might be one is `weak` and
counts only beside a day.
"""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo

from desktop.core.connectors.form.moments.words import HOUR_WORDS, NUMBERS, PLACES, ZONES, zone_named
from desktop.values import dataclass

MOST = 200
"""Times of one text that are looked at."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes of the day, the end None when only a beginning is said. `weak` counts only beside a day; `vague` is a part of
    the day, whose end is when something due then is late."""

    start: int
    end: int
    begins: int
    ends: int | None
    weak: bool = False
    vague: bool = False
    may_last: bool = False
    """"24 h" alone is rather how long something takes."""
    zone: tzinfo | None = None


def _value(n: int) -> str:
    return (
        rf"(?:(?P<h{n}>[01]?\d|2[0-4])(?:(?:\s?:\s?|\.|h)(?P<m{n}>[0-5]\d)(?!\d))?"
        rf"(?P<u{n}>\s?(?:hs?\b\.?|hrs?\b\.?|horas?\b(?!\s+(?:de\s+[a-z]|local|peninsular|canaria|espa))|o'?clock\b))?(?P<a{n}>\s?[ap](?:\.\s?m\b\.?|\s?m\b))?"
        rf"|(?P<w{n}>{HOUR_WORDS})\b(?P<b{n}>\s?[ap](?:\.\s?m\b\.?|\s?m\b))?)"
        rf"(?P<f{n}>\s+(?:y media|y cuarto|menos cuarto|en punto)\b)?"
        rf"(?P<p{n}>\s+(?:de|por|en)\s+la\s+(?:mañana|tarde|noche|madrugada)\b|\s+in the (?:morning|afternoon|evening)\b"
        rf"|\s+at night\b|\s+del mediodia\b)?"
    )


_LEAD = (
    r"(?P<lead>(?:a|hacia|sobre|desde|de|entre|hasta|para|antes de|a partir de|tipo|y|o)\s+las?\s+|las\s+"
    r"|(?:at|from|between|by|until|till|before|around|about|after|circa)\s+(?:about\s+|around\s+)?|@\s?|(?:de|entre|desde)\s+)"
)
_TO = r"(?P<to>\s?-\s?|\s+(?:a|y|hasta|to|and|until|till|through)\s+)(?(lead)(?:las?\s+)?)"
_ZONE = (
    r"(?P<zone>\s?\(?\b(?:(?P<gmt>utc|gmt)\s?(?P<sign>[+-])\s?(?P<zh>\d{1,2})(?::?(?P<zm>\d\d))?\b|"
    rf"(?P<abbr>{'|'.join(sorted(ZONES, key=len, reverse=True))})\b(?!\s+de\b)|"
    rf"(?:hora|h\.)\s+(?:de\s+|local\s+de\s+)?(?P<place>{'|'.join(sorted(PLACES, key=len, reverse=True))})\b|"
    rf"(?P<place2>{'|'.join(sorted(PLACES, key=len, reverse=True))})\s+time\b)\)?)"
)
_TIME = re.compile(
    rf"(?:(?<![\w/.,:$€£#+%-])|(?<=\d\dt)){_LEAD}?(?<![\d.,:]){_value(1)}(?:{_TO}{_value(2)})?{_ZONE}?(?![\w%€$£/°º]|[.,:]\d|-\d)"
)
_NAMED = re.compile(
    r"\b(?P<noon>(?:12\s)?noon|midday|(?:al |el )?mediodia)\b|\b(?P<midnight>midnight|medianoche)\b"
    r"|\b(?P<first>first thing(?: in the morning)?|a primera hora)\b"
    r"|\b(?P<last>eod|cob|end of (?:the )?(?:business )?day|close of business|(?:a |al )?final(?:es)? del dia"
    r"|a ultima hora|fin(?:al)? de(?: la)? jornada)\b"
    r"|\b(?P<morning>(?:por|en) la mañana|in the morning|morning)\b"
    r"|\b(?P<afternoon>(?:por|en) la tarde|in the afternoon|afternoon)\b"
    r"|\b(?P<evening>(?:por|en) la noche|in the evening|evening|night)\b"
    r"|(?P<half>\bhalf past (?:\d{1,2}|" + HOUR_WORDS + r")\b)"
)
_PARTS = {
    "noon": (720, None), "midnight": (1440, None), "first": (540, None), "last": (1080, None), "morning": (540, 780),
    "afternoon": (900, 1080), "evening": (1200, 1320),
}  # fmt: skip
_VAGUE = ("morning", "afternoon", "evening")
_MONEY_OR_THING = re.compile(
    r"\s?(?:people\b|persons?\b|gente\b|€|\$|£|%|eur\b|euros?\b|usd\b|dolar|dollars?\b|pesos?\b|mxn\b|gb\b|mb\b|kb\b|kg\b|km\b|cm\b|mm\b|m2\b|x\b"
    r"|millones|mil\b|million|k\b|por ciento|percent|\d)"
)
_THINGS = re.compile(r"\s+(?:of\s+(?:the|them|us|our)\b|de\s+(?:los|las|nuestr)|(?P<noun>[a-zñ]{3,}s)\b)")
_NO_THINGS = frozenset(
    [
        "horas",
        "hrs",
        "las",
        "los",
        "nos",
        "les",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "thanks",
        "gracias",
        "this",
        "unless",
        "besos",
        "saludos",
        "regards",
        "cheers",
        "tomorrows",
        "mondays",
        "tuesdays",
        "wednesdays",
        "thursdays",
        "fridays",
        "alonsos",
        "sus",
        "tus",
        "mas",
        "menos",
        "entonces",
        "pues",
        "les",
        "its",
        "always",
        "as",
        "does",
    ]
)
_STREET = re.compile(r"\s+(?:\w+\s+){1,2}(?:street|st|road|rd|avenue|ave|square|lane|drive|boulevard)\b")
_PHONE_BEFORE = re.compile(r"\b(?:tel|telf|telefono|phone|movil|mobile|fax|ext|extension|call|llam\w+ al|ref|pedido|order|n[.o]?|num|"
                           r"version|ver|v|sala|room|aula|planta|piso|calle|articulo|art|pagina|page|item|linea|line|capitulo|"
                           r"chapter|section|seccion|punto|resultado|score)[.:]?\s*(?:n\w?\.?\s*)?$")  # fmt: skip


def find_clocks(folded: str) -> list[Clock]:
    """In their order; none overlaps another."""
    found: list[Clock] = []
    for match in _TIME.finditer(folded):
        clock = _read(match, folded)
        if clock is not None:
            found.append(clock)
        if len(found) >= MOST:
            break
    for match in _NAMED.finditer(folded):
        if any(clock.start < match.end() and match.start() < clock.end for clock in found):
            continue
        name = match.lastgroup or ""
        if name == "half":
            hour = match[0].split()[-1]
            begins = _afternoon(int(hour) if hour.isdigit() else NUMBERS[hour], False) * 60 + 30
            found.append(Clock(match.start(), match.end(), begins, None))
            continue
        begins, ends = _PARTS[name]
        vague = name in _VAGUE
        found.append(Clock(match.start(), match.end(), begins, ends, weak=vague, vague=vague))
    return sorted(found, key=lambda clock: clock.start)


def _read(match: re.Match[str], folded: str) -> Clock | None:
    lead = (match["lead"] or "").strip()
    first, second = _number(match, 1), _number(match, 2)
    if first is None:
        return None
    said = [match[f"{name}{n}"] for name in "uabfp" for n in (1, 2)]
    is_plain = not any(said) and match["m1"] is None and match["m2"] is None
    with_hour_word = bool(re.search(r"\blas?$", lead)) or lead in ("@", "at", "entre las")
    after = folded[match.end() :]
    before = folded[max(0, match.start() - 24) : match.start()]
    if _MONEY_OR_THING.match(after) or _PHONE_BEFORE.search(before):
        return None
    if is_plain:
        if match["w1"] and not with_hour_word:
            return None
        if not with_hour_word and second is None and not match["zone"]:
            return None
        things = _THINGS.match(after)
        if (things and (things["noun"] or "") not in _NO_THINGS) or (lead == "at" and _STREET.match(after)):
            return None
    sure = bool(any(said) or match["zone"] or (with_hour_word and lead not in ("de", "entre")))
    has_colon = ":" in match[0]
    weak = not sure and not (lead and (has_colon or second is not None) and lead not in ("de", "by", "before", "after"))
    begins, ends = _resolve(match, first, second)
    if begins is None:
        return None
    start = match.start() + (len(match["lead"]) if lead in ("y las", "o las", "y la", "o la") else 0)
    return Clock(start, match.end(), begins, ends, weak=weak, may_last=_may_last(match), zone=_zone(match))


def _may_last(match: re.Match[str]) -> bool:
    return match["lead"] is None and match["m1"] is None and match["u1"] is not None and match["h2"] is None


def _number(match: re.Match[str], n: int) -> tuple[int, int] | None:
    if match[f"h{n}"]:
        return int(match[f"h{n}"]), int(match[f"m{n}"] or 0)
    if match[f"w{n}"]:
        return NUMBERS[match[f"w{n}"]], 0
    return None


def _resolve(
    match: re.Match[str], first: tuple[int, int], second: tuple[int, int] | None
) -> tuple[int | None, int | None]:
    begins = _minutes(match, 1, first)
    if second is None:
        return begins, None
    ends = _minutes(match, 2, second)
    half = match["a2"] or match["b2"] or match["p2"]
    if half and not (match["a1"] or match["b1"] or match["p1"]) and first[0] <= 12:
        same = _half(first[0], _is_late(half)) * 60 + first[1]
        begins = same if same < ends else first[0] * 60 + first[1]
    if ends <= begins and ends + 720 <= 1440 and not (match["a2"] or match["b2"]):
        ends += 720
    return (begins, ends) if ends > begins else (begins, None)


def _minutes(match: re.Match[str], n: int, value: tuple[int, int]) -> int:
    hour, minute = value
    half = match[f"a{n}"] or match[f"b{n}"]
    part = match[f"p{n}"] or ""
    if half:
        hour = _half(hour, _is_late(half))
    elif part:
        if "noche" in part and hour == 12:
            hour = 24
        elif any(word in part for word in ("tarde", "noche", "afternoon", "evening", "night")) and hour < 12:
            hour += 12
    else:
        padded = (match[f"h{n}"] or "").startswith("0")
        hour = _afternoon(hour, padded)
    fraction = (match[f"f{n}"] or "").strip()
    minute += {"y media": 30, "y cuarto": 15, "menos cuarto": -15}.get(fraction, 0)
    return min(1440, hour * 60 + minute)


def _half(hour: int, late: bool) -> int:
    return hour % 12 + (12 if late else 0) if hour <= 12 else hour


def _is_late(half: str) -> bool:
    return half.strip().startswith("p") or any(
        word in half for word in ("tarde", "noche", "afternoon", "evening", "night")
    )


def _afternoon(hour: int, padded: bool) -> int:
    """ "At 5" in an office is in the afternoon."""
    return hour + 12 if 1 <= hour <= 6 and not padded else hour


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["gmt"]:
        minutes = int(match["zh"]) * 60 + int(match["zm"] or 0)
        return timezone(timedelta(minutes=minutes if match["sign"] == "+" else -minutes)) if minutes < 900 else None
    name = match["abbr"] or match["place"] or match["place2"]
    return None if name is None else zone_named(name)
