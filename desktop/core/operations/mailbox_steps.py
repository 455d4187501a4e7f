"""CREATE, RENAME and DELETE on the server, and the rows that follow. A step that was done before a crash counts as done."""

from __future__ import annotations

from desktop.core.api.errors import ServerRefusal
from desktop.core.imap.gateway import ImapGateway
from desktop.core.store import mailboxes, operations
from desktop.core.store.operations import StoredOperation
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork


def run_mailbox_step(store: Store, gateway: ImapGateway, one: StoredOperation) -> str | None:
    """Why it must not be done, or None once it is. Raises ServerRefusal when the server says no and things are not already
    as wished. Names are those of this moment: an earlier rename may have changed them since the wish."""
    key = one.mailbox_key or 0
    with store.reading() as connection:
        state = mailboxes.load_state(connection, key)
        left_over = one.kind == "delete_mailbox" and operations.has_failed_in(connection, key)
    if left_over:
        return "there is mail in it that could not be moved out"
    if state is not None:
        try:
            if one.payload.get("only_if_empty") and gateway.select(state.name, read_only=True).exists:
                return "there is mail in it"
            _ask(gateway, one, state.name)
        except ServerRefusal:
            if not _is_as_wished(gateway, one, state.name):
                raise

    def finish(uow: UnitOfWork) -> None:
        if state is not None and one.kind == "create_mailbox":
            mailboxes.set_state(uow, key, on_server=True)
            uow.mailboxes.add(key)
        elif state is not None and one.kind == "rename_mailbox":
            mailboxes.rename_mailbox(uow, key, one.payload["new_name"])
        elif state is not None:
            mailboxes.drop_mailbox(uow, key)
        operations.set_states(uow, [one.operation_key], "done")

    store.writer.run(f"finish {one.kind}", finish, durable=True)
    return None


def _ask(gateway: ImapGateway, one: StoredOperation, name: str) -> None:
    if one.kind == "create_mailbox":
        gateway.create(name)
        return
    # Servers hang up on, or refuse, who has selected what goes away.
    gateway.select("INBOX", read_only=True)
    if one.kind == "delete_mailbox":
        gateway.delete(name)
    elif name != one.payload["new_name"]:
        gateway.rename(name, one.payload["new_name"])


def _is_as_wished(gateway: ImapGateway, one: StoredOperation, name: str) -> bool:
    names = {listed.name for listed in gateway.list_mailboxes(with_status=False)}
    if one.kind == "create_mailbox":
        return name in names
    if one.kind == "delete_mailbox":
        return name not in names
    return one.payload["new_name"] in names and name not in names
