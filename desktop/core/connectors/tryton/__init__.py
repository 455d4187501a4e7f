"""A mail saved to a party of a Tryton server, with everything in it.

Only the description of the backend is here, so that a program that does not use it does not load it.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.api.linking import BackendField, LinkKind
from desktop.core.connectors.protocol import Backend, Connector, Means


def _open(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
    from desktop.core.connectors.tryton.connector import open_tryton

    return open_tryton(values, secrets, means)


BACKEND = Backend(
    "tryton",
    "Tryton",
    frozenset({LinkKind.CRM}),
    (
        BackendField("address", "Server", example="https://tryton.example.org/", names_site=True),
        BackendField("database", "Database", example="company", names_site=True),
        BackendField("user", "User", example="ana"),
        BackendField("password", "Password", secret=True),
    ),
    _open,
)
