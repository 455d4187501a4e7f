"""The icon in the tray: a dot while there is unread mail, a short menu, and messages where the system has no other notices.

It is there only where there is a tray, and in no demo. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from desktop.ui import words
from desktop.ui.arrivals.told import Act, Told
from desktop.ui.i18n import tr
from desktop.ui.theme import Role, theme
from desktop.ui.tips import plain_tip

_SIZES = (16, 22, 24, 32, 48, 64)


class Tray(QObject):
    opened = Signal()
    written = Signal()
    fetched = Signal()
    paused = Signal(bool)
    """Notices rest for an hour, or no more."""
    left = Signal()
    """The program is to end."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.icon = QSystemTrayIcon(QApplication.windowIcon(), self)
        self._menu = QMenu()
        self._menu.addAction(self.tr("Open Bandeja"), self.opened.emit)
        self._menu.addAction(self.tr("Write a mail"), self.written.emit)
        self._menu.addAction(self.tr("Get mail"), self.fetched.emit)
        self._menu.addSeparator()
        self._pause = self._menu.addAction(self.tr("Pause notices for an hour"))
        self._pause.setCheckable(True)
        self._pause.triggered.connect(self.paused)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Quit"), self.left.emit)
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._activate)
        self._unread = -1
        self.show_unread(0)

    @property
    def menu(self) -> QMenu:
        return self._menu

    def show_unread(self, count: int) -> None:
        if count == self._unread:
            return
        self._unread = count
        self.icon.setIcon(dotted(QApplication.windowIcon()) if count else QApplication.windowIcon())
        told = tr("{count} unread mail(s)", "", count).format(count=words.number(count))
        self.icon.setToolTip(plain_tip(f"Bandeja – {told}" if count else "Bandeja"))

    def show_paused(self, paused: bool) -> None:
        self._pause.setChecked(paused)

    def close(self) -> None:
        self.icon.hide()
        self._menu.deleteLater()

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opened.emit()


class TrayNotices(QObject):
    """Implements `told.Desktop` by the messages of a tray icon, as Windows and macOS show them: one at a time, a click opens.
    `icon` gives the icon, or None where there is no tray."""

    acted = Signal(int, str)
    closed = Signal(int)
    failed = Signal(int)

    def __init__(self, icon: Callable[[], QSystemTrayIcon | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._token: int | None = None
        self._heard: QSystemTrayIcon | None = None

    def show(self, token: int, told: Told) -> None:
        icon = self._icon()
        if icon is None or not QSystemTrayIcon.supportsMessages():
            self.failed.emit(token)
            return
        if self._heard is not icon:
            self._heard = icon
            icon.messageClicked.connect(self._clicked)
        self._token = token
        icon.showMessage(told.summary, "\n".join(told.lines), QApplication.windowIcon())

    def withdraw(self, token: int) -> None:
        """A message of the tray cannot be taken back; its click is no longer about that mail."""
        if token == self._token:
            self._token = None

    def close(self) -> None:
        self._token = None

    def _clicked(self) -> None:
        token, self._token = self._token, None
        if token is not None:
            self.acted.emit(token, Act.OPEN)


def dotted(icon: QIcon) -> QIcon:
    """The same icon with a dot at its upper right corner."""
    result = QIcon()
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon.paint(painter, picture.rect())
        radius = size * 0.24
        painter.setBrush(theme().colour(Role.DANGER))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(int(size - 2 * radius), 0, int(2 * radius), int(2 * radius))
        painter.end()
        result.addPixmap(picture)
    return result
