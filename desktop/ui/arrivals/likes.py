"""How this person wants to be told of new mail. Which folders are watched is the core's to know (`WatchMailbox`). GUI thread."""

from __future__ import annotations

from desktop.ui.preferences import Preferences

_DEFAULTS = {"told": True, "inside": True, "hidden": False, "tray": True, "stays": False}


class Likes:
    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    @property
    def told(self) -> bool:
        """Notices at all; False: do not disturb."""
        return self._get("told")

    @property
    def inside(self) -> bool:
        """A card while the window is in front."""
        return self._get("inside")

    @property
    def hidden(self) -> bool:
        """On the desktop neither who nor what."""
        return self._get("hidden")

    @property
    def tray(self) -> bool:
        """An icon, where there is a tray."""
        return self._get("tray")

    @property
    def stays(self) -> bool:
        """The program runs on in the tray when its window is closed."""
        return self._get("stays")

    def keep(self, name: str, value: bool) -> None:
        self._preferences.keep_flag(f"notices/{name}", value)

    def _get(self, name: str) -> bool:
        return self._preferences.flag(f"notices/{name}", _DEFAULTS[name])
