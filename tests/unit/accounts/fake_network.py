"""A network of tables: pages, DNS records and greeting servers. Whatever is not in a table is not there."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.accounts.autoconfig import discover
from desktop.core.accounts.lookup import MxRecord, SrvRecord, Unanswered
from desktop.core.api.account_settings import ServerSettings
from desktop.core.api.discovery import Discovery, Outcome, TraceStep
from desktop.core.clock import SystemClock

PUBLIC = "93.184.215.14"


@dataclass
class FakeNetwork:
    """`asked` lists every question that left the computer. A page that is an event does not come before it is set."""

    pages: Mapping[str, bytes | Unanswered | threading.Event] = field(default_factory=dict)
    srv_records: Mapping[str, list[SrvRecord]] = field(default_factory=dict)
    mx_records: Mapping[str, list[str]] = field(default_factory=dict)
    private: Mapping[str, list[str]] = field(default_factory=dict)
    greeting: tuple[str, ...] = ()
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, *, timeout: float) -> bytes:
        self.asked.append(url)
        for prefix, answer in self.pages.items():
            if url.partition("?")[0] == prefix:
                if isinstance(answer, threading.Event):
                    answer.wait()
                    raise Unanswered(Outcome.FAILED, "it hung until the test ended")
                if isinstance(answer, Exception):
                    raise answer
                assert isinstance(answer, bytes)
                return answer
        raise Unanswered(Outcome.NOT_FOUND, "there is no such page")

    def srv(self, name: str, *, timeout: float) -> list[SrvRecord]:
        self.asked.append(name)
        return list(self.srv_records.get(name, []))

    def mx(self, domain: str, *, timeout: float) -> list[MxRecord]:
        self.asked.append(f"MX {domain}")
        pairs = (text.split() for text in self.mx_records.get(domain, []))
        return [MxRecord(int(preference), host) for preference, host in pairs]

    def addresses(self, host: str) -> list[str]:
        self.asked.append(f"A {host}")
        return list(self.private.get(host, [PUBLIC]))

    def probe(self, server: ServerSettings, protocol: str, *, timeout: float) -> None:
        self.asked.append(f"{protocol} {server}")
        if str(server) not in self.greeting:
            raise Unanswered(Outcome.NOT_FOUND, f"{server.host} does not answer on this port")

    def found(self, address: str, *, bound: float = 5.0, told: list[TraceStep] | None = None) -> Discovery:
        emit = (lambda step: None) if told is None else told.append
        return discover(
            address, fetch=self.fetch, resolver=self, probe=self.probe, clock=SystemClock(), emit=emit, bound=bound
        )


def config_file(
    imap: str = "imap.bodega.es 993 SSL",
    smtp: str = "smtp.bodega.es 465 SSL",
    *,
    user: str = "%EMAILADDRESS%",
    auth: str = "password-cleartext",
    more: str = "",
) -> bytes:
    """A clientConfig 1.1 file with one server of each kind, each as "host port socketType"."""

    def server(tag: str, kind: str, text: str) -> str:
        host, port, security = text.split(" ")
        methods = "".join(f"<authentication>{one}</authentication>" for one in auth.split())
        return (
            f'<{tag} type="{kind}"><hostname>{host}</hostname><port>{port}</port><socketType>{security}</socketType>'
            f"<username>{user}</username>{methods}</{tag}>"
        )

    return (
        '<?xml version="1.0" encoding="UTF-8"?><clientConfig version="1.1"><emailProvider id="bodega.es">'
        "<domain>bodega.es</domain><displayName>Bodega</displayName>"
        f"{server('incomingServer', 'imap', imap)}{server('outgoingServer', 'smtp', smtp)}"
        f"</emailProvider>{more}</clientConfig>"
    ).encode()


def srv(host: str, port: int, priority: int = 0, weight: int = 0) -> list[SrvRecord]:
    return [SrvRecord(priority, weight, port, host)]
