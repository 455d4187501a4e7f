"""The single questions of discovery: what is asked, and how an answer becomes settings to offer.

Every host that an answer names must have public addresses only: a public name that leads into this computer or its
network is refused. Each question runs on a thread of its own.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import urllib.parse
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from desktop.core.accounts.asking import Step
from desktop.core.accounts.client_config import BadConfig, ClientConfig, OfferedServer, parse_client_config
from desktop.core.accounts.lookup import Fetch, Probe, Resolver, SrvRecord, Unanswered, is_public
from desktop.core.accounts.providers import find_by_mx, find_by_server
from desktop.core.api.account_settings import AccountSettings, Auth, Security, ServerSettings, is_loopback
from desktop.core.api.discovery import Outcome, PasswordAdvice, PasswordKind, Proposal, Source
from desktop.core.api.errors import SetupError
from desktop.values import dataclass

ISPDB = "https://autoconfig.thunderbird.net/v1.1/"
_COUNTRY_SECOND_LEVELS = frozenset(("ac", "co", "com", "edu", "gob", "gov", "ne", "net", "nom", "or", "org"))


@dataclass(frozen=True, slots=True)
class Questions:
    """Who is asked about, and whom to ask."""

    address: str
    domain: str
    fetch: Fetch
    resolver: Resolver
    probe: Probe

    def network_steps(self) -> list[Step[Proposal]]:
        """Best source first."""
        query = urllib.parse.urlencode({"emailaddress": self.address})
        own = f"https://autoconfig.{self.domain}/mail/config-v1.1.xml?{query}"
        well_known = f"https://{self.domain}/.well-known/autoconfig/mail/config-v1.1.xml"
        return [
            self._config_step(Source.AUTOCONFIG, own),
            self._config_step(Source.WELL_KNOWN, well_known),
            self._config_step(Source.ISPDB, ISPDB + self.domain),
            Step(Source.SRV, f"_imaps, _imap, _submissions, _submission ._tcp.{self.domain}", self._ask_srv, _servers),
            Step(Source.MX, self.domain, self._ask_mx, lambda proposal: f"{proposal.provider}: {_servers(proposal)}"),
        ]

    def guess_steps(self) -> tuple[list[Step[ServerSettings]], list[Step[ServerSettings]]]:
        """Usual names of IMAP and submission servers, best first; an answer is a server that greeted."""
        imap = [(f"imap.{self.domain}", 993), (f"mail.{self.domain}", 993), (self.domain, 993)]
        smtp = [(f"smtp.{self.domain}", 465), (f"mail.{self.domain}", 465), (f"smtp.{self.domain}", 587),
                (f"mail.{self.domain}", 587), (self.domain, 465)]  # fmt: skip
        return [self._guess_step("imap", *one) for one in imap], [self._guess_step("smtp", *one) for one in smtp]

    def _guess_step(self, protocol: str, host: str, port: int) -> Step[ServerSettings]:
        security = Security.STARTTLS if port == 587 else Security.TLS
        server = ServerSettings(host, port, security, self.address)

        def ask(seconds: float) -> ServerSettings:
            self._refuse_private(host)
            self.probe(server, protocol, timeout=seconds)
            return server

        return Step(Source.GUESS, str(server), ask)

    def _config_step(self, source: Source, url: str) -> Step[Proposal]:
        def ask(seconds: float) -> Proposal:
            return self._ask_config(source, url, seconds)

        return Step(source, url, ask, _servers)

    def _ask_config(self, source: Source, url: str, seconds: float) -> Proposal:
        body = self.fetch(url, timeout=seconds)
        try:
            config = parse_client_config(body, self.address)
        except BadConfig as bad:
            raise Unanswered(Outcome.REFUSED, f"the file was not taken: {bad}") from bad
        imap, smtp = _first(config.imap), _first(config.smtp)
        if imap is None or smtp is None:
            why = "it offers no encrypted IMAP and submission servers" if config.left_out else "it offers no IMAP"
            raise Unanswered(Outcome.REFUSED if config.left_out else Outcome.NOT_FOUND, why)
        self._refuse_private(imap.server.host)
        self._refuse_private(smtp.server.host)
        return _proposal(source, self.address, imap, smtp, config)

    def _ask_srv(self, seconds: float) -> Proposal:
        names = [f"_{service}._tcp.{self.domain}" for service in ("imaps", "imap", "submissions", "submission")]
        with ThreadPoolExecutor(len(names)) as pool:
            records = list(pool.map(lambda name: self.resolver.srv(name, timeout=seconds), names))
        imap = self._srv_server(records[0], records[1])
        smtp = self._srv_server(records[2], records[3])
        if imap is None or smtp is None:
            missing = " and ".join(what for what, one in (("IMAP", imap), ("submission", smtp)) if one is None)
            raise Unanswered(Outcome.NOT_FOUND, f"no {missing} server")
        self._refuse_private(imap.host)
        self._refuse_private(smtp.host)
        strangers = sorted({one.host for one in (imap, smtp) if not _is_within(one.host, self.domain)})
        confirm = f"{' and '.join(strangers)} is outside {self.domain}, and DNS alone says so" if strangers else ""
        known = find_by_server(imap)
        advice = known.advice if known else PasswordAdvice(PasswordKind.ORDINARY)
        auth = Auth.XOAUTH2 if advice.kind is PasswordKind.BROWSER else Auth.PASSWORD
        settings = AccountSettings(self.address, "", imap, smtp, None, auth)
        name, sign_in, quirks = (known.name, known.sign_in, known.quirks) if known else (self.domain, None, ())
        return Proposal(Source.SRV, settings, name, advice, sign_in, confirm, quirks)

    def _srv_server(self, tls: Sequence[SrvRecord], starttls: Sequence[SrvRecord]) -> ServerSettings | None:
        """The most wanted target; TLS from the first byte before STARTTLS (RFC 8314 §5.1), whole address as user
        (RFC 6186 §4). The lowest priority is first, then the highest weight, so that the choice is always the same."""
        for records, security in ((tls, Security.TLS), (starttls, Security.STARTTLS)):
            for record in sorted(records, key=lambda one: (one.priority, -one.weight, one.target)):
                try:
                    if record.target:
                        return ServerSettings(record.target, record.port, security, self.address)
                except SetupError:
                    continue
        return None

    def _ask_mx(self, seconds: float) -> Proposal:
        records = self.resolver.mx(self.domain, timeout=seconds)
        if not records:
            raise Unanswered(Outcome.NOT_FOUND, "no host takes mail for it")
        best = min(record.preference for record in records)
        hosts = sorted(record.host.lower().rstrip(".") for record in records if record.preference == best)
        for host in hosts:
            known = find_by_mx(host)
            if known is not None:
                proposal = known.build_proposal(self.address, Source.MX)
                return _confirmed_by_person(proposal, f"the mail of {self.domain} arrives at {host} ({known.name})")
        for base in dict.fromkeys(base for host in hosts for base in _base_domains(host)):
            try:
                proposal = self._ask_config(Source.MX, ISPDB + base, seconds)
            except Unanswered as unanswered:
                if unanswered.outcome is not Outcome.NOT_FOUND:
                    raise
            else:
                return _confirmed_by_person(proposal, f"the mail of {self.domain} arrives at {base}")
        raise Unanswered(Outcome.NOT_FOUND, f"nothing is known about {hosts[0]}")

    def _refuse_private(self, host: str) -> None:
        try:
            addresses = [str(ipaddress.ip_address(host))]
        except ValueError:
            addresses = self.resolver.addresses(host)
        if not addresses:
            raise Unanswered(Outcome.NOT_FOUND, f"{host} has no address")
        if is_loopback(host) or not all(is_public(address) for address in addresses):
            raise Unanswered(Outcome.REFUSED, f"{host} leads into this computer or its own network")


def guess_proposal(address: str, imap: ServerSettings, smtp: ServerSettings) -> Proposal:
    settings = AccountSettings(address, "", imap, smtp)
    return Proposal(Source.GUESS, settings, confirm="these usual names were tried and a mail server answered there")


def build_manual(address: str, domain: str) -> Proposal:
    """Usual names to start typing from; nobody was asked about them."""
    imap, smtp = (f"imap.{domain}", f"smtp.{domain}") if "." in domain else (domain, domain)
    settings = AccountSettings(
        address,
        "",
        ServerSettings(imap, 993, Security.TLS, address),
        ServerSettings(smtp, 465, Security.TLS, address),
    )
    return Proposal(Source.MANUAL, settings, confirm="nobody has said that these are the servers")


def _first(offered: Sequence[OfferedServer]) -> OfferedServer | None:
    return next((one for one in offered if one.server.security is not Security.PLAIN), None)


def _proposal(source: Source, address: str, imap: OfferedServer, smtp: OfferedServer, config: ClientConfig) -> Proposal:
    """A password is preferred to the browser where both work, since the browser needs an own client id."""
    auth = Auth.PASSWORD if Auth.PASSWORD in imap.auth else Auth.XOAUTH2
    known = find_by_server(imap.server)
    if known is not None:
        advice, sign_in, quirks = known.advice, known.sign_in or config.sign_in, known.quirks
    else:
        kind = PasswordKind.ORDINARY if auth is Auth.PASSWORD else PasswordKind.BROWSER
        advice = PasswordAdvice(kind, url=next(iter(config.documentation), ""))
        sign_in, quirks = config.sign_in, ()
    settings = AccountSettings(address, "", imap.server, smtp.server, None, auth)
    return Proposal(source, settings, config.name or config.provider, advice, sign_in, "", quirks)


def _confirmed_by_person(proposal: Proposal, why: str) -> Proposal:
    return dataclasses.replace(proposal, confirm=proposal.confirm or why)


def _servers(proposal: Proposal) -> str:
    return f"{proposal.settings.imap} and {proposal.settings.smtp}"


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _base_domains(host: str) -> list[str]:
    """Where a mail host's provider may be listed: its name without the first label, and its registered domain."""
    labels = host.split(".")
    short = 3 if len(labels[-1]) == 2 and labels[-2:-1] and labels[-2] in _COUNTRY_SECOND_LEVELS else 2
    return list(dict.fromkeys(".".join(labels[start:]) for start in (1, -short) if len(labels[start:]) >= short))
