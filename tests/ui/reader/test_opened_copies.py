"""Opened attachments leave no copy behind: not after a quit, and not beyond the next start after a kill."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.clock import SystemClock
from desktop.core.profile import open_profile
from desktop.ui.reader.opened_copies import FOLDER, OpenedCopies
from tests.fakes.cache import Cache

ROOT = Path(__file__).parents[3]
SECRET = "Salary of Ana: 41,000"
MAIL = (
    "Message-ID: <secret@example.org>\r\nDate: Mon, 16 Nov 2026 10:00:00 +0100\r\nFrom: Bob <bob@example.com>\r\n"
    "To: ana@example.org\r\nSubject: Payroll\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHere.\r\n--b\r\n'
    'Content-Type: text/csv; name="payroll.csv"\r\nContent-Disposition: attachment; filename="payroll.csv"\r\n\r\n'
    f"{SECRET}\r\n--b--\r\n"
).encode()
PROGRAM = """
import os
import sys
import threading
from pathlib import Path
from PySide6.QtCore import QTimer
import desktop.app as app
import desktop.core.engine as behind

watch = threading.Timer(60, lambda: os._exit(3))  # a test that fails, not one that hangs
watch.daemon = True
watch.start()
profile, key, ends = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
behind.Engine.begin = lambda engine: QTimer.singleShot(0, app.QApplication.instance(), begun)  # from any thread

def begun():
    window = next(one for one in app.QApplication.topLevelWidgets() if isinstance(one, app.MainWindow))
    pane = window.frame.reader.reader

    def opened(url):
        print(url.toLocalFile(), flush=True)
        if ends == "quit":
            wait_for_old(window)
        return True

    pane.files.open_url = opened
    pane.show_message(key)

    def when_shown():
        if pane.attachments.cards:
            looking.stop()
            pane.attachments.open_wanted.emit(pane.attachments.cards[0].attachment)

    looking = QTimer(window, interval=20)
    looking.timeout.connect(when_shown)
    looking.start()

def wait_for_old(window):
    def look():
        if len(list((profile / "opened").iterdir())) == 1:
            window.close()
    timer = QTimer(window, interval=20)
    timer.timeout.connect(look)
    timer.start()

sys.exit(app.run_app(profile))
"""


def written(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def holding(folder: Path) -> list[Path]:
    """Files with the words of the attachment in the open; the mail itself lies compressed or not in the database."""
    return [path for path in written(folder) if path.suffix == ".csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="the process is killed by a signal")
def test_no_copy_outlives_a_quit_or_the_start_after_a_kill(tmp_path):
    profile, place = tmp_path / "profile", tmp_path / "temporary"
    place.mkdir()
    cache = Cache(profile, now=SystemClock().now())
    key = cache.put("INBOX", MAIL, 1, received=cache.clock.now() - 60)
    cache.store.close()
    open_profile(profile, credentials=MemoryCredentials(), threads=False).close()
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path), "TMPDIR": str(place)}

    def start(ends: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-c", PROGRAM, str(profile), str(key), ends]
        return subprocess.Popen(
            words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    with start("kill") as killed:
        assert killed.stdout is not None
        left = Path(killed.stdout.readline().strip())
        killed.kill()
    assert left.read_text().strip() == SECRET, "this is what a killed run cannot remove"
    assert profile in left.parents
    assert [path.stat().st_mode & 0o077 for path in (left, *left.parents) if (profile / FOLDER) in (path, *path.parents)] == [0] * 4  # fmt: skip

    with start("quit") as quitting:
        assert quitting.stdout is not None
        opened = Path(quitting.stdout.readline().strip())
        quitting.communicate(timeout=60)
    assert quitting.returncode == 0
    assert opened.name == left.name
    assert opened != left
    assert not (profile / FOLDER).exists()
    assert holding(tmp_path) == []
    assert list(place.iterdir()) == [], "nothing in the folder for temporary files either"


@pytest.fixture
def copies(tmp_path) -> OpenedCopies:
    return OpenedCopies(tmp_path)


def test_a_copy_keeps_its_name_and_two_of_one_name_stand_apart(copies, tmp_path):
    first = copies.add("a.txt", b"1", read_only=True)
    second = copies.add("a.txt", b"2", read_only=False)
    assert (first.name, second.name) == ("a.txt", "a.txt")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert first.stat().st_mode & 0o200 == 0, "who edits it is asked where to save"
    assert second.stat().st_mode & 0o200, "what is dragged away can be written"
    copies.remove_all()
    assert list(tmp_path.iterdir()) == []


def test_only_other_runs_are_old(copies, tmp_path):
    left = OpenedCopies(tmp_path).add("left.txt", b"x", read_only=True)
    mine = copies.add("mine.txt", b"x", read_only=True)
    (tmp_path / FOLDER / "stray").write_text("x")
    copies.remove_old()
    assert written(tmp_path) == [mine]
    assert not left.exists()


def test_what_a_link_leads_to_stays(copies, tmp_path):
    elsewhere = tmp_path / "documents"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("x")
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "link").symlink_to(elsewhere)
    copies.remove_old()
    copies.remove_all()
    assert written(tmp_path) == [elsewhere / "mine.txt"]


def test_what_is_in_use_goes_at_the_next_start(copies, tmp_path, monkeypatch):
    held = copies.add("held.pdf", b"x", read_only=True)
    free = copies.add("free.pdf", b"x", read_only=True)
    unlink = Path.unlink

    def refuse(path: Path, *rest: bool) -> None:
        if path == held:
            raise PermissionError(13, "in use")
        unlink(path, *rest)

    monkeypatch.setattr(Path, "unlink", refuse)
    copies.remove_all()
    assert held.exists()
    assert not free.exists()
    monkeypatch.undo()
    OpenedCopies(tmp_path).remove_old()
    assert written(tmp_path) == []


def test_without_any_copy_there_is_nothing_to_do(copies, tmp_path):
    copies.remove_old()
    copies.remove_all()
    assert list(tmp_path.iterdir()) == []
