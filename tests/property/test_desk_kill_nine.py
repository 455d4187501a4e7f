"""SIGKILL while the own desk works, again and again on one profile: what was stored is there, whole and once."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop.core.api.linking import LinkKind
from desktop.core.clock import SystemClock
from desktop.core.connectors.local.backend import LocalConnector
from desktop.core.desk.service import DeskService
from desktop.core.store.store import Store
from tests.fakes.mortal_desk import wish_of

ROOT = Path(__file__).parents[2]


def kill_once(profile: Path, diary: Path, seed: int, chance: random.Random) -> None:
    words = [sys.executable, "-m", "tests.fakes.mortal_desk", str(profile), str(diary), str(seed)]
    process = subprocess.Popen(words, cwd=ROOT)
    while (not diary.exists() or f"begin {seed}\n" not in diary.read_text()) and process.poll() is None:
        threading.Event().wait(0.02)
    threading.Event().wait(chance.uniform(0.05, 0.5))
    assert process.poll() is None, "it ended before it was killed"
    process.kill()
    process.wait(30)


def check(profile: Path, diary: Path) -> None:
    lines = [line.split() for line in diary.read_text().splitlines()]
    store = Store(profile, SystemClock())
    try:
        desk, connector = DeskService(store, lambda: "UTC"), LocalConnector(store)
        tasks = {row.task_key: row.title for row in desk.tasks()}
        state: dict[int, tuple[str, str]] = {}
        for word, *rest in lines:
            match word:
                case "saved":
                    state[int(rest[0])] = ("there", rest[1])
                case "deleting" | "undoing":
                    state[int(rest[0])] = ("unknown", state[int(rest[0])][1])
                case "deleted":
                    state[int(rest[0])] = ("gone", state[int(rest[0])][1])
                case "undone":
                    state[int(rest[0])] = ("there", state[int(rest[0])][1])
        for key, (expected, title) in state.items():
            if expected != "unknown":
                assert (tasks.get(key) == title) == (expected == "there"), (key, expected)
        tried = {(rest[0], rest[1]) for word, *rest in lines if word == "try"}
        made = {(rest[0], rest[1]): rest[2] for word, *rest in lines if word == "made"}
        for kind, key in tried:
            again = connector.create(wish_of(key, LinkKind(kind)))
            assert (kind, key) not in made or (again.remote_id, again.existed) == (made[kind, key], True)
        counted = (
            ("task", "SELECT count(*) FROM task WHERE wish_key IS NOT NULL"), ("chat", "SELECT count(*) FROM chat"),
            ("event", "SELECT count(*) FROM event WHERE wish_key IS NOT NULL"), ("crm", "SELECT count(*) FROM activity"),
        )  # fmt: skip
        for kind, sql in counted:
            there = store.read(lambda connection, sql=sql: connection.exec_driver_sql(sql).scalar_one())
            assert there == sum(one == kind for one, _ in tried), kind
        assert len({row.addresses for row in desk.contacts()}) == len(desk.contacts()) <= 3
        half = "SELECT count(*) FROM task WHERE wish_key IS NOT NULL AND 2 != (SELECT count(*) FROM task_item i WHERE i.task_key = task.task_key)"
        assert store.read(lambda connection: connection.exec_driver_sql(half).scalar_one()) == 0
        assert store.is_sound()
        assert store.read(lambda connection: connection.exec_driver_sql("PRAGMA foreign_key_check").all()) == []
    finally:
        store.close()


@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.slow)])
def test_a_killed_desk_is_whole(tmp_path: Path, kills: int):
    chance = random.Random(kills)
    for seed in range(1, kills + 1):
        kill_once(tmp_path / "profile", tmp_path / "diary", seed, chance)
    check(tmp_path / "profile", tmp_path / "diary")
