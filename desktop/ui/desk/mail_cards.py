"""The mails an object was made from, each a line that leads to it; one that is no longer here says so. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.desk import LinkedMail
from desktop.ui import icons, words
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import empty
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

LONGEST = 200


class _Line(QToolButton):
    """Shortened at its end, where Qt would cut its middle out."""

    whole = ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.iconSize().width() - 16
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))


class MailCards(QWidget):
    mail_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = PlainLabel(kind="strong")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._heading)
        column.addLayout(self._lines)
        self.buttons: list[QToolButton] = []

    def show_mails(self, mails: Sequence[LinkedMail], now: int) -> None:
        empty(self._lines)
        self.buttons = []
        self.setVisible(bool(mails))
        self._heading.setText(self.tr("From {count} mail(s)", "", len(mails)).format(count=words.number(len(mails))))
        for mail in mails:
            self._lines.addWidget(self._line(mail, now))

    def _line(self, mail: LinkedMail, now: int) -> QToolButton:
        button = _Line()
        subject = clean(mail.subject) or self.tr("No subject")
        aside = f"{clean(mail.sender)}, {words.moment(mail.date, now)}"
        here = mail.location_key is not None
        button.whole = f" {subject[:LONGEST]}  ·  {aside if here else self.tr('no longer here')}"
        button.setToolTip(
            plain_tip(self.tr("Show this mail") if here else self.tr("No folder here holds this mail any more."))
        )
        button.setAccessibleName(f"{button.toolTip()}: {subject}, {aside}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.setProperty("kind", "line")
        icons.set_icon(button, "mail" if here else "offline", Role.ICON_MUTED)
        button.setEnabled(here)
        key = mail.location_key
        if key is not None:
            button.clicked.connect(lambda: self.mail_wanted.emit(key))
        self.buttons.append(button)
        return button
