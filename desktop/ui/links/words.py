"""How links are called and told: kinds, states, receipts and the reasons of the CRM rules, in the language in force.

A state is told in words and by a sign of its own, never by colour alone. Pure apart from the language. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api import link_commands as wishes
from desktop.core.api.commands import Receipt
from desktop.core.api.errors import read_sentence
from desktop.core.api.linking import LinkKind, LinkRow, LinkState
from desktop.ui import words
from desktop.ui.desk_sentences import RECEIPTS
from desktop.ui.i18n import QT_TRANSLATE_NOOP, tr
from desktop.ui.sentences import told
from desktop.ui.theme import Role

ICONS = {LinkKind.TASK: "task", LinkKind.CRM: "crm", LinkKind.CHAT: "chat", LinkKind.EVENT: "event"}
ACTIONS = {
    LinkKind.TASK: "link_task", LinkKind.CRM: "link_crm", LinkKind.CHAT: "link_chat", LinkKind.EVENT: "link_event"
}  # fmt: skip
"""The names of the window's actions that open a sheet."""

_STATE_SIGNS = {
    LinkState.PENDING: ("pending", Role.TEXT_MUTED),
    LinkState.FAILED: ("warning", Role.DANGER),
    LinkState.UNSURE: ("warning", Role.WARNING),
    LinkState.GONE: ("unlink", Role.TEXT_MUTED),
    LinkState.DONE: ("check", Role.SUCCESS),
}


def state_sign(kind: LinkKind, state: LinkState) -> tuple[str, Role]:
    """Icon and ink of a link: the kind's own while all is well, else a sign of the state."""
    if state is LinkState.DONE and kind is LinkKind.CRM:
        return ICONS[kind], Role.ACCENT
    return _STATE_SIGNS.get(state, (ICONS[kind], Role.ACCENT))


def kind_word(kind: LinkKind) -> str:
    """As a part of a sentence or on a chip: "task", "CRM", "chat", "event"."""
    translate = QCoreApplication.translate
    return {
        LinkKind.TASK: translate("Chips", "task"),
        LinkKind.CRM: translate("Chips", "CRM"),
        LinkKind.CHAT: translate("Chips", "chat"),
        LinkKind.EVENT: translate("Chips", "event"),
    }[kind]


def kind_name(kind: LinkKind) -> str:
    """As a heading or on a button: "Task", "CRM", "Chat", "Event"."""
    return QCoreApplication.translate("Links", KIND_NAMES[kind])


KIND_NAMES = {
    LinkKind.TASK: QT_TRANSLATE_NOOP("Links", "Task"),
    LinkKind.CRM: QT_TRANSLATE_NOOP("Links", "CRM"),
    LinkKind.CHAT: QT_TRANSLATE_NOOP("Links", "Chat"),
    LinkKind.EVENT: QT_TRANSLATE_NOOP("Links", "Event"),
}


def state_word(kind: LinkKind, state: LinkState) -> str:
    """Short, for a chip; "" where the kind alone says it (a chat is simply there)."""
    translate = QCoreApplication.translate
    if state is LinkState.OPEN and kind is not LinkKind.TASK:
        return ""
    if state is LinkState.DONE and kind in (LinkKind.CRM, LinkKind.CHAT):
        return ""
    if state is LinkState.DONE and kind is LinkKind.EVENT:
        return translate("Chips", "over")
    return {
        LinkState.OPEN: translate("Chips", "open"),
        LinkState.DONE: translate("Chips", "done"),
        LinkState.GONE: translate("Chips", "gone"),
        LinkState.PENDING: translate("Chips", "on its way"),
        LinkState.FAILED: translate("Chips", "failed"),
        LinkState.UNSURE: translate("Chips", "to be checked"),
    }[state]


def state_sentence(row: LinkRow, now: int) -> str:
    """What is the matter with a link, for the panel and for what waits. Foreign words in it are plain text."""
    translate = QCoreApplication.translate
    if row.state is LinkState.PENDING and row.said:
        return translate("Links", "On its way, and tried again by itself. {backend} said: {said}").format(
            backend=row.backend_name, said=told(row.said)
        )
    if row.state is LinkState.PENDING:
        return translate("Links", "On its way: it is made as soon as {backend} answers.").format(
            backend=row.backend_name
        )
    if row.state is LinkState.FAILED and read_sentence(row.said) is not None:
        return told(row.said)  # a whole sentence of ours: it may have been refused here, and says by whom if not
    if row.state is LinkState.FAILED:
        return translate("Links", "{backend} refused: {said}").format(
            backend=row.backend_name, said=told(row.said) or "—"
        )
    if row.state is LinkState.UNSURE:
        return translate(
            "Links",
            "No answer came, so it may have been made. Look in {backend} whether it is there, and say so here.",
        ).format(backend=row.backend_name)
    if row.state is LinkState.GONE:
        return translate("Links", "Deleted in {backend}. It keeps nothing any more.").format(backend=row.backend_name)
    seen = words.moment(row.checked_at or row.created_at, now)
    state = state_word(row.kind, row.state)
    if state:
        return translate("Links", "{state} · {backend}, {time}").format(
            state=state[:1].upper() + state[1:], backend=row.backend_name, time=seen
        )
    return translate("Links", "{backend}, {time}").format(backend=row.backend_name, time=seen)


def receipt_words(command: object, receipt: Receipt) -> str:
    """What the undo bar says of a wish about links or the desk; "" for those that are seen where they were made."""
    translate, count = QCoreApplication.translate, receipt.count
    if receipt.done == "linked_before":
        return translate("LinkReceipts", "It is linked already, so no second one was made: “{title}”").format(
            title=receipt.target[:80]
        )
    match command:
        case wishes.LinkMail(kind=kind, title=title):
            text = {
                LinkKind.TASK: translate("LinkReceipts", "Task “{title}” made"),
                LinkKind.CRM: translate("LinkReceipts", "Saved to the CRM: “{title}”"),
                LinkKind.CHAT: translate("LinkReceipts", "Chat “{title}” opened"),
                LinkKind.EVENT: translate("LinkReceipts", "Event “{title}” made"),
            }[kind]
            return text.format(title=(receipt.target or title)[:80])
        case wishes.LinkExisting():
            return tr("{count} mail(s) linked", "", count).format(count=words.number(count))
        case wishes.Unlink(delete_object=True):
            return translate("LinkReceipts", "Deleted, and its mails are free")
        case wishes.Unlink():
            return translate("LinkReceipts", "The link has ended; nothing was deleted")
        case wishes.RetryLink():
            return translate("LinkReceipts", "It is tried again now")
        case wishes.DeleteTask():
            return translate("LinkReceipts", "Task deleted. Its mails are free: they can be deleted and expire again.")
        case wishes.DeleteContact():
            return translate("LinkReceipts", "Contact deleted, with the mails that were saved to it")
        case wishes.DeleteActivity():
            return translate("LinkReceipts", "The saved copy was deleted; the mail itself was not touched")
        case wishes.DeleteChat():
            return translate("LinkReceipts", "Chat deleted")
        case wishes.DeleteEvent():
            return translate("LinkReceipts", "Event deleted")
        case wishes.SaveEvent(event_key=int()) | wishes.SaveTime():  # dragged perhaps, and not where it was meant to go
            return translate("Receipts", RECEIPTS[receipt.done]).format(target=receipt.target[:80])
        case wishes.DeleteTime():
            text = translate("LinkReceipts", "Only that time of “{title}” was deleted")
            return text.format(title=receipt.target[:80])
        case wishes.SaveTask(done=True):
            return translate("LinkReceipts", "Task done")
        case wishes.BindConnector():
            return translate("LinkReceipts", "New ones go there from now on; older links stay where they are")
        case wishes.SetCrmRules():
            return translate("LinkReceipts", "The rules are in force from now on")
    return ""


def is_work(command: object) -> bool:
    """A wish about links or the desk."""
    return type(command).__module__ == wishes.__name__
