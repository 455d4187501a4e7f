"""The four actions: two keys each, filled from the mail, nobody chosen unasked, nothing typed lost, no second copy."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QDateTime, QEvent, QObject, Qt, QTimeZone
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.api.link_commands import LinkExisting, LinkMail
from desktop.core.api.linking import LinkKind, LinkState, Person
from desktop.ui.links.sheet import LinkSheet
from desktop.ui.links.time_field import TimeField
from tests.fakes.session_links import FOUND

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEYS = {
    LinkKind.TASK: (Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier),
    LinkKind.CRM: (Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier),
    LinkKind.CHAT: (Qt.Key.Key_H, Qt.KeyboardModifier.NoModifier),
    LinkKind.EVENT: (Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier),
}
DELIVERY, QUEDAMOS, BUDGET, PLAIN = 1006, 1003, 1011, 1010


def wishes(screen) -> list[LinkMail]:
    return [one for one in screen.session.submitted if isinstance(one, LinkMail)]


def open_sheet(screen, key: int, kind: LinkKind) -> LinkSheet:
    screen.choose(key)
    screen.press(*KEYS[kind])
    sheet = screen.opened(LinkSheet)
    screen.wait(lambda: sheet.filled)
    return sheet


@pytest.mark.parametrize("kind", LinkKind)
def test_two_keys_make_the_object_and_the_badge_is_there_at_once(work_screen, kind):
    work_screen.choose(PLAIN)
    work_screen.press(*KEYS[kind])
    work_screen.wait(lambda: work_screen.opened(LinkSheet).isActiveWindow())
    work_screen.press(Qt.Key.Key_Return)
    work_screen.wait(lambda: wishes(work_screen))
    assert wishes(work_screen)[0].kind is kind
    row = work_screen.window.mails.model.row_of(PLAIN)
    work_screen.wait(lambda: [one.kind for one in work_screen.window.mails.model.mail_at(row).links] == [kind.value])
    work_screen.wait(lambda: work_screen.find(LinkSheet) is None)
    work_screen.wait(work_screen.notices)


def test_a_folded_conversation_becomes_one_task_of_all_its_mails(work_screen):
    session, mails = work_screen.session, work_screen.window.mails
    talk = (1000, 1003, 1005)
    session.threads.append(tuple(session.message_rows[key].message_key for key in talk))
    work_screen.window.folders.select_mailbox(1)
    work_screen.window.actions_["group"].trigger()
    work_screen.wait(lambda: mails.model.rowCount() == 108)
    work_screen.list.setFocus()
    work_screen.list.select_rows([0], 0)
    work_screen.window.actions_["link_task"].trigger()
    sheet = work_screen.opened(LinkSheet)
    work_screen.wait(lambda: sheet.filled and sheet.isActiveWindow())
    work_screen.press(Qt.Key.Key_Return)
    work_screen.wait(lambda: wishes(work_screen))
    assert wishes(work_screen)[0].locations == talk
    work_screen.wait(lambda: "task" in [one.kind for one in mails.model.line_at(0).mail.links])


def test_the_badge_is_painted_before_anything_is_said_of_it(work_screen):
    """And by itself: the other rows of the list are not painted for it."""
    view, model = work_screen.list, work_screen.window.mails.model
    open_sheet(work_screen, PLAIN, LinkKind.TASK)
    row = model.row_of(PLAIN)
    painted: list[tuple[bool, list[str], int]] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            links = model.mail_at(row).links
            if isinstance(event, QPaintEvent) and links and not painted:
                painted.append((work_screen.find(LinkSheet) is not None, work_screen.notices(), event.rect().height()))
            return False

    QApplication.processEvents()  # what was to be painted already, on a machine that is busy
    watch = Watch(view)
    view.viewport().installEventFilter(watch)
    work_screen.press(Qt.Key.Key_Return)
    work_screen.wait(work_screen.notices)
    (covered, said, height), *_ = painted
    assert (covered, said) == (False, [])
    assert height <= 2 * view.row_height


def test_an_enter_before_the_mail_was_read_is_obeyed_when_it_has(work_screen, monkeypatch):
    linking, gate = work_screen.session.linking, threading.Event()
    slow = linking.form
    monkeypatch.setattr(linking, "form", lambda kind, keys: gate.wait(4) and slow(kind, keys))
    work_screen.choose(PLAIN)
    work_screen.press(*KEYS[LinkKind.TASK])
    sheet = work_screen.opened(LinkSheet)
    work_screen.wait(sheet.isActiveWindow)
    assert sheet.fields.title.text() == work_screen.session.message_rows[PLAIN].subject
    work_screen.press(Qt.Key.Key_Return)
    assert not sheet.filled
    assert not wishes(work_screen)
    gate.set()
    work_screen.wait(lambda: wishes(work_screen))


def test_only_people_inside_are_chosen_unasked(work_screen):
    sheet = open_sheet(work_screen, DELIVERY, LinkKind.TASK)
    assert all(person.inside for person in sheet.fields.people.chosen())
    offered = [chip.toolTip() for chip in sheet.fields.people._chips.values()]
    assert "hanako.yamada@kitanami.example" in offered


def test_somebody_is_found_by_a_few_letters_and_taken_with_enter(work_screen, qtbot):
    sheet = open_sheet(work_screen, DELIVERY, LinkKind.CHAT)
    field = sheet.fields.people
    field.search.setFocus()
    qtbot.keyClicks(field.search, "priya")
    work_screen.wait(lambda: field._found)
    qtbot.keyClick(field.search, Qt.Key.Key_Return)
    assert Person("Priya Raman", "priya.raman@harbourline.example") in field.chosen()
    assert field.search.text() == ""
    assert not wishes(work_screen)
    qtbot.keyClicks(field.search, "new@example.org")
    qtbot.keyClick(field.search, Qt.Key.Key_Return)
    assert Person("", "new@example.org") in field.chosen()


def test_the_words_a_time_was_read_from_and_its_zone(work_screen):
    sheet = open_sheet(work_screen, DELIVERY, LinkKind.TASK)
    words, at = FOUND["Delivery moved to Monday"]
    assert words in sheet.fields.found.text()
    assert sheet.fields.has_due.isChecked()
    madrid = QTimeZone(b"Europe/Madrid")
    assert sheet.fields.due.clock.time() == QDateTime.fromSecsSinceEpoch(at, madrid).time()
    assert sheet.fields.due.seconds() == at
    sheet.take()
    work_screen.wait(lambda: wishes(work_screen))
    assert (wishes(work_screen)[0].due_at, wishes(work_screen)[0].zone) == (at, "Europe/Madrid")


def test_a_guess_says_that_it_is_one(work_screen):
    sheet = open_sheet(work_screen, PLAIN, LinkKind.EVENT)
    assert "guess" in sheet.fields.found.text()
    sheet.fields.all_day.setChecked(True)
    sheet.take()
    work_screen.wait(lambda: wishes(work_screen))
    wish = wishes(work_screen)[0]
    assert wish.all_day
    assert (wish.ends_at - wish.starts_at) % 3_600 == 0
    assert wish.ends_at > wish.starts_at


def test_attachments_go_along_only_when_ticked(work_screen):
    key = next(key for key, row in sorted(work_screen.session.message_rows.items())
               if key < 1100 and row.has_attachment and not row.links)  # fmt: skip
    sheet = open_sheet(work_screen, key, LinkKind.TASK)
    choice, box = sheet.fields.attachments._boxes[0]
    assert not box.isChecked()
    box.setChecked(True)
    sheet.take()
    work_screen.wait(lambda: wishes(work_screen))
    assert wishes(work_screen)[0].attachments == (choice,)


def test_several_cards_are_shown_before_anything_is_saved(work_screen, qtbot):
    sheet = open_sheet(work_screen, BUDGET, LinkKind.CRM)
    targets = sheet.fields.targets
    assert targets._ids == ["1", "3", ""]
    assert targets._told.isVisible()
    targets._group.buttons()[1].setChecked(True)
    sheet.take()
    work_screen.wait(lambda: wishes(work_screen))
    assert wishes(work_screen)[0].target_id == "3"


def test_another_card_is_looked_for(work_screen, qtbot):
    sheet = open_sheet(work_screen, BUDGET, LinkKind.CRM)
    qtbot.keyClicks(sheet.fields.targets.search, "tom")
    work_screen.wait(lambda: sheet.fields.targets._ids == ["2", ""])
    sheet.take()
    work_screen.wait(lambda: wishes(work_screen))
    assert wishes(work_screen)[0].target_id == "2"


def test_what_is_saved_already_is_opened_and_not_saved_again(work_screen):
    linked = next(key for key, row in sorted(work_screen.session.message_rows.items())
                  if key < 1100 and any(one.kind == "task" for one in row.links))  # fmt: skip
    sheet = open_sheet(work_screen, linked, LinkKind.TASK)
    assert sheet.bar.isVisible()
    assert any("” (" in label.text() and label.text().endswith(").") for label in sheet.bar.findChildren(QLabel))
    assert sheet.accept_button.text() == "Open it"
    work_screen.press(Qt.Key.Key_Return)
    work_screen.wait(lambda: work_screen.work.rooms.current() == "go_tasks")
    assert not wishes(work_screen)


def test_three_buttons_have_their_room(work_screen):
    linked = next(key for key, row in sorted(work_screen.session.message_rows.items())
                  if key < 1100 and any(one.kind == "task" for one in row.links))  # fmt: skip
    sheet = open_sheet(work_screen, linked, LinkKind.TASK)
    sheet.accept_button.setText("Añadir los demás correos a esa tarea")
    sheet._fit_now()
    for button in (sheet.accept_button, sheet.other_button):
        assert button.width() >= button.sizeHint().width()


def test_a_day_that_is_past_is_offered_unticked(work_screen, monkeypatch):
    linking = work_screen.session.linking
    made = linking.form
    past = work_screen.session.now - 3600
    monkeypatch.setattr(linking, "form", lambda kind, keys: replace(made(kind, keys), due_at=past, found="ayer"))
    sheet = open_sheet(work_screen, PLAIN, LinkKind.TASK)
    assert not sheet.fields.has_due.isChecked()
    assert sheet.fields.found.text() == "“ayer” is past."
    sheet.take()
    work_screen.wait(lambda: wishes(work_screen))
    assert wishes(work_screen)[0].due_at is None


def test_another_one_can_be_made_all_the_same(work_screen):
    linked = next(key for key, row in sorted(work_screen.session.message_rows.items())
                  if key < 1100 and any(one.kind == "task" for one in row.links))  # fmt: skip
    sheet = open_sheet(work_screen, linked, LinkKind.TASK)
    sheet.other_button.click()
    assert sheet.fields.isVisible()
    sheet.take()
    work_screen.wait(lambda: wishes(work_screen))


def test_several_mails_are_one_object_and_the_rest_is_added_to_what_is_there(work_screen):
    rows = work_screen.session.message_rows
    linked = next(
        key for key, row in sorted(rows.items()) if key < 1100 and any(one.kind == "task" for one in row.links)
    )
    places = [work_screen.window.mails.model.row_of(key) for key in (PLAIN, linked)]
    work_screen.list.setFocus()
    work_screen.list.select_rows(places, places[0])
    work_screen.press(*KEYS[LinkKind.TASK])
    sheet = work_screen.opened(LinkSheet)
    work_screen.wait(lambda: sheet.filled)
    sheet.take()
    added = lambda: [one for one in work_screen.session.submitted if isinstance(one, LinkExisting)]  # noqa: E731
    work_screen.wait(added)
    assert added()[0].locations == (PLAIN,)


def test_nothing_typed_is_lost_when_the_core_refuses(work_screen, monkeypatch):
    sheet = open_sheet(work_screen, PLAIN, LinkKind.TASK)
    sheet.fields.title.setText("Mine")

    def refuse(command):
        raise ServerRefusal(Code.BAD_INPUT, what="This task", why="it is too large")

    monkeypatch.setattr(work_screen.session.linking, "apply", refuse)
    sheet.take()
    work_screen.wait(lambda: sheet.bar.isVisible())
    assert "too large" in sheet.bar.text
    assert sheet.fields.title.text() == "Mine"
    assert sheet.accept_button.isEnabled()


def test_a_title_is_needed(work_screen):
    sheet = open_sheet(work_screen, PLAIN, LinkKind.TASK)
    sheet.fields.title.setText("   ")
    sheet.take()
    assert sheet.isVisible()
    assert sheet.fields.title.property("invalid")
    assert not wishes(work_screen)


def test_what_was_typed_before_the_mail_was_read_stays(work_screen, monkeypatch, qtbot):
    linking, gate = work_screen.session.linking, threading.Event()
    slow = linking.form
    monkeypatch.setattr(linking, "form", lambda kind, keys: gate.wait(4) and slow(kind, keys))
    work_screen.choose(PLAIN)
    work_screen.press(*KEYS[LinkKind.TASK])
    sheet = work_screen.opened(LinkSheet)
    qtbot.keyClicks(sheet.fields.title, "Quick")
    gate.set()
    work_screen.wait(lambda: sheet.filled)
    assert sheet.fields.title.text() == "Quick"


def test_a_long_title_and_the_smallest_window(work_screen):
    work_screen.window.resize(1024, 640)
    key = next(
        key for key, row in work_screen.session.message_rows.items() if row.subject.startswith("Cierre") and key < 1100
    )
    sheet = open_sheet(work_screen, key, LinkKind.EVENT)
    work_screen.wait(lambda: sheet.height() > 200)
    assert sheet.height() <= 640
    assert sheet.width() <= 1024


def test_undo_takes_it_back(work_screen):
    sheet = open_sheet(work_screen, PLAIN, LinkKind.TASK)
    sheet.take()
    work_screen.wait(lambda: work_screen.session.message_rows[PLAIN].links)
    work_screen.wait(lambda: work_screen.notices())
    work_screen.window.actions_["undo"].trigger()
    work_screen.wait(lambda: not work_screen.session.message_rows[PLAIN].links)
    assert all(row.state is not LinkState.PENDING for row in work_screen.session.linking.link_rows.values())


@pytest.mark.parametrize(("zone", "words"), [("Etc/GMT-1", "UTC+1"), ("Etc/GMT+5", "UTC-5"), ("Asia/Tokyo", "Asia/Tokyo"),
                                             ("America/New_York", "America/New York")])  # fmt: skip
def test_a_zone_is_named_as_people_say_it(qtbot, zone, words):
    field = TimeField("Due")
    qtbot.addWidget(field)
    field.set_moment(1_795_515_720, zone)
    assert field._zone_name.text() == words
    assert (field.zone(), field.seconds()) == (zone, 1_795_515_720 // 60 * 60)
