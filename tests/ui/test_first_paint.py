"""What waits for the first paint comes after it, once, and comes even if nobody sees the window."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.ui.program import first_paint
from desktop.ui.program.first_paint import FirstPaint


class Child(QLabel):
    def __init__(self, said: list[str]) -> None:
        super().__init__("text")
        self.said = said

    def paintEvent(self, event):
        self.said.append("painted")
        super().paintEvent(event)


def test_after_everything_in_the_window_was_painted_and_once(qtbot):
    said: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(Child(said))
    FirstPaint(window, lambda: said.append("then"))
    assert said == []
    window.show()
    qtbot.waitUntil(lambda: "then" in said)
    assert said.index("painted") < said.index("then")
    window.hide()
    window.show()
    qtbot.waitUntil(lambda: said.count("painted") > 1)
    qtbot.wait(20)
    assert said.count("then") == 1


def test_a_window_that_nobody_sees_does_not_keep_it_waiting(qtbot, monkeypatch):
    monkeypatch.setattr(first_paint, "UNSEEN_MS", 10)
    said: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    FirstPaint(window, lambda: said.append("then"))
    qtbot.waitUntil(lambda: said == ["then"])
    window.show()
    qtbot.waitExposed(window)
    qtbot.wait(20)
    assert said == ["then"]
