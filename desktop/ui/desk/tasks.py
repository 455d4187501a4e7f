"""The tasks of the desk: by due date, those that are done apart; one is chosen and worked on at the right."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from desktop.core.api.commands import Receipt
from desktop.core.api.desk import TaskDetail, TaskRow
from desktop.core.api.link_commands import DeleteTask, SaveTask
from desktop.ui.desk.entry_list import Entry, EntryList, bounded, rest_entry
from desktop.ui.desk.room import ListRoom, filter_button, head_button
from desktop.ui.desk.task_detail import TaskDetailView
from desktop.ui.desk.task_words import detail_words, due_ink, due_words, group_of
from desktop.ui.dispatch import Dispatch
from desktop.ui.parts import Now
from desktop.ui.theme import Role

_SLOT = "desk tasks"
SEARCH_MS = 150


class TasksRoom(ListRoom):
    def __init__(self, dispatch: Dispatch, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(dispatch, now, parent)
        self._done: bool | None = False
        self._wanted: int | None = None
        self._naming: int | None = None
        self._filters = QButtonGroup(self)
        for text, value in ((self.tr("Open"), False), (self.tr("Done"), True), (self.tr("All"), None)):
            button = filter_button(text)
            button.setAccessibleName(self.tr("Show: {which}").format(which=text))
            button.setChecked(value is False)
            button.clicked.connect(lambda _=False, value=value: self._choose_filter(value))
            self._filters.addButton(button)
            self.head.addWidget(button)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Title or person"))
        self.search.setAccessibleName(self.tr("Look for a task"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(260)
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._rest.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._rest.start())
        new = head_button(self.tr("New task"), "plus")
        new.clicked.connect(self.make_new)
        self.head.addWidget(self.search, 2)
        self.head.addStretch(1)
        self.head.addWidget(new)
        self.end_head()
        self.list, self.detail = EntryList(self.tr("Tasks")), TaskDetailView(dispatch, now)
        self.add_panes(self.list, self.detail)
        self.set_title(self.tr("Tasks"))
        self.nothing.show_text("task", self.tr("No task chosen"), "")
        self.list.chosen.connect(self._read)
        self.list.toggled.connect(self._toggle)
        self.list.deleted.connect(lambda key: dispatch.submit(DeleteTask(key)))
        self.list.entered.connect(lambda _key: self.detail.title.setFocus())
        self.detail.delete_wanted.connect(self._delete)
        self.detail.mails.mail_wanted.connect(self.mail_wanted)
        self.detail.files.saved.connect(self.told)

    def refresh(self) -> None:
        done, desk, text = self._done, self._session.desk, self.search.text().strip().casefold()

        def read() -> list[TaskRow]:
            return [row for row in desk.tasks(done=done) if text in f"{row.title}\n{row.assignee}".casefold()]

        self._dispatch.read(_SLOT, read, self._show)

    def open_thing(self, key: int) -> None:
        self._wanted = key
        self.search.clear()
        task = self._session.desk.task(key)
        if task is not None and self._done is not None and task.row.done is not self._done:
            self._choose_filter(None)
        else:
            self.refresh()

    def make_new(self) -> None:
        """A task without a mail; its title is to be typed."""

        def made(receipt: Receipt) -> None:
            if receipt.key is not None:
                self.open_thing(receipt.key)
                self._naming = receipt.key

        self._dispatch.submit(SaveTask(None, self.tr("New task")), then=made, quietly=True)

    def _choose_filter(self, value: bool | None) -> None:
        self._done = value
        for button, which in zip(self._filters.buttons(), (False, True, None), strict=True):
            button.setChecked(which is value)
        self.refresh()

    def _show(self, rows: list[TaskRow]) -> None:
        now = self._now()
        entries: list[Entry] = []
        heading = ""
        current, wanted = self.list.current_key(), self._wanted
        self._wanted = None
        everything = sorted(rows, key=lambda row: row.done)
        ordered = bounded(everything, current, wanted, key=lambda row: row.task_key)
        for row in ordered:
            group = group_of(row, now)
            if group != heading:
                entries.append(Entry(None, group))
                heading = group
            entries.append(_entry(row, now))
        if len(ordered) < len(rows):
            entries.append(rest_entry(len(rows) - len(ordered)))
        self.list.show_entries(entries)
        self._explain()
        self.show_list(bool(rows))
        keys = [row.task_key for row in ordered]
        if wanted in keys:
            self.list.choose(wanted)
        elif self.list.current_key() not in keys and keys:
            self.list.choose(None)
        self._read(self.list.current_key())

    def _explain(self) -> None:
        if self.search.text().strip():
            self.empty.show_text("search", self.tr("No task is called so"), "")
        elif self._done:
            self.empty.show_text("task", self.tr("Nothing is done yet"), "")
        else:
            self.empty.show_text(
                "task",
                self.tr("No open tasks"),
                self.tr(
                    "Press T on a mail to make a task of it. It keeps the mail on this computer until it is deleted."
                ),
            )

    def _read(self, key: int | None) -> None:
        if key is None:
            self.detail.forget()
            self.show_detail(False)
            return
        desk = self._session.desk
        self._dispatch.read("desk task", lambda: desk.task(key), self._show_task)

    def _show_task(self, task: TaskDetail | None) -> None:
        self.show_detail(task is not None)
        if task is not None:
            self.detail.show_task(task)
            if self._naming == task.row.task_key:
                self._naming = None
                self.detail.title.setFocus()
                self.detail.title.selectAll()

    def _toggle(self, key: int) -> None:
        task = self._session.desk.task(key)
        if task is not None:
            row = task.row
            self._dispatch.submit(SaveTask(key, row.title, task.text, row.assignee, row.due_at, not row.done))

    def _delete(self) -> None:
        task = self.detail.task
        if task is not None:
            self._dispatch.submit(DeleteTask(task.row.task_key))

    def hideEvent(self, event: QHideEvent) -> None:
        self.detail.keep()
        super().hideEvent(event)


def _entry(row: TaskRow, now: int) -> Entry:
    return Entry(
        row.task_key,
        row.title,
        detail_words(row),
        due_words(row, now),
        icon="task" if row.done else "todo",
        ink=Role.SUCCESS if row.done else Role.ICON,
        aside_ink=due_ink(row, now),
        faded=row.done,
    )
