"""Random histories on the embedded server, which can more or less and breaks as it is told. A failing one names its seed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.fakes.history import History


def play(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(seed, Path(folder) / "profile")
        try:
            history.run()
        except BaseException as error:
            error.add_note(f"seed {seed}: {' '.join(history.story.log)}")
            raise
        finally:
            history.world.close()


@pytest.mark.parametrize("first", range(0, 200, 10))
def test_two_hundred_histories(first):
    for seed in range(first, first + 10):
        play(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1_000, 3_000, 10))
def test_two_thousand_histories(first):
    for seed in range(first, first + 10):
        play(seed)
