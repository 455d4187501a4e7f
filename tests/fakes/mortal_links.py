"""The program as a process of its own that links mails without end until it is killed, to the own desk and to a server that
makes another object at every call.

The server is a folder, an object a file in it. Run as `python -m tests.fakes.mortal_links PROFILE SERVER SEED [finish]`;
with `finish` it wishes nothing new, lets everything that waits have its turn, says on standard output what is linked, and
ends by itself.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import uuid
from collections.abc import Mapping
from pathlib import Path

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.errors import Code
from desktop.core.api.link_commands import BindConnector, LinkMail
from desktop.core.api.linking import OWN_DESK, LinkKind
from desktop.core.api.queries import ListView
from desktop.core.clock import SystemClock
from desktop.core.connectors.protocol import Backend, Connector, Made, Means, Presence, Probe, Unanswered, Wish
from desktop.core.engine import Engine
from desktop.core.profile import load_catalogue, real_connections


class FolderConnector:
    def __init__(self, folder: Path, chance: random.Random) -> None:
        self._folder, self._chance = folder, chance
        self._pause = threading.Event()

    def probe(self) -> Probe:
        return Probe(frozenset(LinkKind))

    def create(self, wish: Wish) -> Made:
        self._wait()
        name = uuid.uuid4().hex
        half = self._folder / f"{name}.part"
        half.write_text(wish.key)
        half.rename(self._folder / name)
        self._wait()
        if self._chance.random() < 0.2:
            raise Unanswered(Code.TIMEOUT, host="folder", seconds=1)
        return Made(name, wish.title)

    def find(self, wish: Wish) -> Made | None:
        self._wait()
        for path in self._folder.iterdir():
            if path.suffix == "" and path.read_text() == wish.key:
                return Made(path.name, wish.title, existed=True)
        return None

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        return Presence.PRESENT if (self._folder / remote_id).exists() else Presence.GONE

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        (self._folder / remote_id).unlink(missing_ok=True)

    def cancel(self) -> None:
        self._pause.set()

    def close(self) -> None:
        pass

    def _wait(self) -> None:
        self._pause.wait(self._chance.random() * 0.004)


def folder_backend(folder: Path, chance: random.Random) -> Backend:
    def open_(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
        return FolderConnector(folder, chance)

    return Backend("folder", "Folder", frozenset(LinkKind), (), open_)


def main(profile: Path, folder: Path, seed: int, finish: bool) -> None:
    chance = random.Random(seed)
    clock = SystemClock()
    engine = Engine(
        profile, connections=real_connections(clock), credentials=MemoryCredentials(), catalogue=load_catalogue(),
        clock=clock, threads=False, more_backends=[folder_backend(folder, chance)],
    )  # fmt: skip
    keys = list(engine.list_keys(ListView()))
    if not finish:
        os.write(1, b"begin\n")
        while True:
            kind = chance.choice(list(LinkKind))
            engine.submit(BindConnector(kind, chance.choice(("folder", OWN_DESK)))).result(30)
            mails = tuple(chance.sample(keys, chance.randint(1, 2)))
            receipt = engine.submit(LinkMail(kind, mails)).result(30)
            if receipt.undo_key is not None and chance.random() < 0.25:
                engine.undo(receipt.undo_key).result(30)
            engine.linking.run_due()
    pause = threading.Event()
    for _ in range(400):
        for row in engine.linking.backends():
            engine.linking.queue.hasten(row.backend)
        engine.linking.run_due()
        if not any(row.waiting for row in engine.linking.backends()):
            break
        pause.wait(0.02)
    rows = engine.linking.all_links()
    desk = {
        "task": {str(row.task_key) for row in engine.desk.tasks()},
        "chat": {str(row.chat_key) for row in engine.desk.chats()},
        "event": {str(row.event_key) for row in engine.desk.events(0, 1 << 40)},
    }
    answer = {
        "links": [[row.backend, row.kind, row.remote_id, row.state] for row in rows],
        "waiting": [row.said for row in engine.linking.waiting()],
        "desk": {kind: sorted(found) for kind, found in desk.items()},
    }
    engine.close()
    os.write(1, json.dumps(answer).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), len(sys.argv) > 4)
