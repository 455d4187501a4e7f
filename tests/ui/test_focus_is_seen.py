"""Wherever the keyboard goes it is seen to be: a control looks otherwise while it has it, in both palettes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop.core.api.commands import DraftContent
from desktop.ui.account_setup.dialog import SetupDialog
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.key_sheet import KeySheet
from desktop.ui.theme import Choice, theme
from tests.fakes.setup import FakeSetup
from tests.ui.work_screen import work_screen  # noqa: F401 - a fixture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=[Choice.LIGHT, Choice.DARK])
def palette(request, qapp) -> Iterator[Choice]:
    theme().choose(request.param)
    yield request.param
    theme().choose(Choice.LIGHT)


def reached(surface: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in (surface, *surface.findChildren(QWidget))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None and type(widget) is not QScrollArea
    ]  # fmt: skip


def look(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def unseen(surface: QWidget) -> list[str]:
    """Controls that look the same with and without the keyboard."""
    surface.activateWindow()
    QApplication.processEvents()
    found = []
    for widget in reached(surface):
        widget.clearFocus()
        around = widget.parentWidget() or widget  # the mail's line of focus lies over it
        before, before_around = look(widget), look(around)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if widget.hasFocus() and look(widget) == before and look(around) == before_around:
            found.append(f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()!r}")
    return found


def test_in_the_window(palette, work_screen):  # noqa: F811 - the fixture
    work_screen.window.mails.view.step(1)
    assert unseen(work_screen.window) == []


def test_in_a_composer(palette, dispatch, session, qtbot):
    window = ComposerWindow(dispatch, DraftContent(1, text="x"), lambda: session.now)
    qtbot.addWidget(window)
    window.show()
    window.bar.tell("warning", "Nothing is attached.", ("Attach a file…", print))
    assert unseen(window) == []


def test_in_dialogs(palette, screen, dispatch, session, qtbot):
    setup = FakeSetup()
    sheet = KeySheet(screen.window.actions_, screen.window._preferences, screen.window)
    for surface in (sheet, SetupDialog(dispatch, setup)):
        surface.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(surface)
        surface.show()
        assert unseen(surface) == []
        surface.close()
    setup.close()


def test_what_a_composer_asks_is_reached_on_the_way_to_send(dispatch, session, qtbot):
    window = ComposerWindow(dispatch, DraftContent(1, text="x"), lambda: session.now)
    qtbot.addWidget(window)
    window.show()
    window.bar.tell("warning", "Nothing is attached.", ("Attach a file…", print), ("Send anyway", print))
    passed: list[QWidget] = []
    widget = window.body.editor
    while widget is not window.send_button:
        passed.append(widget)
        widget = widget.nextInFocusChain()
    assert [one for one in passed if one in window.bar.buttons] == window.bar.buttons
