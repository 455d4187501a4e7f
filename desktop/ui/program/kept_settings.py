"""A profile that begins anew and looks as before: how the screen shall look and speak outlives what is emptied."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QSettings

SETTINGS_FILE = "screen.ini"


def empty_but_settings(profile: Path) -> None:
    """A language chosen in the demo holds from its next start, or after "Start again"."""
    settings = QSettings(str(profile / SETTINGS_FILE), QSettings.Format.IniFormat)
    kept = {name: settings.value(name) for name in settings.allKeys()}
    shutil.rmtree(profile, ignore_errors=True)
    profile.mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.clear()
    settings.sync()
    for name, value in kept.items():
        settings.setValue(name, value)
    settings.sync()
