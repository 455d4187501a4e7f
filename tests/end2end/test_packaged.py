"""The packaged program, as `python3 run.py build` leaves it in dist/: it has everything along that it needs.

Runs with `--packaged`, after a build. What can be missing in a package and not in a checkout is asked for by name: data files,
modules that only a string names, libraries of Qt's, the standard library for plug-ins.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import TypeVar

import pytest
from sqlcipher3 import dbapi2 as sqlite

import desktop
from desktop.core.demo.mail_server.smtp import SubmissionServer
from tests.end2end.command import PATIENCE, ROOT, Bandeja
from tests.fakes.child_server import free_port
from tests.fakes.devtools import read_page_text
from tests.fakes.dovecot import PASSWORD
from tests.fakes.servers import EmbeddedServer
from tests.fakes.servers import embedded_server as embedded_server

pytestmark = pytest.mark.packaged
PROGRAM = ROOT / "dist" / "bandeja" / ("bandeja.exe" if sys.platform == "win32" else "bandeja")
BUILT_IN = {"desk", "bitrix24", "caldav", "matrix", "tryton"}
Seen = TypeVar("Seen")

PROBE = """
import datetime, zoneinfo
from dataclasses import replace
import sqlite3, xmlrpc.client, concurrent.futures, xml.etree.ElementTree  # a plug-in may want any of the standard library
import icalendar, httpx, dns.resolver, keyring.backends.SecretService, keyring.backends.kwallet

event = icalendar.Event()
event.add("dtstart", datetime.datetime(2026, 11, 28, 9, tzinfo=zoneinfo.ZoneInfo("Europe/Madrid")))
assert icalendar.Event.from_ical(event.to_ical())["dtstart"].dt.hour == 9
assert zoneinfo.TZPATH == ()  # the zone came from the package, not from the system
from bandeja_notes import BACKEND as NOTES
BACKEND = replace(NOTES, backend="probe")
"""


class Packaged(Bandeja):
    """The command out of the package; of the checkout's Python nothing is near."""

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [PROGRAM, "--profile", str(self.profile), *words],
            cwd=self.profile.parent, env=self._environment(),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *words: str, code: int = 0, given: bytes = b"") -> bytes:
        return self.run_cold(*words, code=code, given=given)


@pytest.fixture
def bandeja(tmp_path: Path) -> Packaged:
    return Packaged(tmp_path / "profile", PASSWORD)


@pytest.fixture
def synced(bandeja: Packaged, embedded_server: EmbeddedServer) -> Iterator[Packaged]:
    """With one HTML mail in the cache."""
    mail = EmailMessage(SMTP)
    mail["From"], mail["To"], mail["Subject"] = "Pilar <pilar@example.org>", "ana@example.org", "Terraza"
    mail["Message-ID"] = "<terraza@example.org>"
    mail.set_content("<p>Nos vemos en la <b>terraza</b>.</p>", subtype="html")
    embedded_server.account.deliver("INBOX", mail.as_bytes())
    with SubmissionServer({"ana": PASSWORD}) as smtp:
        servers = ["--imap", f"127.0.0.1:{embedded_server.port}/plain", "--smtp", f"127.0.0.1:{smtp.port}/plain"]
        bandeja.run("account", "add", "ana@example.org", "--user", "ana", *servers)
        bandeja.run("sync")
        yield bandeja


def wait_for(look: Callable[[], Seen], process: subprocess.Popen[bytes]) -> Seen:
    """What `look` finds at last, while the process lives."""
    patience = threading.Event()
    for _ in range(int(PATIENCE / 0.1)):
        assert process.poll() is None, process.communicate()
        found = look()
        if found:
            return found
        patience.wait(0.1)
    raise AssertionError("it did not come")


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE)
    assert b"Traceback" not in said, said
    if sys.platform != "win32":
        assert process.returncode == 0, said


def test_the_command_answers(bandeja: Packaged):
    assert b"usage: bandeja" in bandeja.run("--help")
    assert desktop.__version__.encode() in bandeja.run("--version")
    assert b"Everything is fine." in bandeja.run("doctor")


def test_mail_comes_and_is_read(synced: Packaged):
    assert [row["subject"] for row in synced.rows().values()] == ["Terraza"]
    assert "terraza" in synced.run("show", "terraza@example.org").decode()
    findings = synced.json("doctor")["findings"]
    assert {one["check"]: one["state"] for one in findings}["imap"] == "ok"
    assert "professional" in synced.run("plan", "list").decode()
    synced.run("link", "task", "terraza@example.org", "--title", "Silla", "--due", "none")


def test_every_connector_is_in_it(bandeja: Packaged):
    assert {row["name"] for row in bandeja.json("connectors", "list")["connectors"]} >= BUILT_IN


def test_a_plug_in_is_found_enabled_and_run(bandeja: Packaged):
    folder = bandeja.profile / "plug-ins" / "probe"
    about = folder / "bandeja_probe-1.0.dist-info"
    about.mkdir(parents=True)
    about.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: bandeja-probe\nVersion: 1.0\n", "utf-8")
    about.joinpath("entry_points.txt").write_text("[bandeja.connectors]\nprobe = bandeja_probe:BACKEND\n", "utf-8")
    folder.joinpath("bandeja_probe.py").write_text(PROBE, "utf-8")
    shutil.copy(ROOT / "docs" / "plug-in" / "bandeja_notes.py", folder)
    bandeja.environment["PYTHONTZPATH"] = ""
    bandeja.run("connectors", "enable", "bandeja-probe")
    answer = bandeja.json("connectors", "list")
    assert "probe" in {row["name"] for row in answer["connectors"]}, answer


def test_the_window_shows_html_by_the_web_engine(synced: Packaged):
    port = free_port()
    synced.environment["QTWEBENGINE_REMOTE_DEBUGGING"] = f"127.0.0.1:{port}"
    process = synced.start("app")
    try:
        text = wait_for(lambda: read_page_text(port), process)
        assert "Nos vemos en la" in text
    finally:
        end(process)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the demo's profile by Linux's folder of caches")
def test_the_demo_gets_its_mail(bandeja: Packaged, tmp_path: Path):
    bandeja.environment["XDG_CACHE_HOME"] = str(tmp_path)
    bandeja.profile = tmp_path / "Bandeja" / "demo"
    process = subprocess.Popen([PROGRAM, "demo"], env=bandeja._environment(), stderr=subprocess.PIPE)
    try:
        wait_for(lambda: count_bodies(bandeja.profile / "bandeja.db") > 50, process)
    finally:
        end(process)
    inboxes = [box for box in bandeja.json("mailboxes")["mailboxes"] if box["name"] == "INBOX"]
    assert [box["total"] > 10 for box in inboxes] == [True, True]


def count_bodies(file: Path) -> int:
    """In the cache of a program that runs."""
    try:
        connection = sqlite.connect(f"file:{file}?mode=ro", uri=True)
        (count,) = connection.execute("SELECT count(*) FROM body").fetchone()
    except sqlite.Error:
        return 0
    connection.close()
    return count


def test_what_a_person_needs_lies_beside_it():
    inside = PROGRAM.parent / "_internal"
    for name in (
        "resources/plans.toml",
        "resources/translations/bandeja_es.qm",
        "THIRD-PARTY.md",
        "licences",
        "LICENSE",
    ):
        assert (inside / name).exists(), name
    assert not [path for path in inside.rglob("*") if path.is_symlink() and not path.exists()]
    assert not list(inside.glob("libgtk*")), "GTK is the desktop's own"
