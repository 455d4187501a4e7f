"""What is said of mail that was put off: when it comes back, that it is back, and that it could not. Pure but for the language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.commands import Receipt
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.message_list.chips import clean


def stored_sentence(receipt: Receipt, until: int, now: int) -> str:
    """What the undo bar says."""
    if receipt.done == "came_back":
        return tr("{count} mail(s) back where they were", "", receipt.count).format(count=words.number(receipt.count))
    text = tr("{count} mail(s) put off until {moment}", "", receipt.count)
    return text.format(count=words.number(receipt.count), moment=words.coming(until, now))


def back_sentence(count: int, subject: str) -> str:
    if count == 1:
        name = clean(subject)[:120] or QCoreApplication.translate("Chips", "No subject")
        return QCoreApplication.translate("Later", "Back from Later: {subject}").format(subject=name)
    return tr("{count} mail(s) are back from Later", "", count).format(count=words.number(count))


def lost_sentence(count: int) -> str:
    text = tr(
        "{count} mail(s) put off until now are no longer on this computer, as the plan says. They are in Later on your server.",
        "",
        count,
    )
    return text.format(count=words.number(count))
