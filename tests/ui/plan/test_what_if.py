"""Another plan, tried: what it says is what happens, and nothing happens before."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import QLabel

from desktop.core.api.workspace_commands import KeepMailboxes, SetPlan
from desktop.ui.words import date_pattern
from tests.fakes.mails import DAY
from tests.ui.conftest import Screen


def words(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def test_it_says_what_leaves_by_folder_and_then_exactly_that_leaves(session, screen: Screen, page, try_plan, wait):
    try_plan("basic")
    result = page.what_if.result_
    shown = words(page.what_if.result)
    assert any(text.startswith(f"{result.leaving_mails} mails leave this computer") for text in shown)
    for loss in result.leaving:
        assert f"{loss.mails:,}" in shown
    assert "Past their time, and kept all the same: 15 linked to a task." in shown
    before = len(session.message_rows)
    page.what_if.apply.click()
    wait(lambda: page.bar.text == "The plan is Basic now.")
    assert before - len(session.message_rows) == result.leaving_mails


def test_nothing_happens_before_it_is_chosen(session, page, try_plan):
    try_plan("free")
    assert not [one for one in session.submitted if isinstance(one, SetPlan)]


def test_it_says_plainly_that_undo_does_not_help(page, try_plan):
    try_plan("basic")
    assert "“Undo” does not bring them back" in page.what_if._plainly.text()
    assert page.what_if.apply.text() == "Choose Basic now"


def test_from_a_day_on(session, page, try_plan, wait):
    try_plan("basic")
    page.what_if.later.setChecked(True)
    page.what_if.date.setDate(QDate(2026, 12, 3))
    moment = int(QDateTime(QDate(2026, 12, 3), QTime(0, 0)).toSecsSinceEpoch())
    wait(lambda: page.what_if.result_ is not None and page.what_if.result_.at == moment)
    assert page.what_if.apply.text() == "Choose Basic from 3 Dec"
    page.what_if.apply.click()
    wait(lambda: any(change.waits and change.at == moment for change in session.workspace.plan_changes()))
    assert session.plan_row.plan_id == "standard"
    wait(lambda: "Until then it can be called off" in page.bar.text)


def test_a_day_that_is_over_cannot_be_chosen(session, page, try_plan):
    try_plan("basic")
    assert page.what_if.date.minimumDate() == QDateTime.fromSecsSinceEpoch(session.now + DAY).date()


def test_who_stays_can_be_chosen_and_never_more_than_fit(session, page, try_plan, wait):
    try_plan("basic")
    choice = page.what_if.result.choice
    assert {key: box.isChecked() for key, box in choice.boxes.items()} == {1: True, 2: False}
    choice.boxes[2].setFocus()
    choice.boxes[2].setChecked(True)
    assert not choice.boxes[1].isChecked()
    wait(lambda: page.what_if.result_ is not None and page.what_if.result_.suspended == (1,))
    assert choice.boxes[2].hasFocus()
    page.what_if.apply.click()
    wait(lambda: session.plan_row.plan_id == "basic")
    assert SetPlan("basic", None, (2,)) in session.submitted


def test_the_plan_in_force_offers_nothing_to_apply(page, try_plan):
    try_plan("standard")
    assert page.what_if.title.text() == "Standard, the plan in force"
    assert not page.what_if.apply.isEnabled()
    assert not page.what_if.apply.isVisible()


def test_the_keyboard_stays_on_the_page_after_applying(page, try_plan, wait):
    try_plan("basic")
    page.what_if.apply.setFocus()
    page.what_if.apply.click()
    wait(lambda: page.what_if.title.text() == "Basic, the plan in force")
    assert page.what_if.list.hasFocus()


def test_the_day_is_said_with_its_weekday(page, try_plan):
    try_plan("basic")
    assert page.what_if.date.text() == page.what_if.date.locale().toString(page.what_if.date.date(), date_pattern())
    assert date_pattern().startswith("ddd ")


def test_other_mailboxes_can_stay_under_the_plan_in_force(session, page, try_plan, wait):
    try_plan("basic")
    page.what_if.apply.click()
    wait(lambda: page.what_if.title.text() == "Basic, the plan in force")
    assert not page.what_if.apply.isEnabled()
    page.what_if.result.choice.boxes[2].setChecked(True)
    wait(page.what_if.apply.isEnabled)
    assert page.what_if.apply.text() == "Keep these mailboxes"
    page.what_if.apply.click()
    wait(lambda: session.workspace.chosen == {2})
    assert session.submitted[-1] == KeepMailboxes((2,))


def test_a_longer_plan_offers_to_fetch_again(session, page, try_plan, wait):
    try_plan("professional")
    assert any("fetched again from your server, up to 90 days back" in text for text in words(page.what_if.result))
    page.what_if.apply.click()
    wait(lambda: page.bar.isVisible() and page.bar.buttons)
    assert page.bar.buttons[0].text() == "Fetch again, up to 90 days"
    page.bar.buttons[0].click()
    wait(lambda: session.workspace.fetched_again == 1)


def test_shares_that_rest_are_named(session, page, try_plan):
    try_plan("free")
    assert "Until there is a place again, only its owner sees: soporte@talleresmarin.example." in words(
        page.what_if.result
    )


def test_reading_says_so_can_be_called_off_and_answers_only_the_newest(session, page, monkeypatch, wait):
    gate, real = threading.Event(), session.workspace.what_if

    def slow(plan_id, at=None, keep=None):
        if plan_id == "free":
            gate.wait(10)
        return real(plan_id, at, keep)

    monkeypatch.setattr(session.workspace, "what_if", slow)
    page.try_plan("free")
    wait(lambda: page.what_if._cancel.isVisible())
    page.what_if._cancel.click()
    assert not page.what_if._cancel.isVisible()
    page.what_if.choose("basic")
    wait(lambda: page.what_if.result_ is not None)
    gate.set()
    session.tell_status(session.status_rows[1])
    assert page.what_if.result_.plan.plan_id == "basic"


def test_an_answer_to_the_choice_before_is_not_shown(session, page, try_plan, monkeypatch, wait):
    try_plan("basic")
    real, asked, gate = session.workspace.what_if, threading.Event(), threading.Event()

    def slow(plan_id, at=None, keep=None):
        if plan_id == "trial":
            asked.set()
            gate.wait(10)
        return real(plan_id, at, keep)

    monkeypatch.setattr(session.workspace, "what_if", slow)
    page.what_if.choose("trial")
    wait(asked.is_set)
    page.what_if.choose("professional")
    gate.set()
    titles = set()
    wait(lambda: titles.add(page.what_if.title.text()) or "Professional instead of Standard" in titles)
    assert "Trial instead of Standard" not in titles


def test_what_would_leave_can_be_exported_first(session, screen: Screen, page, try_plan, wait, tmp_path: Path):
    try_plan("basic")
    result = page.what_if.result_
    exporting = screen.window.plan.exporting
    keys = session.workspace.leaving_keys(result)
    exporting.start(lambda: keys, tmp_path / "out", one_file=False)
    wait(lambda: not exporting.running)
    names = [path.suffix for path in (tmp_path / "out").iterdir()]
    assert names == [".eml"] * result.leaving_mails


def test_an_assumed_number_is_called_so(page, try_plan):
    try_plan("trial")
    assert "This number is assumed: the rules do not state one." in words(page.what_if.result)


def test_a_trial_that_was_used_can_be_looked_at_and_not_chosen(session, page, try_plan, wait):
    session.submit(SetPlan("trial")).result(10)
    session.submit(SetPlan("standard")).result(10)
    wait(lambda: page.what_if.list.item(1).text() == "Trial (used)")
    try_plan("trial")
    assert not page.what_if.apply.isVisible()
    assert "it begins only once" in page.what_if._plainly.text()
