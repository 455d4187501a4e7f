"""Whatever the network answers, discovery offers only encrypted, public servers, best source first, in time."""

from __future__ import annotations

import ipaddress

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.accounts.lookup import SrvRecord, Unanswered, is_public
from desktop.core.api.account_settings import Security
from desktop.core.api.discovery import Outcome, Source
from tests.unit.accounts.fake_network import PUBLIC, FakeNetwork, config_file

RANK = list(Source)
HOSTS = ["imap.bodega.es", "mail.bodega.es", "in.evil.example", "localhost", "10.0.0.1", "93.184.215.14", "::1", "a..b"]
hosts = st.sampled_from(HOSTS)
lines = st.builds(
    "{} {} {}".format, hosts, st.sampled_from([993, 143, 465, 0]), st.sampled_from(["SSL", "STARTTLS", "plain"])
)
pages = st.one_of(
    st.builds(config_file, lines, lines, auth=st.sampled_from(["password-cleartext", "OAuth2", "NTLM"])),
    st.binary(max_size=60),
    st.sampled_from(list(Outcome)).map(Unanswered),
)
records = st.lists(
    st.builds(SrvRecord, st.integers(0, 3), st.integers(0, 3), st.integers(0, 70_000), st.sampled_from(["", *HOSTS])),
    max_size=3,
)
URLS = [
    "https://autoconfig.bodega.es/mail/config-v1.1.xml",
    "https://bodega.es/.well-known/autoconfig/mail/config-v1.1.xml",
    "https://autoconfig.thunderbird.net/v1.1/bodega.es",
]
NAMES = [f"_{one}._tcp.bodega.es" for one in ("imaps", "imap", "submissions", "submission")]


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(URLS), pages),
    st.dictionaries(st.sampled_from(NAMES), records),
    st.lists(st.builds("{} {}".format, st.integers(0, 50), hosts), max_size=3),
    st.dictionaries(st.sampled_from(HOSTS[:3]), st.lists(st.sampled_from([PUBLIC, "10.0.0.9", "fe80::1"]), max_size=2)),
    st.lists(st.sampled_from(["imap.bodega.es:993/tls", "smtp.bodega.es:465/tls", "mail.bodega.es:465/tls"])),
)
def test_any_network(
    page_answers: dict[str, bytes | Unanswered],
    srv_answers: dict[str, list[SrvRecord]],
    mx_answers: list[str],
    addresses: dict[str, list[str]],
    greeting: list[str],
) -> None:
    network = FakeNetwork(page_answers, srv_answers, {"bodega.es": mx_answers}, addresses, tuple(greeting))
    found = network.found("ana@bodega.es")
    order = [RANK.index(one.source) for one in found.proposals]
    assert order == sorted(order)
    for proposal in found.proposals:
        for server in (proposal.settings.imap, proposal.settings.smtp):
            assert server.security is not Security.PLAIN
            assert all(is_public(one) for one in network.addresses(server.host))
            assert server.host not in ("localhost", "10.0.0.1", "::1")
        if proposal.source in (Source.MX, Source.GUESS, Source.REPORTED):
            assert proposal.needs_confirmation
    assert found.best.settings.address == "ana@bodega.es"
    assert not any(one.startswith("http://") for one in network.asked)
    told = {step.source for step in found.trace if step.outcome is Outcome.FOUND}
    assert {one.source for one in found.proposals} <= told | {Source.GUESS}


@given(st.ip_addresses())
def test_public_is_never_more_than_global(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if is_public(str(address)):
        assert address.is_global
        assert not any((address.is_private, address.is_loopback, address.is_link_local, address.is_multicast))
