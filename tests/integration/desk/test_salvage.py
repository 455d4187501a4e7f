"""The desk exists nowhere else: a damaged file gives back what can be read of it, and a lost part does not take the rest along."""

from __future__ import annotations

from desktop.core.api.desk import ChecklistItem
from desktop.core.api.link_commands import AddChatLine, DeleteTask, SaveEvent, SaveTask, SetCrmRules
from desktop.core.api.linking import LinkKind
from desktop.core.store import salvage
from desktop.core.store.store import FILE_NAME
from tests.fakes.cache import NOW, mail
from tests.fakes.desk import DeskCache, cache

__all__ = ["cache"]


def fill(cache: DeskCache) -> dict[str, object]:
    place = cache.put("INBOX", mail(1), 1)
    task = cache.link(LinkKind.TASK, place)
    cache.link(LinkKind.CRM, place)
    chat = cache.link(LinkKind.CHAT, place)
    cache.wish(AddChatLine(chat, "¿Quién?"))
    cache.wish(SaveTask(task, "Uno", items=(ChecklistItem(0, "a", True), ChecklistItem(0, "b", False))))
    cache.wish(SaveEvent(None, "Reunión", NOW + 60, NOW + 120))
    cache.wish(SetCrmRules(((cache.account_key, "all"),), ("@x.example",), "nothing"))
    return picture(cache)


def picture(cache: DeskCache) -> dict[str, object]:
    """Everything on the desk; where linked mail is shown may have changed."""
    (contact,) = cache.desk.contacts()
    detail = cache.desk.contact(contact.contact_key)
    return {
        "tasks": [(cache.desk.task(row.task_key).row, cache.desk.task(row.task_key).checklist) for row in cache.desk.tasks()],
        "chats": [(cache.desk.chat(row.chat_key).row, cache.desk.chat(row.chat_key).lines) for row in cache.desk.chats()],
        "contact": detail,
        "copies": [cache.desk.activity_mail(one.activity_key) for one in detail.timeline],
        "events": cache.desk.events(NOW, NOW + 1000),
        "rules": cache.desk.crm_rules(),
    }  # fmt: skip


def rebuild(cache: DeskCache) -> str:
    cache.close()
    said = salvage.rebuild(cache.directory / FILE_NAME, cache.clock)
    cache.open()
    return said


def test_everything_on_the_desk_is_carried_over(cache: DeskCache):
    before = fill(cache)
    receipt = cache.wish(DeleteTask(1))
    said = rebuild(cache)
    assert cache.desk.task(1) is None
    cache.undo(receipt.undo_key)
    assert picture(cache) == before
    assert all(word in said for word in ("contact", "chat", "event"))


def test_a_lost_part_does_not_take_the_rest_along(cache: DeskCache):
    before = fill(cache)

    def lose(driver) -> None:
        driver.execute("PRAGMA foreign_keys=OFF")
        for table in ("blob", "contact", "contact_address", "task"):
            driver.execute(f"DELETE FROM {table}")
        driver.execute("PRAGMA foreign_keys=ON")

    cache.store.writer.submit_outside("lose", lose).result()
    rebuild(cache)
    after = picture(cache)
    assert after["chats"] == before["chats"]
    assert after["events"] == before["events"]
    assert after["copies"] == [None]
    assert after["contact"].row.name == "Bob 1"
    assert cache.scalar("SELECT count(*) FROM task_item") == 0
    assert cache.scalar("SELECT count(*) FROM pragma_foreign_key_check") == 0
