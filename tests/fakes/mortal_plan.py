"""Processes that work on a profile's plan until they are killed: one that changes plans and sweeps, one that races for the month's
last send, one that only opens the profile. Each function is the whole life of a process of its own, which `spawn` starts.

Whoever asks a server for anything writes "server" into the diary.
"""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Callable, Sequence
from datetime import UTC
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess, SpawnProcess
from pathlib import Path
from typing import Any, NoReturn

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.errors import ProfileError
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.clock import ManualClock
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.operations.sender import Sender
from desktop.core.profile import load_catalogue
from desktop.core.retention import sweep
from desktop.core.smtp.gateway import Accepted, Submission
from desktop.core.store import outbox
from desktop.core.store import store as store_module
from desktop.core.store.writer import UnitOfWork
from desktop.core.workspace.standing import Standing
from tests.fakes.cache import NOW
from tests.fakes.plan_oracle import PLANS, TABLE

LONGEST_SHIFT = 600
_SMALL_SLICE = 7


def spawn(target: Callable[..., None], *arguments: Any) -> ForkServerProcess | SpawnProcess:
    """A started process; where the system can, a fork of one that has imported everything."""
    if "forkserver" in multiprocessing.get_all_start_methods():
        forking = multiprocessing.get_context("forkserver")
        forking.set_forkserver_preload([__name__])
        process: ForkServerProcess | SpawnProcess = forking.Process(target=target, args=arguments)
    else:
        process = multiprocessing.get_context("spawn").Process(target=target, args=arguments)
    process.start()
    return process


class Diary:
    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, *words: str) -> None:
        os.write(self._file, (" ".join(words) + "\n").encode())

    def ask_server(self, *_: object) -> NoReturn:
        self.write("server", "-")
        raise AssertionError("nothing may be asked of a server")


def open_engine(profile: str, diary: Diary, clock: ManualClock) -> Engine:
    connections = Connections(imap=diary.ask_server, smtp=diary.ask_server, check_smtp=diary.ask_server)
    return Engine(
        Path(profile), connections=connections, credentials=MemoryCredentials(), catalogue=load_catalogue(),
        clock=clock, threads=False,
    )  # fmt: skip


def change_and_sweep(profile: str, path: str, seed: int) -> None:
    """Choose a plan (a trial again too), now or for a moment that soon comes, and sweep, without end and in small slices."""
    sweep.MOST_MAILS = _SMALL_SLICE
    chance, diary, clock = random.Random(seed), Diary(path), ManualClock(NOW)
    engine = open_engine(profile, diary, clock)
    engine.store.server_time.vouch(NOW)  # what no server says here
    diary.write("begin", str(seed))
    while True:
        plan = chance.choice(PLANS)
        diary.write("try", plan)
        if chance.random() < 0.3 and clock.now() < NOW + LONGEST_SHIFT - 5:
            engine.submit(SetPlan(plan, at=clock.now() + 2, again=True)).result(30)
            clock.advance(2)
            engine.keep_plan()
        else:
            engine.submit(SetPlan(plan, again=True)).result(30)
        diary.write("in_force", plan)
        engine.sweep()
        diary.write("swept", plan)


def only_open(profile: str, path: str, pipe: Connection) -> None:
    """Say whether the profile could be had, and hold it until told. One that was refused also stays until then: it is told too."""
    try:
        engine = open_engine(profile, Diary(path), ManualClock(NOW))
    except ProfileError as error:
        pipe.send(error.code.value)
        pipe.recv()
        return
    pipe.send("open")
    pipe.recv()
    engine.close()


class _NoLock:
    """The lock that keeps a second process out of a profile is what the race must do without."""

    def __init__(self, directory: Path) -> None:
        pass

    def release(self) -> None:
        pass


class Racer:
    def __init__(self, profile: str) -> None:
        store_module.ProfileLock = _NoLock
        self.clock = ManualClock(NOW)
        self.store = store_module.Store(Path(profile), self.clock)
        standing = Standing(load_catalogue(), UTC, self.clock.now)
        self.taken: list[int] = []
        self.sender = Sender(
            self.store, self.clock, connect=lambda account_key: self, quota=standing.quota,
            files_sent=lambda account_key: True, notify=lambda notice: None,
        )  # fmt: skip

    def submit(
        self, envelope_from: str, recipients: Sequence[str], raw: bytes, *, before_data_end: Callable[[], None]
    ) -> Submission:
        before_data_end()
        self.taken.append(int(raw))
        return Accepted("250 OK")

    def prepare(self, account_key: int, month: str) -> list[int]:
        """One send is left in the month, and two mails wait."""

        def put(uow: UnitOfWork) -> list[int]:
            limit = TABLE["basic"].sends
            assert outbox.book(uow, month, limit - 1, limit) == limit - 1
            return [
                outbox.add_outbox(
                    uow, account_key=account_key, message_id=f"{month}-{n}@x", subject="S", envelope_from="a@x",
                    recipients=["b@x"], raw=str(n).encode(), not_before=uow.now,
                )
                for n in (1, 2)
            ]  # fmt: skip

        return self.store.writer.run("prepare", put)

    def run(self, account_key: int, keys: Sequence[int]) -> list[int]:
        self.taken = []
        for key in keys:
            self.sender._send(key, account_key)
        return self.taken


def race(profile: str, pipe: Connection) -> None:
    """Do what comes through the pipe until None comes."""
    racer = Racer(profile)
    pipe.send("ready")
    while (order := pipe.recv()) is not None:
        now, method, *arguments = order
        racer.clock.set(now)
        pipe.send(getattr(racer, method)(*arguments))
    racer.store.close()
