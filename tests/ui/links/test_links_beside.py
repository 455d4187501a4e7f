"""What a mail is linked to: badges, the filter, the panel and the strip, what can be done, and a linked mail that stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from desktop.core.api.errors import BandejaError, Code, ServerRefusal
from desktop.core.api.link_commands import RetryLink, Unlink
from desktop.core.api.linking import LinkKind, LinkRow, LinkState
from desktop.core.api.rows import LinkBadge
from desktop.ui.links.history import History
from desktop.ui.links.link_choices import choices_of
from desktop.ui.links.sheet import LinkSheet
from desktop.ui.links.waiting_links import waiting_title
from desktop.ui.links.words import state_sentence
from desktop.ui.message_list.chips import chips_of
from desktop.ui.window.factory import build_main_window
from tests.fakes.setup import FakeSetup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
MAIL = 1010


def link(screen, kind: LinkKind, state: LinkState, **more) -> LinkRow:
    values = {
        "remote_id": "2",
        "title": "Work",
        "url": "",
        "said": "",
        "backend": "bitrix24",
        "message_key": MAIL,
    } | more
    row = LinkRow(
        700 + len(screen.session.linking.link_rows), values["message_key"], kind, values["backend"], "Bitrix24",
        values["remote_id"], values["title"], state, values["url"], screen.session.now, None, values["said"],
    )  # fmt: skip
    screen.session.linking.add_links([row])
    return row


def test_states_of_a_badge_differ_without_colours(session):
    row = session.message_rows[MAIL]
    said = set()
    for state in LinkState:
        badge = LinkBadge("task", state.value, "X")
        chip = chips_of(type(row)(**{f: getattr(row, f) for f in row.__slots__} | {"links": (badge,)}), session.now)[0]
        said.add((chip.icon, chip.text))
    assert len(said) == len(LinkState)
    assert len({icon for icon, _ in said}) >= 5
    assert len({text for _, text in said}) == len(LinkState)


@pytest.mark.parametrize("kind", LinkKind)
def test_the_list_shows_only_what_is_linked_to_one_kind(work_screen, kind):
    row = link(work_screen, kind, LinkState.OPEN)
    gone = link(work_screen, kind, LinkState.GONE, message_key=1006)
    filters, model = work_screen.window.mails.filters, work_screen.window.mails.model
    filters.show_linked(kind)
    work_screen.wait(lambda: model.row_of(row.message_key) is not None and model.rowCount() < 170)
    assert model.row_of(gone.message_key) is None
    work_screen.wait(
        lambda: all(
            any(one.kind == kind.value for one in model.mail_at(place).links) for place in range(model.rowCount())
        )
    )
    filters.show_linked(None, on=False)
    work_screen.wait(lambda: model.rowCount() == 170)


def test_a_mail_that_is_linked_comes_into_the_filtered_list(work_screen):
    filters, model = work_screen.window.mails.filters, work_screen.window.mails.model
    filters.show_linked(LinkKind.EVENT)
    work_screen.wait(lambda: model.rowCount() == 0)
    link(work_screen, LinkKind.EVENT, LinkState.PENDING)
    work_screen.wait(lambda: model.rowCount() == 1)


def test_a_strip_in_a_window_and_a_panel_in_a_wide_one(work_screen):
    link(work_screen, LinkKind.TASK, LinkState.OPEN)
    work_screen.choose(MAIL)
    beside = work_screen.beside
    work_screen.wait(lambda: beside.strip.isVisible())
    assert not beside.panel.isVisible()
    work_screen.window.resize(1500, 800)
    work_screen.wait(lambda: beside.panel.isVisible())
    assert not beside.strip.isVisible()
    assert [card.row.title for card in beside.panel.cards] == ["Work"]
    work_screen.window.actions_["links_panel"].trigger()
    work_screen.wait(lambda: not beside.panel.isVisible())


def test_links_belong_to_the_mail_that_is_shown(work_screen):
    link(work_screen, LinkKind.TASK, LinkState.OPEN)
    work_screen.choose(MAIL)
    work_screen.wait(lambda: work_screen.beside.strip.chips)
    work_screen.beside.show_message(1002)
    assert work_screen.beside.strip.chips == [], "before anything of the other mail has been read"
    work_screen.choose(1002)
    work_screen.wait(lambda: not any("Work" in chip.text() for chip in work_screen.beside.strip.chips))


def test_who_wrote_is_known_from_the_own_crm(work_screen):
    work_screen.window.resize(1500, 800)
    work_screen.choose(1011)
    card = work_screen.beside.panel.contact
    work_screen.wait(lambda: card.name.text() == "Lucía Ferrer")
    assert card.company.text() == "Obras Ferrer"
    card.button.click()
    work_screen.wait(lambda: work_screen.work.rooms.current() == "go_crm")


def test_the_last_mails_with_a_contact_stand_beside_the_mail(work_screen):
    work_screen.window.resize(1600, 900)
    panel = work_screen.beside.panel
    work_screen.choose(1011)
    work_screen.wait(lambda: panel.isVisible() and bool(panel.findChildren(History)))
    (history,) = panel.findChildren(History)
    subjects = [one.toolTip() for one in history.findChildren(QLabel) if one.toolTip() not in ("Came in", "Went out")]
    timeline = work_screen.session.desk.contact(1).timeline
    assert [one for one in subjects if one] == [row.subject for row in timeline[:4]]


def test_who_has_a_card_in_another_program_is_not_called_unknown(work_screen):
    work_screen.window.resize(1500, 800)
    session = work_screen.session
    rows = [session.message_rows[key] for key in range(1001, 1012) if key in session.message_rows]
    there, nowhere = [row for row in rows if session.desk.contact_of(row.sender_address) is None][:2]
    session.linking.cards_there = {there.sender_address}
    card = work_screen.beside.panel.contact
    for row, said in ((there, "Has a card in the CRM"), (nowhere, "Not in the CRM yet")):
        work_screen.choose(row.location_key)
        work_screen.wait(lambda row=row: row.sender_address in session.linking.asked_for_cards)
        work_screen.wait(lambda said=said: card.saved.text() == said and said in card.accessibleName())


def test_each_state_offers_what_can_be_done_about_it(work_screen):
    def offered(state: LinkState, **more) -> list[object]:
        row = link(work_screen, LinkKind.TASK, state, **more)
        return [type(one.command).__name__ if one.command else one.text for one in choices_of(row)]

    assert offered(LinkState.OPEN) == ["Open", "Unlink", "Unlink"]
    assert offered(LinkState.PENDING) == ["RetryLink", "Unlink"]
    assert offered(LinkState.FAILED) == ["RetryLink", "Unlink"]
    assert offered(LinkState.UNSURE, url="https://x.example/1") == ["Look there", "RetryLink", "Unlink"]
    assert offered(LinkState.GONE) == ["RetryLink", "Unlink"]


def test_what_was_refused_here_is_not_said_of_the_backend(work_screen, session):
    ours = BandejaError(Code.CARD_ELSEWHERE, title="Work").sentence()
    named = ServerRefusal(Code.SERVER_REFUSED, host="crm.example", said="no right").sentence()
    said = {
        words: state_sentence(link(work_screen, LinkKind.CRM, LinkState.FAILED, said=words), session.now)
        for words in (ours, named, "403 no right")
    }
    assert said == {ours: ours, named: named, "403 no right": "Bitrix24 refused: 403 no right"}


def test_an_unsure_one_is_made_again_only_by_somebody_who_has_looked(work_screen):
    row = link(work_screen, LinkKind.TASK, LinkState.UNSURE)
    again = next(one for one in choices_of(row) if isinstance(one.command, RetryLink))
    assert again.command.confirmed_not_made
    work_screen.work.choose_for(row, again)
    work_screen.wait(lambda: work_screen.session.linking.link_rows[row.link_key].state is LinkState.PENDING)


def test_deleting_the_object_is_asked_once(work_screen):
    row = link(work_screen, LinkKind.TASK, LinkState.OPEN)
    delete = next(one for one in choices_of(row) if isinstance(one.command, Unlink) and one.command.delete_object)
    work_screen.work.choose_for(row, delete)
    assert any("Work" in sentence for sentence in work_screen.notices())
    assert row.link_key in work_screen.session.linking.link_rows
    work_screen.window.notices.cards[-1]._act()
    work_screen.wait(lambda: row.link_key not in work_screen.session.linking.link_rows)


def test_only_pages_of_the_web_are_opened(work_screen, monkeypatch):
    opened = []
    monkeypatch.setattr(
        "desktop.ui.window.work.QDesktopServices.openUrl", lambda url: opened.append(url.toString()) or True
    )
    work_screen.work.open_link(link(work_screen, LinkKind.TASK, LinkState.OPEN, url="file:///etc/passwd"))
    assert opened == []
    assert work_screen.notices()
    work_screen.work.open_link(link(work_screen, LinkKind.TASK, LinkState.OPEN, url="https://b24.example/t/2"))
    assert opened == ["https://b24.example/t/2"]


def test_what_waits_is_listed_with_the_other_waiting_things(work_screen):
    pending = link(work_screen, LinkKind.TASK, LinkState.PENDING)
    failed = link(work_screen, LinkKind.CRM, LinkState.FAILED, said="403 no right")
    work_screen.wait(lambda: work_screen.window.folders.waiting.isVisible())
    work_screen.window.actions_["go_waiting"].trigger()
    panel = work_screen.window.waiting
    cards = lambda: [card.accessibleName() for card in panel.findChildren(QFrame)]  # noqa: E731
    work_screen.wait(lambda: any(name.startswith(waiting_title(pending)) for name in cards()))
    assert any("403 no right" in name for name in cards())
    work_screen.work.choose_for(failed, next(one for one in choices_of(failed) if isinstance(one.command, Unlink)))
    work_screen.wait(lambda: failed.link_key not in work_screen.session.linking.link_rows)


def held_mail(screen) -> int:
    return next(key for key, row in sorted(screen.session.message_rows.items()) if key < 1100 and row.held_by == "task")


def test_a_linked_mail_says_why_it_stays_and_offers_three_ways(work_screen):
    key = held_mail(work_screen)
    work_screen.choose(key)
    work_screen.press(Qt.Key.Key_Delete)
    work_screen.wait(
        lambda: len(work_screen.window.notices.cards) == 1 and "linked to the task" in work_screen.notices()[0]
    )
    card = work_screen.window.notices.cards[0]
    work_screen.wait(lambda: len(card.findChildren(QPushButton)) == 3)
    buttons = {button.text(): button for button in card.findChildren(QPushButton)}
    assert list(buttons) == ["Open the task", "Delete the task", "End the link"]
    buttons["End the link"].click()
    work_screen.wait(lambda: work_screen.session.message_rows[key].held_by is None)


def test_of_many_mails_the_free_ones_can_be_deleted_still(work_screen):
    """Nobody should have to look for the one among fifty that a task holds."""
    session, model = work_screen.session, work_screen.window.mails.model
    held = held_mail(work_screen)
    work_screen.choose(held)
    row = model.row_of(held)
    rows = [other for other in range(max(0, row - 2), row + 3)]
    free = {key for key in map(model.key_at, rows) if session.message_rows[key].held_by != "task"}
    work_screen.list.select_rows(rows, row)
    work_screen.press(Qt.Key.Key_Delete)
    work_screen.wait(lambda: any("Nothing was deleted" in notice for notice in work_screen.notices()))
    card = work_screen.window.notices.cards[-1]
    buttons = {button.text(): button for button in card.findChildren(QPushButton)}
    assert list(buttons) == [f"Delete the other {len(free)}", "Open the task"]
    buttons[f"Delete the other {len(free)}"].click()
    work_screen.wait(lambda: all(model.row_of(key) is None for key in free))
    assert model.row_of(held) is not None


def test_the_menu_of_a_mail_has_the_four_actions(work_screen):
    menu = work_screen.work.make_menu(work_screen.window)
    names = [action.objectName() for action in menu.actions()]
    assert [name for name in names if name.startswith("link_")] == ["link_task", "link_crm", "link_chat", "link_event"]
    menu.deleteLater()


def test_the_readers_row_has_them_with_their_keys(work_screen):
    row = work_screen.beside.reader.buttons
    assert row.button("link_task").toolTip() == "Task (T)"
    assert row.button("link_event").toolTip() == "Event (Shift+E)"
    work_screen.choose(MAIL)
    row.button("link_chat").click()
    assert work_screen.opened(LinkSheet).kind is LinkKind.CHAT


def test_a_link_of_another_program_leads_back_to_the_mail(work_screen):
    session, work = work_screen.session, work_screen.work
    wanted = session.message(1011).envelope_only.envelope.message_id
    work.show_by_id(wanted)
    work_screen.wait(lambda: work_screen.window.mails.selected_keys() == (session.find_mail(wanted),))
    work.show_by_id("nobody@example.org")
    work_screen.wait(lambda: "no longer here" in " ".join(work_screen.notices()))


def test_a_link_that_starts_the_program_leads_to_the_mail_too(session, tmp_path, qtbot, monkeypatch):
    """Before anything of the window has been read."""
    read = session.message
    monkeypatch.setattr(session, "message", lambda key: replace(found, parsed=None) if (found := read(key)) else None)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = build_main_window(session, settings, lambda: session.now, FakeSetup())
    qtbot.addWidget(window)
    window.show()
    wanted = read(1011).envelope_only.envelope.message_id
    key = session.find_mail(wanted)
    window.work.show_by_id(wanted)
    qtbot.waitUntil(lambda: window.mails.selected_keys() == (key,), timeout=4000)
    window.close()
