"""Tasks and their checklists. Functions with a Recorder write on the writer; the others read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Row, func, select

from desktop.core.api.desk import ChecklistItem, TaskDetail, TaskRow
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import desk_objects
from desktop.core.store.desk_objects import clean_text, one_line
from desktop.core.store.schema import task, task_item
from desktop.core.store.undo_rows import Recorder

_ITEMS = select(func.count()).where(task_item.c.task_key == task.c.task_key).correlate(task).scalar_subquery()
_ITEMS_DONE = (
    select(func.count())
    .where(task_item.c.task_key == task.c.task_key, task_item.c.done)
    .correlate(task)
    .scalar_subquery()
)
_ROWS = select(
    task.c.task_key, task.c.title, task.c.assignee, task.c.due_at, task.c.done, task.c.created_at, _ITEMS, _ITEMS_DONE
)


def add_task(
    rows: Recorder,
    *,
    title: str,
    text: str = "",
    assignee: str = "",
    due_at: int | None = None,
    done: bool = False,
    wish_key: str | None = None,
) -> int:
    return rows.insert(
        task, wish_key=wish_key, title=one_line(title), body=clean_text(text), assignee=one_line(assignee, 300), due_at=due_at,
        done=done, created_at=rows.uow.now,
    )  # fmt: skip


def set_task(
    rows: Recorder, task_key: int, *, title: str, text: str, assignee: str, due_at: int | None, done: bool
) -> bool:
    """False when there is no such task. Its links follow: their title, and done or open."""
    if not is_there(rows.uow.connection, task_key):
        return False
    rows.update(
        task, task.c.task_key == task_key, title=one_line(title), body=clean_text(text), assignee=one_line(assignee, 300),
        due_at=due_at, done=done,
    )  # fmt: skip
    desk_objects.set_link_titles(rows, LinkKind.TASK, task_key, one_line(title))
    desk_objects.set_links(rows, LinkKind.TASK, task_key, LinkState.DONE if done else LinkState.OPEN)
    return True


def set_items(rows: Recorder, task_key: int, items: Sequence[ChecklistItem]) -> None:
    """The whole checklist in its order; items keep their key, those with key 0 are new."""
    kept = {item.item_key for item in items}
    rows.delete(task_item, task_item.c.task_key == task_key, task_item.c.item_key.not_in(kept))
    for position, item in enumerate(items[:500]):
        values = {"position": position, "label": one_line(item.text), "done": item.done}
        if item.item_key:
            rows.update(
                task_item, task_item.c.item_key == item.item_key, task_item.c.task_key == task_key, **values
            )  # fmt: skip
        else:
            rows.insert(task_item, task_key=task_key, **values)


def check_item(rows: Recorder, item_key: int, done: bool) -> str | None:
    """The item's text; None when there is none."""
    label = rows.uow.connection.scalar(select(task_item.c.label).where(task_item.c.item_key == item_key))
    if label is not None:
        rows.update(task_item, task_item.c.item_key == item_key, done=done)
    return label


def drop_task(rows: Recorder, task_key: int) -> str | None:
    """The title of the task that went. The hold of its mails ends in the same transaction."""
    title = rows.uow.connection.scalar(select(task.c.title).where(task.c.task_key == task_key))
    if title is None:
        return None
    desk_objects.set_links(rows, LinkKind.TASK, task_key, LinkState.GONE)
    desk_objects.drop_files(rows, LinkKind.TASK, task_key)
    rows.delete(task_item, task_item.c.task_key == task_key)
    rows.delete(task, task.c.task_key == task_key)
    return title


def find_by_wish(connection: Connection, wish_key: str) -> tuple[int, str] | None:
    row = connection.execute(select(task.c.task_key, task.c.title).where(task.c.wish_key == wish_key)).one_or_none()
    return None if row is None else (row[0], row[1])


def is_there(connection: Connection, task_key: int) -> bool:
    return connection.scalar(select(task.c.task_key).where(task.c.task_key == task_key)) is not None


def load_done(connection: Connection, task_key: int) -> bool | None:
    """None when there is no such task."""
    done = connection.scalar(select(task.c.done).where(task.c.task_key == task_key))
    return None if done is None else bool(done)


def load_tasks(connection: Connection, done: bool | None = None) -> list[TaskRow]:
    """By due date, those without one last."""
    statement = _ROWS.order_by(task.c.due_at.is_(None), task.c.due_at, task.c.task_key)
    if done is not None:
        statement = statement.where(task.c.done == done)
    found = connection.execute(statement).all()
    mails = desk_objects.count_mails(connection, LinkKind.TASK, [row.task_key for row in found])
    return [_row(row, mails.get(row.task_key, 0)) for row in found]


def load_task(connection: Connection, task_key: int) -> TaskDetail | None:
    row = connection.execute(_ROWS.add_columns(task.c.body).where(task.c.task_key == task_key)).one_or_none()
    if row is None:
        return None
    items = connection.execute(
        select(task_item.c.item_key, task_item.c.label, task_item.c.done)
        .where(task_item.c.task_key == task_key)
        .order_by(task_item.c.position, task_item.c.item_key)
    )
    checklist = tuple(ChecklistItem(key, label, bool(done)) for key, label, done in items)
    mails = desk_objects.load_mails(connection, LinkKind.TASK, task_key)
    files = desk_objects.load_files(connection, LinkKind.TASK, task_key)
    return TaskDetail(_row(row, len(mails)), row.body, checklist, mails, files)


def _row(row: Row, mails: int) -> TaskRow:
    key, title, assignee, due_at, done, created_at, items, items_done = row[:8]
    return TaskRow(key, title, assignee, due_at, bool(done), created_at, mails, items, items_done)
