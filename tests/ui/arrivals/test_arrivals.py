"""When and where new mail is told, and what an answer does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Archive, SetSeen
from desktop.core.api.linking import LinkKind
from desktop.core.api.rows import BodyState
from desktop.core.mail.flags import Flag
from desktop.ui.arrivals.arrivals import BURST_SECONDS
from desktop.ui.links.sheet import LinkSheet


def read(world, key: int) -> None:
    """Somewhere else."""
    world.session.message_rows[key] = replace(world.row(key), flags=Flag.SEEN)
    world.arrivals.hear_change(ChangeSet(locations=frozenset({key})))


def summaries(world) -> list[str]:
    return [told.summary for told in world.desktop.shown.values()]


# when


def test_mails_within_seconds_are_one_notice(world):
    world.in_front = False
    world.bring("One")
    world.pass_time(1.0)
    assert world.desktop.shown == {}
    world.bring("Two", "Three")
    world.pass_time()
    assert summaries(world) == ["3 new mails from Sender of Three, Sender of Two and Sender of One"]


def test_a_stream_is_one_notice_that_counts(world):
    world.in_front = False
    for n in range(6):
        world.bring(f"Mail {n}")
        world.pass_time(7)
    assert len(world.desktop.shown) == 1
    assert summaries(world)[0].startswith("6 new mails")
    world.now += BURST_SECONDS
    world.bring("Later")
    world.pass_time()
    assert len(world.desktop.shown) == 2


def test_a_week_of_mail_is_one_summary(world):
    world.in_front = False
    for batch in range(3):
        world.bring(*(f"Mail {batch * 200 + n}" for n in range(200)))
        world.pass_time(1)
    world.pass_time()
    assert world.desktop.times == 1
    (summary,) = summaries(world)
    assert summary == "600 new mails from Sender of Mail 499, Sender of Mail 498, Sender of Mail 497 and others"


def test_its_first_words_are_waited_for_and_not_for_ever(world):
    world.in_front = False
    (key,) = world.bring("One", body_state=BodyState.HEADER_ONLY)
    world.pass_time(2)
    assert world.desktop.shown == {}
    world.session.message_rows[key] = replace(world.row(key), body_state=BodyState.COMPLETE)
    world.pass_time(2)
    assert len(world.desktop.shown) == 1
    world.bring("Two", body_state=BodyState.HEADER_ONLY)
    world.pass_time(20)
    assert summaries(world)[0].startswith("2 new mails")


def test_none_while_the_person_wants_none(world):
    world.in_front = False
    world.presence.likes.keep("told", False)
    world.bring("One")
    world.pass_time()
    world.presence.likes.keep("told", True)
    world.arrivals.pause(True)
    world.bring("Two")
    world.pass_time()
    assert world.desktop.shown == {}
    world.arrivals.pause(False)
    world.bring("Three")
    world.pass_time()
    assert summaries(world) == ["Sender of Three"]


def test_none_of_what_was_read_before_it_could_be_told(world):
    world.in_front = False
    (key,) = world.bring("One")
    read(world, key)
    world.pass_time()
    assert world.desktop.shown == {}


def test_none_of_the_mail_that_is_open(world):
    (key,) = world.bring("One")
    world.arrivals._read_now = lambda: key
    world.pass_time()
    assert world.card is None


def test_none_of_an_account_that_this_member_does_not_see(world):
    world.in_front = False
    world.bring("One", account_key=99)
    world.pass_time()
    assert world.desktop.shown == {}


def test_a_notice_goes_when_its_mail_is_read_elsewhere(world):
    world.in_front = False
    one, two = world.bring("One", "Two")
    world.pass_time()
    read(world, one)
    assert len(world.desktop.shown) == 1
    del world.session.message_rows[two]
    world.arrivals.hear_change(ChangeSet(everything=True))
    assert world.desktop.shown == {}


# where


def test_the_window_in_front_shows_a_card_and_the_desktop_nothing(world):
    world.bring("One")
    world.pass_time()
    assert world.desktop.shown == {}
    assert world.card.sentence == "Sender of One"
    read(world, world.card.keys[0])
    assert world.card is None


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640), (1024, 900), (760, 480)])
def test_the_card_does_not_cover_what_is_being_read(world, size):
    world.window.resize(*size)
    world.bring("One")
    world.pass_time()
    reader, body = world.window.frame.reader, world.window.body
    read = QRect(reader.mapTo(body, QPoint()), reader.size())
    assert reader.isVisible()
    assert body.rect().contains(world.card.geometry())
    assert not read.intersects(world.card.geometry())
    assert world.card.x() >= world.window.mails.mapTo(body, QPoint()).x(), "nor the folders"


def test_what_comes_during_a_tour_is_told_after_it(world):
    world.arrivals.hold(True)
    world.bring("One")
    world.pass_time(60)
    assert world.card is None
    world.arrivals.hold(False)
    world.pass_time(0)
    assert world.card is not None


def test_no_card_where_the_person_wants_none(world):
    world.presence.likes.keep("inside", False)
    world.bring("One")
    world.pass_time()
    assert world.card is None


def test_the_demo_stays_inside(world):
    world.in_front = False
    world.presence.stay_inside()
    world.bring("One")
    world.pass_time()
    world.arrivals.tell_plain("Calendar", "An event")
    assert world.desktop.times == 0
    assert world.card is not None


@pytest.mark.parametrize("why", ["refuses", "is not there"])
def test_where_the_desktop_shows_none_the_window_does(world, why):
    world.in_front = False
    world.desktop.refuses = True
    if why == "is not there":
        world.arrivals._make_desktop = lambda: None
    world.bring("One")
    world.pass_time()
    world.screen.wait(lambda: world.card is not None)


def test_nothing_of_a_desktop_is_touched_before_the_first_notice(world):
    assert world.arrivals._desktop is None


def test_less_is_said_where_less_is_wanted(world):
    world.in_front = False
    world.presence.likes.keep("hidden", True)
    world.bring("One")
    world.pass_time()
    assert summaries(world) == ["1 new mail"]


def test_a_test_notice_is_shown_or_said(world):
    world.arrivals.tell_test()
    assert summaries(world) == ["A test"]
    world.desktop.refuses = True
    world.arrivals.tell_test()
    world.screen.wait(lambda: any("takes no notices" in card.sentence for card in world.window.notices.cards))


# answers on the desktop


def bring_one(world) -> int:
    world.in_front = False
    (key,) = world.bring("One")
    world.pass_time()
    return key


def test_a_task_from_the_desktop_is_one_enter_away(world):
    key = bring_one(world)
    world.desktop.act("task")
    sheet = world.screen.opened(LinkSheet)
    assert (sheet.kind, sheet.locations) == (LinkKind.TASK, (key,))
    world.screen.wait(lambda: sheet.filled)
    world.screen.press(Qt.Key.Key_Return)
    world.screen.wait(lambda: world.screen.find(LinkSheet) is None)
    assert world.desktop.shown == {}
    assert any(getattr(one, "locations", ()) == (key,) for one in world.session.submitted)


@pytest.mark.parametrize(("act", "wish"), [("archive", Archive), ("read", SetSeen)])
def test_what_needs_no_window_is_done_without_it(world, act, wish):
    key = bring_one(world)
    world.window.hide()
    world.desktop.act(act)
    world.screen.wait(lambda: any(isinstance(one, wish) for one in world.session.submitted))
    assert next(one for one in world.session.submitted if isinstance(one, wish)).locations == (key,)
    assert not world.window.isVisible()
    world.window.show()


def test_a_click_shows_the_mail(world):
    key = bring_one(world)
    world.window.hide()
    world.desktop.act("default")
    world.screen.wait(lambda: world.window.isVisible() and world.window.mails.selected_keys() == (key,))


def test_an_answer_about_a_mail_that_is_gone_says_so(world):
    key = bring_one(world)
    del world.session.message_rows[key]
    world.desktop.act("reply")
    world.screen.wait(lambda: any("no longer here" in card.sentence for card in world.window.notices.cards))


def test_an_answer_that_nobody_offered_does_nothing(world):
    bring_one(world)
    world.desktop.act("format the disk")
    world.screen.wait(lambda: not world.desktop.shown)
    assert not world.session.submitted


# the card and its keys


def card_of(world, *subjects: str):
    world.bring(*subjects)
    world.pass_time()
    return world.card


def test_i_and_a_key_act_on_the_mail_that_has_just_come(world):
    shift = Qt.KeyboardModifier.ShiftModifier
    for key, modifier, kind in (
        (Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier, LinkKind.TASK),
        (Qt.Key.Key_C, shift, LinkKind.CRM),
        (Qt.Key.Key_H, Qt.KeyboardModifier.NoModifier, LinkKind.CHAT),
        (Qt.Key.Key_E, shift, LinkKind.EVENT),
    ):
        new = card_of(world, f"For {kind}").picked
        world.window.mails.view.setFocus()
        world.screen.press(Qt.Key.Key_I)
        assert world.card.hasFocus()
        world.screen.press(key, modifier)
        sheet = world.screen.opened(LinkSheet)
        assert (sheet.kind, sheet.locations) == (kind, (new,))
        assert world.card is None
        sheet.reject()
        world.screen.wait(lambda: world.screen.find(LinkSheet) is None)
        world.window.activateWindow()


def test_without_i_a_key_means_what_is_selected(world):
    card_of(world, "One")
    selected = next(key for key in world.window.mails.model.keys if key < 700_000)
    world.screen.choose(selected)
    world.screen.press(Qt.Key.Key_T)
    assert world.screen.opened(LinkSheet).locations == (selected,)
    assert world.card is not None


def test_the_buttons_name_the_keys_that_are_in_force(world):
    card = card_of(world, "One")
    assert [button.text() for button in card.buttons] == [
        "Task  T", "CRM  Shift+C", "Chat  H", "Event  Shift+E", "Reply  R", "Archive  E", "Mark as read  U",
    ]  # fmt: skip
    card.dismiss()
    world.window.actions_.choose_set("outlook")
    card = card_of(world, "Two")
    assert card.buttons[0].text() == "Task  Ctrl+Shift+K"
    world.window.mails.view.setFocus()
    world.screen.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    world.screen.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert world.screen.opened(LinkSheet).kind is LinkKind.TASK


def test_one_of_several_is_picked_and_acted_on(world):
    one, _, three = world.bring("One", "Two", "Three")
    world.pass_time()
    card = world.card
    assert card.sentence == "3 new mails"
    world.screen.press(Qt.Key.Key_I)
    assert card.picked == three
    for _ in range(5):
        world.screen.press(Qt.Key.Key_Down)
    assert card.picked == one
    world.screen.press(Qt.Key.Key_E)
    world.screen.wait(lambda: any(isinstance(wish, Archive) for wish in world.session.submitted))
    world.screen.wait(lambda: one not in world.card.keys)
    assert world.card.sentence == "2 new mails"


def test_escape_gives_the_keyboard_back(world):
    card_of(world, "One")
    world.window.mails.view.setFocus()
    world.screen.press(Qt.Key.Key_I)
    world.screen.press(Qt.Key.Key_Escape)
    assert world.card is None
    assert QApplication.focusWidget() is world.window.mails.view


def test_what_comes_while_a_card_is_there_comes_to_it_and_moves_nothing(world):
    first = card_of(world, "One").picked
    world.screen.press(Qt.Key.Key_I)
    card = card_of(world, "Two")
    assert len(world.window.notices.cards) == 1
    assert card.picked == first


def test_i_brings_the_last_one_back_while_it_is_unread(world):
    card = card_of(world, "One")
    key = card.picked
    card.dismiss()
    world.screen.press(Qt.Key.Key_I)
    assert world.card.keys == (key,)
    read(world, key)
    world.screen.press(Qt.Key.Key_I)
    assert "No new mail" in world.window.notices.cards[-1].sentence


def test_a_hundred_new_mails_are_four_lines_and_a_count(world):
    card = card_of(world, *(f"Mail {n}" for n in range(100)))
    assert [line.whole for line in card._shown_lines()][-1] == "and 96 more"
    assert card.height() < 260


def test_markup_of_a_mail_is_shown_as_text(world):
    world.bring("<b>x</b>", sender_name="<h1>Bank</h1>")
    world.pass_time()
    assert world.card.sentence == "<h1>Bank</h1>"
    for line in world.card._shown_lines():
        assert line._label.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize("subjects", [("One",), ("One", "Two", "Three")])
def test_the_card_is_slim_until_somebody_comes_to_it(world, subjects):
    card = card_of(world, *subjects)
    slim = card.geometry()
    row = world.window.mails.view.row_height
    assert slim.height() <= row, "no more than one mail of the list is under it"
    assert slim.left() >= world.window.mails.mapTo(world.window.body, QPoint()).x(), "the folders are free"
    world.screen.press(Qt.Key.Key_I)
    assert all(button.isVisible() for button in card.buttons)
    assert card.height() > 2 * slim.height()
    assert card.geometry().bottom() == slim.bottom(), "it grows away from where the hand is"
    QTest.keyClick(card, Qt.Key.Key_Tab)
    assert not card.slim, "a button of it has the keyboard"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert world.card is None


def test_the_card_unfolds_where_it_is_pointed_at(world):
    card = card_of(world, "One")
    slim = card.geometry()
    middle = QPointF(card.rect().center())
    QApplication.sendEvent(card, QEnterEvent(middle, middle, middle))
    assert card.height() > 2 * slim.height()
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert card.geometry() == slim
