"""The list model: Qt's own rules, pages, a million rows, and steps that keep what is selected."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from desktop.ui.message_list.model import CACHED, KEY_ROLE, MIME_TYPE, PAGE, MessageListModel, parse_locations
from desktop.ui.message_list.refresh import plan_refresh
from desktop.ui.message_list.view import MessageListView
from tests.fakes import mails
from tests.fakes.mails import NOW

SAMPLE = next(iter(mails.make_rows().values()))


class Store:
    """Any key has a row; counts what is asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def rows(self, keys):
        self.asked.append(len(keys))
        return {key: replace(SAMPLE, message_key=-key) for key in keys}


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def model(store, qapp) -> MessageListModel:
    return MessageListModel(store.rows, lambda mail: f"heard {mail.subject}")


def test_qts_rules_hold_while_mail_comes_and_goes(model):
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lists = [range(0), range(50), range(10, 60), [*range(5), *range(20, 80)], range(79, 3, -1), range(1)]
    for wanted in lists:
        assert model.apply(plan_refresh(model.keys, array("q", wanted)))
        assert list(model.keys) == list(wanted)
        assert model.rowCount() == len(wanted)


def test_a_plan_for_another_list_is_refused(model):
    model.reset_keys(array("q", range(5)))
    stale = plan_refresh(model.keys, array("q", range(3)))
    model.reset_keys(array("q", range(9)))
    assert not model.apply(stale)
    assert model.rowCount() == 9


def test_rows_are_read_by_the_page_and_kept(model, store):
    model.reset_keys(array("q", range(1000)))
    for row in range(PAGE):
        model.mail_at(row)
    assert store.asked == [PAGE]
    model.mail_at(PAGE)
    model.mail_at(0)
    assert store.asked == [PAGE, PAGE]


def test_what_has_changed_is_read_again_and_nothing_else(model, store, qtbot):
    model.reset_keys(array("q", range(1000)))
    model.mail_at(0)
    with qtbot.waitSignal(model.dataChanged):
        model.forget({5, 7, 999_999})
    with qtbot.assertNotEmitted(model.dataChanged):
        model.forget({777})
    model.mail_at(5)
    assert store.asked == [PAGE, 2]
    model.forget(None)
    model.mail_at(5)
    assert store.asked == [PAGE, 2, PAGE]


def test_only_the_rows_of_changed_messages_are_read_again(model, store, qtbot):
    model.reset_keys(array("q", range(1, 1000)))
    model.mail_at(0)
    with qtbot.waitSignal(model.dataChanged):
        model.forget((), frozenset({-5, -7, -999_999}))
    with qtbot.assertNotEmitted(model.dataChanged):
        model.forget((), frozenset({-777}))
    model.mail_at(0)
    assert store.asked == [PAGE]
    model.mail_at(4)
    assert store.asked == [PAGE, 2]


def test_only_rows_on_the_screen_are_painted_again(model, qtbot):
    """A whole list painted anew costs more than all that a wish does until it is stored."""
    view = MessageListView(model, lambda: NOW)
    qtbot.addWidget(view)
    view.resize(400, 5 * view.row_height - 10)
    view.show()
    model.reset_keys(array("q", range(1000)))
    view.updateGeometries()
    view.verticalScrollBar().setValue(100 * view.row_height + 5)
    for row in range(90, 120):
        model.mail_at(row)
    painted: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: painted.append((first.row(), last.row())))
    model.forget({95, 99})
    assert painted == []
    model.forget({100, 102, 104, 105, 777})
    assert painted == [(100, 100), (102, 102), (104, 104)]
    model.forget(None)
    assert painted[3:] == [(0, 999)]


def test_memory_is_bounded(model, store):
    model.reset_keys(array("q", range(20 * CACHED)))
    for row in range(0, 20 * CACHED, PAGE):
        model.mail_at(row)
    assert len(model._cache) <= CACHED


def test_a_million_rows_cost_a_screen_of_reads(model, store, qtbot):
    view = MessageListView(model, lambda: NOW)
    qtbot.addWidget(view)
    view.resize(420, 700)
    view.show()
    keys = array("q", range(1_000_000))
    model.reset_keys(keys)
    view.grab()
    assert len(store.asked) == 1
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.grab()
    assert view.rowAt(0) > 999_900
    assert len(store.asked) <= 3
    assert model.apply(plan_refresh(keys, array("q", [-1]) + keys))
    assert model.rowCount() == 1_000_001
    view.grab()
    view.selectAll()
    assert view.count_selected() == 1_000_001
    view.keyboardSearch("z")
    assert len(store.asked) <= 5, "something walked through the list"


def test_selection_and_current_survive_new_mail(model, qtbot):
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    model.reset_keys(array("q", range(100)))
    view.selectRow(10)
    remembered = QPersistentModelIndex(model.index(10, 0))
    model.apply(plan_refresh(model.keys, array("q", [-3, -2, -1, *range(5), *range(7, 100)])))
    assert model.key_at(remembered.row()) == 10
    assert [model.key_at(index.row()) for index in view.selectionModel().selectedRows()] == [10]


def test_what_a_row_says(model):
    model.reset_keys(array("q", [1]))
    index = model.index(0, 0)
    assert index.data() == SAMPLE.subject
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"heard {SAMPLE.subject}"
    assert index.data(KEY_ROLE) == 1
    assert model.data(QModelIndex()) is None
    assert model.mail_at(-1) is None
    assert model.mail_at(1) is None


def test_a_row_that_has_just_gone_is_empty_and_does_no_harm(qapp):
    model = MessageListModel(lambda keys: {}, lambda mail: "")
    model.reset_keys(array("q", [1, 2]))
    assert model.mail_at(0) is None
    assert model.index(0, 0).data() == ""


def test_a_drag_carries_keys(model):
    model.reset_keys(array("q", [30, 20, 10]))
    data = model.mimeData([model.index(2, 0), model.index(0, 0)])
    assert parse_locations(data) == (30, 10)


@pytest.mark.parametrize("raw", [b"", b"{", b"7", b'{"a": 1}', b"\xff\xfe"])
def test_a_broken_drag_is_nothing(raw):
    data = QMimeData()
    data.setData(MIME_TYPE, raw)
    assert parse_locations(data) == ()
