"""Why a profile cannot be used, in a box: before there is a window, or in the place of one. GUI thread."""

from __future__ import annotations

import errno
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop.core.api.errors import BandejaError, Code, ProfileError
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import theme


def tell_refusal(error: BandejaError | OSError, profile: Path) -> None:
    """Why the profile cannot be used. A path is foreign text, so it is shown as plain text."""
    if isinstance(error, OSError):
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        error = ProfileError(Code.DISK_FULL if full else Code.READ_ONLY, path=profile)
    theme().put_on()
    box = QMessageBox(QMessageBox.Icon.Critical, "Bandeja", error_sentence(error))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
