"""Templates as their writer meets them: put in by a few letters, saved, changed and deleted, each with a way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from desktop.core.api.commands import DraftContent
from desktop.core.mail.rich_text import Run, Style
from desktop.core.mime.write_rich import write_html
from desktop.ui.command_palette import CommandPalette
from desktop.ui.composer.templates_dialog import TemplatesDialog
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.dispatch import Dispatch
from desktop.ui.name_popup import NamePopup
from tests.fakes.session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[..., ComposerWindow]


@pytest.fixture
def open_window(show_composer: Open) -> Open:
    def run(to: str = "Peris, Nuria <nuria@b.example>", text: str = "") -> ComposerWindow:
        window = show_composer(DraftContent(1, to=to, subject="x", text=text))
        window.activateWindow()
        window.body.editor.setFocus()
        return window

    return run


def press(window: ComposerWindow, wanted: str) -> None:
    """The key, some letters, Enter."""
    window.templates.choose()
    palette = window.findChild(CommandPalette)
    QTest.keyClicks(palette._field, wanted)
    QTest.keyClick(palette._field, Qt.Key.Key_Return)


@pytest.fixture
def dialog(qtbot, session: FakeSession, dispatch: Dispatch) -> TemplatesDialog:
    session.template_book.add("Gracias", "Muchas gracias.")
    session.template_book.add("Ausente", "Estoy fuera.")
    made = TemplatesDialog(dispatch)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_one_is_put_in_by_some_letters_and_filled(open_window: Open, session: FakeSession):
    session.template_book.add("Oferta de junio", "Hola, {first name}:", "", "un saludo, {me}")
    session.template_book.add("Ausente", "Estoy fuera.")
    session.account_rows[0] = replace(session.account_rows[0], display_name="Ana")
    window = open_window('"Nuria Peris" <nuria@b.example>')
    press(window, "of ju")
    assert window.content.text == "Hola, Nuria:\n\nun saludo, Ana"
    window.body.editor.undo()
    assert window.content.text == "", "one step takes it back"


def test_a_place_of_which_nothing_is_known_is_selected(open_window: Open, session: FakeSession):
    session.template_book.add("Hola", "😀 Hola, {first name}:", "adiós")
    window = open_window("nuria@b.example")
    press(window, "hola")
    assert window.body.editor.textCursor().selectedText() == "{first name}"
    QTest.keyClicks(window.body.editor, "Nuria")
    assert window.content.text == "😀 Hola, Nuria:\nadiós"


def test_it_stands_above_the_signature_with_its_looks(open_window: Open, session: FakeSession):
    session.account_rows[0] = replace(session.account_rows[0], signature="Ana")
    key = session.template_book.add("Hola", "Hola")
    one = session.template_book.rows[key]
    session.template_book.rows[key] = replace(one, blocks=(one.blocks[0]._replace(runs=(Run("Hola", Style.BOLD),)),))
    window = open_window()
    press(window, "hola")
    assert write_html(window.content.formatted[:1]) == "<p><b>Hola</b></p>"
    assert window.content.text == "Hola\n\n-- \nAna"
    plain = open_window()
    plain.body.set_plain(True)
    press(plain, "hola")
    assert (plain.content.formatted, plain.content.text) == ((), "Hola\n\n-- \nAna")


def test_what_is_written_is_saved_without_signature_and_quote(open_window: Open, session: FakeSession, qtbot):
    session.account_rows[0] = replace(session.account_rows[0], signature="Ana")
    window = open_window(text="Gracias\npor todo\n\nTom wrote:\n> x\n")
    press(window, "save")
    popup = window.findChild(NamePopup)
    popup._field.setText("Gracias")
    popup._button.click()
    qtbot.waitUntil(window.bar.isVisible)
    assert [(one.name, one.text) for one in session.templates()] == [("Gracias", "Gracias\npor todo")]
    window.bar.buttons[0].click()
    qtbot.waitUntil(lambda: session.templates() == [])


def test_what_is_selected_is_saved_alone(open_window: Open, session: FakeSession, qtbot):
    window = open_window(text="uno\ndos")
    cursor = window.body.editor.textCursor()
    cursor.setPosition(4)
    cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
    window.body.editor.setTextCursor(cursor)
    window.templates.ask_name()
    window.findChild(NamePopup)._field.setText("Dos")
    window.findChild(NamePopup)._button.click()
    qtbot.waitUntil(lambda: [one.text for one in session.templates()] == ["dos"])


def test_of_nothing_none_is_made(open_window: Open):
    window = open_window()
    window.templates.ask_name()
    assert window.findChild(NamePopup) is None
    assert window.bar.isVisible()


# the dialog


def test_what_is_changed_is_stored_when_another_is_chosen(dialog: TemplatesDialog, session: FakeSession, qtbot):
    assert [dialog.names.item(row).text() for row in range(2)] == ["Ausente", "Gracias"]
    assert (dialog.name.text(), dialog.body.text) == ("Ausente", "Estoy fuera.")
    dialog.name.setText("Fuera")
    dialog.body.editor.selectAll()
    dialog.buttons.buttons["bold"].click()
    dialog.names.setCurrentRow(1)
    qtbot.waitUntil(lambda: [one.name for one in session.templates()] == ["Fuera", "Gracias"])
    assert session.templates()[0].blocks[0].runs == (Run("Estoy fuera.", Style.BOLD),)
    qtbot.waitUntil(lambda: dialog.name.text() == "Gracias")
    dialog.body.editor.moveCursor(QTextCursor.MoveOperation.End)
    dialog.body.editor.insertPlainText(" De nuevo.")
    dialog.close()
    qtbot.waitUntil(lambda: session.templates()[1].text == "Muchas gracias. De nuevo.")


def test_what_is_deleted_is_taken_back_there(dialog: TemplatesDialog, session: FakeSession, qtbot):
    dialog.delete_button.click()
    qtbot.waitUntil(lambda: dialog.bar.isVisible())
    assert [one.name for one in session.templates()] == ["Gracias"]
    assert dialog.name.text() == "Gracias"
    dialog.bar.buttons[0].click()
    qtbot.waitUntil(lambda: dialog.names.count() == 2)
    assert (dialog.name.text(), dialog.bar.isVisible()) == ("Ausente", False)


def test_a_name_that_is_taken_is_told_and_nothing_is_lost(dialog: TemplatesDialog, session: FakeSession, qtbot):
    dialog.name.setText("gracias")
    dialog.names.setCurrentRow(1)
    qtbot.waitUntil(dialog.bar.isVisible)
    assert "gracias" in dialog.bar.text
    assert [one.name for one in session.templates()] == ["Ausente", "Gracias"]


def test_looking_at_all_changes_nothing(dialog: TemplatesDialog, session: FakeSession):
    for row in (1, 0, 1):
        dialog.names.setCurrentRow(row)
    dialog.close()
    assert session.submitted == []


def test_without_any_it_says_where_they_come_from(qtbot, dispatch: Dispatch):
    made = TemplatesDialog(dispatch)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    assert "Ctrl+Shift+P" in made.bar.text
    assert not made.delete_button.isEnabled()
