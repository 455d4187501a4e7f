"""Templates on disk. Functions with `uow` write on the writer, and leave what undoes them."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from desktop.core.mail.rich_text import RichText, to_text
from desktop.core.mail.template import Template, pack_blocks, unpack_blocks
from desktop.core.store.schema import template
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork


def load_templates(connection: Connection) -> list[Template]:
    """By name."""
    rows = connection.execute(select(template).order_by(func.lower(template.c.name), template.c.template_key))
    return [Template(row.template_key, row.name, row.text, unpack_blocks(row.text, row.formatted)) for row in rows]


def find_called(connection: Connection, name: str) -> int | None:
    """Upper and lower case are one, of any alphabet."""
    rows = connection.execute(select(template.c.template_key, template.c.name))
    return next((key for key, known in rows if known.casefold() == name.casefold()), None)


def load_name(connection: Connection, template_key: int) -> str | None:
    return connection.scalar(select(template.c.name).where(template.c.template_key == template_key))


def save_template(uow: UnitOfWork, key: int | None, name: str, blocks: RichText, group_key: int | None) -> int:
    """Over the one with this key, or as a new one; its key."""
    recorder = Recorder(uow, group_key)
    values = {"name": name, "text": to_text(blocks), "formatted": pack_blocks(blocks)}
    if key is None:
        return recorder.insert(template, **values, changed_at=uow.now)
    recorder.update(template, template.c.template_key == key, **values, changed_at=uow.now)
    return key


def drop_template(uow: UnitOfWork, key: int, group_key: int | None) -> None:
    Recorder(uow, group_key).delete(template, template.c.template_key == key)
