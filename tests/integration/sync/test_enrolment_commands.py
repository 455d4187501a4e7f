"""The same from the command line: `account add --sign-in`, `edit`, `sign-in`, `pause` and `resume`, against servers on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.cli import enrolling, program
from desktop.core import profile as profiles
from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.logins import Connections
from tests.integration.sync.test_enrolment import Provider

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    made = Provider(tmp_path / "window")
    yield made
    made.close()


@pytest.fixture
def command(provider: Provider, tmp_path: Path, monkeypatch, capsys) -> Command:
    credentials = MemoryCredentials()
    real = profiles.real_connections

    def connections(clock) -> Connections:
        return replace(real(clock), post=provider.https.post)

    monkeypatch.setattr(profiles, "real_connections", connections)
    monkeypatch.setattr(profiles, "KeyringCredentials", lambda: credentials)
    monkeypatch.setattr(enrolling.webbrowser, "open", provider.agree)
    monkeypatch.setenv("DISPLAY", ":7")

    def run(*words: str) -> tuple[int, str, str]:
        code = program.run(["--profile", str(tmp_path / "profile"), *words])
        said = capsys.readouterr()
        return int(code), said.out, said.err

    return run


def servers(provider: Provider) -> list[str]:
    return [
        "--imap", f"127.0.0.1:{provider.imap.port}/plain", "--smtp", f"127.0.0.1:{provider.submission.port}/plain",
        "--user", "ana",
    ]  # fmt: skip


def own_provider(provider: Provider) -> list[str]:
    return [
        "--client-id", "bandeja-of-ana", "--sign-in-page", f"{provider.authority.url}/authorize",
        "--exchange-url", f"{provider.authority.url}/token", "--scope", "mail offline",
    ]  # fmt: skip


def test_signing_in_and_again(command: Command, provider: Provider, monkeypatch):
    monkeypatch.setenv(enrolling.CLIENT_SECRET, "shown to the provider alone")
    sign_in = ["--sign-in", *own_provider(provider)]
    code, out, err = command("account", "add", "ana@example.org", *servers(provider), *sign_in)
    assert (code, "is added" in out) == (0, True), err
    assert "Sign in here, in a browser on this computer: https://localhost" in err
    assert "shown to the provider alone" not in out + err
    assert provider.authority.posted[0]["client_secret"] == "shown to the provider alone"
    provider.people["ana"].deliver("INBOX", b"Subject: Hola\r\n\r\nHola\r\n")
    assert command("sync")[0] == 0
    provider.authority.revoke()
    provider.expire()
    code, _, err = command("sync")
    assert code == 3
    assert "Sign in again with the browser" in err
    assert command("account", "sign-in", "ana@example.org")[0] == 0
    assert command("sync")[0] == 0
    accounts = json.loads(command("account", "list", "--json")[1])["accounts"]
    assert accounts[0]["auth"] == "xoauth2"


def test_what_is_missing_is_said(command: Command, provider: Provider):
    where = ["account", "add", "ana@example.org", *servers(provider), "--sign-in"]
    assert "Nobody knows where ana@example.org signs in" in command(*where)[2]
    code, _, err = command(*where, "--sign-in-page", "https://a.example/", "--exchange-url", "https://a.example/t")
    assert (code, "--client-id" in err) == (2, True)
    assert command(*where, "--sign-in-page", "https://a.example/")[0] == 2
    code, _, err = command(*where, *own_provider(provider), "--sign-in-page", "http://a.example/")
    assert code == 3
    assert command("account", "list")[1] == ""


def test_editing_tries_before_it_keeps(command: Command, provider: Provider, monkeypatch):
    monkeypatch.setenv("BANDEJA_PASSWORD", "secret")
    assert command("account", "add", "ana@example.org", *servers(provider))[0] == 0
    assert command("account", "edit", "ana@example.org")[0] == 2
    code, _, err = command("account", "edit", "ana@example.org", "--imap", "127.0.0.1:1/plain")
    assert (code, "does not answer on port 1" in err) == (4, True)
    assert command("account", "edit", "ana@example.org", "--name", "Ana B.")[0] == 0
    provider.people["ana"].password = provider.submission.passwords["ana"] = "new"
    monkeypatch.setenv("BANDEJA_PASSWORD", "new")
    code, out, _ = command("account", "edit", "ana@example.org", "--json")
    assert code == 0
    assert json.loads(out)["account"]["address"] == "ana@example.org"
    listed = json.loads(command("account", "list", "--json")[1])["accounts"][0]
    assert (listed["name"], listed["imap"]) == ("Ana B.", f"127.0.0.1:{provider.imap.port}/plain")
    assert command("sync")[0] == 0


def test_a_pause(command: Command, provider: Provider, monkeypatch):
    monkeypatch.setenv("BANDEJA_PASSWORD", "secret")
    assert command("account", "add", "ana@example.org", *servers(provider))[0] == 0
    assert command("account", "pause", "ana@example.org")[0] == 0
    code, out, err = command("sync")
    assert (code, out, "is paused and was passed over" in err) == (0, "", True)
    assert "new mail" in command("sync", "--account", "ana@example.org")[1]
    assert command("account", "resume", "ana@example.org")[0] == 0
    assert "new mail" in command("sync")[1]
