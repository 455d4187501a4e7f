"""Tasks and events on a CalDAV server (RFC 4791): Nextcloud, Radicale, Fastmail, mailbox.org, SOGo, and most others.

Only the description of the backend is here, so that a program that does not use it does not load it.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.api.linking import BackendField, LinkKind
from desktop.core.connectors.protocol import Backend, Connector, Means


def _open(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
    from desktop.core.connectors.caldav.connector import open_caldav

    return open_caldav(values, secrets, means)


BACKEND = Backend(
    "caldav",
    "CalDAV",
    frozenset({LinkKind.TASK, LinkKind.EVENT}),
    (
        BackendField("address", "Server", example="https://cloud.example.org/remote.php/dav/"),
        BackendField("user", "User", example="ana"),
        BackendField("password", "Password", secret=True),
        BackendField("tasks", "Task list", required=False),
        BackendField("events", "Calendar", required=False),
    ),
    _open,
    changes_times=True,
)
