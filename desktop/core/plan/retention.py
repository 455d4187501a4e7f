"""When the local copy of a mail goes, and why it stays. Pure; readings 1, 2, 4 and 13 of the plan rules.

Age counts from the server's INTERNALDATE, never from the Date header, capped by the moment this computer first saw the mail
where the server's date lies in the future of that moment. A mail goes when it is older than `storage_days` times 24 hours;
under a plan that does not sync every mail goes that nothing holds, whatever its age.
"""

from __future__ import annotations

from desktop.core.plan.catalogue import Plan
from desktop.values import dataclass

DAY = 86_400
EVERY_AGE = 1 << 62
"""Later than any moment of receipt."""


@dataclass(frozen=True, slots=True)
class Holds:
    """What keeps a mail here whatever its age."""

    task: bool = False
    crm_copy_pending: bool = False
    operation: bool = False
    draft: bool = False


def received_at(internaldate: int, first_seen: int) -> int:
    """The moment from which age counts (epoch seconds)."""
    return min(internaldate, first_seen) if internaldate > first_seen else internaldate


def gone_before(plan: Plan, now: int) -> int | None:
    """What was received before this moment (epoch seconds) goes when a sweep runs at `now`; None when nothing does."""
    if plan.storage_days is not None:
        return now - plan.storage_days * DAY
    return None if plan.syncs else EVERY_AGE


def leaving_before(plan: Plan, now: int, within_days: int) -> int | None:
    """What was received before this moment goes within so many days; None when nothing ever does."""
    return gone_before(plan, now + within_days * DAY)


def expires_at(internaldate: int, first_seen: int, plan: Plan) -> int | None:
    """The last second at which the mail still stays; None when the plan keeps mail for ever."""
    received = received_at(internaldate, first_seen)
    if plan.storage_days is not None:
        return received + plan.storage_days * DAY
    return None if plan.syncs else received


def is_expired(internaldate: int, first_seen: int, plan: Plan, now: int) -> bool:
    """`now - received > N * 24 h`."""
    before = gone_before(plan, now)
    return before is not None and received_at(internaldate, first_seen) < before


def held_by(holds: Holds) -> str | None:
    """The first reason why a mail does not leave, or None."""
    for name in ("task", "crm_copy_pending", "operation", "draft"):
        if getattr(holds, name):
            return name
    return None


def wanted_since(now: int, import_days: int | None, storage_days: int | None) -> int:
    """Mail received before this moment is not fetched (epoch seconds): the import age, and never more than what the next
    sweep would remove again, so that nothing is fetched and purged over and over."""
    periods = [days for days in (import_days, storage_days) if days is not None]
    return max(0, now - min(periods) * DAY) if periods else 0


def refetchable_days(present: Plan, plan: Plan) -> int | None:
    """How far back mail can be fetched again when a plan follows that keeps it longer; None when it does not, or when all
    mailboxes are connected anew anyway (readings 5 and 12)."""
    if present.storage_days is None or plan.storage_days is None or plan.storage_days <= present.storage_days:
        return None
    return min(plan.storage_days, plan.import_days or plan.storage_days)
