"""Where the words that were searched for stand in a text, as the index found them: without case and accents, by how they begin.

Words that are not wanted are marked nowhere, and conditions on fields mark nothing. Pure; any thread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

from desktop.core.api.searching.parsing import parse
from desktop.core.api.searching.query import Either, Every, Place, Query, Words
from desktop.values import dataclass

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Written without spaces: looked for anywhere in a text."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand one after the other; `whole`: the last of them too, else it only begins so."""

    words: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """What of a search can be seen in one place of a mail."""

    terms: tuple[Term, ...] = ()

    def spans(self, text: str) -> list[Span]:
        """(start, end) of what was sought, in characters of `text`, ascending and apart from each other. Linear in its length."""
        if not self.terms:
            return []
        tokens = [(match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(text)]
        words = [token[2] for token in tokens]
        found: list[Span] = []
        for term in self.terms:
            if _CJK.search(term.words[0]):
                found.extend(match.span() for match in re.finditer(re.escape(term.words[0]), text, re.IGNORECASE))
                continue
            count, last = len(term.words), term.words[-1]
            for at, word in enumerate(words):
                if count > 1 and tuple(words[at : at + count]) == term.words:
                    found.append((tokens[at][0], tokens[at + count - 1][1]))
                elif count == 1 and (word == last if term.whole else word.startswith(last)):
                    start, end, _ = tokens[at]
                    found.append((start, start + _reach(text[start:end], len(last))))
        return _joined(sorted(found))


def sought_in(typed: str, *places: Place) -> Sought:
    """What `typed` asks for in one of `places`, or wherever a word may stand."""
    query = parse(typed, _ANY_DAY).query if typed else None
    wanted = {Place.ANYWHERE, *places}
    terms = (term for words in _wanted(query) if words.place in wanted for term in _terms(words))
    return Sought(tuple(dict.fromkeys(terms)))


def fold(text: str) -> str:
    """As the index has it: small letters without accents."""
    if text.isascii():
        return text.lower()
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


def _wanted(query: Query | None) -> Iterator[Words]:
    if isinstance(query, Words):
        yield query
    elif isinstance(query, Every | Either):
        for part in query.parts:
            yield from _wanted(part)


def _terms(words: Words) -> Iterator[Term]:
    if _CJK.search(words.text):
        yield Term(("".join(words.text.lower().split()),), True)
        return
    folded = tuple(fold(words.text).split())
    if words.phrase and folded:
        yield Term(folded, True)
    elif not words.phrase:
        yield from (Term((word,), False) for word in folded)


def _reach(word: str, length: int) -> int:
    """How many characters of a word fold to `length`, with the accents that follow the last of them."""
    reached = 0
    for at, sign in enumerate(word):
        if reached >= length and not unicodedata.combining(sign):
            return at
        reached += len(fold(sign))
    return len(word)


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
