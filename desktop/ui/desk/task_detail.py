"""One task: done or not, its title, date, assignee, text, checklist, and the mails that it keeps here.

Invariant: what is being typed is never overwritten by a refresh, and is kept a moment after the typing rests or when another
task is chosen. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTime, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.desk import ChecklistItem, TaskDetail
from desktop.core.api.link_commands import CheckItem, SaveTask
from desktop.ui import words
from desktop.ui.desk.file_cards import FileCards
from desktop.ui.desk.mail_cards import MailCards
from desktop.ui.desk.room import quiet_button
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.links.time_field import TimeField
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.theme import Space

REST_MS = 700
LONGEST = 500


class TaskDetailView(QScrollArea):
    delete_wanted = Signal()

    def __init__(self, dispatch: Dispatch, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._now = dispatch, now
        self._task: TaskDetail | None = None
        self._dirty = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.keep)
        self.done = QCheckBox(self.tr("Done"))
        self.title = QLineEdit()
        self.title.setMaxLength(LONGEST)
        self.title.setAccessibleName(self.tr("Title"))
        self.title.setProperty("kind", "title")
        self.has_due, self.due = QCheckBox(self.tr("Has a date")), TimeField(self.tr("Due"))
        self.assignee = QLineEdit()
        self.assignee.setMaxLength(200)
        self.assignee.setPlaceholderText(self.tr("Nobody yet"))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setPlaceholderText(self.tr("What is to be done"))
        self.mails, self.files = MailCards(), FileCards(dispatch)
        self._items = QVBoxLayout()
        self._items.setSpacing(Space.XS)
        self.boxes: list[QCheckBox] = []
        self.new_item = QLineEdit()
        self.new_item.setPlaceholderText(self.tr("Add a line to the checklist"))
        self.new_item.setAccessibleName(self.new_item.placeholderText())
        self.new_item.setMaxLength(LONGEST)
        self._keeps = PlainLabel(kind="small")
        self._keeps.setWordWrap(True)
        self._lay_out()
        self._connect()

    @property
    def task(self) -> TaskDetail | None:
        return self._task

    def show_task(self, task: TaskDetail) -> None:
        """Another task, or the same one again."""
        other = self._task is None or self._task.row.task_key != task.row.task_key
        if other:
            self.keep()
        before, self._task = self._task, task
        if other or not self._dirty:
            self._fill(task)
        if (
            other
            or before is None
            or (before.checklist, before.mails, before.files) != (task.checklist, task.mails, task.files)
        ):
            self._fill_items(task)
            self.mails.show_mails(task.mails, self._now())
            self.files.show_files(task.files)
        count = len(task.mails)
        text = self.tr("This task keeps {count} mail(s) on this computer. When it is deleted they are free.", "", count)
        self._keeps.setText(text.format(count=words.number(count)))
        self._keeps.setVisible(count > 0)
        if other:
            self.verticalScrollBar().setValue(0)

    def forget(self) -> None:
        self.keep()
        self._task = None

    def keep(self) -> None:
        """Store what was typed, if anything was."""
        self._rest.stop()
        if not self._dirty or self._task is None:
            return
        self._dirty = False
        command = self._command()
        if command.title:
            self._dispatch.submit(command, quietly=True)

    def _command(self) -> SaveTask:
        assert self._task is not None
        return SaveTask(
            self._task.row.task_key,
            self.title.text().strip(),
            self.text.toPlainText(),
            self.assignee.text().strip(),
            self.due.seconds() if self.has_due.isChecked() else None,
            self.done.isChecked(),
        )

    def _fill(self, task: TaskDetail) -> None:
        row = task.row
        fields = (self.done, self.title, self.has_due, self.due, self.assignee, self.text)
        blockers = [QSignalBlocker(field) for field in fields]
        self.done.setChecked(row.done)
        self.title.setText(clean(row.title))
        self.title.setCursorPosition(0)
        self.has_due.setChecked(row.due_at is not None)
        self.due.set_moment(row.due_at or self._now())
        if row.due_at is None:
            self.due.clock.setTime(QTime(18, 0))
        self.due.setVisible(row.due_at is not None)
        self.assignee.setText(clean(row.assignee))
        if self.text.toPlainText() != task.text:
            self.text.setPlainText(task.text)
        del blockers

    def _fill_items(self, task: TaskDetail) -> None:
        for box in self.boxes:
            self._items.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = []
        for item in task.checklist:
            box = QCheckBox(clean(item.text)[:120].replace("&", "&&") or self.tr("No subject"))
            box.setChecked(item.done)
            box.clicked.connect(lambda on, key=item.item_key: self._dispatch.submit(CheckItem(key, on), quietly=True))
            self.boxes.append(box)
            self._items.addWidget(box)

    def _changed(self) -> None:
        self._dirty = True
        self._rest.start()

    def _toggle_due(self, on: bool) -> None:
        self.due.setVisible(on)
        self._changed()

    def _toggle_done(self) -> None:
        if self._task is not None:
            self._rest.stop()
            self._dirty = False
            self._dispatch.submit(self._command())

    def _add_item(self) -> None:
        text = self.new_item.text().strip()
        if text and self._task is not None:
            command = self._command()
            items = (*self._task.checklist, ChecklistItem(0, text, False))
            self._dirty = False
            self.new_item.clear()
            self._dispatch.submit(
                SaveTask(
                    command.task_key, command.title, command.text, command.assignee, command.due_at, command.done, items
                ),
                quietly=True,
            )

    def _connect(self) -> None:
        self.done.clicked.connect(self._toggle_done)
        self.title.textEdited.connect(self._changed)
        self.assignee.textEdited.connect(self._changed)
        self.text.textChanged.connect(self._changed)
        self.has_due.toggled.connect(self._toggle_due)
        self.due.changed.connect(self._changed)
        self.new_item.returnPressed.connect(self._add_item)

    def _lay_out(self) -> None:
        delete = quiet_button(self.tr("Delete"), "trash")
        delete.clicked.connect(self.delete_wanted)
        first = QHBoxLayout()
        first.addWidget(self.done)
        first.addStretch(1)
        first.addWidget(delete)
        due = QHBoxLayout()
        due.setSpacing(Space.S)
        due.addWidget(self.has_due)
        due.addWidget(self.due, 1)
        due.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        self.assignee.setMaximumWidth(320)
        fields: tuple[tuple[str, QLayout | QWidget], ...] = ((self.tr("Due"), due), (self.tr("For"), self.assignee))
        for row, (name, field) in enumerate(fields):
            label = PlainLabel(name, kind="muted")
            grid.addWidget(label, row, 0)
            if isinstance(field, QWidget):
                label.setBuddy(field)
                field.setAccessibleName(name)
                grid.addWidget(field, row, 1)
            else:
                grid.addLayout(field, row, 1)
        self.text.setMinimumHeight(150)
        heading = PlainLabel(self.tr("Checklist"), kind="strong")
        body = QWidget()
        body.setProperty("kind", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.L + 4, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        column.addLayout(first)
        column.addWidget(self.title)
        column.addLayout(grid)
        column.addWidget(self.text, 1)
        column.addWidget(heading)
        column.addLayout(self._items)
        column.addWidget(self.new_item)
        column.addWidget(self.mails)
        column.addWidget(self._keeps)
        column.addWidget(self.files)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(body)
