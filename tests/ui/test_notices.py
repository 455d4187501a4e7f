"""Notices: few, over the frame, with a way back that runs out, and none that says the same twice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from desktop.ui.notices import card as card_module
from desktop.ui.notices.card import NoticeCard
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.notices.stack import MOST, NoticeStack


@pytest.fixture
def host(qtbot) -> QWidget:
    widget = QWidget()
    QVBoxLayout(widget).addWidget(QPushButton("behind"))
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()
    widget.activateWindow()
    return widget


@pytest.fixture
def stack(host) -> NoticeStack:
    return NoticeStack(host)


def said(stack: NoticeStack) -> list[str]:
    return [card.sentence for card in stack.cards]


def test_undo_is_offered_once_and_done_once(stack):
    done: list[str] = []
    stack.offer_undo("1 mail archived", "Undo", "Z", lambda: done.append("first"))
    stack.offer_undo("1 mail deleted", "Undo", "Z", lambda: done.append("second"))
    assert said(stack) == ["1 mail deleted"]
    stack.cards[0].findChild(QPushButton).click()
    assert done == ["second"]
    assert said(stack) == []


def test_the_countdown_runs_out_and_rests_under_the_pointer(host, qtbot):
    card = NoticeCard(host, "x", button="Undo", seconds=0.3)
    card.show()
    point = QPointF(1, 1)
    QApplication.sendEvent(card, QEnterEvent(point, point, point))
    qtbot.wait(500)
    assert card.isVisible()
    with qtbot.waitSignal(card.closed, timeout=2000):
        QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))


def test_the_countdown_paints_nothing_but_itself(host, qtbot, monkeypatch):
    """It runs ten times a second for ten seconds, over the list and the mail that is read."""
    monkeypatch.setattr(card_module, "TICK_MS", 20)
    card = NoticeCard(host, "x", button="Undo", seconds=5)
    card.setGeometry(100, 400, 500, 60)
    painted: list[QWidget] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
                painted.append(watched)
            return False

    with qtbot.waitExposed(card):
        card.show()
    qtbot.waitUntil(lambda: card._line.left < 4900)
    watch = Watch(host)
    for widget in (host, *host.findChildren(QWidget)):
        widget.installEventFilter(watch)
    qtbot.waitUntil(lambda: len(painted) > 5)
    assert set(painted) == {card._line}


def test_a_warning_stays_and_is_not_said_twice(stack, qtbot):
    stack.warn("The server x was not found.")
    stack.warn("The server x was not found.")
    assert said(stack) == ["The server x was not found."]
    assert stack.dismiss_last()
    assert not stack.dismiss_last()


def test_never_more_than_a_few(stack):
    for number in range(10):
        stack.warn(f"Number {number}.")
    assert said(stack) == [f"Number {number}." for number in range(10 - MOST, 10)]


def test_a_question_takes_the_keyboard_and_gives_it_back(host, stack, qtbot):
    behind = host.findChild(QPushButton)
    behind.setFocus()
    qtbot.waitUntil(behind.hasFocus)
    answers: list[int] = []
    stack.ask("Delete 2 mails for good?", "Delete for good", lambda: answers.append(1))
    button = stack.cards[0].findChild(QPushButton)
    assert button.hasFocus()
    stack.dismiss_last()
    assert answers == []
    assert behind.hasFocus()


def test_cards_lie_inside_the_frame_one_above_the_other(host, stack):
    stack.warn("Short.")
    stack.warn("A long sentence that does not fit into one line " * 6)
    for width in (900, 500):
        host.resize(width, 600)
        QApplication.processEvents()
        first, second = (card.geometry() for card in stack.cards)
        assert host.rect().contains(first)
        assert host.rect().contains(second)
        assert not first.intersects(second)
        assert second.height() > first.height()


def test_foreign_words_are_shown_as_they_are(stack):
    stack.warn("<b>bold</b> <img src=x>")
    assert stack.cards[0]._sentence.text() == "<b>bold</b> <img src=x>"
    assert stack.cards[0]._sentence.textFormat().name == "PlainText"


def test_no_window_flashes_up(host, stack, qapp):
    before = {widget for widget in qapp.topLevelWidgets() if widget.isVisible()}
    stack.offer_undo("x", "Undo", "Z", print)
    stack.warn("y", "Do", print)
    assert {widget for widget in qapp.topLevelWidgets() if widget.isVisible()} == before
    assert qapp.activeWindow() is host


def test_the_line_shows_only_what_lasts(qtbot):
    line = ProgressLine()
    qtbot.addWidget(line)
    line.start()
    line.stop()
    qtbot.wait(300)
    assert not line.isVisible()
    line.start(3, 10)
    qtbot.waitUntil(line.isVisible)
    assert (line.value(), line.maximum()) == (3, 10)
