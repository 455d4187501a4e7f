"""The folder tree: what is in it, that it keeps its place, drops, menus, and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import (
    AcceptRemovals,
    CreateMailbox,
    DeleteMailbox,
    DraftContent,
    MarkAllSeen,
    MoveTo,
    Receipt,
    RenameMailbox,
    WatchMailbox,
)
from desktop.core.api.errors import AuthenticationError, Code
from desktop.core.api.rows import AccountState, MailboxRow, OperationRow, OperationState
from desktop.core.api.status import AccountStatus
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.folder_pane.model import FolderModel
from desktop.ui.folder_pane.pane import FolderPane
from desktop.ui.folder_pane.tree import Kind, build_tree
from desktop.ui.message_list.model import MIME_TYPE, MessageListModel
from desktop.ui.message_list.pane import Scope
from desktop.ui.name_popup import NamePopup
from desktop.ui.preferences import Preferences
from desktop.ui.sentences import receipt_sentence
from tests.fakes import mails
from tests.fakes.mails import NOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups on no screen


@pytest.fixture
def pane(session, dispatch, settings, qtbot) -> FolderPane:
    made = FolderPane(dispatch, Preferences(settings), lambda: session.now)
    qtbot.addWidget(made)
    made.resize(240, 700)
    made.show()
    made.read_now()
    return made


def refresh(pane, qtbot) -> None:
    with qtbot.waitSignal(pane.refreshed):
        pane.refresh()


def lines(model: FolderModel) -> list[str]:
    def depth(node):
        return 0 if node.parent is None else 1 + depth(node.parent)

    return ["  " * depth(node) + node.label for node in model.nodes()]


def show_rows(model, accounts, mailboxes, statuses, now) -> None:
    model.show_tree(build_tree(accounts, mailboxes, statuses, now, 0))


def node(pane, label, kind=Kind.MAILBOX):
    return next(one for one in pane.model.nodes() if one.label == label and one.kind is kind)


def menu(pane, label, kind=Kind.MAILBOX) -> QMenu:
    return pane.make_menu(node(pane, label, kind), QPoint(5, 5))


def press(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_the_tree(pane):
    assert lines(pane.model) == [
        "All inboxes", "  All drafts", "  All sent mail", "  All archives", "  All junk", "  All trash", "Leaving soon",
        "ana@talleresmarin.example", "  Inbox", "  Drafts", "  Sent", "  Archive", "  Junk", "  Trash",
        "  Clientes", "    Obras Ferrer", "  Facturas",
        "soporte@talleresmarin.example", "  Inbox", "  Drafts", "  Sent", "  Archive", "  Trash",
    ]  # fmt: skip


def test_one_account_needs_nothing_shared(session, pane, qtbot):
    session.account_rows = session.account_rows[:1]
    refresh(pane, qtbot)
    assert lines(pane.model)[:2] == ["Leaving soon", "ana@talleresmarin.example"]


def test_odd_depths_hang_from_the_nearest_above(qapp):
    model = FolderModel()
    accounts = mails.ACCOUNTS[:1]
    rows = [
        MailboxRow(key, 1, name, name, depth, SpecialUse.NONE, True, 0, 0)
        for key, (name, depth) in enumerate([("a", 3), ("b", 1), ("c", 5), ("d", 0)], start=1)
    ]
    show_rows(model, accounts, rows, {}, 0)
    assert lines(model) == ["Leaving soon", accounts[0].address, "  a", "    b", "      c", "  d"]


def test_qts_rules_hold_while_counters_and_folders_change(session, qapp):
    model = FolderModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    show_rows(model, session.accounts(), session.mailboxes(), session.statuses(), session.now)
    session.deliver(1)
    show_rows(model, session.accounts(), session.mailboxes(), session.statuses(), session.now)
    session.mailbox_rows = session.mailbox_rows[:5]
    show_rows(model, session.accounts(), session.mailboxes(), {}, session.now)
    show_rows(model, [], [], {}, session.now)
    assert model.rowCount() == 0


def test_counters_change_in_place(session, pane, qtbot):
    before = node(pane, "Inbox").unread
    session.deliver(1, count=2)
    with qtbot.assertNotEmitted(pane.model.modelReset), qtbot.waitSignal(pane.model.dataChanged):
        refresh(pane, qtbot)
    assert node(pane, "Inbox").unread == before + 2
    assert node(pane, "All inboxes", Kind.UNIFIED).unread == before + 2 + 16


def test_a_choice_is_told_and_survives_other_folders(session, pane, qtbot):
    with qtbot.waitSignal(pane.scope_chosen) as told:
        pane.select_mailbox(7)
    assert told.args == [Scope(7, None, "Clientes")]
    session.mailbox_rows.append(MailboxRow(77, 1, "Nuevo", "Nuevo", 0, SpecialUse.NONE, True, 0, 0))
    with qtbot.assertNotEmitted(pane.scope_chosen):
        refresh(pane, qtbot)
    assert pane.current_node().key == 7
    pane.select_use(SpecialUse.INBOX)
    assert pane.current_node().key == 1, "the inbox of the account in front"


def test_folding_is_remembered(pane, session, dispatch, settings, qtbot):
    pane.view.collapse(pane.model.index_of(node(pane, "ana@talleresmarin.example", Kind.ACCOUNT)))
    settings.sync()
    again = FolderPane(dispatch, Preferences(settings), lambda: session.now)
    qtbot.addWidget(again)
    again.read_now()
    folded = node(again, "ana@talleresmarin.example", Kind.ACCOUNT)
    assert not again.view.isExpanded(again.model.index_of(folded))
    other = node(again, "soporte@talleresmarin.example", Kind.ACCOUNT)
    assert again.view.isExpanded(again.model.index_of(other))


def test_mails_dropped_on_a_folder(pane, qtbot):
    data = QMimeData()
    data.setData(MIME_TYPE, b"[1000, 1001]")
    index = pane.model.index_of(node(pane, "Clientes"))
    with qtbot.waitSignal(pane.model.mails_dropped) as told:
        assert pane.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, index)
    assert told.args == [(1000, 1001), 7, False]
    account = pane.model.index_of(node(pane, "ana@talleresmarin.example", Kind.ACCOUNT))
    assert not pane.model.canDropMimeData(data, Qt.DropAction.MoveAction, -1, -1, account)
    foreign = QMimeData()
    foreign.setText("hola")
    assert not pane.model.canDropMimeData(foreign, Qt.DropAction.MoveAction, -1, -1, index)


def let_go_over(pane, index, action=Qt.DropAction.MoveAction) -> bool:
    """As the system tells a drag: the pointer comes, moves over the line and lets go; whether it might."""
    data, view = MessageListModel(lambda keys: {}, str).mime_of([1000, 1001]), pane.view
    place = view.visualRect(index).center()
    given = (place, Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    for kind in (QDragEnterEvent, QDragMoveEvent):
        moved = kind(*given)
        moved.setDropAction(action)
        QApplication.sendEvent(view.viewport(), moved)
    if moved.isAccepted():
        let_go = QDropEvent(QPointF(place), *given[1:])
        let_go.setDropAction(action)
        QApplication.sendEvent(view.viewport(), let_go)
    return moved.isAccepted()


def test_mails_are_let_go_over_a_folder_and_over_nothing_else(pane, qtbot):
    told: list[tuple] = []
    pane.model.mails_dropped.connect(lambda *what: told.append(what))
    assert let_go_over(pane, pane.model.index_of(node(pane, "Clientes")))
    assert let_go_over(pane, pane.model.index_of(node(pane, "Obras Ferrer")), Qt.DropAction.CopyAction)
    assert told == [((1000, 1001), 7, False), ((1000, 1001), 8, True)]
    assert not let_go_over(pane, pane.model.index_of(node(pane, "ana@talleresmarin.example", Kind.ACCOUNT)))
    assert not let_go_over(pane, pane.model.index_of(node(pane, "All inboxes", Kind.UNIFIED)))
    assert len(told) == 2


def test_the_other_mouse_button_leaves_the_folder_in_front(pane, qtbot):
    pane.select_mailbox(1)
    place = pane.view.visualRect(pane.model.index_of(node(pane, "Clientes"))).center()
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert pane.current_node().key == 1


def test_a_drop_in_the_window_moves(screen, wait):
    screen.window.folders.model.mails_dropped.emit((1000, 1001), 7, False)
    wait(lambda: screen.session.submitted)
    assert screen.session.submitted == [MoveTo((1000, 1001), 7)]


def test_special_folders_cannot_be_renamed_or_deleted(pane):
    enabled = {action.text(): action.isEnabled() for action in menu(pane, "Inbox").actions() if action.text()}
    assert enabled == {
        "Mark all as read": True, "Tell me of new mail here": True, "New folder inside…": True, "Rename…": False,
        "Delete folder…": False,
    }  # fmt: skip
    assert {action.text(): action.isEnabled() for action in menu(pane, "Clientes").actions()}["Rename…"]


def typed(text: str, qtbot) -> None:
    popup = next(one for one in QApplication.topLevelWidgets() if isinstance(one, NamePopup) and one.isVisible())
    field = popup.findChild(QLineEdit)
    field.setText(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_wishes_about_folders(session, pane, qtbot, wait):
    press(menu(pane, "Clientes"), "New folder inside…")
    typed("  Marín  ", qtbot)
    press(menu(pane, "Obras Ferrer"), "Rename…")
    typed("Ferrer e hijos", qtbot)
    press(menu(pane, "Obras Ferrer"), "Rename…")
    typed("Obras Ferrer", qtbot)
    press(menu(pane, "Inbox"), "Mark all as read")
    press(menu(pane, "ana@talleresmarin.example", Kind.ACCOUNT), "New folder…")
    typed("Obras", qtbot)
    wait(lambda: len(session.submitted) == 4)
    assert session.submitted == [
        CreateMailbox(1, "Clientes/Marín"),
        RenameMailbox(8, "Clientes/Ferrer e hijos"),
        MarkAllSeen(1),
        CreateMailbox(1, "Obras"),
    ]


def test_deleting_a_folder_is_asked_once_for_its_mail_goes_with_it(session, pane, qtbot):
    """An empty folder too: here it may be empty because the plan keeps only a week."""
    for name, words in (("Clientes", "mails of it are here"), ("Facturas", "with any older mail in it there")):
        with qtbot.waitSignal(pane.asked) as told:
            press(menu(pane, name), "Delete folder…")
        assert words in told.args[0]
        assert told.args[2] == DeleteMailbox(node(pane, name).key)
    assert not session.submitted


def test_a_special_folder_has_its_everyday_name_in_every_sentence(session, pane, qtbot):
    session.mailbox_rows.append(MailboxRow(78, 1, "[Gmail]/Bin", "Bin", 1, SpecialUse.TRASH, True, 0, 0))
    refresh(pane, qtbot)
    assert receipt_sentence(Receipt("moved", 2, 1, "[Gmail]/Bin")) == "2 mails moved to Trash"
    assert receipt_sentence(Receipt("moved", 2, 1, "Clientes")) == "2 mails moved to Clientes"


def test_removing_an_account_is_asked_once(pane, qtbot):
    with qtbot.waitSignal(pane.asked) as told:
        press(menu(pane, "ana@talleresmarin.example", Kind.ACCOUNT), "Remove account…")
    assert told.args[0].startswith("Remove ana@talleresmarin.example from this computer?")


def test_held_removals_are_shown_and_can_be_accepted(session, pane, wait, qtbot):
    session.mailbox_rows[6] = replace(session.mailbox_rows[6], held_removals=40)
    refresh(pane, qtbot)
    index = pane.model.index_of(node(pane, "Clientes"))
    assert "40 mails vanished" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "40 mails vanished" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    press(menu(pane, "Clientes"), "They were removed on purpose: let them go here too")
    wait(lambda: session.submitted == [AcceptRemovals(7)])


def test_an_account_says_what_is_wrong_and_asks_for_the_password(session, pane, qtbot):
    error = AuthenticationError(Code.WRONG_PASSWORD, host="imap.x", user="ana", said="NO")
    session.tell_status(AccountStatus(1, AccountState.NEEDS_PASSWORD, 0, error=error))
    refresh(pane, qtbot)
    index = pane.model.index_of(node(pane, "ana@talleresmarin.example", Kind.ACCOUNT))
    assert "needs its password" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "imap.x refused" in index.data(Qt.ItemDataRole.ToolTipRole)
    with qtbot.waitSignal(pane.password_wanted) as wanted:
        press(menu(pane, "ana@talleresmarin.example", Kind.ACCOUNT), "Type the password again…")
    assert wanted.args == [1]


def test_what_waits_is_one_press_away_and_only_then(session, pane, qtbot, wait):
    assert pane.waiting.isHidden()
    session.draft_contents[5] = DraftContent(1, subject="x")
    pane.waiting.refresh()
    wait(lambda: pane.waiting.text().strip() == "Waiting and drafts · 1")
    with qtbot.waitSignal(pane.waiting_wanted):
        pane.waiting.click()


def test_a_change_on_its_way_is_told_only_when_it_takes_longer(session, pane, wait):
    session.operation_rows = [OperationRow(1, 1, "move", OperationState.WAITING, "x", 1, "y", NOW, NOW, 0, "")]
    pane.waiting.refresh()
    wait(lambda: pane.waiting.patient)
    assert pane.waiting.isHidden()
    pane.waiting._patience.timeout.emit()
    assert not pane.waiting.isHidden()
    session.operation_rows = []
    pane.waiting.refresh()
    wait(pane.waiting.isHidden)
    assert not pane.waiting.patient
    session.operation_rows = [OperationRow(1, 1, "move", OperationState.FAILED, "x", 1, "y", NOW, NOW, 1, "NO")]
    pane.waiting.refresh()
    wait(lambda: not pane.waiting.isHidden())  # trouble is told at once


def test_the_window_hears_of_other_folders(screen, wait):
    screen.session.mailbox_rows.append(MailboxRow(77, 1, "Nuevo", "Nuevo", 0, SpecialUse.NONE, True, 0, 0))
    screen.session.tell(ChangeSet(accounts=frozenset({1})))
    wait(lambda: "  Nuevo" in lines(screen.window.folders.model))


def test_an_index_that_outlived_a_reset_finds_nothing(session, pane, qtbot):
    stale = pane.model.index_of(node(pane, "Clientes"))
    session.mailbox_rows = session.mailbox_rows[:3]
    refresh(pane, qtbot)
    assert pane.model.data(stale) is None
    assert not pane.model.parent(stale).isValid()
    assert pane.model.flags(stale) == Qt.ItemFlag.NoItemFlags


def test_new_mail_of_a_folder_is_told_where_somebody_wants_it(pane, session, wait):
    def watch(name: str):
        return next((one for one in menu(pane, name).actions() if one.text() == "Tell me of new mail here"), None)

    assert watch("Junk") is None
    assert watch("Inbox").isChecked()
    folder = watch("Clientes")
    assert not folder.isChecked()
    folder.trigger()
    wait(lambda: session.submitted)
    assert session.submitted == [WatchMailbox(node(pane, "Clientes").key, True)]
