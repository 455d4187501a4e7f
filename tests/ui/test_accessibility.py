"""Everything that can be reached says what it is, in both languages, and no Spanish word is cut where English fits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from desktop.core.api.commands import DraftContent
from desktop.ui import i18n
from desktop.ui.key_sheet import KeySheet
from tests.ui.parts import NotingReader, build_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=["en", "es"])
def window(request, qapp, session, settings, qtbot):
    i18n.load(qapp, request.param)
    session.draft_contents[5] = DraftContent(1, subject="x")
    made, *_ = build_window(session, settings, lambda: session.now)
    made.show()
    made._show_waiting()
    made.notices.offer_undo("x", "Undo", "Z", print)
    yield made
    made.close()
    made.deleteLater()


def own(widget: QWidget) -> list[QWidget]:
    """What a person meets; without the inner parts that Qt makes by itself."""
    inner = (QScrollBar, NotingReader)
    return [
        child
        for child in widget.findChildren(QWidget)
        if not isinstance(child, inner) and not child.objectName().startswith("qt_") and type(child) is not QWidget
    ]


def reachable(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QAbstractItemView) or (
        widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, QLabel | QAbstractScrollArea)
    )


def test_everything_that_can_be_reached_has_a_name(window):
    surfaces = [
        window,
        KeySheet(window.actions_, window._preferences, window),
    ]
    nameless = []
    for surface in surfaces:
        for widget in own(surface):
            if reachable(widget) and widget.isVisibleTo(surface):
                interface = QAccessible.queryAccessibleInterface(widget)
                if interface is None or not interface.text(QAccessible.Text.Name).strip():
                    nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert nameless == []
    for surface in surfaces[1:]:
        surface.close()


def test_a_button_without_words_tells_what_it_does_in_a_tooltip(window):
    silent = [
        type(button.parentWidget()).__name__
        for button in window.findChildren(QAbstractButton)
        if button.isVisibleTo(window)
        and not button.text() and not button.toolTip() and not isinstance(button.parentWidget(), QLineEdit)
        and not button.objectName().startswith("qt_") and type(button).__module__.startswith("PySide6")
        and type(button).__name__ in ("QToolButton", "QPushButton")
    ]  # fmt: skip
    assert silent == []


def test_no_word_is_cut(window):
    """At the smallest size that must work."""
    window.resize(1024, 640)
    window._show_waiting()
    cut = []
    for widget in own(window):
        if not widget.isVisible():
            continue
        if isinstance(widget.parentWidget(), QLineEdit):
            continue
        if isinstance(widget, QAbstractButton) and widget.text():
            if widget.width() < widget.minimumSizeHint().width():
                cut.append(widget.text())
        elif isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            needed = QFontMetrics(widget.font()).horizontalAdvance(widget.text())
            if needed > widget.width() + 1:
                cut.append(widget.text())
        elif isinstance(widget, QLineEdit) and widget.placeholderText():
            needed = QFontMetrics(widget.font()).horizontalAdvance(widget.placeholderText())
            if needed > widget.width() - 60:
                cut.append(widget.placeholderText())
    assert cut == []


def test_a_row_is_heard_as_one_sentence(window, session):
    model = window.mails.model
    row = next(row for row in range(60) if not model.mail_at(row).seen)
    mail = model.mail_at(row)
    heard = model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard.startswith(("Unread", "Sin leer"))
    for piece in (mail.sender_name or mail.sender_address, mail.subject):
        assert piece in heard


def test_tab_goes_round_the_panes(screen, qtbot):
    order = []
    screen.window.top_bar.compose.setFocus()
    for _ in range(40):
        focused = QApplication.focusWidget()
        if focused in order:
            break
        order.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert screen.window.top_bar.search in order
    assert screen.window.folders.view in order
    assert screen.list in order
