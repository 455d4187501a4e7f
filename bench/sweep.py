"""A sweep that takes half of a big cache, behind a window: `python -m bench.sweep PROFILE COUNT`.

COUNT mails are put into the profile, every second of them past the plan's time. A timer of 10 ms in the event loop notes how much
later than asked it fires while the sweep runs in a thread, as the housekeeper's does; the list follows every change. Measured are
rows a second, the longest time the writer held the file for one job, how long wishes waited that came meanwhile, the bytes given back to the disk, and for comparison how late
the timer is before the sweep begins.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from bench.big_cache import BATCH, BODY_WORDS, WORDS, words
from bench.engines import open_engine, settings
from bench.measure import peak_mb
from desktop.core.accounts.discoverer import Discoverer
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.engine import Engine
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mail.structure import IndexedBody
from desktop.core.retention.sweep import SweepResult
from desktop.core.store import accounts, locations, mailboxes, members, messages
from desktop.core.store.mailboxes import Listed
from desktop.core.store.writer import UnitOfWork
from desktop.ui.reader.web_engine import prepare_web_engine
from desktop.ui.window.factory import build_main_window, dress_application

TICK = 0.010
PLAN = "basic"
OLD, YOUNG = 20 * 86_400, 86_400
RAW_BYTES = 6_000


def fill(engine: Engine, count: int) -> None:
    """Odd mails are old, even ones young, so that what goes lies beside what stays everywhere in the file."""
    now, vocabulary, chance = engine.clock.now(), words(), random.Random(2)
    weights = [1 / (n + 10) for n in range(WORDS)]

    def connect(uow: UnitOfWork) -> tuple[int, int]:
        key = accounts.add_account(uow, settings("big", 1), "big")
        members.set_owner(uow, key, members.load_current(uow.connection))
        return key, mailboxes.merge_listed(uow, key, [Listed("INBOX", "/", SpecialUse.INBOX, True)])["INBOX"]

    account_key, box = engine.store.writer.run("connect", connect)

    def put(uow: UnitOfWork, first: int) -> None:
        news, bodies = [], []
        for n in range(first, min(first + BATCH, count)):
            picked = chance.choices(vocabulary, weights, k=BODY_WORDS)
            sender = Address(f"{picked[0].title()} {picked[1].title()}", f"{picked[0]}@example.org")
            envelope = Envelope(subject=" ".join(picked[2:7]), from_=(sender,), message_id=f"b{n}@example.org")
            received = now - (OLD if n % 2 else YOUNG) - n
            news.append(messages.NewMessage(n.to_bytes(16, "big"), RAW_BYTES, received, envelope, f"t{n}"))
            bodies.append(IndexedBody(" ".join(picked[7:20]), " ".join(picked), (), False))
        keys = messages.find_or_add(uow, account_key, news)
        messages.add_bodies(
            uow, [(key, chance.randbytes(RAW_BYTES), read) for key, read in zip(keys, bodies, strict=True)]
        )
        places = [
            locations.NewLocation(first + n + 1, key, new.internaldate, FlagSet(Flag.SEEN if n % 3 else Flag(0)), False)
            for n, (key, new) in enumerate(zip(keys, news, strict=True))
        ]
        locations.add_locations(uow, box, places)

    for first in range(0, count, BATCH):
        engine.store.writer.run("fill", lambda uow, n=first: put(uow, n))


class Holds:
    """How long each job held the writer, by name."""

    def __init__(self, engine: Engine) -> None:
        self.longest: dict[str, float] = {}
        writer = engine.store.writer
        writer.submit = self._timed(writer.submit)  # type: ignore[method-assign]
        writer.submit_outside = self._timed(writer.submit_outside)  # type: ignore[method-assign]

    def _timed(self, submit: Callable[..., Any]) -> Callable[..., Any]:
        def timed(name: str, function: Callable[[Any], Any], **named: Any) -> Any:
            begun: list[float] = []

            def begin(argument: Any) -> Any:
                begun.append(time.perf_counter())
                return function(argument)

            future = submit(name, begin, **named)
            future.add_done_callback(lambda _: self._note(name, begun))
            return future

        return timed

    def _note(self, name: str, begun: list[float]) -> None:
        """On the writer's thread, right after the commit."""
        if begun:
            self.longest[name] = max(self.longest.get(name, 0.0), time.perf_counter() - begun[0])


def p99(seconds: list[float]) -> float:
    return quantiles(seconds, n=100, method="inclusive")[98] * 1000


def main(profile: str, count: str) -> None:
    sys.setswitchinterval(0.001)
    folder = Path(profile)
    engine = open_engine(folder, threads=False)
    engine.submit(SetPlan("enterprise-10000")).result(60)
    fill(engine, int(count))
    engine.store.writer.give_space_back()
    engine.close()
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    stored = QSettings(str(folder / "screen.ini"), QSettings.Format.IniFormat)
    dress_application(app, stored)
    engine = open_engine(folder, threads=False)
    window = build_main_window(engine, stored, engine.clock.now, Discoverer(engine.clock))
    window.resize(1280, 800)
    window.show()
    lateness: list[float] = []
    at_rest: list[float] = []
    last = time.perf_counter()
    done: list[tuple[float, SweepResult]] = []

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        lateness.append(max(0.0, now - last - TICK))
        last = now

    waits: list[float] = []

    def wish() -> None:
        """What a person wishes meanwhile: a durable write, ten times a second."""
        while not done or sweeping.is_alive():
            begun = time.perf_counter()
            engine.store.writer.run("wish", lambda uow: accounts.set_setting(uow, "bench", len(waits)), durable=True)
            waits.append(time.perf_counter() - begun)
            time.sleep(0.1)

    def sweep() -> None:
        started = time.perf_counter()
        done.append((time.perf_counter() - started, engine.sweep(at=engine.clock.now())))
        done[0] = (time.perf_counter() - started, done[0][1])

    def begin() -> None:
        at_rest.extend(lateness)
        lateness.clear()
        sweeping.start()
        wishing.start()

    def look() -> None:
        if done and not sweeping.is_alive():
            app.quit()

    engine.submit(SetPlan(PLAN)).result(60)
    before, holds = engine.store.disk_bytes(), Holds(engine)
    sweeping, wishing = threading.Thread(target=sweep, name="sweep"), threading.Thread(target=wish, name="wish")
    ticking, watching = QTimer(), QTimer()
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(tick)
    ticking.start(int(TICK * 1000))
    watching.timeout.connect(look)
    watching.start(50)
    QTimer.singleShot(4_000, begin)
    QTimer.singleShot(1_800_000, app.quit)
    app.exec()
    wall, result = done[0]
    late = sorted(value * 1000 for value in lateness)
    worst = max(holds.longest, key=lambda name: holds.longest[name])
    print(
        json.dumps(
            {
                "mails": int(count), "removed": result.removed, "wall": wall, "rate": result.removed / wall,
                "worst_hold_ms": holds.longest[worst] * 1000, "worst_hold": worst,
                "wishes": len(waits), "wish_p50_ms": sorted(waits)[len(waits) // 2] * 1000, "wish_p99_ms": p99(waits),
                "wish_worst_ms": max(waits) * 1000, "slice_hold_ms": holds.longest["sweep"] * 1000, "given_back_mb": (before - engine.store.disk_bytes()) / 1e6,
                "profile_mb": before / 1e6, "ticks": len(late), "p50_ms": late[len(late) // 2],
                "p99_ms": p99(lateness), "p99_at_rest_ms": p99(at_rest), "worst_ms": late[-1], "peak_mb": peak_mb(),
            }
        )
    )  # fmt: skip
    sys.stdout.flush()
    # The window's threads are at rest; Qt's own teardown is not what is measured.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
