"""Connections to other programs and the rules of the CRM: what is set, refused, warned of; a secret is seen nowhere again."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.core.api.errors import AuthenticationError, Code
from desktop.core.api.link_commands import BindConnector, SetCrmRules
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.registry import load_backends
from desktop.ui import i18n
from desktop.ui.links.backend_form import translated
from desktop.ui.links.connectors_dialog import ConnectorsDialog
from desktop.ui.links.rules_dialog import RulesDialog, junk_is_inbox
from tests.fakes.mails import make_mailboxes

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SECRET = "swordfish-7"


@pytest.fixture
def dialog(work_screen) -> ConnectorsDialog:
    work_screen.window.actions_["connectors"].trigger()
    return work_screen.opened(ConnectorsDialog)


def fill(form) -> None:
    form.fields["url"].setText("https://dav.example.org/")
    form.fields["user"].setText("ana")
    form.fields["password"].setText(SECRET)


def test_a_backend_is_set_up_and_its_secret_is_seen_nowhere(work_screen, dialog):
    form = dialog._forms["caldav"]
    fill(form)
    form.set_up()
    work_screen.wait(lambda: form.row.ready)
    assert work_screen.session.linking.secrets["caldav"] == {"password": SECRET}
    shown = [field.text() for window in QApplication.topLevelWidgets() for field in window.findChildren(QLineEdit)]
    assert SECRET not in shown
    assert dict(form.row.values) == {"url": "https://dav.example.org/", "user": "ana"}
    dialog.close()
    work_screen.window.actions_["connectors"].trigger()
    again = work_screen.opened(ConnectorsDialog)._forms["caldav"]
    assert again.fields["password"].text() == ""
    assert again.fields["user"].text() == "ana"


def test_a_refusal_says_why_and_stores_nothing(work_screen, dialog):
    form = dialog._forms["caldav"]
    work_screen.session.linking.refuse_next = AuthenticationError(
        Code.ACCESS_REFUSED, host="dav.example.org", said="401"
    )
    fill(form)
    form.set_up()
    work_screen.wait(lambda: "dav.example.org" in form.bar.text)
    assert form.fields["password"].text() == SECRET
    assert "caldav" not in work_screen.session.linking.secrets
    assert form.set_up_button.isEnabled()


def test_what_is_missing_is_asked_for(work_screen, dialog):
    form = dialog._forms["caldav"]
    form.set_up()
    assert form.bar.isVisible() or form.bar.text
    assert "Server" in form.bar.text
    assert not work_screen.session.linking.secrets


def test_a_kind_is_bound_to_what_is_ready(work_screen, dialog):
    box = dialog.choices[LinkKind.TASK]
    assert [box.itemData(place) for place in range(box.count())] == ["desk"]
    form = dialog._forms["caldav"]
    fill(form)
    form.set_up()
    work_screen.wait(lambda: box.count() == 2)
    assert dialog.choices[LinkKind.CHAT].count() == 1
    box.setCurrentIndex(box.findData("caldav"))
    box.activated.emit(box.currentIndex())
    work_screen.wait(lambda: BindConnector(LinkKind.TASK, "caldav") in work_screen.session.submitted)
    work_screen.wait(lambda: box.currentData() == "caldav" and "Task" in form._state.text())


@pytest.fixture
def rules(work_screen) -> RulesDialog:
    work_screen.session.linking.reasons[1011] = ("never:@cooperativasol.example", "saved:replies")
    work_screen.choose(1011)
    work_screen.window.actions_["crm_rules"].trigger()
    return work_screen.opened(RulesDialog)


def test_the_rules_in_force_are_shown_and_changed(work_screen, rules):
    before = work_screen.session.desk.crm_rules()
    assert rules.modes[1].currentData() == "replies"
    assert rules.never.toPlainText() == "@cooperativasol.example\n#Facturas"
    rules.modes[2].setCurrentIndex(rules.modes[2].findData("incoming"))
    rules.never.appendPlainText("  boss@example.org ")
    rules.unknown.setCurrentIndex(rules.unknown.findData("contact"))
    rules.keep()
    wanted = SetCrmRules(
        ((1, "replies"), (2, "incoming")),
        ("@cooperativasol.example", "#Facturas", "boss@example.org"),
        "contact",
        before,
    )
    work_screen.wait(lambda: wanted in work_screen.session.submitted)
    work_screen.wait(lambda: work_screen.find(RulesDialog) is None)


def test_a_never_that_was_made_while_the_rules_were_open_stays(work_screen, rules):
    shown = work_screen.session.desk.crm_rules()
    work_screen.session.submit(SetCrmRules(shown.auto_save, (*shown.never, "tom@strangers.example"), "nothing")).result(
        5
    )
    rules.never.setPlainText("#Facturas\nboss@example.org")
    rules.keep()
    work_screen.wait(lambda: work_screen.find(RulesDialog) is None)
    now = work_screen.session.desk.crm_rules()
    assert now.never == ("#Facturas", "tom@strangers.example", "boss@example.org")
    assert now.unknown_sender == "nothing"


def test_an_entry_that_is_none_is_named(work_screen, rules):
    rules.never.setPlainText("not an address")
    rules.keep()
    assert "not an address" in rules.bar.text
    assert not any(isinstance(one, SetCrmRules) for one in work_screen.session.submitted)


def test_the_log_says_why(work_screen, rules):
    work_screen.wait(lambda: "@cooperativasol.example" in rules._log.text())
    assert len(rules._log.text().splitlines()) == 2


def test_junk_in_the_inbox_is_warned_of(work_screen, rules):
    assert not rules.junk_bar.isHidden()
    assert "soporte@talleresmarin.example" in rules.junk_bar.text
    assert "ana@talleresmarin.example" not in rules.junk_bar.text
    boxes = make_mailboxes()
    assert (junk_is_inbox(boxes, 1), junk_is_inbox(boxes, 2), junk_is_inbox(boxes, 3)) == (False, True, False)


def test_the_fields_of_every_connector_are_known_in_spanish(qapp):
    i18n.load(qapp, "es")
    labels = {field.label for backend in load_backends().backends for field in backend.fields}
    assert len(labels) > 10
    assert [label for label in sorted(labels) if translated(label) == label] == []
