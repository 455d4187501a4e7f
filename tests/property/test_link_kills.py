"""`kill -9` while mails are linked, again and again on one profile; the servers' objects are the links' objects afterwards."""

from __future__ import annotations

import collections
import json
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from tests.fakes.cache import Cache, mail


def check(directory: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    cache = Cache(directory / "profile", now=SystemClock().now())
    for number in range(1, 9):
        cache.put("INBOX", mail(number), number)
    cache.store.close()
    folder = directory / "server"
    folder.mkdir()
    words = [sys.executable, "-m", "tests.fakes.mortal_links", str(directory / "profile"), str(folder)]
    pause = threading.Event()
    for number in range(kills):
        child = subprocess.Popen([*words, str(seed + number)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"begin\n"
        pause.wait(chance.uniform(0.02, 0.35))
        child.kill()
        child.wait()
        child.stdout.close()
    told = json.loads(subprocess.run([*words, "0", "finish"], stdout=subprocess.PIPE, check=True, timeout=120).stdout)
    assert told["waiting"] == []
    objects = {path.name: path.read_text() for path in folder.iterdir() if path.suffix == ""}
    twice = [key for key, count in collections.Counter(objects.values()).items() if count > 1]
    linked = {remote_id for backend, _, remote_id, _ in told["links"] if backend == "folder"}
    assert (twice, linked ^ set(objects)) == ([], set())
    for kind, found in told["desk"].items():
        linked = {remote_id for backend, its, remote_id, _ in told["links"] if (backend, its) == ("desk", kind)}
        assert linked == set(found), kind


def test_killed_while_linking(tmp_path: Path):
    check(tmp_path, kills=3, seed=1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 110))
def test_killed_a_hundred_times_while_linking(tmp_path: Path, seed: int):
    check(tmp_path, kills=10, seed=seed * 1000)
