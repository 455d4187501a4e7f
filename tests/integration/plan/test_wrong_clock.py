"""Clocks that are wrong while mail is fetched, and while a plan ends: nothing is lost by them for good (reading 4)."""

from __future__ import annotations

from desktop.core.api.workspace_commands import SetPlan
from desktop.core.plan.retention import DAY
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]


def test_mail_that_a_clock_ahead_kept_away_comes_when_the_clock_is_right(here: Workspace):
    """Under it the window of a plan of 7 days begins after everything that there is."""
    right = here.clock.now()
    here.wish(SetPlan("basic"))
    here.arrive(1, 2, 3)
    here.clock.set(right + 40 * DAY)
    here.engine.keep_plan()
    here.sync_all()
    assert here.local() == []
    here.clock.set(right + 60)
    here.arrive(0, first=4)
    here.sync_all()
    here.engine.sweep()
    here.sync_all()
    assert here.local() == [1, 2, 3, 4]


def test_the_end_of_a_trial_under_a_clock_two_days_ahead_takes_no_mail_before_its_day(here: Workspace):
    here.wish(SetPlan("trial"))
    here.arrive(0, 1, 10)
    here.sync_all()
    here.engine.sweep()
    here.days_pass(13.5)
    here.arrive(0, first=4)
    here.sync_all()
    right = here.clock.now()
    here.restart()
    here.clock.set(right + 2 * DAY)
    here.engine.sweep()
    assert here.plan_id == "free"
    assert len(here.local()) == 4, "the trial is on for another day and a half"
    here.clock.advance(3 * DAY)
    here.engine.sweep()
    assert here.local() == []
