"""The conversation of the mail that is read, on the whole window: told without moving anything, gone through, and one wish for
all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Archive, Delete, DraftContent, MoveTo, SetSeen
from desktop.core.api.conversation import ConversationEntry, EntryKind
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.command_palette import CommandPalette
from desktop.ui.key_sets import KEY_SETS
from desktop.ui.reader.conversation import MailConversation
from desktop.ui.reader.conversation_entries import ROW
from desktop.ui.reader.conversation_list import MOST_ROWS, ConversationList
from desktop.ui.reader.conversation_words import describe, stay, who
from desktop.ui.window.conversations import unfiled
from tests.ui.work_screen import WorkScreen, work_screen

__all__ = ["work_screen"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support|QRhi|RHI|GPUInfo|ulkan|GBM", extend=True)

NEWEST, MIDDLE, SENT, FILED = 1000, 1001, 3000, 4000
"""Location keys: two of the inbox, one's own answer, and the oldest in the archive."""


class Talk:
    """A window whose two newest mails are one conversation with an own answer and an archived mail."""

    def __init__(self, screen: WorkScreen) -> None:
        self.screen, self.session = screen, screen.session
        rows = self.session.message_rows
        for age, key in enumerate((NEWEST, MIDDLE, SENT, FILED)):
            rows[key] = replace(rows[key], internaldate=self.session.now - 500 * (age + 1), held_by=None, links=())
        rows[MIDDLE] = replace(rows[MIDDLE], flags=Flag(0))
        self.session.threads.append((NEWEST, MIDDLE, SENT, FILED))

    @property
    def conversation(self) -> MailConversation:
        return self.screen.beside.reader.conversation

    @property
    def line(self):
        return self.screen.beside.reader.head.conversation

    @property
    def list(self) -> ConversationList | None:
        return self.screen.window.findChild(ConversationList)

    @property
    def reading(self) -> int | None:
        return self.screen.window.reading.shown

    def open(self, key: int = NEWEST) -> None:
        self.screen.choose(key)
        self.screen.wait(lambda: self.told() == key)

    def told(self) -> int | None:
        """The mail whose conversation is told."""
        shown = self.conversation.shown
        return None if shown is None else shown.entries[shown.opened].key

    def submitted(self, kind):
        self.screen.wait(lambda: [one for one in self.session.submitted if isinstance(one, kind)])
        return next(one for one in self.session.submitted if isinstance(one, kind))


@pytest.fixture
def talk(work_screen: WorkScreen) -> Iterator[Talk]:
    return Talk(work_screen)


def top_of_body(talk: Talk) -> int:
    reader = talk.screen.beside.reader
    return reader.body.mapTo(reader, QPoint(0, 0)).y()


def test_a_quiet_line_tells_of_it_and_moves_nothing(talk: Talk):
    talk.screen.choose(1005)
    talk.screen.wait(lambda: talk.told() == 1005)
    assert not talk.line.isVisible(), "one mail is no conversation"
    before = top_of_body(talk)
    talk.session.threads.append((1005, 1006))
    talk.session.tell(ChangeSet(locations=frozenset({1006})))
    talk.screen.wait(talk.line.isVisible)
    assert "2 mails" in talk.line.accessibleName()
    assert top_of_body(talk) == before
    assert talk.list is None, "nothing of it is made before it is wanted"


def test_it_unfolds_oldest_first_with_the_open_one_marked(talk: Talk):
    talk.open()
    talk.line.click()
    assert talk.list is not None
    assert talk.list.isVisible()
    assert [entry.key for entry in talk.list.entries] == [FILED, SENT, MIDDLE, NEWEST]
    assert talk.list.view.currentIndex().row() == 3
    assert talk.list.view.height() == 4 * ROW
    heard = [talk.list.view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert "Archive" in heard[0]
    assert heard[1].startswith("Me → ")
    assert "Sent" in heard[1]
    assert heard[2].startswith("Unread. ")
    assert heard[3].startswith("Open now")


def test_folded_or_not_is_remembered_and_the_list_comes_with_the_mail(talk: Talk):
    talk.open()
    talk.line.click()
    preferences = talk.screen.window._preferences
    assert preferences.flag("reader/conversation", False)
    talk.screen.choose(1005)
    talk.screen.wait(lambda: talk.told() == 1005)
    assert not talk.list.isVisible()
    asked = talk.session.calls["conversation"]
    talk.open(MIDDLE)
    assert talk.list.isVisible()
    assert talk.session.calls["conversation"] == asked + 1, "read once, together with the mail"
    talk.line.click()
    assert not preferences.flag("reader/conversation", True)
    assert not talk.list.isVisible()


def test_what_comes_while_it_is_unfolded_moves_nothing(talk: Talk):
    talk.open()
    talk.line.click()
    before = top_of_body(talk)
    talk.session.threads[0] = (NEWEST, MIDDLE, SENT, FILED, 1007, 1008)
    talk.session.tell(ChangeSet(locations=frozenset({1007})))
    talk.screen.wait(lambda: len(talk.list.entries) == 6)
    assert (top_of_body(talk), talk.list.view.height()) == (before, 4 * ROW)


def test_one_that_is_alone_now_says_so_and_moves_nothing(talk: Talk):
    talk.open()
    talk.line.click()
    before = top_of_body(talk)
    talk.session.threads.clear()
    talk.session.tell(ChangeSet(locations=frozenset({SENT})))
    talk.screen.wait(lambda: [entry.key for entry in talk.list.entries] == [NEWEST])
    assert (talk.list.isVisible(), top_of_body(talk)) == (True, before)
    talk.open(MIDDLE)
    assert not talk.list.isVisible()


def test_where_one_looks_in_the_list_stays_when_it_changes(talk: Talk):
    talk.session.threads[0] = tuple(range(1000, 1060))
    talk.open()
    talk.line.click()
    view = talk.list.view
    view.setFocus()
    for _ in range(20):
        QTest.keyClick(view, Qt.Key.Key_Up)
    place, looked_at = view.verticalScrollBar().value(), talk.list.entries[view.currentIndex().row()].key
    assert 0 < place < view.verticalScrollBar().maximum()
    talk.session.message_rows[1059] = replace(talk.session.message_rows[1059], snippet="other words")
    talk.session.tell(ChangeSet(locations=frozenset({1059})))
    talk.screen.wait(lambda: any(entry.words == "other words" for entry in talk.list.entries))
    assert view.verticalScrollBar().value() == place
    assert talk.list.entries[view.currentIndex().row()].key == looked_at
    QTest.keyClick(view, Qt.Key.Key_Return)
    talk.screen.wait(lambda: talk.told() == looked_at)
    assert view.verticalScrollBar().value() == place, "it was seen already"


def test_enter_opens_and_selects_it_in_the_list(talk: Talk):
    talk.open()
    talk.line.click()
    view = talk.list.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert talk.reading == NEWEST, "the arrow only goes there"
    QTest.keyClick(view, Qt.Key.Key_Return)
    talk.screen.wait(lambda: talk.told() == MIDDLE)
    assert talk.screen.window.mails.view.selected_keys() == (MIDDLE,)
    assert (talk.list.isVisible(), view.hasFocus(), view.currentIndex().row()) == (True, True, 2)
    assert not talk.screen.window.frame.alone, "Enter was the list's own"


def test_a_mail_that_the_list_does_not_hold_is_read_without_it(talk: Talk):
    window = talk.screen.window
    talk.open()
    talk.conversation.step(-1)
    talk.screen.wait(lambda: talk.told() == MIDDLE)
    talk.conversation.step(-1)
    talk.screen.wait(lambda: talk.told() == SENT)
    assert window.mails.view.selected_keys() == ()
    assert window.mails.selected_keys() == (SENT,), "wishes are about what is read"
    starred = talk.session.message_rows[SENT].flagged
    window.actions_["star"].trigger()
    talk.screen.wait(lambda: talk.session.message_rows[SENT].flagged is not starred)
    window.actions_["next"].trigger()
    talk.screen.wait(lambda: talk.reading == MIDDLE)
    talk.conversation.step(-1)
    talk.screen.wait(lambda: talk.told() == SENT)
    window.actions_["back"].trigger()
    talk.screen.wait(lambda: talk.reading == MIDDLE)
    assert window.mails.view.selected_keys() == (MIDDLE,)


def test_a_visited_mail_that_leaves_gives_its_place_to_the_list(talk: Talk):
    window = talk.screen.window
    talk.open(MIDDLE)
    talk.conversation.step(-1)
    talk.screen.wait(lambda: talk.told() == SENT)
    window.actions_["delete"].trigger()
    assert talk.submitted(Delete).locations == (SENT,)
    talk.screen.wait(lambda: talk.reading == MIDDLE)


def test_the_keys_go_through_it_and_stop_at_its_ends(talk: Talk):
    actions = talk.screen.window.actions_
    talk.open(MIDDLE)
    talk.screen.list.setFocus()
    talk.screen.press(Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    talk.screen.wait(lambda: talk.told() == NEWEST)
    assert actions.trigger("conversation_next")
    assert talk.reading == NEWEST
    for key in (MIDDLE, SENT, FILED):
        talk.screen.press(Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
        talk.screen.wait(lambda key=key: talk.told() == key)


@pytest.mark.parametrize("name", KEY_SETS)
def test_every_set_has_a_key_of_its_own_for_each_way(name: str):
    keys = [piece for text in KEY_SETS[name].values() for piece in text.split()]
    for action in ("conversation_next", "conversation_previous", "conversation_fold"):
        assert keys.count(KEY_SETS[name][action]) == 1


def test_archiving_it_leaves_what_was_sent_and_filed_and_is_one_undo(talk: Talk):
    talk.open()
    talk.line.click()
    talk.list.buttons["conversation_archive"].click()
    assert set(talk.submitted(Archive).locations) == {NEWEST, MIDDLE}
    talk.screen.wait(lambda: "2 mails archived" in talk.screen.notices())
    talk.screen.window.actions_["undo"].trigger()
    talk.screen.wait(lambda: {NEWEST, MIDDLE} <= set(talk.session.message_rows))


def test_deleting_it_takes_all_its_mails(talk: Talk):
    talk.open()
    talk.screen.window.actions_["conversation_delete"].trigger()
    assert set(talk.submitted(Delete).locations) == {NEWEST, MIDDLE, SENT, FILED}
    talk.screen.wait(lambda: any(notice.startswith("4 mails") for notice in talk.screen.notices()))
    talk.screen.window.actions_["undo"].trigger()
    talk.screen.wait(lambda: {NEWEST, MIDDLE, SENT, FILED} <= set(talk.session.message_rows))


def test_marking_it_as_read_takes_those_that_are_not(talk: Talk):
    talk.open()
    talk.screen.window.actions_["conversation_read"].trigger()
    talk.screen.wait(
        lambda: any(isinstance(one, SetSeen) and MIDDLE in one.locations for one in talk.session.submitted)
    )
    talk.screen.wait(lambda: talk.session.message_rows[MIDDLE].seen)


def test_moving_it_asks_where_once(talk: Talk):
    talk.open()
    talk.screen.window.actions_["conversation_move"].trigger()
    palette = talk.screen.opened(CommandPalette)
    QTest.keyClicks(QApplication.focusWidget(), "Facturas")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    moved = talk.submitted(MoveTo)
    assert (set(moved.locations), moved.mailbox_key) == ({NEWEST, MIDDLE}, 9)
    assert not palette.isVisible()


def test_nothing_left_to_do_is_said(talk: Talk):
    rows = talk.session.message_rows
    rows.update({key: replace(rows[key], flags=Flag.SEEN) for key in (NEWEST, MIDDLE, SENT, FILED)})
    talk.open()
    talk.screen.window.actions_["conversation_read"].trigger()
    talk.screen.wait(lambda: "All of this conversation is read." in talk.screen.notices())


def test_drafts_open_in_the_composer(talk: Talk):
    talk.session.draft_contents[7] = DraftContent(1, to="Tom", text="Not yet.", answers_location=NEWEST)
    talk.open()
    talk.line.click()
    wanted: list[int] = []
    talk.conversation.draft_wanted.disconnect()
    talk.conversation.draft_wanted.connect(wanted.append)
    talk.list.view.chosen.emit(4)
    assert wanted == [7]
    assert talk.list.entries[4].kind is EntryKind.DRAFT


def test_a_long_one_is_as_high_as_a_few_and_shows_the_open_one(talk: Talk):
    talk.session.threads[0] = tuple(range(1000, 1090))
    talk.open(NEWEST)
    talk.line.click()
    view = talk.list.view
    assert view.height() <= MOST_ROWS * ROW
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_words_of_an_entry(talk: Talk):
    row = replace(talk.session.message_rows[MIDDLE], expires_at=talk.session.now + 86_400, held_by=None)
    entry = ConversationEntry(
        EntryKind.MAIL, MIDDLE, 1, "\u202eevil\nname", "x@x", False, "", row.internaldate, "<b>words</b>", "Box",
        SpecialUse.NONE, row,
    )  # fmt: skip
    assert who(entry) == "evil name"
    assert stay(entry, talk.session.now) == ("1 day left", True)
    assert stay(replace(entry, row=replace(row, held_by="task")), talk.session.now) == ("", False)
    assert "1 day left" in describe(entry, talk.session.now, opened=False)
    assert who(replace(entry, own=True)) == "Me"
    assert who(replace(entry, author_name="", author_address="")) == "No sender"


def test_what_is_filed_in_a_folder_stays_unless_it_is_open(talk: Talk):
    talk.session.threads[0] = (NEWEST, 7000, 7001)
    conversation = talk.session.conversation(NEWEST)
    assert unfiled(conversation) == (NEWEST,)
    assert set(unfiled(talk.session.conversation(7000))) == {NEWEST, 7000, 7001}
    assert unfiled(conversation, 2) == ()
