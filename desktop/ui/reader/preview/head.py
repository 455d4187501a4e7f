"""The line over a file that is looked at: what it is called, what it is, and what can be done with it.

Invariant: the name ends in its real extension whatever its length. Buttons lose their words before the name does. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.core.mail.structure import Attachment
from desktop.ui import icons, words
from desktop.ui.labels import PlainLabel
from desktop.ui.reader.attachment_kind import can_run, icon_of
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

_ICON = 28


class PreviewHead(QWidget):
    step_wanted = Signal(int)
    open_wanted = Signal()
    save_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachment: Attachment | None = None
        self._picture = PlainLabel()
        self._picture.setFixedSize(_ICON, _ICON)
        self.name, self.facts = PlainLabel(), PlainLabel()
        self.name.setProperty("kind", "strong")
        self.facts.setProperty("kind", "small")
        for label in (self.name, self.facts):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.before = _button("chevron-left", self.tr("Previous file"), self.tr("Left", "the key"))
        self.after = _button("chevron-right", self.tr("Next file"), self.tr("Right", "the key"))
        self.open = _button("external", self.tr("Open"), tip=self.tr("Open with its program"))
        self.save = _button("download", self.tr("Save…"))
        self.close_button = _button("close", self.tr("Close"), self.tr("Esc", "the key"))
        self.before.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.after.clicked.connect(lambda: self.step_wanted.emit(1))
        for button, signal in (
            (self.open, self.open_wanted), (self.save, self.save_wanted), (self.close_button, self.close_wanted)
        ):  # fmt: skip
            button.clicked.connect(signal)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.name)
        texts.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L + 4, Space.S, Space.M, Space.S)
        row.setSpacing(Space.XS)
        row.addWidget(self._picture)
        row.addSpacing(Space.XS)
        row.addLayout(texts, 1)
        for button in (self.before, self.after, self.open, self.save, self.close_button):
            row.addWidget(button)

    def show_file(self, attachment: Attachment, kind: str, place: int, count: int) -> None:
        """`kind` is what it is, in words ("" until that is known); it is the `place`-th of `count`, from 0."""
        self._attachment = attachment
        facts = [kind, words.size(attachment.size)]
        if count > 1:
            place_words = self.tr("{place} of {count}")
            facts.append(place_words.format(place=words.number(place + 1), count=words.number(count)))
        self.facts.setText(" · ".join(part for part in facts if part))
        self.before.setVisible(count > 1)
        self.after.setVisible(count > 1)
        self.before.setEnabled(place > 0 or self.before.hasFocus())
        self.after.setEnabled(place < count - 1 or self.after.hasFocus())
        self.name.setToolTip(plain_tip(attachment.filename))
        self.open.setAccessibleName(self.tr("Open {name} with its program").format(name=attachment.filename))
        self.save.setAccessibleName(self.tr("Save {name}").format(name=attachment.filename))
        self._fit()
        self._tint()

    def _fit(self) -> None:
        """The name is whole before the buttons have words."""
        layout = self.layout()
        if self._attachment is None or layout is None:
            return
        name, metrics = self._attachment.filename, self.name.fontMetrics()
        for style in (Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly):
            for button in (self.open, self.save):
                button.setToolButtonStyle(style)
            layout.invalidate()
            layout.activate()
            if self.name.width() >= metrics.horizontalAdvance(name):
                break
        self.name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, max(40, self.name.width())))
        self.name.setAccessibleName(name)

    def _tint(self) -> None:
        if self._attachment is not None:
            danger = can_run(self._attachment.filename, self._attachment.content_type)
            name = icon_of(self._attachment.filename, self._attachment.content_type)
            self._picture.setPixmap(icons.pixmap(name, 24, Role.WARNING if danger else Role.ICON))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)


def _button(icon: str, text: str, key: str = "", *, tip: str = "") -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(text)
    button.setToolTip(plain_tip(f"{text} ({key})" if key else tip or text))
    button.setIconSize(QSize(icons.SIZE, icons.SIZE))
    icons.set_icon(button, icon)
    return button
