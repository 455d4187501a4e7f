"""A conversation in words: how many, who, where, and an entry as one sentence to be heard. Pure; GUI thread, for the language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.conversation import Conversation, ConversationEntry, EntryKind
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.folder_pane.names import use_name
from desktop.ui.i18n import QT_TRANSLATE_NOOP, tr
from desktop.ui.message_list.chips import chips_of, clean

ACTS: tuple[tuple[str, str, str], ...] = (
    ("conversation_archive", QT_TRANSLATE_NOOP("Actions", "Archive the conversation"), "archive"),
    ("conversation_delete", QT_TRANSLATE_NOOP("Actions", "Delete the conversation"), "trash"),
    ("conversation_move", QT_TRANSLATE_NOOP("Actions", "Move the conversation to a folder"), "move"),
    ("conversation_read", QT_TRANSLATE_NOOP("Actions", "Mark the conversation as read"), "mail-open"),
)
"""(action, what it is called, icon) of what is done with all of it."""


def count_words(conversation: Conversation) -> str:
    """ "5 mails in this conversation"; with what has not been sent, for it is a part of what was said."""
    text = tr("{count} mail(s) in this conversation", "", len(conversation.entries))
    return text.format(count=_count(conversation))


def count_mark(conversation: Conversation) -> str:
    """The same where there is little room."""
    return tr("{count} mail(s)", "", len(conversation.entries)).format(count=_count(conversation))


def who(entry: ConversationEntry) -> str:
    """Who wrote it; of what one wrote oneself, to whom."""
    translate = QCoreApplication.translate
    if not entry.own:
        return clean(entry.author_name) or clean(entry.author_address) or translate("Chips", "No sender")
    recipient = clean(entry.recipient)
    return (
        translate("Conversation", "Me → {name}").format(name=recipient)
        if recipient
        else translate("Conversation", "Me")
    )


def place(entry: ConversationEntry) -> str:
    translate = QCoreApplication.translate
    if entry.kind is EntryKind.DRAFT:
        return translate("Conversation", "Draft")
    if entry.kind is EntryKind.WAITING:
        return translate("Conversation", "Waiting to be sent")
    return clean(entry.mailbox_name) if entry.special_use is SpecialUse.NONE else use_name(entry.special_use)


def stay(entry: ConversationEntry, now: int) -> tuple[str, bool]:
    """(When it leaves this computer, or why it is only here; whether that is soon.) Empty for most mails."""
    for chip in () if entry.row is None else chips_of(entry.row, now):
        if chip.icon in ("clock", "offline"):
            return chip.text, chip.icon == "clock"
    return "", False


def tip(entry: ConversationEntry, now: int) -> str:
    pieces = [
        who(entry),
        words.moment_long(entry.moment) if entry.moment > 0 else "",
        place(entry),
        stay(entry, now)[0],
    ]
    return "\n".join(piece for piece in (*pieces, clean(entry.words)) if piece)


def describe(entry: ConversationEntry, now: int, *, opened: bool) -> str:
    """As a screen reader says it: state first."""
    translate = QCoreApplication.translate
    marks = []
    if opened:
        marks.append(translate("Conversation", "Open now"))
    if not entry.seen:
        marks.append(translate("Chips", "Unread"))
    pieces = [", ".join(marks), who(entry), words.moment(entry.moment, now), place(entry), stay(entry, now)[0]]
    return ". ".join(piece for piece in (*pieces, clean(entry.words)) if piece)


def _count(conversation: Conversation) -> str:
    number = words.number(len(conversation.entries))
    return f"{number}+" if conversation.more else number
