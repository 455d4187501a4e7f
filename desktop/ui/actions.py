"""Every command of the window, once: its name, icon and keys. Buttons, menus, the palette and the key sheet all show these.

Invariant: an action's tooltip names its key, and a key belongs to one action. Single keys are window shortcuts, which Qt
offers to a focused text field first, so they never fire while someone types. GUI thread only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import Enum

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.ui import icons
from desktop.ui.i18n import QT_TRANSLATE_NOOP
from desktop.ui.key_sets import KEY_SETS, keys_on
from desktop.ui.preferences import Preferences
from desktop.ui.tips import plain_tip
from desktop.values import dataclass


class Needs(Enum):
    """What must be chosen for an action to mean something."""

    NOTHING = 0
    ONE = 1
    SOME = 2


@dataclass(frozen=True, slots=True)
class ActionSpec:
    name: str
    text: str
    icon: str
    group: str
    needs: Needs = Needs.NOTHING


_MAIL = QT_TRANSLATE_NOOP("Actions", "Mail")
_WRITE = QT_TRANSLATE_NOOP("Actions", "Write")
_LINK = QT_TRANSLATE_NOOP("Actions", "Link to work")
_MOVE = QT_TRANSLATE_NOOP("Actions", "Move about")
_WINDOW = QT_TRANSLATE_NOOP("Actions", "Window")

SPECS: tuple[ActionSpec, ...] = (
    ActionSpec("compose", QT_TRANSLATE_NOOP("Actions", "Compose"), "compose", _WRITE),
    ActionSpec("reply", QT_TRANSLATE_NOOP("Actions", "Reply"), "reply", _WRITE, Needs.ONE),
    ActionSpec("reply_all", QT_TRANSLATE_NOOP("Actions", "Reply all"), "reply-all", _WRITE, Needs.ONE),
    ActionSpec("forward", QT_TRANSLATE_NOOP("Actions", "Forward"), "forward", _WRITE, Needs.ONE),
    ActionSpec("archive", QT_TRANSLATE_NOOP("Actions", "Archive"), "archive", _MAIL, Needs.SOME),
    ActionSpec("later", QT_TRANSLATE_NOOP("Actions", "Later"), "later", _MAIL, Needs.SOME),
    ActionSpec("remind", QT_TRANSLATE_NOOP("Actions", "Remind me if nobody answers"), "bell", _MAIL, Needs.SOME),
    ActionSpec("delete", QT_TRANSLATE_NOOP("Actions", "Delete"), "trash", _MAIL, Needs.SOME),
    ActionSpec("delete_for_good", QT_TRANSLATE_NOOP("Actions", "Delete for good"), "trash", _MAIL, Needs.SOME),
    ActionSpec("junk", QT_TRANSLATE_NOOP("Actions", "Junk or not junk"), "junk", _MAIL, Needs.SOME),
    ActionSpec("move", QT_TRANSLATE_NOOP("Actions", "Move to a folder"), "move", _MAIL, Needs.SOME),
    ActionSpec("copy", QT_TRANSLATE_NOOP("Actions", "Copy to a folder"), "copy", _MAIL, Needs.SOME),
    ActionSpec("star", QT_TRANSLATE_NOOP("Actions", "Star or no star"), "star", _MAIL, Needs.SOME),
    ActionSpec("unread", QT_TRANSLATE_NOOP("Actions", "Read or unread"), "mail", _MAIL, Needs.SOME),
    ActionSpec("print", QT_TRANSLATE_NOOP("Actions", "Print"), "printer", _MAIL, Needs.ONE),
    ActionSpec(
        "unsubscribe", QT_TRANSLATE_NOOP("Actions", "Unsubscribe from this newsletter"), "unlink", _MAIL, Needs.ONE
    ),
    ActionSpec("all_read", QT_TRANSLATE_NOOP("Actions", "Mark the folder as read"), "check-all", _MAIL),
    ActionSpec(
        "conversation_archive", QT_TRANSLATE_NOOP("Actions", "Archive the conversation"), "archive", _MAIL, Needs.ONE
    ),
    ActionSpec(
        "conversation_delete", QT_TRANSLATE_NOOP("Actions", "Delete the conversation"), "trash", _MAIL, Needs.ONE
    ),
    ActionSpec(
        "conversation_move", QT_TRANSLATE_NOOP("Actions", "Move the conversation to a folder"), "move", _MAIL, Needs.ONE
    ),
    ActionSpec(
        "conversation_read",
        QT_TRANSLATE_NOOP("Actions", "Mark the conversation as read"),
        "mail-open",
        _MAIL,
        Needs.ONE,
    ),
    ActionSpec("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), "undo", _MAIL),
    ActionSpec("pick", QT_TRANSLATE_NOOP("Actions", "Select or deselect"), "check", _MAIL),
    ActionSpec("select_all", QT_TRANSLATE_NOOP("Actions", "Select all"), "check-all", _MAIL),
    ActionSpec("link_task", QT_TRANSLATE_NOOP("Actions", "Make a task"), "task", _LINK, Needs.SOME),
    ActionSpec("link_crm", QT_TRANSLATE_NOOP("Actions", "Save to the CRM"), "crm", _LINK, Needs.SOME),
    ActionSpec("link_chat", QT_TRANSLATE_NOOP("Actions", "Discuss in a chat"), "chat", _LINK, Needs.SOME),
    ActionSpec("link_event", QT_TRANSLATE_NOOP("Actions", "Make an event"), "event", _LINK, Needs.SOME),
    ActionSpec("accept", QT_TRANSLATE_NOOP("Actions", "Accept the invitation"), "check", _LINK, Needs.ONE),
    ActionSpec("maybe", QT_TRANSLATE_NOOP("Actions", "Answer the invitation with “maybe”"), "event", _LINK, Needs.ONE),
    ActionSpec("decline", QT_TRANSLATE_NOOP("Actions", "Decline the invitation"), "close", _LINK, Needs.ONE),
    ActionSpec("go_tasks", QT_TRANSLATE_NOOP("Actions", "Go to tasks"), "task", _LINK),
    ActionSpec("go_crm", QT_TRANSLATE_NOOP("Actions", "Go to the CRM"), "crm", _LINK),
    ActionSpec("go_chats", QT_TRANSLATE_NOOP("Actions", "Go to chats"), "chat", _LINK),
    ActionSpec("go_calendar", QT_TRANSLATE_NOOP("Actions", "Go to the calendar"), "event", _LINK),
    ActionSpec("links_panel", QT_TRANSLATE_NOOP("Actions", "Show or hide what a mail is linked to"), "link", _LINK),
    ActionSpec("connectors", QT_TRANSLATE_NOOP("Actions", "Connections to other programs"), "plug", _LINK),
    ActionSpec("crm_rules", QT_TRANSLATE_NOOP("Actions", "CRM rules"), "settings", _LINK),
    ActionSpec("next", QT_TRANSLATE_NOOP("Actions", "Next mail"), "chevron-down", _MOVE),
    ActionSpec("previous", QT_TRANSLATE_NOOP("Actions", "Previous mail"), "chevron-up", _MOVE),
    ActionSpec(
        "conversation_next",
        QT_TRANSLATE_NOOP("Actions", "Next mail of the conversation"),
        "chevron-down",
        _MOVE,
        Needs.ONE,
    ),
    ActionSpec(
        "conversation_previous",
        QT_TRANSLATE_NOOP("Actions", "Previous mail of the conversation"),
        "chevron-up",
        _MOVE,
        Needs.ONE,
    ),
    ActionSpec(
        "conversation_fold", QT_TRANSLATE_NOOP("Actions", "Show or hide the conversation"), "mail", _MOVE, Needs.ONE
    ),
    ActionSpec("open", QT_TRANSLATE_NOOP("Actions", "Read alone"), "expand", _MOVE, Needs.ONE),
    ActionSpec("back", QT_TRANSLATE_NOOP("Actions", "Back"), "arrow-left", _MOVE),
    ActionSpec("search", QT_TRANSLATE_NOOP("Actions", "Search"), "search", _MOVE),
    ActionSpec("search_server", QT_TRANSLATE_NOOP("Actions", "Search on the server too"), "search", _MOVE),
    ActionSpec("go_inbox", QT_TRANSLATE_NOOP("Actions", "Go to the inbox"), "inbox", _MOVE),
    ActionSpec("go_drafts", QT_TRANSLATE_NOOP("Actions", "Go to drafts"), "drafts", _MOVE),
    ActionSpec("go_sent", QT_TRANSLATE_NOOP("Actions", "Go to sent mail"), "sent", _MOVE),
    ActionSpec("go_archive", QT_TRANSLATE_NOOP("Actions", "Go to the archive"), "archive", _MOVE),
    ActionSpec("go_later", QT_TRANSLATE_NOOP("Actions", "Go to what was put off"), "later", _MOVE),
    ActionSpec("go_leaving", QT_TRANSLATE_NOOP("Actions", "Go to what leaves soon"), "clock", _MOVE),
    ActionSpec("go_awaited", QT_TRANSLATE_NOOP("Actions", "Go to what waits for an answer"), "bell", _MOVE),
    ActionSpec("go_folder", QT_TRANSLATE_NOOP("Actions", "Go to a folder"), "folder", _MOVE),
    ActionSpec("go_notice", QT_TRANSLATE_NOOP("Actions", "Go to the notice"), "bell", _MOVE),
    ActionSpec("go_arrival", QT_TRANSLATE_NOOP("Actions", "Go to the mail that has just come"), "mail", _MOVE),
    ActionSpec("only_unread", QT_TRANSLATE_NOOP("Actions", "Only unread mails"), "filter", _MOVE),
    ActionSpec("group", QT_TRANSLATE_NOOP("Actions", "Group by conversation"), "conversations", _MOVE),
    ActionSpec(
        "group_all", QT_TRANSLATE_NOOP("Actions", "Group by conversation in all folders"), "conversations", _MOVE
    ),
    ActionSpec("go_waiting", QT_TRANSLATE_NOOP("Actions", "Waiting and drafts"), "outbox", _WINDOW),
    ActionSpec("plan", QT_TRANSLATE_NOOP("Actions", "Plan and limits"), "shield", _WINDOW),
    ActionSpec("what_if", QT_TRANSLATE_NOOP("Actions", "Try another plan"), "layout", _WINDOW),
    ActionSpec("members", QT_TRANSLATE_NOOP("Actions", "Members and sharing"), "account", _WINDOW),
    ActionSpec("refresh", QT_TRANSLATE_NOOP("Actions", "Look for new mail"), "refresh", _WINDOW),
    ActionSpec("notices", QT_TRANSLATE_NOOP("Actions", "Notices of new mail"), "bell", _WINDOW),
    ActionSpec("add_account", QT_TRANSLATE_NOOP("Actions", "Add an account"), "account", _WINDOW),
    ActionSpec("palette", QT_TRANSLATE_NOOP("Actions", "All commands"), "search", _WINDOW),
    ActionSpec("keys", QT_TRANSLATE_NOOP("Actions", "Keys"), "keyboard", _WINDOW),
)


class Actions(QObject):
    keys_changed = Signal()

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._preferences = preferences
        self._actions: dict[str, QAction] = {}
        self._first: dict[str, Callable[[], bool]] = {}
        for spec in SPECS:
            action = QAction(QCoreApplication.translate("Actions", spec.text), window)
            action.setObjectName(spec.name)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(spec.name in ("next", "previous", "conversation_next", "conversation_previous"))
            icons.set_icon(action, spec.icon)
            window.addAction(action)
            self._actions[spec.name] = action
        self.load_keys()
        self.set_selection(0)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[tuple[ActionSpec, QAction]]:
        return ((spec, self._actions[spec.name]) for spec in SPECS)

    def on(self, name: str, handler: Callable[[], object]) -> None:
        self._actions[name].triggered.connect(lambda _checked=False: self._is_taken(name) or handler())

    def ask_first(self, name: str, takes: Callable[[], bool]) -> None:
        """Before its handler, somebody who may have done (True) what is wanted."""
        self._first[name] = takes

    def _is_taken(self, name: str) -> bool:
        return name in self._first and self._first[name]()

    def trigger(self, name: str) -> bool:
        """As if its key were pressed; False when there is no such command or it is not possible now."""
        action = self._actions.get(name)
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        return True

    def set_selection(self, count: int) -> None:
        """How many mails are selected: what needs some or one is possible or not."""
        for spec, action in self:
            action.setEnabled(
                spec.needs is Needs.NOTHING
                or (spec.needs is Needs.SOME and count > 0)
                or (spec.needs is Needs.ONE and count == 1)
            )

    # keys

    def load_keys(self) -> None:
        """Put the chosen set and the user's own keys into force. An own key is taken from whoever had it."""
        own = self._preferences.own_keys
        taken = {keys for keys in own.values() if keys}
        chosen = keys_on(sys.platform, KEY_SETS.get(self._preferences.key_set, KEY_SETS["gmail"]))
        for spec, action in self:
            if spec.name in own:
                keys = [own[spec.name]] if own[spec.name] else []
            else:
                keys = [piece for piece in chosen.get(spec.name, "").split() if piece not in taken]
            action.setShortcuts([QKeySequence(piece, QKeySequence.SequenceFormat.PortableText) for piece in keys])
            self._show_key(action)
        self.keys_changed.emit()

    def choose_set(self, name: str) -> None:
        """Another set, without the changes made to the one before."""
        self._preferences.key_set = name
        self._preferences.own_keys = {}
        self.load_keys()

    def set_key(self, name: str, keys: QKeySequence) -> None:
        """The user's own key for an action; an empty one takes the key away."""
        own = {
            other: kept
            for other, kept in self._preferences.own_keys.items()
            if kept != keys.toString(QKeySequence.SequenceFormat.PortableText) or not kept
        }
        own[name] = keys.toString(QKeySequence.SequenceFormat.PortableText)
        self._preferences.own_keys = own
        self.load_keys()

    def owner_of(self, keys: QKeySequence) -> str | None:
        """The action that has this key now."""
        for spec, action in self:
            if keys in action.shortcuts():
                return spec.name
        return None

    def key_text(self, name: str) -> str:
        """The first key of an action as the system writes it: "E", "Ctrl+K", "G, I"."""
        keys = self._actions[name].shortcuts()
        return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def _show_key(self, action: QAction) -> None:
        key = self.key_text(action.objectName())
        action.setToolTip(plain_tip(f"{action.text()} ({key})" if key else action.text()))
