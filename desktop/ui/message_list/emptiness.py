"""Why a list is empty, in words: heading, sentence, and the label of a button where there is something to do. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop.core.api.queries import ListView
from desktop.core.api.rows import AccountState, PlanRow
from desktop.core.api.status import AccountStatus
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.plan.plan_words import keeps_nothing, plan_name

_FETCHING = (AccountState.NEW, AccountState.CONNECTING, AccountState.SYNCING)


def explain(query: ListView, label: str, plan: PlanRow, statuses: Sequence[AccountStatus]) -> tuple[str, str, str, str]:
    """(icon, heading, sentence, button or "")."""
    translate = QCoreApplication.translate
    if query.search:
        return _nothing_found(query, plan)
    if query.filter:
        return (
            "filter",
            translate("Emptiness", "No mail passes the filter"),
            translate("Emptiness", "There may be others in this folder."),
            translate("Emptiness", "Show all mails"),
        )
    if any(status.state in _FETCHING and status.last_success is None for status in statuses):
        return (
            "download",
            translate("Emptiness", "Mail is being fetched"),
            translate("Emptiness", "The newest comes first and appears here by itself."),
            "",
        )
    if query.leaving_within is not None:
        return _nothing_leaves(query.leaving_within, plan)
    if query.awaiting:
        return (
            "bell",
            translate("Emptiness", "No mail waits for an answer"),
            translate("Emptiness", "What you send with a reminder stands here until somebody answers."),
            "",
        )
    if query.special_use is SpecialUse.TRASH:
        return ("trash", translate("Emptiness", "The trash is empty"), "", "")
    if query.special_use is SpecialUse.LATER:
        return (
            "later",
            translate("Emptiness", "Nothing is put off"),
            translate("Emptiness", "What you put off waits here, and comes back unread where it was."),
            "",
        )
    if query.special_use is SpecialUse.DRAFTS:
        return (
            "drafts",
            translate("Emptiness", "No drafts"),
            translate("Emptiness", "What you begin to write is kept here."),
            "",
        )
    if keeps_nothing(plan):
        text = translate(
            "Emptiness",
            "The {plan} plan fetches no mail and keeps only what is linked to a task. Your mail is on your server.",
        )
        sentence = text.format(plan=plan_name(plan.plan_id, plan.plan_name))
        return ("inbox", translate("Emptiness", "No mail in {folder}").format(folder=label), sentence, "")
    if plan.storage_days is None:
        return ("inbox", translate("Emptiness", "No mail in {folder}").format(folder=label), "", "")
    heading = tr("No mail in the last {count} day(s)", "", plan.storage_days)
    sentence = tr(
        "The {plan} plan keeps {count} day(s) here; older mail is still on your server.", "", plan.storage_days
    )
    days = words.number(plan.storage_days)
    name = plan_name(plan.plan_id, plan.plan_name)
    return ("inbox", heading.format(count=days), sentence.format(plan=name, count=days), "")


def _nothing_leaves(within: int, plan: PlanRow) -> tuple[str, str, str, str]:
    heading = tr("Nothing leaves in the next {count} day(s)", "", within).format(count=words.number(within))
    if plan.storage_days is None:
        return ("clock", heading, QCoreApplication.translate("Emptiness", "What is here stays here."), "")
    sentence = tr(
        "The {plan} plan keeps {count} day(s) here, and no mail is that old yet. What is linked to a task stays longer.",
        "",
        plan.storage_days,
    )
    name = plan_name(plan.plan_id, plan.plan_name)
    return ("clock", heading, sentence.format(plan=name, count=words.number(plan.storage_days)), "")


def _nothing_found(query: ListView, plan: PlanRow) -> tuple[str, str, str, str]:
    translate = QCoreApplication.translate
    heading = translate("Emptiness", "Nothing found for “{words}”").format(words=query.search[:60])
    scoped = query.mailbox_key is not None or query.special_use is not None or query.leaving_within is not None
    narrow = scoped or query.awaiting
    unread = _find_misread(query.search)
    if unread:
        text = translate("Emptiness", "“{condition}” was not understood and was searched as words.")
        sentence = text.format(condition=unread)
    elif plan.storage_days is None:
        sentence = translate("Emptiness", "Try fewer words, or only their beginnings.")
    else:
        sentence = tr(
            "Try fewer words, or only their beginnings. The {count} day(s) kept here were searched; older mail is on your server.",
            "",
            plan.storage_days,
        ).format(count=words.number(plan.storage_days))
    if query.filter:
        return ("search", heading, sentence, translate("Emptiness", "Search without the filter"))
    return ("search", heading, sentence, translate("Emptiness", "Search everywhere") if narrow else "")


def _find_misread(typed: str) -> str:
    from desktop.ui.searching.reach import misread  # only a search needs its language

    return misread(typed)
