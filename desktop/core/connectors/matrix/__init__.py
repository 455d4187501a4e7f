"""Chats on a Matrix server (Synapse, Conduit, Dendrite, matrix.org): a room for a mail.

Only the description of the backend is here, so that a program that does not use it does not load it.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.api.linking import BackendField, LinkKind
from desktop.core.connectors.protocol import Backend, Connector, Means


def _open(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
    from desktop.core.connectors.matrix.connector import open_matrix

    return open_matrix(values, secrets, means)


BACKEND = Backend(
    "matrix",
    "Matrix",
    frozenset({LinkKind.CHAT}),
    (
        BackendField("address", "Homeserver", example="https://matrix.example.org/"),
        BackendField("token", "Access token", secret=True),
    ),
    _open,
)
