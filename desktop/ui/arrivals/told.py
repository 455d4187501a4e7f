"""What a notice of new mail says and offers, and the door behind which the systems' own notices stand.

Everything in it comes from foreign mail: one line each, bounded, without controls and direction overrides (`visible_text`);
whoever shows it escapes what his place takes for markup. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication

from desktop.core.api.linking import LinkKind
from desktop.core.api.rows import MessageRow
from desktop.core.mail.visible_text import visible_text
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.values import dataclass

SENDER, SUBJECT, SNIPPET = 60, 120, 200
"""Characters that are told."""
NAMES = 3
LINES = 3


class Act(StrEnum):
    OPEN = "default"
    """By its name, a click on a notice (Desktop Notifications Specification)."""
    TASK = "task"
    CRM = "crm"
    CHAT = "chat"
    EVENT = "event"
    ARCHIVE = "archive"
    READ = "read"
    REPLY = "reply"


ACTION_OF = {
    Act.TASK: "link_task", Act.CRM: "link_crm", Act.CHAT: "link_chat", Act.EVENT: "link_event",
    Act.REPLY: "reply", Act.ARCHIVE: "archive", Act.READ: "unread",
}  # fmt: skip
"""The command of the window that does the same, for its name and key."""
KIND_OF = {Act.TASK: LinkKind.TASK, Act.CRM: LinkKind.CRM, Act.CHAT: LinkKind.CHAT, Act.EVENT: LinkKind.EVENT}
_ONE = (Act.OPEN, Act.TASK, Act.ARCHIVE, Act.READ, Act.REPLY, Act.CRM, Act.CHAT, Act.EVENT)
"""Most desktops show three buttons beside the click: what matters most comes first."""
_MANY = (Act.OPEN, Act.READ, Act.ARCHIVE)


@dataclass(frozen=True, slots=True)
class Told:
    summary: str
    lines: tuple[str, ...]
    actions: tuple[tuple[Act, str], ...]


class Desktop(Protocol):
    """A system's notices. A QObject; the signals come on its own thread, whatever is behind it."""

    acted: Any
    """Signal(int, str): of the notice with that token, an `Act`."""
    closed: Any
    """Signal(int): it is gone without an answer."""
    failed: Any
    """Signal(int): it could not be shown."""

    def show(self, token: int, told: Told) -> None:
        """Never blocks. The same token again: in the place of what was shown."""
        ...

    def withdraw(self, token: int) -> None:
        """Its mail is read elsewhere."""
        ...

    def close(self) -> None: ...


def act_words(act: Act) -> str:
    translate = QCoreApplication.translate
    return {
        Act.OPEN: translate("Arrivals", "Open"),
        Act.TASK: translate("Arrivals", "Task"),
        Act.CRM: translate("Arrivals", "CRM"),
        Act.CHAT: translate("Arrivals", "Chat"),
        Act.EVENT: translate("Arrivals", "Event"),
        Act.ARCHIVE: translate("Arrivals", "Archive"),
        Act.READ: translate("Arrivals", "Mark as read"),
        Act.REPLY: translate("Arrivals", "Reply"),
    }[act]


def sender_of(row: MessageRow) -> str:
    name = visible_text(row.sender_name) or visible_text(row.sender_address)
    return cut(name, SENDER) or QCoreApplication.translate("Arrivals", "Unknown sender")


def subject_of(row: MessageRow) -> str:
    return cut(visible_text(row.subject), SUBJECT) or QCoreApplication.translate("Arrivals", "(no subject)")


def snippet_of(row: MessageRow) -> str:
    return cut(visible_text(row.snippet), SNIPPET)


def told_of(rows: Sequence[MessageRow], more: int = 0, *, hidden: bool = False) -> Told:
    """`rows` newest first, at least one; `more` came beside them. `hidden`: neither who nor what."""
    count = len(rows) + more
    actions = tuple((act, act_words(act)) for act in (_ONE if count == 1 else _MANY))
    if hidden:
        return Told(count_words(count), (), actions)
    if count == 1:
        lines = tuple(line for line in (subject_of(rows[0]), snippet_of(rows[0])) if line)
        return Told(sender_of(rows[0]), lines, actions)
    lines = tuple(f"{sender_of(row)}: {subject_of(row)}" for row in rows[:LINES])
    return Told(many_words(rows, more), lines, actions)


def count_words(count: int) -> str:
    return tr("{count} new mail(s)", "", count).format(count=words.number(count))


def many_words(rows: Sequence[MessageRow], more: int = 0) -> str:
    """Like "3 new mails from Ana, Bob and Carla"."""
    count = len(rows) + more
    names = list(dict.fromkeys(sender_of(row) for row in rows))
    others = len(names) - NAMES if len(names) > NAMES + 1 else 0
    if others or (more and len(names) >= NAMES):
        last = QCoreApplication.translate("Arrivals", "others")
        named = names[:NAMES]
    else:
        *named, last = names
    text = tr("{count} new mail(s) from {names}", "", count)
    joined = QCoreApplication.translate("Arrivals", "{names} and {last}").format(names=", ".join(named), last=last)
    return text.format(count=words.number(count), names=joined if named else last)


def cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
