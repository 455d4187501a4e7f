"""The set-up in both languages and palettes: everything has a name, no word is cut, a small screen scrolls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QListWidget

from desktop.core.api.discovery import Outcome, Source, Suggestion
from desktop.core.api.errors import AuthenticationError, Code
from desktop.core.api.rows import AccountRow
from desktop.ui import i18n
from desktop.ui.account_setup.dialog import SetupDialog, Step
from desktop.ui.account_setup.fields import derive_name
from desktop.ui.account_setup.password_dialog import PasswordDialog
from desktop.ui.account_setup.trace_words import source_name
from desktop.ui.theme import Choice, theme
from tests.fakes.setup import APP_PASSWORD, make_proposal

from .conftest import ADDRESS, PASSWORD

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(params=["en", "es"])
def language(request, qapp) -> str:
    i18n.load(qapp, request.param)
    return request.param


@pytest.fixture
def full(language, dispatch, setup, session, qtbot) -> SetupDialog:
    """Everything that can be on the page at once."""
    setup.proposals = lambda address: (make_proposal(address, Source.SRV, advice=APP_PASSWORD, confirm="x"),)
    made = SetupDialog(dispatch, setup)
    qtbot.addWidget(made)
    made.show()
    made.page.address.setText(ADDRESS)
    made.page.password.setText(PASSWORD)
    made.go_on()
    qtbot.waitUntil(lambda: made.step is Step.READY)
    made.page.trace.button.click()
    session.refusals = [AuthenticationError(Code.WRONG_PASSWORD, host="imap.x", user="ana", said="no")]
    made.go_on()
    qtbot.waitUntil(made.page.password_problem.isVisible)
    return made


def seen(widget, kind):
    return [one for one in widget.findChildren(kind) if one.isVisible() and not one.objectName().startswith("qt_")]


def test_everything_that_can_be_reached_has_a_name(full, dispatch, setup, qtbot):
    full.page.servers.form.show()
    again = PasswordDialog(dispatch, setup, AccountRow(1, ADDRESS, "Ana", 0, "imap.x"))
    qtbot.addWidget(again)
    again.show()
    for surface in (full, again):
        for kind in (QAbstractButton, QLineEdit, QComboBox, QListWidget):
            for widget in seen(surface, kind):
                if isinstance(widget.parentWidget(), QComboBox):
                    continue
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface.text(QAccessible.Text.Name).strip(), widget


@pytest.mark.parametrize("editing", [False, True])
def test_no_word_is_cut(full, editing, qtbot):
    if editing:
        full.page.servers.edit()
    qtbot.wait(60)
    cut = []
    for label in seen(full, QLabel):
        needed = QFontMetrics(label.font()).horizontalAdvance(label.text())
        if label.text() and not label.wordWrap() and needed > label.width() + 1:
            cut.append(label.text())
        if label.wordWrap() and label.heightForWidth(label.width()) > label.height() + 1:
            cut.append(label.text())
    cut += [b.text() for b in seen(full, QAbstractButton) if b.text() and b.width() < b.minimumSizeHint().width()]
    assert cut == []
    assert full.page._scroll.horizontalScrollBar().maximum() == 0


def test_it_is_said_in_the_language(full, language):
    """What is put together from several texts, and what the provider table has in both languages."""
    full.counsel.show_advice()
    said = (full.page.go_button.text(), full.page.servers.reason.text, full.page.advice.text)
    if language == "es":
        assert said[0] == "Usar estos servidores y entrar"
        assert said[1].endswith("así que mire antes los nombres.")
        assert said[2].startswith("Aquí hace falta")
        assert said[2].endswith(APP_PASSWORD.where_es)
    else:
        assert said[2].endswith(APP_PASSWORD.where_en)


def test_the_dialog_is_as_high_as_its_content_and_no_higher_than_the_screen(full, qtbot):
    room = full.screen().availableGeometry().height() - 60
    qtbot.waitUntil(lambda: full.height() == min(full.page.wanted_size().height(), room))
    full.page.servers.edit()
    qtbot.waitUntil(lambda: full.height() == room)
    assert full.page._scroll.verticalScrollBar().maximum() > 0
    assert full.page.go_button.isVisible()


def test_a_page_that_fits_does_not_scroll(language, dispatch, setup, qtbot):
    made = SetupDialog(dispatch, setup)
    qtbot.addWidget(made)
    made.show()
    made.page.address.setText(ADDRESS)
    made.go_on()
    qtbot.waitUntil(lambda: made.step is Step.READY)
    qtbot.waitUntil(lambda: made.height() == made.page.wanted_size().height())
    assert made.page._scroll.verticalScrollBar().maximum() == 0


def test_it_follows_the_palette(full, qtbot):
    before = full.grab().toImage().pixelColor(4, 4)
    theme().choose(Choice.DARK)
    try:
        qtbot.wait(30)
        assert full.grab().toImage().pixelColor(4, 4) != before
    finally:
        theme().choose(Choice.LIGHT)


def test_every_source_outcome_and_suggestion_has_its_words(language, setup):
    from desktop.core.api.discovery import Checked, TraceStep
    from desktop.ui.account_setup.trace_words import step_sentence
    from desktop.ui.account_setup.words import action_label, cause_sentence

    settings = make_proposal(ADDRESS).settings
    said = {source_name(source) for source in Source}
    assert len(said) == len(Source)
    lines = {step_sentence(TraceStep(Source.MX, "x", outcome, "", 5)) for outcome in Outcome}
    assert len(lines) == len(Outcome)
    for suggestion in Suggestion:
        checked = Checked(
            settings.imap, suggestion=suggestion, advice=APP_PASSWORD, instead=replace(settings.imap, port=143)
        )
        assert action_label(checked, settings), suggestion
        assert "{" not in action_label(checked, settings) + cause_sentence(checked)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ana.beltran+listas@example.org", "Ana Beltran"),
        ("ANA_B-99@example.org", "ANA B"),
        ("josé@example.org", "José"),
        ("1234@example.org", ""),
        ("mcDonald@example.org", "McDonald"),
    ],
)
def test_a_name_is_guessed_from_the_address(address, name):
    assert derive_name(address) == name
