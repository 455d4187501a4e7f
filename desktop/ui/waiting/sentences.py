"""What is said of what waits: changes that no server has yet, and mails of the outbox; each with why it waits. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.rows import AccountState, OperationRow, OperationState, OutboxRow, OutboxState
from desktop.core.api.status import AccountStatus
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.plan.plan_words import known_name
from desktop.ui.sentences import error_sentence, folder_name, told


def operation_sentence(row: OperationRow) -> str:
    """What is waiting to reach the server: "Move 3 mails to Clients"."""
    translate = QCoreApplication.translate
    if row.kind == "move":
        text = tr("Move {count} mail(s) to {target}", "", row.count)
    elif row.kind == "copy":
        text = tr("Copy {count} mail(s) to {target}", "", row.count)
    elif row.kind == "import":
        text = tr("Bring {count} mail(s) to {target} in another account", "", row.count)
    elif row.kind == "store":
        text = tr("Change the marks of {count} mail(s)", "", row.count)
    elif row.kind == "expunge" and row.special_use is SpecialUse.DRAFTS:
        text = tr("Take {count} draft(s) off the server", "", row.count)
    elif row.kind == "expunge":
        text = tr("Delete {count} mail(s) for good", "", row.count)
    elif row.kind == "append":
        text = translate("Operations", "Save a copy of a mail on the server")
    elif row.kind == "create_mailbox":
        text = translate("Operations", "Create a folder")
    elif row.kind == "rename_mailbox":
        text = translate("Operations", "Rename a folder")
    elif row.kind == "delete_mailbox":
        text = translate("Operations", "Delete a folder")
    else:
        text = translate("Operations", "A change on the server")
    return text.format(count=words.number(row.count), target=folder_name(row.target))


def operation_reason(row: OperationRow, now: int, status: AccountStatus | None = None) -> str:
    """`status` is its account's; without one nothing is known of the connection."""
    translate = QCoreApplication.translate
    if row.state is OperationState.FAILED:
        return translate("Operations", "The server refused, so it was put back here. It said: {said}").format(
            said=told(row.said) or "—"
        )
    if row.state is OperationState.CLAIMED:
        return translate("Operations", "On its way to the server")
    if row.attempts and row.not_before > now:
        return translate("Operations", "Next try in {wait}. Last answer: {said}").format(
            wait=words.wait(row.not_before - now), said=told(row.said) or "—"
        )
    if row.not_before > now:
        return translate("Operations", "Can be taken back for a few seconds, then it goes to the server")
    if status is not None and status.state in (AccountState.UP_TO_DATE, AccountState.SYNCING):
        return translate("Operations", "Goes to the server in a moment")
    return translate("Operations", "Waiting for the connection")


def outbox_reason(row: OutboxRow, now: int) -> str:
    translate = QCoreApplication.translate
    match row.state:
        case OutboxState.WAITING if row.paused:
            return translate("Outbox", "Its account is paused. It goes when the account goes on.")
        case OutboxState.WAITING:
            if row.attempts and row.not_before > now:
                return translate("Outbox", "Next try in {wait}. Last answer: {said}").format(
                    wait=words.wait(row.not_before - now), said=told(row.said) or "—"
                )
            if row.send_at > now:
                text = translate(
                    "Outbox", "Goes {moment}, as you chose; where Bandeja is closed then, at its next start."
                )
                return text.format(moment=words.coming(row.send_at, now))
            return translate("Outbox", "Waiting to be sent")
        case OutboxState.SENDING:
            return translate("Outbox", "Being sent")
        case OutboxState.SENT:
            return translate("Outbox", "Sent; its copy is being saved")
        case OutboxState.FAILED:
            return translate("Outbox", "Not sent. The server said: {said}").format(said=told(row.said) or "—")
        case OutboxState.UNKNOWN:
            return translate(
                "Outbox", "It may have been sent: the connection broke at the last moment. Look into Sent first."
            )
        case _ if row.refusal is not None and row.freed_at is not None:
            freed = translate("Outbox", "It goes by itself on {date}, with the change to the {plan} plan.")
            freed = freed.format(date=words.day(row.freed_at, now), plan=known_name(row.freed_by))
            return f"{error_sentence(row.refusal)} {freed}"
        case _ if row.refusal is not None:
            return error_sentence(row.refusal)
        case _:
            text = translate("Outbox", "Held until {date}: {said}")
            return text.format(date=words.day(row.not_before, now), said=told(row.said) or "—")
