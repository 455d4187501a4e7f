"""The answer to SELECT and EXAMINE (RFC 9051, section 6.3.2), collected line by line. Pure."""

from __future__ import annotations

import re

from desktop.core.imap.dialogue import Parts
from desktop.core.imap.gateway import Selected
from desktop.core.imap.tokens import MAX_MODSEQ, confused, parse_code, parse_number

_EXISTS = re.compile(rb"\* (\d{1,20}) EXISTS *\Z", re.IGNORECASE)
_OK = re.compile(rb"\* OK (?=\[)", re.IGNORECASE)
_MAX_EXISTS = 20_000_000


class SelectAnswer:
    def __init__(self) -> None:
        self._exists: int | None = None
        self._numbers: dict[bytes, int] = {}
        self._takes_keywords = True

    def note(self, parts: Parts) -> None:
        text = parts[0] or b""
        if match := _EXISTS.match(text):
            self._exists = parse_number(match[1], _MAX_EXISTS)
        elif match := _OK.match(text):
            code, argument = parse_code(text[match.end() :])
            if code in (b"UIDVALIDITY", b"UIDNEXT"):
                self._numbers[code] = parse_number(argument.strip())
            elif code == b"HIGHESTMODSEQ":
                self._numbers[code] = parse_number(argument.strip(), MAX_MODSEQ)
            elif code == b"PERMANENTFLAGS":
                self._takes_keywords = b"\\*" in argument

    def finish(self, *, read_only: bool) -> Selected:
        if self._exists is None or b"UIDVALIDITY" not in self._numbers:
            raise confused("a mailbox without EXISTS or UIDVALIDITY")
        return Selected(
            exists=self._exists,
            uidvalidity=self._numbers[b"UIDVALIDITY"],
            uidnext=self._numbers.get(b"UIDNEXT") or None,
            highestmodseq=self._numbers.get(b"HIGHESTMODSEQ") or None,
            read_only=read_only,
            takes_keywords=self._takes_keywords,
        )
