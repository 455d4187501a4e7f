"""The program's own desk, judged by the suite of all connectors."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import pytest

from desktop.core.api.linking import LinkKind
from desktop.core.clock import ManualClock
from desktop.core.connectors.local.backend import local_backend
from desktop.core.connectors.protocol import Connector, Means
from desktop.core.store import desk_chats, desk_events, desk_objects, desk_tasks
from desktop.core.store.store import Store
from desktop.core.store.undo_rows import Recorder
from tests.integration.connectors.contract import ConnectorContract
from tests.integration.connectors.world import MOMENT, Part, Seen, World

EVERYTHING = frozenset({Part.TITLE, Part.TEXT, Part.ATTACHMENTS})
TABLES = {LinkKind.TASK: "task", LinkKind.CHAT: "chat", LinkKind.EVENT: "event"}


class DeskWorld(World):
    keeps: ClassVar[Mapping[LinkKind, frozenset[Part]]] = {
        LinkKind.TASK: EVERYTHING | {Part.DUE},
        LinkKind.CRM: frozenset({Part.TITLE}),
        LinkKind.CHAT: EVERYTHING | {Part.PEOPLE},
        LinkKind.EVENT: EVERYTHING | {Part.TIMES, Part.ALL_DAY, Part.PLACE},
    }
    finishes = frozenset({LinkKind.TASK, LinkKind.EVENT})

    def __init__(self, directory: Path) -> None:
        self.clock = ManualClock(MOMENT)
        self.store = Store(directory, self.clock)

    def open(self) -> Connector:
        return local_backend(self.store).open({}, {}, Means(self.clock))

    def count(self, kind: LinkKind) -> int:
        counted = (
            "count(DISTINCT saving_key) FROM activity" if kind is LinkKind.CRM else f"count(*) FROM {TABLES[kind]}"
        )
        return self.store.read(lambda connection: connection.exec_driver_sql(f"SELECT {counted}").scalar_one())

    def look(self, kind: LinkKind, remote_id: str) -> Seen:
        key = int(remote_id)
        with self.store.reading() as connection:
            match kind:
                case LinkKind.TASK:
                    task = desk_tasks.load_task(connection, key)
                    assert task is not None
                    return Seen(task.row.title, task.text, due_at=task.row.due_at, attachments=self.files(task.files))
                case LinkKind.CHAT:
                    chat = desk_chats.load_chat(connection, key)
                    assert chat is not None
                    text = "\n".join(line.text for line in chat.lines)
                    people = frozenset({*chat.row.members, *self.addresses(chat.row.members)})
                    return Seen(chat.row.title, text, people=people, attachments=self.files(chat.files))
                case LinkKind.EVENT:
                    event = desk_events.load_event(connection, key)
                    assert event is not None
                    row = event.row
                    return Seen(
                        row.title, event.text, starts_at=row.starts_at, ends_at=row.ends_at, all_day=row.all_day,
                        place=row.place, attachments=self.files(event.files),
                    )  # fmt: skip
                case _:
                    subject = connection.exec_driver_sql(
                        f"SELECT subject FROM activity WHERE saving_key = {key}"
                    ).scalar()
                    return Seen(subject)

    def addresses(self, members: tuple[str, ...]) -> list[str]:
        return [person.address for person in self.people() if person.name in members]

    def files(self, files) -> dict[str, bytes]:
        return {
            file.filename: self.store.read(
                lambda connection, key=file.file_key: desk_objects.load_file(connection, key)
            )
            for file in files
        }

    def remove(self, kind: LinkKind, remote_id: str) -> None:
        self.open().delete(kind, remote_id)

    def finish(self, kind: LinkKind, remote_id: str) -> None:
        if kind is LinkKind.EVENT:
            self.clock.advance(7 * 3600)
            return
        self.store.writer.run(
            "done",
            lambda uow: desk_tasks.set_task(
                Recorder(uow, None), int(remote_id), title="x", text="", assignee="", due_at=None, done=True
            ),
        )


class TestDesk(ConnectorContract):
    kinds = (LinkKind.TASK, LinkKind.CRM, LinkKind.CHAT, LinkKind.EVENT)

    @pytest.fixture
    def world(self, tmp_path):
        made = DeskWorld(tmp_path / "profile")
        yield made
        made.store.close()
