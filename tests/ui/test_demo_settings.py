"""What the demo keeps from one start to the next: nothing but how the screen shall look and speak."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from desktop.app import SETTINGS_FILE, empty_but_settings


def open_settings(profile: Path) -> QSettings:
    return QSettings(str(profile / SETTINGS_FILE), QSettings.Format.IniFormat)


@pytest.mark.parametrize("held", [True, False])
def test_the_language_outlives_the_mail(tmp_path: Path, held: bool):
    profile = tmp_path / "demo"
    before = open_settings(profile)
    before.setValue("language", "es")
    before.setValue("window", QByteArray(b"\x00\x01"))
    before.sync()
    if not held:
        del before
    (profile / "bandeja.db").write_bytes(b"mail")
    empty_but_settings(profile)
    assert [path.name for path in profile.iterdir()] == [SETTINGS_FILE]
    after = open_settings(profile)
    assert (after.value("language"), after.value("window")) == ("es", QByteArray(b"\x00\x01"))


def test_the_first_start_of_all(tmp_path: Path):
    empty_but_settings(tmp_path / "demo")
    assert open_settings(tmp_path / "demo").allKeys() == []
