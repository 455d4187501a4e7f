"""SIGKILL at random moments of a mixed load, again and again on one profile: nothing the server had is lost but what was
deleted, every mail goes at most once, what was stored is done or still visible, and the file is sound.
"""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.core.demo.mail_server.mailstore import MailStore
from desktop.core.demo.mail_server.server import ImapServer
from desktop.core.demo.mail_server.smtp import SubmissionServer
from desktop.core.mime.headers import find_body, parse_envelope
from desktop.core.store.store import Store
from tests.fakes.cache import mail

ROOT = Path(__file__).parents[2]
MAILS = 40
OLD = range(5000, 5012)
"""Numbers of mails that are older than the plan fetches."""


@dataclass
class Diary:
    """What the killed ones wrote."""

    tried: dict[str, set[str]] = field(default_factory=dict)
    stored: dict[str, set[str]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    told: Counter[str] = field(default_factory=Counter)
    undos: int = 0
    firm: dict[str, set[str]] = field(default_factory=dict)
    """Kind -> what was stored, and nobody can have taken back since."""
    ended: bool = False

    @classmethod
    def read(cls, path: Path) -> Diary:
        found = cls()
        for line in path.read_text().splitlines():
            word, kind, *token = line.split()
            match word:
                case "wish":
                    found.tried.setdefault(kind, set()).update(token)
                case "stored":
                    found.firm.setdefault(kind, set()).update(token)
                    found.stored.setdefault(kind, set()).update(token)
                case "outbox":
                    (found.unknown if kind == "unknown" else found.failed).update(token)
                case "kept":
                    found.kept.update(token)
                case "told":
                    found.told.update(token)
                case "undo":
                    found.undos += 1
                    found.firm.clear()
                case "end":
                    found.ended = True
        return found


class Rounds:
    def __init__(self, directory: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.profile, self.diary = directory / "profile", directory / "diary"
        self.mailstore = MailStore()
        self.account = self.mailstore.add_account("ana", "secret")
        self.account.create("Work")
        now = SystemClock().now()
        for number in range(MAILS):
            self.account.deliver("INBOX" if number % 3 else "Work", mail(number), now - number * 3600)
        for number in OLD:
            self.account.deliver("Work", mail(number, subject=f"antiguo {number}"), now - 400 * 86_400)
        self.imap = ImapServer(self.mailstore)
        self.imap.start()
        self.submission = SubmissionServer({"ana": "secret"})
        self.submission.start()
        self.delivered = {f"m{number}@example.org" for number in range(MAILS)}

    def start(self, *more: str) -> subprocess.Popen[bytes]:
        words = (self.profile, self.diary, self.imap.port, self.submission.port, self.random.randrange(10**6), *more)
        return subprocess.Popen([sys.executable, "-m", "tests.fakes.mortal", *map(str, words)], cwd=ROOT)

    def kill(self, number: int) -> None:
        """Let it live a while after it has begun, then no more; new mail comes meanwhile."""
        before = self._begun()
        process = self.start()
        while self._begun() == before and process.poll() is None:
            threading.Event().wait(0.02)
        threading.Event().wait(self.random.uniform(0.0, 0.7))
        self.account.deliver("INBOX", mail(1000 + number))
        self.delivered.add(f"m{1000 + number}@example.org")
        assert process.poll() is None, "it ended before it was killed"
        process.kill()
        process.wait(30)

    def _begun(self) -> int:
        return self.diary.read_text().count("begin") if self.diary.exists() else 0

    def check(self) -> None:
        assert self.start("finish").wait(120) == 0
        diary = Diary.read(self.diary)
        assert diary.ended
        there = {
            parse_envelope(one.raw[: find_body(one.raw)[0]]).message_id
            for box in self.account.snapshot().values() for one in box.messages
        }  # fmt: skip
        gone = (self.delivered | {f"m{number}@example.org" for number in OLD}) - there
        assert gone <= diary.tried.get("delete", set()), "a mail is gone that nobody deleted"
        if not diary.undos:
            assert diary.stored.get("delete", set()) <= gone, "a deletion was forgotten"
        sent = Counter(parse_envelope(one.raw[: find_body(one.raw)[0]]).subject for one in self.submission.accepted)
        assert not [letter for letter, times in sent.items() if times > 1], "a mail was sent twice"
        assert set(sent) <= diary.tried.get("send", set())
        lost = diary.stored.get("send", set()) - set(sent) - diary.unknown - diary.failed - diary.kept
        assert not lost, "a letter was lost"
        assert not [mail for mail, times in diary.told.items() if times > 1], "a reminder was told twice"
        drafts = diary.stored.get("draft", set()) - diary.kept
        assert not drafts, "a draft was lost"
        store = Store(self.profile, SystemClock())
        try:
            assert store.is_sound()
            assert store.read(lambda c: c.exec_driver_sql("PRAGMA foreign_key_check").all()) == []
            here = set(store.read(lambda c: c.exec_driver_sql(
                "SELECT message_id FROM message JOIN location USING (message_key) WHERE hidden = 0").scalars()))  # fmt: skip
            assert there & self.delivered <= here, "a mail of the server is not in the cache"
            self.check_brought(diary, store)
            templates = set(store.read(lambda c: c.exec_driver_sql("SELECT name FROM template").scalars()))
            assert diary.firm.get("template", set()) <= templates <= diary.tried.get("template", set())
        finally:
            store.close()
        assert not self.imap.failures

    def check_brought(self, diary: Diary, store: Store) -> None:
        """Of mail that was found on the server: one row each, whole, and the star that was wished is there."""
        rows = store.read(lambda c: c.exec_driver_sql(
            "SELECT subject, count(*), min(body_state = 'complete'), max(uid IS NULL) FROM message JOIN location USING (message_key) "
            "WHERE subject LIKE 'antiguo %' AND hidden = 0 GROUP BY message_key").all())  # fmt: skip
        assert all(tuple(row[1:]) == (1, 1, 0) for row in rows), rows
        flags = {
            parse_envelope(one.raw[: find_body(one.raw)[0]]).subject.replace(" ", "-"): one.flags
            for box in self.account.snapshot().values() for one in box.messages
        }  # fmt: skip
        lost = [
            subject for subject in diary.firm.get("bring", ()) if subject in flags and "\\Flagged" not in flags[subject]
        ]
        assert not lost, "a star for a mail of the server was lost"

    def close(self) -> None:
        self.imap.stop()
        self.submission.stop()


def play(directory: Path, seed: int, kills: int) -> None:
    rounds = Rounds(directory, seed)
    try:
        for number in range(kills):
            rounds.kill(number)
        rounds.check()
    finally:
        rounds.close()


@pytest.mark.parametrize("seed", range(2))
def test_killed_in_the_middle_of_everything(tmp_path, seed):
    play(tmp_path, seed, kills=5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 125))
def test_killed_two_hundred_times_in_the_middle_of_everything(tmp_path, seed):
    play(tmp_path, seed, kills=8)
