"""What the core says about the desk and the CRM rules, in the user's language: receipts, notices, why a mail was saved or not.

Parameters are foreign text and are put in as they are: plain text, never rich text. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.status import Notice


def receipt_template(done: str) -> str:
    """With {target} for the name of what was changed; empty for what is not the desk's."""
    translate = QCoreApplication.translate
    match done:
        case "task_saved":
            return translate("Receipts", "Task “{target}” saved")
        case "task_deleted":
            return translate("Receipts", "Task “{target}” deleted")
        case "item_checked":
            return translate("Receipts", "“{target}” ticked")
        case "item_unchecked":
            return translate("Receipts", "“{target}” open again")
        case "contact_saved":
            return translate("Receipts", "Contact {target} saved")
        case "contact_deleted":
            return translate("Receipts", "Contact {target} deleted with what was saved there")
        case "activity_deleted":
            return translate("Receipts", "The saved copy of “{target}” was deleted")
        case "line_added":
            return translate("Receipts", "Message added")
        case "members_set":
            return translate("Receipts", "Members of the chat changed")
        case "chat_deleted":
            return translate("Receipts", "Chat “{target}” deleted")
        case "event_saved":
            return translate("Receipts", "Event “{target}” saved")
        case "time_saved":
            return translate("Receipts", "Only that time of “{target}” was changed")
        case "event_deleted":
            return translate("Receipts", "Event “{target}” deleted")
        case "time_deleted":
            return translate("Receipts", "That time of “{target}” is left out")
        case "invitation_accepted":
            return translate("Receipts", "Accepted: the answer goes to {target}")
        case "invitation_tentative":
            return translate("Receipts", "“Maybe”: the answer goes to {target}")
        case "invitation_declined":
            return translate("Receipts", "Declined: the answer goes to {target}")
        case "invitation_sent":
            return translate("Receipts", "The invitation to “{target}” goes to the guests")
        case "invitation_updated":
            return translate("Receipts", "The guests are told how “{target}” is now")
        case "meeting_cancelled":
            return translate("Receipts", "“{target}” is deleted, and the guests are told")
        case "reply_recorded":
            return translate("Receipts", "The answer of {target} is noted")
        case "crm_rules_set":
            return translate("Receipts", "The rules for saving mail have changed")
        case "list_mail_sent":
            return translate("Receipts", "Asked {target} by mail to take you off its list")
        case "list_page_opened":
            return translate("Receipts", "The page of {target} was opened in the browser")
        case _:
            return ""


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


def why_saved_sentence(why: str) -> str:
    """One line of `Linking.why_saved` (`rule:detail`) in words."""
    translate = QCoreApplication.translate
    rule, _, detail = why.partition(":")
    match rule:
        case "never":
            text = translate("WhySaved", "Not saved: {detail} is on the list of what is never saved.")
        case "junk":
            text = translate("WhySaved", "Not saved: it is junk.")
        case "trash":
            text = translate("WhySaved", "Not saved: it was in the trash.")
        case "off":
            text = translate("WhySaved", "Not saved: this mailbox saves nothing by itself.")
        case "before":
            text = translate("WhySaved", "Not saved: it came before this mailbox was told to save mail.")
        case "waits":
            text = translate("WhySaved", "Not judged yet: it waits for its text.")
        case "direction":
            if detail == "incoming":
                text = translate("WhySaved", "Not saved: this mailbox saves only mail that comes in.")
            else:
                text = translate("WhySaved", "Not saved: this mailbox saves only mail that goes out.")
        case "no_reply":
            text = translate("WhySaved", "Not saved: it belongs to no conversation that was saved before.")
        case "nobody":
            text = translate("WhySaved", "Not saved: it names nobody but us.")
        case "list":
            text = translate(
                "WhySaved", "Not saved: it comes from a mailing list, and {detail} is not among the contacts."
            )
        case "unknown":
            text = translate("WhySaved", "Not saved: {detail} is not among the contacts.")
        case "ask":
            text = translate(
                "WhySaved", "Not saved by itself: {detail} is not among the contacts, and you want to be asked."
            )
        case "contact":
            text = translate("WhySaved", "Saved by the mailbox's rule; {detail} became a contact.")
        case "saved":
            text = translate("WhySaved", "Saved by the mailbox's rule.")
        case "by_hand":
            text = translate("WhySaved", "Saved by hand.")
        case "refused":
            text = translate("WhySaved", "Not saved: the CRM could not take it.")
        case _:
            return why
    return text.format(detail=detail or "—")
