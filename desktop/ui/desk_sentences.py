"""What the core says about the desk and the CRM rules, in the user's language: receipts, notices, why a mail was saved or not.

Parameters are foreign text and are put in as they are: plain text, never rich text. GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop.core.api.status import Notice
from desktop.ui.i18n import QT_TRANSLATE_NOOP

RECEIPTS: Mapping[str, str] = {
    "task_saved": QT_TRANSLATE_NOOP("Receipts", "Task “{target}” saved"),
    "task_deleted": QT_TRANSLATE_NOOP("Receipts", "Task “{target}” deleted"),
    "item_checked": QT_TRANSLATE_NOOP("Receipts", "“{target}” ticked"),
    "item_unchecked": QT_TRANSLATE_NOOP("Receipts", "“{target}” open again"),
    "contact_saved": QT_TRANSLATE_NOOP("Receipts", "Contact {target} saved"),
    "contact_deleted": QT_TRANSLATE_NOOP("Receipts", "Contact {target} deleted with what was saved there"),
    "activity_deleted": QT_TRANSLATE_NOOP("Receipts", "The saved copy of “{target}” was deleted"),
    "line_added": QT_TRANSLATE_NOOP("Receipts", "Message added"),
    "members_set": QT_TRANSLATE_NOOP("Receipts", "Members of the chat changed"),
    "chat_deleted": QT_TRANSLATE_NOOP("Receipts", "Chat “{target}” deleted"),
    "event_saved": QT_TRANSLATE_NOOP("Receipts", "Event “{target}” saved"),
    "time_saved": QT_TRANSLATE_NOOP("Receipts", "Only that time of “{target}” was changed"),
    "event_deleted": QT_TRANSLATE_NOOP("Receipts", "Event “{target}” deleted"),
    "time_deleted": QT_TRANSLATE_NOOP("Receipts", "That time of “{target}” is left out"),
    "invitation_accepted": QT_TRANSLATE_NOOP("Receipts", "Accepted: the answer goes to {target}"),
    "invitation_tentative": QT_TRANSLATE_NOOP("Receipts", "“Maybe”: the answer goes to {target}"),
    "invitation_declined": QT_TRANSLATE_NOOP("Receipts", "Declined: the answer goes to {target}"),
    "invitation_sent": QT_TRANSLATE_NOOP("Receipts", "The invitation to “{target}” goes to the guests"),
    "invitation_updated": QT_TRANSLATE_NOOP("Receipts", "The guests are told how “{target}” is now"),
    "meeting_cancelled": QT_TRANSLATE_NOOP("Receipts", "“{target}” is deleted, and the guests are told"),
    "reply_recorded": QT_TRANSLATE_NOOP("Receipts", "The answer of {target} is noted"),
    "crm_rules_set": QT_TRANSLATE_NOOP("Receipts", "The rules for saving mail have changed"),
    "list_mail_sent": QT_TRANSLATE_NOOP("Receipts", "Asked {target} by mail to take you off its list"),
    "list_page_opened": QT_TRANSLATE_NOOP("Receipts", "The page of {target} was opened in the browser"),
}  # fmt: skip
"""What was done, and how the undo bar says it, with {target} for the name of what was changed."""


def notice_sentence(notice: Notice) -> str:
    """Empty for a notice that is not the desk's."""
    translate, said = QCoreApplication.translate, dict(notice.parameters)
    match notice.kind:
        case "link_failed":
            text = translate("Notices", "“{title}” could not be made there. It was said: {said}")
            return text.format(title=said.get("title", "")[:80], said=said.get("said") or "—")
        case "mail_stays_named":
            text = translate(
                "Notices", "The mail “{title}” is still named there, though it was undone here. It was said: {said}"
            )
            return text.format(title=said.get("title", "")[:80], said=said.get("said") or "—")
        case _:
            return ""


_WHY: Mapping[str, str] = {
    "never": QT_TRANSLATE_NOOP("WhySaved", "Not saved: {detail} is on the list of what is never saved."),
    "junk": QT_TRANSLATE_NOOP("WhySaved", "Not saved: it is junk."),
    "trash": QT_TRANSLATE_NOOP("WhySaved", "Not saved: it was in the trash."),
    "off": QT_TRANSLATE_NOOP("WhySaved", "Not saved: this mailbox saves nothing by itself."),
    "before": QT_TRANSLATE_NOOP("WhySaved", "Not saved: it came before this mailbox was told to save mail."),
    "waits": QT_TRANSLATE_NOOP("WhySaved", "Not judged yet: it waits for its text."),
    "direction:incoming": QT_TRANSLATE_NOOP("WhySaved", "Not saved: this mailbox saves only mail that comes in."),
    "direction:outgoing": QT_TRANSLATE_NOOP("WhySaved", "Not saved: this mailbox saves only mail that goes out."),
    "no_reply": QT_TRANSLATE_NOOP("WhySaved", "Not saved: it belongs to no conversation that was saved before."),
    "nobody": QT_TRANSLATE_NOOP("WhySaved", "Not saved: it names nobody but us."),
    "list": QT_TRANSLATE_NOOP("WhySaved", "Not saved: it comes from a mailing list, and {detail} is not among the contacts."),
    "unknown": QT_TRANSLATE_NOOP("WhySaved", "Not saved: {detail} is not among the contacts."),
    "ask": QT_TRANSLATE_NOOP("WhySaved", "Not saved by itself: {detail} is not among the contacts, and you want to be asked."),
    "contact": QT_TRANSLATE_NOOP("WhySaved", "Saved by the mailbox's rule; {detail} became a contact."),
    "saved": QT_TRANSLATE_NOOP("WhySaved", "Saved by the mailbox's rule."),
    "by_hand": QT_TRANSLATE_NOOP("WhySaved", "Saved by hand."),
    "refused": QT_TRANSLATE_NOOP("WhySaved", "Not saved: the CRM could not take it."),
}  # fmt: skip


def why_saved_sentence(why: str) -> str:
    """One line of `Linking.why_saved` (`rule:detail`) in words."""
    rule, _, detail = why.partition(":")
    text = _WHY.get(why if rule == "direction" else rule)
    return why if text is None else QCoreApplication.translate("WhySaved", text).format(detail=detail or "—")
