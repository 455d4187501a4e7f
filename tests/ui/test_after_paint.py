"""What can wait comes after what must be seen, whatever else the event loop has to do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.ui.after_paint import AfterPaint


class Row(QWidget):
    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self.said = said

    def paintEvent(self, event):
        self.said.append("painted")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def row(qtbot, said) -> Row:
    row = Row(said)
    qtbot.addWidget(row)
    with qtbot.waitExposed(row):
        row.show()
    qtbot.waitUntil(lambda: bool(said))
    said.clear()
    return row


def test_what_is_dirty_is_painted_first_and_the_rest_follows_in_order(row, said, qtbot):
    later = AfterPaint(row)
    later.start(lambda: said.append("one"))
    later.start(lambda: said.append("two"))
    row.update()
    qtbot.waitUntil(lambda: "two" in said)
    assert said == ["painted", "one", "two"]


def test_what_another_event_of_the_round_makes_dirty_is_painted_first_too(row, said, qtbot):
    """As a wish's change comes in one event, and the sheet that covers the list goes with the next."""
    later = AfterPaint(row)

    def begin() -> None:
        later.start(lambda: said.append("later"))
        QTimer.singleShot(0, row, row.update)

    QTimer.singleShot(0, row, begin)
    qtbot.waitUntil(lambda: "later" in said and "painted" in said)
    assert said == ["painted", "later"]


def test_it_can_be_asked_again_and_ends_when_it_is_closed(row, said, qtbot):
    later = AfterPaint(row)
    for number in range(3):
        later.start(lambda number=number: said.append(str(number)))
        qtbot.waitUntil(lambda number=number: str(number) in said)
    later.start(lambda: said.append("never"))
    later.close()
    later.start(lambda: said.append("never"))
    qtbot.wait(20)
    assert "never" not in said
