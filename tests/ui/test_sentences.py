"""Every code has a sentence in both languages, with its parameters in it; nothing is said in half."""

from __future__ import annotations

import string

import pytest

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.api.rows import AccountState, OperationRow, OperationState, OutboxRow, OutboxState
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.api.workspace import ChangeReason
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import i18n
from desktop.ui.sentences import (
    ERRORS,
    error_sentence,
    notice_sentence,
    plan_sentence,
    receipt_sentence,
    state_sentence,
)
from desktop.ui.waiting.sentences import operation_reason, operation_sentence, outbox_reason
from tests.fakes.mails import NOW
from tests.fakes.session import FakeSession

RECEIPTS = [
    "moved",
    "copied",
    "archived",
    "deleted",
    "deleted_for_good",
    "junk",
    "not_junk",
    "read",
    "unread",
    "starred",
    "unstarred",
    "sent",
    "draft_saved",
    "draft_discarded",
    "folder_created",
    "folder_renamed",
    "folder_deleted",
    "undone",
    "unsent",
    "restored",
    "too_late",
    "nothing",
    "outbox_discarded",
    "cancelled",
    "retried",
    "removals_accepted",
    "account_removed",
    "plan_set",
    "plan_scheduled",
    "plan_change_cancelled",
    "mailboxes_kept",
    "deletes_for_good",
    "deletes_to_trash",
    "signature_set",
    "template_saved",
    "template_removed",
    "list_mail_sent",
    "list_page_opened",
    "fetching_again",
    "member_added",
    "member_renamed",
    "member_removed",
    "member_switched",
    "shared",
    "share_withdrawn",
]
KINDS = ("move", "copy", "store", "expunge", "append", "create_mailbox", "rename_mailbox", "delete_mailbox")


def filled(code: Code) -> BandejaError:
    names = [name for _, name, _, _ in string.Formatter().parse(ERRORS[code]) if name]
    return BandejaError(code, **{name: f"<{name}>" for name in names})


@pytest.mark.parametrize("code", Code)
def test_the_english_of_an_error_is_the_one_of_the_core(code):
    error = filled(code)
    assert error_sentence(error) == error.sentence()


@pytest.mark.parametrize("code", Code)
def test_an_error_in_spanish_keeps_its_parameters(qapp, code):
    error = filled(code)
    english = error_sentence(error)
    i18n.load(qapp, "es")
    spanish = error_sentence(error)
    assert spanish != english
    assert sorted(set(error.parameters.values())) == sorted(
        value for value in error.parameters.values() if value in spanish
    )


def test_a_missing_parameter_is_a_dash_and_braces_in_foreign_text_stay():
    assert error_sentence(BandejaError(Code.SERVER_REFUSED, said="{host} {0} %n")) == "— refused: {host} {0} %n"


def test_a_fault_of_our_own_says_so():
    assert error_sentence(KeyError("x")) == (
        "Something inside Bandeja went wrong (KeyError). Your mail is safe. Please report this."
    )


@pytest.mark.parametrize("done", RECEIPTS)
def test_every_receipt_has_its_own_sentence(qapp, done):
    english = receipt_sentence(Receipt(done, 3, 1, "Clientes"))
    assert english != "Done"
    assert "(s)" not in english
    assert "{" not in english
    i18n.load(qapp, "es")
    assert receipt_sentence(Receipt(done, 3, 1, "Clientes")) != english


def test_one_and_many(qapp):
    assert receipt_sentence(Receipt("moved", 1, 1, "Clientes")) == "1 mail moved to Clientes"
    assert receipt_sentence(Receipt("moved", 1_204, 1, "Clientes")) == "1,204 mails moved to Clientes"
    i18n.load(qapp, "es")
    assert receipt_sentence(Receipt("moved", 1, 1, "Clientes")) == "1 correo movido a Clientes"
    assert receipt_sentence(Receipt("moved", 12_040, 1, "Clientes")) == "12\u202f040 correos movidos a Clientes"


NOTICES = ["operation_failed", "send_failed", "recipients_refused", "mass_removal", "sweep_held"]


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_says_what_happened(qapp, kind):
    names = ("said", "subject", "mailbox", "count", "total")
    notice = Notice(kind, 1, parameters=tuple((name, f"<{name}>") for name in names))
    english = notice_sentence(notice)
    assert english
    assert "{" not in english
    i18n.load(qapp, "es")
    assert notice_sentence(notice) != english


@pytest.mark.parametrize("reason", list(ChangeReason))
def test_a_plan_that_came_into_force_by_itself_is_named(qapp, reason):
    notice = Notice("plan_changed", parameters=(("plan", "Free"), ("reason", reason.value)))
    english = notice_sentence(notice)
    assert "Free" in english
    i18n.load(qapp, "es")
    assert notice_sentence(notice) not in ("", english)


def test_the_rule_that_holds_a_mail_is_said_whole_in_the_users_language(qapp):
    refusal = PlanError(Code.PLAN_SENDS, plan="Standard", limit=50_000, date="2026-12-01")
    row = OutboxRow(
        1, 1, "S", ("b@example.com",), OutboxState.HELD, 0, 1_796_083_200, 0, refusal.sentence(), "m", refusal
    )
    assert outbox_reason(row, 0) == (
        "The 50,000 mails a month of the Standard plan are used up. This mail waits in the outbox and goes on 1 Dec 2026, "
        "or at once with a larger plan."
    )
    i18n.load(qapp, "es")
    assert outbox_reason(row, 0) == (
        "Los 50\u202f000 correos al mes del plan Estándar están agotados. Este correo espera en la bandeja de salida y saldrá el "
        "1 dic 2026, o de inmediato con un plan mayor."
    )


def test_a_held_mail_says_the_day_of_the_change_that_frees_it(qapp):
    refusal = PlanError(Code.PLAN_NO_SYNC, plan="Free")
    row = OutboxRow(
        1, 1, "S", ("b@example.com",), OutboxState.HELD, 0, 1_796_083_200, 0, refusal.sentence(), "m", refusal,
        freed_at=1_796_083_200, freed_by="Basic",
    )  # fmt: skip
    assert outbox_reason(row, 0).endswith("It goes by itself on 1 Dec 2026, with the change to the Basic plan.")
    i18n.load(qapp, "es")
    assert outbox_reason(row, 0).endswith("Saldrá por sí solo el 1 dic 2026, con el cambio al plan Básico.")


def test_a_mail_of_a_paused_account_says_what_it_waits_for(qapp):
    row = OutboxRow(1, 1, "S", ("b@example.com",), OutboxState.WAITING, 0, 0, 2, "451 later", "m", paused=True)
    assert outbox_reason(row, 0) == "Its account is paused. It goes when the account goes on."


def test_new_mail_is_seen_and_not_said():
    assert notice_sentence(Notice("new_mail", 1, parameters=(("count", "3"),))) == ""


def test_the_inbox_has_an_everyday_name(qapp):
    assert receipt_sentence(Receipt("moved", 1, 1, "INBOX")) == "1 mail moved to Inbox"
    i18n.load(qapp, "es")
    assert receipt_sentence(Receipt("moved", 1, 1, "INBOX")) == "1 correo movido a Entrada"


@pytest.mark.parametrize("state", AccountState)
def test_every_state_is_said(state):
    sentence = state_sentence(AccountStatus(1, state, NOW - 60), NOW)
    assert sentence
    assert "{" not in sentence


def test_what_is_going_on_is_said_with_numbers():
    fetching = AccountStatus(1, AccountState.SYNCING, NOW, mailbox="Inbox", done=1_204, total=3_310)
    assert state_sentence(fetching, NOW) == "fetching Inbox: 1,204 of 3,310"
    offline = AccountStatus(1, AccountState.OFFLINE, NOW, next_try=NOW + 120)
    assert state_sentence(offline, NOW) == "offline, next try in about 2 minutes"


def test_the_plan_in_one_line(qapp):
    session = FakeSession()
    session.close()
    assert plan_sentence(session.plan_row) == "1,204 of 50,000 sent · 30 days kept"
    i18n.load(qapp, "es")
    assert plan_sentence(session.plan_row) == "1204 de 50\u202f000 enviados · 30 días guardados"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_operation_is_said(kind):
    row = OperationRow(1, 1, kind, OperationState.WAITING, "Hola", 2, "Clientes", NOW, NOW, 0, "")
    sentence = operation_sentence(row)
    assert sentence != "A change on the server"
    assert "{" not in sentence


def test_what_waits_says_for_what():
    """No draft is called a mail that is deleted for good, and no connection is missed that is there."""
    old_copy = OperationRow(
        1, 1, "expunge", OperationState.WAITING, "Hola", 1, "", NOW, NOW + 10, 0, "", SpecialUse.DRAFTS
    )
    assert operation_sentence(old_copy) == "Take 1 draft off the server"
    assert operation_reason(old_copy, NOW) == "Can be taken back for a few seconds, then it goes to the server"
    assert operation_reason(old_copy, NOW + 20) == "Waiting for the connection"
    connected = AccountStatus(1, AccountState.UP_TO_DATE, NOW)
    assert operation_reason(old_copy, NOW + 20, connected) == "Goes to the server in a moment"


def test_reasons_quote_the_server():
    failed = OperationRow(1, 1, "move", OperationState.FAILED, "", 1, "X", NOW, NOW, 3, "NO over quota")
    assert "NO over quota" in operation_reason(failed, NOW)
    retried = OutboxRow(1, 1, "", (), OutboxState.WAITING, NOW, NOW + 300, 2, "451 later", "")
    assert outbox_reason(retried, NOW) == "Next try in about 5 minutes. Last answer: 451 later"
    assert all(outbox_reason(OutboxRow(1, 1, "", (), state, NOW, NOW, 0, "x", ""), NOW) for state in OutboxState)
