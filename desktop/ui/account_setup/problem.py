"""What went wrong, where it went wrong: the step, the server's words, the likely cause and one thing to press. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.announcement import announce
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Role, Space


class ProblemCard(QFrame):
    """Words are plain text: some of them are the server's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "notice-danger")
        self._picture = PlainLabel()
        self.title, self.sentence, self.cause = PlainLabel(), PlainLabel(), PlainLabel()
        self.title.setProperty("kind", "strong")
        for label in (self.title, self.sentence, self.cause):
            label.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda: self._action())
        self._action: Callable[[], object] = lambda: None
        words = QVBoxLayout()
        words.setSpacing(Space.XS)
        for label in (self.title, self.sentence, self.cause):
            words.addWidget(label)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.M, Space.M, Space.M)
        row.setSpacing(Space.M)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._tint()
        self.hide()

    def tell(
        self, title: str, sentence: str, cause: str = "", label: str = "", action: Callable[[], object] | None = None
    ) -> None:
        """No button without a label."""
        for widget, text in ((self.title, title), (self.sentence, sentence), (self.cause, cause)):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.button.setText(label)
        self.button.setVisible(bool(label))
        self._action = action or (lambda: None)
        whole = "\n".join(part for part in (title, sentence, cause) if part)
        self.setAccessibleName(whole)
        self.show()
        announce(self, whole)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap("warning", 18, Role.DANGER))
