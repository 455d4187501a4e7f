"""The operators of the search language and the values that some take, by their names in English (Gmail's) and in Spanish.

Both languages are always understood, whatever the screen speaks; case and accents do not count. The first name of a language is
the one that is offered and shown.
"""

from __future__ import annotations

import unicodedata
from enum import Enum

from desktop.core.mail.mailbox import SpecialUse


def fold(name: str) -> str:
    """A name without case and accents; "_", "-" and spaces are one."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one)).replace("-", "_").replace(" ", "_")


class Operator(Enum):
    """English names, then Spanish ones."""

    FROM = (("from",), ("de",))
    TO = (("to", "cc"), ("para",))
    SUBJECT = (("subject",), ("asunto",))
    BODY = (("body",), ("texto", "cuerpo"))
    FILE = (("file", "filename"), ("archivo",))
    IS = (("is",), ("es", "está"))
    HAS = (("has",), ("tiene",))
    BEFORE = (("before",), ("antes",))
    AFTER = (("after", "since"), ("después", "desde"))
    ON = (("on",), ("el",))
    NEWER = (("newer_than",), ("menos_de",))
    OLDER = (("older_than",), ("más_de",))
    IN = (("in",), ("en",))
    LARGER = (("larger", "larger_than"), ("mayor",))
    SMALLER = (("smaller", "smaller_than"), ("menor",))
    ACCOUNT = (("account",), ("cuenta",))

    def shown(self, language: str) -> str:
        """The name in that language ("es", else English)."""
        return str(self.value[language == "es"][0])


class StateName(Enum):
    """Values of `is:`."""

    UNREAD = (("unread",), ("no-leído", "noleído", "sin-leer", "sinleer"))
    READ = (("read", "seen"), ("leído",))
    STARRED = (("starred", "flagged"), ("destacado", "con-estrella"))
    ANSWERED = (("answered", "replied"), ("respondido", "contestado"))

    def shown(self, language: str) -> str:
        return str(self.value[language == "es"][0])


class ThingName(Enum):
    """Values of `has:`."""

    ATTACHMENT = (("attachment", "attachments", "file"), ("adjunto", "adjuntos", "archivo"))
    LINK = (("link", "links"), ("vínculo", "vínculos", "enlace"))
    TASK = (("task", "tasks"), ("tarea", "tareas"))
    CONTACT = (("contact", "crm"), ("contacto",))
    CHAT = (("chat", "chats"), ("conversación",))
    EVENT = (("event", "events"), ("evento", "cita"))

    def shown(self, language: str) -> str:
        return str(self.value[language == "es"][0])


class DayName(Enum):
    TODAY = (("today",), ("hoy",))
    YESTERDAY = (("yesterday",), ("ayer",))

    def shown(self, language: str) -> str:
        return str(self.value[language == "es"][0])


FOLDER_NAMES: dict[SpecialUse, tuple[tuple[str, ...], tuple[str, ...]]] = {
    SpecialUse.INBOX: (("inbox",), ("entrada", "recibidos", "bandeja de entrada")),
    SpecialUse.DRAFTS: (("drafts", "draft"), ("borradores", "borrador")),
    SpecialUse.SENT: (("sent",), ("enviados", "enviado")),
    SpecialUse.ARCHIVE: (("archive", "archived"), ("archivo", "archivado")),
    SpecialUse.JUNK: (("junk", "spam"), ("no deseado", "correo no deseado")),
    SpecialUse.TRASH: (("trash", "bin", "deleted"), ("papelera",)),
    SpecialUse.ALL: (("all mail", "all"), ("todo el correo", "todo")),
    SpecialUse.FLAGGED: (("starred", "flagged"), ("destacados",)),
    SpecialUse.IMPORTANT: (("important",), ("importante",)),
}
"""What the screen calls special folders in either language, and what people call them."""


def _by_name(table: type[Enum]) -> dict[str, Enum]:
    return {fold(name): one for one in table for names in one.value for name in names}


_OPERATORS, _STATES, _THINGS, _DAYS = map(_by_name, (Operator, StateName, ThingName, DayName))
_FOLDERS = {fold(name): use for use, both in FOLDER_NAMES.items() for names in both for name in names}


def find_operator(name: str) -> Operator | None:
    found = _OPERATORS.get(fold(name))
    return found if isinstance(found, Operator) else None


def find_state(name: str) -> StateName | None:
    """By a name, or by the beginning of one where that means no other."""
    found = _meant(_STATES, name)
    return next((one for one in found if isinstance(one, StateName)), None) if len(found) == 1 else None


def find_thing(name: str) -> ThingName | None:
    """By a name, or by the beginning of one where that means no other."""
    found = _meant(_THINGS, name)
    return next((one for one in found if isinstance(one, ThingName)), None) if len(found) == 1 else None


def begins_several(operator: Operator, name: str) -> bool:
    """Of the values that it takes: more letters would say which."""
    tables = {Operator.IS: _STATES, Operator.HAS: _THINGS}
    return operator in tables and len(_meant(tables[operator], name)) > 1


def _meant(table: dict[str, Enum], name: str) -> set[Enum]:
    """What is called so, else all whose names begin so."""
    folded = fold(name)
    if folded in table:
        return {table[folded]}
    return {one for known, one in table.items() if folded and known.startswith(folded)}


def find_day(name: str) -> DayName | None:
    found = _DAYS.get(fold(name))
    return found if isinstance(found, DayName) else None


def find_use(name: str) -> SpecialUse | None:
    """The special folder that is called so in either language."""
    return _FOLDERS.get(fold(name))
