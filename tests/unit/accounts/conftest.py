"""Things that several account tests need."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest


@pytest.fixture
def hanging() -> Iterator[threading.Event]:
    """A page that does not come while the test runs; set at its end so that no thread stays behind."""
    event = threading.Event()
    yield event
    event.set()
