"""The first screen: two choices and nothing else, with mouse and keyboard, in both languages, wide and narrow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from desktop.ui import i18n
from desktop.ui.first_screen.screen import FirstScreen
from desktop.ui.theme import Choice, theme

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=["en", "es"])
def first(request, qapp, qtbot) -> FirstScreen:
    i18n.load(qapp, request.param)
    made = FirstScreen()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.demo.hasFocus, timeout=3000)
    return made


def test_there_are_two_choices_and_nothing_else(first):
    assert first.findChildren(QAbstractButton) == [first.demo, first.account]
    assert first.findChildren(QLineEdit) == []


@pytest.mark.parametrize(("name", "signal"), [("demo", "try_demo"), ("account", "add_account")])
def test_a_choice_is_one_press(first, qtbot, name, signal):
    card = getattr(first, name)
    with qtbot.waitSignal(getattr(first, signal)):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        card.setFocus()
        with qtbot.waitSignal(getattr(first, signal)):
            QTest.keyClick(card, key)


@pytest.mark.parametrize("forth", [Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Down])
@pytest.mark.parametrize("back", [Qt.Key.Key_Left, Qt.Key.Key_Up])
def test_keys_go_to_and_fro(first, forth, back):
    QTest.keyClick(QApplication.focusWidget(), forth)
    assert first.account.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), back)
    assert first.demo.hasFocus()


def test_a_choice_is_heard_with_what_it_means(first):
    for card in (first.demo, first.account):
        heard = QAccessible.queryAccessibleInterface(card)
        assert heard.text(QAccessible.Text.Name) == card.text()
        assert heard.text(QAccessible.Text.Description).endswith(".")
        assert heard.role() == QAccessible.Role.Button


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640), (760, 640), (2560, 1440)])
def test_it_fits(first, qtbot, size):
    first.resize(*size)
    qtbot.wait(20)
    for card in (first.demo, first.account):
        assert first.rect().contains(card.geometry()), card.text()
        assert card.height() >= card.sizeHint().height()
    for label in first.findChildren(QLabel):
        assert label.width() >= label.sizeHint().width()
    assert not first.demo.geometry().intersects(first.account.geometry())
    if size[0] > 800:
        assert first.demo.height() == first.account.height()
        assert first.demo.y() == first.account.y()


def test_it_follows_the_palette(first, qtbot):
    before = first.grab().toImage().pixelColor(4, 4)
    theme().choose(Choice.DARK)
    try:
        qtbot.wait(30)
        assert first.grab().toImage().pixelColor(4, 4) != before
    finally:
        theme().choose(Choice.LIGHT)
