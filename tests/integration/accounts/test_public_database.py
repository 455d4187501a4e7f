"""All files of Thunderbird's provider database: each is understood, and the bundled table agrees with it."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ElementTree
from importlib import resources
from pathlib import Path

import pytest

from desktop.core.accounts.client_config import ClientConfig, parse_client_config
from desktop.core.accounts.providers import load_providers, parse_providers
from desktop.core.api.account_settings import Auth, Security
from tests.unit.accounts.fake_network import FakeNetwork

pytestmark = pytest.mark.corpus
ADDRESS = "ana.nunez@bodega.es"


@pytest.fixture(scope="module")
def files(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("ispdb")
    subprocess.run(["tar", "--zstd", "-xf", corpus / "suites-ispdb.tar.zst", "-C", folder], check=True)
    return {path.stem: path.read_bytes() for path in sorted(folder.rglob("*.xml"))}


def _usable_by_elementtree(body: bytes, tag: str, kind: str) -> list[str]:
    """An independent reading of the same file: "host:port" of each encrypted server of that kind, in order."""
    found = []
    for server in ElementTree.fromstring(body).iter(tag):
        if server.get("type") == kind and server.findtext("socketType") in ("SSL", "STARTTLS"):
            methods = {one.text for one in server.findall("authentication")}
            if methods & {"password-cleartext", "password-encrypted", "OAuth2"}:
                host = (server.findtext("hostname") or "").replace("%EMAILDOMAIN%", ADDRESS.partition("@")[2])
                found.append(f"{host}:{server.findtext('port')}".lower())
    return found


def test_every_file_is_understood(files: dict[str, bytes]) -> None:
    assert len(files) == 163
    usable = 0
    for name, body in files.items():
        config = parse_client_config(body, ADDRESS)
        for offered, tag, kind in ((config.imap, "incomingServer", "imap"), (config.smtp, "outgoingServer", "smtp")):
            read = [f"{one.server.host}:{one.server.port}" for one in offered]
            assert read == _usable_by_elementtree(body, tag, kind), name
            assert all(one.server.security is not Security.PLAIN for one in offered), name
            assert all("%" not in one.server.user for one in offered), name
        usable += bool(config.imap and config.smtp)
    assert usable == 118, "the others have POP only, or no encryption"


def test_every_usable_file_becomes_settings_for_its_domain(files: dict[str, bytes]) -> None:
    """Through the whole of discovery, without the bundled table's help: as the database answers over the network."""
    known = {domain for provider in load_providers() for domain in provider.domains}
    tried = 0
    for body in files.values():
        config = parse_client_config(body, ADDRESS)
        domain = next(
            (one.text for one in ElementTree.fromstring(body).iter("domain") if one.text and one.text not in known), ""
        )
        if not (config.imap and config.smtp and "." in domain):
            continue
        tried += 1
        network = FakeNetwork(pages={f"https://autoconfig.thunderbird.net/v1.1/{domain}": body})
        best = network.found(f"ana@{domain}").best
        expected = parse_client_config(body, f"ana@{domain}").imap[0].server
        assert (best.source, best.settings.imap) == ("ispdb", expected)
    assert tried > 80


def test_bundled_table_agrees_with_the_database(files: dict[str, bytes]) -> None:
    """Host, port, security, user form and kind of login of every entry that says it is known from there."""
    text = resources.files("resources").joinpath("providers.toml").read_text(encoding="utf-8")
    only_confirmed = "".join(
        f"[[provider]]{block}" for block in text.split("[[provider]]")[1:] if 'known_from = "ispdb"' in block
    )
    configs = [parse_client_config(body, ADDRESS) for body in files.values()]
    checked = 0
    for provider in parse_providers(only_confirmed):
        assert any(_agrees(provider.imap, provider.user, config, "imap") for config in configs), provider.id
        assert any(_agrees(provider.smtp, provider.smtp_user, config, "smtp") for config in configs), provider.id
        checked += 1
    assert checked >= 25


def _agrees(server: str, form: str, config: ClientConfig, kind: str) -> bool:
    user = ADDRESS if form == "address" else ADDRESS.partition("@")[0]
    offered = config.imap if kind == "imap" else config.smtp
    return any(str(one.server) == server and one.server.user == user for one in offered)


def test_browser_only_providers_are_those_of_the_database(files: dict[str, bytes]) -> None:
    for name, ours in (("hotmail.com", "outlook"), ("office365.com", "office365"), ("googlemail.com", "gmail")):
        config = parse_client_config(files[name], ADDRESS)
        provider = next(one for one in load_providers() if one.id == ours)
        assert (config.imap[0].auth == (Auth.XOAUTH2,)) == (provider.advice.kind == "browser")
