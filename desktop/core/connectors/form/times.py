"""When something that a mail speaks of is due or takes place: from its invitation, else from its words. Pure.

The words of the newest mail that says a time count; what it quotes does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from desktop.core.api.linking import LinkKind
from desktop.core.connectors.form.letters import Letter


@dataclass(frozen=True, slots=True)
class Span:
    """Epoch seconds. `due_at` is when it must be done, for a task; `words` are those of the mail."""

    due_at: int
    starts_at: int
    ends_at: int
    all_day: bool
    words: str
    zone: str = ""
    place: str = ""
    title: str = ""


def read_times(letters: Sequence[Letter], zone: tzinfo, kind: LinkKind) -> Span | None:
    return None


def moment_of(letter: Letter) -> datetime:
    """When it was written: what its words are relative to."""
    return letter.parsed.envelope.date or datetime.fromtimestamp(letter.received, UTC)
