"""Which backends are set up, with which settings, and which one does which kind of work. Never a secret.

Functions with `uow` write on the writer; the others read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.core.api.linking import LinkKind
from desktop.core.store import accounts, links, sites, undo_rows, wish_tries
from desktop.core.store.schema import backend, backend_setting, binding, wish
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

_ENABLED = "plug_ins"


@dataclass(frozen=True, slots=True)
class StoredBackend:
    """As it was set up, with what the last probe said."""

    backend: str
    secret_id: str
    site: str
    """Where its ids mean what they mean here."""
    account: str
    kinds: frozenset[LinkKind]
    why_not: Mapping[LinkKind, str]
    said: str
    """Why it waits for the user, or ""."""
    values: Mapping[str, str]


def set_backend(
    uow: UnitOfWork,
    name: str,
    *,
    secret_id: str,
    values: Mapping[str, str],
    account: str,
    kinds: Iterable[LinkKind],
    why_not: Mapping[LinkKind, str],
    site: str,
) -> None:
    """Store a backend that a probe has just found in order, in place of what was stored. At another `site` nothing is known
    of what was made at the one before."""
    before = sites.load_site(uow.connection, name)
    if before and before != site:
        _leave_site(uow, name)
    uow.connection.execute(delete(backend).where(backend.c.backend == name))
    uow.connection.execute(delete(backend_setting).where(backend_setting.c.backend == name))
    uow.connection.execute(
        insert(backend).values(
            backend=name, secret_id=secret_id, set_up_at=uow.now, account=account, kinds=_dump(kinds), site=site,
            why_not=json.dumps({kind.value: why for kind, why in why_not.items()}),
        )
    )  # fmt: skip
    if values:
        uow.connection.execute(
            insert(backend_setting), [{"backend": name, "name": key, "value": text} for key, text in values.items()]
        )
    uow.links = True


def _leave_site(uow: UnitOfWork, name: str) -> None:
    """What was made there can be neither asked about nor deleted any more; what is still to be made goes to the new one."""
    unmaking = select(wish.c.wish_key).where(
        wish.c.backend == name, wish.c.unmake, wish.c.state != "made", wish.c.remote_id != ""
    )
    for key in uow.connection.scalars(unmaking).all():
        wish_tries.settle_not_unmade(uow, key, "")
    nothing_left = or_(wish.c.state == "made", wish.c.adds & (wish.c.remote_id != ""))
    uow.connection.execute(delete(wish).where(wish.c.backend == name, nothing_left))
    links.part_from_objects(uow, name)
    undo_rows.part_from_objects(uow, name)


def set_probed(
    uow: UnitOfWork, name: str, *, account: str, kinds: Iterable[LinkKind], why_not: Mapping[LinkKind, str]
) -> None:
    uow.connection.execute(
        update(backend)
        .where(backend.c.backend == name)
        .values(
            account=account, kinds=_dump(kinds), said="",
            why_not=json.dumps({kind.value: why for kind, why in why_not.items()}),
        )
    )  # fmt: skip
    uow.links = True


def set_said(uow: UnitOfWork, name: str, said: str) -> None:
    """Why the backend waits for the user; "" when it does not any more."""
    changed = uow.connection.execute(
        update(backend).where(backend.c.backend == name, backend.c.said != said).values(said=said[:1000])
    )
    uow.links = uow.links or bool(changed.rowcount)


def bind(uow: UnitOfWork, kind: LinkKind, name: str) -> None:
    statement = upsert(binding).values(kind=kind.value, backend=name)
    uow.connection.execute(
        statement.on_conflict_do_update(index_elements=["kind"], set_={"backend": statement.excluded.backend})
    )
    uow.links = True


def set_enabled(uow: UnitOfWork, plug_in: str, enabled: bool) -> None:
    others = set(load_enabled(uow.connection)) - {plug_in}
    accounts.set_setting(uow, _ENABLED, sorted(others | {plug_in} if enabled else others))
    uow.links = True


def load_enabled(connection: Connection) -> list[str]:
    """Names of the plug-ins that the user lets run."""
    return [str(name) for name in accounts.load_setting(connection, _ENABLED, [])]


def load_bindings(connection: Connection) -> dict[LinkKind, str]:
    return {LinkKind(kind): name for kind, name in connection.execute(_BINDINGS)}


def load_backend(connection: Connection, name: str) -> StoredBackend | None:
    row = connection.execute(_BACKEND, {"name": name}).one_or_none()
    if row is None:
        return None
    settings = select(backend_setting.c.name, backend_setting.c.value).where(backend_setting.c.backend == name)
    return _stored(row, {key: text for key, text in connection.execute(settings)})


def load_backends(connection: Connection) -> dict[str, StoredBackend]:
    values: dict[str, dict[str, str]] = {}
    for name, key, text in connection.execute(
        select(backend_setting.c.backend, backend_setting.c.name, backend_setting.c.value)
    ):
        values.setdefault(name, {})[key] = text
    return {row.backend: _stored(row, values.get(row.backend, {})) for row in connection.execute(select(backend))}


def _stored(row: Row[Any], values: Mapping[str, str]) -> StoredBackend:
    return StoredBackend(
        row.backend, row.secret_id, row.site, row.account, frozenset(map(LinkKind, json.loads(row.kinds))),
        {LinkKind(kind): why for kind, why in json.loads(row.why_not).items()}, row.said, values,
    )  # fmt: skip


_BINDINGS = select(binding.c.kind, binding.c.backend)
_BACKEND = select(backend).where(backend.c.backend == bindparam("name"))


def _dump(kinds: Iterable[LinkKind]) -> str:
    return json.dumps(sorted(kind.value for kind in kinds))
