"""Tasks, made by themselves. The connector's thread."""

from __future__ import annotations

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.connectors.bitrix24.answers import (
    Garbled,
    is_id,
    part,
    read_done,
    read_id,
    read_row,
    read_rows,
    text_of,
)
from desktop.core.connectors.bitrix24.drive import Drive
from desktop.core.connectors.bitrix24.people import People
from desktop.core.connectors.bitrix24.room import There, gone_already, oldest
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import (
    LONGEST_TEXT,
    mark_of,
    moment,
    text_in_bb,
    title_of,
    without_named,
)
from desktop.core.connectors.protocol import Presence, Wish

_DONE = "5"


class Tasks:
    def __init__(self, portal: Portal, people: People, drive: Drive) -> None:
        self._portal = portal
        self._people = people
        self._drive = drive

    def find(self, wish: Wish) -> There | None:
        """Among the newest of ours, then among those of this title: no documented filter looks into the text."""
        mine: dict[str, object] = {"CREATED_BY": self._people.me()}
        title = title_of(wish)
        filters = [mine] if set(title) & set("%_\\") else [mine, {**mine, "TITLE": title}]
        for narrowed in filters:
            asked = {"filter": narrowed, "select": ["ID", "DESCRIPTION"], "order": {"ID": "desc"}}
            rows = self._portal.ask("tasks.task.list", asked, lambda value: read_rows(read_row(value).get("tasks")))
            ids = [text_of(row, "id") for row in rows if mark_of(wish) in text_of(row, "description")]
            if ids := [one for one in ids if is_id(one)]:
                first, doubles = oldest(ids)
                for double in doubles:
                    with gone_already():
                        self._delete(double)
                return self._there(first)
        return None

    def make(self, wish: Wish) -> There:
        fields: dict[str, object] = {
            "TITLE": title_of(wish),
            "DESCRIPTION": text_in_bb(wish),
            **self.people_and_time(wish),
        }
        if files := self._drive.upload(wish):
            fields["UF_TASK_WEBDAV_FILES"] = [f"n{one}" for one in files]
        task = self._portal.change("tasks.task.add", {"fields": fields}, _read_task)
        return self._there(task)

    def finish(self, wish: Wish, there: There) -> None:
        pass

    def people_and_time(self, wish: Wish) -> dict[str, object]:
        """The first person is responsible, else we; the others take part."""
        responsible, *others = self._people.ids_of(wish.people) or [self._people.me()]
        fields: dict[str, object] = {"RESPONSIBLE_ID": responsible}
        if others:
            fields["ACCOMPLICES"] = others
        if wish.due_at is not None:
            fields["DEADLINE"] = moment(wish.due_at, wish.zone)
        return fields

    def add_mails(self, remote_id: str, wish: Wish) -> None:
        """In its description: comments of a task can be written here, and not be read back."""
        asked = {"taskId": remote_id, "select": ["ID", "DESCRIPTION"]}
        task = self._portal.ask("tasks.task.get", asked, lambda value: read_row(read_row(value).get("task")))
        if not task:
            raise ServerRefusal(Code.NOT_FOUND, what="task", name=remote_id)
        before = text_of(task, "description")
        if mark_of(wish) in before:
            return
        room = max(0, LONGEST_TEXT - len(before))
        fields = {"DESCRIPTION": f"{before}\n\n{text_in_bb(wish, limit=room)}"}
        self._portal.change("tasks.task.update", {"taskId": remote_id, "fields": fields}, read_done)

    def drop_mails(self, remote_id: str, key: str) -> None:
        asked = {"taskId": remote_id, "select": ["ID", "DESCRIPTION"]}
        task = self._portal.ask("tasks.task.get", asked, lambda value: read_row(read_row(value).get("task")))
        before = text_of(task, "description")
        left = without_named(before, key)
        if left != before:
            fields = {"DESCRIPTION": left}
            self._portal.change("tasks.task.update", {"taskId": remote_id, "fields": fields}, read_done)

    def presence(self, remote_id: str) -> Presence:
        """An empty answer is a task that is gone: we made it, and its creator may always see it."""
        asked = {"taskId": remote_id, "select": ["ID", "STATUS"]}
        task = self._portal.ask("tasks.task.get", asked, lambda value: read_row(read_row(value).get("task")))
        if not task:
            return Presence.GONE
        return Presence.DONE if text_of(task, "status") == _DONE else Presence.PRESENT

    def delete(self, remote_id: str) -> None:
        try:
            self._delete(remote_id)
        except ServerRefusal:
            if self.presence(remote_id) is not Presence.GONE:
                raise

    def _delete(self, remote_id: str) -> None:
        self._portal.change("tasks.task.delete", {"taskId": remote_id}, read_done)

    def _there(self, task: str) -> There:
        return There(task, f"company/personal/user/{self._people.me()}/tasks/task/view/{task}/")


def _read_task(value: object) -> str:
    task = part(read_row(value), "task")
    if not isinstance(task, dict):
        raise Garbled("no task")
    return read_id(task.get("id"))
