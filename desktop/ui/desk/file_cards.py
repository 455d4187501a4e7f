"""Files that were carried over from a mail: they stay with the object, and can be saved from here. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.desk import DeskFile
from desktop.ui import icons, words
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import empty
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Role, Space

_UNFIT = '/\\:*?"<>|\n\r\t\0'


class FileCards(QWidget):
    saved = Signal(str)
    """A sentence."""

    def __init__(self, dispatch: Dispatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        heading = PlainLabel(self.tr("Files"), kind="strong")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(heading)
        column.addLayout(self._lines)

    def show_files(self, files: Sequence[DeskFile]) -> None:
        empty(self._lines)
        self.setVisible(bool(files))
        for one in files:
            button = QToolButton()
            name = clean(one.filename) or self.tr("Unnamed")
            button.setText(f" {name[:80]} · {words.size(one.size)}".replace("&", "&&"))
            button.setToolTip(self.tr("Save as…"))
            button.setAccessibleName(self.tr("Save {name}").format(name=name))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            icons.set_icon(button, "attachment", Role.ICON_MUTED)
            button.clicked.connect(lambda _=False, one=one: self._save(one))
            self._lines.addWidget(button)

    def _save(self, one: DeskFile) -> None:
        path = ask_path(self, self.tr("Save as…"), one.filename)
        if not path:
            return
        desk, key = self._session.desk, one.file_key
        self._dispatch.read("", lambda: write_bytes(path, desk.file(key)), self._tell)

    def _tell(self, name: str) -> None:
        self.saved.emit(self.tr("Saved as {name}").format(name=name))


def ask_path(parent: QWidget, title: str, name: str) -> str:
    """Where to save; the name is foreign and loses what no file system takes."""
    fit = "".join("_" if letter in _UNFIT else letter for letter in clean(name)).strip(". ")[:120] or "file"
    return QFileDialog.getSaveFileName(parent, title, str(Path.home() / fit))[0]


def write_bytes(path: str, content: bytes | None) -> str:
    """Write what was read; the file's name. Worker thread."""
    if content is None:
        raise FileNotFoundError(path)
    Path(path).write_bytes(content)
    return Path(path).name
