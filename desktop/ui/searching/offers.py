"""What can come next in a search that is being typed: operators, their values, people, folders, and earlier searches. Pure apart
from the words of the screen.

Invariant: an offer replaces only the term in which the cursor stands, except an earlier search, which replaces all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from datetime import date
from itertools import islice
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from desktop.core.api.searching.names import DayName, Operator, StateName, ThingName, find_operator, fold
from desktop.ui import words
from desktop.ui.searching.operator_words import example, language, operator_meaning, value_meaning
from desktop.values import dataclass

MOST = 7
_MOST_RECENT = 5
_REST = re.compile(r'[^\s"]*')
_TYPED = re.compile(r'(-?)(?:([^\W\d]\w*):)?"?([^"]*)"?\Z')
_PEOPLE = (Operator.FROM, Operator.TO)
_DATES = (Operator.BEFORE, Operator.AFTER, Operator.ON)
_SPANS = (Operator.NEWER, Operator.OLDER)
_SIZES = (Operator.LARGER, Operator.SMALLER)


@dataclass(frozen=True, slots=True)
class Offer:
    """`text` is what the whole field says then, with the cursor at `cursor`; `runs`: it is a search as it stands."""

    shown: str
    aside: str
    icon: str
    text: str = ""
    cursor: int = 0
    runs: bool = True
    recent: bool = False
    """An earlier search, which can be forgotten."""
    caption: bool = False
    """A heading between others: nothing to choose."""
    helps: bool = False
    """Shows all that there is to say."""


class Sources(Protocol):
    """All quick: asked at every key."""

    def people(self, prefix: str, limit: int) -> Sequence[tuple[str, str]]:
        """(name, address)"""
        ...

    def folders(self) -> Sequence[tuple[str, str, str]]:
        """(name on screen, name to type, icon)"""
        ...

    def accounts(self) -> Sequence[str]: ...

    def recent(self) -> Sequence[str]: ...

    def today(self) -> date: ...


@dataclass(frozen=True, slots=True)
class Typed:
    """The term in which the cursor stands: `start` to `end` of the text."""

    text: str
    start: int
    end: int
    minus: str
    name: str
    value: str
    operator: Operator | None = field(default=None)

    def put(self, term: str, *, open_end: bool = False) -> tuple[str, int]:
        """The text with `term` in its place, and where the cursor stands then. With an open end something is still to come."""
        gap = "" if open_end else " "
        before, after = self.text[: self.start] + self.minus + term, self.text[self.end :]
        return (before + after if open_end else before + gap + after.lstrip()), len(before) + len(gap)


def read_piece(text: str, cursor: int) -> Typed:
    start, quoted = 0, False
    for place, character in enumerate(text[:cursor]):
        quoted ^= character == '"'
        if character.isspace() and not quoted:
            start = place + 1
    rest = _REST.match(text, cursor)
    end = rest.end() if rest else cursor
    match = _TYPED.match(text[start:cursor])
    minus, name, value = (match[1], match[2] or "", match[3]) if match else ("", "", text[start:cursor])
    operator = find_operator(name) if name else None
    if name and operator is None:
        name, value = "", f"{name}:{value}"
    return Typed(text, start, end, minus, name, value, operator)


def make_offers(text: str, cursor: int, sources: Sources) -> list[Offer]:
    if not text.strip():
        return _begin(sources)
    typed = read_piece(text, cursor)
    if typed.operator is not None:
        return list(islice(_values(typed, typed.operator, sources), MOST))
    if not typed.value:
        return []
    return list(islice(_next_terms(typed, sources), MOST))


def _begin(sources: Sources) -> list[Offer]:
    """The field is empty: what was searched for before, and what could be."""
    translate = QCoreApplication.translate
    found: list[Offer] = []
    recent = sources.recent()[:_MOST_RECENT]
    if recent:
        found.append(Offer(translate("SearchOffers", "Recent searches"), "", "", caption=True))
        found += [Offer(one, "", "clock", one, len(one), recent=True) for one in recent]
    found.append(Offer(translate("SearchOffers", "For example"), "", "", caption=True))
    sender = f"{Operator.FROM.shown(language())}:"
    found.append(Offer(sender, operator_meaning(Operator.FROM), "search", sender, len(sender), runs=False))
    for operator, meaning in (
        (Operator.HAS, value_meaning(ThingName.ATTACHMENT)),
        (Operator.IS, value_meaning(StateName.UNREAD)),
        (Operator.NEWER, translate("SearchOffers", "received in the last 7 days")),
    ):
        typed = example(operator)
        found.append(Offer(typed, meaning, "search", f"{typed} ", len(typed) + 1))
    found.append(Offer(translate("SearchOffers", "All that can be searched for…"), "", "info", helps=True))
    return found


def _next_terms(typed: Typed, sources: Sources) -> Iterator[Offer]:
    wanted, spoken = fold(typed.value), language()
    if len(typed.value) >= 2:
        for one in sources.recent():
            if one.casefold().startswith(typed.text.strip().casefold()) and one != typed.text.strip():
                yield Offer(one, "", "clock", one, len(one), recent=True)
                break
    for operator in Operator:
        if any(fold(name).startswith(wanted) for names in operator.value for name in names):
            term = f"{operator.shown(spoken)}:"
            text, cursor = typed.put(term, open_end=True)
            yield Offer(typed.minus + term, operator_meaning(operator), "search", text, cursor, runs=False)
    if len(wanted) >= 3:
        for operator, values in ((Operator.IS, StateName), (Operator.HAS, ThingName)):
            for value in values:
                if any(fold(name).startswith(wanted) for names in value.value for name in names):
                    yield _complete(typed, operator, value.shown(spoken), value_meaning(value), "search")
    if len(wanted) >= 2:
        for name, address in sources.people(typed.value, 3):
            yield _person(typed, Operator.FROM, name, address)
        for shown, name, icon in islice(_folders(sources, wanted), 2):
            yield _folder(typed, shown, name, icon)


def _values(typed: Typed, operator: Operator, sources: Sources) -> Iterator[Offer]:
    wanted = fold(typed.value)
    if operator in _PEOPLE and wanted:
        for name, address in sources.people(typed.value, MOST):
            yield _person(typed, operator, name, address)
    elif operator is Operator.IN:
        for shown, name, icon in _folders(sources, wanted):
            yield _folder(typed, shown, name, icon)
    elif operator is Operator.ACCOUNT:
        for address in sources.accounts():
            if wanted in fold(address) and wanted != fold(address):
                yield _complete(typed, operator, address, "", "mail")
    else:
        icon = "event" if operator in _DATES else "search"
        for names, value, meaning in _fixed_values(operator, spoken_in(typed.name, operator), sources.today):
            folded = [fold(name) for name in names]
            if wanted not in folded and any(name.startswith(wanted) for name in folded):
                yield _complete(typed, operator, value, meaning, icon)


def spoken_in(name: str, operator: Operator) -> str:
    """The language in which the operator was named."""
    return "es" if fold(name) in map(fold, operator.value[1]) else "en"


def _fixed_values(
    operator: Operator, spoken: str, find_today: Callable[[], date]
) -> Iterator[tuple[Sequence[str], str, str]]:
    """(all its names, how it is typed, what it means)"""
    translate = QCoreApplication.translate
    if operator in (Operator.IS, Operator.HAS):
        for value in StateName if operator is Operator.IS else ThingName:
            yield [name for names in value.value for name in names], value.shown(spoken), value_meaning(value)
        return
    found: list[tuple[str, str]] = []
    if operator in _DATES:
        today = find_today()
        for day in DayName:
            meaning = value_meaning(day) if operator is Operator.ON else ""
            yield [name for names in day.value for name in names], day.shown(spoken), meaning
        found += [
            (f"{today:%Y-%m}", translate("SearchOffers", "this month")),
            (f"{today:%Y}", translate("SearchOffers", "this year")),
            (f"{today:%Y-%m-%d}", words.iso_day(today.isoformat())),
        ]
    elif operator in _SPANS:
        found += [
            ("7d", translate("SearchOffers", "7 days")),
            ("30d", translate("SearchOffers", "30 days")),
            ("6m", translate("SearchOffers", "6 months")),
            ("1a" if spoken == "es" else "1y", translate("SearchOffers", "1 year")),
        ]
    elif operator in _SIZES:
        found += [(f"{mega}M", words.size(mega << 20)) for mega in (1, 5, 10, 25)]
    for typed, meaning in found:
        yield [typed], typed, meaning


def _complete(typed: Typed, operator: Operator, value: str, meaning: str, icon: str) -> Offer:
    """The name of the operator stays in the language in which it was typed."""
    name = typed.name or operator.shown(language())
    term = f"{name}:{_quoted(value)}"
    text, cursor = typed.put(term)
    return Offer(typed.minus + term, meaning, icon, text, cursor)


def _person(typed: Typed, operator: Operator, name: str, address: str) -> Offer:
    offer = _complete(typed, operator, address, "", "account")
    return Offer(name or address, offer.shown, offer.icon, offer.text, offer.cursor)


def _folder(typed: Typed, shown: str, name: str, icon: str) -> Offer:
    offer = _complete(typed, Operator.IN, name, "", icon)
    return Offer(shown, offer.shown, icon, offer.text, offer.cursor)


def _folders(sources: Sources, wanted: str) -> Iterator[tuple[str, str, str]]:
    for shown, name, icon in sources.folders():
        pieces = fold(f"{shown}_{name}").replace("/", "_").split("_")
        if (not wanted or any(piece.startswith(wanted) for piece in pieces)) and fold(name) != wanted:
            yield shown, name, icon


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
