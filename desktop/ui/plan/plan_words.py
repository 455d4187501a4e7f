"""What the plan, its limits and its changes are called on the screen: names, short lines and sentences. Pure; GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.api.rows import PlanRow
from desktop.core.api.workspace import ChangeReason, Forecast, PlanChangeRow, PlanLimits
from desktop.ui import words
from desktop.ui.i18n import tr


def plan_name(plan_id: str, name: str) -> str:
    """The everyday name of a plan; one that this program does not know keeps the name of the table."""
    translate = QCoreApplication.translate
    if plan_id.startswith("enterprise-"):
        tier = name.rpartition(" ")[2]
        return translate("PlanNames", "Enterprise {tier}").format(
            tier=words.number(int(tier)) if tier.isdigit() else tier
        )
    return {
        "free": translate("PlanNames", "Free"),
        "trial": translate("PlanNames", "Trial"),
        "basic": translate("PlanNames", "Basic"),
        "standard": translate("PlanNames", "Standard"),
        "professional": translate("PlanNames", "Professional"),
    }.get(plan_id, name)


def known_name(name: str) -> str:
    """The everyday name of a plan that is only known by the name of the table, as in an error."""
    return plan_name(name.lower().replace(" ", "-"), name)


def keeps_nothing(plan: PlanRow) -> bool:
    """A plan without mailboxes does not sync, and keeps only what is linked to a task."""
    return plan.storage_days is None and plan.mailboxes_allowed == 0


def days(count: int) -> str:
    return tr("{count} day(s)", "", count).format(count=words.number(count))


def mails(count: int) -> str:
    return tr("{count} mail(s)", "", count).format(count=words.number(count))


def limits_line(plan: PlanLimits) -> str:
    """7 days · 1 mailbox · 10,000 mails"""
    translate = QCoreApplication.translate
    if not plan.syncs:
        return translate("Plan", "no mailboxes, nothing kept here")
    boxes = plan.mailboxes_per_employee
    return " · ".join(
        (
            days(plan.storage_days) if plan.storage_days is not None else translate("Plan", "without limit"),
            tr("{count} mailbox(es)", "", boxes).format(count=words.number(boxes)),
            translate("Plan", "{count} mails").format(count=words.number(plan.sends_per_month)),
        )
    )


def forecast_sentence(forecast: Forecast, now: int) -> str:
    """Where the month leads at its pace, and what happens when the limit comes first."""
    translate = QCoreApplication.translate
    reset = words.day(forecast.resets_at, now)
    if forecast.limit == 0:
        return translate("Plan", "This plan sends no mail. What you write waits in the outbox.")
    if not forecast.sent:
        return translate("Plan", "Nothing has been sent this month. The count starts anew on {date}.").format(
            date=reset
        )
    if forecast.sent >= forecast.limit:
        text = translate("Plan", "The limit is reached: what you send now waits and goes on {date} by itself.")
        return text.format(date=reset)
    if forecast.full_at is not None:
        text = translate("Plan", "At this pace the limit is reached on {full}. What comes after waits until {date}.")
        return text.format(full=words.day(forecast.full_at, now), date=reset)
    text = translate("Plan", "At this pace it will be {expected} when the count starts anew on {date}.")
    return text.format(expected=words.number(forecast.expected), date=reset)


def reason_words(change: PlanChangeRow) -> str:
    translate = QCoreApplication.translate
    return {
        ChangeReason.FIRST: translate("Plan", "The workspace began with it"),
        ChangeReason.CHOSEN: translate("Plan", "Chosen"),
        ChangeReason.TRIAL_ENDED: translate("Plan", "The trial ended"),
        ChangeReason.LAPSED: translate("Plan", "The plan was not paid any more"),
    }[change.reason]


def waiting_sentence(change: PlanChangeRow, now: int) -> str:
    """What waits for its day, as a bar says it."""
    translate, date = QCoreApplication.translate, words.day(change.at, now)
    name = plan_name(change.plan_id, change.plan_name)
    if change.reason is ChangeReason.TRIAL_ENDED:
        text = translate(
            "Plan",
            "The trial ends on {date}. Then mail is neither fetched nor sent, and what no task holds leaves this computer.",
        )
    elif change.reason is ChangeReason.LAPSED:
        text = translate(
            "Plan", "The plan is not paid any more. On {date} it becomes {plan}, and what no task holds leaves."
        )
    else:
        text = translate("Plan", "On {date} the plan becomes {plan}.")
    return text.format(date=date, plan=name)


def kept_words(reason: str, count: int) -> str:
    """What is past its time and stays all the same, by the reasons of `MessageRow.held_by`."""
    if reason == "task":
        text = tr("{count} linked to a task", "", count)
    elif reason == "crm_copy_pending":
        text = tr("{count} until the CRM has its copy", "", count)
    elif reason == "operation":
        text = tr("{count} with a change that waits for the server", "", count)
    elif reason == "draft":
        text = tr("{count} draft(s)", "", count)
    else:
        text = tr("{count} for another reason", "", count)
    return text.format(count=words.number(count))


def joined(names: Sequence[str]) -> str:
    """a, b and c"""
    if len(names) < 2:
        return "".join(names)
    text = QCoreApplication.translate("Plan", "{first} and {last}")
    return text.format(first=", ".join(names[:-1]), last=names[-1])
