"""The four panes of the desk in the window: made when first wanted, shown in the place of list and reader, told of changes.

Invariant: a pane that is not seen reads nothing. GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.api.changes import ChangeSet
from desktop.core.api.linking import LinkKind
from desktop.ui.dispatch import Dispatch
from desktop.ui.parts import Now
from desktop.ui.window.frame import Frame

if TYPE_CHECKING:
    from desktop.ui.desk.room import Room

ROOM_OF = {
    LinkKind.TASK: "go_tasks", LinkKind.CRM: "go_crm", LinkKind.CHAT: "go_chats", LinkKind.EVENT: "go_calendar"
}  # fmt: skip


class Rooms(QObject):
    mail_wanted = Signal(int)
    asked = Signal(str, str, object)
    told = Signal(str)

    def __init__(self, frame: Frame, dispatch: Dispatch, now: Now, parent: QObject) -> None:
        super().__init__(parent)
        self._frame, self._dispatch, self._now = frame, dispatch, now
        self._rooms: dict[str, Room] = {}

    def room(self, name: str) -> Room:
        if name not in self._rooms:
            made = _room_class(name)(self._dispatch, self._now)
            made.mail_wanted.connect(self.mail_wanted)
            made.asked.connect(self.asked)
            made.told.connect(self.told)
            made.closed.connect(lambda: self._frame.show_page(None))
            self._rooms[name] = made
            self._frame.add_page(made)
        return self._rooms[name]

    def show(self, name: str) -> Room:
        room = self.room(name)
        self._frame.set_alone(False)
        self._frame.show_page(room)
        room.refresh()
        first = getattr(room, "list", None) or getattr(room, "view", None) or room
        first.setFocus()
        return room

    def open_thing(self, kind: LinkKind, key: int) -> None:
        """Show that task, chat or event."""
        self.show(ROOM_OF[kind]).open_thing(key)

    def open_contact(self, contact_key: int, activity_key: int | None = None) -> None:
        from desktop.ui.desk.contacts import ContactsRoom

        room = self.show("go_crm")
        assert isinstance(room, ContactsRoom)
        if activity_key is None:
            room.open_thing(contact_key)
        else:
            room.open_activity(contact_key, activity_key)

    def current(self) -> str:
        """The name of the pane that is seen now, "" for none."""
        return next((name for name, room in self._rooms.items() if self._frame.shows(room)), "")

    def hear(self, change: ChangeSet) -> None:
        name = self.current()
        if name and (change.desk or change.links or change.outbox or change.everything):
            self._rooms[name].refresh()


def _room_class(name: str) -> type[Room]:
    match name:
        case "go_tasks":
            from desktop.ui.desk.tasks import TasksRoom

            return TasksRoom
        case "go_crm":
            from desktop.ui.desk.contacts import ContactsRoom

            return ContactsRoom
        case "go_chats":
            from desktop.ui.desk.chats import ChatsRoom

            return ChatsRoom
        case _:
            from desktop.ui.desk.calendar import CalendarRoom

            return CalendarRoom
