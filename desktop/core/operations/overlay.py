"""What is shown = what the server said, with the unfinished operations replayed on it. One pure function, used everywhere.

Undo, failure, cancel and "the server changed it meanwhile" are then all the same: remove the operation, project again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.core.mail.flags import FlagSet, parse_flags
from desktop.core.store import locations, operations
from desktop.core.store.locations import Projection
from desktop.core.store.operations import StoredOperation
from desktop.core.store.writer import UnitOfWork

HIDING = ("move", "expunge")


def change_flags(flags: FlagSet, add: Iterable[str], remove: Iterable[str]) -> FlagSet:
    """STORE +FLAGS and -FLAGS (RFC 3501, section 6.4.6) on a value."""
    plus, minus = parse_flags(add), parse_flags(remove)
    return FlagSet((flags.flags & ~minus.flags) | plus.flags, (flags.keywords - minus.keywords) | plus.keywords)


def project(server: FlagSet, unfinished: Sequence[StoredOperation], *, provisional: bool = False) -> Projection:
    """Pure. `unfinished` oldest first; a provisional row waits for the server by its nature."""
    flags, hidden = server, False
    for operation in unfinished:
        if operation.kind == "store":
            flags = change_flags(flags, operation.payload.get("add", ()), operation.payload.get("remove", ()))
        elif operation.kind in HIDING:
            hidden = True
    return Projection(flags, hidden, pending=provisional or bool(unfinished))


def reproject(uow: UnitOfWork, location_keys: Iterable[int]) -> None:
    """Write the projection of these rows; called in every transaction that changes server flags or operations."""
    keys = list(location_keys)
    server = locations.load_server_flags(uow.connection, keys)
    unfinished = operations.load_unfinished_for(uow.connection, keys)
    locations.set_projections(
        uow,
        {
            key: project(flags, unfinished.get(key, ()), provisional=provisional)
            for key, (flags, provisional) in server.items()
        },
    )
