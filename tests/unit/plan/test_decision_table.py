"""Every plan against every limit of the specification's table, through the pure rules: on the limit, one below and one above.

What is expected comes from `plan_oracle`, typed from the specification; the shipped table is what is judged.
"""

from __future__ import annotations

import pytest

from desktop.core.config import resource_text
from desktop.core.plan import limits
from desktop.core.plan.catalogue import Catalogue, Plan, parse_catalogue
from desktop.core.plan.limits import Connected, Shared
from desktop.core.plan.retention import expires_at, gone_before, is_expired, wanted_since
from tests.fakes import plan_oracle
from tests.fakes.plan_oracle import DAY, PLANS, TABLE

NOW = 1_795_000_000
SHIPPED: Catalogue = parse_catalogue(resource_text("plans.toml"), "plans.toml")


@pytest.fixture(params=PLANS)
def plan(request: pytest.FixtureRequest) -> Plan:
    return SHIPPED.find(request.param)


def test_the_plans_are_these_and_no_others():
    assert [plan.plan_id for plan in SHIPPED.plans] == list(PLANS)
    assert len(PLANS) == 17


def test_attachments_and_grace_are_the_same_on_every_plan():
    assert SHIPPED.attachments_bytes == plan_oracle.ATTACHMENTS
    assert SHIPPED.grace_days == plan_oracle.GRACE_DAYS


def test_reading_10_mailboxes_of_each_employee(plan):
    allowed = TABLE[plan.plan_id].mailboxes
    assert [own for own in range(30) if limits.may_connect(own, plan)] == list(range(allowed))
    boxes = [Connected(key, member, NOW + key) for member in (1, 2) for key in range(member * 100, member * 100 + 14)]
    stays = {box.account_key for box in boxes} - limits.suspended(boxes, plan)
    assert stays == {member * 100 + number for member in (1, 2) for number in range(allowed)}


def test_reading_8_mailboxes_shared_with_others(plan):
    allowed = TABLE[plan.plan_id].shares
    for shared in (0, 1, 2, 3, 4, 5000):
        assert limits.may_share(shared, plan) is (allowed is None or shared < allowed)
    shares = [Shared(key, NOW + key) for key in range(8)]
    assert limits.resting_shares(shares, plan) == (set() if allowed is None else set(range(allowed, 8)))


@pytest.mark.parametrize("late", [-2, -1, 0, 1, 2])
def test_reading_4_storage_to_the_second(plan, late):
    days = TABLE[plan.plan_id].storage
    received = NOW - (days or 0) * DAY - late
    expected = days is None or late > 0
    assert is_expired(received, NOW, plan, NOW) is expected
    assert plan_oracle.leaves(plan_oracle.Fact(received, NOW), plan.plan_id, NOW) is expected
    last = expires_at(received, NOW, plan)
    assert last is not None
    assert (last < NOW) is expected or days is None


def test_reading_5_age_of_what_is_copied_when_connecting(plan):
    days = TABLE[plan.plan_id].imported
    assert plan.import_days == days
    if days is not None:
        wanted = wanted_since(NOW, plan.import_days, plan.storage_days)
        assert wanted == NOW - days * DAY
        assert gone_before(plan, NOW) == wanted, "the oldest mail that is fetched is the oldest that is kept"


def test_reading_6_mails_sent_a_month(plan):
    assert plan.sends_per_month == TABLE[plan.plan_id].sends


def test_reading_13_only_free_stops_and_only_the_trial_ends_by_itself(plan):
    assert plan.syncs is (plan.plan_id != "free")
    assert (plan.lasts_days is not None) is (plan.plan_id == "trial")
    assert plan.is_paid is (plan.plan_id not in ("free", "trial"))


def test_what_is_not_stated_is_marked_as_assumed(plan):
    assert ("sends_per_month" in plan.assumed) is (plan.plan_id == "trial")
