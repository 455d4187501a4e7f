"""What the outbox needs of a submission server (RFC 6409); `client.py` does it with smtplib.

The point of no return is the final dot of DATA: before it a failure is `Refused` or `ConnectionFailure` and may be retried
with the same Message-ID; after it, silence means `UnknownOutcome` and must never be resent blindly (RFC 5321 §4.5.3.2.6).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the mail. `refused` are recipients it did not take, with its words."""

    reply: str
    refused: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """The server said no before or at the final dot. `permanent` is 5xx; else the mail may be tried again later."""

    code: int
    reply: str
    permanent: bool
    refused: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownOutcome:
    """The connection broke after the final dot and before the answer."""

    detail: str


Submission = Accepted | Refused | UnknownOutcome


class SubmissionGateway(Protocol):
    def submit(
        self,
        envelope_from: str,
        recipients: Sequence[str],
        raw: bytes,
        *,
        before_data_end: Callable[[], None],
    ) -> Submission:
        """Send one mail over a fresh connection. `before_data_end` is called just before the bytes that end with the
        final dot leave, so that the caller can commit "handed over" first; if it raises, nothing is sent.

        Raises AuthenticationError, CertificateError, SecurityError, ConnectionFailure (always before the final dot).
        """
        ...
