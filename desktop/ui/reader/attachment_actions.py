"""Open, save and drag attachments: bytes are read on a worker, written to the disk there, and only then shown to anybody.

Invariant: nothing is opened that can run a program unless the user has just said so, in a bar that names the file. Copies
for opening and dragging lie where `OpenedCopies` has them and end with the run. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDrag
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.api.errors import BandejaError, Code
from desktop.core.mail.structure import Attachment
from desktop.ui import icons
from desktop.ui.dispatch import Dispatch
from desktop.ui.reader.attachment_files import plain_name, save_all_into, save_as
from desktop.ui.reader.attachment_kind import can_run, extension_of, icon_of
from desktop.ui.reader.opened_copies import OpenedCopies


class AttachmentActions(QObject):
    question = Signal(str, str, object)
    """(sentence, label of the button, what it does): shown as a bar"""
    saved = Signal(str, str)
    """(sentence, folder)"""
    failed = Signal(object)
    """Exception"""

    def __init__(self, dispatch: Dispatch, copies: OpenedCopies, window: QWidget) -> None:
        super().__init__(window)
        self._dispatch, self._copies, self._window = dispatch, copies, window
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.choose_file: Callable[[str], str] = self._ask_file
        self.choose_folder: Callable[[], str] = self._ask_folder

    def open(self, location_key: int, attachment: Attachment) -> None:
        # What has no extension is opened as whatever its bytes look like.
        if extension_of(attachment.filename) and not can_run(attachment.filename, attachment.content_type):
            self._open_now(location_key, attachment)
            return
        kind = extension_of(attachment.filename) or attachment.content_type
        sentence = self.tr(
            "“{name}” is a file of the kind {kind}, which can run programs on this computer. "
            "Open it only if you expected it and know the sender."
        ).format(name=attachment.filename, kind=kind.upper())
        self.question.emit(sentence, self.tr("Open anyway"), lambda: self._open_now(location_key, attachment))

    def save(self, location_key: int, attachment: Attachment) -> None:
        chosen = self.choose_file(plain_name(attachment.filename))
        if not chosen:
            return
        path = Path(chosen)
        self._dispatch.read(
            "",
            lambda: save_as(path, self._read(location_key, attachment)),
            lambda written: self.saved.emit(self.tr("Saved as {name}.").format(name=written.name), str(written.parent)),
            self.failed.emit,
        )

    def save_all(self, location_key: int, attachments: Sequence[Attachment]) -> None:
        chosen = self.choose_folder()
        if not chosen:
            return
        folder = Path(chosen)

        def write() -> list[Path]:
            return save_all_into(folder, ((one.filename, self._read(location_key, one)) for one in attachments))

        def written(paths: list[Path]) -> None:
            sentence = self.tr("{count} file(s) saved in {folder}.", "", len(paths))
            self.saved.emit(sentence.format(count=len(paths), folder=folder.name), str(folder))

        self._dispatch.read("", write, written, self.failed.emit)

    def drag(self, location_key: int, attachment: Attachment) -> None:
        """Make a copy and let it be carried away; the mouse is still held while a small file is read."""
        self._dispatch.read(
            "drag",
            lambda: self._copy(location_key, attachment, read_only=False),
            lambda path: self._carry(path, attachment),
            self.failed.emit,
        )

    def _open_now(self, location_key: int, attachment: Attachment) -> None:
        def written(path: Path) -> None:
            if not self.open_url(QUrl.fromLocalFile(str(path))):
                self.failed.emit(BandejaError(Code.NOT_FOUND, what="program", name=path.suffix or path.name))

        self._dispatch.read(
            "", lambda: self._copy(location_key, attachment, read_only=True), written, self.failed.emit
        )  # fmt: skip

    def _carry(self, path: Path, attachment: Attachment) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        drag = QDrag(self._window)
        drag.setMimeData(data)
        drag.setPixmap(icons.pixmap(icon_of(attachment.filename, attachment.content_type), 32))
        drag.exec()

    # worker threads

    def _read(self, location_key: int, attachment: Attachment) -> bytes:
        content = self._dispatch.session.attachment(location_key, attachment.path)
        if content is None:
            raise BandejaError(Code.NOT_FOUND, what="attachment", name=attachment.filename)
        return content

    def _copy(self, location_key: int, attachment: Attachment, *, read_only: bool) -> Path:
        content = self._read(location_key, attachment)
        return self._copies.add(attachment.filename, content, read_only=read_only)

    # asking

    def _ask_file(self, name: str) -> str:
        return QFileDialog.getSaveFileName(self._window, self.tr("Save attachment"), f"{_downloads()}/{name}")[0]

    def _ask_folder(self) -> str:
        return QFileDialog.getExistingDirectory(self._window, self.tr("Save all attachments in"), _downloads())


def _downloads() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
