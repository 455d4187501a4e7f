"""Mozilla's autoconfiguration file, clientConfig 1.1, from bytes that anybody may have written.

Bounded in size, depth and number of elements (`core/xml_tree`). What it gives holds only encrypted servers with usable names;
the rest is left out, not guessed at. Pure; any thread.
"""

from __future__ import annotations

import re

from desktop.core.api.account_settings import Auth, Security, ServerSettings
from desktop.core.api.discovery import SignIn
from desktop.core.api.errors import SetupError
from desktop.core.xml_tree import BadXml, Bounds, Element, read_tree
from desktop.values import dataclass

MAX_BYTES = 256 * 1024
_BOUNDS = Bounds(depth=16, elements=4000, text=4096)
_MAX_SERVERS = 16
_SECURITY = {"SSL": Security.TLS, "TLS": Security.TLS, "STARTTLS": Security.STARTTLS, "plain": Security.PLAIN}
_AUTH = {
    "password-cleartext": Auth.PASSWORD,
    "plain": Auth.PASSWORD,
    "password-encrypted": Auth.PASSWORD,
    "secure": Auth.PASSWORD,
    "OAuth2": Auth.XOAUTH2,
}


class BadConfig(ValueError):
    """The bytes are no clientConfig that can be used; the message is a plain English clause."""


@dataclass(frozen=True, slots=True)
class OfferedServer:
    """`auth` in the file's order, only kinds that Bandeja can do."""

    server: ServerSettings
    auth: tuple[Auth, ...]


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """IMAP and submission servers in the file's order; either may be empty (a POP-only provider)."""

    provider: str
    name: str
    imap: tuple[OfferedServer, ...]
    smtp: tuple[OfferedServer, ...]
    sign_in: SignIn | None
    documentation: tuple[str, ...]
    left_out: int
    """Servers of the right kind that cannot be used: unencrypted, or with a bad name, port or login."""


def parse_client_config(body: bytes, address: str) -> ClientConfig:
    """`address` as of `parse_account_address`; it fills the %EMAIL…% placeholders. Raises BadConfig."""
    root = _parse_xml(body)
    if root.name != "clientConfig":
        raise BadConfig("it is not a clientConfig file")
    providers = root.all("emailProvider")
    if not providers:
        raise BadConfig("it names no provider")
    provider = providers[0]
    imap, imap_left = _servers(provider, "incomingServer", "imap", address)
    smtp, smtp_left = _servers(provider, "outgoingServer", "smtp", address)
    return ClientConfig(
        provider=provider.attributes.get("id", ""),
        name=provider.value("displayName"),
        imap=imap,
        smtp=smtp,
        sign_in=_sign_in(root),
        documentation=tuple(
            url
            for one in provider.all("documentation")
            if (url := one.attributes.get("url", "")).startswith("https://")
        ),
        left_out=imap_left + smtp_left,
    )


def _servers(provider: Element, tag: str, kind: str, address: str) -> tuple[tuple[OfferedServer, ...], int]:
    fitting = [one for one in provider.all(tag) if one.attributes.get("type") == kind][:_MAX_SERVERS]
    offered = [one for element in fitting if (one := _server(element, address)) is not None]
    return tuple(offered), len(fitting) - len(offered)


def _server(element: Element, address: str) -> OfferedServer | None:
    security = _SECURITY.get(element.value("socketType"))
    port = element.value("port")
    if security is None or not (port.isascii() and port.isdigit() and len(port) <= 5):
        return None
    named = [one.text.strip() for one in element.all("authentication")]
    auth = tuple(dict.fromkeys(_AUTH[one] for one in named if one in _AUTH))
    if named and not auth:
        return None
    try:
        user = _fill(element.value("username") or "%EMAILADDRESS%", address)
        # A plain server raises here unless it is on this computer, and then discovery refuses its address.
        server = ServerSettings(_fill(element.value("hostname"), address), int(port), security, user)
    except SetupError:
        return None
    return OfferedServer(server, auth or (Auth.PASSWORD,))


def _fill(text: str, address: str) -> str:
    local, _, domain = address.rpartition("@")
    values = {"ADDRESS": address, "LOCALPART": local, "DOMAIN": domain}
    return re.sub("%EMAIL(ADDRESS|LOCALPART|DOMAIN)%", lambda found: values[found[1]], text)


def _sign_in(root: Element) -> SignIn | None:
    for one in root.all("oAuth2"):
        urls = one.value("authURL"), one.value("tokenURL")
        if all(url.startswith("https://") for url in urls):
            # The file's issuer is a host name, not the identifier of RFC 9207, so it cannot be compared with an answer.
            return SignIn("", *urls, one.value("scope"))
    return None


def _parse_xml(body: bytes) -> Element:
    if len(body) > MAX_BYTES:
        raise BadConfig("it is larger than 256 KB")
    try:
        return read_tree(body, _BOUNDS)
    except BadXml as error:
        raise BadConfig(str(error)) from error
