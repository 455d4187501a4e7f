"""Times as they are typed."""

from __future__ import annotations

import pytest

from desktop.cli.exits import Trouble
from desktop.cli.moments import parse_wait


@pytest.mark.parametrize(
    ("text", "seconds"), [("12h", 43_200), ("3d", 259_200), (" 2W ", 1_209_600), ("400d", 34_560_000)]
)
def test_a_wait(text: str, seconds: int):
    assert parse_wait(text) == seconds


@pytest.mark.parametrize("text", ["", "d", "3", "0d", "-3d", "3 d", "3m", "401d", "999999999d", "٣d", "1e3d", "3.5d"])
def test_what_is_no_wait(text: str):
    with pytest.raises(Trouble):
        parse_wait(text)
