"""When the local copy of a mail goes, and why it stays. Pure; readings 1, 2 and 4 of the plan rules.

Age counts from the server's INTERNALDATE, never from the Date header, capped by the moment this computer first saw the mail
where the server's date lies in the future of that moment. A mail goes when it is older than `storage_days` times 24 hours.
"""

from __future__ import annotations

from dataclasses import dataclass

DAY = 86_400


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


def expires_at(internaldate: int, first_seen: int, storage_days: int | None) -> int | None:
    """The last second at which the mail still stays; None when the plan keeps mail for ever."""
    return None if storage_days is None else received_at(internaldate, first_seen) + storage_days * DAY


def leaving_before(now: int, within_days: int, storage_days: int | None) -> int | None:
    """What was received before this moment (epoch seconds) leaves within so many days; None when nothing ever leaves."""
    return None if storage_days is None else now + (within_days - storage_days) * DAY


def is_expired(internaldate: int, first_seen: int, storage_days: int | None, now: int) -> bool:
    """`now - received > N * 24 h`."""
    end = expires_at(internaldate, first_seen, storage_days)
    return end is not None and now > end


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
