"""The folder pane: shows what accounts and folders there are, says which was chosen, and passes wishes about folders on.

Invariant: what is chosen, open and scrolled to stays while folders come and go, and nobody is told of a choice that no person
has made. GUI thread; once the window is up, folders are read on a worker.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.api.queries import ListView
from desktop.core.api.rows import MailboxRow
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.menu import FolderMenu
from desktop.ui.folder_pane.model import FolderModel
from desktop.ui.folder_pane.names import remember_mailboxes
from desktop.ui.folder_pane.tree import COUNTED, Kind, Node, build_tree
from desktop.ui.folder_pane.view import FolderView
from desktop.ui.folder_pane.waiting_button import WaitingButton
from desktop.ui.message_list.pane import Scope
from desktop.ui.preferences import Preferences

_SLOT = "folders"
MANY = 500
"""With more lines than these all get one height: Qt, which would else ask each, then takes a quarter of the time."""
LEAVING_DAYS = 7
"""How far the view of what leaves soon looks ahead."""


class FolderPane(QWidget):
    refreshed = Signal()
    """What `refresh` asked for stands there."""
    scope_chosen = Signal(object)
    """Scope"""
    front_wanted = Signal()
    """A folder was clicked, be it the one that is chosen already: the mails are to be seen."""
    waiting_wanted = Signal()
    """What has not left yet is to be seen."""
    password_wanted = Signal(int)
    """The account whose password is to be typed again."""
    settings_wanted = Signal(int)
    signature_wanted = Signal(int)
    """The account whose settings are to be seen."""
    asked = Signal(str, str, object)
    """(sentence, button, command): something that cannot be undone; to be asked once."""

    def __init__(
        self, dispatch: Dispatch, preferences: Preferences, now: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self._preferences, self._now = preferences, now
        self._folded = preferences.names("folded")
        self._awaited: int | None = None
        self._leaving = self._unanswered = 0
        self.model = FolderModel(self)
        self.view = FolderView(self.model, self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setProperty("kind", "window")
        self.setMinimumWidth(180)
        self.waiting = WaitingButton(dispatch, self)
        self.waiting.clicked.connect(self.waiting_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 0, 6)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.waiting)
        layout.setAlignment(self.waiting, Qt.AlignmentFlag.AlignLeft)
        self.waiting.refresh()
        menu = FolderMenu(dispatch, self.mailboxes, self)
        menu.password_wanted.connect(self.password_wanted)
        menu.settings_wanted.connect(self.settings_wanted)
        menu.asked.connect(self.asked)
        self.make_menu, self.pause = menu.make, menu.pause
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.view.customContextMenuRequested.connect(self.show_menu)
        self.view.expanded.connect(lambda index: self._fold(index, False))
        self.view.collapsed.connect(lambda index: self._fold(index, True))
        self.view.clicked.connect(self._clicked)

    def refresh(self) -> None:
        """Read accounts, folders and states again, on a worker: thousands of folders take a third of a second."""
        self._dispatch.read(_SLOT, self._read, self._show)

    def read_now(self) -> None:
        """The same at once, before the window is shown: its first picture has the folders in it."""
        self._show(self._read())

    def refresh_states(self) -> None:
        """Only how the accounts are, which a synchronisation tells several times a second."""
        self.model.show_states(self._session.statuses(), self._now())

    def _read(self) -> tuple[list[MailboxRow], list[Node]]:
        """Any thread."""
        mailboxes = self._session.mailboxes()
        statuses, now = self._session.statuses(), self._now()
        tree = build_tree(self._session.accounts(), mailboxes, statuses, now, self._leaving, self._unanswered)
        return mailboxes, tree

    def _show(self, read: tuple[list[MailboxRow], list[Node]]) -> None:
        mailboxes, tree = read
        remember_mailboxes(mailboxes)
        self._replace(tree)
        self.model.show_counted(Kind.LEAVING, self._leaving)  # meanwhile all may have been told anew
        self.refresh_states()
        if self._awaited is not None:
            self.select_account(self._awaited)
        self.refreshed.emit()

    def current_node(self) -> Node | None:
        return self.model.node(self.view.currentIndex())

    def select_mailbox(self, mailbox_key: int) -> None:
        self._select(lambda node: node.kind is Kind.MAILBOX and node.key == mailbox_key)

    def select_use(self, use: SpecialUse) -> None:
        """All accounts' at once where that is shown, else the one of the account in front."""
        here = self.current_node()
        while here is not None and here.parent is not None:
            here = here.parent
        if here is not None and here.kind is Kind.ACCOUNT and self._select(lambda n: n.use is use and _root(n) is here):
            return
        self._select(lambda node: node.use is use)

    def select_leaving(self) -> None:
        self._select(lambda node: node.kind is Kind.LEAVING)

    def leaving_query(self) -> ListView:
        """What leaves soon, the soonest first."""
        return ListView(leaving_within=LEAVING_DAYS, descending=False)

    def show_leaving(self, count: int) -> None:
        """How much leaves soon."""
        self._leaving = count
        self.model.show_counted(Kind.LEAVING, count)

    def select_awaited(self) -> bool:
        """What waits for an answer; False where nothing does."""
        return self._select(lambda node: node.kind is Kind.AWAITING)

    def show_awaited(self, count: int) -> None:
        """How much waits for an answer: its line is there only while something does."""
        before, self._unanswered = self._unanswered, count
        if bool(before) != bool(count):
            self.refresh()
        else:
            self.model.show_counted(Kind.AWAITING, count)

    def select_account(self, account_key: int) -> None:
        """Its inbox, as soon as the server has named it; a choice by hand meanwhile counts more."""
        found = self._select(
            lambda node: (
                node.use is SpecialUse.INBOX and node.mailbox is not None and node.mailbox.account_key == account_key
            )
        )
        self._awaited = None if found else account_key

    def mailboxes(self) -> list[MailboxRow]:
        return [node.mailbox for node in self.model.nodes() if node.mailbox is not None]

    def select_first(self) -> None:
        self._select(lambda node: node.use is SpecialUse.INBOX)

    def _select(self, wanted: Callable[[Node], bool]) -> bool:
        for node in self.model.nodes():
            if node.selectable and wanted(node):
                index = self.model.index_of(node)
                self.view.scrollTo(index)
                self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                return True
        return False

    def _choose(self, current: QModelIndex, before: QModelIndex) -> None:
        node = self.model.node(current)
        if node is None or not node.selectable:
            return
        if node.kind is Kind.LEAVING:
            self.scope_chosen.emit(Scope(None, None, node.label, LEAVING_DAYS))
        elif node.kind is Kind.AWAITING:
            self.scope_chosen.emit(Scope(None, None, node.label, awaiting=True))
        elif node.kind is Kind.UNIFIED:
            self.scope_chosen.emit(Scope(None, node.use, node.label))
        else:
            self.scope_chosen.emit(Scope(node.key, None, node.label))

    def _clicked(self, index: QModelIndex) -> None:
        self._awaited = None
        node = self.model.node(index)
        if node and node.selectable:
            self.front_wanted.emit()
        elif node:
            self.view.setExpanded(index, not self.view.isExpanded(index))

    # folding

    def _fold(self, index: QModelIndex, folded: bool) -> None:
        node = self.model.node(index)
        if node is None:
            return
        name = _fold_name(node)
        if folded:
            self._folded.add(name)
        else:
            self._folded.discard(name)
        self._preferences.keep_names("folded", self._folded)

    def _replace(self, tree: list[Node]) -> None:
        """Other folders, with the same lines open, the same one chosen and the same one at the top."""
        if not self.model.rowCount() and not self._preferences.names("folded"):
            self._folded.add("unified")  # the less used of the shared folders start folded
        chosen, choice = self.current_node(), self.view.selectionModel()
        marked, place = choice.hasSelection(), self.view.top_line()
        with QSignalBlocker(choice), QSignalBlocker(self.view):  # Qt goes on to a neighbour where a line is taken out
            if not self.model.show_tree(tree):
                return
            nodes = list(self.model.nodes())
            self.view.setUniformRowHeights(len(nodes) > MANY)
            for node in nodes:
                if node.children:
                    self.view.setExpanded(self.model.index_of(node), _fold_name(node) not in self._folded)
            if chosen is not None and self.current_node() is not chosen:
                self._choose_again(chosen, marked)
        self.view.hold_line(place)
        self.view.viewport().update()

    def _choose_again(self, chosen: Node, marked: bool) -> None:
        """The line that was chosen has gone, or come again at another place."""
        again = next((node for node in self.model.nodes() if node.identity == chosen.identity), None)
        choice = self.view.selectionModel()
        if again is None:
            choice.clear()
        else:
            flag = QItemSelectionModel.SelectionFlag
            choice.setCurrentIndex(self.model.index_of(again), flag.ClearAndSelect if marked else flag.NoUpdate)

    # the menu

    def show_menu(self, place: QPoint) -> None:
        node = self.model.node(self.view.indexAt(place))
        if node is not None and node.kind not in COUNTED:
            self._dispatch.soon(lambda: self._pop_up(node, self.view.viewport().mapToGlobal(place)))

    def _pop_up(self, node: Node, place: QPoint) -> None:
        self.make_menu(node, place).popup(place)


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node


def _fold_name(node: Node) -> str:
    if node.kind is Kind.UNIFIED:
        return "unified"
    return f"{node.kind.name.lower()}:{node.key}"
