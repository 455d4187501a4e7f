"""Reading 6 against a submission server: the month of the whole workspace, to the mail."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.commands import SendRaw
from desktop.core.api.errors import Code
from desktop.core.api.rows import OutboxState
from desktop.core.api.workspace_commands import CancelPlanChange, SetPlan
from desktop.core.plan.quota import month_of, next_month_at
from desktop.core.plan.retention import DAY
from tests.fakes.cache import mail
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]


def fill_month(here: Workspace, left: int) -> None:
    """All but so many sends of the month are used up."""
    plan = here.engine.plan()
    count = plan.sends_per_month - plan.sent_this_month - left
    assert here.engine.book_sends(count).result(30) == count


def resets(here: Workspace) -> int:
    return here.engine.plan().month_resets_at


def test_reading_6_the_nth_is_sent_and_the_next_waits_with_the_rule_the_number_and_the_date(here):
    here.sync_all()
    fill_month(here, 2)
    for _ in range(3):
        here.write()
    assert here.engine.send_due() == 2
    (row,) = here.engine.outbox()
    assert (row.state, row.not_before) == (OutboxState.HELD, resets(here))
    assert row.refusal is not None
    assert row.refusal.code is Code.PLAN_SENDS
    assert row.refusal.parameters == {"plan": "Professional", "limit": "100000", "date": "2026-12-01"}
    assert "100000" in row.said
    here.clock.set(resets(here) - 1)
    assert here.engine.send_due() == 0
    here.clock.set(resets(here))
    assert here.engine.send_due() == 1
    assert here.engine.plan().sent_this_month == 1


def test_reading_6_the_month_is_the_workspaces_whoever_sends(here):
    second = here.connect("b")
    here.sync_all()
    fill_month(here, 1)
    here.write(second)
    here.write()
    assert here.engine.send_due() == 1
    assert here.outbox_states() == [OutboxState.HELD]


def test_reading_6_one_submission_counts_once_whatever_the_recipients(here):
    here.sync_all()
    raw = mail(1)
    here.wish(SendRaw(here.account_key, raw, tuple(f"p{n}@example.com" for n in range(50))))
    assert here.engine.send_due() == 1
    assert here.engine.plan().sent_this_month == 1


def test_reading_6_another_plan_changes_the_ceiling_and_not_the_use(here):
    here.sync_all()
    here.wish(SetPlan("basic"))
    fill_month(here, 0)
    here.write()
    here.engine.send_due()
    assert here.engine.workspace.what_if("standard").sends_left == 40_000
    here.wish(SetPlan("standard"))
    assert here.engine.send_due() == 1
    assert here.engine.plan().sent_this_month == 10_001
    here.wish(SetPlan("basic"))
    here.write()
    assert here.engine.send_due() == 0
    assert here.engine.workspace.what_if("basic").sends_left == 0


def test_reading_6_the_month_never_goes_back_and_gives_no_second_allowance(here):
    here.sync_all()
    november = here.clock.now()
    fill_month(here, 0)
    here.clock.set(resets(here))
    fill_month(here, 0)
    here.clock.set(november)
    here.write()
    assert here.engine.send_due() == 0
    assert here.engine.plan().sent_this_month == 100_000
    here.clock.set(november - 60 * DAY)
    assert here.engine.send_due() == 0
    assert here.engine.book_sends(10).result(30) == 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Madrid"])
def test_reading_6_the_month_turns_in_the_workspaces_zone(here, zone):
    here.sync_all()
    here.engine._standing.zone = here.engine._zone = ZoneInfo(zone)
    fill_month(here, 0)
    turn = next_month_at(month_of(here.clock.now(), ZoneInfo(zone)), ZoneInfo(zone))
    here.write()
    here.clock.set(turn - 1)
    assert here.engine.send_due() == 0
    here.clock.set(turn)
    assert here.engine.send_due() == 1


def test_bookings_count_and_are_never_more_than_is_left(here):
    assert here.engine.book_sends(99_990).result(30) == 99_990
    assert here.engine.book_sends(99_990).result(30) == 10
    assert here.engine.book_sends(-5).result(30) == 0
    forecast = here.engine.workspace.forecast()
    assert (forecast.sent, forecast.limit, sum(day.count for day in forecast.days)) == (100_000, 100_000, 100_000)
    assert forecast.full_at == here.clock.now()
    assert forecast.days[-1].day == "2026-11-18"


def test_held_mail_says_when_a_planned_change_frees_it(here):
    here.sync_all()
    here.wish(SetPlan("free"))
    here.write()
    here.engine.send_due()
    assert here.engine.outbox()[0].freed_at is None
    at = here.clock.now() + 3 * DAY
    here.wish(SetPlan("basic", at=at))
    (row,) = here.engine.outbox()
    assert (row.state, row.freed_at, row.freed_by) == (OutboxState.HELD, at, "Basic")
    (change,) = [one for one in here.engine.workspace.plan_changes() if one.waits]
    here.wish(CancelPlanChange(change.change_key))
    assert here.engine.outbox()[0].freed_at is None
    here.wish(SetPlan("basic", at=at))
    here.days_pass(3)
    assert here.engine.send_due() == 1


def test_a_planned_change_that_does_not_free_it_is_passed_over(here):
    second = here.connect("b")
    here.sync_all()
    here.wish(SetPlan("free"))
    here.write(second)
    here.engine.send_due()
    here.wish(SetPlan("basic", at=here.clock.now() + DAY, keep=(here.account_key,)))
    assert here.engine.outbox()[0].freed_at is None
    here.wish(SetPlan("standard", at=here.clock.now() + 2 * DAY))
    row = here.engine.outbox()[0]
    assert (row.freed_at, row.freed_by) == (here.clock.now() + 2 * DAY, "Standard")
    here.wish(SetPlan("basic", at=here.clock.now() + DAY, keep=(second,)))
    assert here.engine.outbox()[0].freed_by == "Basic"


def test_a_larger_plan_before_the_month_is_over_frees_what_the_month_holds(here):
    here.sync_all()
    here.wish(SetPlan("basic"))
    fill_month(here, 0)
    here.write()
    here.engine.send_due()
    here.wish(SetPlan("standard", at=resets(here) + DAY))
    assert here.engine.outbox()[0].freed_at is None
    here.wish(SetPlan("standard", at=resets(here) - 1))
    assert here.engine.outbox()[0].freed_by == "Standard"
