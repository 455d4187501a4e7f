"""Waiting for an answer: wished for while writing and afterwards, seen in one place, told once with what may be done about it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import DraftContent, Receipt, Remind, Send
from desktop.core.api.status import Notice
from desktop.ui import words
from desktop.ui.answers.reminders import AnswerReminders
from desktop.ui.answers.words import button_words, many_sentence, no_answer_sentence, stored_sentence, wait_words
from desktop.ui.command_palette import CommandPalette
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.folder_pane.tree import Kind
from desktop.ui.later.choice import MomentPopup
from desktop.ui.message_list.chips import chips_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
DAY = 86_400


@pytest.fixture(autouse=True)
def unanswered(screen, request) -> AnswerReminders:
    return AnswerReminders(screen.window, screen.window._dispatch, lambda: screen.session.now)


def shown(kind):
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def press(card, text: str) -> None:
    next(button for button in card.buttons if button.text() == text).click()


def told_of(screen, key: int | None, **more: str) -> Notice:
    """As the core tells that nobody has answered that mail."""
    about = {"reminder": str(key or 7), "message_id": "m@x.example", "subject": "Presupuesto", "person": "Ana", "more": "0",
             "to": "Ana <ana@x.example>", "sent": str(screen.session.now - 3 * DAY), "due": str(screen.session.now), "late": ""}  # fmt: skip
    return Notice("no_answer", 1, parameters=tuple((about | more).items()), locations=() if key is None else (key,))


def awaiting(screen):
    return next((node for node in screen.window.folders.model.nodes() if node.kind is Kind.AWAITING), None)


def test_the_composer_sends_and_keeps_the_choice(screen, wait):
    content = DraftContent(1, to="tom@whitfield-partners.example", subject="Hola", text="Hola Tom")
    window = ComposerWindow(screen.window._dispatch, content, lambda: screen.session.now)
    window.show()
    assert window.remind_button.text() == ""
    window.remind_button.choose()
    QTest.keyClick(shown(CommandPalette)._field, "\r")
    assert window.remind_button.text().strip() == "If no answer: in 3 days"
    assert window.content.remind_after == 3 * DAY
    window.save()
    wait(lambda: screen.session.draft_contents)
    (kept,) = screen.session.draft_contents.values()
    assert kept.remind_after == 3 * DAY
    window.send()
    wait(lambda: any(isinstance(one, Send) for one in screen.session.submitted))
    (sent,) = (one for one in screen.session.submitted if isinstance(one, Send))
    assert sent.content.remind_after == 3 * DAY
    wait(lambda: any("reminder in 3 days if nobody answers" in one for one in screen.notices()))


def test_a_draft_shows_its_choice_and_takes_it_back(screen, wait):
    content = DraftContent(1, to="tom@x.example", subject="Hola", text="Hola", remind_after=7 * DAY)
    window = ComposerWindow(screen.window._dispatch, content, lambda: screen.session.now, 5)
    window.show()
    assert "in 7 days" in window.remind_button.text()
    window.remind_button.choose()
    palette = shown(CommandPalette)
    texts = [palette._rows.item(place).text() for place in range(palette._rows.rowCount())]
    assert texts == ["In 3 days", "In 2 days", "In a week", "In 14 days", "Another day and time…", "No reminder"]
    for letter in "no rem":
        QTest.keyClick(palette._field, letter)
    QTest.keyClick(palette._field, "\r")
    assert (window.content.remind_after, window.remind_button.text()) == (0, "")
    window.close()


def test_a_moment_of_ones_own(screen, wait):
    content = DraftContent(1, to="tom@x.example", subject="Hola", text="Hola")
    window = ComposerWindow(screen.window._dispatch, content, lambda: screen.session.now, 5)
    window.show()
    window.remind_button.choose()
    palette = shown(CommandPalette)
    for letter in "another":
        QTest.keyClick(palette._field, letter)
    QTest.keyClick(palette._field, "\r")
    popup = shown(MomentPopup)
    popup.field.set_moment(screen.session.now + 5 * DAY)
    popup.button.click()
    assert abs(window.content.remind_after - 5 * DAY) <= 60
    window.close()


def test_afterwards_by_one_key_with_undo_and_a_place_to_see_it(screen, wait):
    session, key = screen.session, screen.window.mails.current_key()
    assert awaiting(screen) is None
    screen.list.step(1)
    screen.list.step(-1)
    assert not screen.window.actions_["remind"].isEnabled(), "somebody else wrote it"
    own = session.account_rows[0].address.upper()
    session.message_rows[key] = replace(session.message_rows[key], sender_address=own)
    screen.list.step(1)
    screen.list.step(-1)
    screen.window.actions_["remind"].trigger()
    QTest.keyClick(shown(CommandPalette)._field, "\r")
    wait(lambda: Remind((key,), session.now + 3 * DAY) in session.submitted)
    moment = words.coming(session.now + 3 * DAY, session.now)
    wait(lambda: screen.notices() == [f"1 mail is brought forward {moment} unless somebody answers"])
    wait(lambda: awaiting(screen) is not None)
    assert awaiting(screen).unread == 1
    screen.window.actions_["go_awaited"].trigger()
    wait(lambda: list(screen.model.keys) == [key])
    (chip,) = (one for one in chips_of(session.message_rows[key], session.now) if one.icon == "bell")
    assert chip.text == moment
    screen.window.actions_["undo"].trigger()
    wait(lambda: session.message_rows[key].remind_at is None)
    session.tell(ChangeSet(desk=True))
    wait(lambda: awaiting(screen) is None)


def test_without_any_it_says_so(screen, wait):
    screen.window.actions_["go_awaited"].trigger()
    wait(lambda: screen.notices() == ["No mail waits for an answer."])


def test_the_chip_counts_the_days_without_an_answer(screen):
    session, key = screen.session, screen.window.mails.current_key()
    row = session.message_rows[key]
    late = chips_of(_with(row, remind_at=session.now - 1, internaldate=session.now - 3 * DAY - 5), session.now)
    assert any(chip.text == "no answer for 3 days" and "Nobody has answered since" in chip.tooltip for chip in late)
    fresh = chips_of(_with(row, remind_at=session.now - 1, internaldate=session.now - 60), session.now)
    assert any(chip.text == "no answer yet" for chip in fresh)


def _with(row, **values):
    return replace(row, links=(), **values)


def test_nobody_has_answered_and_the_mail_is_opened(screen, wait):
    wanted, told, key = [], [], screen.window.mails.current_key()
    screen.window.telling.mail_wanted.connect(wanted.append)
    screen.window.telling.told.connect(lambda heading, text: told.append((heading, text)))
    screen.session.tell_notice(told_of(screen, key))
    sentence = "Nobody has answered: “Presupuesto”, sent to Ana 3 days ago."
    wait(lambda: screen.notices() == [sentence])
    assert told == [("No answer yet", sentence)]
    (card,) = screen.window.notices.cards
    assert [button.text() for button in card.buttons] == ["Open", "Write again", "Later…", "No reminder"]
    press(card, "Open")
    assert wanted == [key]


def test_write_again_with_the_mail_and_without_its_copy(screen, wait):
    key = screen.window.mails.current_key()
    screen.session.tell_notice(told_of(screen, key))
    wait(lambda: screen.window.notices.cards)
    press(screen.window.notices.cards[0], "Write again")
    wait(lambda: screen.opened.drafts)
    assert screen.opened.drafts[0][0].answers_location == key
    screen.session.tell_notice(told_of(screen, None))
    wait(lambda: screen.window.notices.cards)
    (card,) = screen.window.notices.cards
    assert "Open" not in [button.text() for button in card.buttons]
    press(card, "Write again")
    wait(lambda: len(screen.opened.drafts) == 2)
    content = screen.opened.drafts[1][0]
    assert (content.to, content.subject, content.in_reply_to) == (
        "Ana <ana@x.example>",
        "Re: Presupuesto",
        ("m@x.example",),
    )


def test_later_and_no_reminder(screen, wait, unanswered):
    session, key = screen.session, screen.window.mails.current_key()
    session.tell_notice(told_of(screen, key))
    wait(lambda: screen.window.notices.cards)
    press(screen.window.notices.cards[0], "Later…")
    QTest.keyClick(shown(CommandPalette)._field, "\r")
    wait(lambda: Remind((), session.now + 3 * DAY, (key,)) in session.submitted)
    wait(lambda: not unanswered._cards)  # it has been counted: another moment was chosen
    session.message_rows[key] = _with(session.message_rows[key], remind_at=session.now - 1)
    session.tell_notice(told_of(screen, key))
    wait(lambda: any(card.sentence.startswith("Nobody") for card in screen.window.notices.cards))
    press(next(card for card in screen.window.notices.cards if card.sentence.startswith("Nobody")), "No reminder")
    wait(lambda: Remind((), 0, (key,)) in session.submitted)


def test_the_card_goes_when_the_answer_comes(screen, wait):
    session, key = screen.session, screen.window.mails.current_key()
    session.message_rows[key] = _with(session.message_rows[key], remind_at=session.now - 1)
    session.tell_notice(told_of(screen, key))
    session.tell(ChangeSet(desk=True))
    wait(lambda: awaiting(screen) is not None)
    assert len(screen.window.notices.cards) == 1
    session.message_rows[key] = _with(session.message_rows[key], remind_at=None)
    session.tell(ChangeSet(desk=True))
    wait(lambda: not screen.window.notices.cards)


def test_many_are_one_and_those_of_others_are_not_told(screen, wait):
    screen.session.tell_notice(Notice("no_answer", 99, parameters=(("subject", "x"),)))
    screen.session.tell_notice(Notice("no_answers", 1, parameters=(("count", "5"),)))
    wait(lambda: screen.notices() == ["5 mails have no answer yet."])


def test_sentences():
    now = 1_795_000_000
    about = {
        "subject": "",
        "person": "Ana",
        "more": "2",
        "sent": str(now - 100),
        "due": str(now - 2 * DAY),
        "late": "1",
    }
    text = no_answer_sentence(about, now)
    assert text.startswith("Nobody has answered: “No subject”, sent to Ana and 2 others ")
    assert text.endswith("when Bandeja was closed or the computer asleep.")
    assert no_answer_sentence({}, now).startswith("Nobody has answered: “No subject”, sent to somebody")
    assert (wait_words(60), wait_words(3_600 * 5), wait_words(DAY * 2)) == ("in 1 hour", "in 5 hours", "in 2 days")
    assert (button_words(0), button_words(DAY * 7)) == ("", "If no answer: in 7 days")
    assert stored_sentence(Receipt("reminding_ended", 1), 0, now) == "No answer to 1 mail is waited for any more"
    assert many_sentence(1) == "1 mail has no answer yet."
