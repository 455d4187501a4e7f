"""The window as a whole: a day's work by keyboard alone, what one pane tells the others, and that nothing is lost on closing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QSplitter, QWidget

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Archive, Delete, DraftContent, MarkJunk, MoveTo, Send, SetFlagged, SetSeen
from desktop.core.api.errors import AuthenticationError, BandejaError, Code
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.command_palette import CommandPalette
from desktop.ui.message_list.delegate import Density
from desktop.ui.window import reading
from desktop.ui.window.frame import NARROW
from tests.fakes.session import FakeSession
from tests.ui.parts import build_window

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def press(qtbot):
    """A key as it comes from the keyboard: to whoever has the focus."""

    def pressed(text: str) -> None:
        for combination in QKeySequence(text, QKeySequence.SequenceFormat.PortableText):
            target = QApplication.focusWidget()
            assert target is not None, "nobody has the keyboard"
            QTest.keyClick(target, combination.key(), combination.keyboardModifiers())

    return pressed


def popup(kind):
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def test_a_days_work_by_keyboard_alone(screen, press, wait):
    session = screen.session
    assert screen.list.hasFocus()
    press("J")
    press("J")
    first = screen.window.mails.current_key()
    wait(lambda: screen.reader.shown and screen.reader.shown[-1] == first)
    press("S")
    wait(lambda: any(isinstance(command, SetFlagged) for command in session.submitted))
    press("E")
    wait(lambda: first not in session.message_rows)
    wait(lambda: screen.notices() == ["1 mail archived"])
    wait(lambda: screen.model.rowCount() == 169)
    assert screen.list.hasFocus()
    press("Z")
    wait(lambda: first in session.message_rows)
    wait(lambda: "Undone: 1 mail archived" in screen.notices())
    press("/")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "presup")
    press("Down")
    wait(lambda: 0 < screen.model.rowCount() < 60)
    assert screen.list.hasFocus()
    press("Esc")
    wait(lambda: screen.model.rowCount() == 170)
    press("G,A")
    wait(lambda: screen.window.mails.scope.special_use is SpecialUse.ARCHIVE)
    press("G,I")
    wait(lambda: screen.window.mails.scope.special_use is SpecialUse.INBOX)
    press("C")
    assert screen.opened.drafts[-1][0] == DraftContent(1)


def test_enter_reads_alone_and_escape_comes_back(screen, press, wait):
    press("J")
    wait(lambda: screen.reader.shown)
    press("Return")
    assert screen.window.frame.alone
    assert not screen.list.isVisible()
    press_on = screen.window.actions_["next"]
    press_on.trigger()
    wait(lambda: screen.reader.shown[-1] == screen.window.mails.current_key())
    screen.window.actions_["back"].trigger()
    assert not screen.window.frame.alone
    assert screen.list.hasFocus()


def test_a_draft_opens_where_it_is_written(screen, press, wait):
    press("J")
    key = screen.window.mails.current_key()
    screen.session.message_rows[key] = replace(screen.session.message_rows[key], flags=Flag.DRAFT)
    press("Return")
    wait(lambda: screen.opened.drafts)
    assert screen.opened.drafts[-1][0].copy_at == key
    assert not screen.window.frame.alone


def test_moving_to_a_folder_by_its_first_letters(screen, press, wait):
    screen.window.folders.select_mailbox(1)
    screen.list.setFocus()
    press("J")
    key = screen.window.mails.current_key()
    press("V")
    chooser = popup(CommandPalette)
    QTest.keyClicks(chooser._field, "cl")
    QTest.keyClick(chooser._field, Qt.Key.Key_Return)
    wait(lambda: screen.session.submitted)
    assert screen.session.submitted == [MoveTo((key,), 7)]


def test_folders_of_the_same_account_are_offered_first_and_the_others_after_them(screen, press):
    screen.window.folders.select_mailbox(10)
    screen.list.step(1)
    press("V")
    chooser = popup(CommandPalette)
    labels = [chooser._rows.item(row).text() for row in range(chooser._rows.rowCount())]
    assert labels.index("Archive") < labels.index("Clientes")
    chooser.close()


def test_answers_are_prepared_by_the_core(screen, press, wait):
    press("J")
    key = screen.window.mails.current_key()
    for keys, subject in (("R", "Re: "), ("A", "Re: "), ("F", "Fwd: ")):
        count = len(screen.opened.drafts)
        press(keys)
        wait(lambda count=count: len(screen.opened.drafts) == count + 1)
        assert screen.opened.drafts[-1][0].subject.startswith(subject)
    assert screen.opened.drafts[0][0].answers_location == key
    assert screen.opened.drafts[2][0].forwards_location == key


def test_running_through_the_list_opens_only_the_last(screen, press, wait):
    for _ in range(30):
        press("J")
    wait(lambda: screen.reader.shown[-1:] == [screen.window.mails.current_key()])
    assert len(screen.reader.shown) <= 3
    assert len(screen.session.opened) <= 2


def test_what_is_open_a_moment_is_read_and_undo_passes_over_it(screen, press, wait):
    unread = next(row for row in range(20) if not screen.model.mail_at(row).seen)
    archived = screen.model.key_at(unread + 1)
    screen.window.mails.choose_key(archived)
    press("E")
    wait(lambda: archived not in screen.session.message_rows)
    screen.list.step(-1)
    wait(lambda: screen.window.mails.current_key() == screen.model.key_at(unread))
    key = screen.model.key_at(unread)
    wait(lambda: screen.session.message_rows[key].seen)
    press("Ctrl+Z")
    wait(lambda: archived in screen.session.message_rows)
    assert screen.session.message_rows[key].seen


def test_keys_work_at_once_on_the_first_mail_which_stays_unread(screen, press, wait):
    first = screen.model.key_at(0)
    assert not screen.session.message_rows[first].seen
    assert (screen.window.mails.current_key(), screen.window.mails.count_selected()) == (first, 1)
    reading = screen.window.reading
    wait(lambda: reading.shown == first)
    assert not reading._seen.isActive(), "nobody has asked for it"
    press("Down")
    press("Up")
    wait(lambda: screen.session.message_rows[first].seen)


def test_newer_mail_of_the_first_moments_is_the_first_one(screen, wait):
    first = screen.model.key_at(0)
    rows = screen.session.message_rows
    wait(lambda: screen.window.reading.shown == first)

    def arrive(key: int) -> None:
        rows[key] = replace(rows[first], location_key=key, message_key=key, internaldate=rows[first].internaldate + key)
        screen.session.tell(ChangeSet(mailboxes=frozenset({rows[first].mailbox_key}), locations=frozenset({key})))
        wait(lambda: screen.model.key_at(0) == key)

    arrive(800_001)
    wait(lambda: screen.window.mails.selected_keys() == (800_001,))
    screen.window.reading._settling.stop()
    arrive(800_002)
    QTest.qWait(50)
    assert screen.window.mails.selected_keys() == (800_001,), "later nothing moves by itself"
    assert not rows[800_001].seen


def test_what_was_selected_at_the_start_is_read_once_it_is_asked_for(screen, press, wait):
    first = screen.model.key_at(0)
    wait(lambda: screen.window.reading.shown == first)
    press("Return")
    wait(lambda: screen.session.message_rows[first].seen)


def test_the_first_key_down_leaves_no_mail_out(screen, press):
    screen.list.clearSelection()
    screen.list.setCurrentIndex(screen.model.index(0, 0))
    screen.list.clearSelection()
    press("Down")
    assert screen.window.mails.selected_keys() == (screen.model.key_at(0),)
    press("Down")
    assert screen.window.mails.selected_keys() == (screen.model.key_at(1),)


def test_the_keyboard_stays_in_the_list_while_it_is_empty(screen, wait):
    mails = screen.window.mails
    screen.list.setFocus()
    mails.filters.toggle_unread()
    screen.session.message_rows.clear()
    screen.session.tell(ChangeSet(everything=True))
    wait(mails._empty.isVisible)
    assert QApplication.focusWidget() is mails._empty
    mails._show_only(screen.list)
    assert screen.list.hasFocus()


def test_reading_alone_takes_the_keyboard_along(screen, press):
    press("O")
    assert screen.window.frame.alone
    assert QApplication.focusWidget() is screen.reader
    press("Esc")
    assert screen.list.hasFocus()


def test_a_mail_that_leaves_by_ones_own_hand_is_not_told_to_be_gone(screen, press, wait):
    press("J")
    key = screen.window.mails.current_key()
    wait(lambda: screen.reader.shown[-1:] == [key])
    told = len(screen.reader.shown)
    del screen.session.message_rows[key]
    screen.session.tell(ChangeSet(locations=frozenset({key})))
    QTest.qWait(50)
    assert len(screen.reader.shown) == told, "the next one may come"
    wait(lambda: len(screen.reader.shown) > told)
    assert screen.reader.shown[-1] == key, "none came: it is looked at again, and said to be gone"


def test_a_mail_beyond_the_months_limit_is_not_said_to_be_sent(screen, wait):
    plan = screen.session.plan_row
    screen.session.plan_row = replace(plan, sent_this_month=plan.sends_per_month)
    screen.window._dispatch.submit(Send(None, DraftContent(1, to="a@b.example", subject="Hola", text="Hola")))
    wait(screen.notices)
    assert "are used up. This mail waits in the outbox" in screen.notices()[0]


def test_a_mail_of_a_paused_account_is_not_said_to_be_sent(screen, wait):
    screen.session.enrolment.set_paused(1, True).result()
    screen.window._dispatch.submit(Send(None, DraftContent(1, to="a@b.example", subject="Hola", text="Hola")))
    wait(lambda: any("its account is paused" in one for one in screen.notices()))


def test_many_selected_are_said_to_be_many(screen, press, wait):
    press("J")
    press("Shift+Down")
    press("Shift+Down")
    wait(lambda: screen.reader.many == [3])
    assert not screen.window.actions_["reply"].isEnabled()
    press("E")
    wait(lambda: screen.notices() == ["3 mails archived"])


def test_deleting_for_good_asks_once(screen, press, wait):
    press("J")
    key = screen.window.mails.current_key()
    press("Shift+Del")
    assert screen.notices() == ["Delete 1 mail for good, on the server too?"]
    assert screen.session.submitted == []
    press("Space")
    wait(lambda: screen.session.submitted)
    assert screen.session.submitted == [Delete((key,), permanent=True)]


def test_delete_in_the_trash_asks_and_elsewhere_does_not(screen, press, wait):
    screen.window.folders.select_mailbox(6)
    screen.list.setFocus()
    screen.list.step(1)
    press("Del")
    assert screen.session.submitted == []
    press("Esc")
    screen.window.folders.select_mailbox(4)
    screen.list.setFocus()
    free = next(row for row in range(40) if screen.model.mail_at(row).held_by is None)
    screen.list.step(free + 1)
    press("Del")
    wait(lambda: [type(command) for command in screen.session.submitted] == [Delete])


def test_a_refusal_goes_with_its_wish_to_whoever_knows_a_way_on(screen, press, qtbot):
    linked = next(row for row in range(170) if screen.model.mail_at(row).held_by == "task")
    key = screen.model.key_at(linked)
    screen.window.mails.choose_key(key)
    with qtbot.waitSignal(screen.window.commands.held) as told:
        press("Del")
    assert told.args[0] == Delete((key,))
    assert str(told.args[1]).startswith("This mail is linked to the task 'Revisar presupuesto'.")


def test_junk_and_not_junk(screen, press, wait):
    screen.window.folders.select_mailbox(1)
    screen.list.setFocus()
    press("J")
    press("!")
    wait(lambda: screen.session.submitted)
    assert screen.session.submitted[-1].value is True
    screen.window.folders.select_use(SpecialUse.JUNK)
    screen.list.setFocus()
    wait(lambda: screen.model.rowCount() == 5)
    press("J")
    press("!")
    wait(lambda: screen.session.submitted[-1] == MarkJunk(screen.session.submitted[-1].locations, False))


def test_the_palette_reaches_commands_and_folders(screen, press, wait):
    press("Ctrl+K")
    palette = popup(CommandPalette)
    QTest.keyClicks(palette._field, "obras")
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    wait(lambda: screen.window.mails.scope.mailbox_key == 8)
    assert screen.window.windowTitle() == "Obras Ferrer – Bandeja"
    assert screen.session.shown[-1] == 8


def test_the_palette_knows_rows_colours_and_languages(screen, press):
    press("Ctrl+K")
    palette = popup(CommandPalette)
    offered = {choice.text: choice for choice, _ in palette._choices}
    assert {"Rows: Normal", "Colours: Dark", "Language: Español"} <= set(offered)
    assert [text for text, choice in offered.items() if choice.aside == "now" and text.startswith("Rows")] == [
        "Rows: Normal"
    ]
    QTest.keyClicks(palette._field, "rows comp")
    QTest.keyClick(palette._field, Qt.Key.Key_Return)
    assert screen.window._preferences.density is Density.COMPACT


def test_another_folder_ends_the_search(screen, wait):
    screen.window.top_bar.search.setText("presup")
    wait(lambda: screen.window.mails.query.search == "presup")
    screen.window.folders.select_mailbox(4)
    assert screen.window.top_bar.search.text() == ""
    assert screen.window.mails.query.search == ""
    assert screen.model.rowCount() == 40


def test_a_taken_back_mail_opens_again(screen, press, wait, monkeypatch):
    screen.session.draft_contents[5] = DraftContent(1, subject="Otra vez")
    from concurrent.futures import Future

    from desktop.core.api.commands import Receipt

    def undo(undo_key=None):
        done: Future[Receipt] = Future()
        done.set_result(Receipt("unsent", 1, key=5))
        return done

    monkeypatch.setattr(screen.session, "undo", undo)
    press("J")
    press("E")
    wait(screen.notices)
    press("Z")
    wait(lambda: screen.opened.drafts == [(DraftContent(1, subject="Otra vez"), 5)])


def test_an_account_that_needs_its_password_says_so_once_and_asks_for_it(screen, wait, qtbot):
    error = AuthenticationError(Code.WRONG_PASSWORD, host="imap.x", user="ana", said="NO")
    status = AccountStatus(1, AccountState.NEEDS_PASSWORD, 0, error=error)
    screen.session.tell_status(status)
    wait(screen.notices)
    screen.session.tell_status(status)
    QTest.qWait(80)
    assert len(screen.notices()) == 1
    with qtbot.waitSignal(screen.window.folders.password_wanted) as wanted:
        next(iter(screen.window.notices.cards)).findChild(QPushButton).click()
    assert wanted.args == [1]


def test_a_notice_with_an_error_is_a_bar(screen, wait):
    screen.session.tell_notice(Notice("error", 1, BandejaError(Code.DISK_FULL, path="/home/ana")))
    wait(lambda: screen.notices() == [
        "There is no space left on the disk of /home/ana. Free some space; nothing was lost and work goes on by itself."
    ])  # fmt: skip


def test_the_reader_looks_again_when_its_mail_has_changed(screen, press, wait):
    press("J")
    key = screen.window.mails.current_key()
    wait(lambda: screen.reader.shown[-1:] == [key])
    count = len(screen.reader.shown)
    screen.session.tell(ChangeSet(messages=frozenset({key})))
    wait(lambda: len(screen.reader.shown) == count + 1)
    screen.session.tell(ChangeSet(locations=frozenset({424242})))
    QTest.qWait(80)
    assert len(screen.reader.shown) == count + 1


def test_the_reader_may_wish(screen, wait):
    screen.reader.command.emit(Archive((1000,)))
    screen.reader.compose.emit(DraftContent(2, subject="x"))
    wait(lambda: screen.session.submitted == [Archive((1000,))])
    assert screen.opened.drafts == [(DraftContent(2, subject="x"), None)]


def test_narrow_windows_stand_upright_and_sizes_are_kept(screen, session, settings, qtbot):
    window = screen.window
    window.resize(1280, 800)
    inner = window.frame._inner
    assert inner.orientation() is Qt.Orientation.Horizontal
    inner.setSizes([450, 560])
    wide = inner.sizes()
    window.resize(NARROW - 60, 800)
    assert inner.orientation() is Qt.Orientation.Vertical
    window.resize(1280, 800)
    assert inner.orientation() is Qt.Orientation.Horizontal
    assert inner.sizes() == wide
    window.close()
    again, *_ = build_window(session, settings, lambda: session.now)
    assert not settings.value("places/window").isEmpty()
    again.resize(1280, 800)
    again.show()
    assert again.frame._inner.sizes() == wide
    again.close()


@pytest.mark.parametrize(("width", "height", "rows"), [(1024, 640, 5), (1024, 768, 4), (1280, 720, 5)])
def test_several_mails_are_seen_in_a_small_window_under_a_bar(screen, width, height, rows, wait):
    window = screen.window
    window.resize(width, height)
    window.actions_["go_leaving"].trigger()
    wait(lambda: window.plan.leaving.isVisible() and window.mails.model.rowCount())
    view = window.mails.view
    assert view.viewport().height() >= rows * view.row_height


def test_the_panes_have_their_sizes_at_the_reference(screen):
    screen.window.resize(1280, 800)
    folders, _ = screen.window.frame._outer.sizes()
    mails, reader = screen.window.frame._inner.sizes()
    assert 200 <= folders <= 280
    assert 340 <= mails <= 460
    assert reader > 500


@pytest.mark.parametrize("size", [(1024, 640), (2560, 1440), (760, 480)])
def test_nothing_is_cut_off(screen, size):
    screen.window.resize(*size)
    QApplication.processEvents()
    assert (screen.window.width(), screen.window.height()) == size
    for splitter in screen.window.findChildren(QSplitter):
        for place in range(splitter.count()):
            assert splitter.rect().contains(splitter.widget(place).geometry())
    for child in screen.window.top_bar.findChildren(QWidget):
        if child.isVisible() and child.parentWidget() is screen.window.top_bar:
            assert screen.window.top_bar.rect().contains(child.geometry())


def test_looks_are_kept(screen, settings):
    screen.window.top_bar.density_chosen.emit(Density.COMPACT)
    assert screen.list.row_height == 44
    assert settings.value("density") == "compact"
    screen.window.top_bar.language_chosen.emit("es")
    assert settings.value("language") == "es"
    assert screen.notices() == ["Bandeja speaks this language from its next start."]


def test_without_an_account_there_is_only_the_first_screen(settings, qtbot, wait):
    session = FakeSession(empty=True)
    window, _, opened = build_window(session, settings, lambda: session.now)
    window.show()
    first = window.body.first_screen
    assert first.isVisible()
    assert not window.top_bar.isVisible()
    first.add_account.emit()
    assert opened.setups == 1
    with qtbot.waitSignal(window.try_demo):
        first.try_demo.emit()
    full = FakeSession()
    full.close()
    session.account_rows, session.mailbox_rows = full.account_rows, full.mailbox_rows
    session.message_rows, session.status_rows = full.message_rows, full.status_rows
    session.tell(ChangeSet(accounts=frozenset({1})))
    wait(lambda: window.top_bar.isVisible() and window.mails.model.rowCount() == 170)
    window.close()
    session.close()


def test_accounts_that_come_one_by_one_end_in_all_inboxes_with_the_keyboard_in_the_list(settings, wait):
    session, full = FakeSession(empty=True), FakeSession()
    full.close()
    window, _, _ = build_window(session, settings, lambda: session.now)
    window.show()
    window.activateWindow()
    wait(window.isActiveWindow)
    session.account_rows = full.account_rows[:1]
    session.mailbox_rows = [row for row in full.mailbox_rows if row.account_key == 1]
    session.tell(ChangeSet(accounts=frozenset({1})))
    wait(lambda: window.mails.scope.mailbox_key is not None)
    session.account_rows, session.mailbox_rows = full.account_rows, full.mailbox_rows
    session.message_rows = full.message_rows
    session.tell(ChangeSet(everything=True))
    wait(lambda: window.mails.scope.mailbox_key is None and window.mails.model.rowCount() == 170)
    assert window.mails.scope.special_use is SpecialUse.INBOX
    assert window.mails.view.hasFocus()
    wait(lambda: window.mails.count_selected() == 1)
    session.tell(ChangeSet(everything=True))
    window.folders.select_mailbox(1)
    wait(lambda: window.mails.scope.mailbox_key == 1)
    session.tell(ChangeSet(everything=True))
    QTest.qWait(50)
    assert window.mails.scope.mailbox_key == 1, "somebody has chosen"
    window.close()
    session.close()


def test_a_composer_that_will_not_close_keeps_the_window(screen):
    class Stubborn(QWidget):
        stays = True

        def closeEvent(self, event):
            event.setAccepted(not self.stays)

    composer = Stubborn()
    composer.show()
    screen.window.others.open_composer = lambda content, draft_key: composer
    screen.window.others.compose(DraftContent(1))
    assert not screen.window.close()
    composer.stays = False
    assert screen.window.close()


def test_the_demo_bar_stands_above(screen):
    bar = QPushButton("demo")
    screen.window.body.add_above(bar)
    QApplication.processEvents()
    assert bar.mapTo(screen.window, bar.rect().bottomLeft()).y() <= screen.window.top_bar.geometry().top()


def test_reading_marks_nothing_in_a_window_that_is_not_in_front(screen, press, wait, monkeypatch):
    monkeypatch.setattr(screen.window.reading, "_is_watched", lambda: False)
    unread = next(row for row in range(20) if not screen.model.mail_at(row).seen)
    screen.list.step(unread + 1)
    QTest.qWait(1200)
    assert [command for command in screen.session.submitted if isinstance(command, SetSeen)] == []


def test_one_step_shows_its_mail_at_once_and_a_run_the_one_where_it_ends(screen, wait, monkeypatch):
    view, mails, shown = screen.list, screen.window.mails, screen.reader.shown
    wait(lambda: shown and shown[-1] == mails.current_key())
    monkeypatch.setattr(reading, "RUN_MS", 0)  # the last step was long ago
    monkeypatch.setattr(reading, "SHOW_MS", 1_000_000)
    view.step(1)
    wait(lambda: shown[-1] == mails.current_key())
    monkeypatch.setattr(reading, "RUN_MS", 1_000_000)  # each step follows the last one closely
    monkeypatch.setattr(reading, "SHOW_MS", 50)
    before, passed = len(shown), []
    for _ in range(5):
        view.step(1)
        passed.append(mails.current_key())
        QApplication.processEvents()
    wait(lambda: shown[-1] == passed[-1])
    assert shown[before:] == passed[-1:]
