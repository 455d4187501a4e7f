"""What this person likes and where the panes were: a typed door to QSettings, which may be damaged and is then ignored.

Only looks and keys are kept here; everything about mail belongs to the core. GUI thread.
"""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray, QSettings

from desktop.ui.message_list.delegate import Density
from desktop.ui.theme import Choice


class Preferences:
    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def theme(self) -> Choice:
        name = self._text("theme")
        return Choice(name) if name in set(Choice) else Choice.SYSTEM

    @theme.setter
    def theme(self, value: Choice) -> None:
        self._settings.setValue("theme", value.value)

    @property
    def language(self) -> str:
        """A code of `i18n.LANGUAGES`, or "" for the system's."""
        return self._text("language")

    @language.setter
    def language(self, value: str) -> None:
        self._settings.setValue("language", value)

    @property
    def density(self) -> Density:
        name = self._text("density")
        return Density(name) if name in set(Density) else Density.NORMAL

    @density.setter
    def density(self, value: Density) -> None:
        self._settings.setValue("density", value.value)

    @property
    def key_set(self) -> str:
        return self._text("keys/set") or "gmail"

    @key_set.setter
    def key_set(self, value: str) -> None:
        self._settings.setValue("keys/set", value)

    @property
    def own_keys(self) -> dict[str, str]:
        """Action id -> key sequence as portable text; "" takes the key away."""
        try:
            stored = json.loads(self._text("keys/own") or "{}")
        except ValueError:
            return {}
        if not isinstance(stored, dict):
            return {}
        return {name: keys for name, keys in stored.items() if isinstance(keys, str)}

    @own_keys.setter
    def own_keys(self, value: dict[str, str]) -> None:
        self._settings.setValue("keys/own", json.dumps(value))

    @property
    def export_folder(self) -> str:
        """Where the last export went, or ""."""
        return self._text("places/export")

    @export_folder.setter
    def export_folder(self, value: str) -> None:
        self._settings.setValue("places/export", value)

    def flag(self, name: str, default: bool) -> bool:
        """A remembered yes or no."""
        return {"yes": True, "no": False}.get(self._text(name), default)

    def keep_flag(self, name: str, value: bool) -> None:
        self._settings.setValue(name, "yes" if value else "no")

    def bytes_of(self, name: str) -> QByteArray:
        """A state that a widget saved, or nothing."""
        value = self._settings.value(f"places/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, name: str, value: QByteArray) -> None:
        self._settings.setValue(f"places/{name}", value)

    def names(self, name: str) -> set[str]:
        """A remembered set of short texts, such as which accounts are folded."""
        return {piece for piece in self._text(f"places/{name}").split("\n") if piece}

    def keep_names(self, name: str, value: set[str]) -> None:
        self._settings.setValue(f"places/{name}", "\n".join(sorted(value)))

    def _text(self, name: str) -> str:
        value = self._settings.value(name)
        return value if isinstance(value, str) else ""
