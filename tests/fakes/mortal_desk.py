"""The own desk as a process that works until it is killed: makes objects from wishes, changes them, deletes them, takes back.

What it is about to do and what was stored goes to its diary, a line each. Run as
`python -m tests.fakes.mortal_desk PROFILE DIARY SEED`.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
from pathlib import Path

from desktop.core.api.link_commands import DeleteTask, SaveEvent, SaveTask
from desktop.core.api.linking import LinkKind, Person
from desktop.core.clock import SystemClock
from desktop.core.connectors.local.backend import LocalConnector
from desktop.core.connectors.protocol import MailSnapshot, Wish
from desktop.core.operations.desk_commands import desk_jobs
from desktop.core.operations.service import OperationsService
from desktop.core.store.store import Store
from tests.fakes.cache import NOW, mail


def wish_of(key: str, kind: LinkKind) -> Wish:
    """The same wish for the same key, on every start."""
    number = int(key.rpartition("-")[2])
    sent = MailSnapshot(
        f"{key}@example.org", key, Person("Bob", f"bob{number % 3}@example.com"), (), (), None, NOW, "Hola.", None, True,
        "ana@example.org", "INBOX", raw=mail(number, subject=key),
    )  # fmt: skip
    return Wish(kind, key, key, "- [ ] uno\n- [ ] dos\nHola.", (sent,), starts_at=NOW, ends_at=NOW + 60)


def work(profile: Path, diary: Path, seed: int) -> None:
    chance = random.Random(seed)
    pen = os.open(diary, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(*words: object) -> None:
        os.write(pen, (" ".join(map(str, words)) + "\n").encode())

    store = Store(profile, SystemClock())
    service = OperationsService(store, SystemClock().now, lambda: 0, more=desk_jobs())
    connector = LocalConnector(store)
    write("begin", seed)
    for number in itertools.count(seed * 100_000):
        kind = chance.choice(list(LinkKind))
        write("try", kind.value, f"k-{number}")
        made = connector.create(wish_of(f"k-{number}", kind))
        write("made", kind.value, f"k-{number}", made.remote_id)
        key = service.submit(SaveTask(None, f"t-{number}")).result(30).key
        write("saved", key, f"t-{number}")
        service.submit(SaveEvent(None, f"e-{number}", NOW, NOW + 60)).result(30)
        if chance.random() < 0.5:
            write("deleting", key)
            service.submit(DeleteTask(key or 0)).result(30)
            write("deleted", key)
            if chance.random() < 0.5:
                write("undoing", key)
                service.undo(None).result(30)
                write("undone", key)


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
