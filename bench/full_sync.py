"""One full sync of a user into an empty profile, and one more with nothing new: `python -m bench.full_sync USER PROFILE STARTED`.

STARTED is time.time() of the parent before it started this process: from there the first 50 headers of INBOX are timed too.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench import server
from bench.engines import open_engine, settings
from bench.measure import peak_mb
from desktop.core.api.changes import ChangeSet
from desktop.core.collector import spare_collector
from desktop.core.mail.mailbox import SpecialUse

FIRST = 50


def main(user: str, profile: str, begun: str) -> None:
    sys.setswitchinterval(0.001)
    engine = open_engine(Path(profile), threads=False)
    spare_collector()  # as the program does
    first: list[float] = []
    came: set[int] = set()

    def hear(change: ChangeSet) -> None:
        if not first:
            came.update(change.locations)
            if len(came) >= FIRST:
                first.append(time.time())

    engine.subscribe(changed=hear)
    key = engine.add_account(settings(user, server.PORT), server.PASSWORD).result(60)
    started, cpu = time.perf_counter(), time.process_time()
    engine.worker_for(key).run_until_done()
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    again = time.perf_counter()
    engine.worker_for(key).run_until_done()
    again = time.perf_counter() - again
    inboxes = {row.mailbox_key for row in engine.mailboxes() if row.special_use is SpecialUse.INBOX}
    assert {row.mailbox_key for row in engine.rows(list(came)).values()} <= inboxes, "the INBOX comes first"
    mails = sum(row.total for row in engine.mailboxes())
    megabytes = engine.store.disk_bytes() / 1e6
    engine.close()
    print(
        json.dumps(
            {
                "mails": mails,
                "wall": wall,
                "cpu": cpu,
                "again": again,
                "first_s": first[0] - float(begun),
                "peak_mb": peak_mb(),
                "profile_mb": megabytes,
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:4])
