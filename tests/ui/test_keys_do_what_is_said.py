"""The sheet of keys tells the truth: every key on it, pressed in the list of mails, does its command and no other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMetaMethod, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.ui.actions import SPECS
from desktop.ui.key_sets import KEY_SETS
from desktop.ui.key_sheet import KeySheet

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.parametrize("name", KEY_SETS)
def test_every_key_of_a_set_does_its_command(screen, name):
    window, actions = screen.window, screen.window.actions_
    actions.choose_set(name)
    actions.set_selection(1)
    pressed: list[str] = []
    for spec, action in actions:
        if action.isSignalConnected(QMetaMethod.fromSignal(action.triggered)):
            action.triggered.disconnect()  # what it does is tested elsewhere; here, that it is the one
        action.triggered.connect(lambda _checked=False, name=spec.name: pressed.append(name))
    screen.list.setFocus()
    wrong = {}
    for spec, action in actions:
        for keys in action.shortcuts():
            pressed.clear()
            QTest.keySequence(window.mails.view, keys)
            if pressed != [spec.name]:
                wrong[keys.toString()] = (spec.name, list(pressed))
    assert wrong == {}


@pytest.mark.parametrize("name", KEY_SETS)
def test_the_sheet_has_every_command_and_its_keys_in_force(screen, qtbot, name):
    actions = screen.window.actions_
    actions.choose_set(name)
    sheet = KeySheet(actions, screen.window._preferences, screen.window)
    qtbot.addWidget(sheet)
    sheet.show()
    words = [label.text() for label in sheet.findChildren(QLabel)]
    for spec in SPECS:
        assert actions[spec.name].text() in words
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in actions[spec.name].shortcuts()]
        said = f"{actions[spec.name].text()}: {' / '.join(keys) or 'no key'}"
        button = next(one for one in sheet.findChildren(QPushButton) if one.accessibleName() == said)
        assert button.text() == ("  ".join(keys) or "–")


def test_no_two_commands_of_a_set_share_a_key():
    for keys in KEY_SETS.values():
        used = [piece for pieces in keys.values() for piece in pieces.split()]
        assert len(used) == len(set(used))


def test_enter_reads_alone_and_escape_goes_back(screen, qtbot):
    """Keys that are the same in every set: they stand on the sheet as such."""
    view = screen.list
    view.setFocus()
    view.step(1)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert screen.window.frame.alone
    QTest.keySequence(screen.window, QKeySequence("Esc"))
    assert not screen.window.frame.alone
    before = view.currentIndex().row()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == before + 1
