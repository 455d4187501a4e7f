"""Templates as the screen meets them: saved, renamed and taken away in memory, each wish undone whole."""

from __future__ import annotations

from typing import Any

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.template_commands import RemoveTemplate, SaveTemplate
from desktop.core.mail.rich_text import to_text
from desktop.core.mail.template import LONGEST, Template, from_lines, tidy_blocks, tidy_name


class FakeTemplates:
    def __init__(self, session: Any) -> None:
        self._session = session
        self.rows: dict[int, Template] = {}
        self._before: dict[int, dict[int, Template]] = {}

    def all(self) -> list[Template]:
        return sorted(self.rows.values(), key=lambda one: one.name.lower())

    def add(self, name: str, *lines: str) -> int:
        """For tests: one of text."""
        receipt = self.apply(SaveTemplate(name, from_lines("\n".join(lines))))
        assert receipt is not None
        assert receipt.key is not None
        return receipt.key

    def apply(self, command: object) -> Receipt | None:
        before = dict(self.rows)
        match command:
            case SaveTemplate(name, blocks, key):
                receipt = self._save(tidy_name(name), tidy_blocks(blocks), key)
            case RemoveTemplate(key):
                if key not in self.rows:
                    return Receipt("nothing", 0)
                receipt = Receipt("template_removed", 1, self._session._new_key(), self.rows.pop(key).name)
            case _:
                return None
        self._before[receipt.undo_key or 0] = before
        return receipt

    def undo(self, undo_key: int | None) -> Receipt | None:
        if undo_key not in self._before:
            return None
        self.rows = self._before.pop(undo_key)
        return Receipt("undone", 1)

    def _save(self, name: str, blocks: Any, key: int | None) -> Receipt:
        called = next((one.template_key for one in self.rows.values() if one.name.casefold() == name.casefold()), None)
        if not name:
            raise BandejaError(Code.BAD_INPUT, what="The template", why="it has no name")
        if not blocks or len(to_text(blocks)) > LONGEST:
            why = f"it is longer than {LONGEST} characters" if blocks else "there is nothing in it"
            raise BandejaError(Code.BAD_INPUT, what="The template", why=why)
        if key is not None and key not in self.rows:
            raise BandejaError(Code.NOT_FOUND, what="template", name=name)
        if key is not None and called not in (None, key):
            raise BandejaError(Code.BAD_INPUT, what=name, why="another template is called so")
        key = key or called or self._session._new_key()
        self.rows[key] = Template(key, name, to_text(blocks), blocks)
        return Receipt("template_saved", 1, self._session._new_key(), name, key)
