"""What a scene plays on: the window on its session, and the list that scenes are added to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.theme import Choice, Role, theme
from desktop.ui.window.main_window import MainWindow
from tests.fakes.session import FakeSession

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
Look = tuple[Choice, str]
LIGHT_EN, LIGHT_ES = (Choice.LIGHT, "en"), (Choice.LIGHT, "es")
DARK_EN, DARK_ES = (Choice.DARK, "en"), (Choice.DARK, "es")


@dataclass(frozen=True, slots=True)
class Scene:
    name: str
    play: Callable[[Stage], None]
    size: tuple[int, int]
    looks: tuple[Look, ...]
    empty: bool


SCENES: list[Scene] = []


def scene(
    name: str, *looks: Look, size: tuple[int, int] = (1280, 800), empty: bool = False
) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
    """Add a scene; without looks it is pictured in the light English one. `empty`: a profile without accounts."""

    def add(play: Callable[[Stage], None]) -> Callable[[Stage], None]:
        SCENES.append(Scene(name, play, size, looks or (LIGHT_EN,), empty))
        return play

    return add


class Stage:
    """One window on one session. `extra` windows (a composer, a dialog) are pictured over it, where they stand."""

    def __init__(self, window: MainWindow, session: FakeSession) -> None:
        self.window, self.session = window, session
        self.extra: list[QWidget] = []

    def wait(self, milliseconds: int) -> None:
        """Let the event loop run that long, and sleep where nothing comes."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def wait_for(self, holds: Callable[[], object]) -> None:
        deadline = QDeadlineTimer(8000)
        while not holds() and not deadline.hasExpired():
            self.wait(20)

    def open_mail(self, row: int) -> None:
        self.window.mails.view.setFocus()
        self.window.mails.view.step(row + 1)
        self.wait(1500)

    def picture(self) -> QPixmap:
        picture = self.window.grab()
        painter = QPainter(picture)
        if self.extra:
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not self.window]
        for other in shown:
            corner = other.pos() - self.window.pos()
            if other in self.extra:
                room = self.window.rect()
                corner = QPoint((room.width() - other.width()) // 2, (room.height() - other.height()) // 2)
                frame = QRectF(corner.x(), corner.y(), other.width(), other.height()).adjusted(-1, -1, 1, 1)
                painter.fillRect(frame, theme().colour(Role.BORDER_STRONG))
            painter.drawPixmap(corner, other.grab())
        painter.end()
        return picture
