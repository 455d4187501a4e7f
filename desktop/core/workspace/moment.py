"""By which moment a sweep judges now: the preview, the command and the housekeeper ask the same question. Any thread."""

from __future__ import annotations

from desktop.core.plan import clock_guard
from desktop.core.store import expiry
from desktop.core.store.server_time import AGREES_SECONDS
from desktop.core.store.store import Store


def sweep_moment(store: Store, now: int) -> int:
    """`now` is what this computer's clock says (epoch seconds). A mail that was here before counts by the server's date, as far
    as the clock that saw it come agrees."""
    dated = store.read(lambda connection: expiry.load_newest(connection, received=True))
    newest = [min(received, seen) for received, seen in dated if received <= seen + AGREES_SECONDS]
    said = store.server_time.proven()
    proofs = [moment for moment in (*newest, *([] if said is None else [said])) if moment <= now]
    return clock_guard.sweep_moment(now, max(proofs, default=None))
