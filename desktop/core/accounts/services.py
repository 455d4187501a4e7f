"""Where a domain's SRV records (RFC 2782, RFC 6764) say that a service is. Worker threads; asks DNS and nobody else.

What comes back is a claim of the network: names that could be no host are left out, and nothing is connected to here.
"""

from __future__ import annotations

from desktop.core.accounts.lookup import Resolver, Unanswered
from desktop.core.api.account_settings import parse_host
from desktop.core.api.errors import SetupError

SECONDS = 4.0
_MOST = 4
_USUAL_PORT = 443


def find_services(service: str, domain: str, resolver: Resolver | None = None) -> tuple[str, ...]:
    """ "host", or "host:port" for an unusual one, best first; nothing where DNS says nothing, or that there is none."""
    if resolver is None:
        from desktop.core.accounts.network import DnsResolver

        resolver = DnsResolver()
    try:
        records = resolver.srv(f"_{service}._tcp.{parse_host(domain)}", timeout=SECONDS)
    except (SetupError, Unanswered):
        return ()
    found = []
    for record in sorted(records, key=lambda one: (one.priority, -one.weight)):
        try:
            host = parse_host(record.target)
        except SetupError:
            continue  # "." too, which says that the service is not there
        if 0 < record.port < 65_536:
            found.append(host if record.port == _USUAL_PORT else f"{host}:{record.port}")
    return tuple(dict.fromkeys(found))[:_MOST]
