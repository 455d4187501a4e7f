"""The page on which an account is set up: its fields and how they stand. Knows no session. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.account_setup.discovery_panel import DiscoveryPanel
from desktop.ui.account_setup.server_form import IMAP_PORTS, SMTP_PORTS, ServerForm
from desktop.ui.bar import Bar
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.theme import Role, Space


class SetupPage(QWidget):
    """Grows with what it shows, up to the height of the screen; the rest is scrolled to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address, self.password, self.name = QLineEdit(), QLineEdit(), QLineEdit()
        self.address_hint = QLabel()
        self.panel = DiscoveryPanel()
        self.imap = ServerForm(self.tr("Receiving (IMAP)"), IMAP_PORTS)
        self.smtp = ServerForm(self.tr("Sending (SMTP)"), SMTP_PORTS)
        self.form = QWidget()
        self.bar = Bar()
        self.progress = ProgressLine()
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.add_button = QPushButton(self.tr("Add account"))
        self._dialog: QDialog | None = None
        self._content = QWidget()
        self._content.installEventFilter(self)
        self._scroll = QScrollArea()
        self._feet = QHBoxLayout()
        self._dress()
        self._lay_out_content()
        self._lay_out_form()
        self._lay_out()

    def place_in(self, dialog: QDialog) -> None:
        """Fill the dialog, and keep it as high as the content."""
        self._dialog = dialog
        layout = QVBoxLayout(dialog)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self)
        self.address.setFocus()

    def mark_address(self, sentence: str) -> None:
        """Say what is wrong with the address; an empty sentence takes the mark away."""
        self.address_hint.setText(sentence)
        self.address_hint.setVisible(bool(sentence))
        if bool(self.address.property("invalid")) != bool(sentence):
            self.address.setProperty("invalid", bool(sentence))
            self.address.style().unpolish(self.address)
            self.address.style().polish(self.address)

    def reveal_bar(self) -> None:
        """Scroll to what was just told, once it has its place."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.bar))

    def enable(self, on: bool) -> None:
        """Off while a login is under way; what was typed stays."""
        for widget in (self.address, self.password, self.name, self.imap, self.smtp, self.add_button):
            widget.setEnabled(on)
        if on:
            self.progress.stop()
            self.add_button.setText(self.tr("Add account"))
        else:
            self.progress.start()
            self.add_button.setText(self.tr("One moment…"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        width = max(dialog.width(), dialog.minimumWidth())
        wanted = self._content.layout().heightForWidth(width) + self._feet.sizeHint().height() + self.progress.height()
        dialog.resize(width, min(wanted, dialog.screen().availableGeometry().height() - 60))

    def _dress(self) -> None:
        self.address.setPlaceholderText(self.tr("name@example.org"))
        self.address_hint.setProperty("kind", "danger")
        self.address_hint.setTextFormat(Qt.TextFormat.PlainText)
        self.address_hint.setWordWrap(True)
        self.address_hint.hide()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        eye = self.password.addAction(icons.icon("eye", Role.ICON_MUTED), QLineEdit.ActionPosition.TrailingPosition)
        eye.setCheckable(True)
        eye.setToolTip(self.tr("Show the password"))
        eye.toggled.connect(
            lambda on: self.password.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        )
        self.add_button.setProperty("kind", "primary")
        self.add_button.setDefault(True)
        self.cancel_button.setAutoDefault(False)

    def _lay_out_content(self) -> None:
        title = QLabel(self.tr("Add my account"))
        title.setProperty("kind", "display")
        column = QVBoxLayout(self._content)
        column.setContentsMargins(Space.XXL, Space.XL, Space.XXL, Space.S)
        column.setSpacing(Space.S)
        column.addWidget(title)
        column.addSpacing(Space.S)
        column.addWidget(_label(self.tr("Email address"), self.address))
        column.addWidget(self.address)
        column.addWidget(self.address_hint)
        column.addWidget(_label(self.tr("Password"), self.password))
        for widget in (self.password, self.panel, self.form, self.bar):
            column.addWidget(widget)
        column.addStretch(1)

    def _lay_out_form(self) -> None:
        line = QFrame()
        line.setProperty("kind", "line")
        rows = QVBoxLayout(self.form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(Space.S)
        rows.addWidget(line)
        rows.addWidget(_label(self.tr("Your name, as others see it"), self.name))
        rows.addWidget(self.name)
        rows.addWidget(self.imap)
        rows.addWidget(self.smtp)
        self.form.hide()

    def _lay_out(self) -> None:
        scroll = self._scroll
        scroll.setWidget(self._content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._feet.setContentsMargins(Space.XXL, Space.S, Space.XXL, Space.XL)
        self._feet.setSpacing(Space.S)
        self._feet.addStretch(1)
        self._feet.addWidget(self.cancel_button)
        self._feet.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.progress)
        layout.addLayout(self._feet)


def _label(text: str, field: QLineEdit) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "muted")
    label.setBuddy(field)
    field.setAccessibleName(text)
    return label
