"""The page of the plan: how much is used, what waits, what was; and how errors are said."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.api.workspace_commands import CancelPlanChange, FetchAgain, SetPlan
from desktop.ui.bar import Bar
from desktop.ui.plan.tabs import HISTORY, USAGE
from tests.fakes.mails import DAY
from tests.ui.conftest import Screen


def words(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def bars(widget) -> list[Bar]:
    return [bar for bar in widget.findChildren(Bar) if bar.isVisible()]


def press(bar: Bar, text: str) -> None:
    next(button for button in bar.buttons if button.text() == text).click()


def test_it_opens_from_the_chip_and_closes_with_escape(screen: Screen, page, qtbot):
    assert page.isVisible()
    qtbot.keyClick(screen.window, Qt.Key.Key_Escape)
    assert not page.isVisible()


def test_a_click_on_the_folder_in_front_closes_it(screen: Screen, page):
    screen.window.folders.front_wanted.emit()
    assert not page.isVisible()


def test_the_figures(page):
    shown = words(page.usage)
    for piece in ("2 of 5", "30 days", "14.3\u00a0MB", "1,204 of 50,000"):
        assert piece in shown
    assert page.heading.text() == "Standard plan"
    assert "1 Dec" in page.usage.chart.accessibleDescription()


def test_near_the_limit_it_warns_and_names_the_day(session, screen: Screen, page, wait):
    session.plan_row = replace(session.plan_row, sent_this_month=48_000)
    page.refresh()
    wait(lambda: any("the limit is reached on" in text for text in words(page.usage)))


def test_a_full_month_says_when_it_goes_on(session, page, wait):
    session.plan_row = replace(session.plan_row, sent_this_month=50_000)
    page.refresh()
    wait(lambda: "The limit is reached: what you send now waits and goes on 1 Dec by itself." in words(page.usage))


def test_what_waits_can_be_called_off(session, page, wait):
    page._wish(SetPlan("basic", at=session.now + 5 * DAY))
    wait(lambda: len(bars(page.usage)) == 1)
    [bar] = bars(page.usage)
    assert bar.text == "On 29 Nov the plan becomes Basic."
    press(bar, "Call it off")
    wait(lambda: not bars(page.usage))
    assert isinstance(session.submitted[-1], CancelPlanChange)


def test_the_end_of_a_trial_cannot_be_called_off(session, page, wait):
    page._wish(SetPlan("trial"))
    wait(lambda: len(bars(page.usage)) == 1)
    [bar] = bars(page.usage)
    assert bar.text.startswith("The trial ends on 9 Dec.")
    assert [button.text() for button in bar.buttons] == ["Choose a plan", "See what leaves"]


def test_fetch_again(session, page, wait):
    page.usage._again.click()
    wait(lambda: session.workspace.fetched_again == 1)
    assert isinstance(session.submitted[-1], FetchAgain)
    wait(lambda: page.bar.isVisible())


def test_history_has_changes_and_sweeps(page):
    page.tabs.setCurrentIndex(HISTORY)
    shown = words(page.history)
    assert {"Standard", "Basic", "Chosen", "The workspace began with it", "11", "Standard, 30 days"} <= set(shown)


def test_no_sweep_yet_is_said(session, page, wait):
    session.workspace.sweep_rows = []
    page.refresh()
    wait(lambda: "Nothing yet: no mail has reached the end of its time here." in words(page.history))


def test_it_follows_while_it_is_seen(session, screen: Screen, page, wait):
    screen.window._dispatch.submit(SetPlan("professional"))
    wait(lambda: page.heading.text() == "Professional plan")


def test_an_implausible_date_is_said(session, page, wait):
    session.plan_row = replace(session.plan_row, sweep_held="future")
    page.refresh()
    wait(lambda: any("Nothing leaves just now" in bar.text for bar in bars(page.usage)))


def test_the_free_plan_has_no_empty_numbers(session, page, wait):
    page._wish(SetPlan("free"))
    wait(lambda: page.heading.text() == "Free plan")
    shown = words(page.usage)
    assert "nothing" in shown
    assert "This plan sends no mail. What you write waits in the outbox." in shown
    page.tabs.setCurrentIndex(USAGE)
