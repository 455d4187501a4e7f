"""Mail of strangers where the rules say "ask me": one offer at a time, three answers, by key too, and none that is lost."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import AnswerOffers, LinkMail, SaveContact, SetCrmRules
from desktop.core.api.linking import LinkKind
from desktop.core.api.status import Notice
from desktop.ui.notices.stack import MOST

TOM, NOA, IDA = "tom@strangers.example", "noa@strangers.example", "ida@strangers.example"
SAVE, NOT_NOW, NEVER = range(3)


@pytest.fixture
def refusal(work_screen, monkeypatch) -> None:
    """Nothing can be saved."""
    submit = work_screen.session.submit

    def refuse(command):
        if not isinstance(command, LinkMail):
            return submit(command)
        refused: Future[Receipt] = Future()
        refused.set_exception(BandejaError(Code.NOT_FOUND, what="mail", name="1002"))
        return refused

    monkeypatch.setattr(work_screen.session, "submit", refuse)


def ask(work_screen, *mails: tuple[int, str]) -> None:
    pairs = tuple(("mail", f"{key} {address}") for key, address in mails)
    work_screen.session.tell_notice(Notice("crm_ask", parameters=(("count", str(len(mails))), *pairs)))


def offer(work_screen, address: str):
    def find():
        return next((card for card in work_screen.window.notices.cards if card.sentence.startswith(address)), None)

    work_screen.wait(find)
    return find()


def offers(work_screen) -> list[str]:
    return [said for said in work_screen.notices() if "not among the contacts" in said]


def wishes(work_screen, kind: type) -> list[object]:
    return [one for one in work_screen.session.submitted if isinstance(one, kind)]


def test_saving_makes_the_contact_of_all_mails_of_that_address(work_screen):
    ask(work_screen, (1002, TOM), (1004, NOA), (1005, TOM))
    card = offer(work_screen, TOM)
    assert "the 2 mails" in card.sentence
    assert "1 more" in card.sentence
    assert wishes(work_screen, LinkMail) == []
    card.buttons[SAVE].click()
    work_screen.wait(lambda: wishes(work_screen, LinkMail) == [LinkMail(LinkKind.CRM, (1002, 1005))])
    subject = work_screen.session.message_rows[1004].subject
    assert f"“{subject}”" in offer(work_screen, NOA).sentence
    assert len(offers(work_screen)) == 1


def test_not_now_asks_about_the_next_and_changes_nothing(work_screen):
    ask(work_screen, (1002, TOM), (1004, NOA))
    offer(work_screen, TOM).buttons[NOT_NOW].click()
    offer(work_screen, NOA).buttons[NOT_NOW].click()
    assert offers(work_screen) == []
    assert wishes(work_screen, LinkMail) == wishes(work_screen, SetCrmRules) == []


def test_never_adds_the_address_to_the_list_and_leaves_the_other_rules(work_screen):
    before = work_screen.session.desk.crm_rules()
    ask(work_screen, (1002, TOM), (1004, NOA))
    offer(work_screen, TOM).buttons[NEVER].click()
    offer(work_screen, NOA).buttons[NEVER].click()
    work_screen.wait(lambda: work_screen.session.desk.crm_rules().never == (*before.never, TOM, NOA))
    rules = work_screen.session.desk.crm_rules()
    assert (rules.auto_save, rules.unknown_sender) == (before.auto_save, before.unknown_sender)
    work_screen.wait(lambda: any(said.startswith(f"Mail of {NOA}") for said in work_screen.notices()))


def test_more_mail_of_the_one_asked_about_changes_the_words_of_the_same_offer(work_screen):
    ask(work_screen, (1002, TOM))
    card = offer(work_screen, TOM)
    ask(work_screen, (1005, TOM), (1006, IDA))
    work_screen.wait(lambda: "the 2 mails" in card.sentence and "1 more" in card.sentence)
    assert len(offers(work_screen)) == 1


def test_closing_leaves_all_that_wait(work_screen):
    ask(work_screen, (1002, TOM), (1004, NOA))
    offer(work_screen, TOM)
    work_screen.list.setFocus()
    work_screen.press(Qt.Key.Key_Escape)
    work_screen.wait(lambda: offers(work_screen) == [])
    ask(work_screen, (1006, IDA))
    assert "more" not in offer(work_screen, IDA).sentence


def test_it_is_answered_by_key_and_the_list_has_the_keyboard_again(work_screen):
    work_screen.choose(1011)
    ask(work_screen, (1002, TOM), (1004, NOA))
    first = offer(work_screen, TOM)
    assert work_screen.list.hasFocus(), "an offer takes no keyboard by itself"
    work_screen.press(Qt.Key.Key_F6)
    assert first.buttons[SAVE].hasFocus()
    work_screen.press(Qt.Key.Key_Tab)
    work_screen.press(Qt.Key.Key_Space)
    second = offer(work_screen, NOA)
    assert second.buttons[SAVE].hasFocus()
    work_screen.press(Qt.Key.Key_Space)
    work_screen.wait(lambda: wishes(work_screen, LinkMail) == [LinkMail(LinkKind.CRM, (1004,))])
    work_screen.wait(work_screen.list.hasFocus)


def test_what_was_settled_elsewhere_is_not_asked_about(work_screen):
    work_screen.session.submit(SaveContact(None, "Tom", (TOM,))).result(5)
    work_screen.session.submit(LinkMail(LinkKind.CRM, (1004,))).result(5)
    ask(work_screen, (1002, TOM), (1004, NOA), (999_999, IDA), (1006, "eva@strangers.example"))
    assert "more" not in offer(work_screen, "eva@strangers.example").sentence


def test_a_refusal_is_told_and_the_next_is_asked_about(work_screen, refusal):
    ask(work_screen, (1002, TOM), (1004, NOA))
    offer(work_screen, TOM).buttons[SAVE].click()
    offer(work_screen, NOA)
    assert any("1002" in said for said in work_screen.notices())


def test_an_offer_pushes_no_warning_away_and_none_pushes_it(work_screen):
    notices = work_screen.window.notices
    ask(work_screen, (1002, TOM))
    offer(work_screen, TOM)
    for number in range(MOST + 1):
        notices.warn(f"trouble {number}")
    assert offers(work_screen)
    ask(work_screen, (1004, NOA))
    assert [said for said in work_screen.notices() if said.startswith("trouble")] == [
        f"trouble {number}" for number in range(1, MOST + 1)
    ]
    notices.cards[0].buttons[NOT_NOW].click()
    offer(work_screen, NOA)
    assert len([said for said in work_screen.notices() if said.startswith("trouble")]) == MOST
    assert QApplication.activeModalWidget() is None


def test_the_next_is_asked_about_only_when_the_answer_is_stored(work_screen, monkeypatch):
    """Else two quick "never" would start from the same rules, and one be lost."""
    stored: Future[Receipt] = Future()
    monkeypatch.setattr(work_screen.session, "submit", lambda command: stored)
    ask(work_screen, (1002, TOM), (1004, NOA))
    offer(work_screen, TOM).buttons[NEVER].click()
    assert offers(work_screen) == []
    work_screen.work.strangers.hear(Notice("crm_ask", parameters=(("mail", f"1006 {IDA}"),)))
    assert offers(work_screen) == []
    stored.set_result(Receipt("crm_rules_set", 1))
    assert "1 more" in offer(work_screen, NOA).sentence


def answered(work_screen) -> list[str]:
    return [address for one in wishes(work_screen, AnswerOffers) for address in one.addresses]


def test_what_was_not_answered_before_the_program_ended_is_asked_again(work_screen):
    work_screen.session.linking.open_offers = [(1002, TOM), (1005, TOM), (1004, NOA), (1006, IDA)]
    work_screen.work.strangers.begin()
    card = offer(work_screen, TOM)
    assert "the 2 mails" in card.sentence
    assert "2 more" in card.sentence
    card.buttons[NOT_NOW].click()
    offer(work_screen, NOA).buttons[SAVE].click()
    offer(work_screen, IDA).buttons[NEVER].click()
    work_screen.wait(lambda: answered(work_screen) == [TOM, NOA, IDA])
    work_screen.wait(lambda: work_screen.session.linking.open_offers == [])


def test_closing_answers_for_all_that_wait(work_screen):
    work_screen.session.linking.open_offers = [(1002, TOM), (1004, NOA)]
    work_screen.work.strangers.begin()
    offer(work_screen, TOM)
    work_screen.list.setFocus()
    work_screen.press(Qt.Key.Key_Escape)
    work_screen.wait(lambda: answered(work_screen) == [TOM, NOA])


def test_what_was_refused_is_asked_again_at_the_next_start(work_screen, refusal):
    ask(work_screen, (1002, TOM), (1004, NOA))
    offer(work_screen, TOM).buttons[SAVE].click()
    offer(work_screen, NOA)
    assert answered(work_screen) == []


def test_who_has_become_a_card_of_the_crm_elsewhere_is_not_asked_about(work_screen):
    linking = work_screen.session.linking
    linking.cards_there = {TOM}
    linking.open_offers = [(1002, TOM), (1004, NOA), (1005, NOA)]
    work_screen.work.strangers.begin()
    card = offer(work_screen, NOA)
    assert "more" not in card.sentence
    assert answered(work_screen) == [TOM]
    ask(work_screen, (1006, NOA))
    work_screen.wait(lambda: "the 3 mails" in card.sentence)
    assert linking.asked_for_cards == [TOM, NOA]
