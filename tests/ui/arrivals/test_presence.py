"""The icon in the tray, the window that hides to it, and how notices are wished for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.core.api.commands import WatchMailbox
from desktop.ui.arrivals.settings_dialog import NoticeSettings
from desktop.ui.arrivals.told import Act, Told
from desktop.ui.arrivals.tray import TrayNotices, dotted


@pytest.fixture
def with_tray(world, monkeypatch):
    """A system that has a tray."""
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda self: None)  # Qt without a screen has no place for it
    world.presence.follow_likes()
    yield world
    world.presence.likes.keep("stays", False)


def labels(world) -> list[str]:
    return [action.text() for action in world.presence.tray.menu.actions() if action.text()]


def test_no_icon_where_there_is_no_tray(world):
    world.presence.likes.keep("stays", True)
    world.presence.follow_likes()
    assert world.presence.tray is None
    assert not world.presence.may_hide()


def test_the_icon_has_a_short_menu_that_works(with_tray, monkeypatch):
    assert labels(with_tray) == ["Open Bandeja", "Write a mail", "Get mail", "Pause notices for an hour", "Quit"]
    asked = []
    monkeypatch.setattr(with_tray.session, "sync_now", lambda account_key=None: asked.append(account_key))
    tray = with_tray.presence.tray
    tray.fetched.disconnect()
    tray.fetched.connect(with_tray.session.sync_now)
    actions = {action.text(): action for action in tray.menu.actions()}
    actions["Get mail"].trigger()
    assert len(asked) == 1
    actions["Pause notices for an hour"].trigger()
    assert with_tray.arrivals.is_paused
    with_tray.arrivals.pause(False)
    assert not actions["Pause notices for an hour"].isChecked()


def test_the_icon_says_how_much_is_unread(with_tray):
    with_tray.presence.show_unread()
    assert "unread" in with_tray.presence.tray.icon.toolTip()
    with_tray.presence.tray.show_unread(0)
    assert with_tray.presence.tray.icon.toolTip() == "Bandeja"


def test_a_dot_is_drawn_on_the_icon(qapp):
    plain = QIcon()
    assert dotted(plain).pixmap(32, 32).toImage().pixelColor(26, 6).alpha() > 200
    assert dotted(plain).pixmap(32, 32).toImage().pixelColor(4, 28).alpha() == 0


def test_a_window_hides_only_where_that_is_wished_and_the_program_can_still_end(with_tray):
    window, closed = with_tray.window, []
    window.closed.connect(lambda: closed.append(True))
    assert not with_tray.presence.may_hide()
    with_tray.presence.likes.keep("stays", True)
    assert not window.close()
    assert (window.isVisible(), closed) == (False, [])
    with_tray.presence.acts.come_forward()
    assert window.isVisible()
    with_tray.presence.leave()
    assert closed == [True]


def test_a_session_that_ends_ends_the_program(with_tray, monkeypatch):
    with_tray.presence.likes.keep("stays", True)
    assert with_tray.presence.may_hide()
    monkeypatch.setattr(QGuiApplication, "isSavingSession", lambda self: True)
    assert not with_tray.presence.may_hide()


def test_the_demo_has_no_icon(world, monkeypatch):
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    world.presence.stay_inside()
    world.presence.follow_likes()
    assert world.presence.tray is None


def test_a_tray_message_opens_its_mail_once_and_only_its(qapp, monkeypatch):
    icon, shown, acted, failed = QSystemTrayIcon(), [], [], []
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(icon, "showMessage", lambda *words: shown.append(words[:2]))
    notices = TrayNotices(lambda: icon)
    notices.acted.connect(lambda token, act: acted.append((token, act)))
    notices.show(7, Told("Ana", ("Presupuesto", "Adjunto"), ()))
    assert shown == [("Ana", "Presupuesto\nAdjunto")]
    notices.show(8, Told("Bob", ("Otra cosa",), ()))
    icon.messageClicked.emit()
    icon.messageClicked.emit()
    notices.show(9, Told("Eva", (), ()))
    notices.withdraw(9)
    icon.messageClicked.emit()
    assert acted == [(8, Act.OPEN)]
    nowhere = TrayNotices(lambda: None)
    nowhere.failed.connect(failed.append)
    nowhere.show(1, Told("Ana", (), ()))
    assert failed == [1]


def dialog_of(world) -> NoticeSettings:
    world.window.actions_.trigger("notices")
    return world.screen.opened(NoticeSettings)


def test_wishes_hold_at_once_and_stay(world):
    dialog = dialog_of(world)
    for box, name in ((dialog.hidden, "hidden"), (dialog.inside, "inside"), (dialog.told, "told")):
        before = getattr(world.presence.likes, name)
        box.click()
        assert getattr(world.presence.likes, name) is not before
    assert not dialog.tree.isEnabled()
    dialog.close()


def test_the_folders_that_are_watched_are_ticked_and_can_be_chosen(world):
    dialog = dialog_of(world)
    top = dialog.tree.topLevelItem(0)
    names = {top.child(n).text(0): top.child(n) for n in range(top.childCount())}
    assert {name for name, item in names.items() if item.checkState(0) is Qt.CheckState.Checked} == {"Inbox"}
    assert not {"Junk", "Sent", "Trash", "Drafts"} & set(names)
    names["Clientes/Obras Ferrer"].setCheckState(0, Qt.CheckState.Checked)
    names["Inbox"].setCheckState(0, Qt.CheckState.Unchecked)
    assert top.checkState(0) is Qt.CheckState.Checked
    top.setCheckState(0, Qt.CheckState.Unchecked)
    assert names["Clientes/Obras Ferrer"].checkState(0) is Qt.CheckState.Unchecked
    top.setCheckState(0, Qt.CheckState.Checked)
    assert names["Inbox"].checkState(0) is Qt.CheckState.Checked
    key = names["Clientes/Obras Ferrer"].data(0, Qt.ItemDataRole.UserRole)[0]
    inbox = names["Inbox"].data(0, Qt.ItemDataRole.UserRole)[0]
    wishes = [one for one in world.session.submitted if isinstance(one, WatchMailbox)]
    assert wishes == [
        WatchMailbox(key, True), WatchMailbox(inbox, False), WatchMailbox(key, False), WatchMailbox(inbox, True),
    ]  # fmt: skip
    dialog.close()


def test_the_test_notice_is_shown(world):
    dialog = dialog_of(world)
    dialog.test.click()
    assert [told.summary for told in world.desktop.shown.values()] == ["A test"]
    dialog.close()
