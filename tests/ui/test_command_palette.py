"""The palette finds by beginnings, runs what is chosen after it has closed, and is done by keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.command_palette import Choice, CommandPalette, plain

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    made.resize(900, 700)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def palette(window, ran) -> CommandPalette:
    names = [
        ("Mover a una carpeta", ""),
        ("Envío", "ana@"),
        ("Entrada", "ana@"),
        ("Entrada", "soporte@"),
        ("Buscar", "/"),
    ]
    choices = [
        Choice(text, "folder", lambda text=text, aside=aside: ran.append(text + aside), aside) for text, aside in names
    ]
    made = CommandPalette(window, choices, "Una orden o una carpeta")
    made.show_over(window)
    return made


def shown(palette: CommandPalette) -> list[str]:
    return [palette._rows.item(row).text() for row in range(palette._rows.rowCount())]


def test_beginnings_of_words_without_accents(palette, qtbot):
    qtbot.keyClicks(palette._field, "mo ca")
    assert shown(palette) == ["Mover a una carpeta"]
    palette._field.setText("envio")
    assert shown(palette) == ["Envío"]
    palette._field.setText("ent sop")
    assert shown(palette) == ["Entrada"]
    palette._field.setText("xyz")
    assert shown(palette) == []
    assert palette._none.isVisibleTo(palette)


def test_arrows_and_enter(palette, qtbot, ran):
    for _ in range(9):
        qtbot.keyClick(palette._field, Qt.Key.Key_Down)
    qtbot.keyClick(palette._field, Qt.Key.Key_Up)
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert ran == ["Entradasoporte@"]


def test_escape_runs_nothing(palette, qtbot, ran):
    with qtbot.waitSignal(palette.destroyed):
        qtbot.keyClick(palette, Qt.Key.Key_Escape)
    assert ran == []


def test_enter_on_nothing_stays_open(palette, qtbot, ran):
    palette._field.setText("xyz")
    qtbot.keyClick(palette._field, Qt.Key.Key_Return)
    assert ran == []
    assert palette.isVisible()


def test_plain():
    assert plain("Envío ÀÉñ ß") == "envio aen ss"
