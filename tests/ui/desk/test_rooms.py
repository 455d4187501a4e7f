"""The panes of the desk: reached by keys, filled, worked in by keyboard, and from each object one gets to its mail and back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit

from desktop.core.api.link_commands import AddChatLine, CheckItem, DeleteContact, DeleteTask, SaveContact, SaveTask
from desktop.core.api.linking import LinkKind
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import i18n
from desktop.ui.desk.contact_form import ContactForm
from desktop.ui.desk.copy_window import CopyWindow
from desktop.ui.desk.entry_list import MOST
from desktop.ui.desk.task_words import group_of
from tests.fakes.mails import DAY, NOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ROOMS = ("go_tasks", "go_crm", "go_chats", "go_calendar")


def submitted(screen, kind) -> list:
    return [one for one in screen.session.submitted if isinstance(one, kind)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("go_tasks", Qt.Key.Key_K),
        ("go_crm", Qt.Key.Key_C),
        ("go_chats", Qt.Key.Key_H),
        ("go_calendar", Qt.Key.Key_E),
    ],
)
def test_two_keys_lead_to_each_pane_and_esc_leads_back(work_screen, qtbot, name, key):
    work_screen.list.setFocus()
    qtbot.keyClick(work_screen.list, Qt.Key.Key_G)
    qtbot.keyClick(work_screen.list, key)
    work_screen.wait(lambda: work_screen.work.rooms.current() == name)
    assert work_screen.work.entries.buttons[name].isChecked()
    assert not work_screen.window.actions_["archive"].isEnabled()
    work_screen.press(Qt.Key.Key_Escape)
    work_screen.wait(lambda: not work_screen.window.frame.on_page)
    assert not work_screen.work.entries.buttons[name].isChecked()


def test_the_folder_that_was_in_front_leads_back_too(work_screen):
    work_screen.room("go_tasks")
    folders = work_screen.window.folders
    assert not folders.view.selectionModel().hasSelection()
    folders.select_use(SpecialUse.INBOX)
    work_screen.wait(lambda: not work_screen.window.frame.on_page)


def test_tasks_stand_by_their_date_under_headings(work_screen):
    room = work_screen.room("go_tasks")
    work_screen.wait(lambda: room.list.entries())
    headings = [entry.title for entry in room.list.entries() if entry.key is None]
    assert headings == ["Overdue", "Today", "Within a week", "Without a date"]
    keys = [entry.key for entry in room.list.entries() if entry.key is not None]
    assert keys == [1, 2, 4, 3, 5]
    assert room.list.current_key() == 1


@pytest.mark.parametrize(
    ("days", "done", "heading"),
    [(-1, False, "Overdue"), (0.2, False, "Today"), (1, False, "Tomorrow"), (3, False, "Within a week"),
     (9, False, "Later"), (None, False, "Without a date"), (-1, True, "Done")],
)  # fmt: skip
def test_headings(session, days, done, heading):
    row = session.desk.tasks()[0]
    due = None if days is None else NOW + int(days * DAY)
    assert group_of(type(row)(1, "x", "", due, done, 0, 0, 0, 0), NOW) == heading


def test_a_task_is_done_with_space_and_seen_under_done(work_screen):
    room = work_screen.room("go_tasks")
    work_screen.wait(lambda: room.list.current_key() == 1)
    room.list.setFocus()
    work_screen.press(Qt.Key.Key_Space)
    work_screen.wait(lambda: work_screen.session.desk.task_details[1].row.done)
    work_screen.wait(lambda: 1 not in [entry.key for entry in room.list.entries()])
    room._choose_filter(True)
    work_screen.wait(lambda: {entry.key for entry in room.list.entries()} >= {1, 6})


def test_a_task_of_which_another_was_done_is_not_touched(work_screen):
    room = work_screen.room("go_tasks")
    room.open_thing(2)
    work_screen.wait(lambda: room.detail.task is not None and room.detail.task.row.task_key == 2)
    room.detail.boxes[1].click()
    work_screen.wait(lambda: submitted(work_screen, CheckItem))
    work_screen.wait(lambda: work_screen.session.desk.task_details[2].row.items_done == 2)
    assert not work_screen.session.desk.task_details[2].row.done


def test_what_is_typed_is_kept_and_never_overwritten(work_screen, qtbot):
    room = work_screen.room("go_tasks")
    room.open_thing(2)
    work_screen.wait(lambda: room.detail.task is not None and room.detail.task.row.task_key == 2)
    room.detail.title.setFocus()
    room.detail.title.selectAll()
    qtbot.keyClicks(room.detail.title, "Mine")
    room.refresh()
    qtbot.wait(80)
    assert room.detail.title.text() == "Mine"
    room.list.choose(3)
    work_screen.wait(lambda: work_screen.session.desk.task_details[2].row.title == "Mine")
    work_screen.wait(lambda: room.detail.task.row.task_key == 3)
    assert room.detail.title.text() == "Clear a bay for two pallets"


def test_a_deleted_task_frees_its_mails_and_says_so(work_screen):
    room = work_screen.room("go_tasks")
    room.open_thing(2)
    work_screen.wait(lambda: room.detail.task is not None and room.detail.task.row.task_key == 2)
    assert "keeps 2 mails" in room.detail._keeps.text()
    held = [key for key, row in work_screen.session.message_rows.items() if row.held_by == "task"]
    assert held
    room.detail.delete_wanted.emit()
    work_screen.wait(lambda: submitted(work_screen, DeleteTask))
    work_screen.wait(lambda: any("free" in sentence for sentence in work_screen.notices()))
    assert not any(work_screen.session.message_rows[key].held_by for key in held)


def test_a_new_task_without_a_mail(work_screen, qtbot):
    room = work_screen.room("go_tasks")
    room.make_new()
    work_screen.wait(lambda: room.detail.title.hasFocus() and room.detail.title.hasSelectedText())
    qtbot.keyClicks(room.detail.title, "Buy glue")
    room.detail.keep()
    work_screen.wait(lambda: any(one.title == "Buy glue" for one in submitted(work_screen, SaveTask)))


def test_from_a_task_to_its_mail_and_back(work_screen):
    room = work_screen.room("go_tasks")
    room.open_thing(2)
    work_screen.wait(lambda: len(room.detail.mails.buttons) == 2)
    room.detail.mails.buttons[0].click()
    work_screen.wait(lambda: work_screen.window.mails.current_key() == 1011)
    assert not work_screen.window.frame.on_page
    row = next(one for one in work_screen.session.linking.link_rows.values() if one.kind is LinkKind.TASK)
    work_screen.work.open_link(row)
    work_screen.wait(lambda: room.detail.task.row.task_key == 2)
    assert work_screen.work.rooms.current() == "go_tasks"


def test_to_a_mail_that_a_filter_hides(work_screen):
    work_screen.window.mails.filters.show_linked(LinkKind.EVENT)
    work_screen.work.show_mail(1011)
    work_screen.wait(lambda: work_screen.window.mails.current_key() == 1011)


def test_to_a_mail_that_is_gone(work_screen):
    work_screen.work.show_mail(1)
    assert any("no longer here" in sentence for sentence in work_screen.notices())


def test_contacts_are_found_by_a_few_letters(work_screen, qtbot):
    room = work_screen.room("go_crm")
    work_screen.wait(lambda: len(room.list.entries()) == 6)
    qtbot.keyClicks(room.search, "obras")
    work_screen.wait(lambda: [entry.title for entry in room.list.entries()] == ["Lucía Ferrer", "Obras Ferrer"])
    qtbot.keyClicks(room.search, "zzz")
    work_screen.wait(lambda: room.empty.isVisible())


def test_a_saved_copy_is_read_as_it_was_saved(work_screen):
    room = work_screen.room("go_crm")
    room.open_activity(1, 100)
    work_screen.wait(lambda: room.timeline.current() is not None and room.timeline.current().activity_key == 100)
    room.timeline.setFocus()
    work_screen.press(Qt.Key.Key_Return)
    window = work_screen.opened(CopyWindow)
    work_screen.wait(lambda: window.attachments.cards)
    assert window.head.subject.text() == "Presupuesto de la obra, segunda versión"
    assert "mano de pintura" in window.body.text.toPlainText()
    window.close()


def test_deleting_a_contact_is_asked_once(work_screen):
    room = work_screen.room("go_crm")
    room.open_thing(1)
    work_screen.wait(lambda: room._contact is not None and room._contact.row.contact_key == 1)
    room._ask_delete()
    assert "5 mails saved" in work_screen.notices()[-1]
    assert not submitted(work_screen, DeleteContact)
    work_screen.window.notices.cards[-1]._act()
    work_screen.wait(lambda: submitted(work_screen, DeleteContact))


def test_a_contact_is_written_down(work_screen, qtbot):
    room = work_screen.room("go_crm")
    work_screen.wait(lambda: room.list.entries())
    room._edit(None)
    form = work_screen.opened(ContactForm)
    form.keep()
    assert "name" in form.bar.text
    form.name.setText("Noa Vidal")
    form.addresses.setPlainText("noa@example.org\n\nnoa@example.org\nn.vidal@example.org")
    form.company.setCurrentIndex(form.company.findData(3))
    form.keep()
    wanted = SaveContact(None, "Noa Vidal", ("noa@example.org", "n.vidal@example.org"), False, 3, "", "")
    work_screen.wait(lambda: wanted in work_screen.session.submitted)
    work_screen.wait(lambda: room._contact is not None and room._contact.row.name == "Noa Vidal")


def test_a_line_is_written_in_a_chat(work_screen, qtbot):
    room = work_screen.room("go_chats")
    work_screen.wait(lambda: room.lines._bubbles)
    before = len(room.lines._bubbles)
    room.entry.setFocus()
    qtbot.keyClicks(room.entry, "Vale, gracias")
    work_screen.press(Qt.Key.Key_Return)
    work_screen.wait(lambda: submitted(work_screen, AddChatLine))
    work_screen.wait(lambda: len(room.lines._bubbles) == before + 1)
    assert room.entry.text() == ""


def test_what_was_not_sent_yet_stays_with_its_chat(work_screen, qtbot):
    room = work_screen.room("go_chats")
    work_screen.wait(lambda: room.lines._bubbles)
    qtbot.keyClicks(room.entry, "half a")
    room.list.choose(2)
    work_screen.wait(lambda: room._chat.row.chat_key == 2)
    assert room.entry.text() == ""
    room.list.choose(1)
    work_screen.wait(lambda: room.entry.text() == "half a")


def test_letters_typed_in_a_pane_are_no_commands(work_screen, qtbot):
    room = work_screen.room("go_chats")
    work_screen.wait(lambda: room.lines._bubbles)
    room.entry.setFocus()
    qtbot.keyClicks(room.entry, "thce")
    assert room.entry.text() == "thce"
    assert work_screen.work.rooms.current() == "go_chats"


@pytest.mark.parametrize("name", ROOMS[:3])
def test_an_empty_desk_says_what_to_do(work_screen, name):
    desk = work_screen.session.desk
    desk.task_details, desk.contact_details, desk.chat_details = {}, {}, {}
    room = work_screen.room(name)
    work_screen.wait(lambda: room.empty.isVisible())
    assert "Press" in room.empty._sentence.text()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ROOMS)
def test_everything_in_a_pane_has_a_name(work_screen, qapp, name, language):
    i18n.load(qapp, language)
    room = work_screen.room(name)
    if name == "go_calendar":
        room.open_thing(3)
        work_screen.wait(room.card.isVisible)
    else:
        work_screen.wait(lambda: room.detail_shown)
    nameless = []
    kinds = QAbstractButton | QLineEdit | QComboBox | QAbstractItemView | QPlainTextEdit
    for widget in room.findChildren(object):
        if isinstance(widget, kinds) and widget.isVisibleTo(room) and not widget.objectName().startswith("qt_"):
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is None or not interface.text(QAccessible.Text.Name).strip():
                nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert nameless == []


@pytest.mark.parametrize("name", ROOMS)
def test_the_smallest_window_holds_each_pane(work_screen, name):
    work_screen.window.resize(1024, 640)
    work_screen.room(name)
    QApplication.processEvents()
    assert (work_screen.window.width(), work_screen.window.height()) == (1024, 640)
    assert work_screen.window.frame.width() == 1024


def test_a_list_of_thousands_shows_the_first_and_what_is_wanted(work_screen):
    desk = work_screen.session.desk
    first = desk.task_details[1]
    for key in range(1001, 4001):
        row = replace(first.row, task_key=key, title=f"Task {key}", due_at=NOW + 30 * DAY)
        desk.task_details[key] = replace(first, row=row)
    room = work_screen.room("go_tasks")
    work_screen.wait(lambda: len(room.list.entries()) > MOST)
    assert sum(entry.key is not None for entry in room.list.entries()) == MOST
    assert room.list.entries()[-1].title == "2,505 more: type above to find them"
    room.search.setText("TASK 4000")
    work_screen.wait(lambda: [one.key for one in room.list.entries() if one.key is not None] == [4000])
    room.search.setText("nothing of the kind")
    work_screen.wait(lambda: room.empty.isVisible())
    room.open_thing(3999)
    work_screen.wait(lambda: room.list.current_key() == 3999)
    assert len(room.list.entries()) < MOST + 10


def test_contacts_beyond_the_first_are_found_by_typing(work_screen):
    desk = work_screen.session.desk
    first = desk.contact_details[1]
    for key in range(1001, 2001):
        desk.contact_details[key] = replace(first, row=replace(first.row, contact_key=key, name=f"Zz {key}"))
    room = work_screen.room("go_crm")
    work_screen.wait(lambda: len(room.list.entries()) == MOST + 1)
    assert room.list.entries()[-1].title.endswith("more: type above to find them")
    room.search.setText("Zz 2000")
    work_screen.wait(lambda: [one.key for one in room.list.entries()] == [2000])
