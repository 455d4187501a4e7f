"""The folder tree follows what there is line by line: whatever stays is the same line, however much comes and goes."""

from __future__ import annotations

import random
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from desktop.core.api.rows import MailboxRow
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.folder_pane.model import FolderModel
from desktop.ui.folder_pane.pane import MANY, FolderPane
from desktop.ui.folder_pane.tree import Kind, Node, build_tree
from desktop.ui.preferences import Preferences
from tests.fakes import mails

FOLDERS = 5_000


def box(key: int, depth: int = 0, name: str = "") -> MailboxRow:
    name = name or f"Folder {key}"
    return MailboxRow(key, 2, name, name, depth, SpecialUse.NONE, True, 0, 0)


def tree(boxes: list[MailboxRow]) -> list[Node]:
    return build_tree(mails.ACCOUNTS, boxes, {}, 0, 0)


def shape(nodes: list[Node]) -> list[object]:
    return [(node.identity, node.label, node.row, shape(node.children)) for node in nodes]


def seen(model: FolderModel, parent: QPersistentModelIndex | None = None) -> list[object]:
    """What Qt is told."""
    above = (parent,) if parent is not None else ()
    found: list[object] = []
    for row in range(model.rowCount(*above)):
        index = model.index(row, 0, *above)
        node = model.node(index)
        assert node is not None
        assert model.index_of(node) == index
        assert model.parent(index) == (parent if parent is not None else model.parent(model.index(0, 0)))
        found.append((node.identity, node.label, node.row, seen(model, index)))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_it_becomes_any_other_tree(qapp, seed):
    chance = random.Random(seed)
    model = FolderModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    keys = range(100, 130)
    for _ in range(8):
        chosen = chance.sample(keys, chance.randint(0, len(keys)))
        boxes = [box(key, chance.randint(0, 3), chance.choice(("", f"Other {key}"))) for key in chosen]
        model.show_tree(tree(boxes))
        assert seen(model) == shape(tree(boxes))
    del tester


def test_lines_that_stay_are_the_same_lines(qapp):
    model = FolderModel()
    boxes = [box(100 + n, n % 3) for n in range(30)]
    model.show_tree(tree(boxes))
    kept = {node.key: QPersistentModelIndex(model.index_of(node)) for node in model.nodes() if node.mailbox}
    without = [one for one in boxes if one.mailbox_key not in (100, 101, 102, 110)]
    changed = [box(999), *(replace(one, unread=7) for one in without)]
    assert model.show_tree(tree(changed))
    for one in without:
        node = model.node(kept[one.mailbox_key])
        if one.mailbox_key != 111:  # it hung from the one that has gone
            assert node is not None
            assert (node.key, node.unread) == (one.mailbox_key, 7)
    assert not kept[110].isValid()
    assert not model.show_tree(tree(changed)), "nothing has come or gone"


@pytest.fixture
def crowded(session, dispatch, settings, qtbot) -> FolderPane:
    session.mailbox_rows += [box(1_000 + n, n % 2) for n in range(FOLDERS)]
    pane = FolderPane(dispatch, Preferences(settings), lambda: session.now)
    qtbot.addWidget(pane)
    pane.resize(240, 700)
    pane.read_now()
    pane.show()
    return pane


def find(pane: FolderPane, key: int) -> Node:
    return next(node for node in pane.model.nodes() if node.kind is Kind.MAILBOX and node.key == key)


def test_thousands_of_folders_keep_choice_folds_and_place(crowded, session, qtbot, monkeypatch):
    pane, view = crowded, crowded.view
    assert view.uniformRowHeights()
    assert FOLDERS > MANY
    pane.select_mailbox(3_500)
    folded = find(pane, 3_480)
    view.collapse(pane.model.index_of(folded))
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 11)
    kept, top = view.top_line()
    above = pane.model.node(kept)
    assert above is not None
    assert top < 0

    threads: list[threading.Thread] = []
    read = session.mailboxes
    monkeypatch.setattr(session, "mailboxes", lambda: threads.append(threading.current_thread()) or read())
    gone = {1_004, 1_005, 2_000, 2_001}
    rows = [row for row in session.mailbox_rows if row.mailbox_key not in gone]
    session.mailbox_rows = [*rows[:30], *(box(9_000 + n) for n in range(40)), *rows[30:]]
    with qtbot.assertNotEmitted(pane.scope_chosen), qtbot.waitSignal(pane.refreshed):
        pane.refresh()
    assert threads
    assert threading.main_thread() not in threads
    assert pane.current_node() is find(pane, 3_500)
    assert view.selectionModel().isSelected(view.currentIndex())
    assert not view.isExpanded(pane.model.index_of(folded))
    assert view.isExpanded(pane.model.index_of(find(pane, 3_482)))
    now_kept, now_top = view.top_line()
    assert (pane.model.node(now_kept), now_top) == (above, top)


def test_a_chosen_folder_that_comes_again_elsewhere_stays_chosen(crowded, session, qtbot):
    crowded.select_mailbox(3_500)
    moved = next(row for row in session.mailbox_rows if row.mailbox_key == 3_500)
    session.mailbox_rows.remove(moved)
    session.mailbox_rows.append(moved)
    with qtbot.assertNotEmitted(crowded.scope_chosen), qtbot.waitSignal(crowded.refreshed):
        crowded.refresh()
    assert crowded.current_node() is find(crowded, 3_500)


def test_a_chosen_folder_that_goes_leaves_nothing_chosen(crowded, session, qtbot):
    crowded.select_mailbox(3_500)
    session.mailbox_rows = [row for row in session.mailbox_rows if row.mailbox_key != 3_500]
    with qtbot.assertNotEmitted(crowded.scope_chosen), qtbot.waitSignal(crowded.refreshed):
        crowded.refresh()
    assert crowded.current_node() is None
    assert not crowded.view.selectionModel().hasSelection()


def test_what_a_sync_tells_does_not_read_the_folders(crowded, session, monkeypatch):
    monkeypatch.setattr(session, "mailboxes", lambda: pytest.fail("read"))
    crowded.refresh_states()
    crowded.show_leaving(12)
    leaving = next(node for node in crowded.model.nodes() if node.kind is Kind.LEAVING)
    assert leaving.unread == 12
