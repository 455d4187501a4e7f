"""The lane of Cyrus, Courier and Postfix itself: it says when it is left out, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.api.account_settings import Security
from desktop.core.clock import SystemClock
from desktop.core.imap.connect import connect_imap
from tests.fakes.courier import courier
from tests.fakes.cyrus import cyrus
from tests.fakes.debian_root import TREE, living_in, remove_dead_roots
from tests.fakes.scripted_server import account_on


def test_the_lane_is_asked_for(request: pytest.FixtureRequest):
    """One skip for hundreds of tests, which are not even collected without it."""
    if not request.config.getoption("servers"):
        pytest.skip("the tests on Cyrus, Courier and Postfix run with --servers")


@pytest.mark.servers
@pytest.mark.parametrize("start", [cyrus, courier])
def test_nothing_is_left_of_a_server(start):
    with start() as server:
        folder = server.root.folder
        client = connect_imap(
            account_on(server.port, security=Security.PLAIN, user=server.new_user()),
            server.password,
            clock=SystemClock(),
        )
        assert client.select("INBOX").exists == 0
        assert living_in(folder)
    assert not living_in(folder)
    assert not folder.exists()
    client.close()


@pytest.mark.servers
def test_the_common_files_are_never_written_into():
    """A root's files are links to them: what one server is told, the next must not hear."""
    with cyrus() as server:
        mine, common = server.root.folder / "etc/imapd.conf", TREE / "etc/imapd.conf"
        assert "altnamespace: no" in mine.read_text()
        assert not common.exists() or not mine.samefile(common)
        assert (server.root.folder / "usr/lib/cyrus/bin/master").samefile(TREE / "usr/lib/cyrus/bin/master")


@pytest.mark.servers
def test_what_a_killed_run_has_left_is_ended_by_the_next():
    """Nothing tells a server that has become another user that the run is dead (prctl(2), PR_SET_PDEATHSIG)."""
    script = (
        "from tests.fakes.cyrus import cyrus\n"
        "running = cyrus()\n"
        "server = running.__enter__()\n"
        "print(server.root.folder, flush=True)\n"
        "input()\n"
    )
    run = [sys.executable, "-c", script]
    with subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=TREE.parents[2]) as killed:
        assert killed.stdout is not None
        folder = Path(killed.stdout.readline().strip())
        assert living_in(folder)
        killed.kill()
    remove_dead_roots(folder.parent)
    assert not living_in(folder)
    assert not folder.exists()
