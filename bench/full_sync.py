"""One full sync of a user into an empty profile, and one more with nothing new: `python -m bench.full_sync USER PROFILE`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from bench import server
from bench.engines import open_engine, settings
from bench.measure import peak_mb


def main(user: str, profile: str) -> None:
    sys.setswitchinterval(0.001)
    engine = open_engine(Path(profile), threads=False)
    key = engine.add_account(settings(user, server.PORT), server.PASSWORD).result(60)
    started, cpu = time.perf_counter(), time.process_time()
    engine.worker_for(key).run_until_done()
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    again = time.perf_counter()
    engine.worker_for(key).run_until_done()
    again = time.perf_counter() - again
    mails = sum(row.total for row in engine.mailboxes())
    megabytes = engine.store.disk_bytes() / 1e6
    engine.close()
    print(
        json.dumps(
            {"mails": mails, "wall": wall, "cpu": cpu, "again": again, "peak_mb": peak_mb(), "profile_mb": megabytes}
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:3])
