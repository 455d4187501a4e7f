"""On which line of a TOML text a field stands: `tomllib` says that only of text that is no TOML at all. Pure.

Knows arrays of tables with one field a line, as a plan table is written; of anything else the nearest header is named.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[{1,2}\s*([\w-]+)\s*\]{1,2}")
_FIELD = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")
_SAID = re.compile(r"line (\d+)")


class TomlLines:
    def __init__(self, text: str) -> None:
        self._headers: dict[tuple[str, int], int] = {}
        self._fields: dict[tuple[str, int, str], int] = {}
        self.count = 0
        seen: dict[str, int] = {}
        here = ("", 0)
        for number, line in enumerate(text.splitlines(), start=1):
            self.count = number
            if header := _HEADER.match(line):
                here = header[1], seen.get(header[1], 0)
                seen[header[1]] = here[1] + 1
                self._headers[here] = number
            elif field := _FIELD.match(line):
                self._fields.setdefault((*here, field[1]), number)

    def of_field(self, field: str, table: str = "", place: int = 0) -> int:
        """The line of a field in the table's entry of that place (from 0); where it is missing, of the entry."""
        places = (
            self._fields.get((table, place, field)), self._headers.get((table, place)),
            self._fields.get(("", 0, table)), self._headers.get((field, 0)),
        )  # fmt: skip
        return next((line for line in places if line), 1)

    def of_error(self, error: Exception) -> int:
        """The line that the parser named; the last one where it found the end of the text."""
        said = _SAID.search(str(error))
        return int(said[1]) if said else max(1, self.count)
