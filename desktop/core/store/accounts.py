"""Accounts and settings on disk. Never a secret. Functions with `uow` write on the writer; the others read."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.core.api.account_settings import AccountSettings, parse_settings
from desktop.core.api.rows import AccountRow
from desktop.core.store import links, search
from desktop.core.store.account_row import account_row
from desktop.core.store.database import inserted_key
from desktop.core.store.schema import account, message, setting
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork


def add_account(uow: UnitOfWork, settings: AccountSettings, secret_id: str) -> int:
    """The new account's key. `secret_id` names its secrets in the keyring. The address must not be there yet."""
    position = int(uow.connection.scalar(select(func.coalesce(func.max(account.c.position), -1))) or 0) + 1
    result = uow.connection.execute(
        insert(account).values(
            address=settings.address,
            secret_id=secret_id,
            settings=settings.to_json(),
            position=position,
            connected_at=uow.now,
        )
    )
    key = inserted_key(result)
    uow.accounts.add(key)
    uow.plan = True
    return key


def set_settings(uow: UnitOfWork, account_key: int, settings: AccountSettings) -> None:
    uow.connection.execute(
        account.update().where(account.c.account_key == account_key).values(settings=settings.to_json())
    )
    uow.accounts.add(account_key)


def is_paused(connection: Connection, account_key: int) -> bool:
    return bool(connection.scalar(select(account.c.paused).where(account.c.account_key == account_key)))


def set_paused(uow: UnitOfWork, account_key: int, paused: bool) -> None:
    """By the user: it neither fetches nor sends until it goes on."""
    uow.connection.execute(account.update().where(account.c.account_key == account_key).values(paused=paused))
    uow.accounts.add(account_key)
    uow.outbox = True


def set_signature(
    uow: UnitOfWork, account_key: int, text: str, in_replies: bool, formatted: str, group_key: int | None
) -> None:
    Recorder(uow, group_key).update(
        account, account.c.account_key == account_key, signature=text, signature_in_replies=in_replies,
        signature_formatted=formatted,
    )  # fmt: skip
    uow.accounts.add(account_key)


def drop_account(uow: UnitOfWork, account_key: int) -> None:
    """The account with all its mail, drafts and queue here; nothing on the server. Objects made from its mail stay where they
    are, and those that are still to be made are made all the same, from their own copies."""
    keys = list(uow.connection.scalars(select(message.c.message_key).where(message.c.account_key == account_key)))
    search.drop_documents(uow.connection, keys)
    uow.words_dropped = True
    links.release(uow, keys)
    uow.connection.execute(delete(account).where(account.c.account_key == account_key))
    uow.everything = True


def load_accounts(connection: Connection, only: Collection[int] | None = None) -> list[AccountRow]:
    """In their order; `only` those keys, or every account of the workspace."""
    rows = connection.execute(
        select(
            account.c.account_key, account.c.settings, account.c.position, account.c.signature,
            account.c.signature_in_replies, account.c.signature_formatted,
        ).order_by(account.c.position)
    )  # fmt: skip
    return [account_row(*row) for row in rows if only is None or row[0] in only]


def load_addresses(connection: Connection) -> dict[int, str]:
    """Of every account of the workspace, by its key."""
    return {key: address for key, address in connection.execute(_ADDRESSES)}


_ADDRESSES = select(account.c.account_key, account.c.address).order_by(account.c.position)


def load_settings(connection: Connection, account_key: int) -> AccountSettings | None:
    text = connection.scalar(select(account.c.settings).where(account.c.account_key == account_key))
    return None if text is None else parse_settings(text)


def load_secret_id(connection: Connection, account_key: int) -> str | None:
    return connection.scalar(select(account.c.secret_id).where(account.c.account_key == account_key))


def find_by_address(connection: Connection, address: str) -> int | None:
    return connection.scalar(select(account.c.account_key).where(account.c.address == address))


def load_setting(connection: Connection, name: str, default: Any = None) -> Any:
    """A JSON value kept under a name."""
    text = connection.scalar(select(setting.c.value).where(setting.c.name == name))
    return default if text is None else json.loads(text)


def set_setting(uow: UnitOfWork, name: str, value: Any) -> None:
    statement = upsert(setting).values(name=name, value=json.dumps(value))
    uow.connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
    )
