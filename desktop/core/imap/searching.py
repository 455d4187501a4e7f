"""UIDs in answers: SEARCH and ESEARCH (RFC 4731), VANISHED (RFC 7162), and a Message-ID read from its header. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from heapq import nlargest

from desktop.core.imap.dialogue import Parts
from desktop.core.imap.tokens import confused, parse_uid
from desktop.core.mail.uid_set import parse_uid_set

_SEARCH = re.compile(rb"\* SEARCH(?= |\Z)", re.IGNORECASE)
_SEARCH_MODSEQ = re.compile(rb"\(MODSEQ \d{1,20}\) *\Z", re.IGNORECASE)
_ESEARCH = re.compile(rb"\* ESEARCH(?= |\Z)", re.IGNORECASE)
_ESEARCH_ALL = re.compile(rb" ALL ([\d:,]+)(?= |\Z)", re.IGNORECASE)
_VANISHED = re.compile(rb"\* VANISHED (?:\(EARLIER\) )?([\d:,]+) *\Z", re.IGNORECASE)
_WORD = re.compile(rb"\S+")
_MAX_FOUND = 2_000_000
_MAX_MESSAGE_ID = 998
_BRACKETED = re.compile(rb"<([^<>]{1,2000})>")
_MESSAGE_ID = re.compile(rb"^message-id[ \t]*:((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)


class UidCollector:
    """`most`: only so many of the highest UIDs are kept, of however many; `dropped` says that there were more."""

    def __init__(self, most: int | None = None) -> None:
        self.uids: set[int] = set()
        self.dropped = False
        self._most = most

    def note(self, parts: Parts) -> None:
        text = parts[0] or b""
        if match := _SEARCH.match(text):
            rest = _SEARCH_MODSEQ.sub(b"", text[match.end() :])
            if self._most is None:
                self.uids.update(map(parse_uid, rest.split()))
            else:
                self._keep_highest(parse_uid(word[0]) for word in _WORD.finditer(rest))
        elif _ESEARCH.match(text) and (match := _ESEARCH_ALL.search(text)):
            try:
                self.uids.update(parse_uid_set(match[1].decode("ascii"), limit=_MAX_FOUND))
            except ValueError:
                raise confused("a search answer that is none") from None
            if self._most is not None:
                found, self.uids = self.uids, set()
                self._keep_highest(found)
        if len(self.uids) > _MAX_FOUND:
            raise confused("a search answer without end")

    def _keep_highest(self, uids: Iterable[int]) -> None:
        assert self._most is not None
        for uid in uids:
            self.uids.add(uid)
            if len(self.uids) > 2 * self._most:
                self._cut(self._most)
        self._cut(self._most)

    def _cut(self, most: int) -> None:
        if len(self.uids) > most:
            self.dropped = True
            self.uids = set(nlargest(most, self.uids))


class VanishedCollector:
    """VANISHED may name UIDs that never were and ranges without end: only those asked about count."""

    def __init__(self, asked: Iterable[int]) -> None:
        self._asked = sorted(set(asked))
        self.vanished: set[int] = set()

    def note(self, parts: Parts) -> None:
        match = _VANISHED.match(parts[0] or b"")
        if match is None:
            return
        for low, high in _ranges(match[1]):
            self.vanished.update(self._asked[bisect_left(self._asked, low) : bisect_right(self._asked, high)])


def _ranges(uid_set: bytes) -> Iterator[tuple[int, int]]:
    for piece in uid_set.split(b","):
        first, colon, last = piece.partition(b":")
        low = parse_uid(first)
        high = parse_uid(last) if colon else low
        yield min(low, high), max(low, high)


def parse_message_id(header: bytes) -> str:
    """The first Message-ID of a header block without its angle brackets; empty when there is none.

    Reads odd ones exactly as `core.mime` does: what is compared here was cached from there (a test holds them together).
    """
    match = _MESSAGE_ID.search(header)
    if match is None:
        return ""
    value = match[1]
    for raw in _BRACKETED.findall(value) if b"<" in value else value.split():
        text = b"".join(raw.split()).decode("utf-8", "replace")[:_MAX_MESSAGE_ID]
        if text := "".join(character for character in text if character.isprintable()):
            return text
    return ""
