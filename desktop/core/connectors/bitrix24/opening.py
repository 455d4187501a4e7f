"""The connector made of the settings, without asking any server."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.core.api.errors import Code, SetupError
from desktop.core.connectors.bitrix24.access import Access, parse_hook
from desktop.core.connectors.bitrix24.connector import Bitrix24
from desktop.core.connectors.bitrix24.modes import NEW_CARDS, OAUTH_HOST, Mode, read_modes
from desktop.core.connectors.bitrix24.oauth import CODE, REFRESH_TOKEN, Application, SignedIn
from desktop.core.connectors.bitrix24.transport import BURST, RATE, Portal
from desktop.core.connectors.http import Bounds, Http
from desktop.core.connectors.pace import Pace
from desktop.core.connectors.protocol import Connector, Means
from desktop.core.network import verified_context

BOUNDS = Bounds(read_seconds=65.0, total_seconds=70.0, body_bytes=16 << 20)
"""Bitrix24 ends a request after 60 seconds."""
_ADDRESS = re.compile(r"(https?://[^/?#\s@]+)(?:/.*)?", re.S)


def open_bitrix24(
    values: Mapping[str, str], secrets: Mapping[str, str], means: Means, *, bounds: Bounds = BOUNDS
) -> Connector:
    """With `webhook` set the webhook is used, else the application. Raises SetupError."""
    context = verified_context(values.get("ca_file", "").strip() or None)
    pace = Pace(means.clock, burst=BURST, rate=RATE)
    access: Access
    if webhook := secrets.get("webhook", "").strip():
        hook = parse_hook(webhook)
        origin = hook.origin
        http = Http(origin, context=context, clock=means.clock, bounds=bounds, pace=pace, secrets=(hook.code,))
        access = hook
    else:
        origin = _origin(values.get("portal", ""), "The address of the portal")
        http = Http(origin, context=context, clock=means.clock, bounds=bounds, pace=pace)
        authority = _origin(values.get("oauth_host", "") or OAUTH_HOST, "The authorization server")
        application = Application(
            portal=http,
            authority=Http(authority, context=context, clock=means.clock),
            origin=origin,
            client_id=_given(values, "client_id", "The application ID"),
            client_secret=_given(secrets, "client_secret", "The application key"),
            port=_port(values.get("port", "")),
        )
        access = SignedIn(application, secrets.get(REFRESH_TOKEN, ""), secrets.get(CODE, "").strip(), means)
    portal = Portal(http, access, pace, means.clock, origin)
    mode = _choice(values, "mode", tuple(Mode))
    new_card = _choice(values, "new_card", NEW_CARDS)
    return Bitrix24(portal, means.clock, mode=Mode(mode), modes=_modes(values), new_card=new_card)


def _modes(values: Mapping[str, str]) -> dict[str, Mode]:
    try:
        return read_modes(values.get("modes", ""))
    except ValueError as error:
        why = "it must look like ana@example.org=portal"
        raise SetupError(Code.BAD_INPUT, what=f"The mailbox '{error}'", why=why) from None


def _origin(address: str, what: str) -> str:
    match = _ADDRESS.fullmatch(address.strip())
    if match is None:
        raise SetupError(Code.BAD_INPUT, what=what, why="it must look like https://example.bitrix24.com/")
    return f"{match[1]}/"


def _given(values: Mapping[str, str], name: str, what: str) -> str:
    value = values.get(name, "").strip()
    if not value or not value.isprintable() or not value.isascii() or len(value) > 512:
        raise SetupError(Code.BAD_INPUT, what=what, why="it is empty or not as Bitrix24 shows it")
    return value


def _port(text: str) -> int:
    text = text.strip()
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and 1024 <= int(text[:6]) <= 65_535):
        raise SetupError(Code.BAD_INPUT, what="The port", why="it must be a number from 1024 to 65535")
    return int(text)


def _choice(values: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = values.get(name, "").strip() or choices[0]
    if value not in choices:
        raise SetupError(Code.BAD_INPUT, what=f"The setting {name}", why=f"it must be one of {', '.join(choices)}")
    return value
