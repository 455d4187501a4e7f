"""An account's settings afterwards: tried before they are kept, refusals in place; pausing from menu, palette and status line."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QTextCursor

from desktop.core.api.errors import AuthenticationError, Code, ConnectionFailure
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus
from desktop.core.mail.formatted_signature import MAX_SIDE, unpack_signature
from desktop.core.mail.rich_text import Run, Style
from desktop.ui.account_setup.settings_dialog import AccountSettingsDialog
from desktop.ui.account_setup.signature_form import SignatureForm
from desktop.ui.command_palette import CommandPalette
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.tree import Kind
from desktop.ui.window.factory import build_main_window
from tests.fakes.session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def home():
    made = FakeSession()
    yield made
    made.close()


@pytest.fixture
def dialog(home, setup, qtbot):
    dispatch = Dispatch(home)
    made = AccountSettingsDialog(dispatch, setup, 1)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    yield made
    dispatch.close()


def test_nothing_changed_asks_nobody(dialog, home):
    dialog.go_on()
    assert not dialog.isVisible()
    assert home.enrolment.changed == []


def test_what_was_changed_is_tried_and_kept(dialog, home, qtbot):
    before = home.enrolment.settings(1)
    dialog.name.setText("Ana B.")
    dialog.imap.port.setText("1993")
    dialog.password.setText("new one")
    dialog.go_on()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    key, settings, password = home.enrolment.changed[0]
    assert (key, settings.address, settings.display_name, settings.imap.port, password) == (
        1, before.address, "Ana B.", 1993, "new one",
    )  # fmt: skip
    assert dialog.password.text() == ""


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (ConnectionFailure(Code.UNKNOWN_HOST, host="imap.x"), "Receiving does not work yet"),
        (AuthenticationError(Code.WRONG_PASSWORD, host="imap.x", user="a", said="no"), "The login was refused"),
    ],
)
def test_a_refusal_loses_nothing(dialog, home, qtbot, error, title):
    home.enrolment.refusals = [error]
    dialog.imap.host.setText("imap.x")
    dialog.go_on()
    qtbot.waitUntil(dialog.problem.isVisible)
    assert dialog.problem.title.text() == title
    assert dialog.imap.host.text() == "imap.x"
    assert dialog.go_button.isEnabled()
    assert home.enrolment.settings(1).imap.host != "imap.x"


def test_an_authority_is_chosen_and_let_go(dialog, home, qtbot, tmp_path):
    dialog.choose_file = lambda: str(tmp_path / "ca.pem")
    dialog.ca_button.click()
    assert dialog.ca_label.isVisible()
    dialog.go_on()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert home.enrolment.changed[0][1].ca_file == str(tmp_path / "ca.pem")


def test_an_authority_is_let_go(home, setup, qtbot, dialog, tmp_path):
    dialog.choose_file = lambda: str(tmp_path / "ca.pem")
    dialog.ca_button.click()
    dialog.no_ca_button.click()
    assert not dialog.ca_label.isVisible()
    dialog.go_on()
    assert home.enrolment.changed == []


def test_a_field_that_cannot_be_used_is_marked(dialog, home):
    dialog.smtp.port.setText("")
    dialog.go_on()
    assert dialog.isVisible()
    assert home.enrolment.changed == []


@pytest.fixture
def window(home, setup, qtbot, settings):
    made = build_main_window(home, settings, lambda: home.now, setup)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def menu_texts(window) -> dict[str, object]:
    node = next(node for node in window.folders.model.nodes() if node.kind is Kind.ACCOUNT and node.key == 1)
    return {action.text(): action for action in window.folders.make_menu(node, QPoint()).actions()}


def test_the_menu_pauses_lets_go_on_and_opens_the_settings(window, home, qtbot):
    menu_texts(window)["Pause this account"].trigger()
    assert home.enrolment.paused == {1}
    menu_texts(window)["Go on with this account"].trigger()
    assert home.enrolment.paused == set()
    menu_texts(window)["Account settings…"].trigger()
    opened = window.findChild(AccountSettingsDialog)
    assert opened.imap.host.text() == home.enrolment.settings(1).imap.host
    opened.reject()


def test_the_palette_has_both_for_every_account(window, home):
    window.choosing.show_palette()
    palette = window.findChild(CommandPalette)
    offered = [(choice.text, choice.aside) for choice, _ in palette._choices]
    for row in home.accounts():
        assert ("Pause this account", row.address) in offered
        assert ("Account settings", row.address) in offered
    next(choice for choice, _ in palette._choices if choice.text == "Pause this account").run()
    assert home.enrolment.paused == {1}
    palette.close()


def test_the_status_line_stops_what_is_running_and_lets_it_go_on(window, home, qtbot):
    button = window.status_line.pause
    assert not button.isVisible()
    home.tell_status(AccountStatus(1, AccountState.SYNCING, home.now, "INBOX", 3, 900))
    qtbot.waitUntil(button.isVisible)
    assert button.toolTip().startswith("Pause ")
    button.click()
    assert home.enrolment.paused == {1}
    qtbot.waitUntil(lambda: button.toolTip().startswith("Let "))
    button.click()
    assert home.enrolment.paused == set()
    qtbot.waitUntil(lambda: not button.isVisible())


def test_what_delete_does_is_set_without_asking_any_server(dialog, home, qtbot):
    assert not dialog.for_good.isChecked()
    assert "undo" in dialog.for_good.accessibleDescription()
    dialog.for_good.click()
    dialog.go_on()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: home.workspace.connected()[0].deletes_for_good)
    assert home.enrolment.changed == []


def test_what_delete_does_waits_for_the_servers_when_they_are_asked(dialog, home, qtbot):
    home.enrolment.refusals = [ConnectionFailure(Code.UNKNOWN_HOST, host="imap.x")]
    dialog.for_good.click()
    dialog.imap.host.setText("imap.x")
    dialog.go_on()
    qtbot.waitUntil(dialog.problem.isVisible)
    assert not home.workspace.for_good
    dialog.go_on()
    qtbot.waitUntil(lambda: home.workspace.for_good == {1})
    assert not dialog.isVisible()


def test_the_signature_is_kept_without_asking_any_server(dialog, home, qtbot):
    assert (dialog.signature.text.toPlainText(), dialog.signature.in_replies.isChecked()) == ("", True)
    dialog.signature.text.setPlainText("-- \n\nAna Beltrán  \nTel. 96\n")
    dialog.signature.in_replies.click()
    dialog.go_on()
    assert not dialog.isVisible()
    qtbot.waitUntil(lambda: home.accounts()[0].signature == "Ana Beltrán\nTel. 96")
    assert not home.accounts()[0].signature_in_replies
    assert home.enrolment.changed == []


def test_a_formatted_signature_with_a_small_picture(dialog, home, qtbot, tmp_path):
    image = QImage(3_000, 1_000, QImage.Format.Format_RGB32)
    image.fill(QColor("#0a6b7c"))
    assert image.save(str(tmp_path / "logo grande.png"))
    form = dialog.signature
    form.choose_picture = lambda: str(tmp_path / "logo grande.png")
    form.text.setPlainText("Ana Beltrán")
    form.text.selectAll()
    form.buttons.buttons["bold"].click()
    form.text.moveCursor(QTextCursor.MoveOperation.End)
    form.text.insertPlainText("\n")
    form.picture_button.click()
    qtbot.waitUntil(lambda: bool(form._shown))
    assert form.preview.isVisible()
    dialog.go_on()
    qtbot.waitUntil(lambda: home.accounts()[0].signature_formatted != "")
    row = home.accounts()[0]
    assert row.signature == "Ana Beltrán\n[logo grande]"
    rich, [picture] = unpack_signature(row.signature_formatted)
    assert rich[0].runs == (Run("Ana Beltrán", Style.BOLD),)
    kept = QImage.fromData(picture.data)
    assert kept.width() == MAX_SIDE
    again = SignatureForm(row, dialog._dispatch)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: bool(again._shown))
    assert again.read_change() is None


def test_rubbish_is_no_picture_of_a_signature(dialog, home, qtbot, tmp_path):
    (tmp_path / "x.png").write_bytes(b"rubbish")
    form = dialog.signature
    for path in (tmp_path / "x.png", tmp_path / "nowhere.png"):
        form._take(path)
        qtbot.waitUntil(dialog.problem.isVisible)
        assert "picture" in dialog.problem.sentence.text()
        dialog.problem.hide()
    assert form.read_change() is None


def test_a_signature_that_is_too_long_is_told_in_place(dialog, home):
    dialog.signature.text.setPlainText("\n".join("x" * 31))
    dialog.go_on()
    assert dialog.isVisible()
    assert "30 lines" in dialog.problem.sentence.text()
    assert dialog.signature.text.hasFocus()
    assert home.submitted == []
    dialog.signature.text.setPlainText("")
    dialog.go_on()
    assert not dialog.isVisible()
    assert home.submitted == [], "nothing has changed"


def test_the_palette_leads_to_the_signature(window, home):
    window.choosing.show_palette()
    palette = window.findChild(CommandPalette)
    choice = next(
        one for one, _ in palette._choices if (one.text, one.aside) == ("Signature", home.accounts()[1].address)
    )
    palette.close()
    choice.run()
    opened = window.findChild(AccountSettingsDialog)
    assert opened.focusWidget() is opened.signature.text
    opened.reject()
