"""COPYUID (RFC 4315): which UID became which, from the untagged OK of MOVE or the tagged OK of COPY. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.core.imap.dialogue import Parts
from desktop.core.imap.gateway import Copied
from desktop.core.imap.tokens import parse_code
from desktop.core.mail.uid_set import parse_uid_set

_OK = re.compile(rb"\* OK (?=\[)", re.IGNORECASE)


class CopyUids:
    """Collects the pairs of all commands of one transfer; those nobody asked about are ignored."""

    def __init__(self, asked: Iterable[int]) -> None:
        self._asked = set(asked)
        self._uidvalidity: int | None = None
        self._pairs: dict[int, int] = {}

    def note(self, parts: Parts) -> None:
        text = parts[0] or b""
        if match := _OK.match(text):
            self.add(*parse_code(text[match.end() :]))

    def add(self, code: bytes, argument: bytes) -> None:
        words = argument.decode("ascii", "replace").split()
        if code != b"COPYUID" or len(words) != 3 or not words[0].isdecimal():
            return
        try:
            limit = len(self._asked) + 1
            sources = list(parse_uid_set(words[1], limit=limit))
            targets = list(parse_uid_set(words[2], limit=limit))
        except ValueError:
            return
        if len(sources) != len(targets):
            # Pairs that may be wrong are worse than none: without them the mails are found by identity.
            return
        self._uidvalidity = int(words[0])
        self._pairs.update(pair for pair in zip(sources, targets, strict=True) if pair[0] in self._asked)

    def copied(self) -> Copied:
        return Copied(self._uidvalidity, self._pairs)
