"""What the core's threads tell arrives on the event loop: all of it, merged, and not more often than eyes can follow."""

from __future__ import annotations

import threading

from desktop.core.api.changes import ChangeSet
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus, Notice
from desktop.ui.bridge import FLOOD_AFTER, FLOOD_MS, MERGE_MS, Bridge


def from_a_thread(work) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_changes_of_many_threads_arrive_merged_and_whole(session, qtbot):
    bridge = Bridge(session)
    heard: list[ChangeSet] = []
    threads: list[threading.Thread] = []
    bridge.changed.connect(lambda change: (heard.append(change), threads.append(threading.current_thread())))

    def tell() -> None:
        for key in range(500):
            session.tell(ChangeSet(locations=frozenset({key}), mailboxes=frozenset({key % 3})))

    from_a_thread(tell)
    qtbot.waitUntil(lambda: bool(heard))
    merged = ChangeSet()
    for change in heard:
        merged = merged.merged(change)
    assert merged == ChangeSet(locations=frozenset(range(500)), mailboxes=frozenset({0, 1, 2}))
    assert len(heard) <= 2
    assert set(threads) == {threading.main_thread()}
    bridge.close()


def test_the_first_is_heard_at_once_and_the_next_after_the_pause(session, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.ui.bridge.MERGE_MS", 3_600_000)
    bridge = Bridge(session)
    heard: list[ChangeSet] = []
    bridge.changed.connect(heard.append)
    from_a_thread(lambda: session.tell(ChangeSet(plan=True)))
    qtbot.waitUntil(lambda: len(heard) == 1)
    from_a_thread(lambda: session.tell(ChangeSet(locations=frozenset({1}))))
    from_a_thread(lambda: session.tell(ChangeSet(mailboxes=frozenset({2}))))
    qtbot.wait(20)
    assert len(heard) == 1
    bridge._pause.timeout.emit()
    assert heard[1] == ChangeSet(locations=frozenset({1}), mailboxes=frozenset({2}))
    bridge.close()


def test_what_the_user_did_does_not_wait_for_the_pause(session, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.ui.bridge.MERGE_MS", 3_600_000)
    bridge = Bridge(session)
    heard: list[ChangeSet] = []
    bridge.changed.connect(heard.append)
    from_a_thread(lambda: session.tell(ChangeSet(plan=True)))
    qtbot.waitUntil(lambda: len(heard) == 1)
    from_a_thread(lambda: session.tell(ChangeSet(locations=frozenset({1}))))
    from_a_thread(lambda: session.tell(ChangeSet(links=True)))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] == ChangeSet(locations=frozenset({1}), links=True)
    bridge.close()


def test_a_flood_is_heard_four_times_a_second_and_the_user_at_once(session, qtbot):
    bridge = Bridge(session)
    heard: list[ChangeSet] = []
    bridge.changed.connect(heard.append)
    for number in range(FLOOD_AFTER + 1):
        from_a_thread(lambda: session.tell(ChangeSet(locations=frozenset({1}))))
        qtbot.waitUntil(lambda seen=number: len(heard) == seen + 1)
    assert bridge._pause.interval() == FLOOD_MS
    from_a_thread(lambda: session.tell(ChangeSet(locations=frozenset({2}))))
    from_a_thread(lambda: session.tell(ChangeSet(locations=frozenset({3}), operations=True)))
    qtbot.waitUntil(lambda: bridge._pause.interval() == MERGE_MS)
    qtbot.waitUntil(lambda: len(heard) == FLOOD_AFTER + 2)
    assert heard[-1] == ChangeSet(locations=frozenset({2, 3}), operations=True)
    bridge.close()


def test_of_states_the_newest_and_of_notices_all(session, qtbot):
    bridge = Bridge(session)
    states: list[AccountStatus] = []
    notices: list[Notice] = []
    bridge.status.connect(states.append)
    bridge.notice.connect(notices.append)

    def tell() -> None:
        for done in range(100):
            session.tell_status(AccountStatus(1, AccountState.SYNCING, 0, "Inbox", done, 100))
        session.tell_notice(Notice("new_mail", 1))
        session.tell_notice(Notice("error", 2, BandejaError(Code.CONNECTION_LOST, host="x")))

    from_a_thread(tell)
    qtbot.waitUntil(lambda: len(notices) == 2)
    assert [status.done for status in states][-1] == 99
    assert len(states) <= 2
    bridge.close()


def test_after_closing_nothing_is_heard(session, qtbot):
    bridge = Bridge(session)
    heard: list[ChangeSet] = []
    bridge.changed.connect(heard.append)
    bridge.close()
    from_a_thread(lambda: session.tell(ChangeSet(plan=True)))
    qtbot.wait(20)
    assert heard == []
