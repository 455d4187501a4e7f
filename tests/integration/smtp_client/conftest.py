"""Submissions to scripted servers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import pytest

from desktop.core.api.account_settings import AccountSettings
from desktop.core.clock import SystemClock
from desktop.core.smtp.client import SmtpClient
from desktop.core.smtp.gateway import Submission
from desktop.core.smtp.session import Timeouts
from tests.fakes.memory import peak_kib

PASSWORD = "Tr0ub4dor&3"
MAIL = b"From: ana@example.org\r\nMessage-ID: <1@example.org>\r\n\r\n.hello\r\n"
PATIENT = Timeouts(connect=30.0, command=30.0, data_start=30.0, data_block=30.0, data_end=30.0, quit=0.2)
"""For what ends by itself, however busy the machine; nothing depends on the answer to QUIT."""
QUICK = Timeouts(connect=1.0, command=0.5, data_start=0.5, data_block=0.5, data_end=0.5, quit=0.2)
"""For servers that fall silent: where a busy machine is too slow for it, the same comes of it."""


def submit(
    account: AccountSettings,
    *,
    recipients: Sequence[str] = ("bob@example.net",),
    raw: bytes = MAIL,
    sender: str = "ana@example.org",
    before_data_end: Callable[[], None] = lambda: None,
    timeouts: Timeouts = PATIENT,
) -> Submission:
    client = SmtpClient(account, PASSWORD, clock=SystemClock(), timeouts=timeouts)
    return client.submit(sender, recipients, raw, before_data_end=before_data_end)


@pytest.fixture
def within_bounds() -> Iterator[None]:
    """Fails a test that took over 5 s of CPU or made the process grow by over 150 MiB; server threads count too."""
    cpu, memory = time.process_time(), peak_kib()
    yield
    assert time.process_time() - cpu < 5
    assert peak_kib() - memory < 150 * 1024
