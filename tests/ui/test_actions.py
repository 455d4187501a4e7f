"""Commands and their keys: complete sets, one owner per key, own keys that stay, and none that fires while one types."""

from __future__ import annotations

import string
from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget

from desktop.ui.actions import SPECS, Actions
from desktop.ui.key_sets import GMAIL, KEY_SETS, keys_on
from desktop.ui.key_sheet import KeySheet
from desktop.ui.preferences import Preferences

NAMES = {spec.name for spec in SPECS}


@pytest.fixture
def host(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def actions(host, settings) -> Actions:
    return Actions(host, Preferences(settings))


@pytest.mark.parametrize("name", KEY_SETS)
def test_a_set_names_known_actions_and_no_key_twice(name):
    keys = [piece for text in KEY_SETS[name].values() for piece in text.split()]
    assert set(KEY_SETS[name]) <= NAMES
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    sequences = [QKeySequence(key, QKeySequence.SequenceFormat.PortableText) for key in keys]
    assert all(not sequence.isEmpty() for sequence in sequences)
    firsts = {sequence[0] for sequence in sequences if sequence.count() > 1}
    singles = {sequence[0] for sequence in sequences if sequence.count() == 1}
    assert not firsts & singles, "a key that begins a pair cannot be a key of its own"


def test_the_keys_of_the_screen_design():
    wanted = {
        "compose": "C", "reply": "R", "reply_all": "A", "forward": "F", "archive": "E", "delete": "Del", "undo": "Z",
        "star": "S", "unread": "U", "next": "J", "previous": "K", "search": "/", "go_inbox": "G,I",
        "palette": "Ctrl+K", "keys": "?",
    }  # fmt: skip
    assert {name: GMAIL[name].split()[0] for name in wanted} == wanted
    assert "Ctrl+Z" in GMAIL["undo"]


def test_every_action_has_text_icon_and_a_tooltip_with_its_key(actions):
    for spec, action in actions:
        assert action.text()
        assert not action.icon().isNull()
        key = actions.key_text(spec.name)
        assert action.toolTip() == (f"{action.text()} ({key})" if key else action.text())


def test_what_needs_mails_waits_for_them(actions):
    assert not actions["archive"].isEnabled()
    assert actions["compose"].isEnabled()
    actions.set_selection(1)
    assert actions["reply"].isEnabled()
    actions.set_selection(2)
    assert not actions["reply"].isEnabled()
    assert actions["archive"].isEnabled()


def test_an_own_key_is_taken_from_whoever_had_it_and_stays(host, settings, actions):
    actions.set_key("archive", QKeySequence("J"))
    assert actions.owner_of(QKeySequence("J")) == "archive"
    assert actions.key_text("next") == ""
    settings.sync()
    again = Actions(host, Preferences(settings))
    assert again.key_text("archive") == "J"
    again.set_key("star", QKeySequence("J"))
    assert again.owner_of(QKeySequence("J")) == "star"
    again.choose_set("thunderbird")
    assert again.key_text("reply") == "Ctrl+R"
    assert again.key_text("star") == "S"
    assert Preferences(settings).own_keys == {}


def test_damaged_settings_are_the_defaults(settings, host):
    for key, value in (
        ("theme", "neon"),
        ("density", 7),
        ("keys/own", "{"),
        ("keys/set", "vim"),
        ("places/outer", "x"),
    ):
        settings.setValue(key, value)
    preferences = Preferences(settings)
    assert (preferences.theme.value, preferences.density.value, preferences.own_keys) == ("system", "normal", {})
    assert preferences.bytes_of("outer").isEmpty()
    assert Actions(host, preferences).key_text("archive") == "E"
    settings.setValue("keys/own", "[1]")
    assert preferences.own_keys == {}
    settings.setValue("keys/own", '{"archive": 7, "star": "W"}')
    assert preferences.own_keys == {"star": "W"}


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_no_key_fires_while_one_types(host, actions, field, qtbot):
    fired: list[str] = []
    for spec, action in actions:
        action.setEnabled(True)
        action.triggered.connect(lambda _=False, name=spec.name: fired.append(name))
    editor = field()
    QVBoxLayout(host).addWidget(editor)
    host.show()
    host.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClicks(editor, string.ascii_lowercase + string.ascii_uppercase + string.digits + "/?!#*. ")
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Home):
        qtbot.keyClick(editor, key)
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert fired == []
    qtbot.keyClick(editor, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert fired == ["palette"]


def test_keys_work_where_text_can_only_be_read(host, actions, qtbot):
    fired: list[str] = []
    actions.on("compose", lambda: fired.append("compose"))
    browser = QTextBrowser()
    QVBoxLayout(host).addWidget(browser)
    host.show()
    host.activateWindow()
    browser.setFocus()
    qtbot.waitUntil(browser.hasFocus)
    qtbot.keyClick(browser, Qt.Key.Key_C)
    assert fired == ["compose"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_sheet_shows_sets_and_takes_a_new_key(host, settings, actions, qtbot):
    sheet = KeySheet(actions, Preferences(settings), host)
    sheet.show()
    assert set(sheet._buttons) == NAMES
    assert sheet._buttons["archive"].text() == "E"
    sheet._buttons["archive"].click()
    qtbot.keyClick(sheet._capture, Qt.Key.Key_J)
    sheet._capture.editingFinished.emit()
    assert sheet._buttons["archive"].text() == "J"
    assert sheet._buttons["next"].text() == "–"
    assert sheet._told.text() == "J is no longer the key of: Next mail"
    sheet._sets.setCurrentIndex(sheet._sets.findData("outlook"))
    sheet._sets.activated.emit(sheet._sets.currentIndex())
    assert sheet._buttons["archive"].text() == "Backspace"
    sheet.close()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_sheet_is_as_wide_as_its_longest_keys(host, settings, actions, qtbot):
    sheet = KeySheet(actions, Preferences(settings), host)
    sheet.show()
    actions.set_key("archive", QKeySequence("Ctrl+Alt+Shift+Backspace, Ctrl+Alt+Shift+Backspace"))
    button = sheet._buttons["archive"]
    words = button.fontMetrics().horizontalAdvance(button.text())
    qtbot.waitUntil(lambda: button.width() > words)
    qtbot.waitUntil(lambda: sheet._body.width() <= sheet._scroll.viewport().width())
    sheet.close()


@pytest.mark.parametrize("name", KEY_SETS)
def test_a_mac_whose_keyboard_has_no_del_can_delete_by_the_key_that_says_so(name, host, settings, monkeypatch):
    here, mac = keys_on("linux", KEY_SETS[name]), keys_on("darwin", KEY_SETS[name])
    assert here == KEY_SETS[name]
    pieces = [piece for text in mac.values() for piece in text.split()]
    assert len(set(pieces)) == len(pieces), "no key twice"
    monkeypatch.setattr("sys.platform", "darwin")
    preferences = Preferences(settings)
    preferences.key_set = name
    owner = Actions(host, preferences).owner_of(QKeySequence("Backspace"))
    assert owner == ("archive" if name == "outlook" else "delete")
