"""Wishes about mailboxes: make, rename, delete. The row on screen changes at once, the server follows."""

from __future__ import annotations

from desktop.core.api.commands import CreateMailbox, DeleteMailbox, Receipt, RenameMailbox
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import links, mailboxes, operations, undo_groups
from desktop.core.store.mailboxes import Listed, MailboxState
from desktop.core.store.operations import NewOperation, StoredOperation
from desktop.core.store.writer import UnitOfWork

DELETE_DELAY = 10
_LONGEST_NAME = 200


def create_mailbox(uow: UnitOfWork, command: CreateMailbox) -> Receipt:
    name = _free(uow, command.account_key, _placed(uow, command.account_key, _checked(command.name)))
    group = undo_groups.add_group(uow, "folder_created", 1, name)
    key = _add(uow, command.account_key, name, SpecialUse.NONE, group)
    return Receipt("folder_created", 1, group, name, key)


def rename_mailbox(uow: UnitOfWork, command: RenameMailbox) -> Receipt:
    """`new_name` is the full name with the server's delimiter."""
    row = _ordinary(uow, command.mailbox_key)
    name = _free(uow, row.account_key, _checked(command.new_name))
    group = undo_groups.add_group(uow, "folder_renamed", 1, name)
    payload = {"old_name": row.name, "new_name": name}
    new = NewOperation(row.account_key, "rename_mailbox", mailbox_key=command.mailbox_key, payload=payload)
    operations.add_operations(uow, group, [new], not_before=uow.now)
    mailboxes.show_as(uow, command.mailbox_key, new_name=name, hidden=False)
    return Receipt("folder_renamed", 1, group, name)


def delete_mailbox(uow: UnitOfWork, command: DeleteMailbox) -> Receipt:
    """With the mail in it, here and on the server; can be taken back for a few seconds. Mail linked to a task keeps the
    folder as it would keep itself (plan rules: Delete)."""
    row = _ordinary(uow, command.mailbox_key)
    if mailboxes.has_children(uow.connection, row):
        raise BandejaError(Code.FOLDER_HAS_FOLDERS, name=row.name)
    task = links.task_title_in(uow.connection, command.mailbox_key)
    if task is not None:
        raise PlanError(Code.LINKED_TO_TASK, task=task)
    group = undo_groups.add_group(uow, "folder_deleted", 1, row.name)
    new = NewOperation(row.account_key, "delete_mailbox", mailbox_key=command.mailbox_key, payload={"name": row.name})
    operations.add_operations(uow, group, [new], not_before=uow.now + DELETE_DELAY)
    mailboxes.show_as(uow, command.mailbox_key, new_name=None, hidden=True)
    return Receipt("folder_deleted", 1, group, row.name)


def add_waiting_mailbox(uow: UnitOfWork, account_key: int, name: str, use: SpecialUse) -> int:
    """A mailbox that another wish needs and the server lacks; its CREATE is queued before that wish's operations."""
    name = _placed(uow, account_key, name)
    existing = mailboxes.find_by_name(uow.connection, account_key, name)
    if existing is not None:
        return existing
    group = undo_groups.add_group(uow, "folder_created", 1, name)
    undo_groups.mark_undone(uow, group)  # nobody asked for it by itself, so undo passes over it
    return _add(uow, account_key, name, use, group)


def wish_again(uow: UnitOfWork, one: StoredOperation) -> Receipt:
    """A parked operation on a mailbox, wished for once more."""
    if one.kind == "create_mailbox":
        return create_mailbox(uow, CreateMailbox(one.account_key, one.payload["name"]))
    if one.kind == "rename_mailbox":
        return rename_mailbox(uow, RenameMailbox(one.mailbox_key or 0, one.payload["new_name"]))
    return delete_mailbox(uow, DeleteMailbox(one.mailbox_key or 0))


def _add(uow: UnitOfWork, account_key: int, name: str, use: SpecialUse, group: int) -> int:
    delimiter = mailboxes.load_delimiter(uow.connection, account_key)
    key = mailboxes.add_mailbox(uow, account_key, Listed(name, delimiter, use, True), on_server=False)
    new = NewOperation(account_key, "create_mailbox", mailbox_key=key, payload={"name": name})
    operations.add_operations(uow, group, [new], not_before=uow.now)
    return key


def _ordinary(uow: UnitOfWork, mailbox_key: int) -> MailboxState:
    row = mailboxes.load_state(uow.connection, mailbox_key)
    if row is None:
        raise BandejaError(Code.NOT_FOUND, what="folder", name=mailbox_key)
    if row.special_use not in (SpecialUse.NONE, SpecialUse.LATER):
        raise BandejaError(Code.BAD_INPUT, what=f"The folder '{row.name}'", why="the mail server needs it")
    return row


def _free(uow: UnitOfWork, account_key: int, name: str) -> str:
    if mailboxes.is_name_taken(uow.connection, account_key, name):
        raise BandejaError(Code.BAD_INPUT, what=f"The name '{name}'", why="there is already a folder of that name")
    return name


def _placed(uow: UnitOfWork, account_key: int, name: str) -> str:
    """Where the server lets the user's own mailboxes be ("INBOX.Plans"), unless the name says already where it is to be."""
    prefix = mailboxes.load_prefix(uow.connection, account_key)
    if name.startswith(prefix) or mailboxes.has_parent(uow.connection, account_key, name):
        return name
    return prefix + name


def _checked(name: str) -> str:
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or any(ord(letter) < 32 or ord(letter) == 127 for letter in name):
        raise BandejaError(
            Code.BAD_INPUT, what="The folder's name", why="it is empty, too long or has control characters"
        )
    return name
