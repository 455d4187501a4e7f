"""Lays things on the demo's desk: what stands alone at once, what is made from a mail when that mail has come.

Everything goes in as a wish, as a user's does; when all is there it is no longer to be undone, so that the visitor's first
Ctrl+Z meets the visitor's own work. A thread of its own, which ends with its work or with `stop`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from desktop.core.api.commands import Remind
from desktop.core.api.desk import Series
from desktop.core.api.errors import BandejaError
from desktop.core.api.link_commands import AddChatLine, LinkMail, SaveContact, SaveEvent, SaveTask
from desktop.core.api.linking import LinkKind, Person
from desktop.core.demo.authored.desk import DeskItem, load_desk
from desktop.core.engine import Engine
from desktop.core.rounds import OwnThread

ZONE = "Europe/Madrid"
ANSWER_SECONDS = 30
_KINDS = {"saved": LinkKind.CRM, "task": LinkKind.TASK, "chat": LinkKind.CHAT, "event": LinkKind.EVENT}
_log = logging.getLogger(__name__)


class DemoDesk(OwnThread):
    def __init__(self, engine: Engine) -> None:
        super().__init__("demo-desk")
        self._engine = engine
        self._left = list(load_desk(engine.clock.now()))
        self._companies: dict[str, int] = {}
        self._lines: list[tuple[str, DeskItem]] = []
        self._unsubscribe: Callable[[], None] = lambda: None

    def start(self) -> None:
        self._unsubscribe = self._engine.subscribe(changed=lambda changes: self.wake())
        self.wake()
        super().start()

    def stop(self) -> None:
        """Before the engine closes; waits for the end."""
        super().stop()
        self._unsubscribe()
        self.join(ANSWER_SECONDS)

    def lay(self) -> bool:
        """What can be laid now, in the calling thread; True when everything lies there."""
        self._left = [item for item in self._left if not self._laid(item)]
        self._lines = [(message_id, item) for message_id, item in self._lines if not self._spoken(message_id, item)]
        if self._left or self._lines:
            return False
        self._engine.close_undo()
        return True

    def _laid(self, item: DeskItem) -> bool:
        if item.kind == "reminder":
            return self._awaited(item)
        if item.message_id:
            return self._linked(item)
        fields = item.fields
        match item.kind:
            case "contact":
                key = self._wish(
                    SaveContact(
                        None, fields["name"], tuple(fields["addresses"]), fields.get("is_company", False),
                        self._companies.get(fields.get("company", "")), fields.get("phone", ""), fields.get("note", ""),
                    )
                )  # fmt: skip
                if key is not None and fields.get("is_company"):
                    self._companies[fields["name"]] = key
            case "task":
                self._wish(
                    SaveTask(
                        None, fields["title"], fields.get("text", ""), fields.get("assignee", ""), fields.get("due"),
                        fields.get("done", False),
                    )
                )  # fmt: skip
            case "event":
                start = fields["start"]
                self._wish(
                    SaveEvent(
                        None, fields["title"], start, start + int(fields["hours"] * 3600), False, ZONE,
                        fields.get("place", ""), fields.get("text", ""), fields.get("remind"),
                        Series(fields["rule"]) if "rule" in fields else None,
                    )
                )  # fmt: skip
        return True

    def _awaited(self, item: DeskItem) -> bool:
        """False while the sent mail is not here."""
        place = next(iter(self._engine.find_message(item.message_id)), None)
        if place is None:
            return False
        soon = self._engine.clock.now() + 60 * item.fields.get("minutes", 1)
        self._wish(Remind((place,), item.fields.get("at", soon)))
        return True

    def _linked(self, item: DeskItem) -> bool:
        """False while the mail is not here."""
        place = next((key for key in self._engine.find_message(item.message_id) if self._engine.raw(key)), None)
        if place is None:
            return False
        fields = item.fields
        start = fields.get("start")
        people = [fields["assignee"]] if "assignee" in fields else fields.get("members", [])
        text = None
        if "items" in fields:
            text = "\n".join(f"- [ ] {one}" for one in fields["items"])
        self._wish(
            LinkMail(
                _KINDS[item.kind],
                (place,),
                title=fields.get("title", ""),
                text=text,
                people=tuple(Person(name, "") for name in people),
                due_at=fields.get("due"),
                starts_at=start,
                ends_at=None if start is None else start + int(fields["hours"] * 3600),
                zone=ZONE if start is not None else "",
                place=fields.get("place", ""),
            )
        )
        if fields.get("lines"):
            self._lines.append((item.message_id, item))
        return True

    def _spoken(self, message_id: str, item: DeskItem) -> bool:
        """False while the chat is not made."""
        chat = next((row for row in self._engine.desk.chats() if row.title == item.fields["title"]), None)
        if chat is None:
            return False
        for line in item.fields["lines"]:
            self._wish(AddChatLine(chat.chat_key, line))
        return True

    def _wish(self, command: SaveContact | SaveTask | SaveEvent | LinkMail | AddChatLine | Remind) -> int | None:
        try:
            return self._engine.submit(command).result(ANSWER_SECONDS).key
        except BandejaError as error:
            _log.warning("the demo's desk: %s", error)
            return None

    def _run(self) -> None:
        try:
            while not self._stopping:
                self._wake.wait()
                self._wake.clear()
                if self._stopping or self.lay():
                    break
        except Exception:  # noqa: BLE001 - a demo without its desk is still a demo
            _log.exception("the demo's desk stumbled")
        self._unsubscribe()
