"""What waits is listed with its reason, and every button does what it says."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from desktop.core.api.commands import (
    CancelOperation,
    DiscardDraft,
    DraftContent,
    EditOutbox,
    RetryOperation,
    RetryOutbox,
)
from desktop.core.api.rows import OperationRow, OperationState, OutboxRow, OutboxState
from desktop.ui.waiting.operations_panel import MOST, OperationsPanel
from tests.fakes.mails import NOW


@pytest.fixture
def panel(session, dispatch, qtbot) -> OperationsPanel:
    session.outbox_rows = {
        1: OutboxRow(1, 1, "Fallido", ("a@b.example",), OutboxState.FAILED, NOW, NOW, 3, "550 no such user", ""),
        2: OutboxRow(2, 1, "Dudoso", ("a@b.example",), OutboxState.UNKNOWN, NOW, NOW, 1, "", ""),
        3: OutboxRow(3, 1, "Ya salido", ("a@b.example",), OutboxState.SENT, NOW, NOW, 1, "", ""),
    }
    session.draft_contents = {9: DraftContent(1, subject="A medias")}
    session.operation_rows = [
        OperationRow(21, 1, "move", OperationState.WAITING, "Uno", 2, "Clientes", NOW, NOW, 0, ""),
        OperationRow(22, 1, "expunge", OperationState.FAILED, "Dos", 1, "", NOW, NOW, 2, "NO permission"),
    ]
    made = OperationsPanel(dispatch, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.refresh()
    return made


def card(panel: OperationsPanel, words: str) -> QFrame:
    return next(
        one for one in panel.findChildren(QFrame) if one.property("kind") == "card" and words in one.accessibleName()
    )


def press(panel: OperationsPanel, words: str, button: str) -> None:
    next(one for one in card(panel, words).findChildren(QPushButton) if one.text() == button).click()


def texts(panel: OperationsPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.text()]


def test_a_mail_of_a_paused_account_cannot_be_tried_now(panel, session):
    session.outbox_rows = {
        7: OutboxRow(7, 1, "En pausa", ("a@b.example",), OutboxState.WAITING, NOW, NOW, 0, "", "", paused=True)
    }
    panel.refresh()
    buttons = [one.text() for one in card(panel, "En pausa").findChildren(QPushButton)]
    assert buttons == ["Edit", "Discard…"]
    assert "Its account is paused. It goes when the account goes on." in texts(panel)


def test_three_lists_with_reasons(panel):
    said = texts(panel)
    assert {"To be sent · 2", "Drafts · 1", "Changes for the server · 2"} <= set(said)
    assert "Not sent. The server said: 550 no such user" in said
    assert "The server refused, so it was put back here. It said: NO permission" in said
    assert "Ya salido" not in said


def test_the_keyboard_stays_while_the_lists_are_read_again(panel, session):
    """They are at every change, which comes several times a second during a synchronisation."""
    button = next(one for one in card(panel, "Uno").findChildren(QPushButton) if one.text() == "Take back")
    button.setFocus()
    panel.refresh()
    kept = panel.window().focusWidget()
    assert kept is not button
    assert kept.accessibleName() == "Take back: Move 2 mails to Clientes"
    session.operation_rows = session.operation_rows[1:]
    panel.refresh()
    assert panel.isAncestorOf(panel.window().focusWidget()), "what stands in the place of what went"


def test_the_buttons(panel, session, wait):
    press(panel, "Fallido", "Try now")
    press(panel, "Uno", "Take back")
    press(panel, "Dos", "Try now")
    press(panel, "A medias", "Discard")
    wait(lambda: len(session.submitted) == 4)
    assert session.submitted == [RetryOutbox(1), CancelOperation(21), RetryOperation(22), DiscardDraft(9)]


def test_editing_opens_what_was_taken_back(panel, session, qtbot):
    with qtbot.waitSignal(panel.draft_wanted) as told:
        press(panel, "Fallido", "Edit")
    assert session.submitted == [EditOutbox(1)]
    assert session.draft_contents[told.args[0]].subject == "Fallido"
    with qtbot.waitSignal(panel.draft_wanted, check_params_cb=lambda key: key == 9):
        press(panel, "A medias", "Continue")


def test_an_unknown_mail_is_never_sent_again_without_a_question(panel, session, qtbot):
    buttons = {one.text() for one in card(panel, "Dudoso").findChildren(QPushButton)}
    assert buttons == {"Send again…", "Discard…"}
    with qtbot.waitSignal(panel.asked) as told:
        press(panel, "Dudoso", "Send again…")
    assert told.args[2] == RetryOutbox(2, confirmed_not_sent=True)
    assert session.submitted == []


def test_nothing_waits(panel, session):
    session.outbox_rows, session.draft_contents, session.operation_rows = {}, {}, []
    panel.refresh()
    assert any(text.startswith("Nothing waits") for text in texts(panel))


def test_very_many_are_counted_not_built(panel, session):
    row = session.operation_rows[0]
    session.operation_rows = [row] * (MOST + 40)
    panel.refresh()
    assert "and 40 more" in texts(panel)
    assert f"Changes for the server · {MOST + 40}" in texts(panel)


def test_a_draft_says_to_whom_without_the_comma_behind_it(panel, session):
    session.draft_contents = {9: DraftContent(1, to="Ana <ana@b.example>, ", subject="A medias")}
    panel.refresh()
    assert "To Ana <ana@b.example>" in texts(panel)
