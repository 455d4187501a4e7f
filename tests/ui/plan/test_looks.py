"""At the smallest window that must work, in both languages: no word is cut, and all that can be reached has a name."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.ui import i18n
from desktop.ui.plan.blocks import ElidedLabel, table
from desktop.ui.plan.demo import Demo
from tests.fakes.demo import FakeDemo
from tests.fakes.session import FakeSession
from tests.ui.parts import build_window
from tests.ui.test_accessibility import own, reachable


@pytest.fixture(params=["en", "es"])
def window(request, qapp, session: FakeSession, settings, qtbot):
    i18n.load(qapp, request.param)
    made, _, _ = build_window(session, settings, lambda: session.now)
    controls = FakeDemo(session)
    Demo(made, controls)
    made.resize(1024, 640)
    made.show()
    made.plan.show_usage()
    qtbot.waitUntil(lambda: made.plan.page.shown is not None, timeout=3000)
    made.plan.try_plan("basic")
    qtbot.waitUntil(lambda: made.plan.page.what_if.result_ is not None, timeout=3000)
    yield made
    made.close()
    made.deleteLater()
    controls.close()


def cut_in(window) -> list[str]:
    return [widget.text() for widget in own(window) if widget.isVisible() and is_cut(widget)]


def is_cut(widget: QWidget) -> bool:
    if isinstance(widget.parentWidget(), QLineEdit | QComboBox):
        return False
    if isinstance(widget, QAbstractButton) and widget.text():
        return widget.width() < widget.minimumSizeHint().width()
    if isinstance(widget, ElidedLabel):
        return False  # it says so by dots, and its tip has the whole
    if isinstance(widget, QLabel) and not widget.wordWrap():
        return QFontMetrics(widget.font()).horizontalAdvance(widget.text()) > widget.width() + 1
    return False


def test_no_word_is_cut_on_any_part_of_the_page(window, qtbot):
    page = window.plan.page
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        qtbot.wait(30)
        assert (tab, cut_in(window)) == (tab, [])
    assert page.tabs.sizeHint().width() <= page.tabs.width()


def test_what_can_be_reached_has_a_name(window, qtbot):
    page = window.plan.page
    nameless = []
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        for widget in own(window):
            if reachable(widget) and widget.isVisible():
                interface = QAccessible.queryAccessibleInterface(widget)
                if interface is None or not interface.text(QAccessible.Text.Name).strip():
                    nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert nameless == []


def test_what_another_plan_would_do_needs_no_sideways_scrolling(window, qtbot):
    page = window.plan.page
    page.tabs.setCurrentIndex(1)
    qtbot.wait(30)
    assert page.what_if._scroll.horizontalScrollBar().maximum() == 0
    assert page.what_if.width() <= page._stack.width()


def test_the_page_takes_no_room_from_the_folders(window, qtbot):
    window.frame.show_page(None)
    qtbot.wait(30)
    before = window.folders.width()
    window.plan.try_plan("professional")
    what_if = window.plan.page.what_if
    what_if.later.setChecked(True)
    qtbot.waitUntil(lambda: what_if.result_ is not None and what_if.result_.plan.plan_id == "professional")
    qtbot.wait(30)
    assert window.folders.width() == before
    assert window.plan.page.minimumSizeHint().width() <= window.plan.page.width()


def test_not_even_a_page_that_is_too_wide_does(window, qtbot):
    before, page = window.folders.width(), QWidget()
    wide = QLabel()
    wide.setMinimumWidth(1000)
    QHBoxLayout(page).addWidget(wide)
    window.frame.add_page(page)
    window.frame.show_page(page)
    qtbot.wait(30)
    assert window.folders.width() == before


def test_a_long_address_gives_way_and_stays_whole_in_its_tip(qtbot):
    address = "contabilidad.proveedores.y.pedidos@talleresmarin.example"
    shown = table([("Clientes", address, "1", "71 KB")], right=(2, 3), elided=1)
    qtbot.addWidget(shown)
    shown.resize(360, 40)
    shown.show()
    label = shown.findChild(ElidedLabel)
    assert shown.minimumSizeHint().width() <= 360
    assert "…" in label.text()
    assert (label.toolTip(), label.accessibleName()) == (address, address)
    shown.resize(900, 40)
    qtbot.waitUntil(lambda: (label.text(), label.toolTip()) == (address, ""))
