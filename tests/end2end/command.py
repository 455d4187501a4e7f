"""The command as tests run it: as a process of its own, cold like a person's, or forked from a warm one to save the imports.

`Bandeja.start` is the real thing, `python -m desktop`. `Bandeja.run` gives the words to a fork of one Python that has imported
the program but run nothing: the same `main`, an environment, files and an exit code of its own, in a tenth of the time.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
_WARM = """
import json, os, sys
from desktop.__main__ import main
from desktop.cli import accounts, changes, doctor, export, mail, outbox, plan, sync
while line := sys.stdin.readline():
    order = json.loads(line)
    child = os.fork()
    if not child:
        for descriptor, name in enumerate(order["files"]):
            os.dup2(os.open(name, os.O_RDWR), descriptor)
        sys.stdin = open(0, closefd=False)
        os.environ.clear()
        os.environ.update(order["environment"])
        sys.argv[1:] = order["words"]
        sys.exit(main())
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass
class Bandeja:
    """Runs the command on one profile; `said` is everything any run has written, `words` all that was asked."""

    profile: Path
    password: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    err: str = ""

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """A process like a person's, whose words everybody on the computer can read."""
        self.words += words
        return subprocess.Popen(
            [sys.executable, "-m", "desktop", "--profile", str(self.profile), *words],
            cwd=ROOT, env=self._environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run_cold(self, *words: str, code: int = 0, given: bytes = b"") -> bytes:
        process = self.start(*words)
        out, err = process.communicate(given, timeout=PATIENCE)
        return self._judge(words, code, process.returncode, out, err)

    def run(self, *words: str, code: int = 0, given: bytes = b"") -> bytes:
        """Standard output. Fails unless the command ends with that code."""
        if sys.platform == "win32":
            return self.run_cold(*words, code=code, given=given)
        self.words += words
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder, name) for name in ("in", "out", "err")]
            for file, content in zip(files, (given, b"", b""), strict=True):
                file.write_bytes(content)
            order = {
                "words": ["--profile", str(self.profile), *words], "environment": self._environment(),
                "files": [str(file) for file in files],
            }  # fmt: skip
            warm = _warm_process()
            assert warm.stdin is not None
            assert warm.stdout is not None
            warm.stdin.write(json.dumps(order).encode() + b"\n")
            warm.stdin.flush()
            ended = int(warm.stdout.readline())
            out, err = files[1].read_bytes(), files[2].read_bytes()
        return self._judge(words, code, ended, out, err)

    def json(self, *words: str, code: int = 0) -> dict:
        answer = json.loads(self.run(*words, "--json", code=code))
        assert answer["version"] == 1
        return answer

    def rows(self, mailbox: str = "INBOX") -> dict[str, dict]:
        """By Message-ID."""
        return {row["message_id"]: row for row in self.json("list", "--mailbox", mailbox, "--limit", "0")["messages"]}

    def _judge(self, words: tuple[str, ...], code: int, ended: int, out: bytes, err: bytes) -> bytes:
        self.err = err.decode("utf-8", "replace")
        self.said += [out.decode("utf-8", "replace"), self.err]
        assert ended == code, (words, ended, out[-2000:], self.err)
        assert "Traceback" not in self.err
        return out

    def _environment(self) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if name != "BANDEJA_PASSWORD"}
        return environment | self.environment | ({"BANDEJA_PASSWORD": self.password} if self.password else {})


@functools.cache
def _warm_process() -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", _WARM], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
    process.wait(PATIENCE)
