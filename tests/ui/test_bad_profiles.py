"""A profile that cannot be used is told in one sentence, in the user's language, and loses nothing."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import app
from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.profile import open_profile
from desktop.core.store.lock import ProfileLock
from desktop.ui import i18n

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Try = Callable[[Path], tuple[bool, list[str], list[str]]]
SAID = {
    "es": {
        "file": "No se puede escribir en la carpeta {path}.",
        "in use": "Bandeja ya está abierta con el perfil {path}.",
        "full": "No queda espacio en el disco de {path}.",
        "damaged": "La copia local del correo en {path} estaba dañada",
        "nothing": "A salvo: nada.",
    },
    "en": {
        "file": "The folder {path} cannot be written.",
        "in use": "Another Bandeja is using the profile {path}.",
        "full": "There is no space left on the disk of {path}.",
        "damaged": "The mail cache in {path} was damaged",
        "nothing": "Saved: nothing.",
    },
}


@pytest.fixture(params=["es", "en"])
def language(request, qapp: QApplication) -> Iterator[str]:
    yield request.param
    i18n.load(qapp, "en")


@pytest.fixture
def start(qapp: QApplication, language: str, monkeypatch: pytest.MonkeyPatch, qtbot) -> Try:
    """Start the program on a profile: (opened, what the box said, what the window's notices say)."""
    monkeypatch.setattr(i18n, "choose_language", lambda wanted="": language)
    monkeypatch.setattr(app, "start_logging", lambda *_, **__: None)
    said: list[str] = []

    def show(box: QMessageBox) -> int:
        assert box.textFormat() is Qt.TextFormat.PlainText
        said.append(box.text())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", show)

    def run(profile: Path) -> tuple[bool, list[str], list[str]]:
        running = app.Running(qapp, False)
        said.clear()
        opened = running._open(profile, app.SystemClock(), MemoryCredentials())
        notices: list[str] = []
        if opened:
            window = running._window
            assert window is not None
            qtbot.wait(50)
            notices = [card.sentence for card in window.notices.cards]
            window.closed.disconnect()
            window.close()
            running._close_engine()
        return opened, list(said), notices

    return run


def test_a_file_where_the_folder_should_be(start: Try, language: str, tmp_path: Path):
    place = tmp_path / "<b>profile"
    place.write_text("something of somebody's")
    opened, said, _ = start(place)
    assert not opened
    assert said[0].startswith(SAID[language]["file"].format(path=place))
    assert place.read_text() == "something of somebody's"


def test_a_profile_in_use(start: Try, language: str, tmp_path: Path):
    lock = ProfileLock(tmp_path)
    opened, said, _ = start(tmp_path)
    lock.release()
    assert not opened
    assert said[0].startswith(SAID[language]["in use"].format(path=tmp_path))


def test_a_full_disk_before_anything_is_open(start: Try, language: str, tmp_path: Path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(app, "start_logging", full)
    opened, said, _ = start(tmp_path)
    assert not opened
    assert said[0].startswith(SAID[language]["full"].format(path=tmp_path))


def test_a_full_disk_does_not_leave_the_profile_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("desktop.core.store.lock.os.write", full)
        ProfileLock(tmp_path).release()
    ProfileLock(tmp_path).release()


def test_a_damaged_cache_is_rebuilt_and_said_so_in_the_window(start: Try, language: str, tmp_path: Path):
    open_profile(tmp_path, credentials=MemoryCredentials(), threads=False).close()
    file = tmp_path / "bandeja.db"
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 60_000)
    opened, said, notices = start(tmp_path)
    assert (opened, said) == (True, [])
    told = next(text for text in notices if text.startswith(SAID[language]["damaged"].format(path=tmp_path)))
    assert told.endswith(SAID[language]["nothing"])
    assert list(tmp_path.glob("bandeja.db.damaged-*"))


def test_the_users_own_language_is_read_before_anything_can_fail(qapp: QApplication, tmp_path: Path, monkeypatch):
    settings = QSettings(str(tmp_path / app.SETTINGS_FILE), QSettings.Format.IniFormat)
    settings.setValue("language", "es")
    settings.sync()
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    lock = ProfileLock(tmp_path)
    assert not app.Running(qapp, False).open(tmp_path)
    lock.release()
    i18n.load(qapp, "en")
    assert said[0].startswith("Bandeja ya está abierta")
