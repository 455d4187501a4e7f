"""Where a backend is: the same id of another site is another object. "" for one that nobody set up."""

from __future__ import annotations

from sqlalchemy import Connection, select

from desktop.core.store.schema import backend


def load_site(connection: Connection, name: str) -> str:
    return connection.scalar(select(backend.c.site).where(backend.c.backend == name)) or ""
