"""Windows' law on files that are open, on Linux: what this process has open can be neither moved nor removed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


class Held(PermissionError):
    winerror = 32


@pytest.fixture
def as_on_windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only where the system says what is open; elsewhere (and on Windows, which does it by itself) nothing is changed."""
    if not sys.platform.startswith("linux"):
        yield
        return
    for name in ("replace", "rename", "unlink", "remove"):
        monkeypatch.setattr(os, name, _refusing(getattr(os, name)))
    monkeypatch.setattr("desktop.placing._PAUSES", ())
    yield


def _refusing(real: Callable[..., None]) -> Callable[..., None]:
    def move(path: str | Path, *others: Any, **options: Any) -> None:
        held = {os.readlink(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd") if _is_open(number)}
        if not options and str(Path(path).absolute()) in held:
            raise Held(13, "it is open", str(path))
        real(path, *others, **options)

    return move


def _is_open(number: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{number}")  # not the one that listed them
