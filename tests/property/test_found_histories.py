"""Random histories of wishes about mails that were found on the server never stretch the plan's storage. A failing one names its seed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.fakes.found_history import FoundHistory


def play(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = FoundHistory(seed, Path(folder) / "profile")
        try:
            history.run()
        except BaseException as error:
            error.add_note(f"seed {seed}: {' '.join(history.log)}")
            raise
        finally:
            history.world.close()


@pytest.mark.parametrize("first", range(0, 24, 6))
def test_some_histories(first):
    for seed in range(first, first + 6):
        play(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1_000, 1_500, 10))
def test_five_hundred_histories(first):
    for seed in range(first, first + 10):
        play(seed)
