"""The plan through time against the embedded server: trial, grace, scheduled changes, downgrade and upgrade, a clock that goes
back, a program that was off."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import DraftContent, SaveDraft
from desktop.core.api.errors import Code, PlanError
from desktop.core.api.rows import OutboxState
from desktop.core.api.workspace import ChangeReason
from desktop.core.api.workspace_commands import CancelPlanChange, EndTrial, FetchAgain, PlanLapsed, SetPlan
from desktop.core.plan.retention import DAY
from tests.fakes.world import Killed
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]


def refused(here: Workspace, command: object) -> PlanError:
    with pytest.raises(PlanError) as caught:
        here.wish(command)
    return caught.value


def test_reading_16_a_new_workspace_has_a_first_plan_with_its_date(here):
    changes = here.engine.workspace.plan_changes()
    assert [(one.plan_id, one.reason, one.waits) for one in changes] == [
        ("professional", ChangeReason.CHOSEN, False), ("standard", ChangeReason.FIRST, False)
    ]  # fmt: skip
    assert changes[1].at <= here.clock.now()


def test_a_trial_schedules_its_own_end_and_becomes_free_without_grace(here):
    here.wish(SetPlan("trial"))
    ends = here.engine.workspace.trial_ends_at()
    assert ends == here.clock.now() + 15 * DAY
    here.arrive(0, 1)
    here.sync_all()
    here.days_pass(14.5)
    assert (here.plan_id, here.local()) == ("trial", [1, 2])
    here.days_pass(0.6)
    assert (here.plan_id, here.local()) == ("free", [])
    assert here.engine.workspace.trial_ends_at() is None
    assert here.engine.workspace.plan_changes()[0].reason is ChangeReason.TRIAL_ENDED
    assert "plan_changed" in [notice.kind for notice in here.notices]


def test_the_end_of_a_trial_cannot_be_called_off_but_a_chosen_plan_takes_its_place(here):
    here.wish(SetPlan("trial"))
    end = here.engine.workspace.plan_changes()[0]
    assert end.waits
    assert refused(here, CancelPlanChange(end.change_key)).code is Code.TRIAL_END_FIXED
    here.wish(SetPlan("basic"))
    assert not [one for one in here.engine.workspace.plan_changes() if one.waits]
    here.days_pass(16)
    assert here.plan_id == "basic"


def test_a_plan_scheduled_before_the_trial_ends_replaces_the_end_and_calling_it_off_brings_the_end_back(here):
    here.wish(SetPlan("trial"))
    begun = here.clock.now()
    key = here.wish(SetPlan("standard", at=begun + 10 * DAY)).key
    assert [one.plan_id for one in here.engine.workspace.plan_changes() if one.waits] == ["standard"]
    here.wish(CancelPlanChange(key or 0))
    waiting = [one for one in here.engine.workspace.plan_changes() if one.waits]
    assert [(one.plan_id, one.at) for one in waiting] == [("free", begun + 15 * DAY)]


def test_a_plan_scheduled_after_the_trial_leaves_the_end_in_place(here):
    here.wish(SetPlan("trial"))
    here.wish(SetPlan("standard", at=here.clock.now() + 20 * DAY))
    here.days_pass(16)
    assert here.plan_id == "free"
    here.days_pass(5)
    assert here.plan_id == "standard"


def test_ending_the_trial_by_hand_is_refused_on_any_other_plan(here):
    assert refused(here, EndTrial()).code is Code.NO_TRIAL
    here.wish(SetPlan("trial"))
    here.wish(EndTrial())
    assert here.plan_id == "free"


def test_reading_13_a_lapsed_plan_has_ten_days_of_grace_and_a_trial_none(here):
    here.wish(PlanLapsed())
    here.days_pass(9.9)
    assert here.plan_id == "professional"
    here.days_pass(0.2)
    assert here.plan_id == "free"
    assert here.engine.workspace.plan_changes()[0].reason is ChangeReason.LAPSED
    here.wish(SetPlan("trial"))
    assert refused(here, PlanLapsed()).code is Code.PLAN_NOT_PAID


def test_paying_within_the_grace_calls_the_lapse_off(here):
    here.wish(PlanLapsed())
    here.days_pass(5)
    here.wish(SetPlan("professional"))
    here.days_pass(8)
    assert here.plan_id == "professional"


def test_a_scheduled_downgrade_takes_effect_at_its_moment(here):
    here.arrive(0, 5, 20)
    here.sync_all()
    at = here.clock.now() + 2 * DAY
    assert here.wish(SetPlan("basic", at=at)).done == "plan_scheduled"
    here.days_pass(1.9)
    assert (here.plan_id, here.local()) == ("professional", [1, 2, 3])
    here.days_pass(0.2)
    assert (here.plan_id, here.local()) == ("basic", [1])


def test_a_change_whose_moment_came_while_the_program_was_off_waits_for_a_date_that_a_server_confirms(here):
    """A laptop that was off for twelve days; or one whose clock is wrong: who can tell before a mail comes?"""
    here.arrive(0)
    here.sync_all()
    here.engine.sweep()
    here.wish(SetPlan("free", at=here.clock.now() + 5 * DAY))
    here.engine.close()
    here.clock.advance(12 * DAY)
    here.open()
    assert (here.plan_id, here.local()) == ("professional", [1])
    here.arrive(0, first=7)
    here.sync_all()
    assert here.local() == [1, 7]
    here.engine.sweep()
    assert (here.plan_id, here.local()) == ("free", [])


def test_a_change_that_came_due_over_night_is_in_force_when_the_program_starts(here):
    here.arrive(0)
    here.sync_all()
    here.engine.sweep()
    here.wish(SetPlan("free", at=here.clock.now() + DAY // 2))
    here.engine.close()
    here.clock.advance(DAY)
    here.open()
    assert here.plan_id == "free"


@pytest.mark.parametrize("point", range(10))
def test_a_kill_at_any_step_of_a_planned_change_ends_with_the_change(here, point):
    """Steps: the clock is noted, the plan comes into force, the sweep takes the mail, the index forgets it, space is given back."""
    here.arrive(0)
    here.sync_all()
    here.engine.sweep()
    here.wish(SetPlan("free", at=here.clock.now() + 3600))
    here.clock.advance(7200)
    here.death.watch(point)
    with pytest.raises(Killed):
        here.engine.sweep()
    here.restart()
    here.engine.sweep()
    assert (here.plan_id, here.local()) == ("free", [])
    changes = [one.plan_id for one in here.engine.workspace.plan_changes()]
    assert changes == ["free", "professional", "standard"], "carried out once"


def test_the_plan_in_force_does_not_go_back_with_the_clock(here):
    here.days_pass(1)
    here.wish(SetPlan("basic"))
    here.clock.set(here.clock.now() - 400 * DAY)
    assert here.plan_id == "basic"
    here.restart()
    assert here.plan_id == "basic"
    here.wish(SetPlan("standard"))
    assert here.plan_id == "standard", "a choice made under the wrong clock is the newest all the same"


def test_a_plan_chosen_under_a_clock_years_ahead_does_not_hasten_a_planned_one(here):
    today = here.clock.now()
    here.clock.set(today + 3650 * DAY)
    here.wish(SetPlan("enterprise-250"))
    here.clock.set(today)
    here.wish(SetPlan("basic", at=today + DAY))
    assert here.plan_id == "enterprise-250"
    assert [one.plan_id for one in here.engine.workspace.plan_changes() if one.waits] == ["basic"]
    here.days_pass(1.1)
    assert here.plan_id == "basic"


def test_a_clock_far_ahead_carries_no_change_out(here):
    here.arrive(0)
    here.sync_all()
    here.engine.sweep()
    here.wish(SetPlan("free", at=here.clock.now() + 30 * DAY))
    here.clock.set(here.clock.now() + 3650 * DAY)
    here.engine.sweep()
    assert (here.plan_id, here.local()) == ("professional", [1])
    assert here.engine.plan().sweep_held == "jumped_ahead"


def test_a_moment_behind_is_refused(here):
    assert refused(here, SetPlan("basic", at=here.clock.now() - 1)).code is Code.PLAN_MOMENT_PAST


def test_reading_13_free_keeps_drafts_outbox_and_linked_mail_and_nothing_else(here):
    here.arrive(0, 1, 80)
    here.server.deliver("Work", here.server.snapshot()["INBOX"].messages[0].raw, here.clock.now())
    here.sync_all()
    here.link("INBOX", 2)
    draft = here.wish(SaveDraft(None, DraftContent(here.account_key, to="x@example.com", subject="D", text="T"))).key
    here.write()
    before = here.held()
    here.wish(SetPlan("free"))
    here.engine.sweep()
    here.engine.send_due()
    assert here.local() == [2]
    assert here.numbers("Work") == []
    assert here.engine.draft(draft or 0) is not None
    assert here.outbox_states() == [OutboxState.HELD]
    held = here.engine.outbox()[0].refusal
    assert held is not None
    assert (held.code, held.parameters) == (Code.PLAN_NO_SYNC, {"plan": "Free"})
    assert here.held() == before, "nothing changed on the server"
    assert here.submission.accepted == []


def test_reading_5_coming_back_from_free_connects_anew_and_fetches_the_import_age(here):
    here.arrive(0, 20, 80)
    here.sync_all()
    here.wish(SetPlan("free"))
    here.engine.sweep()
    assert here.local() == []
    here.write()
    here.engine.send_due()
    here.wish(SetPlan("standard"))
    here.sync_all()
    assert here.local() == [1, 2]
    assert here.engine.send_due() == 1


def test_reading_5_and_12_purged_mail_does_not_come_back_until_it_is_asked_for(here):
    here.arrive(0, 20, 80)
    here.sync_all()
    here.wish(SetPlan("basic"))
    here.engine.sweep()
    assert here.local() == [1]
    for _ in range(5):
        here.sync_all()
    assert here.local() == [1]
    assert here.engine.workspace.what_if("standard").fetch_again_days == 30
    here.wish(SetPlan("standard"))
    for _ in range(5):
        here.sync_all()
    assert here.local() == [1], "longer storage conjures nothing back"
    here.wish(FetchAgain())
    here.sync_all()
    assert here.local() == [1, 2]
    here.calls.clear()
    here.sync_all()
    assert not {"fetch_headers", "fetch_bodies"} & set(here.calls)


def test_nothing_is_fetched_again_on_free(here):
    here.wish(SetPlan("free"))
    assert refused(here, FetchAgain()).code is Code.PLAN_NO_SYNC


def test_reading_17_a_trial_begins_once(here):
    """However often it is chosen: not while it is on, not after it, and not for a later day."""
    here.wish(SetPlan("trial"))
    end = here.engine.workspace.trial_ends_at()
    for at in (None, here.clock.now() + 30 * DAY):
        with pytest.raises(PlanError) as refused:
            here.wish(SetPlan("trial", at))
        assert refused.value.code is Code.TRIAL_USED
    assert here.engine.workspace.trial_ends_at() == end
    here.wish(SetPlan("basic"))
    here.restart()
    with pytest.raises(PlanError):
        here.wish(SetPlan("trial"))
    assert [plan.plan_id for plan in here.engine.workspace.plans() if plan.used] == ["trial"]
    assert here.engine.workspace.what_if("trial").plan.used
    here.wish(SetPlan("trial", again=True))
    assert here.plan_id == "trial", "the demo begins it anew when told so"
    assert here.engine.workspace.trial_ends_at() is not None


def test_reading_17_a_trial_that_was_only_planned_is_not_used(here):
    change = here.wish(SetPlan("trial", here.clock.now() + DAY)).key
    here.wish(CancelPlanChange(change))
    here.wish(SetPlan("trial"))
    assert here.plan_id == "trial"
