"""Where a backend is: the same id of another site is another object. "" for one that nobody set up."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from desktop.core.store.schema import backend


def load_site(connection: Connection, name: str) -> str:
    return connection.scalar(_SITE, {"name": name}) or ""


def spell_site(name: str, site: str) -> str:
    """Which backend, and where it is, in one word."""
    return f"{name} {site}"


_SITE = select(backend.c.site).where(backend.c.backend == bindparam("name"))
