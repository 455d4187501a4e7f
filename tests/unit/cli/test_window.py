"""What the command asks of the composition root; the window itself has its own tests."""

from __future__ import annotations

import gc
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from desktop.cli import program


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """The command lets it rest while modules come, and the window, which is not here, would let it go on."""
    yield
    gc.enable()


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ([], (None, "", False)),
        (["app"], (None, "", False)),
        (["--profile", "here", "app", "mailto:ana@example.org"], (Path("here"), "mailto:ana@example.org", False)),
        (["--verbose", "demo"], ("demo", True)),
    ],
)
def test_the_window_is_asked_for(words: list[str], call: tuple[object, ...], monkeypatch: pytest.MonkeyPatch):
    stub = ModuleType("desktop.app")
    asked = []

    def run_app(profile: Path | None, link: str, *, verbose: bool) -> int:
        asked.append((profile, link, verbose))
        return 7

    def run_demo(*, verbose: bool) -> int:
        asked.append(("demo", verbose))
        return 7

    stub.run_app, stub.run_demo = run_app, run_demo
    monkeypatch.setitem(sys.modules, "desktop.app", stub)
    monkeypatch.setattr("desktop.app", stub, raising=False)
    assert program.run(words) == 7
    assert asked == [call]


def test_the_composition_root_takes_these_words():
    from desktop import app

    inspect.signature(app.run_app).bind(None, "", verbose=False)
    inspect.signature(app.run_demo).bind(verbose=False)
