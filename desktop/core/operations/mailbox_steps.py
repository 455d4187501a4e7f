"""CREATE, RENAME and DELETE on the server, and the rows that follow. A step that was done before a crash counts as done."""

from __future__ import annotations

from desktop.core.api.errors import ServerRefusal
from desktop.core.imap.gateway import ImapGateway
from desktop.core.store import mailboxes, operations
from desktop.core.store.operations import StoredOperation
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork


def run_mailbox_step(store: Store, gateway: ImapGateway, one: StoredOperation) -> None:
    """Raises ServerRefusal when the server says no and things are not already as wished."""
    payload, key = one.payload, one.mailbox_key or 0
    try:
        if one.kind == "create_mailbox":
            gateway.create(payload["name"])
        elif one.kind == "rename_mailbox":
            gateway.rename(payload["old_name"], payload["new_name"])
        else:
            gateway.delete(payload["name"])
    except ServerRefusal:
        names = {listed.name for listed in gateway.list_mailboxes(with_status=False)}
        as_wished = {
            "create_mailbox": payload.get("name") in names,
            "rename_mailbox": payload.get("new_name") in names and payload.get("old_name") not in names,
            "delete_mailbox": payload.get("name") not in names,
        }
        if not as_wished[one.kind]:
            raise

    def finish(uow: UnitOfWork) -> None:
        if one.kind == "create_mailbox":
            mailboxes.set_state(uow, key, on_server=True)
            uow.mailboxes.add(key)
        elif one.kind == "rename_mailbox":
            mailboxes.rename_mailbox(uow, key, payload["new_name"])
        else:
            mailboxes.drop_mailbox(uow, key)
        operations.set_states(uow, [one.operation_key], "done")

    store.writer.run(f"finish {one.kind}", finish, durable=True)
