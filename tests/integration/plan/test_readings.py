"""The readings of the plan rules that have no file of their own, on the embedded server; and that every reading has a test with
its number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.core.api.commands import Delete, DraftAttachment, DraftContent, Send
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.api.workspace_commands import SetDeleteForGood, SetPlan
from desktop.core.plan.retention import DAY
from desktop.core.store import links
from tests.fakes.cache import mail
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]
TESTS = Path(__file__).parents[2]
LIMIT = 14_994_636


@pytest.mark.parametrize("number", range(1, 17))
def test_each_reading_has_a_test_that_names_it_and_a_line_in_the_docs(number):
    name = re.compile(rf"def test_reading_{number}(?:_and_\d+)?_|def test_reading_\d+_and_{number}_")
    assert any(name.search(path.read_text("utf-8")) for path in TESTS.rglob("test_*.py"))
    assert f"\n| {number} |" in (TESTS.parent / "docs" / "plans.md").read_text("utf-8")


def crm(here: Workspace, number: int, state: str) -> int:
    key = here.key("INBOX", number)
    message = here.engine.rows([key])[key].message_key
    return here.engine.store.writer.run(
        "link", lambda uow: links.add_link(uow, message, "crm", "local", str(number), "Obra", state)
    )


def test_reading_2_only_task_links_hold_and_a_crm_copy_until_it_is_safe(here):
    here.arrive(40, 40, 40)
    here.sync_all()
    here.link("INBOX", 1)
    pending = crm(here, 2, "pending")
    crm(here, 3, "open")
    here.wish(SetPlan("standard"))
    here.engine.sweep()
    assert here.local() == [1, 2]
    here.engine.store.writer.run("safe", lambda uow: links.set_link_state(uow, pending, "open"))
    here.engine.sweep()
    assert here.local() == [1]


def test_reading_3_delete_goes_to_trash_from_there_for_good_and_only_that_mail(here):
    here.arrive(0, 0, 0)
    here.sync_all()
    here.wish(Delete((here.key("INBOX", 1),)))
    here.pass_time()
    assert (here.server_numbers("INBOX"), here.server_numbers("Trash")) == ([2, 3], [1])
    here.sync_all()
    here.wish(Delete((here.key("Trash", 1),)))
    here.wish(Delete((here.key("INBOX", 2),), permanent=True))
    here.pass_time()
    assert (here.server_numbers("INBOX"), here.server_numbers("Trash")) == ([3], [])


def test_reading_3_a_mailbox_may_delete_for_good_at_once(here):
    here.arrive(0, 0)
    here.sync_all()
    here.wish(SetDeleteForGood(here.account_key, value=True))
    assert here.engine.workspace.connected()[0].deletes_for_good
    receipt = here.wish(Delete((here.key("INBOX", 1),)))
    assert receipt.done == "deleted_for_good"
    here.engine.undo(receipt.undo_key).result(30)
    assert here.local() == [1, 2], "it can be taken back for a few seconds"
    here.wish(Delete((here.key("INBOX", 1),)))
    here.pass_time()
    assert (here.server_numbers("INBOX"), here.server_numbers("Trash")) == ([2], [])
    here.wish(SetDeleteForGood(here.account_key, value=False))
    here.wish(Delete((here.key("INBOX", 2),)))
    here.pass_time()
    assert here.server_numbers("Trash") == [2]


def test_reading_3_a_mail_with_a_task_is_not_deleted_and_the_task_is_named(here):
    here.arrive(0)
    here.sync_all()
    here.link("INBOX", 1)
    for permanent in (False, True):
        with pytest.raises(PlanError) as refused:
            here.wish(Delete((here.key("INBOX", 1),), permanent=permanent))
        assert (refused.value.code, refused.value.parameters) == (Code.LINKED_TO_TASK, {"task": "Task"})


@pytest.mark.parametrize("plan", ["trial", "basic", "enterprise-10000"])
def test_reading_7_the_decoded_attachments_of_one_mail_are_14_3_mb_at_most_on_every_plan(here, plan):
    here.wish(SetPlan(plan))

    def send(*sizes: int) -> None:
        files = tuple(
            DraftAttachment(f"{n}.bin", "application/octet-stream", bytes(size)) for n, size in enumerate(sizes)
        )
        content = DraftContent(here.account_key, to="b@example.com", subject="S", text="T", attachments=files)
        here.wish(Send(None, content, undo_seconds=0))

    send(LIMIT - 10, 10)
    with pytest.raises(BandejaError) as refused:
        send(LIMIT - 10, 11)
    assert refused.value.code is Code.ATTACHMENTS_TOO_LARGE
    assert len(here.engine.outbox()) == 1


def test_reading_7_incoming_mail_is_not_capped(here):
    raw = mail(1, body="x" * 70 + "\r\n" + ("y" * 76 + "\r\n") * (LIMIT // 78 + 1000))
    here.server.deliver("INBOX", raw, here.clock.now(), ())
    here.sync_all()
    assert here.engine.raw(here.key("INBOX", 1)) == raw


def test_reading_14_linked_mail_that_vanishes_stays_marked_and_unlinked_mail_follows(here):
    here.arrive(0, 0, 0)
    here.sync_all()
    here.link("INBOX", 1)
    box = here.server.snapshot()["INBOX"]
    here.server.expunge("INBOX", [one.uid for one in box.messages[:2]])
    here.sync_all()
    assert here.local() == [1, 3]
    rows = here.engine.rows(here.shown("INBOX"))
    assert sorted((row.subject, row.on_server) for row in rows.values()) == [("Mail 1", False), ("Mail 3", True)]


def test_reading_15_bytes_go_with_the_last_that_uses_them_and_are_gone_from_the_disk(here):
    raw = mail(1, body="canary5501 " * 300)
    for box, age in (("INBOX", 40), ("Work", 40)):
        here.server.deliver(box, raw, here.clock.now() - age * DAY, ())
    here.sync_all()
    here.link("INBOX", 1)
    key = here.engine.rows(here.shown("INBOX")).popitem()[1].message_key
    here.wish(SetPlan("standard"))
    here.engine.sweep()
    assert on_disk(here, b"canary5501"), "the task's mail needs them"
    with here.engine.store.reading() as connection:
        link = connection.exec_driver_sql(f"SELECT link_key FROM link WHERE message_key={key}").scalar_one()
    here.engine.store.writer.run("gone", lambda uow: links.set_link_state(uow, link, "gone"))
    here.engine.sweep()
    here.engine.store.writer.run("drop", lambda uow: links.drop_link(uow, link))
    here.sync_all()
    here.clock.advance(3600)
    here.sync_all()
    here.engine.store.writer.give_space_back()
    assert not on_disk(here, b"canary5501")


def on_disk(here: Workspace, text: bytes) -> bool:
    return any(text in path.read_bytes() for path in here.directory.iterdir() if path.is_file())
