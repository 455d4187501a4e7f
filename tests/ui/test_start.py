"""What the program has imported, read and made when its window is painted for the first time: what a start shows, and no more.

The real composition on a profile that is whole, in a process of its own, stopped where the engine would be imported. This is the one
rule of a start: what is below is imported by nobody whom the first screen needs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.clock import SystemClock
from desktop.core.profile import open_profile
from tests.fakes.cache import Cache

ROOT = Path(__file__).parents[2]
NOT_YET = (
    # Qt's browser, and what speaks to servers
    "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets", "PySide6.QtNetwork", "desktop.ui.program.interruption", "ctypes",
    "hashlib", "imapclient", "smtplib", "http.client", "keyring", "dns", "httpx", "caldav", "icalendar", "lxml", "b24pysdk", "nio", "webbrowser",
    # what reads a mail
    "nh3", "selectolax", "html2text", "html.parser", "desktop.core.mime.parse_message", "desktop.core.mime.html_clean",
    # the engine, and all that works behind it
    "sqlalchemy", "asyncio", "ssl", "desktop.core.engine", "desktop.core.profile", "desktop.core.reading.reading",
    "desktop.core.workspace", "desktop.core.operations", "desktop.core.retention", "desktop.core.sync", "desktop.core.imap",
    "desktop.core.smtp", "desktop.core.mime", "desktop.core.connectors", "desktop.core.linking",
    "desktop.core.invitations", "desktop.core.pictures", "desktop.core.crm", "desktop.core.export", "desktop.core.desk",
    "desktop.core.store.store", "desktop.core.store.schema", "desktop.core.store.database", "desktop.core.logins",
    "desktop.core.accounts.autoconfig", "desktop.core.accounts.network", "desktop.core.demo", "desktop.cli.parser",
    # what searches
    "desktop.core.api.searching", "desktop.core.reading.searches", "desktop.core.store.found", "desktop.core.store.match_syntax",
    # what a hand opens
    "desktop.ui.account_setup", "desktop.ui.composer", "desktop.ui.first_screen", "desktop.ui.desk.room",
    "desktop.ui.links.sheet", "desktop.ui.links.connectors_dialog", "desktop.ui.links.rules_dialog",
    "desktop.ui.plan.page", "desktop.ui.plan.tour", "desktop.ui.waiting.operations_panel", "desktop.ui.key_sheet",
    "desktop.ui.command_palette", "desktop.ui.reader.html_view", "desktop.ui.reader.source_window",
    "desktop.core.api.discovery",
)  # fmt: skip
MOST_MODULES = 240
"""Of the program's own: as many as there are today. Each costs a quarter of a millisecond; what a start does not show
is imported by the function that shows it. Python's own are not counted, for they differ by version and system."""
MOST_WIDGETS = 220
"""219 at the time of writing; the page of the plan alone has ninety."""
NO_TYPES_YET = ("QAccessible", "QAccessibleAnnouncementEvent")
"""Qt's classes that come with many names of their own; the bindings make a class when it is first named."""
PROGRAM = """
import json, linecache, os, sys
from pathlib import Path
import desktop.app as app

def begin(session):
    read = [name for name in linecache.cache if f"{os.sep}desktop{os.sep}" in name]
    widgets = app.QApplication.allWidgets()
    import PySide6.QtGui
    types = [name for name in sys.argv[2:] if isinstance(vars(PySide6.QtGui).get(name), type)]
    print(json.dumps({
        "modules": sorted(sys.modules), "types": types, "read": read, "widgets": len(widgets),
        "folders": [len(one.folders.mailboxes()) for one in widgets if isinstance(one, app.MainWindow)],
    }), flush=True)
    os._exit(0)

app.OpeningSession.begin = begin
app.run_app(Path(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("start")
    Cache(folder / "profile", now=SystemClock().now()).store.close()  # an account, and no mail that would be read
    open_profile(folder / "profile", credentials=MemoryCredentials(), threads=False).close()
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder / "profile"), *NO_TYPES_YET], cwd=ROOT, env=environment, capture_output=True,
        text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    said: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return said


def test_nothing_is_imported_that_a_start_does_not_show(start):
    modules = start["modules"]
    assert "desktop.ui.window.main_window" in modules
    early = [name for name in modules for heavy in NOT_YET if name == heavy or name.startswith(f"{heavy}.")]
    assert early == []


def test_a_start_does_not_grow(start):
    own = [name for name in start["modules"] if name.partition(".")[0] == "desktop"]
    assert len(own) <= MOST_MODULES, own
    assert start["types"] == []


def test_no_source_is_read(start):
    """PySide's hook before every import reads the source of each module, were it not taken off."""
    assert start["read"] == []


def test_only_what_is_shown_is_made(start):
    assert start["folders"][0] > 0, "it is the window of somebody who has mail"
    assert start["widgets"] <= MOST_WIDGETS
