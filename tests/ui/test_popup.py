"""Popups: round where one sees through their corners, square where those would be black."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop.ui import popup
from desktop.ui.popup import Popup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups on no screen


@pytest.mark.parametrize("composited", [True, False])
def test_no_corner_is_black(qtbot, monkeypatch, composited):
    monkeypatch.setattr(popup, "is_composited", lambda: composited)
    host = QWidget()
    qtbot.addWidget(host)
    shown = Popup(host)
    shown.resize(200, 80)
    shown.show()
    corner = shown.grab().toImage().pixelColor(QPoint(0, 0))
    assert corner.alpha() == (0 if composited else 255)
    assert composited or corner.lightness() > QColor("#808080").lightness()
    shown.close()


def test_every_system_but_x11_is_composited(qapp):
    assert qapp.platformName() == "offscreen"
    assert popup.is_composited()
