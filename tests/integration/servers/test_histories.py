"""Random histories on real servers: a user, another program, a network that breaks, deaths and new UIDVALIDITYs. A failing one
names its seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.history import History
from tests.fakes.servers import REAL_SERVERS, real_server
from tests.fakes.servers import dovecot_server as dovecot_server

HISTORIES = 12


@pytest.mark.servers
@pytest.mark.parametrize("name", [*REAL_SERVERS, "courier-bare", pytest.param("dovecot", marks=pytest.mark.dovecot)])
@pytest.mark.parametrize("seed", range(5_000, 5_000 + HISTORIES))
def test_a_history_on_a_real_server(name: str, seed: int, tmp_path: Path, request: pytest.FixtureRequest):
    server = request.getfixturevalue("dovecot_server") if name == "dovecot" else real_server(name)
    history = History(seed, tmp_path / "profile", on=server)
    try:
        history.run()
    except BaseException as error:
        error.add_note(f"seed {seed}: {' '.join(history.story.log)}")
        raise
    finally:
        history.world.close()
