"""With Tab alone one comes through the whole window as it stands on the screen, and always sees where one is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.desk.entries import DeskEntries
from desktop.ui.links.panel import LinksPanel
from desktop.ui.message_list.filter_bar import FilterBar
from desktop.ui.reader.action_row import ActionRow
from desktop.ui.reader.attachment_cards import AttachmentCard
from desktop.ui.reader.mail_head import MailHead
from desktop.ui.reader.text_view import TextView
from tests.ui.work_screen import WorkScreen, work_screen  # noqa: F401 - a fixture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
MOST = 80


def walk(screen: WorkScreen, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """What has the keyboard, one after the other, from the list round to the list."""
    screen.list.setFocus()
    met: list[QWidget] = []
    for _ in range(MOST):
        screen.press(key)
        focused = QApplication.focusWidget()
        assert focused is not None
        met.append(focused)
        if focused is screen.list:
            return met
    raise AssertionError("Tab does not come round")


def place_of(widget: QWidget) -> type:
    """The part of the window it belongs to."""
    parts = (DeskEntries, FilterBar, MailHead, ActionRow, TextView, AttachmentCard, LinksPanel)
    while widget.parentWidget() is not None:
        if isinstance(widget, parts):
            return type(widget)
        widget = widget.parentWidget()
    return QWidget


def test_tab_goes_as_one_reads(work_screen):  # noqa: F811
    work_screen.window.resize(1500, 880)
    work_screen.choose(1000)
    met = walk(work_screen)
    places = list(dict.fromkeys(place_of(widget) for widget in met))
    assert [place for place in places if place is not QWidget] == [
        MailHead, ActionRow, TextView, AttachmentCard, LinksPanel, DeskEntries, FilterBar,
    ]  # fmt: skip
    top = work_screen.window.top_bar
    assert [widget for widget in met if widget.parentWidget() is top] == [top.compose, top.search, *top_right(top)]
    assert walk(work_screen, Qt.Key.Key_Backtab)[:-1] == met[:-1][::-1]


def top_right(top: QWidget) -> list[QWidget]:
    """What stands right of the search field, from left to right."""
    from desktop.ui.plan.member_switch import MemberSwitch

    return [*top.findChildren(MemberSwitch), top.plan, top.menu]


def test_one_always_sees_where_one_is(work_screen, qtbot):  # noqa: F811
    window = work_screen.window
    window.resize(1500, 880)
    work_screen.choose(1000)
    unseen = []
    for widget in walk(work_screen):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        with_focus = window.grab().toImage()
        widget.clearFocus()
        if window.grab().toImage() == with_focus:
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
    assert unseen == []
