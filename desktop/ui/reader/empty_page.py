"""What the reader shows when no single mail is chosen: a quiet picture and a sentence. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import icons, words
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Role, Space


class EmptyPage(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = "mail-open"
        self._picture = PlainLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        self._sentence = PlainLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setProperty("kind", "muted")
        self._sentence.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.M)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._sentence)
        layout.addStretch(3)

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def show_nothing(self) -> None:
        self._show("mail-open", self.tr("Choose a mail to read it here."))

    def show_many(self, count: int) -> None:
        sentence = self.tr("{count} mail(s) are chosen. What you do now happens to all of them.", "", count)
        self._show("mail", sentence.format(count=words.number(count)))

    def _show(self, icon: str, sentence: str) -> None:
        self._icon = icon
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._tint()

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, 60, Role.BORDER_STRONG))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
