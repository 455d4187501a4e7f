"""Windows come where they are looked for, and no larger than the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from desktop.ui.window.other_windows import fit_screen, put_over


def made(qtbot, place: QRect) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(place)
    return window


def test_a_window_opens_in_the_middle_of_the_one_it_comes_from(qtbot):
    owner = made(qtbot, QRect(100, 60, 600, 500))
    window = made(qtbot, QRect(0, 0, 300, 200))
    put_over(window, owner)
    assert window.geometry() == QRect(250, 210, 300, 200)


def test_it_stays_on_the_screen_whole(qtbot):
    owner = made(qtbot, QRect(0, 0, 600, 500))
    room = owner.screen().availableGeometry()
    owner.move(room.right() - 50, room.bottom() - 50)
    window = made(qtbot, QRect(0, 0, 300, 5_000))
    put_over(window, owner)
    assert room.contains(window.geometry())
    assert window.height() < room.height(), "room for the frame"


def test_a_small_screen_makes_a_window_smaller(qtbot):
    window = made(qtbot, QRect(0, 0, 9_000, 300))
    fit_screen(window)
    assert window.width() <= window.screen().availableSize().width()
    assert window.height() == 300
