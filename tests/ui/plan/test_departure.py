"""When a mail leaves and why, in one sentence; and why it stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.api.rows import MessageRow
from desktop.core.api.workspace import ChangeReason, PlanChangeRow
from desktop.ui.plan.departure import Departure, departure_of
from tests.fakes.mails import DAY, NOW
from tests.fakes.session import FakeSession


@pytest.fixture
def row(session: FakeSession) -> MessageRow:
    return replace(session.message_rows[1000], expires_at=NOW + 9 * DAY, held_by=None, links=())


def tell(session: FakeSession, row: MessageRow, *waiting: PlanChangeRow, why: str | None = None) -> Departure:
    return departure_of(row, why, session.plan_row, waiting, session.workspace.plans(), NOW)


def change(plan_id: str, at: int, reason: ChangeReason = ChangeReason.CHOSEN) -> PlanChangeRow:
    return PlanChangeRow(9, plan_id, plan_id.title(), at, NOW, reason, True)


def test_the_day_the_days_and_the_plan(session: FakeSession, row: MessageRow):
    told = tell(session, row)
    assert told.sentence == (
        "Leaves this computer on 3 Dec, in 9 days: the Standard plan keeps 30 days. It stays on your server."
    )
    assert not told.urgent


@pytest.mark.parametrize(("days", "urgent"), [(0, True), (1, True), (3, True), (4, False)])
def test_three_days_before_it_is_urgent(session: FakeSession, row: MessageRow, days: int, urgent: bool):
    told = tell(session, replace(row, expires_at=NOW + days * DAY))
    assert told.urgent is urgent
    assert ("today" in told.sentence) is (days == 0)


def test_what_leaves_later_today_leaves_today(session: FakeSession, row: MessageRow):
    told = tell(session, replace(row, expires_at=NOW + 3 * 3600))
    assert told.sentence.startswith("Leaves this computer today: ")


@pytest.mark.parametrize(
    ("held_by", "why", "sentence"),
    [
        ("task", "Revisar presupuesto", "Stays here: it is linked to the task “Revisar presupuesto”."),
        ("task", None, "Stays here: it is linked to a task."),
        ("crm_copy_pending", "Obras", "Stays here until the CRM has its copy of it."),
        ("operation", None, "Stays here until your change has reached the server."),
        ("draft", None, "Stays here: drafts are always kept."),
        ("outbox", "Offer", "Stays here: Offer."),
    ],
)
def test_what_holds_it(session: FakeSession, row: MessageRow, held_by: str, why: str | None, sentence: str):
    told = tell(session, replace(row, held_by=held_by, expires_at=None), why=why)
    assert (told.sentence, told.urgent) == (sentence, False)


def test_a_plan_to_come_may_take_it_earlier(session: FakeSession, row: MessageRow):
    """Received 21 days ago: a plan of 7 days takes it on its first day."""
    told = tell(session, row, change("basic", NOW + 2 * DAY))
    assert told.sentence.startswith("Leaves this computer on 26 Nov, in 2 days: the plan becomes Basic.")
    assert told.urgent


def test_a_plan_to_come_that_keeps_longer_changes_nothing(session: FakeSession, row: MessageRow):
    assert tell(session, row, change("professional", NOW + DAY)) == tell(session, row)


def test_the_end_of_the_trial_takes_it(session: FakeSession, row: MessageRow):
    told = tell(session, row, change("free", NOW + 5 * DAY, ChangeReason.TRIAL_ENDED))
    assert "in 5 days: the trial is over then." in told.sentence


def test_a_young_mail_outlives_a_shorter_plan_by_its_own_time(session: FakeSession, row: MessageRow):
    young = replace(row, expires_at=NOW + 30 * DAY)
    assert "in 7 days" in tell(session, young, change("basic", NOW + 2 * DAY)).sentence


def test_a_plan_that_keeps_nothing(session: FakeSession, row: MessageRow):
    session.plan_row = replace(
        session.plan_row, plan_id="free", plan_name="Free", storage_days=None, mailboxes_allowed=0
    )
    told = tell(session, replace(row, expires_at=None))
    assert (told.urgent, "the Free plan keeps no mail" in told.sentence) == (True, True)
