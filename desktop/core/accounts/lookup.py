"""What discovery asks of the network, as small protocols; `network.py` answers with real sockets, tests with tables.

Nothing here can carry a password: no question has a place for one. Any thread.
"""

from __future__ import annotations

import ipaddress
from typing import Protocol

from desktop.core.api.account_settings import ServerSettings
from desktop.core.api.discovery import Outcome
from desktop.values import dataclass

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_HANDED_OUT = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given to anybody to be reached from everywhere (RFC 4291, section 2.4)."""
_INSIDE = tuple(map(ipaddress.ip_network, ("3fff::/20", "192.0.0.0/24", "192.88.99.0/24")))
"""For documents, for a provider's own network, and the old way into 6to4, which some versions of Python call global."""


class Unanswered(Exception):
    """A question without a usable answer; `detail` is one plain English clause for the trace."""

    def __init__(self, outcome: Outcome, detail: str = "") -> None:
        self.outcome = outcome
        self.detail = detail
        super().__init__(f"{outcome}: {detail}")


@dataclass(frozen=True, slots=True)
class SrvRecord:
    """RFC 2782; `target` without trailing dot in lower case, empty for "." (the service is not offered)."""

    priority: int
    weight: int
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class MxRecord:
    preference: int
    host: str


class Fetch(Protocol):
    def __call__(self, url: str, *, timeout: float) -> bytes:
        """The body of an https URL, at most 256 KB, redirected to https only; seconds for the whole. Raises Unanswered."""
        ...


class Resolver(Protocol):
    def srv(self, name: str, *, timeout: float) -> list[SrvRecord]:
        """Empty when there are none. Raises Unanswered."""
        ...

    def mx(self, domain: str, *, timeout: float) -> list[MxRecord]:
        """Empty when there are none. Raises Unanswered."""
        ...

    def addresses(self, host: str) -> list[str]:
        """IPv4 and IPv6 addresses as text, empty when there are none. Raises Unanswered."""
        ...


class Probe(Protocol):
    def __call__(self, server: ServerSettings, protocol: str, *, timeout: float) -> None:
        """Connect with verified TLS, read the greeting of `protocol` ("imap" or "smtp") and leave without a login.

        Raises Unanswered.
        """
        ...


def is_public(address: str) -> bool:
    """Whether this IP address is one of the open Internet. An IPv4 address inside an IPv6 one is judged itself (mapped,
    NAT64); the old tunnels 6to4 and Teredo, which can hide any address, are not public."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.sixtofour or ip.teredo:
            return False
        if ip.ipv4_mapped or ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _HANDED_OUT:
            return False  # also IPv4 in other disguises, which a translator within the network would take off
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _INSIDE)
