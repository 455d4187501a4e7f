"""Where things are on this computer: the profile folder and the program's own data files."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from resources import FOLDER

APP_NAME = "Bandeja"


def default_profile() -> Path:
    """The user's profile: BANDEJA_PROFILE, else the platform's data folder."""
    chosen = os.environ.get("BANDEJA_PROFILE")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def demo_profile() -> Path:
    """A profile of its own for the demo; made anew at every start, so it lives with the caches."""
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False)) / "demo"


def resource_path(name: str) -> Path:
    """A file of `resources/`."""
    return FOLDER / name


def resource_text(name: str) -> str:
    return resource_path(name).read_text("utf-8")
