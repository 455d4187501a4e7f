"""The model of a list by conversation: Qt's own rules, and whatever happens it is what one made from scratch would be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester

from desktop.core.api.rows import LinkBadge
from desktop.core.mail.flags import Flag
from desktop.core.mail.grouping import Groups
from desktop.ui.message_list.folding import Fold, fold
from desktop.ui.message_list.lines import MOST_SPEAKING, Line, all_names, fold_up, names_of, spoken
from desktop.ui.message_list.model import LINE_ROLE, MessageListModel, parse_locations
from desktop.ui.message_list.regrouping import plan_folded
from desktop.ui.message_list.view import MessageListView
from tests.fakes import mails
from tests.fakes.mails import NOW
from tests.ui.test_folding import groups_of

SAMPLE = replace(next(iter(mails.make_rows().values())), flags=Flag(0), links=(), has_attachment=False, expires_at=None)
PEOPLE = [
    ("Lucía Ferrer", "lucia@x"),
    ("Tom Whitfield", "tom@x"),
    ("Ferrer, Ana", "ana@x"),
    ("no-reply@y.example", "n@y"),
]


class Store:
    """Mails in threads, with flags, in any order of arrival: the key is the moment."""

    def __init__(self) -> None:
        self.mails: dict[int, tuple[int, Flag]] = {}
        self.asked: list[int] = []

    def rows(self, keys):
        self.asked.append(len(keys))
        return {
            key: replace(
                SAMPLE, location_key=key, message_key=-key, internaldate=key, flags=self.mails[key][1],
                sender_name=PEOPLE[key % 4][0], sender_address=PEOPLE[key % 4][1],
            )
            for key in keys if key in self.mails
        }  # fmt: skip

    def groups(self) -> Groups:
        threads: dict[int, list[int]] = {}
        for key in sorted(self.mails, reverse=True):
            threads.setdefault(self.mails[key][0], []).append(key)
        return groups_of(*threads.values())


def lines(model: MessageListModel) -> list[Line | None]:
    return [model.line_at(row) for row in range(model.rowCount())]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("come"), st.lists(st.tuples(st.integers(1, 60), st.integers(0, 6)), min_size=1, max_size=6)),
        st.tuples(st.just("go"), st.lists(st.integers(0, 30), min_size=1, max_size=4)),
        st.tuples(st.just("flag"), st.lists(st.integers(0, 30), min_size=1, max_size=4)),
        st.tuples(st.just("fold"), st.lists(st.integers(0, 30), min_size=1, max_size=2)),
        st.tuples(st.just("late"), st.just([])),
    ),
    max_size=12,
)


@given(steps)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_it_is_a_list_made_from_scratch(qapp, story):
    """Changes may be told merged, late and twice: the list is read again from what is there."""
    store = Store()
    model = MessageListModel(store.rows, lambda mail: mail.subject)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    folding = fold(store.groups())
    model.reset_keys(folding.rows, folding)
    untold: set[int] = set()
    for what, values in story:
        keys = sorted(store.mails)
        if what == "come":
            store.mails |= {key: (thread, Flag(0)) for key, thread in values if key not in store.mails}
        elif what == "go" and keys:
            for value in values:
                store.mails.pop(keys[value % len(keys)], None)
        elif what == "flag" and keys:
            for value in values:
                key = keys[value % len(keys)]
                store.mails[key] = (store.mails[key][0], store.mails[key][1] ^ Flag.SEEN)
                untold.add(key)
        elif what == "fold" and model.rowCount():
            for value in values:
                model.toggle(value % model.rowCount())
        if what == "late":
            continue
        model.forget(untold | set(store.mails))
        assert model.folding is not None
        assert model.apply(plan_folded(model.folding, store.groups(), frozenset(model.keys[:3])))
        lines(model)
    assert model.folding is not None
    groups = store.groups()
    model.forget(untold | set(store.mails))
    assert model.apply(plan_folded(model.folding, groups))
    unfolded = {
        model.folding.place_of(row)[0] for row in range(model.rowCount()) if model.fold_of(row) is Fold.UNFOLDED
    }
    fresh = MessageListModel(store.rows, lambda mail: mail.subject)
    folding = fold(groups, unfolded)
    fresh.reset_keys(folding.rows, folding)
    assert model.keys == fresh.keys
    assert model.folding == fresh.folding
    assert lines(model) == lines(fresh)


@pytest.fixture
def store() -> Store:
    made = Store()
    made.mails = {
        9: (1, Flag(0)),
        8: (2, Flag(0)),
        7: (1, Flag.SEEN),
        6: (3, Flag(0)),
        5: (1, Flag.SEEN),
        4: (3, Flag.SEEN),
    }
    return made


@pytest.fixture
def model(store, qapp) -> MessageListModel:
    made = MessageListModel(store.rows, lambda mail: f"heard {mail.subject}")
    folding = fold(store.groups())
    made.reset_keys(folding.rows, folding)
    return made


def test_a_folded_row_speaks_for_all(model):
    assert list(model.keys) == [9, 8, 6]
    line = model.index(0, 0).data(LINE_ROLE)
    assert (line.fold, line.count, line.unread, line.mail.seen) == (Fold.FOLDED, 3, 1, False)
    assert [(one.name, one.unread) for one in line.people] == [("Tom", True), ("no-reply", False)]
    assert model.index(1, 0).data(LINE_ROLE).fold is Fold.ALONE
    assert model.row_of(5) == 0
    assert model.row_of(77) is None


def test_what_a_screen_reader_hears(model):
    said = model.index(0, 0).data(0x0B)  # AccessibleTextRole
    assert said.startswith("Conversation of 3 mails, 1 unread. Tom, no-reply. heard ")
    model.toggle(0)
    assert model.index(0, 0).data(11).startswith("Conversation of 3 mails, unfolded. heard ")
    assert model.index(1, 0).data(11).startswith("In the conversation above. heard ")


def test_a_drag_takes_all_of_it(model):
    assert parse_locations(model.mimeData([model.index(0, 0), model.index(2, 0)])) == (9, 7, 5, 6, 4)
    model.toggle(0)
    assert parse_locations(model.mimeData([model.index(0, 0)])) == (9,)


def test_a_flag_of_a_hidden_mail_changes_its_row(model, store, qtbot):
    view = MessageListView(model, lambda: NOW)
    qtbot.addWidget(view)
    view.resize(400, 700)
    view.show()
    lines(model)
    store.mails[9] = (1, Flag.SEEN)
    store.mails[5] = (1, Flag(0))
    with qtbot.waitSignal(model.dataChanged) as told:
        model.forget({5, 9})
    assert [index.row() for index in told.args[:2]] == [0, 0]
    line = model.line_at(0)
    assert [(one.name, one.unread) for one in line.people] == [("Tom", True), ("no-reply", False)]
    store.mails[5] = (1, Flag.SEEN)
    model.forget({5})
    assert model.line_at(0).mail.seen


def test_a_conversation_that_grows_where_it_stands_is_painted_again(model, store, qtbot):
    """An older mail comes late: the row keeps its key and its place."""
    assert model.line_at(0).count == 3
    store.mails[2] = (1, Flag(0))
    with qtbot.waitSignal(model.dataChanged):
        assert model.apply(plan_folded(model.folding, store.groups()))
    assert list(model.keys) == [9, 8, 6]
    assert (model.line_at(0).count, model.line_at(0).unread) == (4, 2)


def test_a_plan_for_another_folding_is_refused(model, store):
    stale = plan_folded(model.folding, store.groups())
    model.toggle(0)
    assert not model.apply(stale)
    assert list(model.keys) == [9, 7, 5, 8, 6]


def test_rows_are_read_by_few_conversations_and_of_long_ones_the_newest(model, store):
    store.mails = {key: (key % 30, Flag(0)) for key in range(1, 6001)}
    folding = fold(store.groups())
    model.reset_keys(folding.rows, folding)
    store.asked.clear()
    line = model.line_at(0)
    assert line.count == 200
    assert sum(store.asked) == 20 * MOST_SPEAKING
    assert max(store.asked) <= 200


def test_a_mail_that_has_just_gone_speaks_no_more(model, store):
    del store.mails[9]
    assert model.line_at(0).count == 3
    assert model.line_at(0).mail.location_key == 7
    store.mails.clear()
    model.forget(None)
    assert model.line_at(0) is None


def test_selection_means_all_mails_of_folded_rows(model, qtbot):
    view = MessageListView(model, lambda: NOW)
    qtbot.addWidget(view)
    view.selectAll()
    assert view.selected_keys() == (9, 8, 6)
    assert view.selected_mails() == (9, 7, 5, 8, 6, 4)
    model.toggle(0)
    flag = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(model.index(0, 0), flag.ClearAndSelect)
    assert view.selected_mails() == (9,)


def mail(number: int, **changes):
    name, address = PEOPLE[number % 4]
    return replace(SAMPLE, location_key=number, sender_name=name, sender_address=address, **changes)


def test_stars_links_and_what_leaves_soonest_show_on_the_row():
    task, chat = LinkBadge("task", "open", "Roof"), LinkBadge("chat", "open", "Roof")
    line = fold_up(
        [
            mail(1, flags=Flag.SEEN, links=(task,), expires_at=None, held_by="task"),
            mail(
                2, flags=Flag.SEEN | Flag.FLAGGED, expires_at=500, has_attachment=True, remind_at=90, snoozed_until=80
            ),
            mail(3, flags=Flag.SEEN, links=(task, chat), expires_at=400, pending=True, on_server=False),
        ],
        3,
    )
    assert (line.mail.seen, line.mail.flagged, line.mail.has_attachment, line.mail.pending) == (True, True, True, True)
    assert line.mail.links == (task, chat)
    assert (line.mail.expires_at, line.mail.held_by, line.mail.on_server) == (400, None, False)
    assert (line.mail.remind_at, line.mail.snoozed_until) == (90, 80)
    assert line.mail.location_key == 1


def test_people_are_few_and_told_apart():
    everybody = fold_up([mail(n) for n in (4, 3, 2, 1)], 4)
    assert [one.name for one in everybody.people] == ["Tom", "Ana", "no-reply", "Lucía"]
    assert [None if one is None else one.name for one in names_of(everybody.people)] == [
        "Tom",
        None,
        "no-reply",
        "Lucía",
    ]
    alike = fold_up([mail(0), replace(mail(1), sender_name="Lucía Peris")], 2)
    assert all_names(alike) == "Lucía Peris, Lucía Ferrer"
    alone = fold_up([mail(0), mail(0)], 2)
    assert all_names(alone) == "Lucía Ferrer"
    assert spoken(Line(mail(0))) == ""
