"""The wishes of `core.api.template_commands`: each becomes one Job, judged and written in one transaction on the writer."""

from __future__ import annotations

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.template_commands import RemoveTemplate, SaveTemplate
from desktop.core.store import templates, undo_groups
from desktop.core.store.jobs import Prepare, unprepared
from desktop.core.store.writer import UnitOfWork


def template_jobs() -> dict[type, Prepare]:
    """For `OperationsService(more=…)`."""
    return unprepared({SaveTemplate: _save, RemoveTemplate: _remove})


def _save(uow: UnitOfWork, command: SaveTemplate) -> Receipt:
    from desktop.core.mail.rich_text import to_text  # no start needs them
    from desktop.core.mail.template import LONGEST, tidy_blocks, tidy_name

    name, blocks = tidy_name(command.name), tidy_blocks(command.blocks)
    if not name:
        raise BandejaError(Code.BAD_INPUT, what="The template", why="it has no name")
    if not blocks or len(to_text(blocks)) > LONGEST:
        why = f"it is longer than {LONGEST} characters" if blocks else "there is nothing in it"
        raise BandejaError(Code.BAD_INPUT, what="The template", why=why)
    called = templates.find_called(uow.connection, name)
    key = called if command.template_key is None else command.template_key
    if command.template_key is not None:
        if templates.load_name(uow.connection, command.template_key) is None:
            raise BandejaError(Code.NOT_FOUND, what="template", name=name)
        if called not in (None, command.template_key):
            raise BandejaError(Code.BAD_INPUT, what=name, why="another template is called so")
    group = undo_groups.add_group(uow, "template_saved", 1, name)
    key = templates.save_template(uow, key, name, blocks, group)
    return Receipt("template_saved", 1, group, name, key)


def _remove(uow: UnitOfWork, command: RemoveTemplate) -> Receipt:
    name = templates.load_name(uow.connection, command.template_key)
    if name is None:
        return Receipt("nothing", 0)
    group = undo_groups.add_group(uow, "template_removed", 1, name)
    templates.drop_template(uow, command.template_key, group)
    return Receipt("template_removed", 1, group, name)
