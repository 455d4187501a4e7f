"""What menus and the empty reader offer says what it will do, and a mouse finds what the keyboard has."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from desktop.core.api.commands import Archive, SetFlagged
from desktop.ui import i18n
from tests.ui.work_screen import WorkScreen, work_screen  # noqa: F401 -- a fixture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def keys_of_list(screen: WorkScreen, count: int) -> list[int]:
    return [key for key in screen.window.mails.model.keys if key in screen.session.message_rows][:count]


def select(screen: WorkScreen, keys: list[int]) -> None:
    view, model = screen.window.mails.view, screen.window.mails.model
    screen.choose(keys[0])
    for key in keys[1:]:
        index = model.index(model.row_of(key), 0)
        view.selectionModel().select(index, view.selectionModel().SelectionFlag.Select)


def menu_texts(screen: WorkScreen) -> dict[str, str]:
    menu = screen.work.make_menu(screen.window)
    found = {action.objectName(): action.text() for action in menu.actions() if action.objectName()}
    menu.deleteLater()
    return found


def test_the_menu_says_which_way_a_toggle_goes(work_screen):  # noqa: F811
    key = keys_of_list(work_screen, 1)[0]
    work_screen.choose(key)
    work_screen.session.submit(SetFlagged((key,), True))
    work_screen.wait(lambda: menu_texts(work_screen)["star"].startswith("Remove star"))
    work_screen.session.submit(SetFlagged((key,), False))
    work_screen.wait(lambda: menu_texts(work_screen)["star"].startswith("Add star"))
    texts = menu_texts(work_screen)
    assert texts["star"] == "Add star\tS"
    assert texts["junk"] == "Mark as junk\t!"
    assert texts["unread"].partition("\t")[0] in ("Mark as read", "Mark as unread")


def test_a_toggle_of_the_menu_does_what_it_says(work_screen):  # noqa: F811
    key = keys_of_list(work_screen, 1)[0]
    work_screen.choose(key)
    menu = work_screen.work.make_menu(work_screen.window)
    next(action for action in menu.actions() if action.objectName() == "star").trigger()
    work_screen.wait(lambda: any(isinstance(one, SetFlagged) for one in work_screen.session.submitted))
    menu.deleteLater()


def test_many_mails_can_be_dealt_with_by_the_mouse(work_screen):  # noqa: F811
    keys = keys_of_list(work_screen, 3)
    empty = work_screen.beside.reader.empty
    select(work_screen, keys)
    work_screen.wait(lambda: empty.isVisible() and empty.buttons["archive"].isVisible())
    assert empty.buttons["archive"].toolTip() == "Archive (E)"
    work_screen.window.actions_.set_selection(0)
    assert not empty.buttons["archive"].isEnabled()
    work_screen.window.actions_.set_selection(len(keys))
    assert empty.buttons["archive"].text() == " Archive"
    assert empty.buttons["star"].text() in (" Add star", " Remove star")
    empty.buttons["archive"].click()
    work_screen.wait(lambda: any(isinstance(one, Archive) for one in work_screen.session.submitted))
    wanted = next(one for one in work_screen.session.submitted if isinstance(one, Archive))
    assert set(wanted.locations) == set(keys)


def test_the_mail_in_front_grows_from_the_list(work_screen):  # noqa: F811
    work_screen.choose(keys_of_list(work_screen, 1)[0])
    view, body = work_screen.window.mails.view, work_screen.beside.reader.body
    view.setFocus()
    for keys, zoom in ((Qt.Key.Key_Plus, 1.1), (Qt.Key.Key_Minus, 1.0), (Qt.Key.Key_Plus, 1.1), (Qt.Key.Key_0, 1.0)):
        QTest.keyClick(view, keys, Qt.KeyboardModifier.ControlModifier)
        assert body.zoom == zoom


def test_no_mail_offers_nothing(work_screen):  # noqa: F811
    empty = work_screen.beside.reader.empty
    work_screen.beside.reader.show_message(None)
    assert not empty.buttons["archive"].isVisible()


def test_the_menu_leads_to_the_settings_of_each_account(work_screen):  # noqa: F811
    bar, wanted = work_screen.window.top_bar, []
    bar.accounts = work_screen.session.accounts
    bar.settings_wanted.connect(wanted.append)
    bar.menu.menu().aboutToShow.emit()
    actions = bar._settings.actions()
    assert [one.text() for one in actions] == [row.address for row in work_screen.session.accounts()]
    actions[0].trigger()
    assert wanted == [work_screen.session.accounts()[0].account_key]


def test_spanish_keys_are_called_as_on_the_keyboard(qapp):
    """Qt's own Spanish says "Mayúsculas+Suprimir"."""
    try:
        assert i18n.load(qapp, "es") == "es"
        said = [QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in ("Ctrl+K", "Shift+Del")]
        assert said == ["Ctrl+K", "Mayús+Supr"]
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") != "Cancel", "Qt's own words are still there"
    finally:
        i18n.load(qapp, "en")
