"""When and why a mail leaves this computer, or why it stays: one sentence, an icon, and whether it is urgent. Pure.

The day is the one on which the plan in force lets the mail go, or an earlier one on which a plan that waits does. GUI thread,
for the language.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.api.rows import MessageRow, PlanRow
from desktop.core.api.workspace import ChangeReason, PlanChangeRow, PlanLimits
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.message_list.chips import WARN_DAYS, clean
from desktop.ui.plan.plan_words import days, keeps_nothing, plan_name
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Departure:
    icon: str
    sentence: str
    urgent: bool = False


def departure_of(
    row: MessageRow,
    why: str | None,
    plan: PlanRow,
    waiting: Sequence[PlanChangeRow],
    table: Sequence[PlanLimits],
    now: int,
) -> Departure:
    """`why` names what holds the mail, `waiting` are the changes that are to come, `table` all plans."""
    translate = QCoreApplication.translate
    if row.only_there:
        return Departure("offline", _only_there(plan))
    if row.held_by is not None:
        return Departure(*_held(row.held_by, clean(why or "")))
    if row.expires_at is None:
        if keeps_nothing(plan):
            text = translate(
                "Departure", "Leaves this computer soon: the {plan} plan keeps no mail. It stays on your server."
            )
            return Departure("clock", text.format(plan=plan_name(plan.plan_id, plan.plan_name)), True)
        return Departure("check", translate("Departure", "Stays here: the plan keeps mail without limit."))
    assert plan.storage_days is not None
    period = days(plan.storage_days)
    reason = translate("Departure", "the {plan} plan keeps {days}").format(
        plan=plan_name(plan.plan_id, plan.plan_name), days=period
    )
    moment = row.expires_at
    for change in waiting:
        earlier = _leaves_under(change, row.expires_at - plan.storage_days * words.DAY, table)
        if earlier is not None and earlier < moment:
            moment, reason = earlier, _reason_of(change)
    left = words.days_left(moment, now)
    if left and words.day(moment, now) != words.day(now, now):
        text = tr("Leaves this computer on {date}, in {count} day(s): {reason}. It stays on your server.", "", left)
    else:
        text = translate("Departure", "Leaves this computer today: {reason}. It stays on your server.")
    sentence = text.format(date=words.day(moment, now), count=words.number(left), reason=reason)
    return Departure("clock", sentence, left <= WARN_DAYS)


def _only_there(plan: PlanRow) -> str:
    translate = QCoreApplication.translate
    if plan.storage_days is None:
        return translate("Departure", "This mail is only on the server.")
    text = translate("Departure", "This mail is only on the server (your plan keeps {days} here).")
    return text.format(days=days(plan.storage_days))


def _held(reason: str, name: str) -> tuple[str, str]:
    translate = QCoreApplication.translate
    if reason == "task":
        if not name:
            return "task", translate("Departure", "Stays here: it is linked to a task.")
        return "task", translate("Departure", "Stays here: it is linked to the task “{name}”.").format(name=name)
    if reason == "crm_copy_pending":
        return "crm", translate("Departure", "Stays here until the CRM has its copy of it.")
    if reason == "operation":
        return "pending", translate("Departure", "Stays here until your change has reached the server.")
    if reason == "draft":
        return "drafts", translate("Departure", "Stays here: drafts are always kept.")
    return "lock", translate("Departure", "Stays here: {reason}.").format(reason=name or reason)


def _leaves_under(change: PlanChangeRow, received: int, table: Sequence[PlanLimits]) -> int | None:
    """When a mail goes if that change comes: on its day, or later when the new plan lets it stay longer."""
    plan = next((one for one in table if one.plan_id == change.plan_id), None)
    if plan is None or (plan.syncs and plan.storage_days is None):
        return None
    return change.at if plan.storage_days is None else max(change.at, received + plan.storage_days * words.DAY)


def _reason_of(change: PlanChangeRow) -> str:
    translate = QCoreApplication.translate
    if change.reason is ChangeReason.TRIAL_ENDED:
        return translate("Departure", "the trial is over then")
    text = translate("Departure", "the plan becomes {plan}")
    return text.format(plan=plan_name(change.plan_id, change.plan_name))
