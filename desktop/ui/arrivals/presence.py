"""How the program is there while nobody looks at it: notices of new mail, the icon in the tray, the number on the task bar.

Invariant: the window hides to the tray only where the tray shows the icon, never while the session ends, and never in the demo.
Nothing of a desktop is asked before the window has been painted. GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.core.api.changes import ChangeSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.arrivals.acts import Acts
from desktop.ui.arrivals.arrivals import Arrivals, desktop_notices
from desktop.ui.arrivals.likes import Likes
from desktop.ui.dispatch import Dispatch
from desktop.ui.preferences import Preferences
from desktop.ui.window.work import Work

if TYPE_CHECKING:
    from desktop.ui.arrivals.tray import Tray
    from desktop.ui.window.main_window import MainWindow


class Presence(QObject):
    def __init__(self, window: MainWindow, work: Work, dispatch: Dispatch, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._dispatch = window, dispatch
        self.likes = Likes(preferences)
        self.acts = Acts(window, work, dispatch)
        self.tray: Tray | None = None
        self._leaving = self._inside_only = False
        self._since = QElapsedTimer()
        self._since.start()
        self.arrivals = Arrivals(
            dispatch.session, window.notices, window.actions_, self.likes,
            is_in_front=self._is_in_front, read_now=lambda: window.reading.shown,
            make_desktop=lambda: desktop_notices(self._icon, self),
            clock=lambda: self._since.elapsed() / 1000, parent=self,
        )  # fmt: skip
        self.arrivals.acted.connect(self.acts.do)
        self.arrivals.paused.connect(lambda paused: self.tray.show_paused(paused) if self.tray else None)
        window.bridge.notice.connect(self.arrivals.hear)
        window.bridge.changed.connect(self._hear)
        window.closed.connect(self._close)
        window.installEventFilter(self)
        work.reminders.told.connect(self.arrivals.tell_plain)
        window.telling.told.connect(self.arrivals.tell_plain)
        window.actions_.on("go_arrival", self.arrivals.enter)
        window.actions_.on("notices", self.show_settings)
        self._count = QTimer(self, singleShot=True, interval=0)
        self._count.timeout.connect(self.show_unread)
        self._first = QTimer(self, singleShot=True, interval=0)
        self._first.timeout.connect(self.follow_likes)
        self._first.start()

    def stay_inside(self) -> None:
        """In the demo: no word on the desktop, no icon, no number."""
        self._inside_only = True
        self.arrivals.stay_inside()

    @property
    def has_tray(self) -> bool:
        """An icon could be shown here."""
        return not self._inside_only and QSystemTrayIcon.isSystemTrayAvailable()

    def follow_likes(self) -> None:
        """The icon as the person wants it."""
        wanted = self.has_tray and self.likes.tray
        if wanted and self.tray is None:
            from desktop.ui.arrivals.tray import Tray

            self.tray = tray = Tray(self)
            tray.opened.connect(self.acts.come_forward)
            tray.written.connect(self._window.others.write_new)
            tray.fetched.connect(self._dispatch.session.sync_now)
            tray.paused.connect(self.arrivals.pause)
            tray.left.connect(self.leave)
            tray.icon.show()
        elif not wanted and self.tray is not None:
            self.tray.close()
            self.tray.deleteLater()
            self.tray = None
        self.show_unread()

    def show_unread(self) -> None:
        """On the icon and, where the system has such a number, at the program's own."""
        if self._inside_only:
            return
        boxes = self._window.folders.mailboxes()
        unread = sum(box.unread for box in boxes if box.special_use is SpecialUse.INBOX)
        _application().setBadgeNumber(unread)
        if self.tray is not None:
            self.tray.show_unread(unread)

    def show_settings(self) -> None:
        from desktop.ui.arrivals.settings_dialog import NoticeSettings

        dialog = NoticeSettings(self.likes, self.arrivals, self._dispatch, self._window, has_tray=self.has_tray)
        dialog.changed.connect(self.follow_likes)
        self._window.others.keep(dialog)
        dialog.show()

    def leave(self) -> None:
        """The program ends, wherever its window is."""
        self._leaving = True
        self._leaving = self._window.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is closed: it hides instead, where that is wished and possible."""
        if event.type() != QEvent.Type.Close or not self.may_hide():
            return False
        event.ignore()
        self._window.hide()
        return True

    def _icon(self) -> QSystemTrayIcon | None:
        return self.tray.icon if self.tray is not None else None

    def _is_in_front(self) -> bool:
        """Somebody works with the program, and sees its window."""
        window = self._window
        active = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        return active and window.isVisible() and not window.isMinimized()

    def may_hide(self) -> bool:
        return (
            not self._leaving
            and self.tray is not None
            and self.has_tray
            and self.likes.stays
            and bool(self._dispatch.session.accounts())
            and not _application().isSavingSession()
        )

    def _hear(self, change: ChangeSet) -> None:
        self.arrivals.hear_change(change)
        if change.mailboxes or change.accounts or change.everything:
            self._count.start()

    def _close(self) -> None:
        self._first.stop()
        self._count.stop()
        self.arrivals.close()
        if self.tray is not None:
            self.tray.close()


def _application() -> QGuiApplication:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    return application
