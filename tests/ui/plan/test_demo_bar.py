"""The bar above the demo: what it moves, that it says when it works, and that it never waits on the screen's thread."""

from __future__ import annotations

import threading

from PySide6.QtCore import QDate

from desktop.core.api.changes import ChangeSet
from desktop.core.api.workspace_commands import SetPlan, SwitchMember
from desktop.ui.plan.demo_bar import SENDS
from tests.fakes.mails import DAY
from tests.ui.conftest import Screen


def test_days_pass_and_mail_is_seen_to_leave(session, screen: Screen, demo, wait):
    before = screen.model.rowCount()
    demo.bar.leaps[7].click()
    assert demo.bar.busy
    wait(lambda: not demo.bar.busy)
    wait(lambda: screen.model.rowCount() < before)
    assert demo.bar.day.date() == QDate(2026, 12, 1)
    [sentence] = screen.notices()
    assert sentence.startswith("7 days later: ")
    assert sentence.endswith("mails left this computer. On the server nothing has changed.")


def test_while_it_works_it_says_so_and_takes_nothing_else(controls, demo, wait, monkeypatch):
    gate, real = threading.Event(), controls._move

    def slow(moment: int) -> int:
        gate.wait(10)
        return real(moment)

    monkeypatch.setattr(controls, "_move", slow)
    demo.bar.leaps[1].click()
    assert demo.bar.working.text() == "1 day passes…"
    assert demo.bar.progress.isVisible(), "at once: somebody has pressed something"
    assert not any(button.isEnabled() for button in (*demo.bar.leaps.values(), demo.bar.plans, demo.bar.again))
    gate.set()
    wait(lambda: not demo.bar.busy)
    assert demo.bar.working.text() == ""
    assert demo.bar.plans.isEnabled()


def test_before_the_demo_has_a_member_there_is_nothing_to_choose(session, demo, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(session.workspace, "members", lambda: ())
        demo.bar.hear(ChangeSet(plan=True))
        assert not any(
            one.isEnabled() for one in (demo.bar.plans, demo.bar.members, demo.bar.tour, *demo.bar.leaps.values())
        )
    demo.bar.hear(ChangeSet(plan=True))
    assert all(one.isEnabled() for one in (demo.bar.plans, demo.bar.members, demo.bar.tour, *demo.bar.leaps.values()))


def test_a_later_date(session, controls, demo, wait):
    demo.bar.day.setDate(QDate(2026, 12, 24))
    wait(lambda: not demo.bar.busy and controls.now() > session.plan_row.month_resets_at - 40 * DAY)
    assert demo.bar.day.date() == QDate(2026, 12, 24)
    assert demo.bar.day.minimumDate() == QDate(2026, 12, 24)


def test_plan_and_member(session, demo, wait):
    demo.bar.plans.setCurrentIndex(demo.bar.plans.findData("basic"))
    demo.bar._choose_plan()
    wait(lambda: session.plan_row.plan_id == "basic" and not demo.bar.busy)
    demo.bar.members.setCurrentIndex(1)
    demo.bar._choose_member()
    wait(lambda: session.workspace.current == 2)
    assert SetPlan("basic", again=True) in session.submitted
    assert SwitchMember(2) in session.submitted


def test_it_follows_what_was_done_elsewhere(screen: Screen, demo, wait):
    screen.window._dispatch.submit(SetPlan("professional"))
    wait(lambda: demo.bar.plans.currentData() == "professional")


def test_only_a_trial_can_be_ended(session, screen: Screen, demo, wait):
    assert not demo.bar.trial.isVisible()
    screen.window._dispatch.submit(SetPlan("trial"))
    wait(lambda: demo.bar.trial.isVisible())
    demo.bar.trial.click()
    wait(lambda: session.plan_row.plan_id == "free" and not demo.bar.busy)
    wait(lambda: not demo.bar.trial.isVisible())
    wait(lambda: any(notice.startswith("The trial is over.") for notice in screen.notices()))


def test_sends_are_booked_up_to_the_limit(session, screen: Screen, demo, wait):
    screen.window._dispatch.submit(SetPlan("basic"))
    wait(lambda: session.plan_row.plan_id == "basic")
    demo.bar.book()
    wait(lambda: session.plan_row.sent_this_month == 10_000)
    wait(lambda: "8,796 mails counted as sent: with that the month's limit is reached." in screen.notices())
    assert SENDS == 9_990


def test_a_refusal_is_said(session, screen: Screen, controls, demo, wait):
    demo.bar._follow(controls.move_to(session.now - DAY), "…", lambda _: None)
    wait(lambda: not demo.bar.busy)
    assert len(screen.notices()) == 1


def test_start_again(controls, demo, wait):
    demo.bar.again.click()
    wait(lambda: controls.begun_again == 1)


def test_nothing_of_it_without_a_demo(screen: Screen):
    assert not screen.window.body.bars
