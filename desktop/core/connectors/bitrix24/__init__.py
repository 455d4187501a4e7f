"""Bitrix24 over REST, written from its public documentation: tasks, CRM records, chats and events of a portal.

Only the description of the backend is here, so that a program that does not use it does not load it. With `webhook` set the
webhook is used, else the application.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.api.linking import BackendField, LinkKind
from desktop.core.connectors.bitrix24.modes import NEW_CARDS, OAUTH_HOST, Mode
from desktop.core.connectors.protocol import Backend, Connector, Means


def _open(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
    from desktop.core.connectors.bitrix24.opening import open_bitrix24

    return open_bitrix24(values, secrets, means)


FIELDS = (
    BackendField(
        "webhook",
        "Webhook address",
        secret=True,
        required=False,
        example="https://example.bitrix24.com/rest/1/abcdefghijklmnop/",
        names_site=True,
    ),
    BackendField("mode", "How objects are made", required=False, choices=tuple(Mode)),
    BackendField(
        "modes",
        "Otherwise for these mailboxes",
        required=False,
        example="ana@example.org=portal, info@example.org=direct",
    ),
    BackendField("new_card", "Card for unknown senders", required=False, choices=NEW_CARDS),
    BackendField(
        "portal", "Address of the portal", required=False, example="https://example.bitrix24.com/", names_site=True
    ),
    BackendField("client_id", "Application ID", required=False, example="local.573ad8a0346747.09223434"),
    BackendField("client_secret", "Application key", secret=True, required=False),
    BackendField("code", "Code shown by Bitrix24", secret=True, required=False),
    BackendField("port", "Port of the redirect address", required=False, example="8765"),
    BackendField("oauth_host", "Authorization server", required=False, example=OAUTH_HOST),
    BackendField("ca_file", "File with the portal's authority", required=False),
)

BACKEND = Backend("bitrix24", "Bitrix24", frozenset(LinkKind), FIELDS, _open)
