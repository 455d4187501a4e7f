"""The words for days, months and hours in Spanish and English, without accents and in lower case, and how text is folded to
meet them. Pure."""

from __future__ import annotations

import unicodedata
from datetime import tzinfo
from zoneinfo import ZoneInfo

WEEKDAYS = {
    "lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
SHORT_WEEKDAYS = {
    "lun": 0, "mar": 1, "mie": 2, "jue": 3, "vie": 4, "sab": 5, "dom": 6,
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
"""Only in front of a day of the month: alone they are other words."""
MONTHS = {
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8, "septiembre": 9,
    "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "sept": 9,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
NUMBERS = {
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "once": 11, "doce": 12, "quince": 15, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "fifteen": 15, "primero": 1,
}  # fmt: skip
HOUR_WORDS = (
    "una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|"
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
)
ZONES = {
    "utc": "UTC", "gmt": "UTC", "z": "UTC", "cet": "Europe/Madrid", "cest": "Europe/Madrid", "mez": "Europe/Berlin",
    "bst": "Europe/London", "wet": "Europe/Lisbon", "west": "Europe/Lisbon", "eet": "Europe/Athens",
    "eest": "Europe/Athens", "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York",
    "cst": "America/Chicago", "cdt": "America/Chicago", "mst": "America/Denver", "mdt": "America/Denver",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "art": "America/Argentina/Buenos_Aires", "brt": "America/Sao_Paulo", "clt": "America/Santiago",
    "ist": "Asia/Kolkata", "jst": "Asia/Tokyo",
}  # fmt: skip
"""As people use them: "EST" in July means the time in New York."""
PLACES = {
    "madrid": "Europe/Madrid", "peninsular": "Europe/Madrid", "espana": "Europe/Madrid", "espanola": "Europe/Madrid",
    "spanish": "Europe/Madrid", "barcelona": "Europe/Madrid", "canarias": "Atlantic/Canary", "canaria": "Atlantic/Canary",
    "london": "Europe/London", "londres": "Europe/London", "uk": "Europe/London", "lisboa": "Europe/Lisbon",
    "lisbon": "Europe/Lisbon", "paris": "Europe/Paris", "berlin": "Europe/Berlin", "new york": "America/New_York",
    "nueva york": "America/New_York", "eastern": "America/New_York", "pacific": "America/Los_Angeles",
    "central": "America/Chicago", "mexico": "America/Mexico_City", "cdmx": "America/Mexico_City",
    "bogota": "America/Bogota", "colombia": "America/Bogota", "lima": "America/Lima", "peru": "America/Lima",
    "chile": "America/Santiago", "santiago": "America/Santiago", "argentina": "America/Argentina/Buenos_Aires",
    "buenos aires": "America/Argentina/Buenos_Aires", "brasil": "America/Sao_Paulo", "tokyo": "Asia/Tokyo",
}  # fmt: skip
UNITED_STATES = ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
                 "America/Detroit", "America/Anchorage", "Pacific/Honolulu")  # fmt: skip
"""Where 11/5 is the fifth of November."""
_SPANISH = frozenset(
    [
        "el",
        "la",
        "los",
        "las",
        "de",
        "del",
        "que",
        "en",
        "para",
        "por",
        "con",
        "una",
        "esta",
        "este",
        "mañana",
        "hola",
        "gracias",
        "antes",
        "a",
        "reunion",
    ]
)
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "to",
        "and",
        "in",
        "for",
        "with",
        "on",
        "is",
        "are",
        "this",
        "that",
        "we",
        "you",
        "please",
        "thanks",
        "by",
        "at",
        "meeting",
        "before",
    ]
)


def fold(text: str) -> str:
    """Lower case without accents, every character in its place. "ñ" stays: "mañana" is a word of its own here."""
    return "".join(_fold(character) for character in text)


def _fold(character: str) -> str:
    if character.isascii():
        return character.lower()
    if character in "ñÑ":
        return "ñ"
    if character in "\u00a0\u2007\u202f\u2009":
        return " "
    if character in "\u2010\u2011\u2012\u2013\u2014\u2212":
        return "-"
    if character in "\u2018\u2019":
        return "'"
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def is_spanish(folded: str) -> bool:
    """Which of the two languages the text is in, by its small words; English when it cannot be told."""
    words = folded[:4000].split()
    return sum(word in _SPANISH for word in words) > sum(word in _ENGLISH for word in words)


def zone_named(name: str) -> tzinfo | None:
    """The zone of an abbreviation or a place, folded."""
    key = ZONES.get(name) or PLACES.get(name)
    return None if key is None else ZoneInfo(key)
