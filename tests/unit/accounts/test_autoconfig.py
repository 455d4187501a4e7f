"""From an address to settings: who is believed, in which order, in how much time, and what is refused (J4)."""

from __future__ import annotations

import threading
import time

import pytest

from desktop.core.accounts import autoconfig
from desktop.core.accounts.lookup import SrvRecord, Unanswered, is_public
from desktop.core.api.account_settings import Auth, Security, parse_server
from desktop.core.api.discovery import Discovery, Outcome, PasswordKind, Source, TraceStep
from desktop.core.api.errors import Code, SetupError
from desktop.core.clock import SystemClock
from tests.unit.accounts.fake_network import FakeNetwork, config_file, srv

ANA = "ana@bodega.es"
AUTOCONFIG = "https://autoconfig.bodega.es/mail/config-v1.1.xml"
WELL_KNOWN = "https://bodega.es/.well-known/autoconfig/mail/config-v1.1.xml"
ISPDB = "https://autoconfig.thunderbird.net/v1.1/bodega.es"
SRV = {"_imaps._tcp.bodega.es": srv("mx.bodega.es", 993), "_submissions._tcp.bodega.es": srv("mx.bodega.es", 465)}
GREETING = ("imap.bodega.es:993/tls", "smtp.bodega.es:465/tls")


def _outcomes(discovery: Discovery) -> dict[Source, Outcome]:
    return {step.source: step.outcome for step in discovery.trace}


# --- who is believed -----------------------------------------------------------------------------------------------


def test_known_provider_is_answered_without_the_network() -> None:
    network = FakeNetwork()
    found = network.found("Ana@GMail.com")
    assert network.asked == []
    assert found.best.source is Source.TABLE
    assert not found.best.needs_confirmation
    assert str(found.best.settings.imap) == "imap.gmail.com:993/tls"
    assert found.best.advice.kind is PasswordKind.APP
    assert [step.outcome for step in found.trace] == [Outcome.FOUND]


def test_everybody_is_asked_and_the_best_source_wins() -> None:
    network = FakeNetwork(
        pages={
            AUTOCONFIG: config_file("one.bodega.es 993 SSL"),
            WELL_KNOWN: config_file("two.bodega.es 993 SSL"),
            ISPDB: config_file("three.bodega.es 993 SSL"),
        },
        srv_records=SRV,
    )
    found = network.found(ANA)
    assert (found.best.source, found.best.settings.imap.host) == (Source.AUTOCONFIG, "one.bodega.es")
    assert f"{AUTOCONFIG}?emailaddress=ana%40bodega.es" in network.asked


@pytest.mark.parametrize(
    ("gone", "source"),
    [
        (0, Source.AUTOCONFIG),
        (1, Source.WELL_KNOWN),
        (2, Source.ISPDB),
        (3, Source.SRV),
        (4, Source.MX),
        (5, Source.GUESS),
        (6, Source.MANUAL),
    ],
)
def test_order_of_sources(gone: int, source: Source) -> None:
    pages = dict(list({AUTOCONFIG: config_file(), WELL_KNOWN: config_file(), ISPDB: config_file()}.items())[gone:])
    network = FakeNetwork(
        pages=pages,
        srv_records=SRV if gone <= 3 else {},
        mx_records={"bodega.es": ["10 aspmx.l.google.com."]} if gone <= 4 else {},
        greeting=GREETING if gone <= 5 else (),
    )
    found = network.found(ANA)
    assert found.best.source is source
    assert found.best.needs_confirmation == (source in (Source.MX, Source.GUESS, Source.MANUAL))
    assert (Source.GUESS in _outcomes(found)) == (gone >= 5), "guesses are made only when nobody answered"


def test_dns_records_choose_tls_priority_and_weight() -> None:
    records = {
        "_imaps._tcp.bodega.es": [
            SrvRecord(20, 0, 993, "late.bodega.es"),
            SrvRecord(10, 1, 993, "light.bodega.es"),
            SrvRecord(10, 9, 1993, "heavy.bodega.es"),
        ],
        "_imap._tcp.bodega.es": srv("starttls.bodega.es", 143),
        "_submissions._tcp.bodega.es": srv("", 0),
        "_submission._tcp.bodega.es": srv("send.bodega.es", 587),
    }
    best = FakeNetwork(srv_records=records).found(ANA).best
    assert str(best.settings.imap) == "heavy.bodega.es:1993/tls"
    assert str(best.settings.smtp) == "send.bodega.es:587/starttls"
    assert best.settings.imap.user == ANA
    assert not best.needs_confirmation


def test_dns_record_into_another_domain_is_confirmed_by_the_person() -> None:
    records = SRV | {"_imaps._tcp.bodega.es": srv("imap.bodega.es.evil.example", 993)}
    best = FakeNetwork(srv_records=records).found(ANA).best
    assert best.source is Source.SRV
    assert "imap.bodega.es.evil.example" in best.confirm


def test_dns_records_of_a_known_provider_bring_its_advice() -> None:
    records = {
        "_imaps._tcp.bodega.es": srv("outlook.office365.com", 993),
        "_submission._tcp.bodega.es": srv("smtp.office365.com", 587),
    }
    best = FakeNetwork(srv_records=records).found(ANA).best
    assert (best.advice.kind, best.settings.auth) == (PasswordKind.BROWSER, Auth.XOAUTH2)
    assert best.sign_in is not None


def test_half_an_answer_is_none() -> None:
    found = FakeNetwork(srv_records={"_imaps._tcp.bodega.es": srv("mx.bodega.es", 993)}).found(ANA)
    assert found.proposals == ()
    assert [step.detail for step in found.trace if step.source is Source.SRV] == ["no submission server"]


@pytest.mark.parametrize(
    ("host", "provider"),
    [
        ("aspmx.l.google.com", "Gmail"),
        ("bodega-es.mail.protection.outlook.com", "Office 365"),
        ("in1-smtp.messagingengine.com", "Fastmail"),
        ("mx00.ionos.es", "IONOS"),
        ("mx1.mail.ovh.net", "OVH"),
        ("smtpin.rzone.de", "Strato"),
        ("mx3.zoho.eu", "Zoho Mail"),
    ],
)
def test_hosted_domain_is_known_by_its_mail_host(host: str, provider: str) -> None:
    best = FakeNetwork(mx_records={"bodega.es": [f"10 {host}", "50 backup.example"]}).found(ANA).best
    assert (best.source, best.provider) == (Source.MX, provider)
    assert host in best.confirm


def test_backup_mail_host_says_nothing() -> None:
    found = FakeNetwork(mx_records={"bodega.es": ["10 own.bodega.es", "90 aspmx.l.google.com"]}).found(ANA)
    assert found.proposals == ()


def test_mail_host_is_looked_up_in_the_public_database() -> None:
    network = FakeNetwork(
        pages={"https://autoconfig.thunderbird.net/v1.1/hoster.co.uk": config_file("imap.hoster.co.uk 993 SSL")},
        mx_records={"bodega.es": ["10 mx1.eu.hoster.co.uk"]},
    )
    best = network.found(ANA).best
    assert (best.source, best.settings.imap.host) == (Source.MX, "imap.hoster.co.uk")
    assert "hoster.co.uk" in best.confirm
    assert not any(question.endswith("/v1.1/co.uk") for question in network.asked)


def test_what_only_users_told_comes_after_what_the_domain_says() -> None:
    told = FakeNetwork().found("ana@movistar.es")
    assert told.best.source is Source.REPORTED
    assert "users" in told.best.confirm
    page = {"https://autoconfig.movistar.es/mail/config-v1.1.xml": config_file()}
    better = FakeNetwork(pages=page).found("ana@movistar.es")
    assert [one.source for one in better.proposals] == [Source.AUTOCONFIG, Source.REPORTED]


def test_password_is_preferred_to_a_browser_that_needs_an_own_client() -> None:
    both = FakeNetwork(pages={AUTOCONFIG: config_file(auth="OAuth2 password-cleartext")}).found(ANA).best
    assert (both.settings.auth, both.advice.kind) == (Auth.PASSWORD, PasswordKind.ORDINARY)
    only = FakeNetwork(pages={AUTOCONFIG: config_file(auth="OAuth2")}).found(ANA).best
    assert (only.settings.auth, only.advice.kind) == (Auth.XOAUTH2, PasswordKind.BROWSER)


def test_guesses_take_the_first_name_that_greets() -> None:
    greeting = ("mail.bodega.es:993/tls", "bodega.es:993/tls", "smtp.bodega.es:587/starttls", "bodega.es:465/tls")
    best = FakeNetwork(greeting=greeting).found(ANA).best
    assert str(best.settings.imap) == "mail.bodega.es:993/tls"
    assert str(best.settings.smtp) == "smtp.bodega.es:587/starttls"
    assert "guess" in best.source
    assert best.needs_confirmation


def test_same_settings_are_offered_once() -> None:
    network = FakeNetwork(pages={WELL_KNOWN: config_file(), ISPDB: config_file()})
    assert [one.source for one in network.found(ANA).proposals] == [Source.WELL_KNOWN]


def test_manual_settings_are_always_there() -> None:
    found = FakeNetwork().found(ANA)
    assert found.best is found.manual
    assert str(found.manual.settings.imap) == "imap.bodega.es:993/tls"
    assert found.manual.needs_confirmation


# --- time and trace ------------------------------------------------------------------------------------------------


def test_trace_is_told_as_it_comes_and_can_be_read() -> None:
    told: list[TraceStep] = []
    found = FakeNetwork(srv_records=SRV).found(ANA, told=told)
    assert tuple(told) == found.trace
    assert told[0].source is Source.TABLE
    line = next(str(step) for step in told if step.source is Source.SRV)
    assert "found: _imaps" in line
    assert "mx.bodega.es:993/tls" in line
    assert " ms " in line
    assert all(step.milliseconds >= 0 for step in told)


def test_hanging_sources_do_not_hold_it(hanging: threading.Event) -> None:
    before = time.monotonic()
    pages = {AUTOCONFIG: hanging, WELL_KNOWN: hanging, ISPDB: hanging}
    found = FakeNetwork(pages=pages).found(ANA, bound=0.3)
    assert time.monotonic() - before < 2
    assert found.best.source is Source.MANUAL
    assert _outcomes(found)[Source.AUTOCONFIG] is Outcome.TIMED_OUT


def test_better_sources_have_little_time_after_an_answer(
    monkeypatch: pytest.MonkeyPatch, hanging: threading.Event
) -> None:
    monkeypatch.setattr(autoconfig, "_PATIENCE", 0.1)
    before = time.monotonic()
    found = FakeNetwork(pages={AUTOCONFIG: hanging}, srv_records=SRV).found(ANA, bound=60)
    assert time.monotonic() - before < 5
    assert found.best.source is Source.SRV
    assert _outcomes(found)[Source.AUTOCONFIG] is Outcome.TIMED_OUT


def test_better_source_wins_though_it_is_later(hanging: threading.Event) -> None:
    """The domain's own file comes only after everybody else's answer was told."""

    class LateFile(FakeNetwork):
        def fetch(self, url: str, *, timeout: float) -> bytes:
            if url.startswith(AUTOCONFIG):
                hanging.wait(5)
            return super().fetch(url, timeout=timeout)

    def tell(step: TraceStep) -> None:
        if step.source is Source.ISPDB:
            hanging.set()

    network = LateFile(pages={AUTOCONFIG: config_file("own.bodega.es 993 SSL"), ISPDB: config_file()})
    found = autoconfig.discover(
        ANA, fetch=network.fetch, resolver=network, probe=network.probe, clock=SystemClock(), emit=tell
    )
    assert [one.source for one in found.proposals] == [Source.AUTOCONFIG, Source.ISPDB]


def test_worse_sources_are_not_waited_for(hanging: threading.Event) -> None:
    network = FakeNetwork(pages={AUTOCONFIG: config_file(), ISPDB: hanging})
    before = time.monotonic()
    found = network.found(ANA, bound=60)
    assert time.monotonic() - before < 5
    assert _outcomes(found)[Source.ISPDB] is Outcome.NOT_NEEDED


def test_source_that_breaks_does_not_take_the_others_with_it() -> None:
    found = FakeNetwork(pages={AUTOCONFIG: ZeroDivisionError("of a library")}, srv_records=SRV).found(ANA)
    assert found.best.source is Source.SRV
    step = next(step for step in found.trace if step.source is Source.AUTOCONFIG)
    assert (step.outcome, step.detail) == (Outcome.FAILED, "ZeroDivisionError")


def test_questions_run_beside_each_other() -> None:
    """Each page waits until all three are asked: one after the other they would wait for ever."""
    together = threading.Barrier(3, timeout=5)

    class Meeting(FakeNetwork):
        def fetch(self, url: str, *, timeout: float) -> bytes:
            together.wait()
            return super().fetch(url, timeout=timeout)

    assert Meeting(pages={ISPDB: config_file()}).found(ANA).best.source is Source.ISPDB


# --- J4: what must not happen --------------------------------------------------------------------------------------

_HOSTILE_FILES = {
    "plain imap": config_file("imap.bodega.es 143 plain"),
    "plain smtp": config_file(smtp="smtp.bodega.es 25 plain"),
    "no security named": config_file("imap.bodega.es 143 None"),
    "localhost": config_file("localhost 143 plain"),
    "localhost tls": config_file("localhost 993 SSL"),
    "loopback": config_file("127.0.0.1 993 SSL"),
    "loopback six": config_file("::1 993 SSL"),
    "home network": config_file("192.168.1.1 993 SSL"),
    "office network": config_file("10.0.0.5 993 SSL"),
    "link local": config_file("169.254.169.254 993 SSL"),
    "mapped": config_file("::ffff:10.0.0.5 993 SSL"),
    "translated": config_file("64:ff9b::a00:5 993 SSL"),
    "six to four": config_file("2002:a00:5:: 993 SSL"),
    "unspecified": config_file("0.0.0.0 993 SSL"),
    "smtp inside": config_file(smtp="192.168.1.1 465 SSL"),
    "decimal loopback": config_file("2130706433 993 SSL"),
    "hex loopback": config_file("0x7f000001 993 SSL"),
    "short loopback": config_file("127.1 993 SSL"),
    "newline in host": config_file("imap.bodega.es&#10;x 993 SSL"),
    "user with lines": config_file(user="x&#13;&#10;A LOGOUT"),
    "ntlm only": config_file(auth="NTLM"),
    "not xml": b"<html><title>Parked</title>",
    "bomb": b'<!DOCTYPE x [<!ENTITY a "a">]><clientConfig>&a;</clientConfig>',
    "huge": b"<clientConfig>" + b" " * 300_000 + b"</clientConfig>",
    "empty": b"",
}


@pytest.mark.parametrize("url", [AUTOCONFIG, WELL_KNOWN])
@pytest.mark.parametrize("name", _HOSTILE_FILES)
def test_j4_hostile_file_is_not_followed(name: str, url: str) -> None:
    found = FakeNetwork(pages={url: _HOSTILE_FILES[name]}, private={"localhost": ["127.0.0.1"]}, srv_records=SRV).found(
        ANA
    )
    assert found.best.source is Source.SRV
    step = next(step for step in found.trace if step.asked.startswith(url))
    assert step.outcome in (Outcome.REFUSED, Outcome.NOT_FOUND)
    assert step.detail


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "172.16.0.1", "fe80::1", "fd00::1", "::1"])
@pytest.mark.parametrize("what", ["file", "srv", "guess"])
def test_j4_public_name_that_leads_inside_is_refused(what: str, inside: str) -> None:
    names = ("imap.bodega.es", "smtp.bodega.es", "mx.bodega.es")
    found = FakeNetwork(
        pages={AUTOCONFIG: config_file()} if what == "file" else {},
        srv_records=SRV if what == "srv" else {},
        greeting=GREETING if what == "guess" else (),
        private={name: ["93.184.215.14", inside] for name in names},
    ).found(ANA)
    assert found.proposals == ()
    assert any(step.outcome is Outcome.REFUSED and "own network" in step.detail for step in found.trace)


@pytest.mark.parametrize(
    "address",
    ["ana@gmail.com.evil.example", "ana@gmaiI.com", "ana@gmаil.com", "ana@evilgmail.com", "ana@mail.gmail.com"],
)
def test_j4_name_that_only_looks_like_a_provider_is_not_it(address: str) -> None:
    found = FakeNetwork().found(address)
    assert found.trace[0].outcome is Outcome.NOT_FOUND
    assert found.proposals == ()


@pytest.mark.parametrize(
    "host",
    ["aspmx.l.google.com.evil.example", "evilgoogle.com", "google.com", "mx.ionos.es.example", "xmx1.mail.ovh.net"],
)
def test_j4_mail_host_that_only_looks_like_a_provider_is_not_it(host: str) -> None:
    assert FakeNetwork(mx_records={"bodega.es": [f"10 {host}"]}).found(ANA).proposals == ()


@pytest.mark.parametrize("gone", range(6))
def test_j4_only_https_is_asked_and_only_encryption_offered(gone: int) -> None:
    network = FakeNetwork(
        pages=dict(list({AUTOCONFIG: config_file(), WELL_KNOWN: config_file(), ISPDB: config_file()}.items())[gone:]),
        srv_records=SRV if gone <= 3 else {},
        mx_records={"bodega.es": ["10 aspmx.l.google.com."]} if gone <= 4 else {},
        greeting=GREETING,
    )
    found = network.found(ANA)
    assert not any(question.startswith("http:") for question in network.asked)
    assert not any(question.endswith("/plain") for question in network.asked)
    for proposal in (*found.proposals, found.manual):
        assert Security.PLAIN not in (proposal.settings.imap.security, proposal.settings.smtp.security)


def test_j4_guessed_servers_are_never_the_answer_of_another_source() -> None:
    assert FakeNetwork(pages={ISPDB: config_file()}, greeting=GREETING).found(ANA).best.source is Source.ISPDB


def test_j4_untrusted_certificate_is_no_answer() -> None:
    refused = Unanswered(Outcome.REFUSED, "the certificate of autoconfig.bodega.es is not valid for it")
    found = FakeNetwork(pages={AUTOCONFIG: refused}).found(ANA)
    assert found.proposals == ()
    assert any("certificate" in step.detail for step in found.trace)


@pytest.mark.parametrize("domain", ["localhost", "intranet", "printer.local", "demo.test", "x.invalid", "a.internal"])
def test_j4_private_domain_is_not_told_to_the_world(domain: str) -> None:
    network = FakeNetwork()
    found = network.found(f"ana@{domain}")
    assert network.asked == []
    assert found.best.source is Source.MANUAL
    assert "not a public one" in found.trace[-1].detail


def test_bad_address_is_the_only_error() -> None:
    for address in ("ana", "ana@" + ".".join(["abcdefgh"] * 27)):
        with pytest.raises(SetupError) as caught:
            FakeNetwork().found(address)
        assert caught.value.code is Code.BAD_INPUT


def test_public_addresses() -> None:
    assert all(is_public(one) for one in ("93.184.215.14", "2606:4700::1111", "64:ff9b::5db8:d70e", "::ffff:9.9.9.9"))
    inside = (
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "fe80::1%eth0",
        "2001:db8::1",
        "2002:909:909::1",
        "ff02::1",
        "198.51.100.1",
        "192.0.0.8",
        "192.88.99.1",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "64:ff9b:1::a00:1",
        "fec0::1",
        "3fff::1",
        "5f00::1",
    )
    assert not any(is_public(one) for one in inside)


def test_settings_can_be_typed_back() -> None:
    best = FakeNetwork(srv_records=SRV).found(ANA).best.settings
    assert parse_server(str(best.imap), best.imap.user) == best.imap
